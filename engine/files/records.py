"""JSON with a table in it: a list of objects, an object of lists, or an object a line."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from engine.errors import EngineError
from engine.files.encodings import decoded
from engine.files.limits import check_cells
from engine.files.names import unique
from engine.files.sheet import Cell, Sheet
from engine.files.source import Options

SHAPES = "a list of objects, or an object of lists"


def read_records(content: bytes, options: Options) -> Sheet:
    """The objects as rows; keys that an object does not have are empty cells."""
    text = decoded(content, options.encoding).text
    found, names = _unwrapped(_parsed(text))
    if isinstance(found, dict):
        return _from_columns(found, options, names)
    if not isinstance(found, list) or not found:
        raise EngineError("holds no table", hint=SHAPES)
    if all(isinstance(row, list) for row in found):
        width = len(found[0])
        if width == 0 or any(len(row) != width for row in found):
            raise EngineError("has rows of different lengths")
        labels = names or [f"x{i + 1}" for i in range(width)]
        if len(labels) != width:
            raise EngineError("has rows of different lengths")
        return _from_columns({str(n): [row[i] for row in found] for i, n in enumerate(labels)},
                             options, ())  # fmt: skip
    for place, row in enumerate(found, start=1):
        if not isinstance(row, dict):
            raise EngineError("must be an object", f"row {place}")
    flat = [_flat(row) for row in found]
    keys = list(dict.fromkeys(key for row in flat for key in row))
    return _from_columns({key: [row.get(key) for row in flat] for key in keys}, options, names)


def _unwrapped(found: Any) -> tuple[Any, Sequence[str]]:
    """The table in a document that wraps it, and the names that stand beside it.

    With pandas' ``orient="split"`` and ``"table"`` those are the columns, or the row's name.
    """
    if not isinstance(found, dict):
        return found, ()
    if found.get("type") == "FeatureCollection" and isinstance(found.get("features"), list):
        rows = [row.get("properties") for row in found["features"] if isinstance(row, dict)]
        return [row for row in rows if isinstance(row, dict)], ()
    if isinstance(found.get("columns"), list) and isinstance(found.get("data"), list):
        return found["data"], [str(name) for name in found["columns"]]
    if isinstance(found.get("schema"), dict) and isinstance(found.get("data"), list):
        key = found["schema"].get("primaryKey", [])
        return found["data"], [str(name) for name in key] if isinstance(key, list) else ()
    if found and all(isinstance(value, dict) for value in found.values()):
        return _by_key(found), ()
    lists = [value for value in found.values() if isinstance(value, list)]
    tables = [value for value in lists if value and all(isinstance(row, dict) for row in value)]
    if len(tables) == 1:
        return tables[0], ()
    inner = [value for value in found.values() if isinstance(value, dict)]
    if not lists and len(inner) == 1:
        return _unwrapped(inner[0])
    wrapped = [value for value in lists if value and all(isinstance(row, list) for row in value)]
    return (wrapped[0], ()) if len(wrapped) == 1 and len(lists) == 1 else (found, ())


def _by_key(found: dict[str, dict[str, Any]]) -> Any:
    """Columns whose cells stand under their rows' names, or rows under theirs."""
    inner = [list(value) for value in found.values()]
    rows = inner[0]
    if all(keys == rows for keys in inner) and rows and all(key.isdigit() for key in rows):
        return {name: list(value.values()) for name, value in found.items()}
    if all(isinstance(cell, dict) for value in found.values() for cell in value.values()):
        return _by_key(next(iter(found.values()))) if len(found) == 1 else found
    if len(found) > 1:
        return list(found.values())
    return _unwrapped(next(iter(found.values())))[0]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """An object without objects in it: ``{"a": {"b": 1}}`` is ``{"a.b": 1}``."""
    if not any(isinstance(value, dict) for value in row.values()):
        return row
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            found |= {f"{key}.{inner}": cell for inner, cell in value.items()}
        else:
            found[key] = value
    return found


def is_records(document: object) -> bool:
    """Whether a parsed JSON document is a table and no experiment."""
    if isinstance(document, list):
        return True
    if not isinstance(document, dict) or "format" in document:
        return False
    if "data" not in document:
        return True
    data = document["data"]
    columns = data.values() if isinstance(data, dict) and "columns" not in data else ()
    return isinstance(data, list) or (
        bool(columns) and all(isinstance(column, list | dict) for column in columns)
    )


def is_lines(text: str) -> bool:
    """Whether the text is an object a line, which as a whole is no JSON."""
    lines = [line for line in text[:100_000].splitlines()[:2] if line.strip()]
    try:
        return len(lines) == 2 and all(isinstance(json.loads(line), dict | list) for line in lines)
    except (ValueError, RecursionError):
        return False


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


def _from_columns(
    columns: dict[str, Any], options: Options, row_names: Sequence[str] = ()
) -> Sheet:
    lists = list(columns.values())
    if not lists or not all(isinstance(column, list) for column in lists) or not lists[0]:
        raise EngineError("holds no table", hint=SHAPES)
    if len({len(column) for column in lists}) > 1:
        raise EngineError("has columns of different lengths")
    check_cells(len(lists[0]), len(lists))
    cells: tuple[list[Cell], ...] = tuple(
        [_cell(value, f"row {row}, column {name}") for row, value in enumerate(column, start=1)]
        for name, column in columns.items()
    )
    names = unique([str(name) for name in columns])
    rows = range(1, len(lists[0]) + 1)
    return Sheet("json", options, names, cells, rows, "row", row_names=tuple(row_names))


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
        return value.encode("utf-8", "replace").decode().strip()  # half a character is none
    raise EngineError("must be a number or text, not a list or an object", where)
