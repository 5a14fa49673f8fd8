"""The three ways to look at a source: its first rows, its table, and the experiment it makes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files.columns import OK, Finished, Read, finish
from engine.files.limits import check_size
from engine.files.points import unsure
from engine.files.records import is_records, read_records
from engine.files.roles import Roles, experiment_of, large
from engine.files.sheet import Cells, Sheet
from engine.files.source import Classic, Clipboard, Options, Preview, Source
from engine.files.text import from_text, read_text
from engine.storage import read_bytes

T = TypeVar("T")
Progress = Callable[[float], None]
TEXTS = (".csv", ".tsv", ".txt", ".tab", ".data")
BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TABLES: tuple[str, ...] = (*TEXTS, *BOOKS, ".parquet", ".npy", ".npz", ".jsonl")
SHOWN = 50  # rows of a preview
AUTOMATIC = Options()


def is_table(path: Path) -> bool:
    """Whether a file is read as a table; a JSON file is looked into."""
    if path.suffix.lower() in TABLES:
        return True
    if path.suffix.lower() != ".json":
        return False
    try:
        return is_records(json.loads(read_bytes(path).decode("utf-8-sig")))
    except (ValueError, RecursionError, EngineError):
        return False


def preview(source: Source, options: Options = AUTOMATIC) -> Preview:
    """What is found out about a source, its first rows, and which rows would be left out.

    Raises EngineError where it cannot be read at all; what the learner can mend by other options
    is the preview's ``problem``.
    """
    if isinstance(source, Classic):
        table = read(source, options).data.table
        return _shown(_typed(table), Finished(table, _kinds(table), (), 0), None)
    sheet = _named(source, lambda: _sheet(source, options))
    lenient = replace(sheet.options, ragged="drop")
    problem = _problem(source, sheet)
    if sheet.options.missing == "refuse":
        lenient = replace(lenient, missing="drop")
    try:
        finished = finish(replace(sheet, options=lenient))
    except EngineError as error:
        return _shown(sheet, Finished(Table({}), (), sheet.ragged, sheet.skipped), error)
    return _shown(sheet, finished, problem)


def read_table(
    source: Source, options: Options = AUTOMATIC, progress: Progress | None = None
) -> Table:
    """The table of a source; raises EngineError that names the file, the line and the column.

    Without a decimal point in ``options``, a file is refused that does not tell which one it has.
    """
    if isinstance(source, Classic):
        return read(source, options, progress).data.table
    tell = progress or _silent
    tell(0.0)
    sheet = _named(source, lambda: _sheet(source, options))
    tell(0.7)
    if options.decimal is None:
        _named(source, lambda: _refuse_unsure(sheet))
    table = _named(source, lambda: finish(sheet)).table
    tell(1.0)
    return table


def read(
    source: Source,
    options: Options = AUTOMATIC,
    progress: Progress | None = None,
    roles: Roles | None = None,
) -> Experiment:
    """The experiment that a source makes.

    Without ``roles`` the last column is predicted from the columns of numbers before it.
    """
    if isinstance(source, Classic):
        from engine.files import classics  # brings scikit-learn along

        return classics.load(source.name)
    if roles is not None:
        options = replace(options, target=roles.target)
    table = read_table(source, options, progress)
    title = source.stem if isinstance(source, Path) else ""
    return _named(source, lambda: experiment_of(table, title, roles))


def _sheet(source: Path | Clipboard, options: Options) -> Sheet:
    if isinstance(source, Clipboard):
        if not source.text.strip():
            raise EngineError("is empty")
        return from_text(source.text, options, "clipboard")
    if source.is_file():
        check_size(source.stat().st_size)
    content = read_bytes(source)
    suffix = source.suffix.lower()
    if suffix in BOOKS:
        from engine.files.books import read_book

        return read_book(content, options)
    if suffix == ".parquet":
        from engine.files.parquet import read_parquet

        return read_parquet(content, options)
    if suffix in (".npy", ".npz"):
        from engine.files.arrays import read_array, read_arrays

        return (read_array if suffix == ".npy" else read_arrays)(content, options)
    if suffix in (".json", ".jsonl"):
        return read_records(content, options)
    from engine.files.quick import read_quickly

    return read_quickly(content, options) or read_text(content, options)


def _refuse_unsure(sheet: Sheet) -> None:
    cell = _unsure(sheet)
    if cell:
        raise EngineError(
            "{cell} may have thousands or decimals", hint="choose its decimal point", cell=cell
        )


def _named(source: Source, work: Callable[[], T]) -> T:
    """What ``work`` gives; its refusals name the source."""
    name = source.name if isinstance(source, Path) else "clipboard"
    try:
        return work()
    except MemoryError as error:
        raise EngineError("needs more memory than there is", name) from error
    except EngineError as error:
        if not error.where:
            raise error.at(name) from error
        raise (error if name in error.where else error.at(f"{name}, {error.where}")) from error


def _problem(source: Source, sheet: Sheet) -> EngineError | None:
    try:
        _named(source, lambda: finish(sheet))
    except EngineError as error:
        return error
    return None


def _shown(sheet: Sheet, finished: Finished, problem: EngineError | None) -> Preview:
    shown = range(min(SHOWN, len(sheet.lines)))
    read = finished.read or (None,) * len(sheet.columns)
    rows = tuple(
        tuple(_cell(cells, column, row) for cells, column in zip(sheet.columns, read, strict=True))
        for row in shown
    )
    return Preview(
        kind=sheet.kind,
        options=sheet.options,
        names=sheet.names,
        kinds=finished.kinds or ("text",) * len(sheet.names),
        rows=rows,
        sheets=sheet.sheets,
        total=len(sheet.lines) + sheet.skipped,
        left_out=finished.left_out,
        left_out_total=finished.left_out_total,
        problem=problem,
        large=_large(finished),
        filled=finished.filled,
        unsure=_unsure(sheet),
    )


def _cell(cells: Cells, read: Read | None, row: int) -> str:
    """A cell as it is read where it is a number, else as it stands in the file."""
    if read is not None and read.kind == "number" and read.state[row] == OK:
        return _text(read.values[row])
    return _text(cells[row])


def _unsure(sheet: Sheet) -> str:
    texts = (cells for cells in sheet.columns if not isinstance(cells, np.ndarray))
    return unsure(texts, sheet.options.delimiter) if sheet.options.delimiter else ""


def _large(finished: Finished) -> tuple[str, ...]:
    table = finished.table
    numeric = tuple(name for name in table.names if table.columns[name].dtype != object)
    return large(table, numeric) if table.rows else ()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float | np.floating):
        return "" if np.isnan(cell) else repr(float(cell)).removesuffix(".0")
    return str(cell)


def _typed(table: Table) -> Sheet:
    columns = tuple(
        column if column.dtype != object else [str(cell) for cell in column]
        for column in table.columns.values()
    )
    return Sheet("classic", Options(), table.names, columns, range(1, table.rows + 1), "row")


def _kinds(table: Table) -> tuple[str, ...]:
    return tuple("class" if c.dtype == object else "number" for c in table.columns.values())


def _silent(_: float) -> None:
    """Nobody wants to know how far reading has come."""
