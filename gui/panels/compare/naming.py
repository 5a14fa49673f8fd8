"""What a run may be called."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import EngineError

LONGEST = 60  # letters of a name


def check_name(title: str, others: Sequence[str]) -> None:
    """Raises EngineError where it cannot be; a blank name is the run's own again."""
    if len(title) > LONGEST:
        raise EngineError("a run's name has at most {most} letters", most=LONGEST)
    if title in others:
        raise EngineError("another run is called {name} already", name=title)
