"""Back and forth in time: any earlier step is exactly what it was, whatever was done since."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment, Session
from engine.catalog import OPTIMIZERS
from engine.experiment.specs import Choice
from engine.frames import Snapshot
from engine.training import history, rewind
from engine.training.moments import moment
from tests.comparison import same
from tests.strategies import experiments

DEEDS = ["goto", "step", "phase", "change", "set"]
Event = tuple[int, str, Any]


class Walk:
    """A session sent back and forth, and the straight way that must lead to the same place."""

    def __init__(self, experiment: Experiment) -> None:
        self.start = experiment
        self.session = Session(experiment)
        self.events: list[Event] = []

    def goto(self, step: int) -> None:
        """Go to any step; what was changed after it is undone, but for the settings."""
        self.session.goto(step)

    def step(self, count: int) -> None:
        """Whole steps; what was reached in another way is no more."""
        self.events = self.here()
        self.session.step(count)

    def phase(self) -> None:
        """One phase, which is going on too."""
        self.events = self.here()
        self.session.phase()

    def change(self, experiment: Experiment) -> None:
        """Other settings from here on; where the start differs, another run."""
        if experiment == self.session.experiment:
            return
        events = self.here()
        if self.session.change(experiment):
            self.events = [*events, (self.session.step_number, "change", experiment)]
        else:
            self.start, self.events = experiment, []

    def here(self) -> list[Event]:
        """What was done up to here, and the settings of now."""
        step, wanted = self.session.step_number, self.session.experiment
        events = [event for event in self.events if event[0] <= step]
        changes = [value for _, kind, value in events if kind == "change"]
        if [self.start, *changes][-1] != wanted:
            events.append((step, "change", wanted))
        return events

    def set_parameter(self, name: str, values: Any) -> None:
        """Other numbers in one tensor from here on."""
        self.events = self.here()
        self.session.set_parameter(name, values)
        self.events.append((self.session.step_number, "set", (name, values)))

    def check(self) -> None:
        """Compare with a session that went straight there."""
        twin, events = Session(self.start), self.here()
        for step, kind, value in events:
            twin.step(step - twin.step_number)
            if kind == "change":
                assert twin.change(value)
            else:
                twin.set_parameter(*value)
        twin.step(self.session.step_number - twin.step_number)
        for _ in range(self.session.run.phases_done):
            twin.phase()
        # Back at a step at which something was changed there is no last update to show.
        here = any(step == self.session.step_number for step, _, _ in events)
        same(self.session, twin, shown=not here)


def variations(experiment: Experiment) -> st.SearchStrategy[Experiment]:
    """Other settings that keep the weights, or not."""
    optimizers = st.sampled_from(sorted(OPTIMIZERS)).map(
        lambda name: Choice.of(OPTIMIZERS[name], lr=0.02)
    )
    trainings = st.builds(
        replace,
        st.just(experiment.training),
        batch_size=st.none() | st.integers(1, 5),
        shuffle=st.booleans(),
    )
    regularizations = st.builds(
        replace, st.just(experiment.regularization), l2=st.sampled_from([0.0, 0.1])
    )
    seeds = st.builds(replace, st.just(experiment.training), seed=st.integers(6, 8))
    return st.one_of(
        st.builds(replace, st.just(experiment), optimizer=optimizers),
        st.builds(replace, st.just(experiment), training=trainings),
        st.builds(replace, st.just(experiment), regularization=regularizations),
        st.builds(replace, st.just(experiment), training=seeds),
    )


@settings(max_examples=60)
@given(experiments(), st.data())
def test_random_walks(experiment: Experiment, data: st.DataObject) -> None:
    wander(experiment, data)


@pytest.mark.long
@settings(max_examples=500, suppress_health_check=list(HealthCheck))
@given(experiments(), st.data())
def test_500_random_walks(experiment: Experiment, data: st.DataObject) -> None:
    wander(experiment, data)


def wander(experiment: Experiment, data: st.DataObject) -> None:
    """Steps, phases, changes and jumps in any order; then every bit as if gone straight there."""
    walk = Walk(experiment)
    names = sorted(experiment.parameter_shapes())
    for deed in data.draw(st.lists(st.sampled_from(DEEDS), min_size=3, max_size=12)):
        if deed == "goto":
            walk.goto(data.draw(st.integers(0, walk.session.run.furthest + 3)))
        elif deed == "step":
            walk.step(data.draw(st.integers(1, 40)))
        elif deed == "phase":
            walk.phase()
        elif deed == "change":
            walk.change(data.draw(variations(walk.session.experiment)))
        else:
            name = data.draw(st.sampled_from(names))
            shape = walk.session.parameters[name].shape
            walk.set_parameter(name, np.full(shape, data.draw(st.floats(-1, 1))))
        if walk.session.stopped:
            return
    walk.check()
    walk.step(2)
    if not walk.session.stopped:
        walk.check()


def document(**sections: Any) -> dict[str, Any]:
    """Seven rows of a line."""
    x = [0.5, -1.0, 2.0, 0.25, 1.5, -0.75, 3.0]
    y = [2.0, -1.0, 4.0, 0.5, 3.5, -2.0, 6.5]
    return {
        "data": {"columns": {"x": x, "y": y}, "features": ["x"], "target": "y"},
        "model": {"hidden": [3]},
        **sections,
    }


def experiment(**sections: Any) -> Experiment:
    """That document's experiment."""
    return Experiment.from_dict(document(**sections))


