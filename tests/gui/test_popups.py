"""Everything that is painted answers: a sentence where it is pointed at, its formula on a click."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from time import process_time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from engine import Experiment
from engine.frames import Changed
from engine.frames.things import Datum, Gradient, Number, PhaseCard, Setting, StepLoss
from gui.app import App
from gui.kit import words
from gui.kit.numbers import full, single
from gui.kit.panel import Panel
from gui.kit.pointing import Mark
from gui.kit.wishes import WorkOut
from gui.model.settings import Settings
from gui.panels.inside.panel import InsidePanel
from gui.panels.loss.panel import LossPanel
from gui.panels.network.panel import NetworkPanel
from gui.panels.parameters.panel import ParametersPanel
from gui.panels.phases.panel import PhasesPanel
from gui.shell.popups.placing import beside, grown, held, quiet
from gui.shell.popups.popup import Popup
from gui.shell.popups.tip import NAME
from gui.stage.hand.tool import Tool
from tests.pointed import paints, pointing
from tests.there import found, there

LONG = 60_000
HOURS = {
    "data": {
        "columns": {"x": [1.0, 2.0, 3.0], "y": [200.0, 400.0, 600.0]},
        "features": ["x"],
        "target": "y",
    },
    "training": {"seed": 1},
}


def started(qapp: QApplication, language: str) -> App:
    words.set_language(language)
    app = App(qapp, Settings({"language": language, "theme": "light"}))
    app.files.may_discard = lambda: True  # type: ignore[method-assign]
    app.window.may_close = lambda: True
    app.start(None)
    return app


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Iterator[App]:
    app = started(qapp, "en")
    app.window.resize(1280, 720)
    yield app
    app.close()
    app.window.close()
    qapp.setStyleSheet("")


@pytest.fixture
def app(shared: App, qtbot: QtBot) -> App:
    """Three points after one step."""
    shared.pointed.close_all()
    shared.document.adopt(Experiment.from_dict(HOURS))
    shared.window.show_view("loss")
    shared.window.show_view("parameters")
    qtbot.waitUntil(lambda: shared.board.last is not None, timeout=LONG)
    trained(shared, qtbot, 1)
    moved = PhaseCard("update")  # the line before the step comes with a frame of its own
    qtbot.waitUntil(lambda: moved in [one.thing for one in paints(shared.stage)], timeout=LONG)
    return shared


def trained(app: App, qtbot: QtBot, step: int) -> None:
    app.actions["run.step"].trigger()
    qtbot.waitUntil(partial(stands, app, step), timeout=LONG)


def stands(app: App, step: int) -> bool:
    return app.board.last is not None and app.board.last.step == step


def panel(app: App, kind: type[Panel]) -> Panel:
    return next(each for each in app.board.panels if isinstance(each, kind))


def opened(app: App, qtbot: QtBot) -> Popup:
    """The newest popup, with its formula written."""
    popup = app.pointed.popups[-1]
    qtbot.waitUntil(lambda: popup.pointed is not None and popup.formulas.is_ready, timeout=LONG)
    qtbot.waitUntil(lambda: len(popup.formulas.lines) > 0, timeout=LONG)
    return popup


def work_out(app: App, qtbot: QtBot, kind: type[Panel], thing: object) -> Popup:
    view = panel(app, kind)
    painted = next(one for one in paints(view) if one.thing == thing)
    app.pointed.work_out(WorkOut(view, painted))
    return opened(app, qtbot)


def begin_pointing(qtbot: QtBot, view: Panel) -> Mark:
    assert pointing(view).begin()
    mark = found(view, Mark)
    qtbot.waitUntil(mark.hasFocus)
    return mark


def say(mark: Mark, qtbot: QtBot) -> str:
    """The sentence of what is ringed, with its numbers."""
    qtbot.waitUntil(lambda: any(c.isdigit() for c in mark.accessibleDescription()), timeout=LONG)
    return mark.accessibleDescription()


def test_every_painted_thing_answers_by_keys(app: App, qtbot: QtBot) -> None:
    views = [each for each in app.board.panels if each.isVisible() and paints(each)]
    assert {type(each).__name__ for each in views} >= {
        "Stage", "LossPanel", "ParametersPanel", "PhasesPanel",
    }  # fmt: skip
    for view in views:
        mark = begin_pointing(qtbot, view)
        seen: set[object] = set()
        for _ in range(len(paints(view))):
            assert mark.current is not None
            seen.add(mark.current.thing)
            assert say(mark, qtbot).endswith(".")
            qtbot.keyClick(mark, Qt.Key.Key_Return)
            popup = opened(app, qtbot)
            assert popup.formulas.latex and popup.formulas.hasFocus()
            qtbot.keyClick(popup.formulas, Qt.Key.Key_Escape)
            assert app.pointed.popups == [] and mark.hasFocus()
            mark.setAccessibleDescription("")
            qtbot.keyClick(mark, Qt.Key.Key_Tab)
        assert seen == {one.thing for one in paints(view)}
        qtbot.keyClick(mark, Qt.Key.Key_Escape)
        assert mark.isHidden()


def ground_of(view: Panel, at: QPointF) -> tuple[QWidget, QPoint]:
    """The innermost widget at a place of a view, and the place on it."""
    ground = view.childAt(at.toPoint()) or view
    return ground, ground.mapFrom(view, at.toPoint())


def test_every_painted_thing_answers_by_the_mouse(app: App, qtbot: QtBot) -> None:
    app.stage.choose_tool(Tool.MOVE)
    views = [each for each in app.board.panels if each.isVisible() and paints(each)]
    for view in views:
        for one in paints(view):
            at = one.box.center()
            assert pointing(view).thing_at(at) is not None, one
            ground, place = ground_of(view, at)
            QTest.mouseMove(ground, place + QPoint(1, 0))
            QTest.mouseMove(ground, place)
            qtbot.waitUntil(lambda: app.pointed.told != "", timeout=LONG)
            qtbot.mouseClick(ground, Qt.MouseButton.LeftButton, pos=place)
            assert opened(app, qtbot).formulas.latex, one
            app.pointed.close_all()
            app.pointed.tell(view, None, list[str]().append)
    app.stage.choose_tool(Tool.PUT)


def test_a_sentence_and_a_formula_come_at_once(app: App, qtbot: QtBot) -> None:
    """Ten times the promise, in work of the window's own; the benchmark tells the time."""
    view = panel(app, ParametersPanel)
    for one in paints(view):
        start = process_time()
        app.pointed.tell(view, one, list[str]().append)
        qtbot.waitUntil(lambda: app.pointed.told != "", timeout=LONG)
        app.pointed.work_out(WorkOut(view, one))
        shown = process_time()
        assert app.pointed.popups[-1].isVisible() and shown - start < 1.0
        opened(app, qtbot)
        assert process_time() - shown < 1.5
        app.pointed.tell(view, None, list[str]().append)


