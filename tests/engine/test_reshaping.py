"""One neuron or layer more or less on the way: the others' weights stay, history crosses it."""

from __future__ import annotations

import pickle
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine import EngineError, Experiment, Session
from engine.answers.exported import exported
from engine.answers.views import answer
from engine.edits import layers
from engine.edits.parts import with_hidden
from engine.experiment.reshaping import is_small
from engine.experiment.specs import Choice
from engine.experiment.starts import begins_anew, is_reshaped
from engine.frames import (
    Activation,
    ActivationRequest,
    Bend,
    BendRequest,
    Health,
    HealthRequest,
    Listing,
    ListingRequest,
    Moment,
    Snapshot,
)
from engine.training.moments import moment
from tests.there import there

X, Y = np.random.default_rng(2).normal(size=(2, 24))
Parameters = dict[str, NDArray[Any]]


def experiment(hidden: tuple[int, ...] = (4, 3), **sections: Any) -> Experiment:
    data = {
        "columns": {"x": X.tolist(), "y": Y.tolist(), "z": (X * Y).tolist()},
        "features": ["x", "y"],
        "target": "z",
    }
    usual = {
        "data": data,
        "model": {"hidden": list(hidden)},
        "optimizer": {"name": "adam", "lr": 0.02},
        "training": {"batch_size": 5},
    }
    return Experiment.from_dict({**usual, **sections})


def same(one: Parameters, other: Parameters) -> bool:
    return list(one) == list(other) and all(np.array_equal(one[n], other[n]) for n in one)


def trained(hidden: tuple[int, ...] = (4, 3), steps: int = 13) -> Session:
    session = Session(experiment(hidden))
    session.step(steps)
    return session


# ---- what stays ----------------------------------------------------------------------------------


def test_a_neuron_goes_and_the_others_stay() -> None:
    session = trained()
    before = session.parameters
    assert session.change(layers.without_neuron(session.experiment, 0, 1))
    now = session.parameters
    kept = [0, 2, 3]
    np.testing.assert_array_equal(now["hidden1.weight"], before["hidden1.weight"][kept])
    np.testing.assert_array_equal(now["hidden1.bias"], before["hidden1.bias"][kept])
    np.testing.assert_array_equal(now["hidden2.weight"], before["hidden2.weight"][:, kept])
    for name in ("hidden2.bias", "output.weight", "output.bias"):
        np.testing.assert_array_equal(now[name], before[name])


def test_a_new_neuron_is_one_of_the_fresh_network_s() -> None:
    session = trained()
    before, larger = session.parameters, layers.with_neurons(session.experiment, 1, 4)
    assert session.change(larger)
    now, fresh = session.parameters, Session(larger).parameters
    np.testing.assert_array_equal(now["hidden2.weight"][:3], before["hidden2.weight"])
    np.testing.assert_array_equal(now["hidden2.weight"][3], fresh["hidden2.weight"][3])
    np.testing.assert_array_equal(now["hidden2.bias"][3], fresh["hidden2.bias"][3])
    np.testing.assert_array_equal(now["output.weight"][:, :3], before["output.weight"])
    np.testing.assert_array_equal(now["output.weight"][:, 3], fresh["output.weight"][:, 3])
    np.testing.assert_array_equal(now["hidden1.weight"], before["hidden1.weight"])


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_new_layer_is_fresh_and_the_others_stay(at: int) -> None:
    session = trained()
    before, larger = session.parameters, layers.with_layer(session.experiment, at)
    assert session.change(larger)
    now, fresh = session.parameters, Session(larger).parameters
    names = ["hidden1", "hidden2", "hidden3"]
    new = names.pop(at)
    np.testing.assert_array_equal(now[f"{new}.weight"], fresh[f"{new}.weight"])
    for name, old in zip(names, ("hidden1", "hidden2"), strict=True):
        np.testing.assert_array_equal(now[f"{name}.bias"], before[f"{old}.bias"])
        known = before[f"{old}.weight"]
        shared = min(known.shape[1], now[f"{name}.weight"].shape[1])
        np.testing.assert_array_equal(now[f"{name}.weight"][:, :shared], known[:, :shared])
    np.testing.assert_array_equal(now["output.weight"], before["output.weight"])


