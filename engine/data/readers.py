"""A learner's own file as an experiment: roles guessed, trouble named by its line and column."""

from __future__ import annotations

import codecs
import csv
import io
import math
from pathlib import Path

from engine.data.table import Column, Table, labels, numbers
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.fields import show
from engine.files import read_bytes
from engine.specs import DEFAULT_LOSS, Data, Loss, Scaling, Task

ENCODINGS = ("utf-8-sig", "cp949", "cp1252")
DELIMITERS = ",;\t"
MOST_CELLS = 20_000_000
Row = tuple[int, list[str]]  # the line that it ends on, and its cells


def read_csv(path: str | Path) -> Experiment:
    """A CSV, TSV or semicolon file as an experiment ready to train.

    The last column is the target and the numeric columns before it are the features. Raises
    EngineError that names the file, the line and the column.
    """
    path = Path(path)
    try:
        rows = _rows(_decode(read_bytes(path)))
        data = _data(_table(*_header(rows)))
        experiment = Experiment(data, title=path.stem, loss=Loss(DEFAULT_LOSS[data.outcome]))
        experiment.check()
    except EngineError as error:
        name = path.name
        if not error.where:
            raise error.at(name) from error
        raise (error if name in error.where else error.at(f"{name}, {error.where}")) from error
    return experiment


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content:
        raise EngineError("is not a text file")
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise EngineError("is not a text file")


def _rows(text: str) -> list[Row]:
    first = "".join(text.lstrip().splitlines()[:1])
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    cells = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, [cell.strip() for cell in row]))
                cells += len(row)
            if cells > MOST_CELLS:
                raise EngineError("has more than {most} cells", most=f"{MOST_CELLS:,}")
    except csv.Error as error:
        where = f"line {reader.line_num}"
        raise EngineError("is not a table: {why}", where, why=str(error)) from error
    if not rows:
        raise EngineError("is empty")
    return rows


def _header(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """The columns' names, from the first row where it is not a row of numbers."""
    line, first = rows[0]
    for number, row in rows[1:]:
        if len(row) != len(first):
            raise EngineError(
                "has {count} cells, but the first row has {first}",
                f"line {number}",
                count=len(row),
                first=len(first),
            )
    if len(first) < 2:
        raise EngineError("has one column only, at least two are needed", f"line {line}")
    if any(_number(cell) is not None for cell in first):
        return [*(f"x{i + 1}" for i in range(len(first) - 1)), "y"], rows
    for position, name in enumerate(first):
        if not name:
            raise EngineError("column {column} has no name", f"line {line}", column=position + 1)
        if name in first[:position]:
            raise EngineError("the name {name} is given twice", f"line {line}", name=repr(name))
    return first, rows[1:]


def _table(names: list[str], rows: list[Row]) -> Table:
    if not rows:
        raise EngineError("has a header but no rows", hint="at least two rows are needed")
    return Table(
        {
            name: _column(name, [(line, row[position]) for line, row in rows])
            for position, name in enumerate(names)
        }
    )


def _column(name: str, cells: list[tuple[int, str]]) -> Column:
    """Numbers where most cells are numbers, class names elsewhere."""
    values = [_number(cell) for _, cell in cells]
    filled = sum(1 for _, cell in cells if cell)
    numeric = sum(1 for value in values if value is not None)
    for line, cell in cells:
        if not cell:
            raise EngineError(
                "is an empty cell",
                f"line {line}, column {name}",
                "fill it in or delete the row" if filled else "fill in or delete the column",
            )
    if 2 * numeric <= len(cells):
        return labels(cell for _, cell in cells)
    for (line, cell), value in zip(cells, values, strict=True):
        where = f"line {line}, column {name}"
        if value is None:
            raise EngineError("must be a number, got {got}", where, got=show(cell))
        if not math.isfinite(value):
            raise EngineError("must be a finite number, got {got}", where, got=show(cell))
    return numbers(value for value in values if value is not None)


def _number(cell: str) -> float | None:
    try:
        return float(cell) if "_" not in cell else None
    except ValueError:
        return None


def _data(table: Table) -> Data:
    *others, target = table.names
    features = tuple(name for name in others if table.columns[name].dtype != object)
    if not features:
        raise EngineError("has no column of numbers before the last one to learn from")
    task = _task(table.columns[target])
    if task == "classification" and table.columns[target].dtype != object:
        whole = labels(int(value) for value in table.columns[target])
        table = Table({**table.columns, target: whole})
    large = any(abs(table.columns[name]).max() > 10 for name in features)
    scaling = Scaling("standardize" if large else "none")
    return Data(table, features, target, task, scaling=scaling)


def _task(column: Column) -> Task:
    """Text, zeros and ones, or few whole numbers that come often are classes."""
    if column.dtype == object:
        return "classification"
    different = set(column.tolist())
    whole = all(value.is_integer() for value in different)
    often = len(different) <= 10 and len(column) >= 10 * len(different)
    return "classification" if whole and (different == {0.0, 1.0} or often) else "regression"
