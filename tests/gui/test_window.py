"""The whole window with a real training process: what is wired, and that it fits and keeps calm."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.edits import parts as edits
from engine.experiment import Experiment
from engine.frames import DetailRequest, Frame
from gui.app import App
from gui.dialogs.importing.dialog import ImportDialog
from gui.kit import words
from gui.kit.figure import Figure
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import Edit
from gui.model.examples import examples
from gui.model.settings import SPEED, THEME, Settings
from gui.panels.loss.panel import LossPanel
from gui.panels.parameters.panel import ParametersPanel
from gui.panels.parameters.table import VALUE
from gui.shell.start_page import StartPage
from gui.shell.window import Window
from tests.events import Counting
from tests.hearing import watch_parameters
from tests.there import found

ROOT = Path(__file__).parents[2]
LONG = 60_000  # milliseconds that loading torch may take on a slow machine


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    app = App(clean_qapp, Settings({"language": "en", "theme": "light"}))
    qtbot.addWidget(app.window, before_close_func=ask_nobody)
    yield app
    app.close()
    clean_qapp.setStyleSheet("")


@pytest.fixture
def trained(app: App, qtbot: QtBot) -> App:
    """The window as it stands when the first frame of the first example has come."""
    app.start(None)
    watch_parameters(qtbot, app)
    return app


def ask_nobody(window: Window) -> None:
    """Close at the end of a test, whatever it has left unsaved."""
    window.may_close = lambda: True


def last(app: App) -> Frame:
    assert app.board.last is not None
    return app.board.last


def press(app: App, command: str) -> None:
    assert app.actions[command].isEnabled()
    app.actions[command].trigger()


def stands_at(app: App, step: int) -> bool:
    return last(app).step == step


def has_done(app: App, phase: str) -> bool:
    return last(app).phase == phase


def step_to(app: App, qtbot: QtBot, step: int) -> None:
    while last(app).step < step:
        now = last(app).step
        press(app, "run.step")
        qtbot.waitUntil(partial(stands_at, app, now + 1), timeout=LONG)


def test_what_is_selected_can_be_copied_and_stays_selected_when_it_is_moved(trained: App) -> None:
    names = ["edit.cut", "edit.copy", "edit.duplicate", "edit.delete"]
    assert not any(trained.actions[name].isEnabled() for name in names)
    press(trained, "edit.select_all")
    count = trained.document.experiment.data.table.rows
    assert all(trained.actions[name].isEnabled() for name in names)
    trained.stage.selecting.duplicate()
    assert trained.selection.rows.tolist() == list(range(count, 2 * count))
    press(trained, "edit.undo")
    assert not any(trained.actions[name].isEnabled() for name in names)


def test_the_first_move_keeps_the_selection(trained: App) -> None:
    table = trained.document.experiment.data.table
    press(trained, "edit.select_all")
    trained.document.edit(
        "Move",
        edits.with_table(trained.document.experiment, table.take(np.arange(table.rows)[::-1])),
    )
    assert len(trained.selection.rows) == table.rows


def test_a_parameter_typed_at_step_0_is_the_start_and_later_ones_are_of_the_run(
    trained: App, qtbot: QtBot
) -> None:
    table = found(trained.window, ParametersPanel).table
    start = {name: values.copy() for name, values in last(trained).parameters.items()}
    row = next(row for row in range(table.rowCount()) if table.rows.place(row).flat == 0)
    name = table.rows.place(row).name
    index = table.index(row, VALUE)

    def value_is(wanted: float) -> None:
        qtbot.waitUntil(lambda: last(trained).parameters[name].flat[0] == wanted, timeout=LONG)

    assert not trained.actions["run.reset"].isEnabled()
    table.setData(index, "0.25")
    value_is(0.25)
    press(trained, "edit.undo")
    value_is(float(start[name].flat[0]))
    press(trained, "edit.redo")
    value_is(0.25)
    assert trained.document.dirty and not trained.actions["run.reset"].isEnabled()
    assert name in trained.document.experiment.to_dict()["model"]["init"]["values"]
    step_to(trained, qtbot, 1)
    saved = trained.document.experiment
    table.setData(index, "0.5")
    value_is(0.5)
    assert trained.document.experiment is saved
    press(trained, "edit.undo")
    qtbot.waitUntil(lambda: last(trained).parameters[name].flat[0] != 0.5, timeout=LONG)
    step_to(trained, qtbot, 2)
    assert trained.actions["edit.undo"].text().endswith("Set parameter")  # the one at the start
    press(trained, "run.reset")
    value_is(0.25)
    assert last(trained).step == 0 and not trained.actions["run.reset"].isEnabled()


def test_snapping_is_seen_in_the_menu_and_beside_the_stage(trained: App) -> None:
    button = next(
        found for found in trained.stage.findChildren(QToolButton)
        if found.accessibleName() == "Snap to grid"
    )  # fmt: skip
    button.click()
    assert trained.actions["view.snap"].isChecked() and button.isChecked()
    press(trained, "view.snap")
    assert not trained.actions["view.snap"].isChecked() and not button.isChecked()


def test_the_window_shows_the_first_example_before_training_is_there(app: App) -> None:
    app.start(None)
    assert not hasattr(app, "runner")
    assert app.window.isVisible()
    assert app.document.experiment.title in app.window.windowTitle()
    assert app.stage.isVisible()
    assert not app.document.dirty


def test_phases_step_and_back(trained: App, qtbot: QtBot) -> None:
    assert not trained.actions["run.back"].isEnabled()
    for phase in ("forward", "loss", "backward", "update"):
        press(trained, "run.phase")
        qtbot.waitUntil(partial(has_done, trained, phase), timeout=LONG)
    assert trained.transport.steps.text == "1"
    step_to(trained, qtbot, 3)
    press(trained, "run.phase")
    qtbot.waitUntil(lambda: last(trained).phase == "forward", timeout=LONG)
    press(trained, "run.back")  # to the beginning of the step at hand
    qtbot.waitUntil(lambda: (last(trained).step, last(trained).phase) != (3, "forward"))
    assert last(trained).step == 3
    press(trained, "run.back")
    qtbot.waitUntil(lambda: last(trained).step == 2, timeout=LONG)
    press(trained, "run.reset")
    qtbot.waitUntil(lambda: last(trained).step == 0, timeout=LONG)
    assert not trained.actions["run.reset"].isEnabled()


def test_run_and_pause_change_what_stands_out(trained: App, qtbot: QtBot) -> None:
    buttons = trained.transport.buttons
    assert buttons["run.phase"].property("primary")
    press(trained, "run.run")
    qtbot.waitUntil(lambda: last(trained).running and last(trained).step > 2, timeout=LONG)
    assert buttons["run.run"].property("primary")
    assert not buttons["run.phase"].property("primary")
    assert buttons["run.run"].text() == "Pause"
    assert not trained.actions["run.step"].isEnabled()
    press(trained, "run.run")
    qtbot.waitUntil(lambda: not last(trained).running, timeout=LONG)
    assert buttons["run.run"].text() == "Run"
    assert trained.actions["run.step"].isEnabled()


def test_hidden_panels_cost_nothing_and_miss_nothing(trained: App, qtbot: QtBot) -> None:
    hosts = trained.window.hosts
    assert hosts["inside"].panel is None, "what nobody has looked at is not even made"
    wanted = set(trained.board.wanted())
    trained.window.show_view("inside")
    step_to(trained, qtbot, 1)
    seen = set(trained.board.wanted())
    assert any(isinstance(request, DetailRequest) for request in seen - wanted)
    trained.window.show_view("metrics")  # in front of the loss
    step_to(trained, qtbot, 3)
    trained.window.show_view("loss")
    loss = hosts["loss"].panel
    assert isinstance(loss, LossPanel)
    qtbot.waitUntil(loss.isVisible)
    qtbot.waitUntil(lambda: loss.where.text() == "step 3", timeout=LONG)
    trained.arranging.reset()
    assert not set(trained.board.wanted()) & (seen - wanted - set(trained.stage.wants()))


def test_an_edit_can_be_undone_from_the_menu(trained: App) -> None:
    before = trained.document.experiment
    changed = Experiment.from_dict({**before.to_dict(), "title": "Mine"})
    trained.board.wished.emit(Edit("Rename", changed))
    assert trained.actions["edit.undo"].text().endswith("Rename")
    assert trained.window.isWindowModified()
    press(trained, "edit.undo")
    assert trained.document.experiment is before
    assert not trained.actions["edit.undo"].isEnabled()
    assert trained.actions["edit.redo"].isEnabled()


def test_a_file_that_is_none_says_so_above_the_stage(
    app: App, tmp_path: Path, qtbot: QtBot
) -> None:
    app.start(tmp_path / "nowhere.json")
    qtbot.waitUntil(lambda: "there is no such file" in app.window.bar.text, timeout=LONG)
    assert app.document.experiment.title  # the first example stands in
    (tmp_path / "bad.json").write_text('{"data": 1}', encoding="utf-8")
    app.files.open(tmp_path / "bad.json")
    qtbot.waitUntil(lambda: app.window.bar.text.startswith("bad.json: data"), timeout=LONG)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x,y\n1,2\n3,\n5,6\n", "1 of 3 rows would be left out"),
        ("x\ty\n1,234\t2\n2,500\t4\n", "1,234 may have thousands or decimals"),
    ],
)
def test_a_table_that_is_not_clean_is_looked_at(
    app: App, tmp_path: Path, qtbot: QtBot, text: str, said: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    app.start(path)
    qtbot.waitUntil(lambda: app.files._dialog is not None, timeout=LONG)
    before = app.document.experiment
    dialog = app.files._dialog
    assert isinstance(dialog, ImportDialog)
    qtbot.waitUntil(lambda: bool(dialog.questions.buttons), timeout=LONG)
    assert said in "".join(label.text() for label in dialog.questions.findChildren(QLabel))
    assert app.window.bar.text == ""
    assert app.document.experiment is before
    dialog.reject()


def test_a_clean_table_opens_at_once(app: App, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "table.csv"
    path.write_text("x,y\n1,2\n3,4\n", encoding="utf-8")
    with qtbot.waitSignal(app.document.opened, timeout=LONG):
        app.start(path)
    assert app.document.experiment.title == "table" and app.window.bar.text == ""


def test_what_opening_a_table_does_by_itself_is_said(
    app: App, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "table.csv"
    rows = "".join(f"{n},{100 * n if n % 5 else ''},{n % 3},{2 * n}\n" for n in range(1, 21))
    path.write_text("id,size,kind,price\n" + rows, encoding="utf-8")
    with qtbot.waitSignal(app.document.opened, timeout=LONG):
        app.start(path)
    assert app.window.bar.text == (
        "20 rows are opened, 2 columns are features. Ignored: id. Gaps that are filled: 4. "
        "Standardized, as these are large: size."
    )
    assert app.document.experiment.data.scaling.features == "standardize"


def test_an_empty_start_says_what_to_do_and_offers_nothing_else(trained: App, qtbot: QtBot) -> None:
    press(trained, "file.new_classification")
    qtbot.waitUntil(lambda: "place points" in trained.window.bar.text)
    for name in ("run.phase", "run.step", "run.run", "run.back"):
        assert not trained.actions[name].isEnabled()


def test_a_file_dropped_on_the_window_is_opened(app: App, tmp_path: Path, qtbot: QtBot) -> None:
    app.start(None)
    path = tmp_path / "dropped.json"
    app.document.experiment.save(path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, none)
    with qtbot.waitSignal(app.document.opened, timeout=LONG):
        app.window.dropEvent(event)
    assert app.document.path == path
    assert app.settings.recent()[0] == path


@pytest.mark.parametrize(
    ("button", "closes"),
    [(QMessageBox.StandardButton.Discard, True), (QMessageBox.StandardButton.Cancel, False)],
)
def test_unsaved_work_is_asked_about(
    app: App, button: QMessageBox.StandardButton, closes: bool
) -> None:
    app.start(None)
    before = app.document.experiment
    app.document.edit("Rename", Experiment.from_dict({**before.to_dict(), "title": "Mine"}))
    asked = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        box.button(button).click()

    QTimer.singleShot(0, answer)
    assert app.window.close() is closes
    assert asked == ["Save the changes to “Mine”?"]


def test_layout_and_speed_are_remembered(trained: App) -> None:
    app = trained
    app.window.rail.buttons["model"].click()
    app.window.show_view("code")
    before = app.window.current_arrangement()
    app.transport.set_speed(None)
    app.window.close()
    assert Settings().get(SPEED) == 0.0
    app.arranging.apply("classify")
    assert app.window.arrangement.drawer != "model"
    app.arranging.restore()
    assert app.window.current_arrangement() == before
    assert app.arranging.current == "line"


def test_the_start_page_takes_the_stage_s_place_and_gives_it_back(trained: App) -> None:
    app = trained
    press(app, "view.start")
    page = found(app.window, StartPage)
    assert page.isVisible()
    assert not app.stage.isVisible()
    cards = {card.accessibleName(): card for card in page.findChildren(QPushButton)}
    assert {example.title for example in examples()} <= set(cards)
    cards[examples()[3].title].click()
    assert app.document.experiment.title == examples()[3].title
    assert app.stage.isVisible()
    assert not app.actions["view.start"].isChecked()


def test_the_theme_changes_while_the_window_is_open(app: App) -> None:
    app.start(None)
    figures = app.transport.findChildren(Figure)
    values = [figure.findChildren(QLabel)[0] for figure in figures]
    large = [value.font().pointSizeF() for value in values]
    assert figures and min(large) > app.window.font().pointSizeF()
    watcher = Counting()
    for widget in (app.stage, *app.stage.findChildren(QWidget)):
        widget.installEventFilter(watcher)
    app.appearance.choose("dark")
    assert not watcher.seen[QEvent.Type.StyleChange], "Qt has dressed them itself"
    assert watcher.seen[QEvent.Type.PaletteChange]
    assert app.window.palette().window().color().name() == DARK.window
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert DARK.accent in application.styleSheet()
    assert app.settings.get(THEME) == "dark"
    assert [value.font().pointSizeF() for value in values] == large, "as large as before"
    app.appearance.choose("light")
    assert app.window.palette().window().color().name() == LIGHT.window


@pytest.mark.parametrize("language", sorted(words.LANGUAGES))
def test_it_fits_a_school_projector(clean_qapp: QApplication, qtbot: QtBot, language: str) -> None:
    words.set_language(language)
    app = App(clean_qapp, Settings({"theme": "light"}))
    qtbot.addWidget(app.window)
    try:
        app.appearance.apply()
        least = app.window.minimumSizeHint()
        assert (least.width() <= 853, least.height() <= 480) == (True, True), least
        app.window.show()
        for width in (1280, 853):
            app.window.resize(width, 480)
            QApplication.processEvents()
            assert app.window.size() == QSize(width, 480)
            buttons = app.transport.buttons.values()
            assert all(button.width() >= button.sizeHint().width() for button in buttons)
    finally:
        app.close()
        words.set_language("en")


def test_the_window_is_painted_without_torch_and_what_training_needs() -> None:
    code = (
        "import sys; from gui import launch; launch.run(None, {}, stay=False); "
        "print([n for n in sys.modules if n == 'torch' or n.startswith(LATER)])"
    )
    later = ("engine.frames", "engine.project", "gui.kit.picturing", "gui.panels.", "polars")
    command = [sys.executable, "-c", code.replace("LATER", repr(later))]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split("\n")[:2] == ["painted", "[]"]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_main_answers_without_a_window(option: str) -> None:
    done = subprocess.run(
        [sys.executable, "main.py", option], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert "Gradus" in done.stdout or "main.py" in done.stdout
    assert done.stderr == ""


def test_a_killed_training_process_comes_back_and_the_window_says_so(
    trained: App, qtbot: QtBot
) -> None:
    app = trained
    step_to(app, qtbot, 2)
    before, shown = last(app), app.transport.loss.text
    assert app.runner._client.pid is not None
    os.kill(app.runner._client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: "started again at step 2" in app.window.bar.text, timeout=LONG)
    qtbot.waitUntil(lambda: last(app) is not before, timeout=LONG)
    assert "started again at step 2" in app.window.bar.text
    for name, values in last(app).parameters.items():
        assert np.array_equal(values, before.parameters[name])
    assert app.transport.loss.text == shown
    step_to(app, qtbot, 3)


def test_what_is_said_about_a_stop_goes_when_training_goes_on(trained: App, qtbot: QtBot) -> None:
    app = trained
    experiment = app.document.experiment
    training = replace(experiment.training, epochs=3)
    app.document.edit("Epochs", replace(experiment, training=training))
    press(app, "run.run")
    qtbot.waitUntil(lambda: "3" in app.window.bar.text, timeout=LONG)
    step_to(app, qtbot, 4)
    assert app.window.bar.text == ""


def test_before_a_change_the_window_says_that_going_on_is_a_new_branch(
    trained: App, qtbot: QtBot
) -> None:
    app = trained
    step_to(app, qtbot, 3)
    experiment = app.document.experiment
    app.document.edit("Rate", replace(experiment, optimizer=experiment.optimizer.replace(lr=0.003)))
    step_to(app, qtbot, 4)
    assert app.window.bar.text == ""
    press(app, "run.back")
    press(app, "run.back")
    qtbot.waitUntil(lambda: "new branch" in app.window.bar.text, timeout=LONG)
    assert last(app).step == 2
    app.runner.time.scrub(4)
    qtbot.waitUntil(lambda: last(app).step == 4, timeout=LONG)
    assert app.window.bar.text == ""
