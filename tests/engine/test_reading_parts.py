"""What reading decides about columns, rows and the picture of them, one part at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.files import Options, preview, read
from engine.files.judging import are_numbers
from engine.files.source import Preview


def found(folder: Path, text: str, target: str = "") -> Preview:
    path = _written(folder, text)
    return preview(path, Options().with_column(target, role="target") if target else Options())


def table(header: str, *rows: str) -> str:
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ("total,9,30", "line 12: is a total of the rows above it"),
        ("* measured by hand,,", "line 12: is a note under the table"),
        ("source: the weather office,,", "line 12: is a note under the table"),
        ("measured by hand,,", "line 12: is a note under the table"),
        ("Berlin,,", None),
    ],
)
def test_what_stands_under_a_table_is_none_of_its_rows(
    tmp_path: Path, last: str, why: str | None
) -> None:
    rows = [f"{name},{n},{n * n % 7}" for n, name in enumerate("abcdefghij")]
    left_out = found(tmp_path, table("city,x,y", *rows, last)).left_out
    told = [str(row.reason) for row in left_out]
    assert (told == [why]) if why else all("note" not in text for text in told)


def test_rows_that_go_on_with_empty_cells_are_kept_and_longer_ones_are_named(
    tmp_path: Path,
) -> None:
    rows = [f"{n},{n * n % 7}" for n in range(20)]
    seen = found(tmp_path, table("x,y", *rows, "20,6,,", "21,0,9", "22,1"))
    assert [str(row.reason) for row in seen.left_out] == [
        "line 23: has 3 cells, but the first row has 2"
    ]
    assert (seen.total, seen.kept) == (23, 22)


@pytest.mark.parametrize(
    ("year", "day"), [("69", 36160.0), ("70", 0.0), ("99", 10592.0), ("00", 10957.0)]
)
def test_years_of_two_digits_are_of_1970_to_2069(tmp_path: Path, year: str, day: float) -> None:
    days = [f"01/01/{year}", "13/02/98", "14/03/98", "15/04/98", "16/05/98"]
    text = table("day,y", *(f"{day},{n * n % 7}" for n, day in enumerate(days)))
    assert read(_written(tmp_path, text)).data.table.columns["day"][0] == day


@pytest.mark.parametrize(
    ("cells", "hours"),
    [
        (["오전 9:30", "오후 1:00", "오전 12:15"], [9.5, 13.0, 0.25]),
        (["9시 30분", "13시", "0시 5분 36초"], [9.5, 13.0, 336 / 3600]),
        (["오후 1시 30분", "오전 11시", "오후 12시"], [13.5, 11.0, 12.0]),
        (["9:30 AM", "1:00 PM", "12:15 am"], [9.5, 13.0, 0.25]),
    ],
)
def test_korean_times_of_day_are_hours(
    tmp_path: Path, cells: list[str], hours: list[float]
) -> None:
    text = table("time,y", *(f"{cell},{n}" for n, cell in enumerate(cells * 3)))
    columns = read(_written(tmp_path, text)).data.table.columns
    np.testing.assert_allclose(columns["time"][:3], hours)


def test_korean_days_have_korean_times(tmp_path: Path) -> None:
    cells = ["1970-01-01 오전 6:00", "1970년 1월 2일 오후 6시", "1970-01-03 12:00", "1970. 1. 4."]
    text = table("when,y", *(f"{cell},{n}" for n, cell in enumerate(cells)))
    columns = read(_written(tmp_path, text)).data.table.columns
    assert columns["when"].tolist() == [0.25, 1.75, 2.5, 3.0]
    assert found(tmp_path, table("when,y", "오후 1시 반,1", "곧,2", "25시 70분,3")).columns[
        0
    ].kind in ("text", "category")


def test_few_gaps_are_left_out_and_many_are_filled(tmp_path: Path) -> None:
    def fills(gaps: int, role: str = "x") -> str | None:
        rows = [f"{'' if n < gaps else n % 9},{'' if role == 'y' and n < gaps else n * n % 7},{n}"
                for n in range(40)]  # fmt: skip
        name = "y" if role == "y" else "x"
        columns = found(tmp_path, table("x,y,z", *rows), target="y").columns
        return next(column.fill for column in columns if column.name == name)

    assert (fills(1), fills(12)) == ("drop", "median")
    assert fills(12, "y") == "drop"  # a row without an answer teaches nothing


def test_what_a_gap_is_filled_with(tmp_path: Path) -> None:
    rows = [f"{'' if n < 12 else 3 * n},{'' if n < 12 else 'ab'[n % 2]},{n * n % 7}"
            for n in range(40)]  # fmt: skip
    columns = read(_written(tmp_path, table("x,k,y", *rows))).data.table.columns
    assert columns["x"][0] == np.median([3 * n for n in range(12, 40)])
    assert columns["k"][0] == "missing" and columns["k"][12] == "a"


def test_of_two_numbers_that_are_as_common_the_smaller_fills_a_gap(tmp_path: Path) -> None:
    cells = ["", *["9", "10"] * 6, "3"]
    path = _written(tmp_path, table("x,y", *(f"{cell},{n}" for n, cell in enumerate(cells))))
    chosen = Options().with_column("x", fill="most_common")
    assert read(path, chosen).data.table.columns["x"][0] == 9


def test_the_picture_has_the_first_numbers_across(tmp_path: Path) -> None:
    rows = [f"{n / 7},{n * n % 11},{n % 2},{'uv'[n % 2]}" for n in range(1, 31)]
    seen = found(tmp_path, table("a,b,c,k", *rows), target="k").picture
    assert seen is not None and seen.names == ("a", "b")
    assert seen.across[0] == pytest.approx(1 / 7) and seen.up[0] == 1 and len(seen.across) == 30
    line = found(tmp_path, table("a,b,c,k", *rows), target="b").picture
    assert line is not None and line.names == ("a", "b")


@pytest.mark.parametrize(
    ("good", "wrong", "kinds", "values", "numbers"),
    [
        (0, 0, 0, 0, False), (5, 0, 0, 5, True), (3, 1, 1, 3, True), (2, 1, 1, 2, True),
        (1, 1, 1, 1, False), (90, 10, 10, 90, True), (89, 11, 11, 89, False),
        (18, 12, 2, 11, True), (17, 12, 2, 11, False), (18, 12, 3, 11, False),
        (18, 12, 2, 10, False),
    ],
)  # fmt: skip
def test_some_words_among_numbers_are_gaps(
    good: int, wrong: int, kinds: int, values: int, numbers: bool
) -> None:
    assert are_numbers(good, wrong, kinds, values) == numbers


@pytest.mark.parametrize(
    ("name", "values", "role"),
    [
        ("id", range(1, 21), "ignored"), ("id", range(0, 60, 3), "ignored"),
        ("size", [5, 3, 1, 2] * 5, "feature"), ("size", range(1, 21), "ignored"),
        ("size", [n + 0.5 for n in range(20)], "feature"),
        ("case", [n + 0.5 for n in range(20)], "feature"), ("year", range(1990, 2010), "feature"),
    ],
)  # fmt: skip
def test_a_column_that_only_counts_the_rows_is_ignored(
    tmp_path: Path, name: str, values: list[float], role: str
) -> None:
    rows = [f"{v},{n % 3},{n % 5},{n * n % 7}" for n, v in enumerate(values)]
    columns = found(tmp_path, table(f"{name},a,b,y", *rows)).columns
    assert {c.name: c.role for c in columns}[name] == role


def _written(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path