@pytest.mark.parametrize("batch_size", [None, 3])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_goes_back_exactly(optimizer: str, batch_size: int | None) -> None:
    walk = Walk(
        experiment(optimizer={"name": optimizer}, training={"batch_size": batch_size, "seed": 2})
    )
    walk.session.step(70)
    losses = walk.session.losses
    for step in (69, 13, 14, 0, 1, 40, 3):
        walk.goto(step)
        walk.check()
    walk.session.step(67)
    assert walk.session.losses.tolist() == losses.tolist()


def test_memory_is_bounded_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_KEYFRAMES", 8)
    walk = Walk(experiment(optimizer={"name": "adam"}, training={"batch_size": 2}))
    walk.session.step(3000)
    rest = walk.session.run.rest()
    assert walk.session.run.history.size <= 9 * rest.size
    for step in (2999, 1234, 1233, 5):
        walk.goto(step)
        walk.check()


def test_memory_is_bounded_by_size() -> None:
    session = Session(experiment(model={"hidden": [1000, 1000]}, optimizer={"name": "adam"}))
    session.step(20)
    assert session.run.history.size < 1.1 * history.MOST_BYTES
    for _ in range(20):
        session.set_parameter("output.bias", [0.5])
        session.step(1)
    assert session.run.history.size < 2.2 * history.MOST_BYTES
    with pytest.raises(EngineError) as caught:
        session.goto(0)
    assert "the history begins at step" in str(caught.value)


@pytest.mark.parametrize(
    ("sections", "kept"),
    [
        ({"optimizer": {"name": "sgd", "lr": 0.5}}, True),
        ({"optimizer": {"name": "adam"}}, True),
        ({"loss": {"name": "huber"}}, True),
        ({"regularization": {"l1": 0.1}}, True),
        ({"schedule": {"name": "cosine"}}, True),
        ({"training": {"batch_size": 2}}, True),
        ({"training": {"epochs": 9}}, True),
        ({"title": "another"}, True),
        ({"model": {"hidden": [3], "frozen": ["output.bias"]}}, True),
        ({"model": {"hidden": [6]}}, False),
        ({"model": {"hidden": [3], "activation": "relu"}}, True),
        ({"model": {"hidden": [3], "bias": False}}, False),
        ({"model": {"hidden": [3], "init": {"scheme": "ones"}}}, False),
        ({"training": {"seed": 1}}, False),
        ({"training": {"dtype": "float64"}}, False),
    ],
    ids=str,
)
def test_what_a_change_keeps(sections: dict[str, Any], kept: bool) -> None:
    session = Session(experiment())
    session.step(5)
    before = session.parameters
    assert session.change(experiment(**sections)) is kept
    assert session.step_number == (5 if kept else 0)
    if kept:
        assert all(np.array_equal(before[name], session.parameters[name]) for name in before)
    session.step(2)
    assert session.stopped is None


