"""While a race runs each racer answers for itself, exactly where it is, and holds nobody up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import Session
from engine.answers.race import contest_of
from engine.answers.views import answer
from engine.edits.setting import put
from engine.frames import (
    Beside,
    Curve,
    CurveRequest,
    Finish,
    Ground,
    Race,
    RaceRequest,
    RacersRequest,
    RacersWaysRequest,
    Request,
    SurfaceRequest,
    View,
    WaysBeside,
)
from engine.link.slices import Slices
from engine.training.milestones import MOST, Milestones
from tests.experiments import line

RATES = (0.001, 0.02)
GROUND = Ground("cells", "output.weight[0,0]", "output.bias[0]")


def race(epochs: int, values: tuple[Any, ...] = RATES) -> RaceRequest:
    return RaceRequest("optimizer.lr", values, Finish(epochs))


def looked(slices: Slices, session: Session, *requests: Request) -> list[View | None]:
    views = slices.answer(session, 0, requests)
    return [views.get(request) for request in requests]


def test_on_the_way_and_at_the_end_each_answers_where_it_is() -> None:
    session, slices = Session(line()), Slices()
    on, asked = race(1500), CurveRequest(0.0, 4.0)
    wanted = RacersRequest(on, asked)
    seen: list[Beside] = []
    looked(slices, session, on, wanted)
    while slices.goes_on:
        slices.go_on(running=False)
        view = looked(slices, session, on, wanted)[1]
        if isinstance(view, Beside) and all(view is not one for one in seen):
            seen.append(view)
    assert len(seen) > 1 and not seen[0].complete and seen[-1].complete
    for place, rate in enumerate(RATES):
        alone = Session(put(line(), "optimizer.lr", rate))
        alone.step(1500)
        found = seen[-1].views[place]
        assert isinstance(found, Curve)
        np.testing.assert_array_equal(found.y, there_curve(alone, asked))
    (standing,) = looked(slices, session, on)
    assert isinstance(standing, Race) and standing.over
    assert [int(racer.steps[-1]) for racer in standing.racers] == [1500, 1500]


def there_curve(session: Session, request: CurveRequest) -> Any:
    view = answer(session, (request,))[request]
    assert isinstance(view, Curve)
    return view.y


def test_their_ways_pass_where_they_were() -> None:
    session = Session(line())
    on = race(40, (0.001, 0.02, "none"))
    wanted = RacersWaysRequest(on, GROUND)
    found = answer(session, (on, wanted))[wanted]
    assert isinstance(found, WaysBeside) and found.complete and set(found.ways) == {0, 1}
    for place, rate in enumerate(RATES):
        alone, way = Session(put(line(), "optimizer.lr", rate)), found.ways[place]
        assert way.steps[0] == 0 and way.steps[-1] == 40 and len(way.steps) > 4
        for step, x, y in zip(way.steps.tolist(), way.x, way.y, strict=True):
            alone.goto(0)
            alone.step(step)
            assert x == pytest.approx(float(alone.parameters["output.weight"][0, 0]), rel=1e-6)
            assert y == pytest.approx(float(alone.parameters["output.bias"][0]), rel=1e-6)


def test_racers_on_another_ground_have_no_way_there() -> None:
    on = RaceRequest("loss.name", ("mse", "l1"), Finish(5))
    wanted = RacersWaysRequest(on, GROUND)
    found = answer(Session(line()), (on, wanted))[wanted]
    assert isinstance(found, WaysBeside)
    assert set(found.ways) == {0} and found.elsewhere == (1,)
    gone = RacersWaysRequest(on, Ground("cells", "hidden1.weight[0,0]", "output.bias[0]"))
    assert gone not in answer(Session(line()), (on, gone))


def test_a_race_that_nobody_lets_go_on_is_told_as_it_stands() -> None:
    session, on = Session(line()), race(40)
    wanted = RacersRequest(on, CurveRequest(0.0, 4.0))
    found = answer(session, (wanted,))[wanted]
    assert isinstance(found, Beside) and not found.complete and len(found.views) == 2
    assert contest_of(session, on).turns == 0


def test_the_ground_of_a_surface_comes_meanwhile() -> None:
    session, slices = Session(line()), Slices()
    on, ground = race(400), SurfaceRequest(GROUND, None, 20, 20)
    looked(slices, session, on, RacersWaysRequest(on, GROUND), ground)
    while slices.goes_on:
        slices.go_on(running=False)
    assert all(looked(slices, session, on, RacersWaysRequest(on, GROUND), ground))


def test_milestones_are_bounded_and_keep_both_ends() -> None:
    session = Session(line())
    been, large = Milestones(2), Milestones(1_000_000)
    for step in range(5000):
        been.note(step, session.run.machine.parameters)
        large.note(step, session.run.machine.parameters)
    steps, places = been.until(5000, session.run.machine.parameters)
    assert MOST / 4 < len(steps) <= MOST + 1 and places.shape == (len(steps), 2)
    assert steps[0] == 0 and steps[-1] == 5000 and sorted(steps) == steps
    assert large.until(5, session.run.machine.parameters)[0] == [5]
