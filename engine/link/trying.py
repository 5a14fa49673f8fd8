"""What the training process does about a divergence: it tries what may help, in slices."""

from __future__ import annotations

from dataclasses import replace

from engine.frames import Cure, Stop
from engine.training.session import Session
from engine.training.trial import Trial

SLICE = 0.01  # seconds of trying between two looks into the inbox


class Trying:
    """At most one trial, of what may help against the stop at hand; it ends when that is past."""

    def __init__(self) -> None:
        self._stop: Stop | None = None  # the one that was looked into
        self._trial: Trial | None = None
        self._cure: Cure | None = None  # what has held

    @property
    def goes_on(self) -> bool:
        """Whether something is still to be tried."""
        return self._trial is not None

    def look_into(self, session: Session | None) -> None:
        """Begin where numbers were lost, and give up where training stands elsewhere."""
        stop = None if session is None else session.stopped
        if stop is self._stop:
            return
        self._stop, self._trial, self._cure = stop, None, None
        if session is not None and stop is not None and stop.reason == "diverged":
            self._trial = Trial(session.experiment, stop.cause, session.step_number)

    def go_on(self) -> None:
        """Try for a few milliseconds."""
        trial, self._trial = self._trial, None  # should it fail, it is over
        if trial is not None:
            trial.go_on(SLICE)
            self._trial, self._cure = (None if trial.done else trial), trial.cure

    def told(self, stop: Stop | None) -> Stop | None:
        """The stop as a frame tells it, with what has been found so far."""
        if stop is None or stop is not self._stop or stop.reason != "diverged":
            return stop
        return replace(stop, trying=self.goes_on, cure=self._cure)
