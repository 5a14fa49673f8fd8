"""The twenty-six things of the five tutorials, each reached in the window and its figure read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.edits.setting import varied
from gui.app import App
from gui.model.examples import FOLDER
from gui.model.settings import Settings
from gui.panels.gallery.functions import FOURTEEN
from gui.panels.inside.panel import InsidePanel
from tests.there import there

LONG = 60_000  # milliseconds


class Course:
    """One window for all, driven by its commands."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app, self.qtbot = app, qtbot

    def until(self, holds: Any) -> None:
        self.qtbot.waitUntil(holds, timeout=LONG)

    @property
    def last(self) -> Any:
        return self.app.board.last

    def open(self, name: str) -> None:
        self.app.files.open_example(FOLDER / f"{name}.json")
        self.until(lambda: self.last is not None and self.last.step == 0)

    def view(self, name: str) -> Any:
        """A view brought to the front, with a frame drawn in it."""
        self.app.window.show_view(name)
        host = self.app.window.hosts[name]
        self.until(lambda: host.panel is not None and host.panel.isVisible())
        return host.panel

    def press(self, command: str) -> None:
        self.until(lambda: self.app.actions[command].isEnabled())
        self.app.actions[command].trigger()

    def run(self) -> None:
        self.app.runner.set_speed(None)
        self.press("run.run")
        self.until(lambda: self.last is not None and self.last.stopped is not None)

    def steps(self, count: int) -> None:
        for _ in range(count):
            before = self.last.step
            self.press("run.step")
            self.until(lambda before=before: self.last.step == before + 1)

    def cells(self) -> dict[str, list[str]]:
        """The parameters' table as it is written, by name."""
        table = self.view("parameters").table
        rows = [
            [str(table.index(row, column).data()) for column in range(4)]
            for row in range(table.rowCount())
        ]
        return {row[0].split(" ")[0]: row[1:] for row in rows}

    def log(self, first: int, every: int, columns: list[str] | None = None) -> Any:
        panel = self.view("log")
        panel.first.set_value(first)
        panel.every.set_value(every)
        if columns is not None:
            panel._on_columns(columns)
        panel._begin()
        self.until(lambda: panel.rows.total > 0 and not panel.rows.missing(*panel.view.in_view()))
        return panel

    def whole_log(self, panel: Any) -> list[Any]:
        found: list[Any] = []
        panel.collector.begin(panel._request(0, 0), panel.rows, found.extend)
        self.until(lambda: bool(found))
        return found


@pytest.fixture(scope="module")
def opened(qapp: QApplication) -> Iterator[App]:
    app = App(qapp, Settings({"language": "en", "theme": "light"}))
    app.window.may_close = lambda: True
    app.start(None)
    yield app
    app.files.may_discard = lambda: True  # type: ignore[method-assign]
    app.window.close()
    app.close()
    qapp.setStyleSheet("")


@pytest.fixture
def course(opened: App, qtbot: QtBot) -> Course:
    opened.files.may_discard = lambda: True  # type: ignore[method-assign]
    found = Course(opened, qtbot)
    found.until(lambda: opened.board.last is not None)
    return found


def figure(text: str) -> float:
    return float(text.replace("−", "-").replace("\u202f", ""))


def parameter(course: Course, name: str) -> float:
    return figure(course.cells()[name][0])


# ---- 000: fit a line ----------------------------------------------------------------------------


def test_1_to_5_a_line_is_fitted_logged_and_kept_before_and_after(course: Course) -> None:
    course.open("a1-fit-a-line")
    assert len(course.app.stage._board.points.cloud) == 100
    course.press("view.pin")
    course.until(lambda: bool(course.app.stage.extras.earlier))
    course.until(lambda: bool(there(course.app.stage.extras.earlier).pinned))
    course.run()
    assert course.last.step == 3000
    assert parameter(course, "W") == pytest.approx(2.987, abs=1e-3)
    assert parameter(course, "b") == pytest.approx(2.511, abs=1e-3)
    rows = course.whole_log(course.log(1, 100))
    assert [row.step for row in rows] == list(range(1, 3000, 100))
    assert rows[-1].loss == pytest.approx(0.0733, abs=1e-4)
    (pinned,) = there(course.app.stage.extras.earlier).pinned
    assert pinned.name == "before training"
    code = course.view("code")
    course.until(lambda: "class Model(nn.Module):" in code.view.lines)
    assert any("nn.Linear(1, 1)" in line for line in code.view.lines)
    assert any("nn.MSELoss()" in line for line in code.view.lines)


# ---- 001: one step by hand, then two hundred ----------------------------------------------------


