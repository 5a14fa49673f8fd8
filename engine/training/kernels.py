"""One step of a network as a short program: the kernels that autograd would call, line by line.

Each kernel writes into a tensor that was made once, so that nothing is made anew and no graph is
built. The same kernels in the same order give the same bits. ``Program.text`` can be read: under
each line of the plain program stand the kernels that it comes to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor

from engine.catalog import ACTIVATIONS, LOSSES
from engine.experiment import Experiment
from engine.training.network import Parameters, function

REDUCTIONS = {"mean": 1, "sum": 2}  # as the kernels count them
MOST_STEPS = 64  # whose losses wait to be reduced together
MOST_TERMS = 1 << 20  # numbers of them, but for a single step's


class Step(Protocol):
    """A forward and a backward pass: into ``terms`` or ``loss``, and into the gradients."""

    def __call__(self, x: Tensor, target: Tensor, judged: Tensor, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Program:
    """The program for so many rows; ``gradients`` are the tensors that it fills anew each time.

    ``judged`` has room for the losses of several steps: what each prediction adds to the loss, or
    the loss itself. ``places`` are the rooms of single steps.
    """

    text: str
    step: Step
    gradients: list[Tensor]
    judged: Tensor
    places: list[Tensor]
    reduction: str

    def losses(self, count: int) -> list[float]:
        """The losses of the last ``count`` steps."""
        return self.loss(count).tolist()

    def loss(self, count: int) -> Tensor:
        """The same as a tensor: each step's numbers are summed as if they were alone."""
        judged = self.judged[:count]
        if judged.dim() == 1:
            return judged
        rows = judged.flatten(1)
        return rows.mean(1) if self.reduction == "mean" else rows.sum(1)


