"""Classes live until they are removed: their order and the model's outputs outlast their rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.edits import classes as class_edits
from engine.edits import parts as edits
from engine.edits import rows as row_edits
from engine.edits import table as table_edits
from engine.edits.noise import Noise, with_noise
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.training.session import Session

CATS = np.arange(4)


def animals(**data: Any) -> Experiment:
    """Four cats, four dogs and four owls."""
    columns = {
        "x1": [-4, -3.5, -4.5, -3, 4, 3.5, 4.5, 3, 0, 0.5, -0.5, 1],
        "x2": [-4, -3, -3.5, -4.5, -4, -3, -3.5, -4.5, 4, 3, 3.5, 4.5],
        "animal": ["cat"] * 4 + ["dog"] * 4 + ["owl"] * 4,
    }
    part = {"columns": columns, "features": ["x1", "x2"], "target": "animal"}
    return Experiment.from_dict({"data": {**part, "task": "classification", **data}})


def looks(experiment: Experiment) -> dict[Any, int]:
    return class_edits.class_places(experiment.data, class_edits.class_names(experiment.data))


def test_a_class_without_rows_keeps_its_place_its_colour_and_its_output() -> None:
    start = animals()
    session = Session(start)
    session.step(5)
    after = row_edits.delete_rows(start, CATS)
    after.check()
    assert after.data.classes == start.data.classes == ("cat", "dog", "owl")
    assert looks(after) == looks(start)
    assert after.parameter_shapes() == start.parameter_shapes()
    before = session.parameters
    assert session.change(after)
    assert all(np.array_equal(before[name], value) for name, value in session.parameters.items())
    session.step()
    assert np.isfinite(session.losses).all()


def test_training_asks_for_the_output_of_a_class_s_place_not_of_its_letters() -> None:
    ordered = animals(categories={"animal": ["owl", "hen", "cat", "dog"]})
    session = Session(ordered)
    targets = session.run.machine.batches.targets
    assert targets.tolist() == [2] * 4 + [3] * 4 + [0] * 4


@pytest.mark.parametrize(
    "order", [[*range(8, 12), *range(4), *range(4, 8)], [11, *range(11)], [*range(12)][::-1]]
)
def test_sorting_the_table_or_its_first_row_changes_nothing_else(order: list[int]) -> None:
    start = animals(categories={"animal": ["owl", "cat", "dog"]})
    after = table_edits.in_order(start, np.array(order))
    assert after.data.classes == ("owl", "cat", "dog")
    assert row_edits.delete_rows(after, np.array([0])).data.classes == ("owl", "cat", "dog")


def test_a_new_class_comes_last_and_one_that_comes_back_to_its_place() -> None:
    without = row_edits.delete_rows(animals(), CATS)
    again = table_edits.set_cell(without, 0, "animal", "cat")
    assert again.data.classes == ("cat", "dog", "owl") and not again.data.categories
    more = table_edits.set_cell(without, 0, "animal", "bear")
    assert more.data.classes == ("cat", "dog", "owl", "bear")
    assert {**looks(more), "bear": None} == {**looks(without), "bear": None}


def test_a_class_ends_by_its_menu() -> None:
    without = row_edits.delete_rows(animals(), CATS)
    after = class_edits.with_class_removed(without, without.data.classes, "cat")
    assert after.data.classes == ("dog", "owl") and not after.data.categories
    assert looks(after) == {"dog": 1, "owl": 2}


def test_only_a_list_that_the_rows_do_not_give_is_written() -> None:
    assert "categories" not in animals().to_dict()["data"]
    assert (
        "categories" not in animals(categories={"animal": ["cat", "dog", "owl"]}).to_dict()["data"]
    )
    without = row_edits.delete_rows(animals(), CATS)
    assert without.to_dict()["data"]["categories"] == {"animal": ["cat", "dog", "owl"]}
    assert Experiment.from_dict(without.to_dict()) == without


def test_numbers_as_classes_and_no_rows_at_all() -> None:
    columns = {"x": [0, 1, 2, 3], "c": [0, 1, 5, 5]}
    part = {"columns": columns, "features": ["x"], "target": "c", "task": "classification"}
    start = Experiment.from_dict({"data": {**part, "categories": {"c": [5, 1, 0]}}})
    empty = row_edits.delete_rows(start, np.arange(4))
    assert empty.data.classes == (5, 1, 0)
    full = row_edits.append_table(empty, start.data.table)
    assert full.data == start.data


def test_another_name_of_a_column_takes_its_list_along_and_another_target_has_its_own() -> None:
    start = animals(categories={"animal": ["owl", "dog", "cat"]})
    assert table_edits.rename_column(start, "animal", "pet").data.classes == ("owl", "dog", "cat")
    other = edits.with_target(start, "x1")
    assert other.data.classes == ()
    assert edits.with_target(other, "animal").data.classes == ("owl", "dog", "cat")


def test_noise_gives_another_class_whatever_their_order() -> None:
    start = animals(categories={"animal": ["owl", "hen", "dog", "cat"]})
    after = with_noise(start, Noise(flipped=1.0, seed=3))
    pairs = zip(start.data.table.columns["animal"], after.data.table.columns["animal"], strict=True)
    assert all(old != new for old, new in pairs)
    assert after.data.classes == start.data.classes


@pytest.mark.parametrize(
    ("lists", "where", "sentence"),
    [
        ([], "data.categories", "must be an object"),
        ({"pet": ["a"]}, "data.categories.pet", "no such column"),
        ({"x1": [1, 2]}, "data.categories.x1", "column of numbers"),
        ({"animal": "cat"}, "data.categories.animal", "must be a list"),
        ({"animal": ["cat", "dog", "owl", "cat"]}, "data.categories.animal", "twice"),
        ({"animal": ["cat", 1.5]}, "data.categories.animal[1]", "class name or a whole number"),
        ({"animal": ["cat", "owl"]}, "data.columns.animal[4]", "none of the column's categories"),
        ({"animal": ["cat", "dog", "owl", 1]}, "data.columns.animal", "all class names"),
    ],
)
def test_lists_that_cannot_be_are_refused(lists: Any, where: str, sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence) as refused:
        animals(categories=lists)
    assert refused.value.where == where


EDITS = st.sampled_from(["delete", "sort", "copy", "paint", "type", "noise"])


@given(st.lists(st.tuples(EDITS, st.integers(0, 11), st.sampled_from("abcd")), max_size=8))
def test_no_edit_of_rows_reorders_or_ends_a_class(steps: list[tuple[str, int, str]]) -> None:
    experiment = animals()
    for edit, row, name in steps:
        before, table = experiment.data.classes, experiment.data.table
        rows = np.array([row % max(table.rows, 1)], dtype=np.int64)[: table.rows]
        if edit == "delete":
            experiment = row_edits.delete_rows(experiment, rows)
        elif edit == "sort":
            order = table_edits.sorted_rows(table, "animal", descending=row % 2 == 0)
            experiment = table_edits.in_order(experiment, order)
        elif edit == "copy":
            experiment = row_edits.duplicate_rows(experiment, rows)
        elif edit == "paint":
            experiment = row_edits.set_cells(experiment, rows, "animal", before[-1])
        elif edit == "type":
            experiment = table_edits.set_cell(experiment, table.rows, "animal", name)
        else:
            experiment = with_noise(experiment, Noise(flipped=0.5, seed=row))
        assert experiment.data.classes[: len(before)] == before
        if experiment.data.table.rows > 1:
            assert Experiment.from_dict(experiment.to_dict()) == experiment