def test_a_number_leads_to_its_own_formula_and_back(app: App, qtbot: QtBot) -> None:
    popup = work_out(app, qtbot, ParametersPanel, Number("output.weight", 0))
    weight = popup.formulas.latex
    _, _, box = next(
        each for each in popup.formulas.links() if type(each[1].thing).__name__ == "Residual"
    )
    qtbot.mouseClick(popup.formulas, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    opened(app, qtbot)
    qtbot.waitUntil(lambda: r"\hat{y}" in popup.formulas.latex and "y_{" in popup.formulas.latex)
    assert len(popup.way) == 2 and popup.formulas.latex != weight
    qtbot.keyClick(popup.formulas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: popup.formulas.latex == weight, timeout=LONG)
    assert popup.parts.back.isHidden()


def test_what_if_is_a_ghost_until_it_is_taken_back(app: App, qtbot: QtBot) -> None:
    popup = work_out(app, qtbot, ParametersPanel, Number("output.weight", 0))
    frame = app.board.last
    changed(popup, qtbot, Number("output.weight", 0), "150")
    qtbot.waitUntil(lambda: popup.parts.thinking.isVisible())
    qtbot.waitUntil(partial(has_ghost, app), timeout=LONG)
    loss = panel(app, LossPanel)
    assert isinstance(loss, LossPanel)
    qtbot.waitUntil(lambda: loss.plot.ghost_at() is not None, timeout=LONG)
    bias = frame.parameters["output.bias"][0] if frame and frame.parameters else None
    assert bias is not None
    expected = np.mean([(150 * x + bias - 200 * x) ** 2 for x in (1, 2, 3)])
    assert loss.plot.ghost_at() == pytest.approx(expected, rel=1e-5)
    popup.parts.thinking.take_back.click()
    assert not has_ghost(app) and loss.plot.ghost_at() is None
    assert app.document.history.undo_text == ""


def test_a_press_on_its_ground_is_none_beside_it(app: App, qtbot: QtBot) -> None:
    popup = work_out(app, qtbot, ParametersPanel, Number("output.weight", 0))
    label = next(each for each in popup.findChildren(QLabel) if each.isVisible() and each.text())
    for pressed in (popup, label):
        QTest.mouseClick(pressed, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
        assert popup in app.pointed.popups
    QTest.mouseClick(app.window, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert popup not in app.pointed.popups


def test_where_the_loss_would_be_is_wiped_out(app: App, qtbot: QtBot) -> None:
    loss = panel(app, LossPanel)
    assert isinstance(loss, LossPanel)
    plot = loss.plot
    plot.ghost(1, 100.0)
    with qtbot.waitSignal(plot.scene().changed):
        pass
    with qtbot.assertNotEmitted(plot.scene().changed, wait=200):
        pass
    at = plot.getViewBox().mapViewToScene(QPointF(1, 100.0))
    with qtbot.waitSignal(plot.scene().changed) as changed:
        plot.ghost(1, None)
    assert plot.ghost_at() is None
    assert any(region.contains(at) for region in changed.args[0]), "and what was there is painted"


def has_ghost(app: App) -> bool:
    ghost = app.stage.extras.ghost
    return ghost is not None and ghost.is_shown


def changed(popup: Popup, qtbot: QtBot, thing: object, text: str) -> None:
    """Type another number over one of the formula."""
    places: list[object] = [link.thing for _, link, _ in popup.formulas.links()]
    for _ in range(places.index(thing) + 1):
        qtbot.keyClick(popup.formulas, Qt.Key.Key_Right)
    qtbot.keyClick(popup.formulas, Qt.Key.Key_F2)
    field = popup.parts.editor.field
    assert field is not None
    room = field.lineEdit().width() - 4
    assert field.fontMetrics().horizontalAdvance(field.text()) <= room, "all of it is read"
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert popup.changes[-1].thing == thing


def test_what_is_kept_is_an_edit_that_is_undone(app: App, qtbot: QtBot) -> None:
    popup = work_out(app, qtbot, ParametersPanel, Number("output.weight", 0))
    before = app.board.last.parameters["output.weight"][0, 0] if app.board.last else 0
    changed(popup, qtbot, Number("output.weight", 0), "150")
    app.window.activateWindow()
    popup.parts.thinking.keep.setFocus()
    popup.parts.thinking.keep.click()  # and is not there any more
    assert QApplication.focusWidget() is popup.formulas
    qtbot.waitUntil(partial(weighs, app, 150.0), timeout=LONG)
    popup.end()
    assert app.window.hosts["parameters"].isAncestorOf(there(QApplication.focusWidget()))
    app.actions["edit.undo"].trigger()
    qtbot.waitUntil(partial(weighs, app, before), timeout=LONG)


def weighs(app: App, value: float) -> bool:
    frame = app.board.last
    return bool(frame and frame.parameters and frame.parameters["output.weight"][0, 0] == value)


def test_the_learning_rate_is_thought_of_and_kept(app: App, qtbot: QtBot) -> None:
    popup = work_out(app, qtbot, PhasesPanel, PhaseCard("update"))
    changed(popup, qtbot, Setting("optimizer.lr"), "0.05")
    qtbot.waitUntil(lambda: popup.pointed is not None and popup.pointed.detail.lr == 0.05)
    assert app.document.experiment.optimizer.number("lr") == 0.01
    popup.parts.thinking.keep.click()
    assert app.document.experiment.optimizer.number("lr") == 0.05
    app.actions["edit.undo"].trigger()
    assert app.document.experiment.optimizer.number("lr") == 0.01


def test_what_the_model_computes_is_thought_of_and_not_kept(app: App, qtbot: QtBot) -> None:
    popup = work_out(app, qtbot, PhasesPanel, PhaseCard("loss"))
    term = next(link.thing for _, link, _ in popup.formulas.links()
                if type(link.thing).__name__ == "Term")  # fmt: skip
    changed(popup, qtbot, term, "1")
    assert not popup.parts.thinking.keep.isEnabled()
    assert popup.parts.thinking.keep.toolTip()


def test_numbers_inside_the_step_lead_on_and_are_thought_of(app: App, qtbot: QtBot) -> None:
    app.window.show_view("inside")
    view = panel(app, InsidePanel)
    assert isinstance(view, InsidePanel)
    formulas = view.sections.sections["backward"].formulas
    qtbot.waitUntil(lambda: bool(formulas.links()), timeout=LONG)
    gradient = Gradient("output.weight", 0)
    place = [link.thing for _, link, _ in formulas.links()].index(gradient)
    value, box = formulas.links()[place][1].value, formulas.links()[place][2]
    at = box.center().toPoint()
    qtbot.mouseClick(formulas, Qt.MouseButton.LeftButton, pos=at)
    popup = opened(app, qtbot)
    assert popup.looked.thing == gradient
    assert any(link.value == value for _, link, _ in popup.formulas.links())
    app.pointed.close_all()
    update = view.sections.sections["update"].formulas
    things = [link.thing for _, link, _ in update.links()]
    box = update.links()[things.index(Setting("optimizer.lr"))][2]
    qtbot.mouseClick(update, Qt.MouseButton.RightButton, pos=box.center().toPoint())
    popup = opened(app, qtbot)
    qtbot.waitUntil(lambda: popup.parts.editor.field is not None, timeout=LONG)
    field = popup.parts.editor.field
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, "0.05")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert popup.changes == (Changed(Setting("optimizer.lr"), 0.05),)


def test_a_screen_reader_is_told_what_a_formula_is_and_its_numbers(app: App, qtbot: QtBot) -> None:
    popup = work_out(app, qtbot, PhasesPanel, PhaseCard("update"))
    tree = list(accessible(QAccessible.queryAccessibleInterface(popup)))
    names = [each.text(QAccessible.Text.Name) for each in tree]
    assert names[0] == popup.accessibleName() != ""
    buttons = [each for each in tree if each.role() == QAccessible.Role.Button]
    assert len(buttons) >= 4 and all(each.text(QAccessible.Text.Name) for each in buttons)
    read = QAccessible.queryAccessibleInterface(popup.formulas)
    assert read.text(QAccessible.Text.Name) == names[0]
    assert read.text(QAccessible.Text.Description) == popup.formulas.latex
    qtbot.keyClick(popup.formulas, Qt.Key.Key_Right)
    _, link, _ = popup.formulas.links()[0]
    said = read.text(QAccessible.Text.Description)
    assert said == popup.formulas.sentence(link) and said.endswith(full(single(link.value)))


def accessible(one: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What a screen reader finds, and what is in it."""
    yield one
    for place in range(one.childCount()):
        child = one.child(place)
        if child is not None:
            yield from accessible(child)


def test_escape_closes_it_wherever_the_keys_are(app: App, qtbot: QtBot) -> None:
    popup = work_out(app, qtbot, LossPanel, StepLoss(1))
    app.stage.parts[0].setFocus()
    focus = QApplication.focusWidget()
    assert focus is not None and not popup.isAncestorOf(focus)
    qtbot.keyClick(focus, Qt.Key.Key_Escape)
    assert app.pointed.popups == []


def test_the_sentence_goes_at_once_when_a_formula_is_opened(app: App, qtbot: QtBot) -> None:
    view = panel(app, ParametersPanel)
    one = paints(view)[0]
    app.pointed.tell(view, one, list[str]().append)
    qtbot.waitUntil(QToolTip.isVisible, timeout=LONG)
    app.pointed.work_out(WorkOut(view, one))
    tips = [each for each in QApplication.topLevelWidgets() if each.objectName() == NAME]
    assert not any(tip.isVisible() for tip in tips)


def test_a_sentence_is_put_where_it_hides_least() -> None:
    room, thing = QRect(0, 0, 400, 400), QRect(100, 100, 40, 40)
    below, above = QRect(100, 150, 40, 40), QRect(100, 50, 40, 40)
    size = QSize(60, 30)
    assert quiet(thing, size, room, []) == QPoint(100, 147)
    assert quiet(thing, size, room, [below]) == QPoint(100, 62)
    assert quiet(thing, size, room, [below, above]) == QPoint(147, 104)


def test_a_popup_grows_from_where_it_is() -> None:
    room, thing = QRect(0, 0, 400, 400), QRect(100, 200, 20, 20)
    assert grown(QRect(140, 190, 80, 60), QSize(80, 100), thing, room).topLeft() == QPoint(140, 190)
    above = grown(QRect(80, 100, 80, 60), QSize(80, 90), thing, room)
    assert above.bottom() == 159


def test_pinned_ones_stay_and_others_go(app: App, qtbot: QtBot) -> None:
    first = work_out(app, qtbot, LossPanel, StepLoss(1))
    first.parts.pin.click()
    second = work_out(app, qtbot, PhasesPanel, paints(panel(app, PhasesPanel))[0].thing)
    assert app.pointed.popups == [first, second]
    qtbot.mouseClick(app.transport, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert app.pointed.popups == [first]
    first.parts.copy.click()
    assert QGuiApplication.clipboard().text() == first.formulas.latex
    first.parts.close.click()
    assert app.pointed.popups == []


def test_points_open_with_the_tool_that_puts_and_no_other_is_put(app: App, qtbot: QtBot) -> None:
    rows = app.document.experiment.data.table.rows
    view = app.stage
    one = next(each for each in paints(view) if each.thing == Datum(1))
    ground, place = ground_of(view, one.box.center())
    qtbot.mouseClick(ground, Qt.MouseButton.LeftButton, pos=place)
    assert opened(app, qtbot).looked.thing == Datum(1)
    assert app.document.experiment.data.table.rows == rows
    app.pointed.close_all()
    empty, at = ground_of(view, one.box.center() + QPointF(0, -60))
    qtbot.mouseClick(empty, Qt.MouseButton.LeftButton, pos=at)
    assert app.document.experiment.data.table.rows == rows + 1 and not app.pointed.popups


def test_f4_goes_from_view_to_view(app: App) -> None:
    seen: list[Panel] = []
    for _ in range(4):
        app.actions["view.point"].trigger()
        focus = QApplication.focusWidget()
        assert isinstance(focus, Mark)
        seen.append(next(each for each in app.board.panels if each.isAncestorOf(focus)))
    assert len(set(map(id, seen))) == 4


@pytest.mark.parametrize(
    "box", [QRect(20, 20, 30, 30), QRect(700, 300, 40, 20), QRect(400, 10, 60, 400)]
)
def test_a_popup_leaves_its_thing_to_be_seen(box: QRect) -> None:
    room, size = QRect(0, 0, 853, 480), QSize(390, 200)
    place = QRect(held(beside(box, size, room), size, room), size)
    assert room.contains(place) and not place.intersects(box)


def is_heard(heard: list[str]) -> bool:
    return len(heard) > 0


@pytest.mark.long
def test_a_korean_window_tells_all_of_it_in_korean(qapp: QApplication, qtbot: QtBot) -> None:
    app = started(qapp, "ko")
    try:
        app.document.adopt(Experiment.from_dict(HOURS))
        qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
        trained(app, qtbot, 1)
        for view in [each for each in app.board.panels if each.isVisible() and paints(each)]:
            for one in paints(view):
                heard: list[str] = []
                app.pointed.tell(view, one, heard.append)
                qtbot.waitUntil(partial(is_heard, heard), timeout=LONG)
                assert any("가" <= letter <= "힣" for letter in heard[-1]), one
                app.pointed.work_out(WorkOut(view, one))
                assert opened(app, qtbot).accessibleName()
    finally:
        app.close()
        app.window.close()
        qapp.setStyleSheet("")


def test_a_neuron_s_output_shows_in_all_that_follow(app: App, qtbot: QtBot) -> None:
    moons = {
        "data": {
            "columns": {"a": [0, 1, 2, 3], "b": [1, 3, 0, 2], "kind": ["u", "v", "u", "v"]},
            "features": ["a", "b"],
            "target": "kind",
            "task": "classification",
        },
        "model": {"hidden": [2, 2]},
    }
    app.document.adopt(Experiment.from_dict(moons))
    app.window.show_view("network")
    network = panel(app, NetworkPanel)
    assert isinstance(network, NetworkPanel)
    qtbot.waitUntil(lambda: len(network.canvas.scene.pictures.maps) == 4, timeout=LONG)
    popup = work_out(app, qtbot, NetworkPanel, Number("hidden2.weight", 0))
    changed(popup, qtbot, Number("hidden2.weight", 0), "3")
    qtbot.waitUntil(lambda: network.canvas.ghost.changed == [(2, 0), (3, 0)], timeout=LONG)
    popup.end()
    assert network.canvas.ghost.isHidden()
    app.window.show_view("stage")
