"""The table's edits: what holds of every table, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import EngineError, Experiment
from engine.data.table import Table, numbers
from engine.edits.classes import class_places
from engine.edits.rows import as_text
from engine.edits.table import (
    in_order,
    insert_row,
    paste_cells,
    remove_column,
    rename_column,
    set_cell,
    set_feature,
    sorted_rows,
)
from engine.experiment.specs import Data
from tests.experiments import flowers, line

COLUMNS = ["length", "width", "height", "kind"]


@given(st.sampled_from(COLUMNS), st.booleans())
def test_sorting_is_a_stable_permutation(column: str, descending: bool) -> None:
    before = flowers().data.table
    after = in_order(flowers(), sorted_rows(before, column, descending=descending))
    rows = [tuple(before.row(row).values()) for row in range(before.rows)]
    place = before.names.index(column)
    wanted = sorted(rows, key=lambda row: row[place])
    if descending:  # equal ones keep their order
        wanted = sorted(rows, key=lambda row: row[place], reverse=True)
    found = after.data.table
    assert [tuple(found.row(row).values()) for row in range(found.rows)] == wanted


@given(st.integers(0, 4), st.sampled_from(["x", "y"]), st.floats(-1e9, 1e9))
def test_a_cell_changed_and_changed_back_is_what_it_was(
    row: int, column: str, value: float
) -> None:
    before = line()
    after = set_cell(before, row, column, repr(value))
    assert after.data.table.columns[column][row] == value
    old = before.data.table.columns[column][row]
    assert set_cell(after, row, column, repr(float(old))) == before


def test_a_typed_name_can_be_a_new_class() -> None:
    after = set_cell(flowers(), 0, "kind", " d ")
    assert after.data.classes == ("a", "b", "c", "d")


@pytest.mark.parametrize(("text", "value"), [("1,5", 1.5), ("−2", -2), ("1e3", 1000), (" 7 ", 7)])
def test_numbers_are_read_as_they_are_written_anywhere(text: str, value: float) -> None:
    assert set_cell(line(), 1, "x", text).data.table.columns["x"][1] == value


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1,2,3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(EngineError) as refused:
        set_cell(line(), 1, "x", text)
    assert refused.value.where == "x, row 2"


def test_an_inserted_row_is_the_mean_one() -> None:
    table = insert_row(flowers(), 2).data.table
    assert table.rows == 7
    assert table.row(2)["length"] == pytest.approx(np.mean([1.5, 2, 3, 4, 5.5, 6]))
    assert table.row(2)["kind"] == "a" and table.row(3)["length"] == 3


def test_a_renamed_column_keeps_its_part() -> None:
    after = rename_column(rename_column(flowers(), "kind", "species"), "length", "long one")
    after.check()
    assert after.data.target == "species" and after.data.features == ("long one", "width")
    for name in ("", "width", "  "):
        with pytest.raises(EngineError):
            rename_column(flowers(), "length", name)


def test_a_column_that_inputs_name_keeps_its_name() -> None:
    experiment = Experiment.from_dict({**line().to_dict(), "model": {"inputs": ["x", "x**2"]}})
    with pytest.raises(EngineError) as refused:
        rename_column(experiment, "x", "z")
    assert "inputs" in str(refused.value)
    rename_column(experiment, "y", "z").check()


def test_columns_can_go_but_not_the_target_nor_the_last_feature() -> None:
    after = remove_column(flowers(), "width")
    after.check()
    assert after.data.features == ("length",) and "width" not in after.data.table.names
    assert remove_column(flowers(), "height").data.features == ("length", "width")
    for name, experiment in (("kind", flowers()), ("x", line())):
        with pytest.raises(EngineError):
            remove_column(experiment, name)


def test_features_are_taken_in_and_out_in_the_tables_order() -> None:
    more = set_feature(flowers(), "height", True)
    assert more.data.features == ("length", "width", "height")
    assert set_feature(more, "width", False).data.features == ("length", "height")
    with pytest.raises(EngineError):
        set_feature(line(), "x", False)


def test_a_block_is_pasted_over_and_past_the_end() -> None:
    after = paste_cells(line(), 4, 0, "10\t20\n11\t22\n").data.table
    assert after.columns["x"].tolist() == [1, 2, 3, 4, 10, 11]
    assert after.columns["y"].tolist() == [2, 4, 6, 8, 20, 22]
    one = paste_cells(line(), 1, 1, "7\n8").data.table
    assert one.columns["y"].tolist() == [2, 7, 8, 8, 11] and one.rows == 5


def test_a_pasted_copy_is_the_same_to_the_last_bit() -> None:
    table = flowers().data.table
    text = as_text(table, np.arange(table.rows))
    after = paste_cells(flowers(), 0, 0, text).data.table
    assert after.take(np.arange(6, 12)) == table
    assert paste_cells(flowers(), 0, 0, text.split("\n", 1)[1]) == flowers()


@pytest.mark.parametrize("text", ["", "1\t2\t3", "one\ttwo"])
def test_what_cannot_be_pasted_is_refused(text: str) -> None:
    with pytest.raises(EngineError):
        paste_cells(line(), 0, 0, text)


def test_a_cell_below_the_last_row_adds_one_even_to_an_empty_table() -> None:
    after = set_cell(line(), 5, "y", "12").data.table
    assert after.row(5) == {"x": 3, "y": 12}
    columns = {"a": numbers([]), "kind": numbers([])}
    experiment = Experiment(Data(Table(columns), ("a",), "kind", "classification"))
    after = set_cell(experiment, 0, "a", "1,5").data.table
    assert after.row(0) == {"a": 1.5, "kind": 0}


def test_a_new_class_leaves_the_others_their_colours() -> None:
    before = flowers()
    places = class_places(before.data, before.data.classes)
    after = set_cell(before, 0, "kind", "aa").data
    found = class_places(after, after.classes)
    assert {name: found[name] for name in places} == places and found["aa"] == 3


def test_there_are_no_more_classes_than_colours() -> None:
    experiment = flowers()
    for name in "defghij":
        experiment = insert_row(experiment, 0)
        experiment = set_cell(experiment, 0, "kind", name)
    assert len(experiment.data.classes) == 10
    with pytest.raises(EngineError) as refused:
        set_cell(experiment, 0, "kind", "k")
    assert "10" in str(refused.value) and refused.value.where == "kind, row 1"
    assert set_cell(experiment, 0, "kind", "d").data.classes == tuple("abcdefghij")


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=5))
def test_a_copied_block_is_pasted_to_the_last_bit(values: list[float]) -> None:
    source = Table({"y": numbers(values)})
    text = as_text(source, np.arange(len(values)), named=False)
    after = paste_cells(line(), 0, 1, text).data.table.columns["y"][: len(values)]
    assert after.tobytes() == source.columns["y"].tobytes()
