"""The parameters panel, operated as a learner does."""

from __future__ import annotations

import math
import time
from statistics import median

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.frames import Frame, Parameters, ParametersRequest
from gui.kit.theme import LIGHT, stylesheet
from gui.kit.wishes import SetParameter
from gui.panels.parameters.panel import ParametersPanel
from gui.panels.parameters.table import CHANGE, FROZEN, GRADIENT, NAME, VALUE, fitting
from tests.experiments import experiments, flowers, line
from tests.hearing import hear, nothing_wished, wished
from tests.holding import Holder, assert_explained

FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
SPACE = Qt.Key.Key_Space


def frame(experiment: Experiment, scale: float = 1.0, gradients: bool = True) -> Frame:
    """A frame whose parameters count up, in the experiment's precision."""
    values: dict[str, NDArray[np.floating]] = {}
    for name, shape in experiment.parameter_shapes().items():
        array = np.arange(1, 1 + np.prod(shape), dtype=experiment.training.dtype).reshape(shape)
        values[name] = array * array.dtype.type(scale)
        values[name].flags.writeable = False
    some = {name: array * -2 if gradients else None for name, array in values.items()}
    return Frame(
        run=0, step=1, epoch=0, phase="backward", running=True, losses_from=0,
        new_losses=np.empty(0), loss=1.0, shapes=experiment.parameter_shapes(),
        views={ParametersRequest(): Parameters(values, some, dict.fromkeys(values))},
    )  # fmt: skip


def hold(qtbot: QtBot, experiment: Experiment) -> tuple[ParametersPanel, Holder]:
    panel = ParametersPanel()
    panel.restyle(LIGHT)
    panel.resize(330, 240)
    return panel, Holder(qtbot, panel, experiment)


def text(panel: ParametersPanel, row: int, column: int) -> str:
    return str(panel.table.index(row, column).data())


def type_into(qtbot: QtBot, panel: ParametersPanel, row: int, typed: str) -> QLineEdit:
    """Open a value's editor with F2 and replace its text."""
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.table.index(row, VALUE))
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, typed)
    return editor


def test_every_control_is_explained(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, flowers())
    assert_explained(panel)
    for section in range(panel.table.columnCount()):
        tip = panel.table.headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
        )
        assert tip.endswith(".")


@pytest.fixture
def shown(qtbot: QtBot) -> ParametersPanel:
    """One for all examples: what it has shown before must not matter."""
    panel = ParametersPanel()
    qtbot.addWidget(panel)
    return panel


@FIXTURE
@given(experiment=experiments())
def test_showing_emits_nothing(shown: ParametersPanel, experiment: Experiment) -> None:
    with nothing_wished(shown):
        shown.show_experiment(experiment)
        shown.draw(frame(experiment))
    sizes = [math.prod(shape) for shape in experiment.parameter_shapes().values()]
    headings = len(sizes) if max(sizes) > 1 else 0
    assert shown.table.rowCount() == sum(sizes) + headings
    assert text(shown, shown.table.rowCount() - 1, VALUE) == frame_number(sizes[-1])


def frame_number(value: float) -> str:
    return f"{value:.3f}" if value < 10 else f"{value:.2f}"


def test_a_line_has_w_and_b(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, line())
    panel.draw(frame(line()))
    assert [text(panel, row, NAME) for row in (0, 1)] == ["W", "b"]
    assert [text(panel, 0, column) for column in (VALUE, GRADIENT, CHANGE)] == [
        "1.000", "−2.000", "—",
    ]  # fmt: skip


