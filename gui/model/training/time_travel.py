"""Going back, and forth again to where training has been."""

from __future__ import annotations

from collections.abc import Callable

from engine.frames import Unit
from engine.link import messages


class TimeTravel:
    """Asks for other steps; while one is not shown yet, of those asked for meanwhile the last."""

    def __init__(self, command: Callable[[messages.Message], None]) -> None:
        self._command = command  # after which nothing of what was asked here is wanted any more
        self._wanted: int | None = None  # the step to scrub to after the one on its way
        self._scrubbing = False  # a step that was scrubbed to has not been shown yet

    def back(self, unit: Unit) -> None:
        """Undo the last phase, the last step, or the epoch down to its start."""
        self._command(messages.Back(unit))

    def goto(self, step: int) -> None:
        """To a step, exactly."""
        self._command(messages.Goto(step))

    def scrub(self, step: int) -> None:
        """Go to a step once the last one has been shown."""
        self._wanted = step
        if not self._scrubbing:
            self.go_on()

    def go_on(self) -> None:
        """What was scrubbed to is shown: go to what was asked for since."""
        step = self._wanted
        if step is not None:
            self.goto(step)
        self._scrubbing = step is not None

    @property
    def is_scrubbing(self) -> bool:
        """Whether a step was asked for that has not been shown yet."""
        return self._scrubbing

    def forget_next(self) -> None:
        """Another run is there, in which the step asked for last is none."""
        self._wanted = None

    def forget(self) -> None:
        """Something else was asked for."""
        self._wanted, self._scrubbing = None, False
