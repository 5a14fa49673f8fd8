"""Whether a row holds the columns' names: judged by what most rows under it hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from engine.files.dates import understood
from engine.files.numbers import is_missing, number

MOST = 0.8  # of a column's cells that are of its kind
YEARS = range(1500, 2201)
UNIT = re.compile(
    r"[\[(].*[\])]|%|[°℃℉].*|[a-zA-Zµμ㎍㎜㎏㎡]{1,4}(?:[/·^*²³\-\d][\w/²³()^\-]*)?|"
    r"(?:천|백만|만|억)?[원명개건회점세년월일시분초쌍대호]|-|\S{1,12}/\S{1,12}|\$|€|₩"
)
Columns = list[list[str]]


def is_heading(
    head: Sequence[str], body: Sequence[Sequence[str]], decimal: str, quoted: bool = False
) -> tuple[bool, bool]:
    """Whether the row has names, and whether that is in doubt."""
    if not body:
        return _all_words(head, decimal), False
    votes = [
        _vote(cell, [row[place] for row in body], decimal)
        for place, cell in enumerate(head)
        if cell
    ]
    yes, no, seen = votes.count("yes"), votes.count("no"), votes.count("seen")
    if _is_over_names(head, body):
        return True, False
    if yes and not no:
        return True, False
    if no:
        names = quoted or (_counts_on(head, body, decimal) and (yes or votes.count("may")))
        names = names or _places(head, body, decimal)
        return bool(names) or yes > no, bool(yes) and not names and abs(yes - no) < 2
    repeated = len({cell for cell in head if cell}) < sum(map(bool, head))
    if len(head) == 1:
        return not seen or quoted, False
    return (not seen and not repeated) or quoted, False


def is_second_heading(
    head: Sequence[str], row: Sequence[str], body: Sequence[Sequence[str]], decimal: str
) -> Literal["", "names", "units"]:
    """Whether a row under the header goes on with it: units, or a second line of names."""
    if not body or any(_value(cell, decimal) for cell in row):
        return ""
    numeric = [
        place for place in range(len(row)) if _is_numeric([line[place] for line in body], decimal)
    ]
    told = [place for place in numeric if row[place] and not _value(row[place], decimal)]
    if not told or len(told) < 0.5 * len(numeric):
        return ""
    if any(is_missing(row[place]) for place in told):
        told = [place for place in told if not is_missing(row[place])]
        if len(told) < 2:
            return ""
    filled = [cell for cell in head if cell]
    if len(filled) < len(head) - 1 or len(set(filled)) < len(filled):
        return "names"
    return "units" if all(UNIT.fullmatch(row[place]) for place in told) else ""


def _is_over_names(head: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether only the first cell is empty, over names that every row has."""
    return (
        len(head) > 1
        and not head[0]
        and all(head[1:])
        and len(body) > 1
        and all(row[0] for row in body)
    )


def _vote(cell: str, column: list[str], decimal: str) -> str:
    """``yes``: a word over numbers; ``no``: a number; ``seen``: a word that comes again."""
    filled = [value for value in column if not is_missing(value)]
    if not filled:
        return "may"
    if _is_numeric(column, decimal):
        if is_missing(cell) and cell.lower() not in ("nan", "na"):
            return "may"
        return "no" if _value(cell, decimal) else "yes"
    if understood(filled[:100]) is not None:
        return "no" if understood([cell]) is not None else "yes"
    return "seen" if cell in set(filled) else "may"


def _is_numeric(column: Sequence[str], decimal: str) -> bool:
    filled = [cell for cell in column if not is_missing(cell)]
    return bool(filled) and sum(_number(cell, decimal) for cell in filled) >= MOST * len(filled)


def _number(cell: str, decimal: str) -> bool:
    return number(cell, decimal) is not None


def _value(cell: str, decimal: str) -> bool:
    """Whether a cell is a number, and no name such as inf or nan."""
    return _number(cell, decimal) and cell.strip("+-").lower() not in (
        "nan", "inf", "infinity", "na"
    )  # fmt: skip


def _whole(head: Sequence[str], decimal: str) -> list[int]:
    values = [number(cell, decimal) for cell in head if _value(cell, decimal)]
    return [int(value) for value in values if value is not None and value.is_integer()]


def _counts_on(head: Sequence[str], body: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the numbers in a row are years or count on evenly, as those under them do not."""
    values = _whole(head, decimal)
    if len(values) < sum(_value(cell, decimal) for cell in head) or not values:
        return False
    steps = {b - a for a, b in pairwise(values)}
    even = len(values) > 1 and len(steps) == 1 and 0 not in steps
    years = all(value in YEARS for value in values) and len(set(values)) == len(values)
    if not even and not years:
        return False
    for row in body[:20]:
        below = _whole(row, decimal)
        if len(below) == len(values) and (years and all(value in YEARS for value in below)):
            return False
    return True


def _places(head: Sequence[str], body: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the row is 0, 1, 2, … as pandas numbers columns, over numbers with fractions."""
    values = _whole(head, decimal)
    return (
        len(head) > 2
        and values in (list(range(len(head))), list(range(1, len(head) + 1)))
        and any(
            (value := number(cell, decimal)) is not None and not value.is_integer()
            for row in body
            for cell in row
        )
    )


def _all_words(head: Sequence[str], decimal: str) -> bool:
    return not any(_value(cell, decimal) for cell in head)
