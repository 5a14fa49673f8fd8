"""While a race is on the loss view, the stage and the surface show every racer, not only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QPen
from pytestqt.qtbot import QtBot

from engine import Session
from engine.answers.companions import COMPANIONS, mark_of
from engine.answers.race import contest_of
from engine.frames import (
    Companion,
    Finish,
    Frame,
    Race,
    RaceRequest,
    RacersRequest,
    RacersWaysRequest,
)
from engine.link.slices import Slices
from gui.kit.panel import Panel
from gui.kit.pinned import PinnedRun, PinnedRuns
from gui.kit.run_pens import run_pen
from gui.kit.theme import DARK, LIGHT
from gui.model.beginning import empty
from gui.panels.loss.panel import LossPanel
from gui.panels.surface.panel import SurfacePanel
from gui.stage.stage import Stage
from tests.experiments import line
from tests.there import there

RATES = (0.001, 0.02, "none")  # the last cannot run
KEPT = PinnedRun(line(optimizer={"lr": 0.03}), np.array([2.0, 1.0]), 3)
OLD = PinnedRun(line(optimizer={"lr": 0.01}), np.array([9.0, 8.0]), 4, kind="racer")


class Course:
    """A race in slices that a panel looks at, and the frames that it is shown."""

    def __init__(self, qtbot: QtBot, panel: Panel, epochs: int = 1500) -> None:
        self.session, self.slices, self.panel = Session(line()), Slices(), panel
        self.request = RaceRequest("optimizer.lr", RATES, Finish(epochs))
        qtbot.addWidget(panel)
        panel.resize(640, 480)
        panel.restyle(LIGHT)
        there(panel.ties().pinned)((KEPT, OLD))
        panel.show()
        panel.show_experiment(self.session.experiment)

    def look(self, race: bool = True) -> Frame:
        wanted = ((self.request,) if race else ()) + tuple(self.panel.wants())
        views = self.slices.answer(self.session, 1, wanted)
        frame = Frame(1, 0, 0, None, False, 0, np.empty(0), 1.0, {}, views)
        self.panel.draw(frame)
        return frame

    def race(self, until: Callable[[], bool]) -> None:
        for _ in range(4000):
            self.look()
            if until():
                return
            self.slices.go_on(running=False)
        raise AssertionError("it never comes")

    def settle(self, until: Callable[[], bool]) -> None:
        """What comes without the race's own view."""
        for _ in range(400):
            self.look(race=False)
            if until():
                return
            for _ in range(20):
                self.slices.go_on(running=False)
        raise AssertionError("it never comes")

    def over(self) -> bool:
        return contest_of(self.session, self.request).over

    def kept(self, race: Race) -> PinnedRuns:
        """As the race's view keeps them."""
        rates = (0.001, 0.02)
        runs = tuple(
            PinnedRun(line(optimizer={"lr": rate}), racer.losses.copy(), number, kind="racer")
            for number, rate, racer in zip((4, 5), rates, race.racers, strict=False)
        )
        COMPANIONS.put(
            [Companion(r.number, r.experiment, r.steps, mark_of(r.losses)) for r in runs]
        )
        return runs

    def finish(self) -> Race:
        while not self.over():
            self.slices.go_on(running=False)
        for _ in range(20):  # the last look at all racers comes after the race's own end
            self.slices.go_on(running=False)
        view = self.look().views[self.request]
        assert isinstance(view, Race) and view.over
        return view


def pen_of(item: Any) -> QPen:
    pen: QPen = item.opts["pen"]
    return pen


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    yield
    COMPANIONS.put(())


def test_the_loss_view_draws_every_racer(qtbot: QtBot) -> None:
    panel = LossPanel()
    course = Course(qtbot, panel)
    assert panel.pins.runs == (KEPT, OLD)
    racers = panel.plot.racers
    course.race(lambda: racers.steps > 64)
    assert panel.pins.runs == (KEPT,) and panel.pins.every == (KEPT, OLD)
    assert set(racers._items) == {4, 5} and not course.over()
    assert pen_of(racers._items[4]) == run_pen(4, LIGHT)
    x, y = racers.curve(5)
    alone = Session(line(optimizer={"lr": 0.02}))
    alone.step(int(x[-1]))
    assert y[-1] == alone.losses[-1]
    assert panel.plot.view.viewRange()[0][1] >= x[-1]
    panel.log.setChecked(True)
    assert racers.curve(5)[1][-1] == pytest.approx(np.log10(y[-1]))
    panel.restyle(DARK)
    panel.plot.subtract(0, 1)
    assert racers.curve(5) == ([], [])
    panel.plot.subtract(None)
    course.finish()
    assert not racers._items and panel.pins.runs == (KEPT, OLD)


