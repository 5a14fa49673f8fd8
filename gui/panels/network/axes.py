"""The data's axes that the neurons' maps and curves are drawn over."""

from __future__ import annotations

from engine.experiment.coordinates import ends, telling_axes
from engine.experiment.specs import Data
from engine.frames import Axis
from gui.kit.axes import fitted
from gui.kit.sight import Sight


def axes_of(data: Data, sight: Sight) -> tuple[Axis, ...]:
    """The stage's axes, where it has any; none where there is nothing to draw over."""
    if not data.features or not data.table.rows:
        return ()
    if sight.fits(data):
        return tuple(Axis(*each) for each in sight.axes)
    names = data.features if len(data.features) == 1 else telling_axes(data)
    return tuple(_axis(data, name) for name in names)


def _axis(data: Data, name: str) -> Axis:
    known = ends(data, name)
    if known is None:
        column = data.table.columns[name]
        known = float(column.min()), float(column.max())
    return Axis(name, *fitted(*known))


def answers(data: Data) -> tuple[float, float]:
    """From which answer to which the output's colours and heights go."""
    if data.task == "classification":
        return 0.0, 1.0
    column = data.table.columns[data.target]
    low, high = float(column.min()), float(column.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)
