"""What of a network's parameters is drawn as lines, and what as matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.frames import Network
from engine.frames.things import Number
from gui.panels.network.matrices import Region
from gui.panels.network.plan import Plan
from gui.panels.network.scene import Weights


def regions_of(plan: Plan, layers: Sequence[str], sizes: Sequence[int]) -> dict[int, Region]:
    """Of each layer whose weights are a matrix the whole of it."""
    return {
        layer: Region.whole(f"{layers[layer - 1]}.weight", (sizes[layer], sizes[layer - 1]))
        for layer in range(1, len(sizes))
        if not plan.has_edges(layer)
    }


def drawn_parameters(
    plan: Plan, layers: Sequence[str], shapes: Mapping[str, tuple[int, ...]]
) -> tuple[str, ...]:
    """Those that are drawn number by number; at least one, as none would stand for all."""
    names = [f"{layer}.weight" for place, layer in enumerate(layers, start=1)
             if plan.has_edges(place)]  # fmt: skip
    names += [f"{layer}.bias" for place, layer in enumerate(layers, start=1)
              if not plan.columns[place].is_block]  # fmt: skip
    return tuple(name for name in names if name in shapes) or (next(reversed([*shapes])),)


def largest(weights: Weights, layers: Sequence[str]) -> tuple[Number, float] | None:
    """The largest of the weights that are drawn as lines; None where none is known."""
    known = [(f"{name}.weight", weight) for name, (weight, _) in
             zip(layers, weights.layers, strict=False)
             if weight is not None and weight.size]  # fmt: skip
    if not known:
        return None
    name, weight = max(known, key=lambda each: float(np.abs(each[1]).max()))
    place = int(np.abs(weight).argmax())
    return Number(name, place), float(weight.ravel()[place])


def fits(view: Network, sizes: Sequence[int]) -> bool:
    """Whether what is told of a network is of layers of these sizes."""
    layers = (view.inputs, *view.hidden, view.output)
    return len(layers) == len(sizes) and all(
        len(values) in (0, count) for values, count in zip(layers, sizes, strict=True)
    )