@pytest.mark.parametrize("at", [0, 1])
def test_a_layer_goes_and_the_others_stay(at: int) -> None:
    session = trained((3, 3))
    before = session.parameters
    assert session.change(layers.without_layer(session.experiment, at))
    now, left = session.parameters, "hidden2" if at == 0 else "hidden1"
    np.testing.assert_array_equal(now["hidden1.bias"], before[f"{left}.bias"])
    shared = 2 if at == 0 else 3  # inputs that take the place of the layer that has gone
    np.testing.assert_array_equal(
        now["hidden1.weight"][:, :shared], before[f"{left}.weight"][:, :shared]
    )
    np.testing.assert_array_equal(now["output.weight"], before["output.weight"])


def test_another_activation_keeps_every_weight() -> None:
    session = trained()
    before = session.parameters
    relu = layers.with_layer_activation(session.experiment, 1, Choice("relu"))
    assert session.change(relu) and same(session.parameters, before)
    assert [choice.name for choice in relu.model.activations] == ["tanh", "relu"]


def test_more_than_one_begins_anew() -> None:
    given = experiment()
    several: list[tuple[int, ...]] = [(6, 3), (5, 4), (2,), (), (4, 3, 2, 2)]
    one: list[tuple[int, ...]] = [(5, 3), (4, 2), (4,), (3,), (4, 3, 7), (7, 4, 3), (4, 7, 3)]
    for sizes in several:
        assert begins_anew(given, with_hidden(given, sizes))
    for sizes in one:
        assert is_reshaped(given, with_hidden(given, sizes)) and is_small((4, 3), sizes)
    assert not is_reshaped(given, given)
    with pytest.raises(EngineError):
        layers.without_neuron(experiment((1,)), 0, 0)


# ---- time ----------------------------------------------------------------------------------------


def states(session: Session, steps: range) -> list[tuple[int, Parameters, list[float]]]:
    found = []
    for step in steps:
        session.goto(step)
        assert session.step_number == step
        found.append((step, session.parameters, session.losses.tolist()))
    return found


def test_history_crosses_every_reshaping_exactly_in_both_directions() -> None:
    session = trained()
    seen = {session.step_number: session.parameters}
    for act in (
        lambda e: layers.without_neuron(e, 0, 2),
        lambda e: layers.with_layer(e, 1),
        lambda e: layers.with_neurons(e, 2, 4),
        lambda e: layers.without_layer(e, 0),
    ):
        session.change(act(session.experiment))
        session.step(11)
        seen[session.step_number] = session.parameters
    losses, last = session.losses, session.step_number
    newest = session.experiment
    for step in (*sorted(seen, reverse=True)[1:], *sorted(seen)):
        session.goto(step)
        assert session.experiment is newest
        np.testing.assert_array_equal(session.losses, losses[:step])
    down = states(session, range(last, -1, -1))
    up = states(session, range(last + 1))
    for (one, parameters, found), (other, again, known) in zip(down, reversed(up), strict=True):
        assert one == other and found == known and same(parameters, again)
    shapes = {tuple(p["hidden1.weight"].shape) for _, p, _ in up}
    assert len(shapes) > 1, "it was crossed"
    assert same(up[last][1], seen[last])
    for step, parameters, _ in up:  # between two changes each step is what training made
        if step in seen and step not in {c.step for c in session.run.history.changes}:
            assert same(parameters, seen[step])


def test_going_on_from_before_it_leads_on_in_the_network_of_now() -> None:
    session = trained(steps=6)
    then = session.parameters
    smaller = layers.without_neuron(session.experiment, 0, 0)
    session.step(4)
    session.change(smaller)
    session.step(5)
    session.goto(6)
    assert same(session.parameters, then) and session.run.forks
    session.step()
    assert session.step_number == 7 and session.run.furthest == 7
    other = Session(experiment())
    other.step(6)
    other.change(smaller)
    other.step()
    assert same(session.parameters, other.parameters)
    np.testing.assert_array_equal(session.losses, other.losses)


