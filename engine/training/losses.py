"""The losses of a run's steps, as far as it has ever come."""

from __future__ import annotations

from array import array


class Losses:
    """One number a step; ``base`` is the step that the run began at."""

    def __init__(self, base: int) -> None:
        self.base = base
        self._values = array("d")

    @property
    def furthest(self) -> int:
        """The last step whose loss is known."""
        return self.base + len(self._values)

    def between(self, step: int, last: int) -> array[float]:
        """Those of the steps after ``step`` up to ``last``, as a copy."""
        return self._values[max(0, step - self.base) : last - self.base]

    def add(self, step: int, loss: float) -> None:
        """The step after ``step`` had this loss; one that was known is known to be the same."""
        if step == self.furthest:
            self._values.append(loss)

    def cut(self, step: int) -> None:
        """Forget what came after ``step``."""
        del self._values[step - self.base :]
