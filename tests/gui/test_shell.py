"""The window around stage and panels: what stands where, that nothing jumps, and keys."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QInputDialog,
    QMenu,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.data.table import Table, labels, numbers
from engine.experiment import Experiment
from gui import workspaces
from gui.app import App
from gui.kit import words
from gui.kit.forms.rows import Row
from gui.model.examples import examples
from gui.model.settings import Settings
from gui.shell.board import Board
from gui.shell.own_window import OwnWindow
from gui.shell.views import Host
from gui.stage.plane.canvas import Canvas
from tests.there import found, there

LONG = 60_000
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
SMALLEST = (853, 480)


def opened(application: QApplication, language: str = "en", size: tuple[int, int] = (1280, 720)):
    words.set_language(language)
    app = App(application, Settings({"language": language, "theme": "light", "recent": []}))
    app.window.may_close = lambda: True
    app.start(None)
    app.window.showNormal()
    app.window.resize(*size)
    QApplication.processEvents()
    return app


def hidden_height(host: Host) -> int:
    """How many pixels of the panel are scrolled away."""
    areas = host.findChildren(QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return sum(area.verticalScrollBar().maximum() for area in areas)


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Iterator[App]:
    """One window for all tests that only look, or change what another example changes back."""
    app = opened(qapp)
    app.files.may_discard = lambda: True
    while not hasattr(app, "runner"):
        QApplication.processEvents()
    yield app
    app.close()
    app.window.close()


@pytest.fixture
def app(shared: App, qtbot: QtBot) -> App:
    """That window as it is at first, with the keyboard."""
    shared.window.resize(1280, 720)
    shared.files.open_example(examples()[0].path)
    shared.arranging.apply("line")
    settle()
    shared.window.activateWindow()
    qtbot.waitUntil(shared.window.isActiveWindow)
    return shared


@pytest.fixture
def own(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    """A window of a test's own."""
    app = opened(clean_qapp)
    app.arranging.apply("line")
    qtbot.addWidget(app.window)
    qtbot.waitUntil(lambda: hasattr(app, "runner"), timeout=LONG)
    yield app
    app.close()
    words.set_language("en")
    clean_qapp.setStyleSheet("")


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def show_all(app: App) -> None:
    """Open every view and every section once."""
    for name in app.window.hosts:
        app.window.show_view(name)
        QApplication.processEvents()


def sideways(host: Host) -> int:
    """How many pixels of a view lie beyond its right edge."""
    areas = [area for area in host.findChildren(QScrollArea) if area.widget() is host.panel]
    return areas[0].horizontalScrollBar().maximum() if areas else 0


def cut_labels(host: Host) -> list[str]:
    """The names of what is seen of a form that have too little room for their lines."""
    labels = [row.label for row in host.findChildren(Row) if row.isVisible()]
    return [
        label.text()
        for label in labels
        if label.height() < label.heightForWidth(label.width()) - 1
        or label.width() < max(map(label.fontMetrics().horizontalAdvance, label.text().split()))
    ]


def fits(host: Host) -> None:
    assert (host.view.name, sideways(host), cut_labels(host)) == (host.view.name, 0, [])


# ---- sizes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "scale"),
    [
        ("ko", 1.0),
        pytest.param("en", 1.5, marks=pytest.mark.long),
        pytest.param("en", 1.0, marks=pytest.mark.long),
        pytest.param("ko", 1.5, marks=pytest.mark.long),
    ],
)
def test_the_smallest_window_does_not_depend_on_what_is_open(
    clean_qapp: QApplication, qtbot: QtBot, language: str, scale: float
) -> None:
    usual = clean_qapp.font()
    font = clean_qapp.font()
    font.setPointSizeF(usual.pointSizeF() * scale)
    clean_qapp.setFont(font)
    app = opened(clean_qapp, language)
    qtbot.addWidget(app.window)
    try:
        qtbot.waitUntil(lambda: hasattr(app, "runner"), timeout=LONG)
        for path in (SAMPLES / "a1-fit-a-line.json", SAMPLES / "f3-spiral.json"):
            app.files.open_example(path)
            for name in workspaces.BUILT_IN:
                app.arranging.apply(name)
                show_all(app)
                least = app.window.minimumSizeHint()
                assert (least.width() <= SMALLEST[0], least.height() <= SMALLEST[1]) == (
                    True,
                    True,
                ), (name, least)
        app.window.resize(*SMALLEST)
        settle()
        assert (app.window.width(), app.window.height()) == SMALLEST
        figures = (app.transport.steps, app.transport.loss)
        buttons = (*app.transport.edits.values(), *app.transport.buttons.values())
        for part in (*figures, *buttons):
            at = part.mapTo(app.window, QPoint())
            assert part.isVisible() and 0 <= at.x() <= SMALLEST[0] - part.width()
        if scale == 1.0:
            for name, host in app.window.hosts.items():
                app.window.show_view(name)
                qtbot.waitUntil(partial(fits, host), timeout=LONG)
    finally:
        app.close()
        clean_qapp.setFont(usual)
        words.set_language("en")


