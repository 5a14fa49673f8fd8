"""Many experiments of one shape trained side by side in one pass, right within rounding.

Each layer of all models is one product of stacks of matrices, each update one for all of them. The
numbers are those of a session's own run but for the order in which sums are added up.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.catalog import OPTIMIZERS
from engine.experiment import Experiment
from engine.experiment.prepare import prepare
from engine.experiment.rates import factor
from engine.training import updates
from engine.training.batches import Batches
from engine.training.network import function, starting_parameters
from engine.training.objective import plain_loss_function
from engine.training.stacked import stacked

AT_ONCE = 200_000  # numbers of all layers' outputs, so that a step takes about a millisecond
MOST_EACH = 100_000  # of one model: beyond that nothing is won
ALONE = {  # numbers of which an update must know the value
    "asgd": ("lr", "lambd", "alpha", "t0"),
    "rprop": ("lr",),
    "nadam": ("momentum_decay",),
    "adagrad": ("initial_accumulator_value",),
}
Floats = NDArray[np.float64]


def has_stack(experiment: Experiment) -> bool:
    """Whether several such experiments are quicker together."""
    return experiment.training.device == "cpu" and _size(experiment) <= MOST_EACH


def at_once(experiment: Experiment) -> int:
    """How many of them are trained at once."""
    return max(1, AT_ONCE // max(1, _size(experiment)))


def is_shared(experiment: Experiment, path: str, value: Any) -> bool:
    """Whether those that are trained at once must have the same value at a path, as this one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    optimizer, _, name = path.partition(".")
    if optimizer == "optimizer":
        return name in ALONE.get(experiment.optimizer.name, ())
    return not path.startswith(("regularization.", "training.seed", "start."))


def _size(experiment: Experiment) -> int:
    """How many numbers its layers put out at a step."""
    shapes = experiment.parameter_shapes().items()
    widths = sum(shape[0] for name, shape in shapes if name.endswith(".weight"))
    return widths * (experiment.training.batch_size or experiment.data.table.rows)


def losses(experiments: Sequence[Experiment], steps: int) -> Iterator[Floats | None]:
    """None between two slices; at last the loss of each step, shape (experiments, steps)."""
    starts = []
    for experiment in experiments:
        starts.append(starting_parameters(experiment))
        yield None
    stack = _Stack(experiments, starts)
    yield None
    found = []
    for _ in range(steps):
        found.append(stack.step())
        yield None
    yield torch.stack(found, dim=1).double().numpy()