def test_parameters_set_before_it_go_on_in_the_network_of_now() -> None:
    session = trained(steps=6)
    session.change(layers.without_neuron(session.experiment, 0, 0))
    session.step(3)
    session.goto(2)
    session.set_parameter("hidden1.bias", np.arange(4.0))
    np.testing.assert_array_equal(session.parameters["hidden1.bias"], [1, 2, 3])


def test_reset_starts_the_new_network_from_its_seed() -> None:
    session = trained()
    session.change(layers.with_layer(session.experiment, 2))
    session.step(3)
    session.reset()
    fresh = Session(session.experiment)
    assert same(session.parameters, fresh.parameters)
    session.step(4), fresh.step(4)
    np.testing.assert_array_equal(session.losses, fresh.losses)


def test_copies_and_snapshots_cross_it_too() -> None:
    session = trained()
    session.change(layers.without_neuron(session.experiment, 1, 1))
    session.step(9)
    copied = deepcopy(session)
    moments: list[Moment] = [moment(each, changed=True) for each in session.run.history.changes]
    snapshot = Snapshot(session.experiment, 22, 0, 22, tuple(moments), 0, session.losses)
    restored = Session.restored(pickle.loads(pickle.dumps(snapshot)))
    for other in (copied, restored):
        for step in (22, 5, 13, 12, 20):
            other.goto(step)
            session.goto(step)
            assert same(other.parameters, session.parameters)


# ---- the program ---------------------------------------------------------------------------------


def test_the_program_starts_from_the_weights_of_the_reshaping_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session(experiment(training={"batch_size": None}))
    session.step(9)
    assert exported(session) == (session.experiment, 0)
    session.change(layers.without_neuron(session.experiment, 0, 1))
    start = session.parameters
    session.step(5)
    written = exported(session)
    assert written.begun == 9 and exported(session).experiment is written.experiment
    alone = Session(written.experiment)
    assert same(alone.parameters, start)
    alone.step(5)
    np.testing.assert_array_equal(alone.losses, session.losses[9:])
    request = ListingRequest()
    lines = there(session_listing(session, request)).lines
    assert any("weights after step 9" in line for line in lines)
    korean = there(session_listing(session, ListingRequest(language="ko"))).lines
    assert any("스텝 9의 가중치" in line for line in korean)
    size = sum(values.size for values in start.values())
    for most, begun in ((size, 9), (size - 1, 0)):  # what is too large is not written
        monkeypatch.setattr("engine.answers.exported.MOST", most)
        assert exported(session).begun == begun
    session.reset()
    assert exported(session).begun == 0
    again = there(session_listing(session, request)).lines
    assert not any("weights after step" in line for line in again)


def session_listing(session: Session, request: ListingRequest) -> Listing | None:
    found = answer(session, (request,))[request]
    return found if isinstance(found, Listing) else None


def test_views_are_of_the_network_that_is_stood_in_whatever_was_chosen_since() -> None:
    session = trained(steps=6)
    session.change(layers.with_layer(session.experiment, 1))
    session.step(3)
    session.change(layers.with_layer(session.experiment, 1))
    for step, sizes in ((3, 3), (8, 4)):
        session.goto(step)
        requests = (HealthRequest(), ActivationRequest(layer=3), BendRequest(1, 0, 1))
        found = answer(session, requests)
        health, activation, bend = (found[request] for request in requests)
        assert isinstance(health, Health) and len(health.layers) == sizes
        assert isinstance(activation, Activation) and len(activation.dots)
        assert isinstance(bend, Bend)
    session.change(experiment(()))  # no hidden layer: another run, but shown until it has come
    assert isinstance(answer(session, (HealthRequest(),))[HealthRequest()], Health)