def plane_share(app: App) -> float:
    body = app.stage.body
    return body.width() * body.height() / (1280 * 720)


def test_the_plot_has_its_share_whatever_is_open_at_the_right(app: App) -> None:
    app.window.show_view("training")
    settle()
    share = plane_share(app)
    assert share >= 0.32
    for name in app.window.hosts:
        if name not in app.window.rail.buttons:
            app.window.show_view(name)
            settle()
            assert plane_share(app) == share, name
    app.window.rail.buttons["training"].click()
    settle()
    assert app.window.drawer.isHidden()
    assert plane_share(app) >= 0.43


def test_opening_views_changes_no_size_and_no_range(app: App, qtbot: QtBot) -> None:
    canvas = found(app.stage, Canvas)
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)  # which fits once more
    settle()
    before = app.window.size(), canvas.size(), canvas.area, app.window.groups.size()
    for view in app.window.views:
        app.window.show_view(view.name)
        settle()
        now = app.window.size(), canvas.size(), canvas.area, app.window.groups.size()
        assert now == before, view.name


@pytest.mark.parametrize("language", sorted(words.LANGUAGES))
def test_nothing_is_scrolled_away_at_first(
    clean_qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    app = opened(clean_qapp, language)
    qtbot.addWidget(app.window)
    try:
        qtbot.waitUntil(lambda: hasattr(app, "runner"), timeout=LONG)
        hidden = {}
        for section in app.window.sections:
            app.window.show_view(section.name)
            settle()
            hidden[section.name] = hidden_height(app.window.hosts[section.name])
        assert hidden == dict.fromkeys(hidden, 0)
    finally:
        app.close()
        words.set_language("en")


def test_a_tall_screen_has_a_third_group_and_a_wide_one_a_second_centre(app: App) -> None:
    window = app.window
    assert len(window.groups.shown) == 2
    window.resize(1700, 1050)
    settle()
    assert len(window.groups.shown) == 3
    assert all(group.height() > 150 for group in window.groups.shown)
    window.groups.beside_wanted.emit("table")
    settle()
    assert window.center.second.isVisible() and there(window.hosts["table"].panel).isVisible()
    window.resize(1280, 720)
    settle()
    assert len(window.groups.shown) == 2 and not window.center.second.isVisible()
    assert "table" in window.groups.fronts


# ---- places -------------------------------------------------------------------------------------


def test_the_lit_entry_folds_the_drawer(app: App) -> None:
    rail, drawer = app.window.rail, app.window.drawer
    rail.buttons["data"].click()
    assert drawer.isVisible() and rail.buttons["data"].isChecked()
    rail.buttons["model"].click()
    assert not rail.buttons["data"].isChecked() and rail.buttons["model"].isChecked()
    rail.buttons["model"].click()
    assert drawer.isHidden() and not rail.buttons["model"].isChecked()


def test_on_a_tall_screen_a_section_can_be_kept_open_beside_another(app: App) -> None:
    window = app.window
    window.resize(1280, 1040)
    settle()
    window.rail.buttons["data"].click()
    section = window.drawer._sections["data"]
    assert section.pin.isVisible()
    section.pin.click()
    window.rail.buttons["training"].click()
    assert section.isVisible() and window.drawer._sections["training"].isVisible()
    window.resize(1280, 720)
    settle()
    assert not section.isVisible() and window.drawer._sections["training"].isVisible()


def test_an_example_without_a_text_has_no_entry_for_it(app: App) -> None:
    assert app.window.rail.buttons["about"].isVisible()
    app.files.new("regression")
    assert not app.window.rail.buttons["about"].isVisible()
    assert app.window.rail.buttons["training"].isChecked()


def test_a_view_changes_places_with_the_centre_and_back(app: App) -> None:
    window = app.window
    window.show_view("parameters")
    group = next(group for group in window.groups.shown if group.current == "parameters")
    group.exchange.click()
    settle()
    assert window.center.main.host is window.hosts["parameters"]
    assert group.current == "stage" and app.stage.isVisible()
    assert holds(window.hosts["parameters"], window.focusWidget())  # the keyboard goes with it
    window.center.main.leave.click()
    settle()
    assert holds(window.hosts["stage"], window.focusWidget())
    assert not isinstance(window.focusWidget(), QAbstractButton)
    assert window.center.main.host is window.hosts["stage"]
    assert group.current == "parameters"


def test_a_view_in_its_own_window_comes_back_when_that_is_closed(app: App, qtbot: QtBot) -> None:
    window = app.window
    window.groups.window_wanted.emit("loss")
    (own,) = window.findChildren(OwnWindow)
    qtbot.waitUntil(there(window.hosts["loss"].panel).isVisible)
    assert "loss" not in [name for group in window.groups.shown for name in group.names]
    assert own.windowTitle() == "Loss – Gradus"
    assert app.actions["run.step"] in own.actions()  # keys work there too
    own.close()
    settle()
    assert "loss" in window.groups.fronts
    assert there(window.hosts["loss"].panel).isVisible()


def test_the_activation_is_there_only_where_the_model_has_one(app: App) -> None:
    def tabs() -> list[str]:
        return [name for group in app.window.groups.shown for name in group.names]

    assert "activation" not in tabs()
    app.files.open_example(SAMPLES / "c2-activation-gallery.json")
    assert "activation" in tabs()
    app.window.show_view("activation")
    hidden = app.document.experiment
    app.document.edit("Remove", replace(hidden, model=replace(hidden.model, hidden=())))
    assert "activation" not in tabs()
    app.document.undo()
    assert "activation" in app.window.groups.fronts


def test_a_view_that_has_no_place_outlives_its_own_window(app: App) -> None:
    app.files.open_example(SAMPLES / "c2-activation-gallery.json")
    app.window.groups.window_wanted.emit("activation")
    (own,) = app.window.findChildren(OwnWindow)
    hidden = app.document.experiment
    app.document.edit("Remove", replace(hidden, model=replace(hidden.model, hidden=())))
    own.close()  # the model has none just now, so nothing takes the view in
    del own
    settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.document.undo()
    app.window.show_view("activation")
    assert there(app.window.hosts["activation"].panel).isVisible()


def test_the_strip_is_full_one_line_or_off(app: App) -> None:
    center = app.window.center
    heights = []
    for _ in range(3):
        settle()
        heights.append(center.strip.height() if center.strip.isVisible() else 0)
        center.turn.click()
    assert heights[0] >= 114 and heights[1] <= 40 and heights[2] == 0
    settle()
    assert center.strip.height() == heights[0]
    app.window.resize(1280, 500)
    settle()
    assert center.strip.height() == heights[1], "a low window has room for one line"


# ---- workspaces ---------------------------------------------------------------------------------


def test_opening_an_example_applies_the_arrangement_that_it_names(app: App) -> None:
    for example in examples():
        named = Experiment.load(example.path).workspace
        assert named is not None
        app.files.open_example(example.path)
        assert app.arranging.current == named
    network = replace(app.document.experiment, workspace="compare")
    app.document.adopt(network)
    assert app.arranging.current == "compare" and app.window.arrangement.center == "surface"
    assert app.window.groups.fronts[:2] == ("compare", "loss")
    app.arranging.apply("code")
    app.document.adopt(replace(network, workspace=None))
    assert app.arranging.current == "code", "one that names none leaves the learner's"


def test_a_new_experiment_of_the_other_task_has_its_arrangement(app: App) -> None:
    app.actions["file.new_classification"].trigger()
    assert app.arranging.current == "classify"
    app.actions["file.new_regression"].trigger()
    assert app.arranging.current == "line"
    app.window.center.exchange_wanted.emit("loss")
    app.actions["file.new_classification"].trigger()
    assert app.arranging.current == "line", "the learner has made it another one"


def test_an_empty_experiment_has_the_stage_in_front(app: App) -> None:
    app.arranging.apply("network")
    app.window.show_view("explain")
    assert not app.stage.isVisible()
    app.actions["file.new_classification"].trigger()
    assert app.stage.isVisible()


def test_run_has_its_icon_whenever_it_is_not_the_next_thing_to_press(app: App) -> None:
    transport = app.transport
    before = transport.buttons["run.run"].icon().pixmap(16).toImage()
    transport.show_running(True)
    assert transport.buttons["run.run"].icon().pixmap(16).toImage() != before
    transport.show_running(False)
    assert transport.buttons["run.run"].icon().pixmap(16).toImage() == before


def test_run_stays_under_the_pointer_while_it_runs(app: App, qtbot: QtBot) -> None:
    transport = app.transport
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    places = [button.geometry() for button in transport.buttons.values()]
    transport.draw(
        replace(there(app.board.last), running=True, epoch=2999, step=2999, steps_per_second=9999.0)
    )
    settle()
    assert [button.geometry() for button in transport.buttons.values()] == places
    transport.draw(there(app.board.last))


@pytest.mark.parametrize(
    ("language", "example"),
    [
        ("ko", "f3-spiral"),
        pytest.param("en", "f3-spiral", marks=pytest.mark.long),
        pytest.param("ko", "e1-four-steps", marks=pytest.mark.long),
    ],
)
def test_every_view_fits_beside_the_stage(
    language: str, example: str, clean_qapp: QApplication, qtbot: QtBot
) -> None:
    app = opened(clean_qapp, language)
    qtbot.addWidget(app.window)
    qtbot.waitUntil(lambda: hasattr(app, "runner"), timeout=LONG)
    app.files.open_example(SAMPLES / f"{example}.json")
    app.runner.step()
    qtbot.waitUntil(lambda: app.transport.steps.text == "1", timeout=LONG)
    wide = []
    for view in app.window.views:
        app.window.show_view(view.name)
        settle()
        areas = app.window.hosts[view.name].findChildren(QScrollArea)
        beyond = [area.horizontalScrollBar().maximum() for area in areas if area.isVisible()]
        wide += [(view.name, pixels) for pixels in beyond if pixels > 0]
    app.close()
    words.set_language("en")
    clean_qapp.setStyleSheet("")
    assert wide == []


def test_every_menu_fits_a_low_screen(app: App) -> None:
    for menu in app.menus.all():
        menu.aboutToShow.emit()
        assert menu.sizeHint().height() <= 720, menu.title()
    view = next(menu for menu in app.menus.all() if menu.title() == "&View")
    below = [found for action in view.actions() if isinstance(found := action.menu(), QMenu)]
    for menu in (view, *below):  # with what every further view adds, it goes into one of these
        assert menu.sizeHint().height() <= 470, menu.title()


def test_alt_and_a_digit_choose_an_arrangement(app: App) -> None:
    app.window.activateWindow()
    app.arranging._window.switcher.choose_place(3)
    assert app.arranging.current == "inside"
    assert app.window.groups.fronts[0] == "inside"
    app.window.switcher.choose_place(6)  # there is none
    assert app.arranging.current == "inside"


def test_own_arrangements_are_saved_renamed_and_removed(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([("Mine", True), ("Ours", True), ("", True), ("No", False)])
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: next(answers))
    switcher, window = app.window.switcher, app.window
    window.show_view("table")
    window.rail.buttons["model"].click()
    switcher._plus.click()
    assert list(switcher.buttons)[-1] == "Mine" and app.arranging.current == "Mine"
    app.arranging.apply("line")
    assert window.arrangement.drawer == "about"
    switcher.buttons["Mine"].click()
    assert window.arrangement.drawer == "model" and "table" in window.groups.fronts
    menu: QMenu = switcher.menu_of("Mine")
    menu.actions()[1].trigger()
    assert list(switcher.buttons)[-1] == "Ours" and app.arranging.current == "Ours"
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    again = App(application, Settings())
    assert "Ours" in again.arranging.names
    again.close()
    switcher._plus.click()  # without a name, and taken back
    switcher._plus.click()
    assert len(switcher.buttons) == len(workspaces.BUILT_IN) + 1
    switcher.menu_of("Ours").actions()[2].trigger()
    assert list(switcher.buttons) == list(workspaces.BUILT_IN)
    assert "Ours" not in app.arranging.names


def test_where_the_switcher_has_no_room_it_is_one_button(app: App) -> None:
    switcher = app.window.switcher
    switcher.fold_into(10)
    assert switcher._folded.isVisible()
    assert not any(button.isVisible() for button in switcher.buttons.values())
    switcher.fold_into(1000)
    assert all(button.isVisible() for button in switcher.buttons.values())


# ---- keys ---------------------------------------------------------------------------------------


def test_f6_goes_from_region_to_region(app: App) -> None:
    window = app.window
    window.show_view("training")
    settle()
    regions = (app.transport, window.center, window.rail, window.drawer, window.groups)
    window.activateWindow()
    app.stage.setFocus()
    visited: list[int] = []
    for _ in range(5):
        window.regions.forth()
        focus = QApplication.focusWidget()
        visited.append(next(place for place, part in enumerate(regions) if holds(part, focus)))
    assert visited == [2, 3, 4, 0, 1]
    window.regions.back()
    assert holds(app.transport, QApplication.focusWidget())


def test_tab_goes_through_the_regions_in_their_order(app: App) -> None:
    window = app.window
    window.show_view("training")
    settle()
    regions = (app.transport, window.center, window.rail, window.drawer, window.groups)
    app.transport.buttons["run.phase"].setFocus()
    visited: list[int] = []
    for _ in range(120):
        QTest.keyClick(there(QApplication.focusWidget()), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        place = next((n for n, part in enumerate(regions) if holds(part, focus)), None)
        if place is not None and (not visited or visited[-1] != place):
            visited.append(place)
        if len(visited) > 1 and visited[-1] == 0:
            break
    assert visited == [0, 1, 2, 3, 4, 0]


def holds(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (part is focus or part.isAncestorOf(focus))


def test_what_can_be_pressed_is_large_enough(app: App) -> None:
    window = app.window
    show_all(app)
    settle()
    pressed = [
        *window.rail.buttons.values(),
        *window.switcher.buttons.values(),
        *app.transport.buttons.values(),
        *app.transport.edits.values(),
        window.center.turn,
        *(button for group in window.groups.shown for button in (group.own, group.exchange)),
    ]
    for button in pressed:
        assert button.width() >= 24 and button.height() >= 24, button.accessibleName()
    for group in window.groups.shown:
        assert group.tabs.height() >= 24


# ---- what is said -------------------------------------------------------------------------------


def test_run_pressed_before_training_is_there_is_kept(
    clean_qapp: QApplication, qtbot: QtBot
) -> None:
    app = App(clean_qapp, Settings({"language": "en", "theme": "light"}))
    app.window.may_close = lambda: True
    qtbot.addWidget(app.window)
    try:
        app.start(None)
        assert not hasattr(app, "runner")
        captions = [figure._caption.text() for figure in (app.transport.steps, app.transport.loss)]
        assert captions == ["starting …", "starting …"]
        app.actions["run.run"].trigger()
        qtbot.waitUntil(
            lambda: app.board.last is not None and app.board.last.step > 2, timeout=LONG
        )
        assert there(app.board.last).running
    finally:
        app.close()
        clean_qapp.setStyleSheet("")


def test_after_more_than_one_point_is_gone_the_window_offers_undo(app: App) -> None:
    table = app.document.experiment.data.table
    app.actions["edit.select_all"].trigger()
    app.selection.choose(np.arange(table.rows - 3))
    app.stage.show_selection(app.selection.rows)
    app.actions["edit.delete"].trigger()
    assert app.window.bar.text == f"{table.rows - 3} points were removed."
    (undo,) = app.window.bar.frame.buttons
    undo.click()
    assert app.document.experiment.data.table == table
    assert app.window.bar.text == ""


def test_after_the_network_is_rebuilt_the_window_offers_undo(app: App) -> None:
    before = app.document.experiment
    app.document.edit("Layer", replace(before, model=replace(before.model, hidden=(4, 4))))
    assert "new weights" in app.window.bar.text
    app.window.bar.frame.buttons[0].click()
    assert app.document.experiment == before
    app.document.redo()
    assert app.window.bar.text == "", "what was asked for with redo is no surprise"


def test_a_line_that_is_lost_with_its_training_comes_back_by_the_message(
    app: App, qtbot: QtBot
) -> None:
    before = app.document.experiment
    curve = replace(before, model=replace(before.model, inputs=("x", "x**2")))
    app.document.edit("Inputs", curve)
    assert app.window.bar.text == "", "nothing was trained yet"
    app.document.undo()
    app.actions["run.step"].trigger()
    qtbot.waitUntil(lambda: app.board.last is not None and app.board.last.step == 1, timeout=LONG)
    app.document.edit("Inputs", curve)
    assert app.window.bar.text == "The model was rebuilt: training starts with new weights."
    app.window.bar.frame.buttons[0].click()
    qtbot.waitUntil(lambda: there(app.board.last).step == 1, timeout=LONG)
    assert app.document.experiment == before


def test_where_one_class_has_all_points_the_message_gives_another(app: App, qtbot: QtBot) -> None:
    app.files.new("classification")
    before = app.document.experiment
    rows = {"x1": numbers([1, 2]), "x2": numbers([3, 4]), "class": labels([0, 0])}
    app.document.edit("Points", replace(before, data=replace(before.data, table=Table(rows))))
    qtbot.waitUntil(lambda: "another class" in app.window.bar.text, timeout=LONG)
    app.window.bar.frame.buttons[0].click()
    assert app.stage._board.label == 1
    assert app.window.bar.text == ""


def test_undo_says_what_it_would_take_back(app: App) -> None:
    before = app.document.experiment
    app.document.edit("Loss", replace(before, loss=replace(before.loss, name="l1")))
    assert app.transport.edits["edit.undo"].toolTip().startswith("Undo: Loss (")
    app.document.undo()
    assert app.transport.edits["edit.redo"].toolTip().startswith("Redo: Loss (")


# ---- another language ---------------------------------------------------------------------------


def stands_at(app: App, step: int) -> bool:
    return there(app.board.last).step == step


def has_another_board(app: App, board: Board) -> bool:
    return app.board is not board


def what_is_there() -> Counter[type[QObject]]:
    """Menus and words that live, whether or not anything leads to them."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    application = there(QApplication.instance())
    found = [*QApplication.allWidgets(), *application.findChildren(QTranslator)]
    return Counter(type(one) for one in found if isinstance(one, QMenu | QTranslator))


def test_the_language_changes_at_once_and_training_goes_on(own: App, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: own.board.last is not None, timeout=LONG)
    for step in (1, 2, 3):
        own.actions["run.step"].trigger()
        qtbot.waitUntil(partial(stands_at, own, step), timeout=LONG)
    losses = own.board.journal.losses.values.copy()
    own.window.show_view("code")
    own.window.rail.buttons["model"].click()
    own.document.edit("Loss", replace(own.document.experiment, title="Mine"))
    stand, experiment = own.window.current_arrangement(), own.document.experiment
    counts = []
    for code, data in (("ko", "데이터"), ("en", "Data"), ("ko", "데이터")):
        board = own.board
        own.menus.language_chosen.emit(code)
        qtbot.waitUntil(partial(has_another_board, own, board), timeout=LONG)
        assert own.window.rail.buttons["data"].text() == data
        assert own.window.current_arrangement() == stand
        assert own.document.experiment is experiment and own.document.history.undo_text == "Loss"
        qtbot.waitUntil(
            lambda: np.array_equal(own.board.journal.losses.values, losses),
            timeout=LONG,
        )
        qtbot.waitUntil(lambda: own.window._clearing.is_over, timeout=LONG)
        counts.append(what_is_there())
    assert counts[0] == counts[2]
    own.actions["run.step"].trigger()
    qtbot.waitUntil(partial(stands_at, own, 4), timeout=LONG)
    assert own.transport.steps.text == "4"
    own.menus.language_chosen.emit("en")
    qtbot.waitUntil(lambda: own.window.rail.buttons["data"].text() == "Data", timeout=LONG)
