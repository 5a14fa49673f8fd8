"""Edits: what they change, what follows, and what they refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.table import Table, labels, numbers
from engine.edits import parts as edits
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import Choice, Data, Init, Loss, Task
from tests.experiments import experiments, flowers, line


def test_task_turns_whole_numbers_into_classes_and_back() -> None:
    before = line(data={"columns": {"x": [1, 2, 3], "y": [0, 1, 1]}})
    after = edits.with_task(before, "classification")
    after.check()
    assert after.data.classes == (0, 1)
    assert after.loss.name == "bce"
    assert edits.with_task(after, "regression") == before


def test_task_with_three_classes_takes_cross_entropy() -> None:
    after = edits.with_task(line(loss={"name": "huber", "reduction": "sum"}), "classification")
    after.check()
    assert after.loss == Loss("cross_entropy", "sum")


def test_task_that_the_target_cannot_have_is_refused() -> None:
    fractions = line(data={"columns": {"x": [1, 2], "y": [0.5, 1]}})
    with pytest.raises(EngineError, match="fractions"):
        edits.with_task(fractions, "classification")
    with pytest.raises(EngineError, match="words"):
        edits.with_task(flowers(), "regression")


def test_task_keeps_a_loss_that_still_fits() -> None:
    two = flowers(data={"features": ["length"], "target": "height"}, loss={"name": "hinge"})
    three = edits.with_target(two, "kind")
    three.check()
    assert three.loss.name == "hinge"


def test_features_drop_what_their_number_changes() -> None:
    before = flowers(
        model={"init": {"values": {"output.weight": [[1, 2]] * 3, "output.bias": [0, 0, 0]}}}
    )
    after = edits.with_features(before, ("length", "width", "height"))
    after.check()
    assert list(after.model.init.values) == ["output.bias"]


def test_features_need_one() -> None:
    with pytest.raises(EngineError, match="at least one feature"):
        edits.with_features(line(), ())


def test_words_can_be_a_feature() -> None:
    after = edits.with_features(flowers(data={"target": "height", "task": "regression"}), ("kind",))
    after.check()
    assert after.data.encoding.values["kind"] == tuple(
        dict.fromkeys(after.data.table.columns["kind"].tolist())
    )


def test_features_keep_the_formulas_that_can_be_computed() -> None:
    before = flowers(model={"inputs": ["1", "length", "length*width"]})
    fewer = edits.with_features(before, ("length",))
    assert fewer.model.inputs == ("1", "length")
    more = edits.with_features(fewer, ("length", "height"))
    assert more.model.inputs == ("1", "length", "height")
    more.check()


def test_a_feature_whose_name_is_no_identifier_is_an_input_in_backquotes() -> None:
    columns = {"a": [1, 2], "b (cm)": [2, 3], "y": [1, 2]}
    data = {"columns": columns, "features": ["a"], "target": "y"}
    before = Experiment.from_dict({"data": data, "model": {"inputs": ["a", "a**2"]}})
    after = edits.with_features(before, ("a", "b (cm)"))
    after.check()
    assert after.model.inputs == ("a", "a**2", "`b (cm)`")


def test_target_trades_places_with_a_feature() -> None:
    after = edits.with_target(line(), "x")
    after.check()
    assert (after.data.features, after.data.target) == (("y",), "x")


def test_target_brings_the_task_that_its_cells_allow() -> None:
    numeric = edits.with_target(flowers(), "length")
    numeric.check()
    assert (numeric.data.task, numeric.loss.name) == ("regression", "mse")
    assert numeric.data.features == ("width",)
    words = edits.with_target(numeric, "kind")
    words.check()
    assert words.data.task == "classification"


def test_hidden_layers_take_activations_along() -> None:
    before = flowers(model={"hidden": [4, 2], "activation": ["relu", "tanh"]})
    more = edits.with_hidden(before, (4, 2, 3))
    assert [choice.name for choice in more.model.activations] == ["relu", "tanh", "tanh"]
    none = edits.with_hidden(more, ())
    none.check()
    assert none.model.activation == ()
    again = edits.with_hidden(none, (2,))
    again.check()
    assert again.model.activation == (Choice("tanh"),)


def test_hidden_layers_drop_values_and_frozen_names_without_a_tensor() -> None:
    before = flowers(
        model={
            "hidden": [1],
            "init": {"values": {"hidden1.bias": [0], "output.bias": [1, 2, 3]}},
            "frozen": ["hidden1.weight", "output.bias"],
        }
    )
    after = edits.with_hidden(before, ())
    after.check()
    assert list(after.model.init.values) == ["output.bias"]
    assert after.model.frozen == ("output.bias",)


def test_frozen_names_are_dropped_where_they_would_be_all() -> None:
    before = line(model={"frozen": ["output.weight"]})
    after = edits.with_bias(before, bias=False)
    after.check()
    assert after.model.frozen == ()


def test_start_replaces_given_values() -> None:
    before = line(model={"init": {"scheme": "zeros", "values": {"output.bias": [1]}}})
    after = edits.with_start(before, seed=7)
    assert after.model.init == Init("zeros")
    assert after.training.seed == 7
    assert edits.with_start(before, scheme="ones").model.init == Init("ones")


def test_frozen_names_come_and_go() -> None:
    frozen = edits.with_frozen(line(), "output.bias", frozen=True)
    assert frozen.model.frozen == ("output.bias",)
    assert edits.with_frozen(frozen, "output.bias", frozen=False) == line()


def test_allowed_refuses_what_breaks_and_lets_the_unfinished_be() -> None:
    with pytest.raises(EngineError, match="parameters"):
        edits.allowed(line(), edits.with_hidden(line(), (4096,) * 3))
    table = Table({"x": numbers([]), "class": labels([])})
    empty = Experiment(Data(table, ("x",), "class", "classification"), loss=Loss("bce"))
    changed = edits.with_hidden(empty, (3,))
    assert edits.allowed(empty, changed) is changed
    with pytest.raises(EngineError, match="parameters"):
        edits.allowed(empty, edits.with_hidden(empty, (4096,) * 3))
    with pytest.raises(EngineError, match="every parameter"):
        frozen = edits.with_frozen(edits.with_bias(empty, bias=False), "output.weight", frozen=True)
        edits.allowed(empty, frozen)


def test_an_empty_table_takes_either_task() -> None:
    table = Table({"x": numbers([]), "y": numbers([])})
    empty = Experiment(Data(table, ("x",), "y"))
    classes = edits.with_task(empty, "classification")
    assert classes.data.table.columns["y"].dtype == object
    assert edits.with_task(classes, "regression") == empty


@given(experiments(), st.data())
def test_every_edit_can_be_trained_or_says_why_not(
    experiment: Experiment, data: st.DataObject
) -> None:
    columns = st.sampled_from(experiment.data.table.names)
    change = data.draw(
        st.sampled_from(
            [
                lambda: edits.with_task(experiment, data.draw(TASKS)),
                lambda: edits.with_target(experiment, data.draw(columns)),
                lambda: edits.with_features(experiment, data.draw(some_columns(experiment))),
                lambda: edits.with_hidden(experiment, data.draw(SIZES)),
                lambda: edits.with_bias(experiment, data.draw(st.booleans())),
                lambda: edits.with_start(experiment, "ones", 3),
            ]
        )
    )
    try:
        after = edits.allowed(experiment, change())
    except EngineError as error:
        assert error.where.startswith("data.")
    else:
        after.check()
        assert Experiment.from_dict(after.to_dict()) == after


TASKS: st.SearchStrategy[Task] = st.sampled_from(["regression", "classification"])
SIZES = st.lists(st.integers(1, 9), max_size=4).map(tuple)


def some_columns(experiment: Experiment) -> st.SearchStrategy[tuple[str, ...]]:
    """Some columns, but for the target."""
    names = [name for name in experiment.data.table.names if name != experiment.data.target]
    return st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)


def test_activation_changes_nothing_else() -> None:
    before = flowers()
    after = edits.with_activation(before, Choice("relu"))
    assert replace(after, model=before.model) == before
    after.check()
