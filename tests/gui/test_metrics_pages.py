"""The closer look of the metrics: figures by class, curves with their threshold, residuals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sklearn.metrics as reference
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import FitRequest, Frame, MetricsRequest, RankingRequest
from gui.kit.numbers import number
from gui.kit.theme import DARK
from gui.kit.wishes import Edit, Refresh, Wish
from gui.panels.metrics.by_class import by_class
from gui.panels.metrics.curve_page import CurvePage
from gui.panels.metrics.fit_page import FitPage
from gui.panels.metrics.panel import MetricsPanel
from gui.panels.metrics.table_page import TablePage
from tests.there import there

RANDOM = np.random.default_rng(1)


def session_of(classes: int, test_fraction: float = 0.3, **more: Any) -> Session:
    """Classes along x, or (0) a number."""
    x = RANDOM.normal(size=80)
    noisy = x + 0.6 * RANDOM.normal(size=80)
    target: list[Any] = (2 * noisy + 1).tolist()
    if classes:
        target = [f"c{k}" for k in np.digitize(noisy, np.linspace(-0.5, 0.5, classes - 1))]
    data = {
        "columns": {"x": x.tolist(), "y": target},
        "features": ["x"],
        "target": "y",
        "task": "classification" if classes else "regression",
        "test_fraction": test_fraction,
    }
    session = Session(Experiment.from_dict({"data": data, "optimizer": {"lr": 0.2}, **more}))
    session.step(30)
    return session


class Bench:
    """The panel with the real engine: what is wished for is granted."""

    def __init__(self, panel: MetricsPanel, session: Session) -> None:
        self.panel, self.session = panel, session
        self.edits: list[Edit] = []
        panel.wished.connect(self._grant)
        panel.show_experiment(session.experiment)
        self.look()

    def look(self) -> None:
        views = answer(self.session, self.panel.wants())
        step = self.session.step_number
        self.panel.draw(Frame(1, step, 0, None, False, 0, np.empty(0), None, {}, views))
        QApplication.processEvents()

    def choose(self, page: str) -> None:
        self.panel.closer.choose(page)

    def _grant(self, wish: Wish) -> None:
        if isinstance(wish, Edit):
            self.edits.append(wish)
            self.session.change(wish.experiment)
            self.panel.show_experiment(wish.experiment)
        if isinstance(wish, Edit | Refresh):
            self.look()


@pytest.fixture
def panel(qtbot: QtBot) -> MetricsPanel:
    panel = MetricsPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 560)
    panel.show()
    return panel


def curve(panel: MetricsPanel) -> CurvePage:
    page = panel.closer.page
    assert isinstance(page, CurvePage)
    return page


def fit(panel: MetricsPanel) -> FitPage:
    page = panel.closer.page
    assert isinstance(page, FitPage)
    return page


@pytest.mark.parametrize("seed", range(5))
def test_figures_by_class_are_scikit_learn_s(seed: int) -> None:
    random = np.random.default_rng(seed)
    truth, called = random.integers(0, 4, (2, 30))
    labels = [0, 1, 2, 3]
    confusion = reference.confusion_matrix(truth, called, labels=labels)
    found = by_class(confusion)
    expected = reference.precision_recall_fscore_support(
        truth, called, labels=labels, zero_division=np.nan
    )
    for mine, theirs in zip(found, expected[:3], strict=True):
        np.testing.assert_allclose(mine, theirs)


def test_a_class_without_rows_or_calls_has_no_share() -> None:
    found = by_class(np.array([[3, 0, 0], [2, 0, 0], [0, 0, 0]]))
    assert found.precision.tolist()[:1] == [0.6] and np.isnan(found.precision[1:]).all()
    assert found.recall.tolist()[:2] == [1, 0] and np.isnan(found.recall[2])
    assert found.f1.tolist()[:2] == [0.75, 0] and np.isnan(found.f1[2])


def test_train_and_test_rows_stand_in_one_cell(panel: MetricsPanel) -> None:
    bench = Bench(panel, session_of(3))
    page = panel.closer.page
    assert isinstance(page, TablePage)
    data, rows = bench.session.experiment.data, bench.session.run.machine.prepared
    truth, called = (
        np.array(data.table.columns["y"]),
        bench.session.predict({"x": data.table.columns["x"]}),
    )
    labels = list(data.classes)
    train, test = (
        reference.confusion_matrix(truth[part], called[part], labels=labels)
        for part in (rows.train, rows.test)
    )
    assert page.matrix.sentence(0, 1) == (
        f"{train[0, 1]} of {train[0].sum()} training rows and {test[0, 1]} of {test[0].sum()} "
        "test rows of c0 are called c1"
    )
    shares = reference.recall_score(truth[rows.train], called[rows.train], average=None)
    assert page.by_class.sentence(1, 1).startswith(f"{number(shares[1])} | ")
    assert page.title.text().endswith("test rows below.")
    told = there(panel.columns())
    assert told["figure"][2:4] == ("c0 -> c0", "c0 -> c1")
    assert (told["train"][3], told["test"][3]) == (train[0, 1], test[0, 1])
    before = panel.grab().toImage()
    panel.restyle(DARK)
    assert panel.grab().toImage() != before


def test_only_the_page_that_is_shown_is_asked_for(panel: MetricsPanel) -> None:
    bench = Bench(panel, session_of(2))
    assert panel.wants() == (MetricsRequest(),)
    bench.choose("roc")
    assert panel.wants() == (MetricsRequest(), RankingRequest(1))
    panel.show_experiment(session_of(0).experiment)
    assert panel.wants() == (MetricsRequest(), FitRequest())


@pytest.mark.parametrize("page", ["roc", "precision"])
def test_the_threshold_is_dragged_along_the_curve(panel: MetricsPanel, page: str) -> None:
    bench = Bench(panel, session_of(2))
    bench.choose(page)
    plot, ranking = curve(panel).plot, there(there(curve(panel).ranking).train)
    x, y = plot.drawn()
    for place in (len(x) // 4, len(x) // 2, 3 * len(x) // 4):
        QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(plot, 0.5, 0.5))
        QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton)
        at = pixel(plot, float(x[place]), float(y[place]))
        QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(8, 0))
        QTest.mouseMove(plot.viewport(), at + QPoint(2, 0))
        QTest.mouseMove(plot.viewport(), at)
        QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
        threshold = bench.edits[-1].experiment.model.threshold
        assert threshold in ranking.threshold
        point = plot.points()[0]
        assert np.hypot(point[0] - x[place], point[1] - y[place]) < 0.02
        assert panel.threshold.field.value() == threshold
    recall = bench.session.run.machine.prepared.train
    called = bench.session.probabilities(
        {"x": bench.session.experiment.data.table.columns["x"][recall]}
    )[:, 1]
    truth = np.array(bench.session.experiment.data.table.columns["y"])[recall] == "c1"
    expected = np.mean(called[truth] >= threshold)
    assert plot.points()[0][1 if page == "roc" else 0] == pytest.approx(expected)


def pixel(plot: Any, x: float, y: float) -> QPoint:
    place: QPointF = plot.view.mapViewToScene(QPointF(x, y))
    return plot.mapFromScene(place)


def test_the_arrow_keys_move_the_threshold(panel: MetricsPanel) -> None:
    bench = Bench(panel, session_of(2))
    bench.choose("roc")
    QTest.keyClick(curve(panel).plot, Qt.Key.Key_Right)
    QTest.keyClick(curve(panel).plot, Qt.Key.Key_Right)
    QTest.keyClick(curve(panel).plot, Qt.Key.Key_Left)
    assert [edit.experiment.model.threshold for edit in bench.edits] == [0.51, 0.52, 0.51]


def test_the_areas_stand_among_the_figures(panel: MetricsPanel) -> None:
    bench = Bench(panel, session_of(2))
    bench.choose("roc")
    ranking = there(curve(panel).ranking)
    names = [row[0] for row in panel.figures.texts()]
    assert names == ["Loss", "Accuracy", "Area under ROC", "Recall R", "False alarms"]
    areas = there(there(ranking.train).area), there(there(ranking.test).area)
    assert panel.figures.texts()[2][1:] == [f"{area:.4f}" for area in areas]
    bench.choose("precision")
    names = [row[0] for row in panel.figures.texts()]
    assert names[2:] == ["Average precision", "Recall R", "Precision P"]
    curve(panel).plot.hovered.emit(0.5, 1.0)
    assert curve(panel).reading.text().startswith("threshold 0.")
    assert len(there(panel.columns())["train recall"]) == len(there(ranking.train).recall)


def test_one_of_three_classes_is_told_from_the_rest(panel: MetricsPanel) -> None:
    bench = Bench(panel, session_of(3))
    bench.choose("roc")
    page = curve(panel)
    assert page.classes.isVisible() and not page.plot.can_drag
    page.classes.pick("2")
    assert panel.wants()[1:] == (RankingRequest(2),)
    data = bench.session.experiment.data
    rows = bench.session.run.machine.prepared.train
    shares = bench.session.probabilities({"x": data.table.columns["x"][rows]})[:, 2]
    area = reference.roc_auc_score(np.array(data.table.columns["y"])[rows] == "c2", shares)
    assert panel.figures.texts()[2][1] == f"{area:.4f}"
    QTest.keyClick(page.plot, Qt.Key.Key_Right)
    assert bench.edits == []
    kept = panel.view_state()
    panel.closer.choose("table")
    page.positive = 0
    panel.take_view_state(kept)
    assert panel.closer.chosen == "roc" and page.positive == 2
    panel.take_view_state({"pages": {"classification": "residuals", "regression": 7}, "class": "x"})
    assert panel.closer.chosen == "roc" and page.positive == 2


def test_numbers_are_drawn_against_the_true_ones_and_as_residuals(panel: MetricsPanel) -> None:
    bench = Bench(panel, session_of(0))
    page = fit(panel)
    table = bench.session.experiment.data.table.columns
    predicted = bench.session.predict({"x": table["x"]})
    x, y = page.plot.places()
    np.testing.assert_allclose(x, table["y"])
    np.testing.assert_allclose(y, predicted)
    page.plot.hovered.emit(float(x[7]), float(y[7]))
    assert page.reading.text().startswith("row 8: actual ")
    bench.choose("residuals")
    x, y = page.plot.places()
    np.testing.assert_allclose(x, predicted)
    np.testing.assert_allclose(y, table["y"] - predicted)
    assert there(panel.columns())["row"][:2] == [1, 2]
    before = page.plot.view.viewRange()
    bench.session.step(1)
    bench.look()
    assert page.plot.view.viewRange() == before


def test_without_numbers_nothing_is_drawn(panel: MetricsPanel) -> None:
    bench = Bench(panel, session_of(2, test_fraction=0))
    bench.choose("roc")
    assert len(curve(panel).plot.points()) == 1
    assert {row[2] for row in panel.figures.texts()} == {"—"}
    panel.forget()
    assert curve(panel).plot.points() == []
    weights = bench.session.parameters["output.weight"]
    bench.session.set_parameter("output.weight", np.full_like(weights, 3e38))
    bench.session.set_parameter("output.bias", np.array([-3e38]))
    bench.look()
    panel.grab()
