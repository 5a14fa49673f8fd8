"""Features as the numbers that a model takes: a category is one input, or one for each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.codes import Label, codes
from engine.data.table import Column
from engine.errors import EngineError
from engine.experiment.fields import show

Array = NDArray[np.float64]
Values = tuple[Label, ...]


@dataclass(frozen=True)
class Encoding:
    """Which numbers stand for the features; without categories they are the features themselves.

    A category of two values is one number, 0 for the first and 1 for the second; one of more
    values is as many numbers, of which one is 1. They are named ``column=value``.
    """

    features: tuple[str, ...]
    categories: tuple[tuple[str, Values], ...] = ()  # of those features that are some

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The numbers' names, in their order."""
        return tuple(name for feature in self.features for name in self._names(feature))

    @cached_property
    def variables(self) -> dict[str, int]:
        """Every name that a formula may use, with the place of its number.

        A category of two values also goes by its bare name.
        """
        found = {name: place for place, name in enumerate(self.names)}
        for feature in self.features:
            if feature in self.values and len(self.places(feature)) == 1:
                found.setdefault(feature, self.places(feature)[0])
        return found

    @cached_property
    def values(self) -> dict[str, Values]:
        """The values of each feature that is a category."""
        return dict(self.categories)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The feature that each number belongs to."""
        return tuple(feature for feature in self.features for _ in self._names(feature))

    def places(self, feature: str) -> tuple[int, ...]:
        """Where a feature's numbers stand."""
        return tuple(place for place, owner in enumerate(self.owners) if owner == feature)

    def owner(self, variable: str) -> str:
        """The feature that a name in a formula stands for."""
        return self.owners[self.variables[variable]]

    def matrix(self, columns: Mapping[str, Any]) -> Array:
        """The numbers of every row, shape (rows, numbers), from the features' columns or lists.

        Raises EngineError where a cell is none of its column's values.
        """
        if not self.features:
            return np.empty((len(next(iter(columns.values()), ())), 0))
        parts = [self._numbers(feature, columns[feature]) for feature in self.features]
        return np.concatenate(parts, axis=1)

    def put(self, rows: Array, feature: str, coordinates: Array) -> None:
        """Give a feature other values in rows of numbers: a category by the place of its value."""
        places = self.places(feature)
        if feature not in self.values:
            rows[:, places[0]] = coordinates
            return
        values = self.values[feature]
        nearest = np.clip(np.rint(coordinates), 0, len(values) - 1).astype(np.int64)
        rows[:, places] = _shares(nearest, len(values))

    def at(self, coordinates: Array) -> Array:
        """The numbers of rows given by one coordinate a feature, (rows, features) to numbers."""
        if not self.categories:
            return coordinates
        rows = np.zeros((len(coordinates), len(self.names)))
        for place, feature in enumerate(self.features):
            self.put(rows, feature, coordinates[:, place])
        return rows

    def _names(self, feature: str) -> list[str]:
        if feature not in self.values:
            return [feature]
        values = self.values[feature]
        return [f"{feature}={value}" for value in (values if len(values) > 2 else values[-1:])]

    def _numbers(self, feature: str, column: Any) -> Array:
        if feature in self.values:
            return _shares(_value_places(feature, column, self.values[feature]),
                           len(self.values[feature]))  # fmt: skip
        return np.asarray(column, dtype=np.float64)[:, None]


def _shares(places: NDArray[np.int64], count: int) -> Array:
    """One number a value, 1 where a row has it; of two values only the second."""
    wanted = np.array([count - 1]) if count <= 2 else np.arange(count)
    return np.asarray(places[:, None] == wanted, dtype=np.float64)


def _value_places(feature: str, column: Any, values: Sequence[Label]) -> NDArray[np.int64]:
    index: dict[Any, int] = {value: place for place, value in enumerate(values)}
    known = codes(column) if isinstance(column, np.ndarray) else None
    cells = column.tolist() if isinstance(column, np.ndarray) else list(column)
    if known is not None and all(label in index for label in known.labels):
        order = np.array([index[label] for label in known.labels], dtype=np.int64)
        return order[known.places] if len(order) else np.empty(0, dtype=np.int64)
    for row, cell in enumerate(cells):
        if cell not in index:
            raise EngineError(
                "{got} is none of the column's categories",
                f"data.columns.{feature}[{row}]",
                "known are {known}",
                got=show(cell),
                known=", ".join(map(str, values)),
            )
    return np.array([index[cell] for cell in cells], dtype=np.int64)


def is_category(column: Column) -> bool:
    """Whether a column's cells are categories and no numbers."""
    return column.dtype == object