def test_a_network_names_layer_and_place(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, flowers(model={"hidden": [2]}))
    assert [text(panel, row, NAME) for row in (0, 1, 4, 5, 6)] == [
        "hidden1.weight", "W₁₁ (length)", "W₂₂ (width)", "hidden1.bias", "b₁",
    ]  # fmt: skip
    tip = panel.table.index(2, NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "hidden1.weight[0,1], the weight of width"
    last = panel.table.rowCount() - 1
    assert "(" not in text(panel, last, NAME) and "weight of" not in panel.table.rows.path(last)


def test_a_weight_is_called_after_its_input_in_the_model_s_order(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, line(model={"inputs": ["1", "x"], "bias": False}))
    assert [text(panel, row, NAME) for row in (1, 2)] == ["W₁ (1)", "W₂ (x)"]
    panel.show_experiment(line(model={"inputs": ["x**2"]}))
    assert [text(panel, row, NAME) for row in (0, 1)] == ["W (x²)", "b"]
    panel.show_experiment(line(model={"inputs": ["x", "1"], "bias": False}))
    assert [text(panel, row, NAME) for row in (1, 2)] == ["W₁ (x)", "W₂ (1)"]


def test_a_gradient_is_none_before_the_first_backward(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, line())
    assert text(panel, 0, VALUE) == "—"
    panel.draw(frame(line(), gradients=False))
    assert text(panel, 0, GRADIENT) == "None"
    index = panel.table.index(0, GRADIENT)
    colors = Qt.ItemDataRole.ForegroundRole
    assert index.data(colors).color().name() == LIGHT.muted
    panel.draw(frame(line()))
    assert index.data(colors).color().name() == LIGHT.warning


def test_the_full_value_is_in_the_tooltip(qtbot: QtBot) -> None:
    double = line(training={"dtype": "float64"})
    panel, _ = hold(qtbot, double)
    panel.draw(frame(double, scale=1 / 3))
    tip = panel.table.index(0, VALUE).data(Qt.ItemDataRole.ToolTipRole)
    assert "0.3333333333333333" in tip
    panel.show_experiment(line())
    panel.draw(frame(line(), scale=1 / 3))
    assert "0.33333334" in panel.table.index(0, VALUE).data(Qt.ItemDataRole.ToolTipRole)


def test_a_typed_value_goes_out_in_its_whole_array(qtbot: QtBot) -> None:
    experiment = flowers(model={"hidden": [2]})
    panel, holder = hold(qtbot, experiment)
    panel.draw(frame(experiment))
    with wished(qtbot, panel, SetParameter) as signal:
        editor = type_into(qtbot, panel, 4, "-2.5e-3")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    name, array = signal
    assert name == "hidden1.weight"
    assert array.tolist() == [[1, 2], [3, np.float32(-0.0025)]]
    assert holder.texts == []


@pytest.mark.parametrize("typed", ["much", "inf", "1e39"])
def test_what_is_no_number_of_the_model_s_is_refused(qtbot: QtBot, typed: str) -> None:
    panel, holder = hold(qtbot, line())
    panel.draw(frame(line()))
    set_here: list[object] = []
    hear(panel, SetParameter, lambda *parts: set_here.append(parts))
    editor = type_into(qtbot, panel, 0, typed)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(holder.errors))
    assert set_here == []
    assert holder.errors[0].where == "output.weight[0,0]"


def test_frames_do_not_disturb_typing(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, line())
    panel.draw(frame(line()))
    editor = type_into(qtbot, panel, 0, "12")
    panel.draw(frame(line(), scale=7))
    panel.show_experiment(line())
    assert editor.text() == "12"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert text(panel, 0, VALUE) == "7.000"


def test_nothing_is_typed_before_there_are_values(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, line())
    assert not panel.table.flags(panel.table.index(0, VALUE)) & Qt.ItemFlag.ItemIsEditable
    assert not panel.table.setData(panel.table.index(0, VALUE), "3", Qt.ItemDataRole.EditRole)


def test_a_tensor_is_frozen_with_the_keyboard_and_thawed_with_the_mouse(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers(model={"hidden": [2]}))
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.table.index(0, FROZEN))
    qtbot.keyClick(panel.view, SPACE)
    assert holder.experiment.model.frozen == ("hidden1.weight",)
    states = [
        panel.table.index(row, FROZEN).data(Qt.ItemDataRole.CheckStateRole) for row in (0, 1, 5)
    ]
    assert states == [Qt.CheckState.Checked, None, Qt.CheckState.Unchecked]
    box = panel.view.visualRect(panel.table.index(0, FROZEN)).center()
    qtbot.mouseClick(
        panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.x() - 4, box.y())
    )
    assert holder.experiment.model.frozen == ()


