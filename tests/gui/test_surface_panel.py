"""The surface: the ground is the loss, the way is the parameters', the dot obeys the hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame, Surface, SurfaceRequest
from engine.frames.sights import Height
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import Edit, KeepParameters, Pause, Say, SetParameter, Wish, WorkOut
from gui.model.beginning import empty
from gui.panels.surface.levels import levels, span
from gui.panels.surface.panel import SurfacePanel
from gui.panels.surface.plot import SurfacePlot
from tests.experiments import flowers, line


class Bench:
    """A panel, a session, and frames from one to the other."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.session, self.run = session, 1
        self.panel = SurfacePanel()
        self.wishes: list[Wish] = []
        qtbot.addWidget(self.panel)
        self.panel.wished.connect(self.wishes.append)
        self.panel.resize(560, 460)
        self.panel.show()
        self.panel.show_experiment(session.experiment)
        self.look()

    def look(self, running: bool = False) -> None:
        for _ in range(200):
            session = self.session
            views = answer(session, self.panel.wants())
            self.panel.draw(
                Frame(
                    self.run, session.step_number, session.epoch_number, None, running,
                    session.step_number, np.empty(0), session.loss, {}, views,
                )
            )  # fmt: skip
            way = self.panel.way
            complete = way is not None and way.complete
            asks = any(isinstance(one, SurfaceRequest) for one in self.panel.wants())
            if running or (complete and not asks):
                return
        raise AssertionError("the panel never has enough")

    def ground(self) -> Surface | None:
        return self.panel.surface

    def of(self, kind: type[Wish]) -> list[Any]:
        return [wish for wish in self.wishes if isinstance(wish, kind)]

    def choose(self, kind: str) -> None:
        self.panel.bar.kind.pick(kind)
        self.look()


@pytest.fixture
def bench(qtbot: QtBot) -> Callable[[Session], Bench]:
    return lambda session: Bench(qtbot, session)


def network() -> Session:
    x = np.random.default_rng(0).uniform(-1, 1, (2, 30))
    columns = {"x1": x[0].tolist(), "x2": x[1].tolist(), "y": (x[0] * x[1]).tolist()}
    data = {"columns": columns, "features": ["x1", "x2"], "target": "y"}
    optimizer = {"name": "sgd", "lr": 0.2, "momentum": 0.9}
    return Session(
        Experiment.from_dict({"data": data, "model": {"hidden": [3]}, "optimizer": optimizer})
    )


def loss_of(w: float, b: float) -> float:
    columns = line().to_dict()["data"]["columns"]
    x, y = np.array(columns["x"], float), np.array(columns["y"], float)
    return float(np.mean((w * x + b - y) ** 2))


def test_the_ground_is_the_loss_and_the_way_the_parameters(bench: Any) -> None:
    session = Session(line())
    places = []
    for step in range(20):
        session.goto(step)
        found = session.parameters
        places.append((float(found["output.weight"][0, 0]), float(found["output.bias"][0])))
    shown = bench(session).panel
    np.testing.assert_array_equal(shown.way.steps, np.arange(20))
    np.testing.assert_array_equal(np.column_stack([shown.way.x, shown.way.y]), places)
    assert shown.plot.here == places[-1] and not shown.way.away.any()
    left, right, bottom, top = shown.plot.window_shown
    for across, up in np.random.default_rng(1).uniform(0.05, 0.95, (30, 2)):
        w, b = left + across * (right - left), bottom + up * (top - bottom)
        assert shown.plot.ground.height(w, b) == pytest.approx(loss_of(w, b), rel=2e-2, abs=2e-2)
    columns = session.experiment.to_dict()["data"]["columns"]
    slope, offset = np.polyfit(columns["x"], columns["y"], 1)
    assert shown.surface.minimum == pytest.approx((slope, offset), rel=1e-6)
    assert left < slope < right and bottom < offset < top


def test_the_window_and_its_levels_stay_until_they_are_moved(bench: Any) -> None:
    made = bench(Session(line()))
    window, heights = made.panel.plot.window_shown, list(made.panel.plot.ground.levels)
    made.session.step(30)
    made.look()
    assert made.panel.plot.window_shown == window and made.panel.plot.ground.levels == heights
    made.panel.plot.view.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
    made.panel.plot.moved_by_hand.emit()
    made.look()
    assert made.panel.surface.window == (0, 1, 0, 1)
    assert made.panel.plot.ground.levels != heights
    made.panel.bar.fit.click()
    made.look()
    left, right, *_ = made.panel.plot.window_shown
    assert left < made.panel.way.x.min() and right > made.panel.way.x.max()


def test_over_two_parameters_steps_ask_for_no_other_ground(bench: Any) -> None:
    made = bench(Session(line()))
    made.session.step()
    assert not any(isinstance(one, SurfaceRequest) for one in made.panel.wants())
    other = bench(network())
    other.session.step()
    other.look(running=True)
    assert any(isinstance(one, SurfaceRequest) for one in other.panel.wants())


