"""Rules on the neurons: what goes in, what comes out, and what comes back."""

from __future__ import annotations

import numpy as np
import torch

from engine.answers.explaining.present import Present
from engine.answers.explaining.reckoning import Array
from engine.answers.switched import are_on
from engine.frames.findings import Finding
from engine.frames.health import FLAT, STEEPEST

HALF = 0.5  # of all rows and neurons of a layer
FADED = 0.01  # of the gradient at the output
ALIKE = 1e-3  # of the largest number of a layer


def symmetric(now: Present) -> Finding | None:
    """max |p − p̄| ≤ 0.001 max |p|, p what goes into and out of each neuron of a layer."""
    for place in range(len(now.experiment.model.hidden)):
        ways = _ways(now, place)
        spread, size = np.abs(ways - ways.mean(axis=0)).max(), np.abs(ways).max()
        if len(ways) > 1 and spread <= ALIKE * size:
            numbers = {"neurons": len(ways), "spread": float(spread)}
            return Finding("symmetric", numbers, f"hidden{place + 1}")
    return None


def dead(now: Present) -> Finding | None:
    """max |f′(z)| ≤ 0 over all rows, for at least one neuron: the most of one layer are told.

    Neurons that are switched off are none of them.
    """
    counts = []
    for place, slope in enumerate(now.now.slopes):
        flat, on = slope.abs().max(dim=0).values == 0, are_on(now.machine, place)
        counts.append(int((flat if on is None else flat & on).sum().item()))
    if not any(counts):
        return None
    place = int(np.argmax(counts))
    numbers = {"count": counts[place], "neurons": now.experiment.model.hidden[place]}
    return Finding("dead", {**numbers, "rows": len(now.places)}, f"hidden{place + 1}")


def saturated(now: Present) -> Finding | None:
    """The share of rows and neurons with |f′(z)| < 0.05 max |f′| is ≥ ½ in a layer."""
    shares = [
        (slope.abs() < FLAT * STEEPEST[choice.name]).double().mean().item()
        if choice.name in STEEPEST
        else 0.0
        for choice, slope in zip(now.experiment.model.activations, now.now.slopes, strict=True)
    ]
    if not shares or max(shares) < HALF:
        return None
    place = int(np.argmax(shares))
    return Finding("saturated", {"share": shares[place]}, f"hidden{place + 1}")


def vanishing(now: Present) -> Finding | None:
    """rms ∂L/∂z of the first layer < 0.01 of the output's, with two hidden layers or more."""
    if len(now.experiment.model.hidden) < 2:
        return None
    first, last = (
        delta.square().mean().sqrt().item() for delta in (now.now.deltas[0], now.now.deltas[-1])
    )
    if not first < FADED * last:
        return None
    return Finding("vanishing", {"first": first, "last": last, "share": first / last}, "hidden1")


def _ways(now: Present, place: int) -> Array:
    """What goes into each neuron of a layer and out of it, shape (neurons, numbers)."""
    layers = now.machine.network.layers
    (weight, bias), (following, _) = layers[place], layers[place + 1]
    parts = [weight, following.T] + ([] if bias is None else [bias[:, None]])
    found: Array = torch.cat([part.detach().double().cpu() for part in parts], dim=1).numpy()
    return found
