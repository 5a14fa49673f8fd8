"""Classes: their names, colours, coming and going, and what files keep of them."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.edits import classes
from engine.edits import parts as edits
from engine.edits import rows as row_edits
from engine.edits import table as table_edits
from engine.edits.rows import from_text
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files.kinds import read_column
from engine.training.session import Session
from tests.experiments import flowers, line


def digits() -> Experiment:
    columns = {"a": [0, 1, 2, 3], "b": [3, 1, 2, 0], "c": [0, 1, 1, 10]}
    part = {"columns": columns, "features": ["a", "b"], "target": "c", "task": "classification"}
    return Experiment.from_dict({"data": part})


def target(experiment: Experiment) -> list[object]:
    return list(experiment.data.table.columns[experiment.data.target])


def test_a_class_s_place_is_its_turn_unless_another_was_chosen() -> None:
    data = flowers(data={"class_colors": {"a": 1}}).data
    assert classes.class_places(data, ("a", "b", "c")) == {"a": 1, "c": 2, "b": 0}
    assert classes.class_places(flowers().data, ("a", "b", "c")) == {"a": 0, "b": 1, "c": 2}


def test_names_that_look_alike_are_one_however_their_letters_are_made() -> None:
    apart = unicodedata.normalize("NFD", "개")
    part = {"columns": {"x": [1, 2, 3], "y": ["개", apart, "곰"]}, "features": ["x"], "target": "y"}
    part |= {"task": "classification", "class_colors": {apart: 5}}
    experiment = Experiment.from_dict({"data": part})
    assert experiment.data.classes == ("개", "곰")
    assert experiment.data.class_colors == (("개", 5),)
    assert table_edits.set_cell(experiment, 2, "y", apart).data.table.columns["y"][2] == "개"
    pasted = from_text(experiment.data.table, f"4\t{apart}\n")
    assert pasted.columns["y"].tolist() == ["개"]
    assert read_column(["개", apart, "곰", "곰"], kind="category").distinct == 2
    with pytest.raises(EngineError, match="there is a class"):
        classes.with_class_renamed(experiment, ("개", "곰"), "곰", apart)
    with pytest.raises(EngineError, match="needs a name"):
        classes.with_class_renamed(experiment, ("개", "곰"), "곰", "\u200b")
    with pytest.raises(EngineError, match="no other column"):
        table_edits.rename_column(table_edits.rename_column(experiment, "y", "개"), "x", apart)


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 9)), st.integers(0, 10))
def test_places_never_collide_by_themselves(chosen: dict[str, int], count: int) -> None:
    names = tuple("abcdefghij"[:count])
    places = classes.class_places(flowers(data={"class_colors": chosen}).data, names)
    assert tuple(places) == names
    free = [name for name in names if name not in chosen]
    for name in free:
        assert list(places.values()).count(places[name]) == 1


def test_a_colour_in_use_is_swapped_and_swapped_back_nothing_is_written() -> None:
    start = flowers()
    names = classes.class_names(start.data)
    swapped = classes.with_class_color(start, names, "a", 2)
    assert classes.class_places(swapped.data, names) == {"a": 2, "b": 1, "c": 0}
    back = classes.with_class_color(swapped, names, "a", 0)
    assert back.data.class_colors == ()
    assert back == start


def test_a_renamed_class_keeps_its_colour_and_the_others_theirs() -> None:
    start = flowers()
    after = classes.with_class_renamed(start, ("a", "b", "c"), "a", "  zebra   fish ")
    after.check()
    assert after.data.classes == ("zebra fish", "b", "c")
    assert target(after) == ["zebra fish", "b", "c"] * 2
    places = classes.class_places(after.data, after.data.classes)
    assert places == {"zebra fish": 0, "b": 1, "c": 2}


def test_the_first_word_turns_a_column_of_whole_numbers_into_words() -> None:
    after = classes.with_class_renamed(digits(), (0, 1, 10), 1, "one")
    after.check()
    assert target(after) == ["0", "one", "one", "10"]
    assert classes.class_places(after.data, after.data.classes) == {"0": 0, "one": 1, "10": 2}
    again = classes.with_class_renamed(digits(), (0, 1, 10), 1, "7")
    assert target(again) == [0, 7, 7, 10]
    leading = classes.with_class_renamed(digits(), (0, 1, 10), 1, "07")
    assert target(leading) == ["0", "07", "07", "10"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "needs a name"), (" \t ", "needs a name"), ("x" * 101, "100"), ("b", "already")],
)
def test_names_that_cannot_be_are_refused(name: str, sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence):
        classes.with_class_renamed(flowers(), ("a", "b", "c"), "a", name)


def test_a_class_cannot_take_the_digits_of_another() -> None:
    with pytest.raises(EngineError, match="already"):
        classes.with_class_renamed(digits(), (0, 1, 10), 1, "10")


def test_removing_takes_the_rows_along_and_leaves_two() -> None:
    after = classes.with_class_removed(flowers(), ("a", "b", "c"), "a")
    after.check()
    assert target(after) == ["b", "c", "b", "c"]
    assert classes.class_places(after.data, after.data.classes) == {"b": 1, "c": 2}
    with pytest.raises(EngineError, match="last two"):
        classes.with_class_removed(after, ("b", "c"), "b")


def test_an_added_class_has_an_output_before_it_has_rows_and_its_first_row_changes_no_shape() -> (
    None
):
    start = digits()
    added = classes.with_class_added(start, (0, 1, 10), 11)
    added.check()
    assert added.data.classes == (0, 1, 10, 11)
    assert added.parameter_shapes()["output.weight"] == (4, 2)
    session = Session(added)
    session.step(3)
    assert session.change(table_edits.set_cell(added, 0, "c", "11"))
    assert session.step_number == 3
    assert classes.class_names(start.data) == (0, 1, 10)


def test_names_beside_whole_numbers_are_no_classes_of_theirs() -> None:
    part = {"columns": {"x": [1, 2], "c": [0, 1]}, "features": ["x"], "target": "c"}
    part = {**part, "task": "classification", "class_colors": {"word": 3, "5": 4}}
    assert classes.class_names(Experiment.from_dict({"data": part}).data) == (0, 1, 5)


@given(st.lists(st.text(min_size=1, max_size=20), min_size=3, max_size=3, unique=True))
def test_names_and_colours_survive_a_file(names: list[str]) -> None:
    experiment = flowers()
    try:
        for old, new in zip("abc", names, strict=True):
            known = classes.class_names(experiment.data)
            experiment = classes.with_class_renamed(experiment, known, old, new)
    except EngineError:
        return
    known = classes.class_names(experiment.data)
    experiment = classes.with_class_color(experiment, known, known[0], 9)
    experiment = classes.with_class_added(experiment, known, "새 반 🐟")
    again = Experiment.from_dict(experiment.to_dict())
    assert again == experiment
    assert classes.class_names(again.data) == classes.class_names(experiment.data)


def test_another_target_has_other_classes_and_the_first_comes_back_with_its_colours() -> None:
    colored = classes.with_class_color(digits(), (0, 1, 10), 0, 5)
    other = edits.with_target(colored, "a")
    assert other.data.class_colors == ()
    blue = classes.with_class_color(other, (0, 1, 2, 3), 2, 7)
    assert Experiment.from_dict(blue.to_dict()) == blue
    renamed = table_edits.rename_column(blue, "c", "kind")
    back = edits.with_target(renamed, "kind")
    assert back.data.class_colors == colored.data.class_colors
    assert edits.with_target(back, "a").data.class_colors == blue.data.class_colors
    assert table_edits.remove_column(blue, "c").data.kept_colors == ()
    plain = edits.with_target(edits.with_target(colored, "a"), "c")
    assert plain.data.kept_colors == ()


@pytest.mark.parametrize("colour", [None, 5])
def test_a_class_of_whole_numbers_without_rows_is_there_when_its_target_comes_back(
    colour: int | None,
) -> None:
    start = digits()
    if colour is not None:
        start = classes.with_class_color(start, (0, 1, 10), 1, colour)
    erased = row_edits.delete_rows(start, np.array([1, 2]))  # both of class 1
    assert erased.data.classes == (0, 1, 10)
    for other in (edits.with_target(erased, "a"), edits.with_task(erased, "regression")):
        again = Experiment.from_dict(other.to_dict())
        back = edits.with_task(edits.with_target(again, "c"), "classification")
        assert back.data.classes == (0, 1, 10)
        assert classes.class_places(back.data, back.data.classes)[1] == (colour or 1)


def test_loss_by_hand_is_that_of_the_experiment() -> None:
    from engine.answers import views
    from engine.frames import TrainLoss, TrainLossRequest

    session = Session(line(data={"test_fraction": 0.4}, loss={"name": "l1"}))
    session.set_parameter("output.weight", [[2.0]])
    session.set_parameter("output.bias", [0.5])
    found = views.answer(session, (TrainLossRequest(),))[TrainLossRequest()]
    assert isinstance(found, TrainLoss)
    rows = session.run.machine.prepared.train
    x, y = (session.experiment.data.table.columns[name][rows] for name in "xy")
    assert found.value == pytest.approx(np.abs(2 * x + 0.5 - y).mean())