def test_other_data_have_another_ground(bench: Any) -> None:
    made = bench(Session(line()))
    before = made.panel.surface
    assert before is not None
    changed = line(loss={"name": "l1"})
    made.session.change(changed)
    made.panel.show_experiment(changed)
    assert made.ground() is None
    made.look()
    after = made.ground()
    assert after is not None and after.losses.max() != before.losses.max()
    made.panel.show_experiment(replace(changed, optimizer=changed.optimizer.replace(lr=0.5)))
    assert made.ground() is after  # another rate has the same


def test_the_dot_in_the_hand_moves_the_parameters(bench: Any, qtbot: QtBot) -> None:
    made = bench(Session(line()))
    panel, plot = made.panel, made.panel.plot
    start = made.session.parameters
    at = plot.view.mapViewToScene(QPointF(*plot.here)).toPoint()
    away = plot.view.mapViewToScene(QPointF(*panel.surface.minimum)).toPoint()
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert plot.held
    qtbot.mouseMove(plot.viewport(), away)
    made.look()
    assert plot.here == pytest.approx(panel.surface.minimum, abs=0.2)  # the frame left it alone
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=away)
    assert made.of(Pause) and not plot.held
    sent = {wish.name: wish.values for wish in made.of(SetParameter)}
    (kept,) = made.of(KeepParameters)
    for name, here in (("output.weight", plot.here[0]), ("output.bias", plot.here[1])):
        assert sent[name].ravel()[0] == pytest.approx(here)
        np.testing.assert_array_equal(kept.before[name], start[name])
        np.testing.assert_array_equal(kept.after[name], sent[name])


def test_the_arrow_keys_move_the_dot(bench: Any, qtbot: QtBot) -> None:
    made = bench(Session(line()))
    x, y = made.panel.plot.here
    left, right, *_ = made.panel.plot.window_shown
    qtbot.keyClick(made.panel.plot, Qt.Key.Key_Right)
    assert made.panel.plot.here == pytest.approx((x + 0.01 * (right - left), y))
    assert len(made.of(KeepParameters)) == 1


def test_along_directions_the_dot_stays(bench: Any, qtbot: QtBot) -> None:
    made = bench(network())
    made.session.step(5)
    made.choose("random")
    assert not made.panel.plot.movable
    qtbot.keyClick(made.panel.plot, Qt.Key.Key_Right)
    assert made.of(SetParameter) == []


def test_start_here_makes_the_start(bench: Any) -> None:
    made = bench(Session(line()))
    made.session.step(7)
    made.look()
    made.panel.bar.start.click()
    (edit,) = made.of(Edit)
    values = edit.experiment.model.init.values
    for name, array in made.session.parameters.items():
        np.testing.assert_array_equal(np.array(values[name], dtype=np.float32), array)


def test_directions_go_through_the_step_shown(bench: Any) -> None:
    made = bench(network())
    made.session.step(60)
    made.look()
    for kind in ("random", "path"):
        made.choose(kind)
        assert made.panel.surface.step == 60
        assert made.panel.plot.here == pytest.approx((0, 0), abs=1e-6)
    assert made.panel.surface.explains > 0.8
    assert "of the path" in made.panel.reading.text()
    first = made.panel.surface
    made.session.step(10)
    made.look(running=True)
    assert made.panel.surface is first  # while training runs the plane stays
    made.look()
    assert made.panel.surface.step == 70
    made.choose("random")
    before = made.panel.surface.losses
    made.panel.bar.again.click()
    made.look()
    assert not np.array_equal(made.panel.surface.losses, before)


def test_what_lies_elsewhere_is_faint_and_said(bench: Any) -> None:
    made = bench(network())
    made.session.step(20)
    made.look()
    assert "Faint" in made.panel.reading.text()
    other = bench(Session(line()))
    assert "Faint" not in other.panel.reading.text()


def test_a_frozen_axis_is_said(bench: Any) -> None:
    made = bench(Session(line(model={"frozen": ["output.bias"]})))
    assert "b is frozen" in made.panel.reading.text()


def test_a_bias_that_all_outputs_share_is_said(bench: Any) -> None:
    made = bench(Session(flowers(model={"hidden": [], "bias": "shared"})))
    made.panel.bar.up.pick("output.bias[0]")
    made.look()
    assert "b is added to every output" in made.panel.reading.text()
    assert made.panel.surface.losses.std(axis=0).max() < 1e-5  # level along it


def test_ground_that_is_no_number_is_said(bench: Any) -> None:
    made = bench(Session(line()))
    for left, said in ((-1.0, "beyond all numbers"), (1e25, "Nowhere here")):
        made.panel.plot.moved_by_hand.emit()
        made.panel.known.window = (left, 1e30, 1.0, 2.0)
        made.look()
        assert said in made.panel.reading.text()


