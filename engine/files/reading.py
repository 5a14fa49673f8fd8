"""The ways to look at a source: what it holds, its table, and the experiment that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files.column_read import OK, Read
from engine.files.finding import Finding, find
from engine.files.opening import experiment_of, large, picture
from engine.files.sheet import Cells, Sheet
from engine.files.source import Classic, Clipboard, Found, Options, Preview, Source
from engine.files.sources import as_it_stands, sheet_of, stamp

T = TypeVar("T")
Progress = Callable[[float], None]
SHOWN, FEWEST_SHOWN, MOST_CELLS = 50, 5, 20_000  # rows of a preview, and its cells
AUTOMATIC = Options()


@dataclass
class Desk:
    """What was read last, so that looking again and opening do not read it twice."""

    _source: Source | None = None
    _key: object = None
    _sheet: Sheet | None = None
    _reads: dict[object, Read] = field(default_factory=dict)

    def finding(self, source: Path | Clipboard, options: Options) -> Finding:
        """Everything decided about a source; raises EngineError where it cannot be read."""
        key = (source, stamp(source), options.frame)
        if self._sheet is None or key != self._key:
            self._sheet, self._reads = None, {}  # the old one need not stay while another is read
            self._sheet = sheet_of(source, options)
            self._key = key
        return find(self._sheet, options, self._reads)


def preview(source: Source, options: Options = AUTOMATIC, desk: Desk | None = None) -> Preview:
    """What is found out about a source, its first rows, and which rows would be left out.

    Raises EngineError where it cannot be read at all; what the learner can mend by other options
    is the preview's ``problem``.
    """
    if isinstance(source, Classic):
        return _of_classic(read(source, options))
    place = stamp(source)
    try:
        finding = _named(source, lambda: (desk or Desk()).finding(source, options))
    except EngineError as error:
        problem = error
        return replace(_named(source, lambda: as_it_stands(source, options, problem)), stamp=place)
    return replace(_named(source, lambda: _shown(finding)), stamp=place)


def read_table(
    source: Source,
    options: Options = AUTOMATIC,
    progress: Progress | None = None,
    desk: Desk | None = None,
) -> Table:
    """The table of a source; raises EngineError that names the file, the line and the column.

    What a file does not tell, and ``options`` does not say, is refused.
    """
    if isinstance(source, Classic):
        return read(source, options, progress).data.table
    return _table(source, _found(source, options, progress, desk))


def read(
    source: Source,
    options: Options = AUTOMATIC,
    progress: Progress | None = None,
    desk: Desk | None = None,
) -> Experiment:
    """The experiment that a source makes, ready to train."""
    if isinstance(source, Classic):
        from engine.files import classics  # brings scikit-learn along

        return classics.load(source.name)
    finding = _found(source, options, progress, desk)
    title = source.stem.partition(".")[0] if isinstance(source, Path) else ""
    table = _table(source, finding)
    (progress or _silent)(0.8)
    if finding.problem is not None:
        problem = finding.problem
        _named(source, lambda: _refuse(problem))
    made = _named(source, lambda: experiment_of(finding, table, title))
    (progress or _silent)(1.0)
    return made


def _found(
    source: Path | Clipboard, options: Options, progress: Progress | None, desk: Desk | None
) -> Finding:
    (progress or _silent)(0.0)
    finding = _named(source, lambda: (desk or Desk()).finding(source, options))
    (progress or _silent)(0.6)
    return finding


def _table(source: Source, finding: Finding) -> Table:
    """The rows that stay, where nothing has to be asked before some go."""
    asked = [question for question in finding.questions if question.id != "target"]
    if asked and asked[0].id == "rows_lost":
        _named(source, lambda: _refuse(finding.left_out[0].reason))
    if asked:
        _named(source, lambda: _refuse(asked[0].text))
    if finding.kept.bad.all():
        _named(source, lambda: _refuse(finding.problem or EngineError("is empty")))
    return finding.table()


def _refuse(error: EngineError) -> None:
    raise error


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


def _shown(finding: Finding) -> Preview:
    sheet = finding.sheet
    rows = tuple(
        tuple(
            _cell(cells, finding.reads[name], row)
            for name, cells in zip(sheet.names, sheet.columns, strict=True)
        )
        + ("",) * len(sheet.unread)
        for row in range(min(_shown_rows(len(sheet.names)), len(sheet.lines)))
    )
    is_usable = finding.problem is None
    return Preview(
        kind=sheet.kind,
        options=finding.options,
        columns=finding.columns,
        rows=rows,
        sheets=sheet.sheets,
        total=finding.total,
        left_out=finding.left_out,
        left_out_total=finding.left_out_total,
        task=finding.cast.task,
        questions=finding.questions,
        problem=finding.problem,
        large=large(finding) if is_usable else (),
        doubtful=sheet.doubtful,
        picture=picture(finding) if is_usable else None,
    )


def _shown_rows(columns: int) -> int:
    """Rows of a preview, fewer where they are very long."""
    return max(FEWEST_SHOWN, min(SHOWN, MOST_CELLS // max(columns, 1)))


def _cell(cells: Cells, read: Read, row: int) -> str:
    """A cell as it is read where it is a plain number, else as it stands in the file."""
    if read.kind == "number" and read.form in ("", "percent") and read.state[row] == OK:
        return _text(read.values[row])
    return _text(cells[row])


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float | np.floating):
        return "" if np.isnan(cell) else repr(float(cell)).removesuffix(".0")
    return str(cell)


def _of_classic(experiment: Experiment) -> Preview:
    data = experiment.data
    why = EngineError("is one of a classic data set")
    columns = tuple(
        Found(
            name,
            "category" if column.dtype == object else "number",
            "target" if name == data.target else
            "feature" if name in data.features else "ignored",
            why, 0, None,
        )
        for name, column in data.table.columns.items()
    )  # fmt: skip
    rows = tuple(
        tuple(_text(column[row]) for column in data.table.columns.values())
        for row in range(min(SHOWN, data.table.rows))
    )
    return Preview("classic", Options(), columns, rows, (), data.table.rows, (), 0, data.task)


def _silent(_: float) -> None:
    """Nobody wants to know how far reading has come."""
