"""What of a number that is thought of as another one is kept, of each kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import Experiment, Session
from engine.answers.views import answer
from engine.errors import EngineError
from engine.frames import Changed, Pointed, PointRequest, Where
from engine.frames.detail import number_at
from engine.frames.pointed import AT_HAND
from engine.frames.sights import Asleep, Cutoff, Remainder
from engine.frames.things import (
    Cell,
    Delta,
    Figure,
    Gradient,
    Input,
    Kept,
    Neuron,
    Number,
    Residual,
    Setting,
    Slope,
    StepLoss,
    Target,
    Thing,
)
from gui.kit.wishes import Edit, KeepParameters, SetParameter
from gui.shell.popups.keeping import allowed_for, kept, why_not
from tests.there import there


def session_of(**more: Any) -> Session:
    document = {
        "data": {
            "columns": {"x": [1.0, 2.0, 3.0, 4.0], "y": [2.0, 4.0, 5.0, 9.0]},
            "features": ["x"], "target": "y",
            "scaling": {"features": "none", "target": "standardize"},
        },
        "model": {"hidden": [2]}, "optimizer": {"name": "adam", "lr": 0.01},
        **more,
    }  # fmt: skip
    session = Session(Experiment.from_dict(document))
    session.step(2)
    return session


def looked_at(session: Session, thing: Thing, where: Where) -> Pointed:
    view = answer(session, (PointRequest(thing, where),))[PointRequest(thing, where)]
    assert isinstance(view, Pointed)
    return view


def edited(session: Session, thing: Thing, value: float, where: Where | None = None) -> Experiment:
    """The experiment that a kept number leads to."""
    pointed = looked_at(session, thing, where or Where(row=1))
    assert why_not((Changed(thing, value),), pointed.where, pointed) == ""
    (wish,) = kept((Changed(thing, value),), session.experiment, pointed)
    assert isinstance(wish, Edit) and wish.text
    return wish.experiment


def test_a_setting_is_an_edit() -> None:
    assert edited(session_of(), Setting("optimizer.lr"), 0.5).optimizer.number("lr") == 0.5


def test_one_of_several_numbers_of_a_setting_is_an_edit() -> None:
    after = edited(session_of(), Setting("optimizer.betas", 1), 0.5)
    assert dict(after.optimizer.values)["betas"] == (0.9, 0.5)


def test_a_cell_is_an_edit() -> None:
    after = edited(session_of(), Cell("x", 2), 7.5)
    assert after.data.table.columns["x"].tolist() == [1.0, 2.0, 7.5, 4.0]


def test_a_target_is_an_edit_in_its_own_units() -> None:
    session = session_of()
    scale = session.run.machine.prepared.target_scale
    after = edited(session, Target(), 1.25)
    expected = float(scale.original(np.array([1.25]))[0])
    assert after.data.table.columns["y"][1] == pytest.approx(expected)


def test_a_target_of_classes_is_another_class() -> None:
    data = {"columns": {"x": [1.0, 2.0, 3.0, 4.0], "y": ["a", "b", "a", "b"]}, "features": ["x"],
            "target": "y", "task": "classification"}  # fmt: skip
    after = edited(session_of(data=data), Target(), 0.0)
    assert after.data.table.columns["y"].tolist() == ["a", "a", "a", "b"]


def test_parameters_are_kept_as_one_thing_that_is_undone() -> None:
    session, where = session_of(), Where(row=0, step=AT_HAND)
    thing = Number("hidden1.weight", 1)
    ended = looked_at(session, thing, where)
    assert not ended.ahead and why_not((Changed(thing, 3.0),), where, ended)
    now = looked_at(session, thing, Where(row=0))
    changes = (Changed(thing, 3.0), Changed(Number("hidden1.bias", 0), -2.0))
    assert why_not(changes, Where(row=0), now) == ""
    first, second, told = kept(changes, session.experiment, now)
    assert isinstance(first, SetParameter) and isinstance(second, SetParameter)
    assert first.values.tolist()[1] == [3.0] and second.values.tolist()[0] == -2.0
    assert isinstance(told, KeepParameters)
    before = session.parameters["hidden1.weight"]
    assert np.array_equal(told.before["hidden1.weight"], before)


@pytest.mark.parametrize(
    "thing",
    [Input(0), Neuron(0, 1), Delta(0, 1), Slope(0, 1), Residual(), Gradient("output.weight", 0),
     Kept("output.weight", 0, "mean", True)],
)  # fmt: skip
def test_what_the_model_computes_is_thought_of_only(thing: Thing) -> None:
    session, where = session_of(), Where(row=1, step=AT_HAND)
    plain = looked_at(session, thing, where)
    assert why_not((Changed(thing, 0.5),), where, plain)
    assert not isinstance(allowed_for(thing, session.experiment), EngineError)
    request = PointRequest(thing, where, (Changed(thing, 0.5),))
    other = answer(session, (request,))[request]
    assert isinstance(other, Pointed)
    moved, after = there(plain.detail.after), there(other.detail.after)
    assert [number_at(moved[name], 0) for name in moved] != [
        number_at(after[name], 0) for name in moved
    ] or number_at(moved["hidden1.weight"], 1) != number_at(after["hidden1.weight"], 1)


@pytest.mark.parametrize(
    "thing",
    [StepLoss(), Figure("r2"), Cutoff(1), Remainder(0), Asleep(0),
     Kept("output.weight", 0, "mean")],
)  # fmt: skip
def test_what_all_others_come_to_is_not_changed(thing: Thing) -> None:
    assert isinstance(allowed_for(thing, session_of().experiment), EngineError)


def test_a_place_that_is_no_row_has_no_target() -> None:
    where = Where(features=(1.5,))
    assert why_not((Changed(Target(), 1.0),), where, None)