def test_6_one_step_by_hand(course: Course) -> None:
    course.open("b1-height-weight")
    for phase in ("forward", "loss", "backward"):
        course.press("run.phase")
        course.until(lambda phase=phase: course.last.phase == phase)
    assert course.app.transport.loss.text == "13.3520"
    cells = course.cells()
    course.until(lambda: course.cells()["W"][1] != "None")
    cells = course.cells()
    assert (cells["W"][1], cells["b"][1]) == ("−19.04", "2.000")
    course.press("run.phase")
    course.until(lambda: course.last.phase == "update")
    course.until(lambda: course.cells()["W"][0] == "1.019")
    assert course.cells()["b"][0] == "0.9980"


def test_7_the_loss_stops_above_zero_where_the_bias_is_frozen(course: Course) -> None:
    course.open("b3-frozen-bias")
    course.run()
    assert parameter(course, "W") == pytest.approx(199.572, abs=0.06)
    panel = course.log(2, 10)
    rows = course.whole_log(panel)
    assert [row.step for row in rows][:3] == [2, 12, 22]
    assert rows[-1].step == 202 and rows[-1].loss == pytest.approx(0.1423, abs=1e-4)


def test_8_the_answer_at_four_hours(course: Course) -> None:
    course.open("b2-hours-ability")
    course.run()
    panel = course.view("answer")
    panel.ask((4.0,))
    course.until(lambda: "·4 + " in panel.lines.text())
    assert figure(panel.result.text().removeprefix("ŷ = ")) == pytest.approx(765.4, abs=0.1)


def test_9_and_10_two_curves_compared(course: Course) -> None:
    course.open("b2-hours-ability")
    course.run()
    loss = course.view("loss")
    assert len(loss.plot.train_curve()[0]) == 200
    loss.pin.click()
    document = course.app.document
    document.edit("Momentum", varied(there(document.experiment), "optimizer.momentum", 0.9))
    course.press("run.reset")
    course.until(lambda: course.last.step == 0)
    course.run()
    loss = course.view("loss")
    (reading,) = loss.pins.readings
    assert reading._name.text() == "Momentum 0"
    assert figure(loss.train.text) == pytest.approx(0.0014, abs=1e-4)
    assert figure(reading.text) == pytest.approx(299.1009, abs=1e-3)
    course.app.pinned.choose(())


def test_11_the_five_people_trained(course: Course) -> None:
    course.open("b5-height-weight-trained")
    course.run()
    x, y = np.array([166, 176, 171, 173, 169]), np.array([58.7, 75.7, 62.1, 70.4, 60.1])
    slope = float(np.polyfit(x, y, 1)[0])
    assert parameter(course, "W") == pytest.approx(slope, abs=2e-3)


# ---- 002: two ways to the same answer, and a gallery --------------------------------------------


def test_12_a_column_of_ones_both_ways(course: Course) -> None:
    course.open("c1-column-of-ones")
    course.run()
    found = [parameter(course, name) for name in ("W₁", "W₂", "W₃")]
    assert found == pytest.approx([0.856, 5.151, 6.919], abs=1e-3)
    code = course.view("code")
    for style, line in ((0, "nn.Linear(3, 1, bias=False)"), (1, "def sgd(")):
        code.styles.setCurrentIndex(style)
        code.styles.activated.emit(style)
        course.until(lambda line=line: any(line in text for text in code.view.lines))
    code.styles.setCurrentIndex(0)
    code.styles.activated.emit(0)


def test_13_fourteen_functions(course: Course) -> None:
    panel = course.view("gallery")
    course.until(lambda: all(len(tile._z) for tile in panel.tiles))
    assert len(FOURTEEN) == 14 and panel.tiles[0]._z[0] == -10 and panel.tiles[0]._z[-1] == 10
    panel.tiles[12].click()
    course.until(lambda: "√(z² + 1)" in panel.large.about.text())
    panel.large.back.click()


# ---- 003: logistic and softmax ------------------------------------------------------------------


def test_14_and_15_logistic_from_zero_by_its_formula(course: Course) -> None:
    course.open("d1-logistic")
    course.run()
    assert course.last.step == 1001
    metrics = course.view("metrics")
    course.until(lambda: "100" in str(metrics.figures.texts()))
    rows = course.whole_log(course.log(1, 100, ["accuracy"]))
    assert len(rows) == 11 and rows[0].loss == pytest.approx(np.log(2), abs=1e-6)
    assert rows[-1].loss == pytest.approx(0.0199, abs=1e-4) and rows[-1].values == (1.0,)
    training = course.view("training")
    assert training.source.currentData() == "probabilities" and training.source_row.isVisible()
    inside = course.view("inside")
    course.until(lambda: "binary_cross_entropy" in told(inside))


def told(panel: InsidePanel) -> str:
    """Every caption and formula of the view inside the step."""
    sections = panel.sections
    return " ".join(
        f"{line.caption} {line.latex}"
        for section in sections.sections.values()
        for line in section.formulas.lines
    )


