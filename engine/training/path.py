"""Where a run has been in the space of its parameters, found after the fact and kept."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

from engine.training.history import History
from engine.training.machine import Machine, Tensors
from engine.training.replay import Replay

MOST_NUMBERS = 20_000_000  # kept at once


def flat(parameters: Tensors) -> Tensor:
    """All numbers of the parameters in one row, in double precision, shape (numbers,)."""
    return torch.cat([tensor.detach().double().reshape(-1) for tensor in parameters.values()])


class Path:
    """The parameters after chosen steps; what is cut off from the history is forgotten."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._replay = Replay(history)
        self._places: dict[int, Tensor] = {}
        self._version = history.version

    def known(self, step: int) -> Tensor | None:
        """The parameters after a step, where they have been looked up, shape (numbers,)."""
        self._forget_what_was_cut()
        return self._places.get(step)

    def note(self, step: int, machine: Machine) -> None:
        """Keep where training stands."""
        self._forget_what_was_cut()
        self._places[step] = flat(machine.parameters)

    def fill(self, steps: Iterable[int], deadline: float) -> bool:
        """Look up what is missing after these steps; whether all is there now.

        ``deadline`` is a time of ``monotonic``.
        """
        self._forget_what_was_cut()
        for step in steps:
            if step in self._places:
                continue
            machine = self._replay.toward(step, deadline)
            if machine is None:
                return False
            self._places[step] = flat(machine.parameters)
        return True

    def keep_only(self, steps: Iterable[int]) -> None:
        """Forget the others, where they are too many to be kept."""
        if sum(place.numel() for place in self._places.values()) > MOST_NUMBERS:
            self._places = {step: self._places[step] for step in steps if step in self._places}

    def _forget_what_was_cut(self) -> None:
        if self._version != self._history.version:
            kept = min(self._history.cuts[self._version :])
            self._version = self._history.version
            self._places = {step: at for step, at in self._places.items() if step < kept}