class _Stack:
    """Their parameters, one row each; the experiments differ in single numbers and seeds."""

    def __init__(
        self, experiments: Sequence[Experiment], starts: Sequence[Mapping[str, Tensor]]
    ) -> None:
        self._first = first = experiments[0]
        together = {name: torch.stack([s[name] for s in starts]) for name in starts[0]}
        self._fixed = {name: t for name, t in together.items() if name in first.model.frozen}
        free = {name: t for name, t in together.items() if name not in self._fixed}
        self._shapes = {name: tensor.shape for name, tensor in free.items()}
        flat = [tensor.flatten(1) for tensor in free.values()]
        self._numbers = torch.cat(flat, dim=1).requires_grad_()
        self._activations = [function(choice) for choice in first.model.activations]
        self._loss = torch.vmap(plain_loss_function(first))
        self._feeds = _Feeds(experiments)
        self._penalties = {
            name: _column([getattr(e.regularization, name) for e in experiments], self._numbers)
            for name in ("l1", "l2")
        }
        self._rate = _given([e.optimizer.number("lr") for e in experiments], self._numbers)
        self._factor = factor(first.schedule)
        self._update = _update(experiments, self._numbers)
        self._state: dict[str, Any] = {}

    def step(self) -> Tensor:
        """One update of all; the losses before it, shape (experiments,)."""
        inputs, targets = self._feeds.current()
        total = self._loss(self._outputs(inputs), targets) + self._penalty()
        (gradient,) = torch.autograd.grad(total.sum(), self._numbers)
        rate = self._rate * self._factor(self._feeds.epoch)
        with torch.no_grad():
            numbers = stacked(self._numbers.detach())
            self._update(numbers, stacked(gradient), self._state, rate)
        self._feeds.advance()
        return total.detach()

    def _parameters(self) -> dict[str, Tensor]:
        sizes = [math.prod(shape[1:]) for shape in self._shapes.values()]
        parts = torch.split(self._numbers, sizes, dim=1)
        shaped = zip(self._shapes.items(), parts, strict=True)
        return {**self._fixed, **{name: part.view(shape) for (name, shape), part in shaped}}

    def _outputs(self, inputs: Tensor) -> Tensor:
        """Shape (experiments, rows, outputs), from inputs of shape (experiments, inputs, rows)."""
        parameters, values = self._parameters(), inputs
        names = [*self._first.parameter_shapes()]
        layers = [name for name in names if name.endswith(".weight")]
        for place, name in enumerate(layers):
            bias = parameters.get(name.replace("weight", "bias"))
            if bias is None:
                values = torch.bmm(parameters[name], values)
            else:
                values = torch.baddbmm(bias.unsqueeze(2), parameters[name], values)
            if place < len(self._activations):
                values = self._activations[place](values)
        return values.transpose(1, 2)

    def _penalty(self) -> Tensor | float:
        """What is added for the size of the weights, shape (experiments,)."""
        l1, l2 = (column[:, 0] for column in self._penalties.values())
        if not (l1.any() or l2.any()):
            return 0.0
        parameters = self._parameters()
        weights = [parameters[n].flatten(1) for n in parameters if n.endswith(".weight")]
        every = torch.cat(weights, dim=1)
        return l1 * every.abs().sum(1) + l2 * every.square().sum(1)


class _Feeds:
    """The batches of all of them: those of one seed see the same rows."""

    def __init__(self, experiments: Sequence[Experiment]) -> None:
        prepared = prepare(experiments[0].data)
        is_drawn = experiments[0].training.batch_size is not None
        seeds = [e.training.seed if is_drawn else 0 for e in experiments]
        each = {e.training.seed if is_drawn else 0: e for e in experiments}
        self._batches = {
            seed: Batches(e, prepared, Batches.start(e.training.seed)) for seed, e in each.items()
        }
        order = [*self._batches]
        self._places = torch.tensor([order.index(seed) for seed in seeds])
        self._same: tuple[Tensor, Tensor] | None = None  # where it is so at every step
        if not is_drawn:
            self._same = self.current()

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return next(iter(self._batches.values())).epoch

    def current(self) -> tuple[Tensor, Tensor]:
        """Inputs, shape (experiments, inputs, rows), and targets, shape (experiments, rows, …)."""
        if self._same is not None:
            return self._same
        given = [batches.current() for batches in self._batches.values()]
        inputs = torch.stack([one.T for one, _ in given])
        targets = torch.stack([other for _, other in given])
        if len(given) == 1:
            count = len(self._places)
            return inputs.expand(count, -1, -1), targets.expand(count, *targets.shape[1:])
        return inputs[self._places], targets[self._places]

    def advance(self) -> None:
        """On to the next batch."""
        for batches in self._batches.values():
            batches.advance()


def _update(experiments: Sequence[Experiment], like: Tensor) -> functools.partial[None]:
    """Their optimizer's update."""
    optimizer = experiments[0].optimizer
    name = OPTIMIZERS[optimizer.name].update.rpartition(".")[2]
    each = [dict(experiment.optimizer.values) for experiment in experiments]
    values = {key: _given([one[key] for one in each], like) for key in each[0] if key != "lr"}
    return functools.partial(getattr(updates, name), **values)


def _given(values: Sequence[Any], like: Tensor) -> Any:
    """The value of all of them; where they differ, a number of each."""
    same = all(value == values[0] for value in values)
    return values[0] if same else stacked(_column(values, like))


def _column(values: Sequence[Any], like: Tensor) -> Tensor:
    return torch.tensor(values, dtype=torch.float64).to(like.dtype).unsqueeze(1)
