"""Weights that are off for a while count as 0, stay what they were, and end at Reset."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from engine import EngineError, Experiment, Session
from engine.answers.exported import exported
from engine.edits import layers
from engine.experiment.specs import Choice
from engine.frames import Snapshot
from engine.training.moments import moment

X, Y = np.random.default_rng(4).normal(size=(2, 24))
OFF = (0, 3)  # of hidden2.weight, 2 × 3: from the first neuron to both


def experiment(**sections: Any) -> Experiment:
    data = {
        "columns": {"x": X.tolist(), "y": Y.tolist(), "z": (X * Y).tolist()},
        "features": ["x", "y"],
        "target": "z",
    }
    usual = {"data": data, "model": {"hidden": [3, 2]}, "optimizer": {"name": "adam", "lr": 0.02}}
    return Experiment.from_dict({**usual, **sections})


def test_what_is_off_counts_as_nothing_and_comes_back_as_it_was() -> None:
    session = Session(experiment())
    session.step(5)
    before = session.parameters
    session.switch("hidden2.weight", OFF, off=True)
    rows = {"x": [0.3, -1.0], "y": [0.5, 2.0]}
    first = np.tanh(np.array([[0.3, 0.5], [-1.0, 2.0]]) @ before["hidden1.weight"].T
                    + before["hidden1.bias"])  # fmt: skip
    weight = before["hidden2.weight"].copy()
    weight[:, 0] = 0
    second = np.tanh(first @ weight.T + before["hidden2.bias"])
    said = second @ before["output.weight"].T + before["output.bias"]
    np.testing.assert_allclose(session.predict(rows), said[:, 0], rtol=1e-5)
    session.step(7)
    now = session.parameters
    assert (now["hidden2.weight"][:, 0] == 0).all() and session.step_number == 12
    gradients = session.gradients["hidden2.weight"]
    assert gradients is not None and (gradients[:, 0] == 0).all() and (gradients[:, 1] != 0).all()
    session.switch("hidden2.weight", OFF, off=False)
    again = session.parameters["hidden2.weight"]
    np.testing.assert_array_equal(again[:, 0], before["hidden2.weight"][:, 0])
    np.testing.assert_array_equal(again[:, 1:], now["hidden2.weight"][:, 1:])
    assert not session.run.machine.off


@pytest.mark.parametrize("name", ["sgd", "adam", "rmsprop", "nadam"])
def test_phases_quick_steps_and_history_agree_while_it_is_off(name: str) -> None:
    sections = {"optimizer": {"name": name}, "regularization": {"l2": 0.01}}
    quick, slow = Session(experiment(**sections)), Session(experiment(**sections))
    for session in (quick, slow):
        session.step(5)
        session.switch("hidden2.weight", OFF, off=True)
    quick.step(40)
    for _ in range(160):
        slow.phase()
    np.testing.assert_array_equal(quick.losses, slow.losses)
    for key, values in quick.parameters.items():
        np.testing.assert_array_equal(values, slow.parameters[key])
    states = {}
    for step in range(46):
        quick.goto(step)
        states[step] = quick.parameters
    assert (states[20]["hidden2.weight"][:, 0] == 0).all()
    assert (states[4]["hidden2.weight"][:, 0] != 0).all()
    for step in (45, 3, 17, 5, 33):
        quick.goto(step)
        for key, values in states[step].items():
            np.testing.assert_array_equal(values, quick.parameters[key])
    np.testing.assert_array_equal(quick.losses, slow.losses[:33])


def test_no_file_and_no_program_has_it_and_reset_ends_it() -> None:
    session = Session(experiment())
    session.step(3)
    session.switch("output.weight", (0,), off=True)
    assert session.experiment.to_dict() == experiment().to_dict()
    assert exported(session) == (session.experiment, 0)
    session.reset()
    fresh = Session(experiment())
    np.testing.assert_array_equal(
        session.parameters["output.weight"], fresh.parameters["output.weight"]
    )
    session.step(3), fresh.step(3)
    np.testing.assert_array_equal(session.losses, fresh.losses)


def test_it_outlives_other_changes_and_ends_where_the_network_is_another() -> None:
    session = Session(experiment())
    session.step(3)
    before = session.parameters["hidden2.weight"]
    session.switch("hidden2.weight", OFF, off=True)
    sgd = experiment(optimizer={"name": "sgd", "lr": 0.1})
    session.change(sgd)
    session.step(2)
    assert (session.parameters["hidden2.weight"][:, 0] == 0).all()
    session.set_parameter("hidden2.weight", np.ones((2, 3)))
    np.testing.assert_array_equal(session.parameters["hidden2.weight"], [[0, 1, 1]] * 2)
    session.change(layers.with_layer_activation(sgd, 0, Choice("relu")))
    assert session.run.machine.off
    session.change(layers.with_neurons(session.experiment, 1, 3))
    assert not session.run.machine.off
    np.testing.assert_array_equal(session.parameters["hidden2.weight"][:2, 0], before[:, 0])


def test_a_snapshot_knows_what_is_off() -> None:
    session = Session(experiment())
    session.step(3)
    session.switch("hidden2.weight", OFF, off=True)
    session.step(6)
    moments = tuple(moment(each, changed=True) for each in session.run.history.changes)
    snapshot = Snapshot(session.experiment, 9, 0, 9, moments, 0, session.losses)
    restored = Session.restored(pickle.loads(pickle.dumps(snapshot)))
    restored.switch("hidden2.weight", OFF, off=False)
    session.switch("hidden2.weight", OFF, off=False)
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(values, restored.parameters[name])
    with pytest.raises(EngineError):
        session.switch("nowhere", (0,), off=True)


def test_an_opened_run_has_everything_on_again() -> None:
    session = Session(experiment())
    session.step(3)
    before = session.parameters["hidden2.weight"]
    session.switch("hidden2.weight", OFF, off=True)
    session.step(2)
    session.goto(4)
    session.switch_on()
    assert session.run.machine.off and session.run.furthest == 5, "the way there stays"
    session.goto(5)
    session.switch_on()
    assert not session.run.machine.off
    np.testing.assert_array_equal(session.parameters["hidden2.weight"][:, 0], before[:, 0])
    changes = len(session.run.history.changes)
    session.switch_on()
    assert len(session.run.history.changes) == changes, "nothing to do is no change"
