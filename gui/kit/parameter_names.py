"""Short names for single parameters: ``W``, ``b``, ``W₂``, ``W₁₂``, as formulas write them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from engine.data.quoting import read
from engine.experiment import Experiment

MOST_CELLS = 50  # numbers of parameters that are offered one by one
LONGEST = 12  # letters of an input's name
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
POWER = re.compile(r"\*\*(\d+)")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def cell_names(name: str, shape: tuple[int, ...]) -> list[str]:
    """A name for each number of the parameter ``name``, in the order of its rows.

    Only indices that tell numbers apart are written; the layer is left to whoever needs it.
    """
    return [cell_name(name, shape, place) for place in range(math.prod(shape))]


def cell_name(name: str, shape: tuple[int, ...], place: int) -> str:
    """The name of one number, by its place in the flattened parameter."""
    told, rest = [], place
    for size in reversed(shape):
        rest, index = divmod(rest, size)
        told += [str(index + 1)] if size > 1 else []
    separator = "," if max(shape, default=1) > 9 else ""
    letter = "b" if name.endswith("bias") else "W"
    return letter + separator.join(reversed(told)).translate(LOWERED)


def cells(experiment: Experiment) -> dict[str, str]:
    """Single numbers of the parameters, ``MOST_CELLS`` at most: a log's name, and a short one."""
    model, shapes = experiment.model, experiment.parameter_shapes()
    inputs = experiment.data.features if model.inputs is None else model.inputs
    found: dict[str, str] = {}
    for name, shape in shapes.items():
        for place in range(min(math.prod(shape), MOST_CELLS - len(found))):
            index = ",".join(map(str, np.unravel_index(place, shape)))
            short = cell_name(name, shape, place) + input_mark(name, shapes, inputs, place)
            found[f"{name}[{index}]"] = f"{layer_of(name)} {short}" if model.hidden else short
    return found


def input_mark(
    name: str, shapes: Mapping[str, tuple[int, ...]], inputs: Sequence[str], place: int
) -> str:
    """The input that a number of the parameter ``name`` multiplies: `` (x2)``.

    ``shapes`` are all parameters' in the network's order: only the first weights see ``inputs``.
    An only input needs no telling where it is a feature, and no constant or power of it.
    """
    first, shape = next(iter(shapes), ""), shapes[name]
    if name != first or is_plain(inputs) or shape[-1] != len(inputs):
        return ""
    return f" ({shortened(inputs[place % len(inputs)])})"


def is_plain(inputs: Sequence[str]) -> bool:
    """Whether there is no more than one input, which is a feature as it is."""
    return not inputs or (len(inputs) == 1 and inputs[0].isidentifier())


def shortened(text: str, most: int = LONGEST) -> str:
    """An input as it is read, ``x1²``; a long one with an ellipsis."""
    text = formula(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def formula(text: str) -> str:
    """A formula as it is read: ``x1²``, ``x1·x2``."""
    raised = POWER.sub(lambda found: found[1].translate(RAISED), read(text))
    return raised.replace("*", "·")


def subscript(number: int) -> str:
    """A number as a lower index."""
    return str(number).translate(LOWERED)


def layer_of(name: str) -> str:
    """The layer that a parameter belongs to: ``hidden1`` of ``hidden1.weight``."""
    return name.partition(".")[0]


def count(shapes: dict[str, tuple[int, ...]]) -> int:
    """How many numbers the parameters are together."""
    return sum(math.prod(shape) for shape in shapes.values())
