"""The states that a run went through, made again on a machine of their own."""

from __future__ import annotations

from time import monotonic

from engine.training.history import History
from engine.training.machine import Machine


class Replay:
    """Stands where a run has stood, while the run stays where it is.

    Going on to later steps costs only the steps between; going back costs a keyframe.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._version = history.version
        self._machine: Machine | None = None
        self._step = 0

    def toward(self, step: int, deadline: float) -> Machine | None:
        """The machine as it was left after ``step``; None where the time is over on the way.

        ``deadline`` is a time of ``monotonic``; asked again, it goes on from where it came to.
        """
        keyframe = self._history.replay_from(step)
        machine = self._machine
        known = self._version == self._history.version
        if machine is None or not known or not keyframe.step <= self._step <= step:
            machine = self._machine = Machine(keyframe.experiment, keyframe)
            self._step, self._version = keyframe.step, self._history.version
        while self._step < step:
            if monotonic() > deadline:
                return None
            machine.quick_step()
            self._step += 1
        return machine
