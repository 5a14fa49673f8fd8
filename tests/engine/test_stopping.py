"""Stop conditions: on the exact step, however the run is cut up, and the same one again."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment, Session
from engine.experiment.specs import StopRule
from tests.comparison import same
from tests.experiments import flowers, line

EPOCHS = 60
RULES = st.builds(
    StopRule,
    loss_below=st.none() | st.floats(0.05, 3),
    patience=st.none() | st.integers(1, 5),
    min_change=st.sampled_from([0.0, 0.001, 0.1]),
)


def experiment(rule: StopRule, batch_size: int | None = None, **sections: Any) -> Experiment:
    training = {"epochs": EPOCHS, "batch_size": batch_size, **sections.pop("training", {})}
    found = line(optimizer={"lr": 0.02}, training=training, **sections)
    return replace(found, training=replace(found.training, stop=rule))


def expected(losses: list[float], count: int, rule: StopRule) -> tuple[int, str]:
    """After how many steps to stop, and why: the rules in plain Python over every step's loss."""
    lowest, waited = math.inf, 0
    for end in range(count, len(losses) + 1, count):
        mean = sum(losses[end - count : end]) / count
        if rule.loss_below is not None and mean < rule.loss_below:
            return end, "loss_below"
        if mean < lowest * (1 - rule.min_change):
            lowest, waited = mean, 0
        else:
            waited += 1
        if rule.patience is not None and waited == rule.patience:
            return end, "plateau"
    return len(losses), "finished"


def run(session: Session, slices: list[int]) -> None:
    """To the end of the epochs, in slices of these sizes again and again."""
    place = 0
    while not session.stopped:
        session.run_steps(slices[place % len(slices)], EPOCHS)
        place += 1


@settings(max_examples=80)
@given(RULES, st.none() | st.integers(1, 4), st.lists(st.integers(1, 90), min_size=1, max_size=4))
def test_it_stops_at_the_same_step_however_it_is_cut_up(
    rule: StopRule, batch_size: int | None, slices: list[int]
) -> None:
    whole = Session(experiment(StopRule(), batch_size))
    run(whole, [10_000])
    count = whole.run.machine.batches.count
    session = Session(experiment(rule, batch_size))
    run(session, slices)
    end, reason = expected(whole.losses.tolist(), count, rule)
    assert session.stopped is not None
    assert (session.step_number, session.stopped.reason) == (end, reason)
    twin = Session(experiment(StopRule(), batch_size))
    twin.step(end)
    same(session, twin)


@pytest.mark.parametrize("batch_size", [None, 2, 5])
def test_a_low_loss_whose_update_goes_too_far_has_diverged(batch_size: int | None) -> None:
    plain, session = (
        Session(replace(found, optimizer=found.optimizer.replace(lr=3e38)))
        for found in (
            experiment(StopRule(), batch_size),
            experiment(StopRule(loss_below=1e30), batch_size),
        )
    )
    for each in (plain, session):
        each.run_steps(1000, EPOCHS)
        assert each.stopped is not None and each.stopped.reason == "diverged"
        assert all(np.isfinite(values).all() for values in each.parameters.values())
    same(session, plain)


@given(RULES)
def test_it_is_written_and_read(rule: StopRule) -> None:
    before = experiment(rule)
    document = before.to_dict()
    assert ("stop" in document["training"]) == (rule != StopRule())
    assert Experiment.from_dict(document) == before


def test_the_reason_names_the_numbers() -> None:
    session = Session(experiment(StopRule(loss_below=0.5)))
    run(session, [1000])
    assert session.stopped is not None and session.stopped.reason == "loss_below"
    text = f"stopped: the loss of epoch {session.epoch_number} is {session.loss:.4g}, below 0.5"
    assert str(session.stopped) == text
    session = Session(experiment(StopRule(patience=3, min_change=0.9)))
    run(session, [1000])
    assert str(session.stopped) == "stopped: for 3 epochs the loss has not fallen by 90 %"


