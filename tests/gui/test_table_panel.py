"""The table panel: the same data as everywhere, edited like a spreadsheet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QLineEdit

from engine import Experiment
from engine.data.table import Table
from engine.experiment.prepare import split
from engine.experiment.specs import Data
from gui.kit.wishes import Pick
from gui.panels.table.column_menu import ColumnMenu
from gui.panels.table.panel import TablePanel
from gui.panels.table.row_menu import RowMenu
from gui.panels.table.statistics import DEVIATION, LEAST, MEAN, MOST
from tests.experiments import flowers, line
from tests.hearing import hear
from tests.holding import Holder, assert_explained

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HORIZONTAL = Qt.Orientation.Horizontal


class Window(Holder):
    """A panel whose edits come back, and what it selects."""

    def __init__(self, qtbot, experiment):
        panel = TablePanel()
        panel.resize(420, 600)
        super().__init__(qtbot, panel, experiment)
        self.chosen = []
        hear(panel, Pick, lambda rows: self.chosen.append(rows.tolist()))
        hear(panel, Pick, panel.show_selection)  # as the window does

    @property
    def table(self):
        return self.experiment.data.table

    def at(self, row, column):
        self.panel.grid.setCurrentIndex(self.panel.model.index(row, column))
        self.panel.grid.setFocus()


@pytest.fixture
def window(qtbot):
    return Window(qtbot, line())


def test_it_is_built_only_for_those_who_look(qtbot):
    panel = TablePanel()
    qtbot.addWidget(panel)
    panel.show_experiment(line())
    panel.show_selection(np.array([1]))
    assert not hasattr(panel, "grid")
    panel.show()
    assert panel.model.rows == 5


def test_cells_headers_and_parts_are_shown(qtbot):
    model = Window(qtbot, flowers()).panel.model
    heads = [model.headerData(c, HORIZONTAL) for c in range(4)]
    assert heads == ["length\nfeature", "width\nfeature", "height\nunused", "kind\ntarget"]
    assert [model.index(1, c).data() for c in range(4)] == ["2", "1", "2", "b"]
    assert model.index(0, 3).data(Qt.ItemDataRole.DecorationRole) is not None
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None


def test_a_typed_cell_is_one_edit(qtbot, window):
    window.at(1, 0)
    qtbot.keyClick(window.panel.grid, Qt.Key.Key_F2)
    editor = window.panel.grid.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "2,5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.texts) == 1)
    assert window.table.columns["x"].tolist() == [1, 2.5, 3, 4, 5]
    assert window.texts == ["Edit cell"]


def test_what_cannot_be_is_refused_and_the_cell_stays(window):
    index = window.panel.model.index(1, 0)
    window.panel.model.setData(index, "two")
    assert window.table == line().data.table
    assert len(window.errors) == 1 and index.data() == "2"


def test_selected_rows_are_told_and_shown_without_an_echo(window):
    grid = window.panel.grid
    grid.selectRow(2)
    assert window.chosen[-1] == [2]
    told = len(window.chosen)
    window.panel.show_selection(np.array([0, 3, 4]))
    assert grid.rows.tolist() == [0, 3, 4] and len(window.chosen) == told
    assert "3 selected" in window.panel.sheet.caption.text()


def test_keys_delete_duplicate_and_insert(qtbot, window):
    grid = window.panel.grid
    grid.selectRow(1)
    qtbot.keyClick(grid, Qt.Key.Key_D, CONTROL)
    assert window.table.rows == 6 and window.chosen[-1] == [5]
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert window.table == line().data.table
    window.at(2, 0)
    qtbot.keyClick(grid, Qt.Key.Key_Insert)
    assert window.table.columns["x"].tolist() == [1, 2, 3, 3, 4, 5]
    assert window.texts == ["Duplicate rows", "Delete rows", "Insert row"]


def test_a_copied_block_can_be_pasted(qtbot, window):
    grid = window.panel.grid
    window.at(0, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "2\n4\n"
    window.at(4, 1)
    qtbot.keyClick(grid, Qt.Key.Key_V, CONTROL)
    assert window.table.columns["y"].tolist() == [2, 4, 6, 8, 2, 4]
    assert window.texts == ["Paste cells"]


def test_whole_rows_are_copied_with_their_names(qtbot, window):
    grid = window.panel.grid
    grid.selectRow(4)
    qtbot.keyClick(grid, Qt.Key.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "x\ty\n5\t11\n"
    assert window.table.rows == 4
    qtbot.keyClick(grid, Qt.Key.Key_V, CONTROL)
    assert window.table == line().data.table
    qtbot.keyClick(grid, Qt.Key.Key_A, CONTROL)
    assert window.chosen[-1] == [0, 1, 2, 3, 4]


def test_the_columns_menu_sorts_and_gives_parts(qtbot):
    window = Window(qtbot, flowers())

    def choose(column, text):
        menu = ColumnMenu(window.experiment, column, window.panel)
        menu.wanted.connect(window.panel.edit)
        menu.sort_wanted.connect(window.panel.sort)
        found = next(one for one in menu.actions() if one.text().replace("&", "") == text)
        found.trigger()
        return found.isEnabled()

    choose("width", "Sort descending")
    assert window.table.columns["width"].tolist() == [9, 5, 4, 3, 1, 1]
    choose("height", "Feature")
    assert window.experiment.data.features == ("length", "width", "height")
    choose("height", "Target")
    assert window.experiment.data.target == "height"
    assert window.experiment.data.task == "classification"
    choose("kind", "Delete column")
    assert "kind" not in window.table.names
    assert not choose("height", "Delete column")  # it is the target
    assert "height" in window.table.names and window.errors == []
    assert window.texts == [
        "Sort descending", "Choose features", "Choose target", "Delete column",
    ]  # fmt: skip


def test_every_entry_of_the_columns_menu_has_a_letter_of_its_own(window):
    menu = ColumnMenu(window.experiment, "y", window.panel)
    texts = [action.text() for action in menu.actions() if action.text()]
    letters = [text[text.index("&") + 1].lower() for text in texts]
    assert len(texts) == 8 and len(set(letters)) == len(letters)


def test_selected_rows_stay_so_where_sorting_brings_them_and_undoing_it(window):
    start = window.experiment
    window.panel.sort("Sort descending", "x", True)
    assert window.chosen == []
    window.panel.show_selection(np.array([0, 1, 3]))  # x = 5, 4, 2
    window.panel.sort("Sort ascending", "x", False)
    assert window.chosen == [[1, 3, 4]]
    assert window.table.columns["x"][window.panel.grid.rows].tolist() == [2, 4, 5]
    window.panel.hide()
    window.panel.show_experiment(start)  # other data: nothing is known of where rows are
    assert window.chosen == [[1, 3, 4]]


def test_an_undone_sort_brings_the_selection_back(window):
    start = window.experiment
    window.panel.show_selection(np.array([0, 3]))
    window.panel.sort("Sort descending", "x", True)
    sorted_ = window.experiment
    window.panel.hide()
    for experiment in (start, sorted_):
        window.panel.show_experiment(experiment)
    assert window.chosen == [[1, 4], [0, 3], [1, 4]]


def test_figures_stand_under_their_columns(qtbot):
    window = Window(qtbot, flowers())
    figures = window.panel.sheet.statistics
    length = flowers().data.table.columns["length"]
    shown = [float(figures.index(row, 0).data()) for row in (MEAN, DEVIATION, LEAST, MOST)]
    wanted = [length.mean(), length.std(), length.min(), length.max()]
    assert shown == pytest.approx(wanted, rel=1e-3)
    assert [figures.index(row, 3).data() for row in range(5)] == [
        "6",
        "a × 2",
        "b × 2",
        "c × 2",
        "",
    ]
    window.panel.grid.setColumnWidth(1, 150)
    assert window.panel.sheet.figures.columnWidth(1) == 150


def test_where_it_is_low_the_cells_come_before_their_figures(qtbot):
    window = Window(qtbot, flowers())
    sheet = window.panel.sheet
    for height, shown in ((500, True), (200, False), (500, True)):
        window.panel.resize(380, height)
        QApplication.processEvents()
        assert sheet.figures.isVisible() == shown
        assert sheet.grid.viewport().height() > 3 * sheet.grid.verticalHeader().sectionSize(0)


def test_a_million_rows_are_there_at_once_and_selected_quickly(qtbot):
    draw = np.random.default_rng(0)
    columns = {name: draw.normal(size=1_000_000) for name in ("x", "y")}
    experiment = Experiment(data=Data(Table(columns), ("x",), "y"))
    window = Window(qtbot, line())
    window.panel.show_experiment(experiment)
    window.panel.grid.scrollToBottom()
    assert window.panel.model.rows == 1_000_000
    window.panel.show_selection(np.arange(1_000_000))
    assert len(window.panel.grid.rows) == 1_000_000
    window.panel.grab()  # headers are drawn without asking every row whether it is selected
    window.panel.show_selection(np.arange(0, 1_000_000, 2))
    window.panel.grab()
    assert "500" in window.panel.sheet.caption.text()


def test_typing_below_the_last_row_adds_one(qtbot, window):
    window.at(5, 0)
    qtbot.keyClick(window.panel.grid, Qt.Key.Key_F2)
    qtbot.keyClicks(window.panel.grid.findChild(QLineEdit), "7")
    qtbot.keyClick(window.panel.grid.findChild(QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.table.rows == 6)
    assert window.table.row(5) == {"x": 7, "y": pytest.approx(6.2)}
    qtbot.waitUntil(lambda: window.panel.grid.currentIndex().row() == 6)
    assert window.panel.model.rows == 6 and window.texts == ["Edit cell"]


def keys(qtbot, window, text, key):
    """What a hand types: Qt sends it to whatever has the focus."""
    for letter in text:
        qtbot.keyClicks(window.panel.window().focusWidget(), letter)
    qtbot.keyClick(window.panel.window().focusWidget(), key)


def test_tab_goes_on_in_the_row_that_was_begun_and_enter_to_the_next_one(qtbot):
    columns = {"x": [1.0, 2.0], "z": [5.0, 6.0], "y": [10.0, 12.0]}
    data = {"columns": columns, "features": ["x", "z"], "target": "y"}
    window = Window(qtbot, Experiment.from_dict({"data": data}))
    window.at(2, 0)
    for text, key in (("3", Qt.Key.Key_Tab), ("4", Qt.Key.Key_Tab), ("20", Qt.Key.Key_Return)):
        keys(qtbot, window, text, key)
    place = window.panel.grid.currentIndex
    qtbot.waitUntil(lambda: place().row() == 3)
    assert window.table.rows == 3 and window.table.row(2) == {"x": 3, "z": 4, "y": 20}
    assert place().column() == 0 and not len(window.panel.grid.rows)
    keys(qtbot, window, "7", Qt.Key.Key_Tab)
    assert window.table.rows == 4 and (place().row(), place().column()) == (3, 1)
    keys(qtbot, window, "8", Qt.Key.Key_Escape)
    assert window.table.row(3) == {"x": 7, "z": 5, "y": 14} and window.panel.model.rows == 4


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_what_is_refused_stays_in_its_editor_until_it_is_mended(qtbot, window, key):
    window.at(1, 0)
    keys(qtbot, window, "abc", key)
    qtbot.waitUntil(lambda: len(window.errors) == 1)
    editor = window.panel.grid.findChild(QLineEdit)
    assert editor.isVisible() and editor.hasFocus() and editor.text() == "abc"
    assert window.panel.grid.currentIndex().row() == 1 and window.texts == []
    editor.selectAll()
    keys(qtbot, window, "2.5", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.texts == ["Edit cell"])
    assert window.table.columns["x"].tolist() == [1, 2.5, 3, 4, 5] and len(window.errors) == 1


def test_what_is_refused_can_be_given_up(qtbot, window):
    window.at(1, 0)
    keys(qtbot, window, "abc", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.errors) == 1)
    qtbot.keyClick(window.panel.window().focusWidget(), Qt.Key.Key_Escape)
    assert window.panel.grid.hasFocus() and window.panel.model.index(1, 0).data() == "2"
    assert window.texts == []


def test_a_row_is_put_below_the_current_one(qtbot, window):
    window.at(4, 1)
    qtbot.keyClick(window.panel.grid, Qt.Key.Key_Return, SHIFT)
    assert window.table.columns["x"].tolist() == [1, 2, 3, 4, 5, 3]
    assert window.panel.grid.currentIndex().row() == 5 and window.chosen[-1] == [5]


def test_a_press_on_a_columns_name_selects_nothing(qtbot, window):
    header = window.panel.grid.horizontalHeader()
    asked = []
    header.sectionClicked.disconnect()
    header.sectionClicked.connect(asked.append)
    place = QPoint(header.sectionViewportPosition(1) + 20, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [1] and window.chosen == [] and not len(window.panel.grid.rows)


def test_rows_in_very_many_stretches_are_tinted_and_meant_all_the_same(qtbot):
    columns = {"x": np.arange(2000.0), "y": np.arange(2000.0)}
    window = Window(qtbot, Experiment(data=Data(Table(columns), ("x",), "y")))
    window.panel.show_selection(np.arange(0, 2000, 2))
    model = window.panel.model
    backs = [model.index(row, 0).data(Qt.ItemDataRole.BackgroundRole) for row in range(4)]
    assert [back is not None for back in backs] == [True, False, True, False]
    qtbot.keyClick(window.panel.grid, Qt.Key.Key_Delete)
    assert window.table.columns["x"].tolist() == list(range(1, 2000, 2))


def test_test_rows_have_a_ring(qtbot):
    experiment = line(data={"test_fraction": 0.4})
    model = Window(qtbot, experiment).panel.model
    vertical = Qt.Orientation.Vertical
    ringed = [row for row in range(5) if "○" in model.headerData(row, vertical)]
    assert ringed == split(experiment.data)[1].tolist() and len(ringed) == 2
    assert model.headerData(ringed[0], vertical, Qt.ItemDataRole.ToolTipRole)
    assert model.headerData(5, vertical) == "+"


def test_the_rows_menu_asks_for_commands(window):
    menu = RowMenu(window.panel)
    menu.asked.connect(window.panel.do)
    window.panel.grid.selectRow(0)
    next(a for a in menu.actions() if a.text().startswith("Duplicate rows")).trigger()
    assert window.table.rows == 6


def test_every_control_is_explained(window):
    assert_explained(window.panel)


def test_the_targets_menu_has_the_task(qtbot):
    columns = {"x": [1, 2, 3, 4], "y": [0, 1, 0, 1]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    window = Window(qtbot, Experiment.from_dict({"data": data}))
    menu = ColumnMenu(window.experiment, "y", window.panel)
    menu.wanted.connect(window.panel.edit)
    tasks = {action.text().replace("&", ""): action for action in menu.actions()}
    assert tasks["Predict numbers"].isChecked() and not tasks["Predict classes"].isChecked()
    tasks["Predict classes"].trigger()
    assert window.experiment.data.task == "classification"


def test_the_columns_menu_opens_by_keyboard(qtbot, window):
    window.at(0, 1)
    qtbot.keyClick(window.panel.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = window.panel.findChild(ColumnMenu)
    assert menu.isVisible() and window.panel.grid.currentIndex().row() == 0
    menu.close()


def test_a_column_is_renamed_from_its_menu_which_is_gone_by_then(qtbot, window):
    window.panel._menu(0)
    menu = window.panel.findChild(ColumnMenu)
    old = menu.name

    def answer():
        dialog = QApplication.activeModalWidget()
        dialog.setTextValue("키 📏")
        dialog.accept()

    QTimer.singleShot(0, answer)
    qtbot.keyClick(menu, Qt.Key.Key_R)
    assert old not in window.experiment.data.table.names
    assert "키 📏" in window.experiment.data.features


def test_it_catches_up_when_it_is_shown_again(window):
    window.panel.hide()
    window.panel.show_experiment(flowers())
    window.panel.show_selection(np.array([5]))
    assert window.panel.model.rows == 5
    window.panel.show()
    assert window.panel.model.rows == 6 and window.panel.grid.rows.tolist() == [5]
    assert window.chosen == []


def test_rings_follow_the_split(qtbot):
    window = Window(qtbot, line(data={"test_fraction": 0.4}))
    for seed in range(4):
        data = replace(window.experiment.data, split_seed=seed)
        window.panel.show_experiment(replace(window.experiment, data=data))
        heads = [window.panel.model.headerData(r, Qt.Orientation.Vertical) for r in range(5)]
        assert [row for row in range(5) if "○" in heads[row]] == split(data)[1].tolist()


def test_a_selected_class_keeps_its_colour(qtbot):
    model = Window(qtbot, flowers()).panel.model
    icon = model.index(0, 3).data(Qt.ItemDataRole.DecorationRole)
    size = icon.availableSizes()[0]
    images = [
        icon.pixmap(size, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected)
    ]
    assert images[0] == images[1]
    other = model.index(1, 3).data(Qt.ItemDataRole.DecorationRole)
    assert images[0] != other.pixmap(size).toImage()