def test_other_data_keep_the_weights() -> None:
    session = Session(experiment())
    session.step(5)
    before = session.parameters
    data = document()["data"]
    data["columns"] = {name: [*cells, 1.0] for name, cells in data["columns"].items()}
    assert session.change(experiment(data=data))
    assert np.array_equal(session.parameters["output.weight"], before["output.weight"])
    assert len(session.run.machine.batches.inputs) == 8


def test_going_back_keeps_the_settings_of_now() -> None:
    session = Session(experiment(optimizer={"name": "sgd", "momentum": 0.9}))
    session.step(10)
    session.change(experiment(optimizer={"name": "adam"}))
    session.step(10)
    session.goto(5)
    assert session.experiment.optimizer.name == "adam"
    session.step(3)
    assert session.step_number == 8 and session.stopped is None


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("nothing", [0.0], "there is no parameter"),
        ("output.bias", [0.0, 1.0], "must be numbers of shape (1,)"),
        ("output.bias", [[1.0]], "must be numbers of shape (1,)"),
        ("output.bias", ["a"], "must be numbers of shape (1,)"),
        ("output.weight", [[1.0], [2.0, 3.0]], "must be numbers of shape (1, 3)"),
        ("output.bias", [float("nan")], "must be finite numbers"),
        ("output.bias", [1e300], "must be finite numbers"),
    ],
)
def test_values_that_do_not_fit(name: str, values: Any, message: str) -> None:
    session = Session(experiment())
    session.step(2)
    with pytest.raises(EngineError, match=message.replace("(", r"\(").replace(")", r"\)")):
        session.set_parameter(name, values)
    twin = Session(experiment())
    twin.step(2)
    same(session, twin)


@pytest.mark.parametrize("step", [-1, 1.0, True, "3", None])
def test_steps_that_are_none(step: Any) -> None:
    with pytest.raises(EngineError, match=r"must be (a whole number|>= 0)"):
        Session(experiment()).goto(step)


def test_going_to_a_later_step_trains_for_it() -> None:
    session, twin = Session(experiment()), Session(experiment())
    session.goto(17)
    twin.step(17)
    same(session, twin)


def test_reset_begins_the_same_run_again() -> None:
    session, twin = (Session(experiment(training={"batch_size": 2})) for _ in range(2))
    session.step(9)
    session.reset()
    assert session.step_number == 0 and session.losses.size == 0
    session.step(4)
    twin.step(4)
    same(session, twin)


def phased(session: Session, steps: int, phases: int) -> Session:
    """The session after so many steps and phases more."""
    session.step(steps)
    for _ in range(phases):
        session.phase()
    return session


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rprop"])
def test_back_by_phase_stands_where_the_phase_before_left_it(optimizer: str) -> None:
    settings = experiment(optimizer={"name": optimizer}, training={"batch_size": 3})
    session = phased(Session(settings), 3, 0)
    for steps, phases in ((2, 3), (2, 2), (2, 1), (2, 0), (1, 3), (1, 2), (1, 1), (1, 0), (0, 3)):
        rewind.back(session, "phase")
        same(session, phased(Session(settings), steps, phases))
    assert session.run.furthest == 3
    session.step(3)
    same(session, phased(Session(settings), 3, 0))


def test_back_by_epoch_goes_to_the_start_of_one() -> None:
    session = Session(experiment(training={"batch_size": 3}))
    session.step(7)
    session.phase()
    seen = []
    for _ in range(4):
        rewind.back(session, "epoch")
        seen.append((session.step_number, session.epoch_number, session.run.phases_done))
    assert seen == [(6, 2, 0), (3, 1, 0), (0, 0, 0), (0, 0, 0)]


