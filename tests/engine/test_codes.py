"""Class columns as codes: the same columns, quicker; every edit keeps them right."""

from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.data.codes import codes, light
from engine.data.table import Column, Table, classes, labels, numbers

NAMES = st.sampled_from(["a", "b", "ㄱ", "1"])
CELLS = st.one_of(st.lists(NAMES, min_size=1), st.lists(st.integers(0, 3), min_size=1))


def table(cells: list[str | int]) -> Table:
    return Table({"x": numbers(range(len(cells))), "kind": labels(cells)})


def check(column: Column, expected: list[str | int]) -> None:
    """The cells, and codes that mean them and nothing else."""
    assert column.tolist() == expected
    assert [type(cell) for cell in column] == [type(cell) for cell in expected]
    known = codes(column)
    if known is not None:
        assert [known.labels[place] for place in known.places] == expected
        assert known.labels == tuple(sorted(set(expected)))


@given(CELLS, st.one_of(NAMES, st.integers(0, 9)), st.integers(0, 100))
def test_every_edit_keeps_the_codes_right(cells: list[str | int], cell: str | int, at: int) -> None:
    before, at = table(cells), at % len(cells)
    assert codes(before.columns["kind"]) is not None
    row = {"x": 0.5, "kind": cell}
    check(before.append([row]).columns["kind"], [*cells, cell])
    check(before.insert(at, [row]).columns["kind"], [*cells[:at], cell, *cells[at:]])
    check(before.delete([at]).columns["kind"], [*cells[:at], *cells[at + 1 :]])
    check(before.take(np.array([at, at])).columns["kind"], [cells[at]] * 2)
    check(before.put(at, {"kind": cell}).columns["kind"], [*cells[:at], cell, *cells[at + 1 :]])


@given(CELLS)
def test_a_table_travels_whole(cells: list[str | int]) -> None:
    sent = table(cells)
    assert codes(sent.columns["kind"]) is not None
    back = pickle.loads(pickle.dumps(sent))
    assert back == sent
    check(back.columns["kind"], cells)


def test_codes_are_smaller_than_what_they_stand_for() -> None:
    sent = table(["an apple", "a pear"] * 5_000)
    classes(sent.columns["kind"])
    assert light(sent.columns["kind"]) is codes(sent.columns["kind"])
    assert len(pickle.dumps(light(sent.columns["kind"]))) < 4 * 10_000 + 1_000


def test_kinds_are_not_mixed() -> None:
    mixed = table(["1", 1, True]).columns["kind"]
    assert codes(mixed) is None
    assert classes(mixed) == (1, "1")


def test_an_edited_column_has_its_codes_at_once() -> None:
    before = table(["a", "b"] * 10)
    known = codes(before.columns["kind"])
    after = before.append([{"x": 1.0, "kind": "b"}])
    sent = light(after.columns["kind"])
    assert known is not None and not isinstance(sent, np.ndarray)
    assert sent.labels is known.labels


def test_no_rows_have_no_classes() -> None:
    empty = table([])
    assert classes(empty.columns["kind"]) == ()
    check(empty.columns["kind"], [])
    check(empty.append([{"x": 1.0, "kind": "b"}]).columns["kind"], ["b"])
    assert pickle.loads(pickle.dumps(empty)) == empty
