"""The losses of a run's steps, as far as it has ever come."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import islice


class Losses:
    """One number a step; ``base`` is the step that the run began at."""

    def __init__(self, base: int, values: Iterable[float] = ()) -> None:
        self.base = base
        self._values = array("d", values)
        self._untouched = 0  # how many are those that were last asked for

    @property
    def furthest(self) -> int:
        """The last step whose loss is known."""
        return self.base + len(self._values)

    def between(self, step: int, last: int) -> array[float]:
        """Those of the steps after ``step`` up to ``last``, as a copy."""
        return self._values[max(0, step - self.base) : last - self.base]

    def add(self, step: int, losses: Iterable[float]) -> None:
        """The steps after ``step`` had these; one that was known is known to be the same."""
        self._values.extend(islice(losses, self.furthest - step, None))

    def cut(self, step: int) -> None:
        """Forget what came after ``step``; a mark still has it."""
        if step < self.furthest:
            self._values = self._values[: step - self.base]
            self._untouched = min(self._untouched, len(self._values))

    def mark(self) -> array[float]:
        """What ``go_back`` needs."""
        return self._values

    def go_back(self, mark: array[float]) -> None:
        """Know again what was known then; losses that have been added since were the same."""
        if mark is not self._values:
            self._values, self._untouched = mark, 0

    def copied(self) -> Losses:
        """Losses of their own, as far as they are known now."""
        return Losses(self.base, self._values)

    @property
    def has_news(self) -> bool:
        """Whether some are not as they were when ``news`` was last asked for."""
        return self._untouched < len(self._values)

    def news(self) -> tuple[int, array[float]]:
        """Those that are not as they were when last asked for, and the step they come after."""
        first, self._untouched = self._untouched, len(self._values)
        return self.base + first, self._values[first:]
