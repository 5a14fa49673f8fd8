"""The table in the file: its columns, what kinds they are, and the values of categories."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.data import names
from engine.data.table import Column, Table, labels, numbers
from engine.errors import EngineError
from engine.experiment.fields import number, one_of, sequence, text
from engine.experiment.readers import label, mapping
from engine.experiment.specs import Data, Label, Task

KINDS = ("number", "category", "date")


def composed(section: object) -> object:
    """The ``data`` section with all names of columns written in one way: letters composed.

    Hangul of three parts is one syllable. Raises EngineError where two columns become one.
    """
    if not isinstance(section, Mapping):
        return section
    found = dict(section)
    for key in ("columns", "kinds", "categories"):
        if isinstance(section.get(key), Mapping):
            found[key] = _composed_keys(section[key], f"data.{key}")
    if isinstance(section.get("features"), list | tuple):
        found["features"] = [_composed(name) for name in section["features"]]
    if "target" in section:
        found["target"] = _composed(section["target"])
    return found


def _composed_keys(part: Mapping[Any, Any], where: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in part.items():
        name = _composed(key)
        if name in found:
            raise EngineError("is written like another column's name", f"{where}.{name}")
        found[name] = value
    return found


def _composed(name: Any) -> Any:
    return names.composed(name) if isinstance(name, str) else name


def kinds(value: object, columns: object) -> dict[str, str]:
    """What some columns are, by name."""
    found = {
        str(key): one_of(kind, f"data.kinds.{key}", KINDS)
        for key, kind in mapping(value, "data.kinds").items()
    }
    for name in found:
        if isinstance(columns, Mapping) and name not in columns:
            raise EngineError("there is no such column", f"data.kinds.{name}")
    return found


def telling(kinds: Mapping[str, str], table: Table, classes: str) -> tuple[tuple[str, str], ...]:
    """The kinds that the cells do not tell by themselves, in the columns' order."""
    return tuple(
        (name, kinds[name])
        for name, column in table.columns.items()
        if name != classes
        and (kinds.get(name) == "date" or (kinds.get(name) == "category" and _are_whole(column)))
    )


def categories(value: object, table: Table) -> dict[str, tuple[Label, ...]]:
    """The values of columns of categories, in order."""
    lists: dict[str, tuple[Label, ...]] = {}
    for key, items in mapping(value, "data.categories").items():
        where = f"data.categories.{key}"
        if key not in table.columns:
            raise EngineError("there is no such column", where)
        if table.columns[key].dtype != object:
            raise EngineError("is a column of numbers, which has no categories", where)
        cells = enumerate(sequence(items, where))
        lists[key] = tuple(label(item, f"{where}[{i}]") for i, item in cells)
        if len(set(lists[key])) < len(lists[key]):
            raise EngineError("names a value twice", where)
    return lists


def table(
    value: object, features: tuple[str, ...], target: str, task: Task, kinds: Mapping[str, str]
) -> Table:
    """The columns, read by the parts that they play; a table is what it is already."""
    if isinstance(value, Table):
        return value
    columns: dict[str, Column] = {}
    for key, cells in mapping(value, "data.columns").items():
        name = text(key, "data.columns")
        path = f"data.columns.{name}"
        is_class = name == target and task == "classification"
        if _are_floats(cells) and not is_class and kinds.get(name) != "category":
            columns[name] = _taken(cells, path, may_have_gaps=name not in (*features, target))
            continue
        items = sequence(cells, path)
        if items and not is_class and all(isinstance(item, bool) for item in items):
            items = [int(item) for item in items]  # truth values: false 0, true 1
        is_category = kinds.get(name) == "category" or (
            name in features and bool(items) and all(isinstance(item, str) for item in items)
        )
        if is_class or (is_category and name != target):
            columns[name] = _labels(items, path)
        elif name in features or name == target:
            columns[name] = numbers(number(item, f"{path}[{i}]") for i, item in enumerate(items))
        else:
            columns[name] = _without_part(items, path)
    return Table(columns)


def columns_written(data: Data) -> dict[str, list[Any]]:
    """The columns' cells; whole numbers are written without a fraction.

    Only a column that plays no part may have gaps.
    """
    return {name: cells_written(data, name) for name in data.table.names}


def cells_written(data: Data, name: str) -> list[Any]:
    """One column's cells."""
    is_used = name in data.features or name == data.target
    cells = data.table.columns[name].tolist()
    return [_plain(cell) if is_used else _with_gap(cell) for cell in cells]


def _without_part(items: list[Any], path: str) -> Column:
    if all(_is_number(item) or item is None for item in items):
        return numbers(
            math.nan if item is None else number(item, f"{path}[{i}]")
            for i, item in enumerate(items)
        )
    return labels(
        "" if item is None else text(item, f"{path}[{i}]") for i, item in enumerate(items)
    )


def _are_floats(cells: object) -> bool:
    return isinstance(cells, np.ndarray) and cells.dtype == np.float64 and cells.ndim == 1


def _taken(cells: Column, path: str, may_have_gaps: bool) -> Column:
    """A long column as it is, once it is known that it holds what it may."""
    wrong = np.isinf(cells) if may_have_gaps else ~np.isfinite(cells)
    if wrong.any():
        first = int(wrong.argmax())
        number(float(cells[first]), f"{path}[{first}]")
    return cells


def _labels(items: list[Any], path: str) -> Column:
    """Class names, each looked at where it stands first."""
    if not set(map(type, items)) <= {str, int, float}:
        return labels(label(item, f"{path}[{i}]") for i, item in enumerate(items))
    first: dict[Any, int] = {}
    for i, item in enumerate(items):
        first.setdefault(item, i)
    known = {item: label(item, f"{path}[{i}]") for item, i in first.items()}
    return labels(known[item] for item in items)


def _is_number(item: object) -> bool:
    return isinstance(item, int | float) and not isinstance(item, bool)


def _are_whole(column: Column) -> bool:
    return bool(len(column)) and all(isinstance(cell, int) for cell in column.tolist())


def _with_gap(cell: Any) -> Any:
    """A cell of a column that plays no part, which may have gaps."""
    return None if cell == "" or cell != cell else _plain(cell)


def _plain(cell: Any) -> Any:
    whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53
    return int(cell) if whole and str(cell) != "-0.0" else cell
