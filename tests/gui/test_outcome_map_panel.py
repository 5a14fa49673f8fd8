"""The map: drawn cell by cell, pointed at, and a cell opened as a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from engine import EngineError, Experiment, Session
from engine.answers.outcome_map import outcome_map
from engine.answers.views import answer
from engine.edits.setting import put
from engine.frames import Frame, OutcomeMapRequest, Request, View
from engine.frames.outcome_map import START_SCALE
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import Pause, Refuse, TrainAnew, Wish
from gui.panels.outcome_map.panel import OutcomeMapPanel
from tests.experiments import line


class Bench:
    def __init__(self, qtbot: QtBot, experiment: Experiment) -> None:
        self.session = Session(experiment)
        self.panel = OutcomeMapPanel()
        self.wishes: list[Wish] = []
        qtbot.addWidget(self.panel)
        self.panel.wished.connect(self.wishes.append)
        self.panel.resize(300, 420)
        self.panel.show()
        self.panel.show_experiment(experiment)

    def choose(self, up: str, low: float, high: float, steps: int = 8) -> None:
        form = self.panel.form
        form.up.setting.pick(up)
        form.up.low.set_value(low)
        form.up.high.set_value(high)
        form.steps.set_value(steps)

    def look(self) -> None:
        views = answer(self.session, self.panel.wants())
        self.panel.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))

    def of(self, kind: type[Wish]) -> list[Any]:
        return [wish for wish in self.wishes if isinstance(wish, kind)]


def test_axes_stay_those_that_were_chosen_whatever_the_optimizer_has(qtbot: QtBot) -> None:
    panel = Bench(qtbot, line()).panel
    form = panel.form
    form.show_experiment(line(optimizer={"name": "adam"}))
    assert (form.across.path, form.up.path) == ("optimizer.lr", START_SCALE)
    form.up.setting.pick("optimizer.eps")
    form.show_experiment(line())
    assert form.up.path == START_SCALE and form.up.low.value() == 0.1
    assert form.request().up == START_SCALE


def test_a_map_is_drawn_and_a_cell_is_opened(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line(optimizer={"name": "sgd", "lr": 0.01}))
    panel, cells = bench.panel, bench.panel.picture_of_cells
    bench.choose("training.seed", 0, 2)
    panel.form.start.click()
    assert bench.of(Pause) and panel.form.start.text() == "Give up the map"
    bench.look()
    assert panel.wants() == () and panel.reading.text().startswith("60 of 60 cells exact")
    assert cells.box((0, 0)).right() == cells.box((0, 1)).left(), "nothing shows between them"
    assert cells.cell_at(QPointF(2, 2)) is None, "there stand the scales"
    assert not panel.open.isEnabled()
    at = cells.box((1, 19)).center().toPoint()
    qtbot.mouseClick(cells, Qt.MouseButton.LeftButton, pos=at)
    assert "Learning rate 1, Seed 1: diverged" in panel.reading.text()
    assert not bench.of(TrainAnew), "a click chooses"
    cells._point((0, 3))  # no real mouse: it would stay there for the tests to come
    assert "Seed 0" in panel.reading.text()
    cells._point(None)
    assert "Learning rate 1, Seed 1" in panel.reading.text(), "what Open would open"
    qtbot.mouseClick(panel.open, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(cells, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseRelease(cells, Qt.MouseButton.LeftButton, pos=at)  # else it is held ever after
    first, second = bench.of(TrainAnew)
    assert first == second and first.experiment.training.seed == 1 and first.steps == 8
    assert first.experiment.optimizer.number("lr") == pytest.approx(1)
    panel.forget()
    assert not panel.open.isEnabled() and cells.cell is None


def test_a_scaled_start_is_opened_with_its_weights(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line(model={"hidden": [2]}))
    bench.choose(START_SCALE, 0.5, 2)
    bench.panel.form.start.click()
    bench.look()
    bench.panel.picture_of_cells.opened.emit((19, 0))
    bench.look()
    (edit,) = bench.of(TrainAnew)
    start = Session(put(line(model={"hidden": [2]}), "optimizer.lr", 0.001)).parameters
    for name, values in edit.experiment.model.init.values.items():
        np.testing.assert_allclose(np.array(values), start[name] * 2, rtol=1e-6)


def test_keys_go_from_cell_to_cell(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("training.seed", 0, 2)
    bench.panel.form.start.click()
    bench.look()
    cells = bench.panel.picture_of_cells
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(cells, key)
    (edit,) = bench.of(TrainAnew)
    assert edit.experiment.training.seed == 1
    assert cells.accessibleDescription() == bench.panel.reading.text()


def test_what_is_no_map_is_refused(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("optimizer.lr", 0.1, 1)
    bench.panel.form.start.click()
    bench.choose("training.seed", 5, 1)
    bench.panel.form.start.click()
    assert len(bench.of(Refuse)) == 2 and bench.panel.wants() == ()


def test_a_map_is_given_up_and_nothing_of_it_stays(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("training.seed", 0, 2)
    bench.panel.form.start.click()
    bench.panel.form.start.click()
    assert bench.panel.wants() == ()
    bench.panel.form.start.click()
    bench.panel.show_experiment(line(loss={"name": "l1"}))
    assert bench.panel.wants() == ()
    bench.panel.forget()
    assert bench.panel.reading.text() == "No map is drawn yet."
    for theme in (DARK, LIGHT):
        bench.panel.restyle(theme)


def test_what_is_chosen_comes_back(qtbot: QtBot) -> None:
    one, other = Bench(qtbot, line()), Bench(qtbot, line())
    one.choose("training.seed", 3.0, 9.0, 77)
    other.panel.take_view_state(one.panel.view_state())
    assert other.panel.view_state() == one.panel.view_state()
    other.panel.take_view_state({"across": 4, "up": ["x", 3, 1], "steps": "many"})
    assert other.panel.view_state() == one.panel.view_state()


def test_a_first_picture_has_no_marks_and_says_so(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    panel = bench.panel
    bench.choose("training.seed", 0, 2)
    panel.form.start.click()
    (request,) = panel.wants()
    assert isinstance(request, OutcomeMapRequest)
    work = outcome_map(bench.session, request)
    first = next(view for view in work if view is not None)
    views: dict[Request, View] = {request: first}
    panel.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))
    assert panel.reading.text().startswith("0 of 60 cells exact")
    panel.picture_of_cells.pointed.emit((0, 0))
    assert panel.reading.text().endswith("(not exact yet)")
    bench.look()
    panel.picture_of_cells.pointed.emit((0, 0))
    assert not panel.reading.text().endswith("(not exact yet)")


def test_cells_opened_one_after_the_other_are_those_of_the_map(qtbot: QtBot) -> None:
    experiment = line(model={"hidden": [2]})
    bench = Bench(qtbot, experiment)
    bench.choose(START_SCALE, 0.5, 2)
    bench.panel.form.start.click()
    bench.look()
    for cell in ((19, 0), (0, 0)):
        bench.panel.picture_of_cells.opened.emit(cell)
        bench.look()
        opened = bench.of(TrainAnew)[-1].experiment
        bench.session.change(opened)
        bench.panel.show_experiment(opened)
    start = Session(experiment).parameters["hidden1.weight"]
    np.testing.assert_allclose(opened.model.init.values["hidden1.weight"], start / 2, rtol=1e-6)


def test_text_where_a_number_belongs_is_refused_and_the_numbers_stay(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("training.seed", 0, 2)
    field = bench.panel.form.up.low
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "much")
    with pytest.raises(EngineError):
        field.parse("much")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 0
    bench.panel.form.start.click()
    (request,) = bench.panel.wants()
    assert isinstance(request, OutcomeMapRequest) and request.y == (0, 1, 2)
