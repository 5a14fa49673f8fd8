"""What an experiment is to reach: what is a goal of it, what is none, and when it is reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.edits.parts import with_data, with_fitting_goal
from engine.edits.setting import put
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.goals import SIGNS, check, parsed
from tests.experiments import flowers, line

REFUSED = (
    ("loss", "no comparison"),
    ("loss < 1 and", "'' is no comparison"),
    ("loss < 1 or step > 3", "no comparison"),
    ("0 < loss < 1", "no comparison"),
    ("loss == 1", "no comparison"),
    ("loss < 1 + 1", "no comparison"),
    ("__import__('os') < 1", "no comparison"),
    ("loss() < 1", "no comparison"),
    ("loss < nan", "nan is nothing that this experiment has"),
    ("lose < 1", "lose is nothing that this experiment has"),
    ("optimizer.betas < 1", "optimizer.betas is nothing"),
    ("data.columns < 1", "data.columns is no number"),
    ("optimizer.name < 1", "optimizer.name is no number"),
    ("training.shuffle < 1", "training.shuffle is no number"),
    ("model.inputs < 1", "model.inputs is no number"),
    ("accuracy > 0.5", "accuracy needs classes"),
    ("test_accuracy > 0.5", "test_accuracy needs classes"),
    ("test_loss < 0.5", "test_loss needs test rows"),
    ("loss < 1 and " * 50 + "step > 1", "longer than 500 characters"),
)


@pytest.mark.parametrize(("goal", "why"), REFUSED)
def test_what_is_no_goal_is_refused_by_its_field(goal: str, why: str) -> None:
    with pytest.raises(EngineError, match=why) as refused:
        line(goal=goal)
    assert refused.value.where == "goal"


@pytest.mark.parametrize(
    ("goal", "figures", "reached"),
    [
        ("loss < 0.5", {"loss": 0.4}, True),
        ("loss < 0.5", {"loss": 0.5}, False),
        ("loss <= .5", {"loss": 0.5}, True),
        ("0.5>loss", {"loss": 0.4}, True),
        ("loss < 0,5 and step <= 1 000", {"loss": 0.4, "step": 1000}, True),
        ("loss ＜ ０．５", {"loss": 0.5}, False),
        ("loss ≤ 1/2", {"loss": 0.5}, True),
        ("loss < 5e-1 and step <= 100", {"loss": 0.4, "step": 100}, True),
        ("loss < 0.5 and step <= 100", {"loss": 0.4, "step": 101}, False),
        ("loss < 0.5", {"loss": float("nan")}, False),
        ("loss < 0.5", {}, False),
        ("optimizer.lr < 0.1 and epoch >= 1", {"epoch": 1}, True),
        ("optimizer.lr > 0.1", {}, False),
        ("training.batch_size <= 4", {}, False),  # all rows, which is no number
        ("step > -1", {"step": 0}, True),
    ],
)
def test_a_goal_is_reached_where_all_of_it_holds(
    goal: str, figures: dict[str, float], reached: bool
) -> None:
    experiment = line(goal=goal)
    assert parsed(goal).reached(experiment, figures) is reached
    assert experiment.to_dict()["goal"] == goal
    assert Experiment.from_dict(experiment.to_dict()) == experiment


def test_figures_of_classes_and_test_rows_are_asked_of_who_has_them() -> None:
    goal = "accuracy > 0.9 and test_accuracy > 0.8 and test_loss < 1"
    check(flowers(data={"test_fraction": 0.5}), goal)
    with pytest.raises(EngineError, match="test_accuracy needs test rows"):
        check(flowers(), goal)


def test_without_a_goal_the_file_is_what_it_was() -> None:
    assert "goal" not in line().to_dict() and "goal" not in line(goal=" ").to_dict()


@given(st.floats(-9, 9), st.sampled_from(sorted(SIGNS)), st.floats(-9, 9))
def test_comparisons_are_pythons_own(left: float, sign: str, right: float) -> None:
    expected = eval(f"{left!r} {sign} {right!r}", {"__builtins__": {}})
    assert parsed(f"{left!r}{sign}{right!r}").reached(line(), {}) is expected


@given(st.text(max_size=80))
def test_any_text_is_a_goal_or_one_sentence(text: str) -> None:
    experiment = line()
    try:
        check(experiment, text)
    except EngineError as error:
        assert error.where == "goal" and str(error)
    else:
        parsed(text or "step > 1").reached(experiment, {"loss": 1.0})


def test_a_goal_that_asks_for_what_is_gone_goes_with_it() -> None:
    before = line(goal="test_loss < 1", data={"test_fraction": 0.4})
    after = put(before, "data.test_fraction", 0.0)
    assert with_fitting_goal(before, after).goal == ""
    assert with_fitting_goal(before, put(before, "training.epochs", 3)).goal == "test_loss < 1"
    # One that was just typed is not dropped: it is refused.
    typed = put(before, "goal", "accuracy > 1")
    assert with_fitting_goal(before, typed) is typed
    assert with_data(before, before.data).goal == before.goal