def test_going_on_after_a_stop_is_not_stopped_at_once() -> None:
    session = Session(experiment(StopRule(loss_below=0.5)))
    run(session, [1000])
    first = session.step_number
    session.run_steps(1000, EPOCHS)
    assert session.step_number == EPOCHS > first
    assert session.stopped is not None and session.stopped.reason == "finished"


def test_patience_begins_anew_after_a_stop_and_after_a_change() -> None:
    session = Session(experiment(StopRule(patience=3, min_change=0.99)))
    run(session, [1000])
    stopped_at = session.step_number
    session.run_steps(1000, EPOCHS)
    assert session.step_number == stopped_at + 3
    changed = replace(session.experiment, optimizer=session.experiment.optimizer.replace(lr=0.01))
    session.change(changed)
    session.run_steps(1000, EPOCHS)
    assert session.step_number == stopped_at + 3 + 4  # the first epoch is the lowest so far


def test_a_copy_waits_no_longer_than_the_session_that_it_is_of() -> None:
    session = Session(experiment(StopRule(patience=4, min_change=0.9)))
    session.step(3)
    twin = copy.deepcopy(session)
    for one in (session, twin):
        run(one, [10_000])
    assert session.stopped is not None and session.stopped.reason == "plateau"
    assert (twin.step_number, twin.stopped) == (session.step_number, session.stopped)


def test_going_back_leads_to_the_same_stop_and_a_goto_passes_it() -> None:
    session = Session(experiment(StopRule(loss_below=0.5)))
    run(session, [7])
    stop = session.step_number
    session.goto(2)
    assert session.stopped is None
    run(session, [1000])
    assert session.step_number == stop
    session.goto(0)
    session.goto(stop + 5)
    assert session.step_number == stop + 5 and session.stopped is None


@pytest.mark.parametrize("batch_size", [None, 3])
def test_going_another_way_from_the_past_is_judged_by_its_own_losses(
    batch_size: int | None,
) -> None:
    """The epochs that are left behind are forgotten, and those after them are looked at."""
    rule = StopRule(patience=3, min_change=0.3)
    session = Session(experiment(StopRule(), batch_size))
    count = session.run.machine.batches.count
    session.step(20 * count)
    slower = experiment(rule, batch_size)
    session.change(replace(slower, optimizer=slower.optimizer.replace(lr=0.001)))
    session.step(20 * count)
    session.goto(10 * count)
    session.run_steps(10_000, EPOCHS)
    losses = session.losses[10 * count :].tolist()
    assert session.stopped is not None and session.stopped.reason == "plateau"
    assert expected(losses, count, rule) == (len(losses), "plateau")


def test_steps_by_hand_are_not_held_back() -> None:
    session = Session(experiment(StopRule(loss_below=1e9)))
    session.step(5)
    session.epoch(2)
    for _ in range(4):
        session.phase()
    assert session.step_number == 8


def test_a_new_rule_keeps_weights_and_history() -> None:
    session = Session(experiment(StopRule()))
    session.step(10)
    losses = session.losses.tolist()
    assert session.change(experiment(StopRule(loss_below=1e9)))
    assert session.losses.tolist() == losses
    session.run_steps(5, EPOCHS)
    assert session.step_number == 11
    session.goto(3)
    assert session.step_number == 3


@pytest.mark.parametrize(
    ("stop", "where"),
    [
        ({"loss_below": 0}, "training.stop.loss_below"),
        ({"patience": 0}, "training.stop.patience"),
        ({"patience": 1.5}, "training.stop.patience"),
        ({"min_change": 1}, "training.stop.min_change"),
        ({"below": 1}, "training.stop"),
        (3, "training.stop"),
    ],
)
def test_what_makes_no_sense_is_refused(stop: Any, where: str) -> None:
    with pytest.raises(EngineError) as refused:
        flowers(training={"stop": stop})
    assert refused.value.where.startswith(where)