def test_an_axis_that_was_removed_is_said_and_another_one_shown(bench: Any) -> None:
    made = bench(network())
    made.look()
    made.panel.bar.up.pick("hidden1.bias[0]")
    experiment = line(model={"hidden": []})
    made.session, made.run = Session(experiment), 2
    made.panel.show_experiment(experiment)
    (said,) = made.of(Say)
    assert "not there any more" in said.text and made.panel.bar.ground() is not None
    made.panel.show_experiment(network().experiment)
    made.panel.forget()  # what is opened now has other names, which nobody has to be told
    made.panel.show_experiment(experiment)
    assert len(made.of(Say)) == 1
    made.look()
    assert made.panel.surface is not None


def test_a_model_of_one_number_has_no_surface_and_says_so(bench: Any) -> None:
    experiment = line(model={"bias": False})
    panel = bench(network()).panel
    panel.show_experiment(experiment)
    session = Session(experiment)
    panel.draw(Frame(3, 0, 0, None, False, 0, np.empty(0), None, {}, answer(session, ())))
    assert panel.reading.text() == "The model has one number: a surface takes two."
    assert panel.wants() == ()


def test_the_axes_are_two_numbers(bench: Any) -> None:
    made = bench(network())
    bar = made.panel.bar
    bar.across.pick(bar.up.currentData())
    assert bar.across.currentData() != bar.up.currentData()
    assert bar.ground() is not None


def test_what_is_chosen_comes_back(bench: Any) -> None:
    made, other = bench(network()), bench(network())
    made.panel.bar.up.pick("output.bias[0]")
    made.panel.bar.kind.pick("random")
    other.panel.take_view_state(made.panel.view_state())
    assert other.panel.view_state() == made.panel.view_state()
    other.panel.take_view_state({"kind": "moon", "across": 7, "seed": -1, "up": None})
    assert other.panel.view_state() == made.panel.view_state()


def test_nothing_of_another_run_is_left(bench: Any) -> None:
    made = bench(Session(line()))
    made.panel.forget()
    assert made.panel.reading.text() == "" and made.panel.surface is None
    assert made.panel.plot.here is None and made.panel.plot.ground.height(0, 0) is None


def test_ground_that_is_lost_is_drawn_too(bench: Any) -> None:
    made = bench(Session(line()))
    surface: Surface = made.panel.surface
    surface.losses[:20] = np.inf
    surface.losses[20:40] = np.nan
    for theme in (LIGHT, DARK):
        made.panel.restyle(theme)
        made.panel.plot.ground.show(surface, keeps_levels=False)
    surface.losses[:] = np.nan
    made.panel.plot.ground.show(surface, keeps_levels=False)


def test_levels_are_rungs_of_one_ladder() -> None:
    assert levels(0.8, 150) == pytest.approx([1, 2, 5, 10, 20, 50, 100])
    assert levels(0.6, 0.7) == pytest.approx([0.61 + k / 100 for k in range(9)])
    assert levels(13.1, 19)[0] == 14 and all(level % 1 == 0 for level in levels(13.1, 19))
    many = levels(1e-9, 1e9)
    assert 5 <= len(many) <= 14 and all(float(f"{level:.0e}") == level for level in many)
    assert span(np.array([[np.nan, np.inf], [3.0, 4.0]])) == (3, 4)
    assert span(np.full((2, 2), np.nan)) == (1, 10) and span(np.zeros((2, 2))) == (1, 10)


def test_a_click_on_the_dot_moves_nothing_and_opens_its_formula(qtbot: QtBot) -> None:
    bench = Bench(qtbot, Session(line()))
    plot = bench.panel.plot
    here = plot.here
    assert here is not None
    at = plot.view.mapViewToScene(QPointF(*here)).toPoint()
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    opened = [wish.painted.thing for wish in bench.wishes if isinstance(wish, WorkOut)]
    assert [(thing.x, thing.y) for thing in opened if isinstance(thing, Height)] == [here]
    assert not any(isinstance(wish, SetParameter) for wish in bench.wishes)


def test_a_place_between_lost_ones_has_no_number(qtbot: QtBot) -> None:
    plot = SurfacePlot()
    qtbot.addWidget(plot)
    plot.restyle(LIGHT)
    losses = np.array([[np.inf, np.inf, 2.0], [np.inf, 1.0, 2.0], [1.0, 1.0, 2.0]])
    plot.ground.show(Surface(0, (0.0, 1.0, 0.0, 1.0), losses, None, None, True), False)
    lost, known = plot.ground.height(0.1, 0.1), plot.ground.height(0.75, 0.75)
    assert lost is not None and not np.isfinite(lost)
    assert known == pytest.approx(1.5)


def test_without_data_it_says_so_and_has_no_figures(bench: Any) -> None:
    panel = bench(Session(line())).panel
    assert panel.plot.below.has_figures
    panel.show_experiment(empty("regression"))
    assert panel.reading.text() == "There is no data yet: the surface is of its loss."
    assert not panel.plot.below.has_figures