def program(experiment: Experiment, parameters: Parameters, rows: int) -> Program:
    """The program of an experiment whose parts all have kernels, for batches of ``rows``."""
    free = [name for name, tensor in parameters.items() if tensor.requires_grad]
    written = text(experiment, free, rows)
    given = {name: tensor.detach() for name, tensor in parameters.items()}
    with torch.inference_mode():
        scope = _tensors(experiment, given, rows)
        shape = () if _is_whole(experiment) else scope["prediction"].shape
        steps = max(1, min(MOST_STEPS, MOST_TERMS // max(1, scope["prediction"].numel())))
        judged = scope["one"].new_empty((steps, *shape))
        places = [*judged.unbind(0)]
    # Written by the lines below from the catalog's own texts, never from a user's.
    exec(written, scope)
    gradients = [scope[_gradient_name(experiment, name)] for name in free]
    return Program(written, scope["step"], gradients, judged, places, experiment.loss.reduction)


def text(experiment: Experiment, free: list[str], rows: int) -> str:
    """The program, with a comment for each line of the plain one."""
    lines = [*_forward(experiment), *_loss(experiment), *_backward(experiment, free, rows)]
    judged = "loss" if _is_whole(experiment) else "terms"
    return "\n    ".join([f"def step(x, target, {judged}):", *lines]) + "\n"


def _layers(experiment: Experiment) -> list[str]:
    names = experiment.parameter_shapes()
    return [name.removesuffix(".weight") for name in names if name.endswith(".weight")]


def _forward(experiment: Experiment) -> Iterator[str]:
    layers, choices = _layers(experiment), experiment.model.activations
    for number, name in enumerate(layers, start=1):
        entering = f"a{number - 1}" if number > 1 else "x"
        yield f"# z{number} = F.linear({entering}, {name}.weight, {name}.bias)"
        if experiment.model.bias:
            yield f"torch.addmm(b{number}, {entering}, w{number}_t, out=z{number})"
        else:
            yield f"torch.mm({entering}, w{number}_t, out=z{number})"
        if number <= len(choices):
            choice, z, value = choices[number - 1], f"z{number}", f"a{number}"
            entry = ACTIVATIONS[choice.name]
            plain = re.sub(r"\bz\b", z, entry.target)
            yield f"# {value} = {plain}"
            kernel = entry.forward or "{value} = activate_{z}({z})"
            yield kernel.format(z=z, value=value, **choice.as_dict())


def _loss(experiment: Experiment) -> Iterator[str]:
    spec, outcome = experiment.loss, experiment.data.outcome
    entry = LOSSES[spec.name]
    yield f"# loss = {entry.targets[outcome].format(reduction=spec.reduction)}"
    yield from _filled(experiment, {**entry.terms, **entry.wholes}[outcome])


def _backward(experiment: Experiment, free: list[str], rows: int) -> Iterator[str]:
    """Down to the lowest layer that learns; a frozen parameter needs no gradient."""
    layers, choices = _layers(experiment), experiment.model.activations
    lowest = min(layers.index(name.rpartition(".")[0]) for name in free) + 1
    yield "# loss.backward()"
    yield from _filled(experiment, LOSSES[experiment.loss.name].backwards[experiment.data.outcome])
    for number in range(len(layers), lowest - 1, -1):
        entering = f"a{number - 1}" if number > 1 else "x"
        if f"{layers[number - 1]}.bias" in free:
            yield f"torch.sum(dz{number}, 0, out=db{number})"
        if f"{layers[number - 1]}.weight" in free:
            yield f"torch.mm(dz{number}_t, {entering}, out=dw{number})"
        if number > lowest:
            below = number - 1
            if rows == 1 and experiment.model.hidden[below - 1] == 1:
                # For a single number autograd multiplies in this order.
                yield f"torch.mm(w{number}_t, dz{number}_t, out=da{below})"
            else:
                yield f"torch.mm(dz{number}, w{number}, out=da{below})"
            choice = choices[below - 1]
            yield ACTIVATIONS[choice.name].backward.format(
                gradient=f"da{below}", z=f"z{below}", value=f"a{below}", out=f"dz{below}",
                **choice.as_dict(),
            )  # fmt: skip


def _filled(experiment: Experiment, kernels: str) -> list[str]:
    """The lines of a loss with its own numbers and names."""
    last = len(_layers(experiment))
    reduction = REDUCTIONS[experiment.loss.reduction]
    return kernels.format(
        prediction=f"z{last}", gradient=f"dz{last}", reduction=reduction,
        **dict(experiment.loss.values),
    ).split("\n")  # fmt: skip


def _is_whole(experiment: Experiment) -> bool:
    """Whether the kernel gives the loss itself, and not what each prediction adds to it."""
    return experiment.data.outcome in LOSSES[experiment.loss.name].wholes


def _gradient_name(experiment: Experiment, parameter: str) -> str:
    layer, _, kind = parameter.rpartition(".")
    return f"d{kind[0]}{_layers(experiment).index(layer) + 1}"


def _tensors(experiment: Experiment, parameters: Mapping[str, Tensor], rows: int) -> dict[str, Any]:
    """All that the program's lines name."""
    layers = _layers(experiment)
    like = parameters[f"{layers[-1]}.weight"]
    scope: dict[str, Any] = {
        "torch": torch,
        "F": torch.nn.functional,
        "nn": torch._C._nn,
        "aten": torch.ops.aten,
    }
    for number, name in enumerate(layers, start=1):
        weight, bias = parameters[f"{name}.weight"], parameters.get(f"{name}.bias")
        scope[f"w{number}"], scope[f"w{number}_t"] = weight, weight.t()
        scope[f"dw{number}"] = torch.empty_like(weight)
        if bias is not None:
            scope[f"b{number}"], scope[f"db{number}"] = bias, torch.empty_like(bias)
        for kind in ("z", "a", "dz"):
            scope[f"{kind}{number}"] = like.new_empty((rows, len(weight)))
        # A gradient goes through an activation number by number: one tensor has both.
        scope[f"da{number}"] = scope[f"dz{number}"]
        scope[f"dz{number}_t"] = scope[f"dz{number}"].t()
    for number, choice in enumerate(experiment.model.activations, start=1):
        scope[f"activate_z{number}"] = function(choice)
    scope["prediction"] = scope[f"z{len(layers)}"]
    return scope | _of_the_loss(scope["prediction"], experiment.loss.reduction)


def _of_the_loss(prediction: Tensor, reduction: str) -> dict[str, Any]:
    one = prediction.new_ones(())
    count = prediction.numel() if reduction == "mean" else 1
    return {
        "one": one,  # the gradient of the loss by itself
        "count": count,  # of the numbers that the loss is a mean of
        "share": one / count,  # the gradient of each of them
        "logs": torch.empty_like(prediction),
        "rest": torch.empty_like(prediction),
        "total": torch.empty_like(one),
    }
