"""How shares and layers are written in the sentences."""

from __future__ import annotations

from engine.frames import Finding
from gui.kit.words import tr

PERCENT = "\u202f%"


def layer(finding: Finding) -> str:
    """The hidden layer that a finding is about."""
    return tr("hidden layer {number}", number=finding.place.removeprefix("hidden"))


def percent(share: float) -> str:
    """A share of one: 94.6 %."""
    return f"{100 * share:.3g}{PERCENT}"