def test_something_must_stay_free(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line(model={"frozen": ["output.bias"]}))
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.table.index(0, FROZEN))
    qtbot.keyClick(panel.view, SPACE)
    assert holder.texts == []
    assert holder.errors[0].where == "model.frozen"


def test_a_frame_of_another_model_is_left_aside(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, line())
    panel.draw(frame(line()))
    panel.draw(frame(flowers()))
    assert text(panel, 0, VALUE) == "1.000"
    panel.show_experiment(flowers())
    assert text(panel, 1, VALUE) == "—"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-0.0003350, "−3.350e−4"),
        (0.000335, "0.0003350"),
        (-1.2345e-10, "−1.23e−10"),
        (1.2345e-10, "1.234e−10"),
        (-12.5, "−12.50"),
        (float("-inf"), "−∞"),
    ],
)
def test_figures_fit_their_column(value: float, shown: str) -> None:
    assert fitting(value) == shown


def test_columns_keep_their_widths(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, flowers())
    before = [panel.view.columnWidth(column) for column in range(5)]
    panel.draw(frame(flowers(), scale=-1.2345e-30))
    QApplication.processEvents()
    assert [panel.view.columnWidth(column) for column in range(5)] == before
    room = panel.view.columnWidth(VALUE)
    assert panel.view.fontMetrics().horizontalAdvance(text(panel, 9, VALUE)) <= room - 6


def test_ten_thousand_parameters_are_drawn_in_time(qtbot: QtBot) -> None:
    experiment = flowers(model={"hidden": [96, 100]})
    panel, _ = hold(qtbot, experiment)
    assert panel.table.rowCount() > 10_000
    told: list[tuple[int, int]] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        told.append((first.row(), last.row()))

    panel.table.dataChanged.connect(note)
    panel.view.scrollTo(panel.table.index(5000, 0), panel.view.ScrollHint.PositionAtTop)
    QApplication.processEvents()
    frames, times = [frame(experiment, scale=1 + i / 7) for i in range(9)], []
    for shown in frames:
        start = time.thread_time()
        panel.draw(shown)
        times.append(time.thread_time() - start)
        QApplication.processEvents()
    assert all(4990 < first <= 5000 < last < 5050 for first, last in told)
    assert text(panel, 5000, VALUE) != text(panel, 5001, VALUE)
    assert median(times) < 0.004


@pytest.mark.parametrize("width", [200, 330])
def test_the_columns_fit_a_narrow_dock(qtbot: QtBot, width: int) -> None:
    panel, _ = hold(qtbot, line())
    panel.resize(width, 240)
    QApplication.processEvents()
    assert panel.view.isColumnHidden(CHANGE) == (width == 200)
    total = sum(panel.view.columnWidth(column) for column in range(5))
    assert total <= panel.view.viewport().width()


def test_where_it_scrolls_down_it_does_not_scroll_across(
    clean_qapp: QApplication, qtbot: QtBot
) -> None:
    clean_qapp.setStyleSheet(stylesheet(LIGHT))
    panel, _ = hold(qtbot, flowers())
    panel.resize(320, 120)
    QApplication.processEvents()
    assert panel.view.verticalScrollBar().maximum() > 0
    assert panel.view.horizontalScrollBar().maximum() == 0
    clean_qapp.setStyleSheet("")


@pytest.mark.parametrize("width", [180, 220, 260, 330])
def test_names_are_never_cut(qtbot: QtBot, width: int) -> None:
    panel, _ = hold(qtbot, flowers(model={"hidden": [12]}))
    panel.resize(width, 140)
    QApplication.processEvents()
    assert panel.view.verticalScrollBar().isVisible()
    metrics, room = panel.view.fontMetrics(), panel.view.columnWidth(NAME)
    names = [text(panel, row, NAME) for row in range(panel.table.rowCount())]
    cells = [name for name in names if "." not in name]  # headings have the whole row
    assert max(map(metrics.horizontalAdvance, ["name", *cells])) <= room - 6
