"""Where a run has been, noted while it goes, further apart the longer it gets."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.training.machine import Tensors
from engine.training.path import flat

MOST = 100  # places
MOST_NUMBERS = 1_000_000  # of all places together; a model that has more in few has its end alone
FEWEST = 10


class Milestones:
    """The parameters after some steps: every one at first, then every second of those, …"""

    def __init__(self, numbers: int) -> None:
        room = MOST_NUMBERS // max(numbers, 1)
        self._most = 0 if room < FEWEST else min(MOST, room)
        self._places: dict[int, Tensor] = {}
        self._gap = self._last = 0

    def note(self, step: int, parameters: Tensors) -> None:
        """Remember where a run stands, unless that is close behind the last place."""
        if not self._most or (self._places and step - self._last < max(self._gap, 1)):
            return
        self._places[step] = flat(parameters)
        self._last = step
        if len(self._places) > self._most:
            self._places = {step: self._places[step] for step in [*self._places][::2]}
            self._last = [*self._places][-1]
            self._gap = max(2 * self._gap, step // self._most)

    def until(self, step: int, parameters: Tensors) -> tuple[list[int], Tensor]:
        """The steps and their places, the last one where the run stands now."""
        known = {at: place for at, place in self._places.items() if at < step}
        known[step] = flat(parameters)
        return [*known], torch.stack([*known.values()])
