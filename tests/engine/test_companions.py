"""Kept runs answer for themselves, each as its own training would, to the last bit."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from copy import copy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.answers.companions import COMPANIONS, mark_of, shared
from engine.answers.metrics import metrics
from engine.answers.views import answer, begun
from engine.data.table import Table
from engine.edits.setting import varied
from engine.frames import (
    Beside,
    BesideRequest,
    Companion,
    CurveRequest,
    Ground,
    MetricsRequest,
    WaysBeside,
    WaysBesideRequest,
)
from engine.training.keeping import snapshot
from tests.experiments import line
from tests.strategies import experiments

METRICS = BesideRequest((1, 2), MetricsRequest())
CELLS = Ground("cells", "output.weight[0,0]", "output.bias[0]")


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    yield
    COMPANIONS.put(())


def told(session: Session, number: int = 1) -> Companion:
    """A run that is kept as it stands, trained from its start."""
    losses = session.losses
    return Companion(number, session.experiment, len(losses), mark_of(losses))


def trained(experiment: Experiment, steps: int) -> Session:
    session = Session(experiment)
    session.step(steps)
    return session


def found(session: Session, request: BesideRequest) -> Beside:
    view = answer(session, (request,))[request]
    assert isinstance(view, Beside)
    return view


def ways(session: Session, ground: Ground, *numbers: int) -> WaysBeside:
    request = WaysBesideRequest(numbers, ground)
    view = answer(session, (request,))[request]
    assert isinstance(view, WaysBeside)
    return view


@given(experiments(), st.integers(1, 9))
@settings(max_examples=15, deadline=None)
def test_its_figures_are_those_of_its_own_training(experiment: Experiment, steps: int) -> None:
    own = trained(experiment, 1)
    while own.stopped is None and own.step_number < steps:
        own.step()
    COMPANIONS.put([told(own)])
    view = found(Session(line()), METRICS)
    assert view.complete and view.astray == ()
    assert repr(view.views[1]) == repr(metrics(own))


def test_another_run_with_the_same_losses_has_figures_of_its_own() -> None:
    """Of another file, say, whose runs are numbered from 1 too: only its test rows are others."""
    one = trained(line(data={"test_fraction": 0.4}), 3)
    columns = {name: cells.tolist() for name, cells in one.experiment.data.table.columns.items()}
    columns["y"][int(one.run.machine.prepared.test[0])] += 100
    other = trained(line(data={"columns": columns, "test_fraction": 0.4}), 3)
    assert told(one).mark == told(other).mark
    for own in (one, other):
        COMPANIONS.put([told(own)])
        assert repr(found(Session(line()), METRICS).views[1]) == repr(metrics(own))


def test_a_branch_goes_on_from_its_fork() -> None:
    first = trained(line(training={"batch_size": 2}), 7)
    other = copy(first)
    other.change(varied(other.experiment, "optimizer.lr", 0.03))
    other.step(12)
    fork = snapshot(first)
    run = Companion(2, other.experiment, 19, mark_of(other.losses), fork)
    COMPANIONS.put([run])
    assert repr(found(first, METRICS).views) == repr({2: metrics(other)})
    way = ways(first, CELLS, 2).ways[2]
    assert way.steps.tolist() == list(range(20))
    other.goto(11)
    assert way.x[11] == other.parameters["output.weight"][0, 0]
    assert way.y[11] == other.parameters["output.bias"][0]


def test_one_that_was_changed_on_its_way_says_so_and_is_not_drawn() -> None:
    session = trained(line(), 5)
    session.change(varied(session.experiment, "optimizer.lr", 0.02))
    session.step(5)
    COMPANIONS.put([told(session, 1), told(trained(line(), 3), 2)])
    assert found(session, METRICS).astray == (1,)
    view = ways(session, CELLS, 1, 2)
    assert view.astray == (1,) and list(view.ways) == [2]


def test_runs_share_directions_and_centre() -> None:
    """The coordinates are those of the plane through the run at hand, whatever the others did."""
    columns = {"x": [0.1, 0.4, 0.7, 1.0], "y": [0.0, 1.0, 0.0, 1.0]}
    net = line(data={"columns": columns}, model={"hidden": [2]}, optimizer={"lr": 0.1})
    here, other = trained(net, 6), trained(varied(net, "optimizer.lr", 0.3), 8)
    COMPANIONS.put([told(other), told(here, 2)])
    view = ways(here, Ground("random", seed=4, centre=6), 1, 2)
    own = view.ways[2]
    assert (own.x[-1], own.y[-1], own.away[-1]) == pytest.approx((0, 0, 0), abs=1e-6)
    one = view.ways[1]
    assert one.x[0] == own.x[0] and one.y[0] == own.y[0]  # all began at the same place
    assert one.away[3] > 1e-3


def test_one_over_another_ground_is_named() -> None:
    here = trained(line(), 3)
    others = (line(loss={"name": "l1"}), line(model={"hidden": [2]}),
              line(data={"columns": {"x": [1, 2], "y": [3, 4]}}))  # fmt: skip
    COMPANIONS.put([told(trained(each, 3), n) for n, each in enumerate(others, start=1)])
    view = ways(here, CELLS, 1, 2, 3)
    assert view.elsewhere == (1, 2, 3) and view.ways == {}


def test_any_request_is_answered_by_each() -> None:
    runs = [trained(line(), 4), trained(line(optimizer={"lr": 0.002}), 9)]
    COMPANIONS.put([told(run, number) for number, run in enumerate(runs, start=1)])
    request = CurveRequest(0.0, 2.0, 3)
    view = found(Session(line()), BesideRequest((2, 1, 7), request))
    for number, run in enumerate(runs, start=1):
        assert repr(view.views[number]) == repr(answer(run, (request,))[request])


def test_what_is_known_stays_and_what_has_gone_is_gone() -> None:
    runs = [told(trained(line(), 4)), told(trained(line(), 6), 2)]
    COMPANIONS.put(runs)
    found(Session(line()), METRICS)
    first = COMPANIONS.of((1,))[0]
    COMPANIONS.put([replace(runs[0])])
    assert COMPANIONS.of((1, 2)) == [first]
    COMPANIONS.put([told(trained(line(), 5))])  # another one of that number
    assert COMPANIONS.of((1,))[0] is not first


def test_it_comes_in_slices_and_says_that_it_is_not_complete() -> None:
    COMPANIONS.put([told(trained(line(), 3000))])
    work = begun(Session(line()), METRICS)
    assert isinstance(work, Generator)
    view = next(work)
    assert isinstance(view, Beside) and not view.complete and view.views == {}


def test_tables_that_are_alike_are_one() -> None:
    session = trained(line(), 3)
    run = replace(told(session), fork=snapshot(session))
    table = Table(dict(line().data.table.columns))
    one = shared(run, table)
    assert one.experiment.data.table is table and one.fork is not None
    assert all(moment.experiment.data.table is table for moment in one.fork.moments)
    assert shared(run, Table({"x": np.zeros(2)})) is run
