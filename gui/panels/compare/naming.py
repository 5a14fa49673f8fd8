"""What a run may be called, and what is said of all of them."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import EngineError
from gui.kit.pinned import PinnedRuns
from gui.kit.words import tr
from gui.panels.compare.runs import Column

LONGEST = 60  # letters of a name


def check_name(title: str, others: Sequence[str]) -> None:
    """Raises EngineError where it cannot be; a blank name is the run's own again."""
    if len(title) > LONGEST:
        raise EngineError("a run's name has at most {most} letters", most=LONGEST)
    if title in others:
        raise EngineError("another run is called {name} already", name=title)


def told(runs: PinnedRuns, columns: Sequence[Column]) -> str:
    """What they differ in."""
    if not runs:
        return tr(
            "Pin a run, race variants or look ahead: here stands in what they differ, and "
            "what came of it."
        )
    fixed = ("run", "steps", "loss", "note")
    names = [c.label for c in columns if "." in c.name and c.name not in fixed]
    if not names:
        return tr("The runs differ in nothing that is set.")
    return tr("They differ in: {names}.", names=", ".join(names))
