"""What if from here: values are offered, looked at ahead, drawn, and one is taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QGraphicsView, QLabel
from pytestqt.qtbot import QtBot

from engine import EngineError, Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame, FuturesRequest
from gui.kit.variants import offered, read, suggested, written
from gui.kit.wishes import Edit, GoOn, KeepRuns, Refuse, Wish
from gui.model.journal.journal import Journal
from gui.panels.futures.panel import FuturesPanel
from gui.stage.layers.ahead import AHEAD_Z
from gui.stage.stage import Stage
from tests.experiments import line


class Bench:
    def __init__(self, qtbot: QtBot, experiment: Experiment, lead: int = 4) -> None:
        self.session, self.journal = Session(experiment), Journal()
        self.session.step(lead)
        self.panel = FuturesPanel()
        self.wishes: list[Wish] = []
        qtbot.addWidget(self.panel)
        self.panel.wished.connect(self.wishes.append)
        self.panel.resize(300, 420)
        self.panel.read_journal(self.journal)
        self.panel.show()
        self.panel.show_experiment(experiment)
        self.journal.show_experiment(experiment)
        self.look()

    def look(self) -> None:
        session = self.session
        views = answer(session, self.panel.wants())
        start = len(self.journal.losses.values)
        frame = Frame(
            1, session.step_number, session.epoch_number, None, False, start,
            session.losses_since(start), session.loss, {}, views,
        )  # fmt: skip
        self.journal.take(frame)
        self.panel.draw(frame)

    def of(self, kind: type[Wish]) -> list[Any]:
        return [wish for wish in self.wishes if isinstance(wish, kind)]


def test_a_value_is_looked_at_and_taken(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    panel = bench.panel
    assert panel.setting.currentData() == "optimizer.lr" and panel.wants() == ()
    panel.values.setText("0,01  0.02;1000")
    panel.steps.set_value(30)
    panel.look.click()
    (request,) = panel.wants()
    assert isinstance(request, FuturesRequest) and request.values == (0.01, 0.02, 1000)
    bench.look()
    assert len(panel.outcomes) == 3
    assert panel.wants() == (request,)  # other views draw them too
    assert any("1000: lost" in one.text() for one in panel.outcomes.findChildren(QLabel))
    panel.outcomes.buttons[1].click()
    (edit,), (on,), (pins,) = bench.of(Edit), bench.of(GoOn), bench.of(KeepRuns)
    assert edit.experiment.optimizer.number("lr") == 0.02 and on.steps == 30
    first, last = pins.runs
    assert first.experiment.optimizer.number("lr") == 0.01
    assert last.experiment.optimizer.number("lr") == 1000
    other = Session(line())
    other.step(4)
    other.change(first.experiment)
    other.step(30)
    np.testing.assert_array_equal(first.losses, other.losses)


def test_elsewhere_nothing_of_it_is_left(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.panel.look.click()
    bench.look()
    assert len(bench.panel.outcomes) and bench.panel.plot.below.has_figures
    bench.session.step()
    bench.look()
    assert not len(bench.panel.outcomes) and bench.panel.wants() == ()
    assert not bench.panel.plot.below.has_figures, "figures of nothing"
    bench.panel.look.click()
    bench.look()
    bench.panel.show_experiment(line(loss={"name": "l1"}))
    assert not len(bench.panel.outcomes)


def test_the_value_that_holds_is_no_edit(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.panel.values.setText(written([bench.session.experiment.optimizer.number("lr")]))
    bench.panel.look.click()
    bench.look()
    bench.panel.outcomes.buttons[0].click()
    assert bench.of(Edit) == [] and len(bench.of(GoOn)) == 1


@pytest.mark.parametrize("typed", ["", "a b", "-1", "1 2 3 4 5 6"])
def test_what_is_no_value_is_refused(qtbot: QtBot, typed: str) -> None:
    bench = Bench(qtbot, line())
    bench.panel.values.setText(typed)
    bench.panel.look.click()
    assert len(bench.of(Refuse)) == 1 and bench.panel.wants() == ()


def test_what_is_offered_and_suggested() -> None:
    experiment = line(optimizer={"name": "sgd", "lr": 0.01})
    paths = [*offered(experiment, from_start=False)]
    assert paths[0] == "optimizer.lr" and "optimizer.nesterov" not in paths
    assert {"optimizer.momentum", "regularization.l2", "training.batch_size"} <= set(paths)
    assert "training.seed" not in paths and "training.epochs" not in paths
    more = [*offered(experiment, from_start=True)]
    assert {*paths, "training.seed", "optimizer.name", "loss.name"} <= set(more)
    for path in more:
        values = suggested(experiment, path)
        assert 1 < len(values) <= 5, path
        assert read(written(values), path, 2, 5) == values
    with pytest.raises(EngineError, match="2 to 5"):
        read("1", "optimizer.lr", 2, 5)


def test_what_is_chosen_comes_back(qtbot: QtBot) -> None:
    one, other = Bench(qtbot, line()), Bench(qtbot, line())
    one.panel.setting.pick("optimizer.momentum")
    one.panel.values.setText("0.1 0.2")
    one.panel.steps.set_value(77)
    other.panel.take_view_state(one.panel.view_state())
    assert other.panel.view_state() == one.panel.view_state()
    other.panel.take_view_state({"setting": 3, "values": None, "steps": True})
    assert other.panel.view_state() == one.panel.view_state()


def test_the_lines_that_would_come_are_drawn_on_the_stage(qtbot: QtBot) -> None:
    session, stage = Session(line()), Stage()
    qtbot.addWidget(stage)
    stage.resize(500, 400)
    stage.show()
    stage.opened(session.experiment)
    request = FuturesRequest("optimizer.lr", (0.01, 0.05), 20)

    def draw(*more: FuturesRequest) -> int:
        views = answer(session, (*stage.wants(), *more))
        stage.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))
        return sum(
            item.isVisible()
            for item in found_curves(stage)
            if item.zValue() == AHEAD_Z and len(item.getData()[0])
        )

    assert draw() == 0 and draw(request) == 2 and draw() == 0


def found_curves(stage: Stage) -> list[pg.PlotCurveItem]:
    plot = stage.findChildren(QGraphicsView)[0]
    return [item for item in plot.scene().items() if isinstance(item, pg.PlotCurveItem)]


def test_values_of_another_experiment_are_proposed_anew(qtbot: QtBot) -> None:
    panel = Bench(qtbot, line(optimizer={"lr": 3.0})).panel
    assert panel.values.text() == "0.3  0.9  3  9  30"
    panel.show_experiment(line(optimizer={"lr": 0.02}))
    assert panel.values.text() == "0.002  0.006  0.02  0.06  0.2"
    panel.values.setText("7 8")
    panel.show_experiment(line(optimizer={"lr": 0.03}))
    assert panel.values.text() == "7 8"  # the learner's own stay as long as it is the same one
    panel.forget()
    panel.show_experiment(line(optimizer={"lr": 0.02}))
    assert panel.values.text() == "0.002  0.006  0.02  0.06  0.2"


def test_values_are_typed_as_numbers_are_anywhere() -> None:
    assert read("0,1, 1/4; 0.5", "optimizer.lr", 1, 5) == (0.1, 0.25, 0.5)
    assert read("8, all", "training.batch_size", 1, 5) == (8, None)
    assert read("sgd, adam", "optimizer.name", 1, 5) == ("sgd", "adam")