def test_back_by_epoch_finds_the_start_of_an_epoch_of_other_settings() -> None:
    session = Session(experiment(training={"batch_size": 3}))
    session.step(6)
    session.change(experiment(training={"batch_size": 2}))
    session.step(4)
    for step in (6, 3, 0):
        rewind.back(session, "epoch")
        assert session.step_number == step


@pytest.mark.parametrize("other", [None, 1, 2, 4, 50])
@pytest.mark.parametrize("steps", [1, 2])
def test_with_batches_of_another_size_the_epoch_begins_again(steps: int, other: int | None) -> None:
    """In the same order of rows, whatever batch of it had come."""
    session, twin = (Session(experiment(training={"batch_size": 3})) for _ in range(2))
    session.step(3 + steps)
    twin.step(3)
    order = np.concatenate([batch.numpy() for batch in twin.run.machine.batches._order])
    session.change(experiment(training={"batch_size": other}))
    assert session.epoch_number == 1
    session.step()
    assert session.run.now is not None
    first = np.arange(len(order)) if other is None else order[:other]
    assert session.run.now.rows.tolist() == session.run.machine.prepared.train[first].tolist()
    left = session.run.machine.batches.count - 1
    session.step(left)
    assert session.epoch_number == 2


def test_back_by_step_undoes_what_was_begun_first() -> None:
    session = phased(Session(experiment()), 2, 3)
    for step in (2, 1, 0, 0):
        rewind.back(session, "step")
        assert (session.step_number, session.run.phases_done) == (step, 0)


def test_back_ends_where_the_history_begins() -> None:
    twin = Session(experiment())
    twin.step(8)
    here = moment(twin.run.rest(), changed=True)
    session = Session.restored(Snapshot(experiment(), 8, furthest=8, moments=(here,), base=8))
    for unit in rewind.UNITS:
        rewind.back(session, unit)
        assert session.step_number == 8


@pytest.mark.parametrize("batch_size", [None, 3])
def test_what_was_reached_is_gone_to_again_without_training(batch_size: int | None) -> None:
    settings = experiment(optimizer={"name": "adam"}, training={"batch_size": batch_size})
    session = phased(Session(settings), 50, 0)
    session.change(replace(settings, optimizer=Choice.of(OPTIMIZERS["sgd"], lr=0.02)))
    session.step(50)
    there = phased(Session(settings), 20, 0)
    losses = session.losses.tolist()
    session.goto(20)
    assert session.losses.tolist() == there.losses.tolist() and session.run.furthest == 100
    session.goto(100)
    assert session.losses.tolist() == losses
    session.goto(20)
    session.step(1)
    assert session.run.furthest == 21, "with the settings of now, this is another run"


def test_a_change_cuts_off_what_was_reached_and_a_title_does_not() -> None:
    session = phased(Session(experiment()), 30, 0)
    session.goto(10)
    session.change(experiment(title="Another", training={"epochs": 3}))
    assert session.run.furthest == 30 and session.experiment.title == "Another"
    session.set_parameter("output.bias", [0.5])
    assert session.run.furthest == 10 and len(session.losses) == 10


def test_a_typed_parameter_is_not_typed_again_by_training_on() -> None:
    session = phased(Session(experiment()), 10, 0)
    session.set_parameter("output.bias", [0.5])
    session.step(10)
    session.goto(5)
    session.step(10)
    assert session.run.furthest == 15
    same(session, phased(Session(experiment()), 15, 0))


def test_losses_are_ahead_only_where_some_are_untold_and_in_the_future() -> None:
    session = Session(experiment())
    session.step(10)
    assert not session.run.is_ahead  # they are of the past
    session.goto(6)
    assert session.run.is_ahead
    told, losses = session.run.news()
    assert (told, len(losses)) == (0, 10)
    assert not session.run.is_ahead
    session.goto(10)
    session.step(3)
    assert not session.run.is_ahead
    session.goto(12)
    assert session.run.is_ahead
    assert session.run.news()[0] == 10
