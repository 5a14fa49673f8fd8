"""How a view is pointed at, for tests that point at it."""

from __future__ import annotations

from gui.kit.panel import Panel
from gui.kit.pointing import Pointing
from gui.kit.things import Painted
from tests.there import there


def pointing(view: Panel) -> Pointing:
    """What a view can be pointed at by."""
    return there(view.ties().pointing)


def paints(view: Panel) -> list[Painted]:
    """Everything that it paints and can be pointed at; nothing of most views."""
    own = view.ties().pointing
    return [] if own is None else list(own.things())
