"""Fitting a line by eye: handles, the parameters they set, and the loss that is shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from engine.answers import views
from engine.answers.outputs import answers
from engine.experiment import Experiment
from engine.experiment.prepare import Scale, from_units, in_units, prepare
from engine.frames import Frame, TrainLossRequest
from engine.training.session import Session
from gui.kit.theme import LIGHT
from gui.kit.wishes import KeepParameters, Pause, SetParameter
from gui.stage.hand.handle import Handle
from gui.stage.plane.canvas import Canvas
from gui.stage.stage import Stage
from tests.experiments import line
from tests.hearing import hear

LEFT = Qt.MouseButton.LeftButton
NUMBER = st.floats(-100, 100)
FACTOR = st.floats(0.01, 100)


class Trained(QWidget):
    """A stage whose parameter edits go to a real session, and whose frames come from it."""

    def __init__(self):
        super().__init__()
        self.stage = Stage()
        QVBoxLayout(self).addWidget(self.stage)
        self.set = []
        self.pauses = []
        self.gestures = []
        hear(self.stage, KeepParameters, lambda *gesture: self.gestures.append(gesture))
        hear(self.stage, SetParameter, self.on_parameter)
        hear(self.stage, Pause, lambda: self.pauses.append(True))

    def open(self, experiment):
        self.session = Session(experiment)
        self.stage.opened(experiment)
        self.look()

    def change(self, experiment):
        self.session.change(experiment)
        self.stage.show_experiment(experiment)
        self.look()

    def on_parameter(self, name, values):
        self.set.append(name)
        self.session.set_parameter(name, values)

    def look(self, running=False):
        found = views.answer(self.session, self.stage.wants())
        self.stage.draw(
            Frame(
                run=1, step=0, epoch=0, phase=None, running=running, losses_from=0,
                new_losses=np.zeros(0), loss=None, views=found,
                shapes=self.session.experiment.parameter_shapes(),
            )
        )  # fmt: skip


@pytest.fixture
def window(qtbot):
    window = Trained()
    qtbot.addWidget(window)
    window.stage.restyle(LIGHT)
    window.resize(820, 680)
    window.show()
    qtbot.waitExposed(window)
    return window


def switch(window):
    buttons = window.stage.findChildren(QToolButton)
    return next(one for one in buttons if one.accessibleName() == "fit by hand")


def handles(window):
    return window.stage.findChildren(Handle)


def begin(window, experiment):
    window.open(experiment)
    QTest.mouseClick(switch(window), LEFT)
    window.look()
    return handles(window)


def place(window, handle):
    return window.stage.findChild(Canvas).to_data(handle.middle)


def drag(handle, by):
    middle = QPoint(handle.width() // 2, handle.height() // 2)
    QTest.mousePress(handle, LEFT, pos=middle)
    QTest.mouseMove(handle, middle + by)
    return middle


def told(window):
    labels = [label for label in window.stage.findChildren(QLabel) if "best" in label.text()]
    return labels[0].text() if labels and labels[0].isVisible() else ""


def scaled(**more):
    scaling = {"features": "standardize", "target": "standardize"}
    return line(data={"scaling": scaling, **more})


@given(NUMBER, NUMBER, NUMBER, FACTOR, NUMBER, FACTOR)
def test_a_line_s_parameters_and_back(slope, offset, shift, factor, target_shift, target_factor):
    inputs = Scale(np.array([shift]), np.array([factor]), active=True)
    target = Scale(np.array([target_shift]), np.array([target_factor]), active=True)
    weight, bias = from_units(np.array([[slope]]), np.array([offset]), inputs, target)
    for x in (-3.0, 0.0, 7.0):
        answer = target.original(weight @ inputs.scaled(np.array([x])) + bias)
        assert answer[0] == pytest.approx(slope * x + offset, rel=1e-6, abs=1e-6)
    back = in_units(weight, bias, inputs, target)
    assert back[0][0, 0] == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert back[1][0] == pytest.approx(offset, rel=1e-6, abs=1e-5)


def test_the_switch_is_off_at_first_and_shows_two_handles_on_the_line(window):
    window.open(line())
    assert not switch(window).isChecked()
    assert not handles(window)
    first, second = begin(window, line())
    weight, bias = (
        window.session.parameters[f"output.{part}"].item() for part in ("weight", "bias")
    )
    for handle in (first, second):
        assert handle.isVisible()
        x, y = place(window, handle)
        assert y == pytest.approx(weight * x + bias, abs=0.1)
    assert place(window, first)[0] < place(window, second)[0]


@pytest.mark.parametrize("experiment", [line(), scaled(), scaled(test_fraction=0.4)])
def test_dragging_puts_the_line_through_both_handles(window, experiment):
    first, second = begin(window, experiment)
    stays = place(window, second)
    middle = drag(first, QPoint(15, -60))
    QTest.mouseRelease(first, LEFT, pos=middle)
    goes = place(window, first)
    assert set(window.set) == {"output.weight", "output.bias"}
    prepared = prepare(experiment.data)
    for x, y in (goes, stays):
        weight, bias = (window.session.parameters[f"output.{name}"] for name in ("weight", "bias"))
        inside = weight @ prepared.feature_scale.scaled(np.array([x])) + bias
        assert prepared.target_scale.original(inside)[0] == pytest.approx(y, abs=0.15)


@pytest.mark.parametrize("inputs", [["1", "x"], ["x - 2", "3"]])
def test_a_line_with_a_column_of_ones_is_fitted_by_hand_too(window, inputs):
    made = line(model={"inputs": inputs, "bias": False}, data={"scaling": {"target": "center"}})
    first, second = begin(window, made)
    stays = place(window, second)
    middle = drag(first, QPoint(15, -60))
    QTest.mouseRelease(first, LEFT, pos=middle)
    assert set(window.set) == {"output.weight"}
    for x, y in (place(window, first), stays):
        assert answers(window.session, np.array([[x]]))[0, 0] == pytest.approx(y, abs=0.15)
    assert "least squares" in {one.accessibleName() for one in window.findChildren(QToolButton)}


def test_a_gesture_is_told_as_a_whole_and_one_that_is_cancelled_is_not(window, qtbot):
    start = {name: value.copy() for name, value in begin_and_look(window).items()}
    first, second = handles(window)
    middle = drag(first, QPoint(0, -60))
    qtbot.waitUntil(lambda: len(window.set) == 2)
    QTest.mouseMove(first, middle + QPoint(0, -20))
    assert window.gestures == []
    QTest.mouseRelease(first, LEFT)
    QTest.keyClick(second, Qt.Key.Key_Up)  # before any frame has come
    (text, before, after), (_, then, last) = window.gestures
    assert text == "Fit by hand"
    for name, value in start.items():
        np.testing.assert_array_equal(before[name], value)
        np.testing.assert_array_equal(after[name], then[name])
        assert window.session.parameters[name] == pytest.approx(last[name], rel=1e-6)
    assert after["output.weight"] != before["output.weight"]
    window.look()
    QTest.keyPress(first, Qt.Key.Key_Up)
    exact = {name: value.copy() for name, value in window.session.parameters.items()}
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert len(window.gestures) == 2
    for name, value in exact.items():
        assert window.session.parameters[name] == pytest.approx(value)


def begin_and_look(window):
    begin(window, scaled())
    return window.session.parameters


def test_the_loss_while_dragging_is_the_session_s(window, qtbot):
    first, _ = begin(window, line(loss={"name": "l1"}))
    drag(first, QPoint(0, -80))
    qtbot.waitUntil(lambda: len(window.set) == 2)
    window.look()
    exact = views.answer(window.session, (TrainLossRequest(),))[TrainLossRequest()].value
    loss, best = (float(word) for word in told(window).replace("loss now ", "").split(", best "))
    assert loss == best == pytest.approx(exact, rel=1e-3)
    QTest.mouseMove(first, first.rect().center() + QPoint(0, 250))
    qtbot.waitUntil(lambda: len(window.set) == 4)
    window.look()
    worse, kept = (float(word) for word in told(window).replace("loss now ", "").split(", best "))
    assert worse > loss
    assert kept == best


def test_the_arrow_keys_move_a_handle_and_escape_puts_the_line_back(window):
    first, _ = begin(window, line())
    before = {name: value.copy() for name, value in window.session.parameters.items()}
    at = place(window, first)
    QTest.keyPress(first, Qt.Key.Key_Up)
    assert place(window, first)[1] > at[1]
    QTest.keyClick(first, Qt.Key.Key_Escape)
    for name, value in window.session.parameters.items():
        assert value == pytest.approx(before[name], abs=1e-5)
    QTest.keyClick(first, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert window.session.parameters["output.bias"][0] > before["output.bias"][0]


def test_moving_a_handle_pauses_training_once(window):
    first, _ = begin(window, line())
    middle = drag(first, QPoint(0, -40))
    QTest.mouseMove(first, middle + QPoint(0, -10))
    QTest.mouseRelease(first, LEFT)
    assert window.pauses == [True]


def test_training_that_is_run_meanwhile_pauses_and_gets_the_hand_s_line_again(window, qtbot):
    first, _ = begin(window, line())
    drag(first, QPoint(0, -40))
    qtbot.waitUntil(lambda: len(window.set) == 2)
    hand = window.session.parameters["output.bias"].copy()
    window.session.step(5)
    window.look(running=True)
    assert len(window.pauses) == 2
    qtbot.waitUntil(lambda: len(window.set) == 4)
    assert window.session.parameters["output.bias"] == pytest.approx(hand)


def test_a_loss_that_training_has_reached_is_not_the_hand_s_best(window, qtbot):
    first, _ = begin(window, line())
    drag(first, QPoint(0, -40))
    qtbot.waitUntil(lambda: len(window.set) == 2)
    window.look()
    best = told(window).split(", best ")[1]
    window.session.step(50)
    window.look(running=True)
    loss, kept = told(window).replace("loss now ", "").split(", best ")
    assert kept == best
    assert float(loss) < float(best)


def test_handles_can_be_reached_with_tab(window):
    first, second = begin(window, line())
    window.stage.findChild(Canvas).setFocus()
    window.stage.findChild(Canvas).focusNextChild()
    assert window.focusWidget() is first
    first.focusNextChild()
    assert window.focusWidget() is second


@pytest.mark.parametrize(
    "model", [{"bias": False}, {"hidden": [3]}, {"inputs": ["x", "x ** 2"]}], ids=str
)
def test_other_models_have_no_handles(window, model):
    begin(window, line())
    document = line().to_dict()
    document["model"] = {**document["model"], **model}
    changed = Experiment.from_dict(document)
    window.change(changed)
    names = [button.accessibleName() for button in window.stage.findChildren(QToolButton)]
    assert all(handle.isHidden() for handle in handles(window))
    assert TrainLossRequest() not in window.stage.wants()
    assert names.count("fit by hand") == 0 or not any(
        button.isVisible() and button.accessibleName() == "fit by hand"
        for button in window.stage.findChildren(QToolButton)
    )


def test_a_frame_from_before_does_not_pull_the_line_back(window):
    first, second = begin(window, line())
    drag(first, QPoint(0, -80))
    old = {name: value.copy() for name, value in window.session.parameters.items()}
    QTest.mouseRelease(first, LEFT)
    at = [place(window, handle) for handle in (first, second)]
    new = {name: value.copy() for name, value in window.session.parameters.items()}
    for name, value in old.items():
        window.session.set_parameter(name, value)
    window.look()
    assert [place(window, handle) for handle in (first, second)] == at
    for name, value in new.items():
        window.session.set_parameter(name, value)
    window.look()
    assert [place(window, handle) for handle in (first, second)] == at


def test_the_handles_stand_apart_on_other_data(window):
    begin(window, line())
    wide = window.session.experiment.data.table.columns
    other = {"x": (wide["x"] * 200).tolist(), "y": (wide["y"] * 200).tolist()}
    part = {"columns": other, "features": ["x"], "target": "y", "task": "regression"}
    window.change(Experiment.from_dict({"data": part}))
    window.stage.fit()
    window.look()
    (one, _), (two, _) = (place(window, handle) for handle in handles(window))
    area = window.stage.findChild(Canvas).area
    assert abs(one - two) > 0.3 * (area.right - area.left)
    drag(handles(window)[1], QPoint(-150, 0))  # a hand may put them as close as it likes
    near = np.array([place(window, handle) for handle in handles(window)])
    window.look()
    now = np.array([place(window, handle) for handle in handles(window)])
    assert now == pytest.approx(near, rel=1e-3)


def test_the_plane_stays_while_a_handle_is_in_the_hand(window, qtbot):
    begin(window, line())
    canvas = window.stage.findChild(Canvas)
    right = handles(window)[1]
    before = canvas.area
    QTest.mousePress(right, LEFT)
    QTest.mouseMove(right, QPoint(20, 10))
    window.resize(620, 480)
    qtbot.wait_until(lambda: canvas.width() < 620)
    assert canvas.area == before
    QTest.mouseRelease(right, LEFT)
    assert canvas.area == before, "another size moves no axis"
