"""Earlier steps on the plane: faint curves of the way here, and pinned ones that stay."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame, MomentsRequest
from engine.frames.moments import Moments
from gui.stage.modes.line_rows import EARLIER
from gui.stage.modes.moments import MOST_EARLIER, MOST_PINNED, EarlierCurves
from gui.stage.stage import Stage
from tests.experiments import flowers, line


class Watched:
    """A stage and a session whose frames it is shown until it has all it wants."""

    def __init__(self, stage: Stage, experiment: Experiment) -> None:
        self.stage, self.session = stage, Session(experiment)
        stage.show_experiment(experiment)
        self.look()

    def look(self) -> None:
        session = self.session
        for _ in range(5000):  # slices of the work are short on a busy machine
            views = answer(session, self.stage.wants())
            self.stage.draw(
                Frame(
                    1, session.step_number, session.epoch_number, None, False, 0, np.zeros(0),
                    session.loss, {}, views, earliest=session.run.history.first,
                )
            )  # fmt: skip
            if self.stage.extras.earlier is None or not self.stage.extras.earlier.wants():
                return
        raise AssertionError("the stage never has enough")

    @property
    def earlier(self) -> EarlierCurves:
        found = self.stage.extras.earlier
        assert found is not None
        return found

    def switch(self, layer: str) -> None:
        self.stage._legend._on_switched(layer, layer in self.stage._board.off)
        self.look()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(700, 500)
    stage.show()
    return stage


def test_every_earlier_curve_is_the_sessions_own(stage: Stage) -> None:
    watched = Watched(stage, line(model={"hidden": [3]}))
    watched.session.step(12)
    watched.switch(EARLIER)
    view = watched.earlier._known
    assert view is not None and view.steps == tuple(range(12)) and view.complete
    again = Session(watched.session.experiment)
    for place in range(12):
        found = again.predict({"x": view.x.tolist()}) if hasattr(again, "predict") else None
        if found is not None:
            np.testing.assert_allclose(view.y[place], found, rtol=1e-12)
        again.step()
    assert len(watched.earlier._faint.getData()[0]) == 12 * (len(view.x) + 1)


def test_they_are_off_at_first_and_cost_nothing_then(stage: Stage) -> None:
    watched = Watched(stage, line())
    watched.session.step(5)
    watched.look()
    assert stage.extras.earlier is None
    watched.switch(EARLIER)
    assert watched.earlier._faint.getData()[0] is not None
    watched.switch(EARLIER)
    assert watched.earlier._faint.getData()[0] is None


def test_of_a_long_way_some_are_shown(stage: Stage) -> None:
    watched = Watched(stage, line(training={"epochs": 10_000}))
    watched.session.step(1000)
    watched.switch(EARLIER)
    steps = watched.earlier._known.steps  # type: ignore[union-attr]
    assert MOST_EARLIER // 2 < len(steps) <= MOST_EARLIER and steps[0] == 0


def test_a_pinned_line_stays_while_training_goes_on(stage: Stage) -> None:
    watched = Watched(stage, line())
    first = watched.session.parameters
    assert stage.extras.pin()
    watched.look()
    watched.session.step(200)
    watched.look()
    (pinned,) = watched.earlier.pinned
    assert pinned.name == "before training"
    w, b = first["output.weight"].item(), first["output.bias"].item()
    np.testing.assert_allclose(pinned.y, w * pinned.x + b, rtol=1e-6)
    area = stage._board.canvas.area
    assert pinned.x[0] < area.left and pinned.x[-1] > area.right  # panning finds it there
    assert stage.extras.pin()
    watched.look()
    assert [pinned.name for pinned in watched.earlier.pinned] == ["before training", "step 200"]
    named = [button.text() for button in stage.findChildren(QToolButton)]
    assert "before training" in named and "step 200" in named


def test_a_pinned_line_stays_over_reset_and_settings_and_goes_with_other_data(stage: Stage) -> None:
    watched = Watched(stage, line())
    watched.session.step(3)
    watched.look()
    stage.extras.pin()
    watched.look()
    watched.session.reset()
    watched.look()
    stage.show_experiment(line(optimizer={"lr": 0.1}))
    assert len(watched.earlier.pinned) == 1
    stage.extras.unpin()
    assert not watched.earlier.pinned
    stage.extras.pin()
    watched.look()
    stage.show_experiment(flowers())
    assert not watched.earlier.pinned


def test_there_is_room_for_six(stage: Stage) -> None:
    watched = Watched(stage, line())
    for _ in range(MOST_PINNED):
        watched.session.step()
        watched.look()
        assert stage.extras.pin()
        watched.look()
    assert not stage.extras.pin()


def test_a_plane_has_no_curve_to_pin(stage: Stage) -> None:
    Watched(stage, flowers())
    assert not stage.extras.pin()


def test_steps_beyond_the_history_are_empty() -> None:
    session = Session(line())
    session.step(3)
    request = MomentsRequest((2, 9), 0.0, 1.0, 5)
    view = answer(session, (request,))[request]
    assert isinstance(view, Moments)
    assert not np.isnan(view.y[0]).any() and np.isnan(view.y[1]).all()
