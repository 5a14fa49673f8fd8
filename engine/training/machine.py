"""One training step on real tensors: forward, loss, backward, update, and the whole of them."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.catalog import OPTIMIZERS
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.checks import LARGEST_FLOAT32
from engine.experiment.prepare import prepare
from engine.experiment.rates import factor
from engine.training import lean, updates
from engine.training.batches import Batches
from engine.training.history import Keyframe
from engine.training.network import Network, starting_parameters
from engine.training.objective import objective

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
        self.prepared = prepare(experiment.data)
        place = Batches.start(experiment.training.seed) if keyframe is None else keyframe.place
        self.batches = Batches(experiment, self.prepared, place)
        if keyframe is not None:
            self._copy_state(keyframe.state)
        self.network = Network(experiment.model, self.parameters)
        self.objective = objective(experiment, self.parameters)
        self._gradients = lean.gradients(experiment, self.parameters)
        self._base_lr = experiment.optimizer.number("lr")
        self._factor = factor(experiment.schedule)
        self._update = _optimizer(experiment)
        # In-place changes of these reach the leaves without telling autograd.
        self._tensors = [tensor.detach() for tensor in self.free.values()]
        self._bare = [
            (self.state[name], tensor)
            for name, tensor in zip(self.free, self._tensors, strict=True)
        ]
        # Subtracting the gradients is all that plain SGD does: for all tensors in one call.
        values = experiment.optimizer.as_dict()
        self._is_plain = experiment.optimizer.name == "sgd" and not (
            values["momentum"] or values["weight_decay"]
        )

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
        found = torch.autograd.grad(step.loss, list(self.free.values()))
        step.gradients = dict(zip(self.free, found, strict=True))

    def update(self, step: StepState) -> None:
        """The optimizer's update by the step's gradients; on to the next batch."""
        assert step.gradients is not None
        self._apply(list(step.gradients.values()), step.lr)
        step.after, step.memory_after = self.copy_parameters(), self._copy_memory()
        self.batches.advance()

    def quick_step(self) -> float:
        """A whole step with nothing kept but its loss; stops before the update if that is lost."""
        inputs, targets = self.batches.current()
        loss, gradients = self._gradients(inputs, targets)
        value = loss.item()
        if math.isfinite(value):
            self._apply(gradients, self.lr)
            self.batches.advance()
        return value

    def full_step(self) -> StepState:
        """A whole step with everything kept; stops before the update if the loss is lost."""
        step = self.begin()
        step.loss, found = self._gradients(step.inputs, step.targets)
        step.gradients = dict(zip(self.free, found, strict=True))
        if math.isfinite(step.loss.item()):
            self.update(step)
        return step

    def is_finite(self) -> bool:
        """Whether every parameter is a number. Once lost, a parameter stays lost."""
        return all(bool(tensor.isfinite().all()) for tensor in self.free.values())

    def copy_parameters(self) -> Tensors:
        """The parameters' values, safe from later steps."""
        return {name: tensor.detach().clone() for name, tensor in self.parameters.items()}

    def keyframe(self, step: int) -> Keyframe:
        """Everything that later steps depend on."""
        place, memory = self.batches.place(), self._copy_memory()
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
                self.state[name][key] = value.clone() if isinstance(value, Tensor) else value

    def _rows(self) -> NDArray[np.int64]:
        rows: NDArray[np.int64] = self.batches.rows.numpy()
        return self.prepared.train[rows]

    def _apply(self, gradients: list[Tensor], lr: float) -> None:
        if self._is_plain and lr < LARGEST_FLOAT32:
            torch._foreach_add_(self._tensors, gradients, alpha=-lr)
            return
        update = self._update
        for (state, tensor), gradient in zip(self._bare, gradients, strict=True):
            try:
                update(tensor, gradient, state, lr)
            except (ArithmeticError, RuntimeError) as error:
                if not _is_overflow(error):
                    raise
                tensor.fill_(math.nan)  # what the arithmetic would have come to


def _is_overflow(error: Exception) -> bool:
    """Whether a number was beyond its type, which torch refuses instead of going on with it."""
    return isinstance(error, ArithmeticError) or "without overflow" in str(error)


def _optimizer(experiment: Experiment) -> Callable[..., None]:
    choice = experiment.optimizer
    name = OPTIMIZERS[choice.name].update.rpartition(".")[2]
    values = {key: value for key, value in choice.values if key != "lr"}
    return functools.partial(getattr(updates, name), **values)


def _check_device(device: str) -> None:
    if device == "cuda" and not torch.cuda.is_available():
        raise EngineError(
            "this computer has no GPU that torch can use", "training.device", "set it to cpu"
        )
