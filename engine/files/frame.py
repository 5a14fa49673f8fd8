"""Where a table stands among the rows of a file: its names, its first row, what lies around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import EngineError
from engine.files.headings import is_heading, is_second_heading
from engine.files.names import numbered, unique
from engine.files.source import LeftOut, Options

Row = tuple[int, list[str]]  # the line that it ends on, and its cells
SAMPLE = 300  # rows that guesses are made from
TAIL = 12  # rows at the end among which totals and notes are looked for
TOTALS = re.compile(
    r"(?:grand |sub)?totals?|sum|mean|average|avg\.?|합\s*계|총\s*계|소\s*계|총\s*합|계|평\s*균",
    re.IGNORECASE,
)
NOTE = re.compile(r"[※*#]|source\b|notes?\b|자료|출처|주[):]", re.IGNORECASE)
ROW_NAMES = "row names"


@dataclass(frozen=True, slots=True)
class Frame:
    """The place of a table: rows are counted from 0 among those that are not empty."""

    names: tuple[str, ...]
    start: int  # the first row of the body
    end: int  # after its last
    header: int  # the line with the names, 0 where there are none
    width: int  # cells of a row
    row_names: str | None = None  # a first column that the header does not know
    after: tuple[LeftOut, ...] = ()  # totals and notes under the table
    doubtful: bool = False  # whether the first row may be names as well as values


def frame_of(rows: Sequence[Row], options: Options, decimal: str, quoted: bool = False) -> Frame:
    """The table in a file's rows; ``quoted`` says that only the first row stands in quotes.

    Raises EngineError where no row is left.
    """
    first = next((place for place, (line, _) in enumerate(rows) if line > options.skip), None)
    if first is None:
        raise EngineError("is empty")
    if options.header:
        first = _row_at(rows, options.header)
    sample = [cells for _, cells in rows[first : first + SAMPLE]]
    width = _usual_width(sample)
    if not options.header:
        first += _title_rows(sample, width)
    head, body = rows[first][1], _body(rows[first + 1 :], width)
    named, doubtful = bool(options.header), False
    if options.header is None:
        named, doubtful = is_heading(_aligned(head, width), body, decimal, quoted)
    if not named:
        return _unnamed(rows, first, width, doubtful)
    return _named(rows, first, width, decimal, doubtful, levels=not options.header)


def _named(
    rows: Sequence[Row], first: int, width: int, decimal: str, doubtful: bool, levels: bool
) -> Frame:
    head = rows[first][1]
    heads, place = [_aligned(head, width)], first + 1
    while levels and len(heads) < 3 and place + 1 < len(rows):
        body = _body(rows[place + 1 :], width)
        kind = is_second_heading(heads[-1], _fitted(rows[place][1], width), body, decimal)
        if not kind:
            break
        if kind == "names":
            heads.append(_fitted(rows[place][1], width))
        place += 1
    if place >= len(rows):
        raise EngineError("has a header but no rows", hint="at least two rows are needed")
    short = len(head) == width - 1
    names = [ROW_NAMES, *head] if short else _together(heads)
    end, after = _end(rows, place, width)
    return Frame(
        unique(names), place, end, rows[first][0], width, ROW_NAMES if short else None, after,
        doubtful,
    )  # fmt: skip


def _unnamed(rows: Sequence[Row], first: int, width: int, doubtful: bool) -> Frame:
    end, after = _end(rows, first, width)
    return Frame(numbered(width), first, end, 0, width, None, after, doubtful)


def _row_at(rows: Sequence[Row], line: int) -> int:
    found = next((place for place, (at, _) in enumerate(rows) if at >= line), None)
    if found is None or rows[found][0] != line:
        raise EngineError(
            "is empty in line {line}, where the names should be",
            hint="choose another line for the header",
            line=line,
        )
    return found


def _usual_width(sample: Sequence[Sequence[str]]) -> int:
    """The most common number of cells; of equals the larger one."""
    counts = Counter(len(cells) for cells in sample)
    best = max(counts, key=lambda width: (counts[width], width))
    ends = [cells[-1] for cells in sample if len(cells) == best]
    before = counts.get(best - 1, 0)
    if before and before + counts[best] > 1 and best > 2 and not any(ends):
        return best - 1  # rows end in a delimiter, the header does not
    return best


def _title_rows(sample: Sequence[Sequence[str]], width: int) -> int:
    """How many rows at the start are no part of the table: they fill too few of its cells."""
    least = 1 if width == 1 else max(2, (width + 1) // 2)
    for place, cells in enumerate(sample):
        filled = sum(bool(cell) for cell in cells)
        over_names = len(cells) == width > 1 and not cells[0] and all(cells[1:])
        over_names = over_names or _parts_names(cells, sample[place + 1 : place + 2], width)
        if (filled >= least and len(cells) >= width - 1) or over_names:
            return place
    return 0


def _parts_names(cells: Sequence[str], under: Sequence[Sequence[str]], width: int) -> bool:
    """Whether merged cells tell apart names that come again in the row under them."""
    if not under or len(under[0]) != width or len(cells) > width:
        return False
    names = [name for name in under[0] if name]
    whole = zip(_carried_on(_fitted(cells, width)), under[0], strict=True)
    return len(set(names)) < len(names) == len({pair for pair in whole if pair[1]})


def _body(rows: Sequence[Row], width: int) -> list[list[str]]:
    return [_fitted(cells, width) for _, cells in rows[:SAMPLE] if len(cells) >= width]


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    return ([*cells] + [""] * width)[:width]


def _aligned(head: list[str], width: int) -> list[str]:
    """A header over its columns; R writes none over the rows' names."""
    return ["", *head] if len(head) == width - 1 else _fitted(head, width)


def _together(heads: list[list[str]]) -> list[str]:
    """The names of one header, or of several lines above each other, whose upper ones go on."""
    if len(heads) == 1:
        return heads[0]
    levels = [_carried_on(head) for head in heads[:-1]] + [heads[-1]]
    names = []
    for parts in zip(*levels, strict=True):
        different = [part for place, part in enumerate(parts) if part and part not in parts[:place]]
        names.append(" ".join(different))
    return names


def _carried_on(head: list[str]) -> list[str]:
    last, result = "", []
    for cell in head:
        last = cell or last
        result.append(last)
    return result


def _end(rows: Sequence[Row], start: int, width: int) -> tuple[int, tuple[LeftOut, ...]]:
    """Where the body ends, and the totals and notes after it."""
    end = len(rows)
    after: list[LeftOut] = []
    while end - 1 > start and len(after) < TAIL:
        line, cells = rows[end - 1]
        reason = _no_row(cells, width)
        if reason is None:
            break
        after.append(LeftOut(line, reason))
        end -= 1
    return end, tuple(reversed(after))


def _no_row(cells: list[str], width: int) -> EngineError | None:
    filled = [cell for cell in cells if cell]
    if filled and TOTALS.fullmatch(filled[0].strip(" :")) and width > 1:
        return EngineError("is a total of the rows above it")
    if len(filled) != 1 or width == 1:
        return None
    is_note = bool(NOTE.match(filled[0])) or (width > 2 and " " in filled[0])
    return EngineError("is a note under the table") if is_note else None
