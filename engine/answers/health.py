"""The state of every layer, from one forward pass over some training rows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.answers.slicing import Work, whole
from engine.answers.slopes import slopes
from engine.answers.switched import are_on
from engine.experiment.specs import Choice
from engine.frames import View
from engine.frames.health import FLAT, MOST_ROWS, STEEPEST, Health, HealthRequest, Histogram
from engine.frames.health import LayerHealth as Layer
from engine.training.network import Function
from engine.training.session import Session

Activation = tuple[Choice, Function]
Part = tuple[
    str,
    Activation | None,
    tuple[Tensor, Tensor | None],
    tuple[Histogram, float] | None,
    Tensor | None,
]  # a layer's name, what bends it, weight and bias, its gradient's histogram and size, who is on
MOST_WEIGHTS, MOST_LAYERS = 20_000, 5  # that are looked at at once
MOST_PRODUCTS = 2_000_000  # of the forward pass; fewer rows of a large network
FEWEST_ROWS = 16
MOST_NUMBERS = 4_000  # of a histogram
LARGEST = 2.0**120  # of a histogram's axis: numbers beyond stand at its end


def health(session: Session, request: HealthRequest) -> View | Work | None:
    """Every layer's histograms and counts, in slices where there are many layers or weights."""
    run, machine = session.run, session.run.machine
    numbers = sum(tensor.numel() for tensor in machine.parameters.values())
    is_costly = numbers > MOST_WEIGHTS or len(machine.network.layers) > MOST_LAYERS
    net = machine.network_of(machine.copy_parameters()) if is_costly else machine.network
    names = [name.removesuffix(".weight") for name in machine.parameters if "weight" in name]
    gradients = [
        None if gradient is None else (histogram(gradient, request.bins), _size(gradient))
        for gradient in ((run.gradients or {}).get(f"{name}.weight") for name in names)
    ]
    choices = machine.experiment.model.activations
    activations = [*zip(choices, net.activations, strict=True), None]
    judged = [*(are_on(machine, place) for place in range(len(choices))), None]
    parts = zip(names, activations, net.layers, gradients, judged, strict=True)
    work = _worked_out(some_rows(session), list(parts), request.bins)
    return work if is_costly else whole(work)


def _worked_out(inputs: Tensor, parts: Sequence[Part], bins: int) -> Work:
    layers, rows = [], len(inputs)
    for name, activation, (weight, bias), gradient, judged in parts:
        with torch.no_grad():
            before = F.linear(inputs, weight, bias)
            inputs = before if activation is None else activation[1](before)
        counts = _counts(activation, (before, inputs), judged)
        layers.append(_layer(name, activation, (before, inputs), weight, gradient, counts, bins))
        yield None
    return Health(rows, tuple(layers))


def some_rows(session: Session) -> Tensor:
    """Inputs of training rows, evenly spread, fewer of a larger network."""
    inputs = session.run.machine.batches.inputs
    products = sum(weight.numel() for weight, _ in session.run.machine.network.layers)
    most = max(FEWEST_ROWS, min(MOST_ROWS, MOST_PRODUCTS // max(products, 1)))
    return inputs[:: max(1, -(-len(inputs) // most))]


def _layer(
    name: str,
    activation: Activation | None,
    values: tuple[Tensor, Tensor],
    weight: Tensor,
    gradient: tuple[Histogram, float] | None,
    neurons: tuple[int | None, int | None],
    bins: int,
) -> Layer:
    (before, after), (dead, saturated) = values, neurons
    below = histogram(before, bins)
    counts, size = gradient or (None, None)
    return Layer(
        name=name,
        neurons=before.shape[1],
        dead=dead,
        saturated=saturated,
        before=below,
        after=histogram(after, bins),
        weights=histogram(weight, bins),
        gradients=counts,
        weight=_size(weight),
        gradient=size,
        curve=None if activation is None or not bins else _curve(activation[1], below.size, bins),
    )


def _counts(
    activation: Activation | None, values: tuple[Tensor, Tensor], judged: Tensor | None
) -> tuple[int | None, int | None]:
    """How many neurons are dead, and saturated, of those that are ``judged``."""
    if activation is None:
        return None, None
    name, slope = activation[0].name, slopes(activation[0], *values)
    if judged is not None:
        slope = slope[:, judged.to(slope.device)]
    dead = (slope == 0).all(dim=0)
    if name not in STEEPEST:
        return int(dead.sum()), None
    flat = (slope.abs() < FLAT * STEEPEST[name]).double().mean(dim=0) >= 0.5
    return int(dead.sum()), int((flat & ~dead).sum())


def _curve(function: Function, size: float, bins: int) -> np.ndarray:
    z = torch.linspace(-size, size, bins + 1, dtype=torch.float64)
    values: np.ndarray = function(z).numpy()
    return values


def histogram(tensor: Tensor, bins: int) -> Histogram:
    """Of all numbers, or of every so manieth; nothing is counted in no bins."""
    if not bins:
        return Histogram(1.0, np.zeros(0, np.int64), 0, 0, math.nan, math.nan)
    flat = tensor.detach().reshape(-1)
    some = flat[:: _stride(tensor)].to(torch.float64).cpu().numpy()
    known = some[np.isfinite(some)]
    most = min(float(np.abs(known).max(initial=0.0)), LARGEST)
    size = 2.0 ** math.ceil(math.log2(most)) if most else 1.0
    places = ((np.clip(known, -size, size) + size) * (bins / (2 * size))).astype(np.int64)
    mean = float(known.sum() / len(known)) if len(known) else math.nan
    with np.errstate(over="ignore"):  # what is too large is infinite
        away = known - mean
        variance = float(away @ away) / len(known) if len(known) else math.nan
    return Histogram(
        size=size,
        counts=np.bincount(np.minimum(places, bins - 1), minlength=bins),
        looked=len(some),
        lost=len(some) - len(known),
        mean=mean,
        deviation=math.sqrt(variance),
    )


def _stride(tensor: Tensor) -> int:
    """From one number that is looked at to the next: every column has its turn."""
    step, columns = -(-tensor.numel() // MOST_NUMBERS), tensor.shape[-1]
    while step > 1 and math.gcd(step, columns) > 1:
        step += 1
    return max(step, 1)


def _size(tensor: Tensor) -> float:
    norm = torch.linalg.vector_norm(tensor.detach(), dtype=torch.float64)
    return float(norm) / math.sqrt(max(tensor.numel(), 1))
