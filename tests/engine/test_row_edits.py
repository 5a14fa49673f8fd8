"""Edits of many rows: what is done can be undone, and text keeps every bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import EngineError
from engine.data.table import Table, labels, numbers
from engine.edits.rows import (
    append_table,
    as_text,
    delete_rows,
    duplicate_rows,
    from_text,
    number_of,
    set_cells,
)
from tests.experiments import flowers, line

ROWS = st.lists(st.integers(0, 5), unique=True, max_size=6).map(
    lambda rows: np.array(sorted(rows), dtype=np.int64)
)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).filter(
    lambda text: text == text.strip()
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 6))
    finite = st.floats(allow_nan=False, allow_infinity=False)
    return Table(
        {
            "a b": numbers(draw(st.lists(finite, min_size=count, max_size=count))),
            "=word": labels(draw(st.lists(WORDS, min_size=count, max_size=count))),
            "whole": labels(draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count))),
        }
    )


@given(tables())
def test_copied_text_pasted_is_the_same_to_the_last_bit(table: Table) -> None:
    rows = np.arange(table.rows)
    assert from_text(table, as_text(table, rows)) == table
    without_head = as_text(table, rows).split("\n", 1)[1]
    assert from_text(table, without_head) == table


@given(ROWS)
def test_a_copy_deleted_again_leaves_what_was(rows: np.ndarray) -> None:
    before = flowers()
    after = duplicate_rows(before, rows)
    count = before.data.table.rows
    assert after.data.table.rows == count + len(rows)
    assert after.data.table.take(np.arange(count, count + len(rows))) == before.data.table.take(
        rows
    )
    assert delete_rows(after, np.arange(count, count + len(rows))) == before


@given(ROWS)
def test_a_class_is_set_for_just_these_rows(rows: np.ndarray) -> None:
    after = set_cells(flowers(), rows, "kind", "z").data.table.columns["kind"]
    before = flowers().data.table.columns["kind"]
    for row in range(6):
        assert after[row] == ("z" if row in rows else before[row])


def test_pasted_columns_may_stand_in_another_order() -> None:
    table = line().data.table
    found = from_text(table, "y\tx\n1,5\t2\n-3\t0.25\n")
    assert found.columns["x"].tolist() == [2, 0.25] and found.columns["y"].tolist() == [1.5, -3]
    assert append_table(line(), found).data.table.rows == 7


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "the clipboard"),
        ("1\t2\t3", "the clipboard, line 1"),
        ("x\ty\n1\t2\n1\ttwo", "the clipboard, line 3"),
        ("1\tnan", "the clipboard, line 1"),
        ("x\tz\n1\t2", "the clipboard, line 1"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(text: str, where: str) -> None:
    with pytest.raises(EngineError) as refused:
        from_text(line().data.table, text)
    assert refused.value.where == where


def test_text_that_a_spreadsheet_would_run_is_written_safe() -> None:
    table = Table({"t": labels(["=1+1", "plain"])})
    assert as_text(table, np.array([0, 1])).split("\n")[1:3] == ["'=1+1", "plain"]


@pytest.mark.parametrize("text", ["1,000", "-2,500", "−12,345"])
def test_what_may_have_thousands_is_no_decimal(text: str) -> None:
    with pytest.raises(EngineError, match=r"row 1: .* may have thousands or decimals"):
        number_of(text, "row 1")


@pytest.mark.parametrize(
    ("text", "value"), [("1,5", 1.5), ("0,125", 0.125), ("1000", 1000), ("1.000", 1), ("1,0000", 1)]
)
def test_a_comma_before_decimals(text: str, value: float) -> None:
    assert number_of(text, "row 1") == value
