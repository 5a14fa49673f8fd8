"""What opening a table finds: read once, judged, and shown or opened from the same values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.data.table import Column, Table
from engine.errors import EngineError
from engine.experiment.fields import show
from engine.files import dates, gaps
from engine.files.column_read import MISSING, OK, Read
from engine.files.kinds import read_column
from engine.files.points import unsure
from engine.files.roles import Cast, cast
from engine.files.sheet import MOST_LEFT_OUT, Sheet
from engine.files.source import Found, LeftOut, Options, Question

FRAME = ("encoding", "delimiter", "decimal", "header", "skip", "sheet")
MOST_SHOWN = 12  # values of a category that are named
GAP = "fill it in, or choose above the column what is done about gaps"
NO_NUMBER = "mend it, or choose another kind above the column"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sheet with everything decided about it."""

    sheet: Sheet
    options: Options
    reads: Mapping[str, Read]  # as they stand in the file, all rows
    cast: Cast
    kept: gaps.Kept
    columns: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]  # the first ones, by their lines
    left_out_total: int
    questions: tuple[Question, ...]
    problem: EngineError | None

    @property
    def total(self) -> int:
        """All rows of the file."""
        return len(self.sheet.lines) + self.sheet.skipped + len(self.sheet.after)

    def table(self) -> Table:
        """The rows that stay; columns without any value are not in it."""
        bad = self.kept.bad
        rows: Any = np.flatnonzero(~bad) if bad.any() else slice(None)
        return Table({
            name: _column(read, rows)
            for name, read in self.kept.reads.items()
            if read.kind != "empty"
        })  # fmt: skip


def find(sheet: Sheet, options: Options, known: dict[object, Read] | None = None) -> Finding:
    """Decide what each column is and is for, what is done about gaps, and what has to be asked.

    ``known`` keeps the columns that were read before, and takes those that are read now.
    """
    decimal = sheet.options.decimal or "."
    read_as = replace(options, **{name: getattr(sheet.options, name) for name in FRAME})
    reads = _reads(sheet, options, decimal, {} if known is None else known)
    parts = cast(reads, sheet.row_names, read_as)
    kept = gaps.keep(reads, parts, options)
    left_out = _left_out(sheet, reads, kept)
    total = int(kept.bad.sum()) + sheet.skipped + len(sheet.after)
    columns = tuple(_found(name, reads[name], parts, kept) for name in sheet.names)
    unread = tuple(Found(name, "text", "ignored", why, 0, None) for name, why in sheet.unread)
    questions = (
        *sheet.questions, *_questions(sheet, options, reads, parts, kept, left_out)
    )  # fmt: skip
    problem = _problem(reads, parts, kept)
    if parts.target is None or not parts.features:
        questions = (
            *questions,
            Question("target", problem or EngineError("choose what is predicted")),
        )
    asked = tuple(question for question in questions if question.id not in options.agreed)
    return Finding(
        sheet, read_as, reads, parts, kept, (*columns, *unread), left_out, total, asked, problem
    )


def _reads(
    sheet: Sheet, options: Options, decimal: str, known: dict[object, Read]
) -> dict[str, Read]:
    found = {}
    for name, cells in zip(sheet.names, sheet.columns, strict=True):
        key = (name, options.chosen(name).kind, options.day_first)
        if key not in known:
            known[key] = read_column(cells, decimal, name, key[1], key[2])
        found[name] = known[key]
    return found


def _found(name: str, read: Read, parts: Cast, kept: gaps.Kept) -> Found:
    values: tuple[str, ...] = ()
    first = ""
    if not read.numeric and read.kind == "category":
        values = tuple(dict.fromkeys(read.values[:5000][read.state[:5000] == OK].tolist()))
    elif (read.kind == "date" or read.form == "time") and (read.state == OK).any():
        first = dates.told(float(read.values[read.state == OK][0]), read.form)
    fill = kept.fills.get(name)
    return Found(name, read.kind, parts.roles[name], parts.whys[name], read.gaps, fill,
                 values[:MOST_SHOWN], first)  # fmt: skip


