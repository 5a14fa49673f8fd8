"""A process that has fallen silent is told from one that is merely busy for long."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

BEAT = 0.25  # seconds between two signs of life
LIMIT = 2.0  # seconds without any, after which a process that does nothing else either hangs
LIMIT_AT_FIRST = 10.0  # while it starts, when disks and virus scanners have their say
MOST_AT_ONCE = 0.5  # of a pause between two looks so much counts: the computer may have slept


class Silence:
    """How long nothing has been heard; told by looks at it, several a second."""

    def __init__(self, work_done: Callable[[], float | None]) -> None:
        self._work_done = work_done
        self._heard = 0  # signs of life; counted by the thread that hears them
        self._seen = 0
        self._work: float | None = None
        self._looked = monotonic()
        self._silent = 0.0
        self.limit = LIMIT_AT_FIRST

    def hear(self) -> None:
        """Something has arrived; may be called in any thread."""
        self._heard += 1

    def hangs(self) -> bool:
        """Whether the process has neither said nor done anything for too long."""
        now = monotonic()
        passed, self._looked = min(now - self._looked, MOST_AT_ONCE), now
        heard = self._heard
        if heard != self._seen:
            self._seen, self._silent, self._work = heard, 0.0, None
            return False
        self._silent += passed
        if self._silent > 2 * BEAT and self._is_at_work():
            self._silent = 2 * BEAT
        return self._silent >= self.limit

    def _is_at_work(self) -> bool:
        before, self._work = self._work, self._work_done()
        return self._work is not None and (
            self._work == float("inf") or (before is not None and self._work > before)
        )
