"""Columns as the parts that they play want them: numbers, or names of classes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.data.table import Column, Table, labels, numbers, values
from engine.errors import EngineError
from engine.experiment.specs import Data

MOST_VALUES = 100  # of a category that is a feature
LARGEST_WHOLE = 2.0**53  # above it floats have gaps, so that two labels could become one


def cast(data: Data) -> Data:
    """The data with every column as its part wants it: numbers, or class names for a target."""
    columns = {name: _column(data, name, column) for name, column in data.table.columns.items()}
    return data.with_table(Table(columns))


def is_numeric(column: Column) -> bool:
    """Whether a column's cells are numbers, or whole-number labels that can become numbers."""
    return can(as_numbers, "", column)


def has_gaps(column: Column) -> bool:
    """Whether some cells have no value, which no part but none allows."""
    if column.dtype == object:
        return "" in set(column.tolist())
    return bool(np.isnan(column).any())


def is_too_various(column: Column) -> bool:
    """Whether words are too many for an input each."""
    return not is_numeric(column) and len(values(column)) > MOST_VALUES


def _column(data: Data, name: str, column: Column) -> Column:
    if name == data.target and data.task == "classification":
        return as_classes(name, column)
    if name == data.target:
        return as_numbers(name, column)
    if dict(data.kinds).get(name) == "category":
        return as_classes(name, column)
    return as_numbers(name, column) if is_numeric(column) else column


def as_numbers(name: str, column: Column) -> Column:
    if column.dtype != object:
        return column
    if all(isinstance(cell, int) for cell in column):
        return numbers(column)
    raise EngineError(
        "holds words, not numbers",
        f"data.columns.{name}",
        "choose a column of numbers, or the task classification to predict words",
    )


def as_classes(name: str, column: Column) -> Column:
    if column.dtype == object:
        return column
    if all(cell == np.floor(cell) and abs(cell) < LARGEST_WHOLE for cell in column):
        return labels(int(cell) for cell in column)
    raise EngineError(
        "holds numbers with fractions, which are no classes",
        f"data.columns.{name}",
        "choose a column of whole numbers or words, or the task regression",
    )


def can(convert: Callable[[str, Column], Column], name: str, column: Column) -> bool:
    try:
        convert(name, column)
    except EngineError:
        return False
    return True