def test_16_and_17_as_a_class_with_accuracy_and_a_threshold(course: Course) -> None:
    course.open("d2-logistic-class")
    course.run()
    rows = course.whole_log(course.log(1, 20, ["accuracy"]))
    assert len(rows) == 6 and rows[-1].values == (1.0,)
    metrics = course.view("metrics")
    course.until(lambda: "100" in str(metrics.figures.texts()))
    metrics.threshold.changed.emit("threshold", 0.99)
    course.until(lambda: "100" not in str(metrics.figures.texts()[1][1]))
    assert course.app.document.experiment.model.threshold == 0.99


def test_18_accuracy_on_test_rows(course: Course) -> None:
    course.open("d3-logistic-test-set")
    course.run()
    metrics = course.view("metrics")
    course.until(lambda: metrics.figures.texts()[1][2] not in ("", "—"))


def test_19_and_20_softmax_over_an_axis_and_one_hot(course: Course) -> None:
    panel = course.view("softmax")
    panel.tutorial.click()
    course.until(lambda: bool(panel.logits.rowCount()))
    assert panel.probabilities.texts()[0] == ["0.2689", "0.7311", "1.000"]
    panel.axis.show_name("0")
    panel._on_chosen()
    course.until(lambda: panel.probabilities.texts()[2][:2] == ["1.000", "1.000"])
    panel.axis.show_name("1")
    panel._on_chosen()
    course.until(lambda: [figure.text() for _, figure in panel.losses] == ["0.8133"] * 3)
    assert panel.one_hot.texts() == [["0", "1"], ["1", "0"]]


def test_21_softmax_with_a_shared_bias_whose_gradient_is_zero(course: Course) -> None:
    course.open("d4-softmax")
    course.run()
    rows = course.whole_log(course.log(1, 100, ["output.bias[0]", "accuracy"]))
    assert len(rows) == 11 and rows[0].loss == pytest.approx(np.log(3), abs=1e-6)
    assert rows[-1].loss == pytest.approx(0.39996, abs=1e-4)
    assert abs(rows[-1].values[0]) < 1e-5
    course.until(lambda: course.cells()["b"][1] != "None")
    assert abs(figure(course.cells()["b"][1])) < 1e-5


def test_22_softmax_as_a_class(course: Course) -> None:
    course.open("d5-softmax-class")
    course.run()
    metrics = course.view("metrics")
    course.until(lambda: "100" in str(metrics.figures.texts()))
    code = course.view("code")
    course.until(lambda: any("nn.Linear(4, 3)" in line for line in code.view.lines))


# ---- 004: the four steps, and the shapes --------------------------------------------------------


def test_23_thirty_rounds_from_minus_five_and_ten(course: Course) -> None:
    course.open("e1-four-steps")
    course.run()
    path = course.view("path")
    course.until(lambda: len(path.plot.places()[0]) == 31)
    x, y = path.plot.places()
    assert (x[0], y[0]) == (-5, 10)
    assert (x[-1], y[-1]) == (pytest.approx(2.545, abs=1e-3), pytest.approx(4.035, abs=1e-3))
    legend = course.app.stage._legend
    legend._on_switched("earlier", True)
    earlier = there(course.app.stage.extras.earlier)
    course.until(lambda: earlier._known is not None and earlier._known.complete)
    assert len(there(earlier._known).steps) == 30
    legend._on_switched("earlier", False)


def test_24_three_ways_to_y_hat(course: Course) -> None:
    course.open("e2-linear-layer")
    course.run()
    shapes = course.view("shapes")
    course.until(lambda: all(row[2] for row in shapes.three.texts()))
    first, second, third = shapes.three.texts()
    assert first[2] == second[2] == third[2]
    assert [row[1] for row in (first, second, third)] == ["(100,)", "(100, 1)", "(100, 1)"]


def test_25_the_shape_trap(course: Course) -> None:
    course.open("e3-shapes")
    shapes = course.view("shapes")
    course.until(lambda: shapes.ways.wrong.text not in ("", "—"))
    course.until(lambda: figure(shapes.ways.wrong.text) == pytest.approx(187.095, abs=0.06))
    assert figure(shapes.ways.right.text) == pytest.approx(109.8145, abs=0.06)
    assert len(shapes.ways.texts()) == 6


def test_26_two_features_without_a_bias(course: Course) -> None:
    course.open("e4-two-features")
    cells = course.cells()
    assert [cells[name][0] for name in ("W₁", "W₂", "W₃")] == ["2.500", "5.000", "−2.000"]
    course.steps(1)
    data = course.app.document.experiment.data.table.columns
    error = 2.5 + 5 * data["x1"] - 2 * data["x2"] - data["y"]
    expected = float(np.mean(error**2))
    assert figure(course.app.transport.loss.text) == pytest.approx(expected, rel=1e-3)
