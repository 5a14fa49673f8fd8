"""The rows of each step: whole epochs in a fresh shuffle, at any place, exactly repeatable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.experiment import Experiment
from engine.experiment.prepare import Prepared
from engine.training.network import DTYPES, model_inputs
from engine.training.objective import target_tensor

AHEAD = 256  # batches that are gathered at once
ALIGNED = 64  # rows, and so at least as many bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where training stands: epochs done, batches of this epoch done, and the shuffle's state.

    ``shuffle`` is the generator's state before this epoch's order was drawn.
    """

    epoch: int
    batch: int
    shuffle: Tensor


class Batches:
    """Serves (inputs, targets) step by step."""

    def __init__(self, experiment: Experiment, prepared: Prepared, place: Place) -> None:
        self.inputs, self.targets = tensors_of(experiment, prepared, prepared.train)
        self.test_inputs, self.test_targets = tensors_of(experiment, prepared, prepared.test)
        self.size = experiment.training.batch_size
        self.shuffled = experiment.training.shuffle
        self.generator = torch.Generator()
        self._block = -1  # which batches are gathered in ``_ahead``
        self._ahead: list[tuple[Tensor, Tensor]] = []
        self.go_to(place)

    @staticmethod
    def start(seed: int) -> Place:
        """The place before the first step."""
        return Place(0, 0, torch.Generator().manual_seed(seed).get_state())

    def go_to(self, place: Place) -> None:
        """Stand where ``place`` says, in the same order of rows."""
        self.epoch, self.batch = place.epoch, place.batch
        self.generator.set_state(place.shuffle)
        self._draw()

    def place(self) -> Place:
        """Where training stands now."""
        return Place(self.epoch, self.batch, self._state)

    @property
    def rows(self) -> Tensor:
        """The present batch, as positions among the training rows."""
        return self._order[self.batch]

    @property
    def count(self) -> int:
        """How many batches an epoch has."""
        return len(self._order)

    @property
    def done(self) -> int:
        """How many batches are done, if every epoch had as many as this one."""
        return self.epoch * len(self._order) + self.batch

    def steps_until(self, epoch: int) -> int:
        """How many steps are left until ``epoch`` epochs are done."""
        return (epoch - self.epoch) * len(self._order) - self.batch

    def current(self) -> tuple[Tensor, Tensor]:
        """Inputs and targets of the present batch."""
        if self.size is None:
            return self.inputs, self.targets
        block, place = divmod(self.batch, AHEAD)
        if block != self._block:
            # Whoever ends this in the middle finds nothing that is called what it is not yet.
            self._ahead = self._gather(self._order[block * AHEAD : (block + 1) * AHEAD])
            self._block = block
        return self._ahead[place]

    def ahead(self, most: int) -> Sequence[tuple[Tensor, Tensor]]:
        """The present batch and some that follow: of one size, and of one epoch or one each."""
        batch = self.current()
        if self.size is None:
            return [batch] * most
        place = self.batch % AHEAD
        found = self._ahead[place : place + most]
        return found if len(found[-1][0]) == len(batch[0]) else found[:-1] or found

    def skip(self, count: int) -> None:
        """On by as many batches as ``ahead`` has shown."""
        if self.size is None:
            self.epoch += count
        else:
            self.batch += count - 1
            self.advance()

    def advance(self) -> None:
        """On to the next batch, or to the next epoch after the last one."""
        self.batch += 1
        if self.batch == len(self._order):
            self.batch = 0
            self.epoch += 1
            if self.size is not None:
                self._draw()

    def _gather(self, parts: tuple[Tensor, ...]) -> list[tuple[Tensor, Tensor]]:
        """Several batches at once: one look-up for all is much faster than one for each.

        Each batch begins where a tensor of its own would, at a multiple of ``ALIGNED`` bytes:
        elsewhere, kernels may sum in another order.
        """
        size, last = len(parts[0]), len(parts[-1])
        room = -(-size // ALIGNED) * ALIGNED
        rows = torch.zeros((len(parts), room), dtype=torch.int64)
        rows[:-1, :size] = torch.cat(parts)[: size * (len(parts) - 1)].view(-1, size)
        rows[-1, :last] = parts[-1]
        inputs, targets = self.inputs[rows], self.targets[rows]
        whole = zip(inputs[:-1, :size].unbind(0), targets[:-1, :size].unbind(0), strict=True)
        return [*whole, (inputs[-1, :last], targets[-1, :last])]

    def _draw(self) -> None:
        self._block = -1
        count = len(self.inputs)
        self._state = self.generator.get_state()
        if self.size is None:
            self._order: tuple[Tensor, ...] = (torch.arange(count),)
        elif self.shuffled:
            order = torch.randperm(count, generator=self.generator)
            self._order = torch.split(order, self.size)
        else:
            self._order = torch.split(torch.arange(count), self.size)


def tensors_of(
    experiment: Experiment, prepared: Prepared, rows: NDArray[np.int64]
) -> tuple[Tensor, Tensor]:
    """Inputs and targets of some rows of the table, as the network and the loss want them."""
    # Copied to where torch keeps tensors: kernels may sum in another order elsewhere.
    features = torch.tensor(prepared.features[rows])
    targets = torch.tensor(prepared.targets[rows])
    dtype, device = DTYPES[experiment.training.dtype], experiment.training.device
    inputs = model_inputs(experiment.model, experiment.data.encoding.variables, features, dtype)
    return inputs.to(device), target_tensor(experiment, targets).to(device)
