"""One training step on real tensors: forward, loss, backward, update, and the whole of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.prepare import prepare
from engine.experiment.rates import factor
from engine.training.batches import Batches
from engine.training.history import Keyframe
from engine.training.lean import lean
from engine.training.network import Network, starting_parameters
from engine.training.objective import objective
from engine.training.switching import OFF, held_of
from engine.training.updating import Updating, is_overflow

Tensors = Mapping[str, Tensor]
Memory = Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class StepState:
    """What one step has computed so far; ``before`` are the parameters that it started from.

    ``rows`` are the batch's rows in the table as it was then; the table may have changed since,
    and so may the experiment. ``memory`` is the optimizer's, each parameter's by its name, as it
    was before the update; ``after`` and ``memory_after`` are what the update made of both.
    """

    experiment: Experiment
    rows: NDArray[np.int64]
    inputs: Tensor
    targets: Tensor
    before: Tensors
    memory: Memory
    lr: float
    prediction: Tensor | None = None
    loss: Tensor | None = None
    gradients: dict[str, Tensor] | None = None
    after: Tensors | None = None
    memory_after: Memory | None = None


class Machine:
    """Parameters, optimizer state and batches of one experiment."""

    def __init__(self, experiment: Experiment, keyframe: Keyframe | None = None) -> None:
        _check_device(experiment.training.device)
        self.experiment = experiment
        start = starting_parameters(experiment) if keyframe is None else keyframe.parameters
        frozen = set(experiment.model.frozen)
        self.parameters = {
            name: tensor.detach()
            .to(experiment.training.device, copy=True)
            .requires_grad_(name not in frozen)
            for name, tensor in start.items()
        }
        self.free = {name: p for name, p in self.parameters.items() if p.requires_grad}
        self.state: dict[str, dict[str, Any]] = {name: {} for name in self.parameters}
        self.off: dict[str, Tensor] = {}  # by parameter, which numbers count as 0 for a while
        self._held: dict[str, Tensor] = {}  # ... and what they were
        self.prepared = prepare(experiment.data)
        place = Batches.start(experiment.training.seed) if keyframe is None else keyframe.place
        self.batches = Batches(experiment, self.prepared, place)
        if keyframe is not None:
            self._copy_state(keyframe.state)
        self.network = Network(experiment.model, self.parameters)
        self.objective = objective(experiment, self.parameters)
        self._lean = lean(experiment, self.parameters)
        self._base_lr = experiment.optimizer.number("lr")
        self._factor = factor(experiment.schedule)
        self._updating = Updating(experiment.optimizer, self.free, self.state)

    def network_of(self, parameters: Tensors) -> Network:
        """The same network with other parameters."""
        return Network(self.experiment.model, parameters)

    @property
    def lr(self) -> float:
        """The learning rate of the step at hand."""
        return self._base_lr * self._factor(self.batches.epoch)

    def begin(self) -> StepState:
        """The batch of the step at hand and all that it starts from; nothing is computed yet."""
        inputs, targets = self.batches.current()
        before, memory = self.copy_parameters(), self._copy_memory()
        return StepState(self.experiment, self._rows(), inputs, targets, before, memory, self.lr)

    def forward(self) -> StepState:
        """Begin a step: its batch and the predictions for it."""
        step = self.begin()
        step.prediction = self.network(step.inputs)
        return step

    def loss(self, step: StepState) -> None:
        """The loss of the step's predictions."""
        assert step.prediction is not None
        step.loss = self.objective(step.prediction, step.targets)

    def backward(self, step: StepState) -> None:
        """The gradients of the step's loss."""
        assert step.loss is not None
        found = list(torch.autograd.grad(step.loss, list(self.free.values())))
        step.gradients = dict(zip(self.free, self._stilled(found), strict=True))

    def update(self, step: StepState) -> None:
        """The optimizer's update by the step's gradients; on to the next batch."""
        assert step.gradients is not None
        self._apply(list(step.gradients.values()), step.lr)
        step.after, step.memory_after = self.copy_parameters(), self._copy_memory()
        self.batches.advance()

    def rush(self, count: int) -> list[float]:
        """The losses of whole steps with nothing else kept.

        It does not stop where numbers are lost: whoever finds a loss that is none goes back.
        """
        if self.off:
            return [self._step_with_some_off() for _ in range(count)]
        losses: list[float] = []
        try:
            with self._updating.at_once() as update:
                while len(losses) < count:
                    ahead = self.batches.ahead(count - len(losses))
                    rates = self._rates(len(ahead))
                    losses += self._lean.rush(zip(ahead, rates, strict=True), update)
                    self.batches.skip(len(ahead))
        except (ArithmeticError, RuntimeError) as error:
            if not is_overflow(error):
                raise
            losses.append(math.nan)
        return losses

    def quick_step(self) -> float:
        """A whole step with nothing kept but its loss."""
        return self.rush(1)[0]

    def full_step(self) -> StepState:
        """A whole step with everything kept; stops before the update if the loss is lost."""
        step = self.begin()
        step.loss, found = self._lean.gradients(step.inputs, step.targets)
        step.gradients = dict(zip(self.free, self._stilled(found), strict=True))
        if math.isfinite(step.loss.item()):
            self.update(step)
        return step

    def is_finite(self) -> bool:
        """Whether every parameter is a number. Once lost, a parameter stays lost."""
        tensors = (tensor.detach().cpu() for tensor in self.free.values())
        return all(np.isfinite(tensor.numpy()).all() for tensor in tensors)

    def copy_parameters(self) -> Tensors:
        """The parameters' values, safe from later steps."""
        return {name: tensor.detach().clone() for name, tensor in self.parameters.items()}

    def keyframe(self, step: int) -> Keyframe:
        """Everything that later steps depend on."""
        place, memory = self.batches.place(), self._copy_memory()
        for name, held in self._held.items():
            memory[name][OFF] = held
        return Keyframe(step, place, self.experiment, self.copy_parameters(), memory)

    def load(self, keyframe: Keyframe) -> None:
        """Stand where a keyframe of this experiment was taken."""
        with torch.no_grad():
            for name, tensor in keyframe.parameters.items():
                self.parameters[name].copy_(tensor)
        self._copy_state(keyframe.state)
        self.batches.go_to(keyframe.place)

    def _copy_memory(self) -> dict[str, dict[str, Any]]:
        return {
            name: {
                key: value.clone() if isinstance(value, Tensor) else value
                for key, value in state.items()
            }
            for name, state in self.state.items()
        }

    def _copy_state(self, states: Mapping[str, Mapping[str, Any]]) -> None:
        for name, state in states.items():
            self.state[name].clear()
            for key, value in state.items():
                if key != OFF:
                    self.state[name][key] = value.clone() if isinstance(value, Tensor) else value
        self._held = held_of(states)
        self.off = {name: ~held.isnan() for name, held in self._held.items()}

    def _step_with_some_off(self) -> float:
        loss, gradients = self._lean.gradients(*self.batches.current())
        self._apply(self._stilled(gradients), self.lr)
        self.batches.advance()
        return loss.item()

    def _apply(self, gradients: list[Tensor], lr: float) -> None:
        self._updating.apply(gradients, lr)
        for name, mask in self.off.items():  # whatever the optimizer still remembers of them
            self.parameters[name].detach().masked_fill_(mask, 0.0)

    def _stilled(self, gradients: list[Tensor]) -> list[Tensor]:
        """The gradients, 0 where a weight is off."""
        if not self.off:
            return gradients
        pairs = zip(self.free, gradients, strict=True)
        return [found.masked_fill(self.off[name], 0.0) if name in self.off else found
                for name, found in pairs]  # fmt: skip

    def _rates(self, count: int) -> list[float]:
        """The learning rates of the steps to come, which are of one epoch or one epoch each."""
        if self.batches.size is not None:
            return [self.lr] * count
        first = self.batches.epoch
        return [self._base_lr * self._factor(first + step) for step in range(count)]

    def _rows(self) -> NDArray[np.int64]:
        rows: NDArray[np.int64] = self.batches.rows.numpy()
        return self.prepared.train[rows]


def _check_device(device: str) -> None:
    if device == "cuda" and not torch.cuda.is_available():
        raise EngineError(
            "this computer has no GPU that torch can use", "training.device", "set it to cpu"
        )
