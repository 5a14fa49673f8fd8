"""The optimizer at work: its update of one parameter after the other, or of all at once."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor

from engine.catalog import OPTIMIZERS
from engine.experiment.digits import LARGEST_FLOAT32
from engine.experiment.specs import Choice
from engine.training import updates
from engine.training.together import State, Together, gathered, scatter

Update = Callable[[list[Tensor], float], None]  # by the gradients, with a learning rate


class Updating:
    """Changes parameters in place; ``states`` are the optimizer's memories, one for each.

    All of it in inference mode, in which nobody asks whether a gradient will be wanted: what is
    made in it may be changed only in it.
    """

    def __init__(
        self, optimizer: Choice, parameters: Mapping[str, Tensor], states: Mapping[str, State]
    ) -> None:
        name = OPTIMIZERS[optimizer.name].update.rpartition(".")[2]
        values = {key: value for key, value in optimizer.values if key != "lr"}
        self._update = functools.partial(getattr(updates, name), **values)
        # In-place changes of these reach the leaves without telling autograd.
        self._tensors = [tensor.detach() for tensor in parameters.values()]
        self._states = [states[name] for name in parameters]
        # Subtracting the gradients is all that plain SGD does: for all tensors in one call.
        self._is_plain = optimizer.name == "sgd" and not (
            values["momentum"] or values["weight_decay"]
        )

    @torch.inference_mode()
    def apply(self, gradients: list[Tensor], lr: float) -> None:
        """One update; what would go beyond the range of numbers is lost."""
        if self._is_plain and lr < LARGEST_FLOAT32:
            self._subtract(gradients, lr)
            return
        for tensor, state, gradient in zip(self._tensors, self._states, gradients, strict=True):
            try:
                self._update(tensor, gradient, state, lr)
            except (ArithmeticError, RuntimeError) as error:
                if not is_overflow(error):
                    raise
                tensor.fill_(math.nan)  # what the arithmetic would have come to

    @contextmanager
    def at_once(self) -> Iterator[Update]:
        """An update for many steps in a row, which raises where it goes beyond the range.

        Whoever calls it does so in inference mode.
        """
        if self._is_plain:
            yield self._subtract
            return
        state = gathered(self._states)
        if state is None:
            yield self._one_by_one
            return
        tensors, update = Together(self._tensors), self._update
        try:
            yield lambda gradients, lr: update(tensors, Together(gradients), state, lr)
        finally:
            scatter(state, self._states)

    def _subtract(self, gradients: list[Tensor], lr: float) -> None:
        torch._foreach_add_(self._tensors, gradients, alpha=-lr)

    def _one_by_one(self, gradients: list[Tensor], lr: float) -> None:
        for tensor, state, gradient in zip(self._tensors, self._states, gradients, strict=True):
            self._update(tensor, gradient, state, lr)


def is_overflow(error: Exception) -> bool:
    """Whether a number was beyond its type, which torch refuses instead of going on with it."""
    return isinstance(error, ArithmeticError) or "without overflow" in str(error)