def test_the_stage_draws_every_racer_until_the_kept_run_is_there(qtbot: QtBot) -> None:
    stage = Stage()
    course = Course(qtbot, stage)
    stage.opened(course.session.experiment)
    course.race(lambda: stage.extras.racing is not None and len(stage.extras.racing.shown) == 2)
    lines, kept = there(stage.extras.racing), there(stage.extras.kept)
    assert lines.shown == (4, 5) and not course.over()
    assert [row.text for row in stage._board.extra_rows] == ["Learning rate 0.03", "0.001", "0.02"]
    assert len([one for one in stage.wants() if isinstance(one, RacersRequest)]) == 1
    assert [run.number for run in kept._fitting()] == [3]
    before = lines._items[4].getData()[1]  # the slow one: the other may be at its end already
    stage.restyle(DARK)
    assert pen_of(lines._items[4]) == run_pen(4, DARK, 2)
    runs = course.kept(course.finish())
    assert (lines._items[4].getData()[1] != before).any()
    stage.extras.show_kept(runs)
    course.look(race=False)
    assert not lines.on and not [w for w in stage.wants() if isinstance(w, RacersRequest)]
    assert lines.shown == (4, 5), "until those that are kept of it are drawn"
    ended = lines._items[5].getData()[1]
    course.settle(lambda: kept.shown == (4, 5))
    course.look(race=False)
    assert lines.shown == ()
    np.testing.assert_allclose(kept._items[5].getData()[1], ended, atol=0.05)


def racing_on_a_stage(qtbot: QtBot) -> tuple[Stage, Course]:
    """A race of which two lines are drawn already, and no run is kept."""
    stage = Stage()
    course = Course(qtbot, stage)
    stage.extras.show_kept(())
    stage.opened(course.session.experiment)
    course.race(lambda: stage.extras.racing is not None and len(stage.extras.racing.shown) == 2)
    return stage, course


def test_a_race_that_is_given_up_leaves_nothing_on_the_stage(qtbot: QtBot) -> None:
    stage, course = racing_on_a_stage(qtbot)
    course.look(race=False)
    assert there(stage.extras.racing).shown == () and stage._board.extra_rows == ()


def test_a_race_that_is_on_leaves_nothing_where_no_frame_comes_any_more(qtbot: QtBot) -> None:
    stage, _ = racing_on_a_stage(qtbot)
    stage.opened(empty("regression"))
    assert there(stage.extras.racing)._items == {} and not there(stage.extras.racing).on


def test_the_surface_draws_the_way_of_every_racer(qtbot: QtBot) -> None:
    panel = SurfacePanel()
    course = Course(qtbot, panel)
    course.race(lambda: len(panel.kept._ways()) == 2 and len(panel.kept._ways()[5].x) > 3)
    assert set(panel.kept._ways()) == {4, 5} and not course.over()
    assert panel.kept.legend.names == ("this run", "Learning rate 0.03", "0.001", "0.02")
    way = panel.kept._ways()[5]
    alone = Session(line(optimizer={"lr": 0.02}))
    alone.step(int(way.steps[1]))
    assert way.x[1] == pytest.approx(float(alone.parameters["output.weight"][0, 0]), rel=1e-6)
    assert len(panel.kept.reach()) == 2
    panel.show_pinned(course.kept(course.finish()))
    course.look(race=False)
    assert not [one for one in panel.wants() if isinstance(one, RacersWaysRequest)]
    assert panel.kept._racers == {}
    assert set(panel.kept._ways()) == {4, 5}, "until those that are kept of it are drawn"
    course.settle(lambda: panel.kept._shown[1] is None)
    assert panel.kept._ways()[5].steps[-1] == course.request.finish.epochs


def test_views_without_a_race_ask_for_none(qtbot: QtBot) -> None:
    for panel in (LossPanel(), SurfacePanel(), Stage()):
        course = Course(qtbot, panel)
        if isinstance(panel, Stage):
            panel.opened(course.session.experiment)
        course.look(race=False)
        kinds = {type(one) for one in panel.wants()}
        assert not kinds & {RacersRequest, RacersWaysRequest}
