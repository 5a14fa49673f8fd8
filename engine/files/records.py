"""JSON with a table in it: a list of objects, an object of lists, or an object a line."""

from __future__ import annotations

import json
import math
from typing import Any

from engine.errors import EngineError
from engine.files.encodings import decoded
from engine.files.limits import check_cells
from engine.files.sheet import Cell, Sheet, unique
from engine.files.source import Options


def read_records(content: bytes, options: Options) -> Sheet:
    """The objects as rows; keys that an object does not have are empty cells."""
    text, _ = decoded(content, options.encoding)
    found = _parsed(text)
    if isinstance(found, dict):
        return _from_columns(found, options)
    if not isinstance(found, list) or not found:
        raise EngineError("holds no table", hint="a list of objects, or an object of lists")
    if all(isinstance(row, list) for row in found):
        width = len(found[0])
        if width == 0 or any(len(row) != width for row in found):
            raise EngineError("has rows of different lengths")
        columns = {f"x{i + 1}": [row[i] for row in found] for i in range(width)}
        return _from_columns(columns, options)
    for place, row in enumerate(found, start=1):
        if not isinstance(row, dict):
            raise EngineError("must be an object", f"row {place}")
    names = list(dict.fromkeys(key for row in found for key in row))
    return _from_columns({name: [row.get(name) for row in found] for name in names}, options)


def is_records(document: object) -> bool:
    """Whether a parsed JSON document is a table and no experiment."""
    if isinstance(document, list):
        return True
    return isinstance(document, dict) and not ({"format", "data"} & set(document))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            if len(lines) > 1:
                return [json.loads(line) for line in lines]
        except ValueError:
            pass
        raise EngineError(
            "is not JSON: {why} in line {line}, column {column}",
            why=error.msg,
            line=error.lineno,
            column=error.colno,
        ) from error
    except (RecursionError, ValueError) as error:
        raise EngineError("is not JSON that can be read") from error


def _from_columns(columns: dict[str, Any], options: Options) -> Sheet:
    lists = list(columns.values())
    if not lists or not all(isinstance(column, list) for column in lists) or not lists[0]:
        raise EngineError("holds no table", hint="a list of objects, or an object of lists")
    if len({len(column) for column in lists}) > 1:
        raise EngineError("has columns of different lengths")
    check_cells(len(lists[0]), len(lists))
    cells = tuple(
        [_cell(value, f"row {row}, column {name}") for row, value in enumerate(column, start=1)]
        for name, column in columns.items()
    )
    names = unique([str(name) for name in columns])
    return Sheet("json", options, names, cells, range(1, len(lists[0]) + 1), "row")


def _cell(value: object, where: str) -> Cell:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if isinstance(value, str):
        return value.strip()
    raise EngineError("must be a number or text, not a list or an object", where)
