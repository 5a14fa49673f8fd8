"""The functions of the gallery, and what is told of each."""

from __future__ import annotations

import numpy as np

from engine.catalog import ACTIVATIONS
from engine.experiment.specs import Choice
from engine.frames import FunctionCurve
from engine.frames.gallery import Array
from gui.kit.numbers import number, short
from gui.kit.words import tr

FOURTEEN = (
    "identity",
    "linear",
    "binary_step",
    "sigmoid",
    "tanh",
    "arctan",
    "softsign",
    "relu",
    "leaky_relu",
    "elu",
    "trelu",
    "softplus",
    "bent_identity",
    "gaussian",
)
# Values at which each function's shape is plain to see.
TELLING: dict[str, dict[str, float]] = {
    "linear": {"slope": 2.0, "intercept": 1.0},
    "leaky_relu": {"alpha": 0.1},
    "elu": {"alpha": 0.9},
    "trelu": {"threshold": 2.0},
}
FLAT = 0.01  # of the steepest slope: less than that is called saturated


def gallery() -> tuple[Choice, ...]:
    """The fourteen of the first course, then the others."""
    names = [*FOURTEEN, *(name for name in ACTIVATIONS if name not in FOURTEEN)]
    return tuple(Choice.of(ACTIVATIONS[name], **TELLING.get(name, {})) for name in names)


def saturation(z: Array, curve: FunctionCurve) -> str:
    """Where the slope is less than a hundredth of the steepest, from the ends of the axis on."""
    size = np.abs(curve.slope)
    steepest = float(np.nanmax(size, initial=0.0))
    if steepest == 0:
        return tr("The slope is 0 everywhere: nothing before it can learn.")
    steep = np.flatnonzero(size >= FLAT * steepest)
    first, last = int(steep[0]), int(steep[-1])
    below = tr("below {z}", z=number(float(z[first]))) if first else ""
    above = tr("above {z}", z=number(float(z[last]))) if last < len(z) - 1 else ""
    if not below and not above:
        return tr("Saturates nowhere here.")
    where = tr("{one} and {other}", one=below, other=above) if below and above else below or above
    return tr("Saturates {where}.", where=where)


def title(choice: Choice) -> str:
    """The function's name with the values of its parameters: ``Leaky ReLU (0.1)``."""
    entry = ACTIVATIONS[choice.name]
    values = ", ".join(short(choice.number(param.name)) for param in entry.params)
    return f"{tr(entry.label)} ({values})" if values else tr(entry.label)
