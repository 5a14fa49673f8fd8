"""Where cells stand along an axis: numbers at themselves, categories at their values' places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.data.codes import codes
from engine.data.table import Cell, Column, labels
from engine.experiment.specs import Data

Array = NDArray[np.float64]
LOOKED_AT, FEW = 1_000, 10  # rows; values of a column that makes no cloud


def is_category(data: Data, name: str) -> bool:
    """Whether an axis of this feature shows values instead of numbers."""
    return name in data.encoding.values


def coordinates(data: Data, name: str) -> Array:
    """Where each row stands along the axis of a column, shape (rows,)."""
    column = data.table.columns[name]
    if not is_category(data, name):
        return column.astype(np.float64, copy=False)  # a table's columns are never written to
    place = {value: float(index) for index, value in enumerate(data.encoding.values[name])}
    known = codes(column)
    if known is None:
        return np.array([place.get(cell, 0.0) for cell in column.tolist()])
    return np.array([place[label] for label in known.labels], dtype=np.float64)[known.places]


def snapped(data: Data, name: str, places: Array) -> Array:
    """Places along the axis as cells can be there: of a category only those of its values."""
    if not is_category(data, name):
        return places
    return np.clip(np.rint(places), 0, len(data.encoding.values[name]) - 1)


def cells(data: Data, name: str, places: Array) -> Column:
    """The cells that stand at these places, shape (rows,)."""
    if not is_category(data, name):
        return places
    values = data.encoding.values[name]
    return labels(values[int(place)] for place in snapped(data, name, places))


def cell(data: Data, name: str, place: float) -> Cell:
    """The cell that stands at a place."""
    if not is_category(data, name):
        return place
    found: Cell = cells(data, name, np.array([place]))[0]
    return found


def telling_axes(data: Data) -> tuple[str, str]:
    """The two features that a plane shows at first: numbers with many values before all others."""
    if len(data.features) == 2:
        return data.features[0], data.features[1]
    rich = [
        name
        for name in data.features
        if not is_category(data, name)
        and len(np.unique(data.table.columns[name][:LOOKED_AT])) > FEW
    ]
    first, second = [*rich, *(name for name in data.features if name not in rich)][:2]
    return first, second


def ends(data: Data, name: str) -> tuple[float, float] | None:
    """The first and the last place of a category, with rows or without; None of a number."""
    if not is_category(data, name):
        return None
    return 0.0, float(max(len(data.encoding.values[name]) - 1, 1))
