"""A network of linear layers: its starting parameters, its inputs and its forward pass."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.catalog import ACTIVATIONS, INITIALIZATIONS
from engine.data import formula
from engine.experiment import Experiment
from engine.experiment.specs import Choice, Model

Function = Callable[[Tensor], Tensor]
Parameters = Mapping[str, Tensor]
DTYPES = {"float32": torch.float32, "float64": torch.float64}


def starting_parameters(experiment: Experiment) -> dict[str, Tensor]:
    """Fresh parameters by name, drawn from ``training.seed`` alone.

    The scheme ``torch`` draws what ``torch.manual_seed(seed)`` and ``nn.Linear`` would, layer by
    layer. The other random schemes draw the weights and leave the biases zero.
    """
    generator = torch.Generator().manual_seed(experiment.training.seed)
    dtype = DTYPES[experiment.training.dtype]
    init = experiment.model.init
    parameters: dict[str, Tensor] = {}
    for name, shape in experiment.parameter_shapes().items():
        parameters[name] = torch.zeros(shape, dtype=dtype)
        inputs = parameters[name.replace("bias", "weight")].shape[1]
        _draw(parameters[name], init.scheme, inputs, generator)
    for name, values in init.values.items():
        parameters[name] = torch.tensor(values, dtype=dtype)
    return parameters


def _draw(parameter: Tensor, scheme: str, inputs: int, generator: torch.Generator) -> None:
    is_weight = parameter.dim() == 2
    fill = getattr(torch.nn.init, INITIALIZATIONS[scheme].target.rpartition(".")[2])
    if scheme == "torch" and is_weight:
        fill(parameter, a=math.sqrt(5), generator=generator)
    elif scheme == "torch":
        bound = 1 / math.sqrt(inputs)
        torch.nn.init.uniform_(parameter, -bound, bound, generator=generator)
    elif scheme in ("zeros", "ones"):
        fill(parameter)
    elif is_weight:
        fill(parameter, generator=generator)


@lru_cache(maxsize=64)
def function(choice: Choice) -> Function:
    """The activation that a choice names, as a function of the pre-activations."""
    entry = ACTIVATIONS[choice.name]
    scope = {"torch": torch, "F": F, **choice.as_dict()}
    # The text is the catalog's own, never a user's.
    activation: Function = eval(f"lambda z: {entry.target}", scope)
    return activation


class Network:
    """The forward pass over parameters that somebody else owns and changes in place."""

    def __init__(self, model: Model, parameters: Parameters) -> None:
        names = [name.removesuffix(".weight") for name in parameters if name.endswith(".weight")]
        self.layers = [
            (parameters[f"{name}.weight"], parameters.get(f"{name}.bias")) for name in names
        ]
        self.activations = [function(choice) for choice in model.activations]

    def __call__(self, inputs: Tensor) -> Tensor:
        """The output, shape (rows, outputs), of inputs of shape (rows, inputs)."""
        for (weight, bias), activation in zip(self.layers, self.activations, strict=False):
            inputs = activation(F.linear(inputs, weight, bias))
        weight, bias = self.layers[-1]
        return F.linear(inputs, weight, bias)

    def trace(self, inputs: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Each layer's pre-activations and outputs, shapes (rows, neurons)."""
        layers = []
        for (weight, bias), activation in zip(self.layers, [*self.activations, None], strict=True):
            before = F.linear(inputs, weight, bias)
            inputs = before if activation is None else activation(before)
            layers.append((before, inputs))
        return layers


def model_inputs(
    model: Model, variables: Mapping[str, int], columns: Tensor, dtype: torch.dtype
) -> Tensor:
    """What the first layer sees, shape (rows, inputs), from float64 columns (rows, numbers).

    The order of operations is the one that the exported program repeats: expressions on whole
    float64 columns, then side by side, then the training's own type.
    """
    if model.inputs is None:
        return columns.to(dtype, copy=True)
    by_name = {name: columns[:, place].contiguous() for name, place in variables.items()}
    values = [formula.evaluate(expression, by_name, torch) for expression in model.inputs]
    return torch.stack([_column(value, columns) for value in values], dim=1).to(dtype)


def _column(value: Tensor | float, columns: Tensor) -> Tensor:
    if isinstance(value, Tensor):
        return value
    return torch.full((len(columns),), value, dtype=torch.float64)
