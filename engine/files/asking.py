"""Rows of a file that a trained model is asked about: its features only, each cell needed."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from engine.data.names import clean, composed
from engine.data.table import Column, Table, labels
from engine.errors import EngineError
from engine.experiment.fields import show
from engine.experiment.specs import Data, Label
from engine.files.column_read import MISSING, OK
from engine.files.encodings import decoded
from engine.files.kinds import read_column
from engine.files.sheet import Sheet
from engine.files.source import Options
from engine.files.sources import content_of, sheet_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """A feature by its name; the values of a category, none of a number."""

    name: str
    values: tuple[Label, ...] = ()
    is_date: bool = False


def wanted(data: Data) -> tuple[Wanted, ...]:
    """What a table has to have so that a model of these data can be asked about it."""
    values, kinds = data.encoding.values, dict(data.kinds)
    return tuple(
        Wanted(name, values.get(name, ()), kinds.get(name) == "date") for name in data.features
    )


def rows_of(path: Path, features: tuple[Wanted, ...]) -> Table:
    """The features' columns of a file, every row of it.

    Raises EngineError, naming file, line and column, for a missing column, a gap, or a value that
    the model has never seen.
    """
    try:
        sheet = _sheet(path, features)
        return Table({feature.name: _column(sheet, feature) for feature in features})
    except EngineError as error:
        where = f"{path.name}, {error.where}" if error.where else path.name
        raise (error if path.name in error.where else error.at(where)) from error


def _sheet(path: Path, features: tuple[Wanted, ...]) -> Sheet:
    """The file, whose first row has the names wherever those are the features' own."""
    sheet = sheet_of(path, Options())
    names = [clean(feature.name) for feature in features]  # as files are read
    if not set(names) <= set(sheet.names) and sheet.options.header == 0:
        sheet = sheet_of(path, Options(header=1))
    for name in names:
        if name not in sheet.names:
            raise EngineError("there is no column {name}", hint="the columns are {names}",
                              name=repr(name), names=", ".join(sheet.names))  # fmt: skip
    if sheet.ragged:
        raise sheet.ragged[0].reason
    if sheet.after:
        raise sheet.after[0].reason.at(f"{sheet.unit} {sheet.after[0].line}")
    _refuse_empty_rows(path, sheet)
    return sheet


def _refuse_empty_rows(path: Path, sheet: Sheet) -> None:
    """Readers pass over rows without any cell; here each answer must stand at its own row."""
    lines = np.asarray(sheet.lines)
    if sheet.unit == "line" and sheet.options.delimiter and len(lines):
        _, content, _ = content_of(path, sheet.options)
        text = decoded(content, sheet.options.encoding).text
        written = list(StringIO(text, newline=""))
        rows = {int(line) for line in lines}
        after = (line for line in range(int(lines[0]) - 1, len(written) + 1) if line not in rows)
        empty = [line for line in after if _has_only(sheet.options.delimiter, written[line - 1])]
    else:
        empty = [int(lines[row]) + 1 for row in np.flatnonzero(np.diff(lines) > 1)[:1]]
    if empty:
        raise EngineError("is an empty cell", f"{sheet.unit} {empty[0]}")


def _has_only(delimiter: str, line: str) -> bool:
    """Whether a line has cells and nothing in any; one without a delimiter is only space."""
    return delimiter in line and not line.strip(f' \r\n"{delimiter}')


def _column(sheet: Sheet, feature: Wanted) -> Column:
    cells = sheet.columns[sheet.names.index(clean(feature.name))]
    kind: Any = "category" if feature.values else "date" if feature.is_date else "number"
    read = read_column(cells, sheet.options.decimal or ".", feature.name, kind)
    for row in np.flatnonzero(read.state != OK)[:1].tolist():
        where = f"{sheet.unit} {sheet.lines[row]}, column {feature.name}"
        if read.state[row] == MISSING:
            raise EngineError("is an empty cell", where)
        raise EngineError("must be a number, got {got}", where, got=show(str(cells[row])))
    if not feature.values:
        return read.values
    return _of_values(sheet, feature, read.values)


def _of_values(sheet: Sheet, feature: Wanted, column: Column) -> Column:
    known = {composed(str(value)): value for value in feature.values}
    for row, cell in enumerate(column.tolist()):
        if cell not in known:
            raise EngineError(
                "{got} is none of the column's categories",
                f"{sheet.unit} {sheet.lines[row]}, column {feature.name}",
                "known are {known}",
                got=show(cell),
                known=", ".join(known),
            )
    return labels(known[cell] for cell in column.tolist())