def _column(read: Read, rows: Any) -> Column:
    column: Column = read.values[rows]
    return column


def _left_out(sheet: Sheet, reads: Mapping[str, Read], kept: gaps.Kept) -> tuple[LeftOut, ...]:
    result = []
    for row in np.flatnonzero(kept.bad)[:MOST_LEFT_OUT].tolist():
        name = next(name for name, fill in kept.fills.items()
                    if fill == "drop" and reads[name].state[row] != OK)  # fmt: skip
        place = sheet.names.index(name)
        line = int(sheet.lines[row])
        where = f"{sheet.unit} {line}, column {name}"
        result.append(
            LeftOut(line, _reason(reads[name].state[row], sheet.columns[place][row], where))
        )
    after = [LeftOut(row.line, row.reason.at(f"{sheet.unit} {row.line}")) for row in sheet.after]
    together = sorted((*sheet.ragged, *result, *after), key=lambda row: row.line)
    return tuple(together[:MOST_LEFT_OUT])


def _reason(state: int, cell: Any, where: str) -> EngineError:
    text = "" if cell is None else str(cell)
    if state == MISSING and (not text or isinstance(cell, float)):
        return EngineError("is an empty cell", where, GAP)
    if state == MISSING:
        return EngineError("stands for no value: {got}", where, GAP, got=show(text))
    if text.lower().lstrip("+-").startswith("inf"):
        return EngineError("must be a finite number, got {got}", where, NO_NUMBER, got=show(text))
    return EngineError("must be a number, got {got}", where, NO_NUMBER, got=show(text))


def _questions(
    sheet: Sheet,
    options: Options,
    reads: Mapping[str, Read],
    parts: Cast,
    kept: gaps.Kept,
    left_out: tuple[LeftOut, ...],
) -> list[Question]:
    found = []
    rows = len(sheet.lines) + sheet.skipped
    lost = int(kept.bad.sum()) + sheet.skipped
    if kept.unasked + sheet.skipped > gaps.MOST_LOST * rows:
        text = EngineError(
            "{count} of {rows} rows would be left out, such as {line}",
            count=lost,
            rows=rows,
            line=left_out[0].reason.where if left_out else "",
        )
        found.append(Question("rows_lost", text))
    used = [name for name in reads if parts.roles[name] != "ignored"]
    for name in used:
        if reads[name].doubtful and options.day_first is None:
            row = int(np.flatnonzero(reads[name].state == OK)[0])
            text = EngineError(
                "{cell} in {name} is read as {date}: does the day come first?",
                cell=str(sheet.columns[sheet.names.index(name)][row]),
                name=name,
                date=dates.told(float(reads[name].values[row]), reads[name].form),
            )
            found.append(Question("dates", text))
            break
    numeric = [name for name in used if reads[name].kind == "number" and not reads[name].form]
    doubt = _unsure(sheet, numeric) if options.decimal is None else ""
    if doubt:
        text = EngineError("{cell} may have thousands or decimals", cell=doubt,
                           hint="choose its decimal point")  # fmt: skip
        found.append(Question("decimal", text))
    return found


def _unsure(sheet: Sheet, used: list[str]) -> str:
    if not sheet.options.delimiter:
        return ""
    texts = (
        cells
        for name, cells in zip(sheet.names, sheet.columns, strict=True)
        if name in used and not isinstance(cells, np.ndarray)
    )
    return unsure(texts, sheet.options.delimiter or "")


def _problem(reads: Mapping[str, Read], parts: Cast, kept: gaps.Kept) -> EngineError | None:
    """Why there is nothing to learn, as long as nothing else is chosen."""
    if len(reads) < 2:
        return EngineError("has one column only, at least two are needed")
    if parts.target is None:
        return EngineError("has no column that can be predicted",
                           hint="choose the target above a column")  # fmt: skip
    if not parts.features:
        return EngineError("has no column to learn from",
                           hint="choose a feature above a column")  # fmt: skip
    if kept.bad.all():
        return EngineError("has no row that could be used", hint="look at the rows left out")
    if len(kept.bad) - int(kept.bad.sum()) < 2:
        return EngineError("has one row, at least two are needed")
    return None
