"""The slice that a plane of two features is: at what values the other features are held."""

from __future__ import annotations

from engine.data.moments import mean
from engine.data.table import Column
from engine.experiment.specs import Data
from gui.kit.numbers import short
from gui.kit.swatches import patch_sample
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.modes.mode import Row

MOST = 2  # features that are named; the tooltip has them all
LONGEST = 14  # letters of a name


class Held:
    """The means of the features that no axis shows; a column's is worked out once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Column, float]] = {}

    def row(self, data: Data, axes: tuple[str, str], theme: Theme) -> tuple[Row, ...]:
        """The legend's line for them; none where both features are on the axes."""
        values = self.values(data, axes)
        if not values:
            return ()
        told = [f"{_cut(name)} = {short(value)}" for name, value in values.items()]
        more = f", … +{len(told) - MOST}" if len(told) > MOST else ""
        text = tr("at {values}", values=", ".join(told[:MOST]) + more)
        every = "\n".join(f"{name} = {short(value)}" for name, value in values.items())
        help = tr("This plane is a slice: the other features are held at their means.")
        return (Row(text, patch_sample(theme.muted, 0.35), f"{help}\n{every}"),)

    def values(self, data: Data, axes: tuple[str, str]) -> dict[str, float]:
        """Each other feature's mean over all rows, by name."""
        columns = data.table.columns
        names = [name for name in data.features if name not in axes and data.table.rows]
        return {
            name: self._mean(name, columns[name]) for name in names if _is_numeric(columns[name])
        }

    def _mean(self, name: str, column: Column) -> float:
        known = self._known.get(name)
        if known is None or known[0] is not column:
            known = self._known[name] = column, mean(column)
        return known[1]


def _is_numeric(column: Column) -> bool:
    return column.dtype != object


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
