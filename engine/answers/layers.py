"""The layers of a step laid open, forward and, where it has come so far, backward."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.answers.overrides import NONE, Overrides, Traced
from engine.frames import LayerDetail
from engine.training.machine import StepState
from engine.training.network import Network
from engine.training.objective import loss_function

Places = NDArray[np.int64]


def layers_of(
    step: StepState, places: Places, neuron: int = 0, overrides: Overrides = NONE
) -> tuple[LayerDetail, ...]:
    """The forward pass once more, with a graph from the first pre-activations on."""
    parameters = {name: tensor.detach() for name, tensor in step.before.items()}
    inputs = overrides.inputs(step.inputs.detach(), step.rows).requires_grad_()
    traced = overrides.trace(
        Network(step.experiment.model, parameters), inputs, step.targets, step.rows
    )
    deltas, slopes = _backwards(step, traced, overrides)
    layers, entering = [], inputs
    names = [name.removesuffix(".weight") for name in step.before if name.endswith(".weight")]
    for index, (before, after) in enumerate(traced):
        above = index + 1 < len(traced)
        layers.append(
            _layer(
                names[index],
                [entering, before, after, slopes[index], deltas[index]],
                (parameters[f"{names[index]}.weight"], parameters.get(f"{names[index]}.bias")),
                (parameters[f"{names[index + 1]}.weight"], deltas[index + 1]) if above else None,
                places,
                neuron,
            )
        )
        entering = after
    return tuple(layers)


def terms_of(step: StepState, places: Places, overrides: Overrides = NONE) -> NDArray[np.float64]:
    """Each row's loss as if it were alone, which mean and sum both leave as it is."""
    network, judge = Network(step.experiment.model, step.before), loss_function(step.experiment)
    found = []
    with torch.no_grad():
        for place in places:
            rows = slice(int(place), int(place) + 1)
            inputs = overrides.inputs(step.inputs[rows], step.rows[rows])
            traced = overrides.trace(network, inputs, step.targets[rows], step.rows[rows])
            found.append(judge(traced[-1][1], step.targets[rows]).item())
    return np.array(found, dtype=np.float64)


def _layer(
    name: str,
    tensors: list[Tensor | None],
    parameters: tuple[Tensor, Tensor | None],
    above: tuple[Tensor, Tensor | None] | None,
    places: Places,
    neuron: int,
) -> LayerDetail:
    entering, before, after, slope, delta = tensors
    assert entering is not None and before is not None and after is not None
    weight, bias = parameters
    which = min(neuron, len(weight) - 1)
    back = None
    if above is not None and above[1] is not None:
        back = double(above[1][places[0]]) @ double(above[0])
    return LayerDetail(
        name=name,
        entering=double(entering[places]),
        before=double(before[places]),
        after=double(after[places]),
        slope=None if slope is None else double(slope[places]),
        delta=None if delta is None else double(delta[places]),
        weights=double(weight[which]),
        bias=None if bias is None else bias[min(which, len(bias) - 1)].item(),
        back=back,
        neuron=which,
        leaving=None if above is None else double(above[0][:, which]),
    )


def _backwards(
    step: StepState, traced: Traced, overrides: Overrides
) -> tuple[list[Tensor | None], list[Tensor | None]]:
    """∂L/∂z and f'(z) of each layer, where the step has come so far."""
    if step.gradients is None:
        return [None] * len(traced), [None] * len(traced)
    total = loss_function(step.experiment)(traced[-1][1], step.targets)
    sums = [before for before, _ in traced]
    deltas = list(torch.autograd.grad(total, sums, retain_graph=True))
    for layer, more in overrides.deltas(deltas, step.rows, back_to(total, traced)):
        lower = sums[:layer]
        further = torch.autograd.grad(sums[layer], lower, more, retain_graph=True) if lower else ()
        deltas[layer] = deltas[layer] + more
        deltas[:layer] = [d + f for d, f in zip(deltas[:layer], further, strict=True)]
    slopes = [
        torch.ones_like(before)
        if after is before
        else torch.autograd.grad(after.sum(), before, retain_graph=True)[0]
        for before, after in traced
    ]
    return list(deltas), list(overrides.slopes(slopes, step.rows))


def back_to(total: Tensor, traced: Traced) -> Callable[[int], Tensor]:
    """∂L/∂a of a layer's outputs."""
    return lambda layer: torch.autograd.grad(total, traced[layer][1], retain_graph=True)[0]


def double(tensor: Tensor) -> NDArray[np.float64]:
    """A tensor as an array of doubles."""
    values: NDArray[np.float64] = tensor.detach().to(torch.float64).cpu().numpy()
    return values
