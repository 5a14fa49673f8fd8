"""Racers' losses are their own single run's, to the last bit; places go by steps or by rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.answers.race import race
from engine.answers.views import answer
from engine.edits.setting import put
from engine.experiment.light import lightened
from engine.experiment.specs import StopRule
from engine.frames import Finish, Race, RaceRequest
from tests.experiments import flowers, line
from tests.strategies import experiments
from tests.there import there


def run(session: Session, path: str, values: tuple[Any, ...], finish: Finish) -> Race:
    request = RaceRequest(path, values, finish)
    view = answer(session, (request,))[request]
    assert isinstance(view, Race) and view.over
    return view


@settings(max_examples=8)
@given(
    experiment=experiments(),
    rates=st.lists(st.sampled_from([1e-3, 0.03, 0.5, 30.0]), min_size=1, max_size=4),
    epochs=st.integers(1, 20),
    below=st.none() | st.floats(0.01, 2),
)
def test_each_runs_as_it_would_alone(
    experiment: Experiment, rates: list[float], epochs: int, below: float | None
) -> None:
    session = Session(experiment)
    session.step(3)
    before = session.parameters
    view = run(session, "optimizer.lr", tuple(rates), Finish(epochs, below))
    rule = StopRule(loss_below=below)
    timed = replace(experiment, training=replace(experiment.training, stop=rule, epochs=epochs))
    for racer in view.racers:
        alone = Session(put(timed, "optimizer.lr", racer.value))
        while alone.stopped is None:
            alone.run_steps(1000, epochs)
        np.testing.assert_array_equal(racer.losses, alone.losses)
        assert racer.lost == (alone.stopped.reason == "diverged")
        assert racer.arrived == (alone.stopped.reason == ("loss_below" if below else "finished"))
        assert (racer.place is not None) == racer.arrived
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(values, before[name])


def test_of_a_long_race_every_loss_is_told_at_the_end() -> None:
    (racer,) = run(Session(line()), "optimizer.lr", (0.01,), Finish(1200, None)).racers
    alone = Session(line())
    alone.step(1200)
    np.testing.assert_array_equal(racer.losses, alone.losses)


def test_who_does_not_come_to_the_finish_has_no_place() -> None:
    view = run(Session(line()), "optimizer.lr", (0.001, 0.05), Finish(12, 1.5))
    late, there = view.racers
    assert not late.arrived and not late.lost and late.place is None and late.epoch == 12
    assert there.arrived and there.place == 1 and there.epoch < 12


@pytest.mark.parametrize("batch", [None, 4])
def test_a_finish_by_accuracy_is_the_first_epoch_that_has_it(batch: int | None) -> None:
    experiment = flowers(training={"batch_size": batch, "seed": 1})
    goal, epochs = 0.6, 100
    view = run(Session(experiment), "optimizer.lr", (0.0001, 0.1, 0.3), Finish(epochs, None, goal))
    assert view.by == "steps"
    columns = experiment.data.table.columns
    rows = {name: columns[name] for name in experiment.data.features}
    for racer in view.racers:
        alone, found = Session(put(experiment, "optimizer.lr", racer.value)), False
        while not found and alone.epoch_number < epochs:
            alone.epoch()
            found = np.mean(alone.predict(rows) == columns[experiment.data.target]) >= goal
        assert racer.arrived == found
        np.testing.assert_array_equal(racer.losses, alone.losses)
    steps = [len(racer.losses) for racer in view.racers if racer.arrived]
    assert steps and [r.place for r in view.racers if r.arrived] == [
        1 + sum(other < mine for other in steps) for mine in steps
    ]


def test_a_finish_by_accuracy_needs_classes() -> None:
    view = run(Session(line()), "optimizer.lr", (0.001, 0.05), Finish(12, None, 0.5))
    assert all("classes" in str(racer.refused) for racer in view.racers)


def test_rows_seen_count_short_batches_as_they_are() -> None:
    experiment = line(training={"epochs": 5})
    rows = experiment.data.table.rows
    view = run(Session(experiment), "training.batch_size", (2, 3, None), Finish(4))
    assert [racer.rows for racer in view.racers] == [4 * rows] * 3 and rows % 2


def test_other_runs_race_on_the_table_at_hand_and_what_they_share_is_said() -> None:
    one = line(training={"batch_size": 2})
    others = (
        put(one, "optimizer.lr", 0.03),
        put(one, "training.batch_size", None),
        line(training={"batch_size": 2, "seed": 4}, model={"hidden": [2]}),
    )
    request = RaceRequest("", ("a", "b", "c"), Finish(9), 0, tuple(map(lightened, others)))
    view = answer(Session(one), (request,))[request]
    assert isinstance(view, Race)
    for racer, experiment in zip(view.racers, others, strict=True):
        alone = Session(experiment)
        alone.epoch(9)
        np.testing.assert_array_equal(racer.losses, alone.losses)
    assert not view.same_start and not view.same_batches


@pytest.mark.parametrize(
    ("path", "values", "start", "batches"),
    [
        ("optimizer.lr", (0.1, 0.2), True, True),
        ("training.seed", (0, 1), False, False),
        ("training.batch_size", (2, 3), True, False),
        ("model.init.scheme", ("zeros", "ones"), False, True),
    ],
)
def test_what_they_share_is_said(path: str, values: Any, start: bool, batches: bool) -> None:
    view = run(Session(line(training={"batch_size": 2})), path, values, Finish(1))
    assert (view.same_start, view.same_batches) == (start, batches)


def test_seeds_of_whole_batches_see_the_same_rows() -> None:
    view = run(Session(line()), "training.seed", (0, 1), Finish(1))
    assert not view.same_start and view.same_batches


def test_places_go_by_steps_and_ties_share_them() -> None:
    session = Session(line(training={"epochs": 5}))
    view = run(session, "optimizer.lr", (0.001, 0.05, 0.05, 1e9), Finish(400, 1.0))
    slow, one, other, lost = view.racers
    assert one.place == other.place == 1 and slow.place == 3
    assert len(one.losses) < len(slow.losses) and lost.lost and lost.place is None


def test_where_epochs_are_the_finish_places_go_by_the_last_loss() -> None:
    view = run(Session(line()), "optimizer.lr", (0.001, 0.05, 0.02), Finish(30))
    assert view.by == "loss" and [racer.place for racer in view.racers] == [3, 1, 2]


def test_where_batches_differ_places_go_by_rows() -> None:
    session = Session(line(optimizer={"name": "sgd", "lr": 0.02}))
    view = run(session, "training.batch_size", (1, None), Finish(300, 0.9))
    assert view.by == "rows"
    single, whole = view.racers
    assert len(single.losses) > len(whole.losses) or single.rows < whole.rows
    rows = [single.rows, whole.rows]
    assert [single.place, whole.place] == [1 + sum(r < mine for r in rows) for mine in rows]


def test_one_that_cannot_run_is_told_and_the_others_run() -> None:
    view = run(Session(line()), "optimizer.lr", (-1.0, 0.01), Finish(3))
    refused, fine = view.racers
    assert (
        there(refused.refused).where == "optimizer.lr" and not refused.arrived and not refused.lost
    )
    assert fine.arrived and fine.epoch == 3 and fine.seconds > 0


def test_other_seeds_and_optimizers_race_too() -> None:
    session = Session(line(model={"hidden": [2]}))
    seeds = run(session, "training.seed", (0, 1), Finish(2))
    assert seeds.racers[0].losses[0] != seeds.racers[1].losses[0]


def test_turns_are_fair_and_a_race_that_was_left_goes_on() -> None:
    session = Session(line())
    request = RaceRequest("optimizer.lr", (0.001, 0.002), Finish(3000))
    work = race(session, request)
    seen: list[Race] = []
    while len(seen) < 3:
        so_far = next(work)
        seen += [so_far] if so_far is not None else []
    made = [int(racer.steps[-1]) for racer in seen[-1].racers if len(racer.steps)]
    assert abs(made[0] - made[-1]) <= 64 and len(seen[-1].racers[0].steps) <= 501
    work.close()
    again = next(race(session, request))
    assert again is not None and again.racers[0].steps[-1] >= made[0]
