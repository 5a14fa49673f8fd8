"""Classes in the legend: their menu, names, colours and counts, and the switch of test points."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from engine.answers import views
from engine.experiment import Experiment
from engine.frames import Frame
from engine.training.session import Session
from gui.kit.small_dialog import Standard
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import Edit, Refuse
from gui.model.document import Document
from gui.stage.overlay.class_menu import ClassMenu, RenameDialog
from gui.stage.plane.canvas import Canvas
from gui.stage.stage import Stage
from tests.experiments import flowers, line
from tests.hearing import hear

LEFT = Qt.MouseButton.LeftButton


class Window(QWidget):
    """A stage over a document, as the program has them."""

    def __init__(self):
        super().__init__()
        self.document = Document(self)
        self.stage = Stage()
        self.errors = []
        QVBoxLayout(self).addWidget(self.stage)
        self.document.changed.connect(self.stage.show_experiment)
        self.document.opened.connect(self.stage.opened)
        hear(self.stage, Edit, self.document.edit)
        hear(self.stage, Refuse, self.errors.append)

    def open(self, tmp_path, experiment):
        path = tmp_path / "start.json"
        experiment.save(path)
        self.document.open(path)

    @property
    def data(self):
        return self.document.experiment.data


@pytest.fixture
def window(qtbot, tmp_path):
    window = Window()
    qtbot.addWidget(window)
    window.stage.restyle(LIGHT)
    window.resize(820, 680)
    window.show()
    qtbot.waitExposed(window)
    window.open(tmp_path, flowers())
    return window


def button(window, name):
    return next(
        found for found in window.stage.findChildren(QToolButton)
        if found.accessibleName() == name and not found.isHidden()
    )  # fmt: skip


def menu(window, name):
    QTest.mouseClick(button(window, f"Edit class {name}"), LEFT)
    return next(one for one in window.stage.findChildren(ClassMenu) if one.isVisible())


def rename(window, name, new):
    """Type a name and accept; the dialog, which is closed where the name can be."""
    opened = menu(window, name)
    opened.rename.trigger()
    opened.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the menu is gone meanwhile
    assert not isValid(opened)
    dialog = next(one for one in window.stage.findChildren(RenameDialog) if one.isVisible())
    dialog.field.setText(new)
    dialog.buttons.button(Standard.Ok).click()
    return dialog


def board_of(window):
    return window.stage._board


def color_at(window, row):
    canvas = window.stage.findChild(Canvas)
    x, y = (window.data.table.columns[name][row : row + 1] for name in ("length", "width"))
    across, down = canvas.to_pixels(x, y)
    return canvas.grab().toImage().pixelColor(QPoint(round(across[0]), round(down[0]))).name()


def test_a_class_is_renamed_in_one_entry_and_keeps_its_colour(window):
    before = color_at(window, 0)
    dialog = rename(window, "a", "연꽃 🪷")
    assert not dialog.isVisible()
    assert window.data.classes == ("연꽃 🪷", "b", "c")
    assert window.document.history.undo_text == "Rename class"
    assert color_at(window, 0) == before
    assert button(window, "class 연꽃 🪷").isVisible()
    window.document.undo()
    assert window.data.classes == ("a", "b", "c")
    assert color_at(window, 0) == before


def test_the_class_at_hand_stays_at_hand_when_it_is_renamed(window):
    QTest.mouseClick(button(window, "class c"), LEFT)
    rename(window, "c", "0")
    assert board_of(window).label == "0" and button(window, "class 0").isChecked()
    rename(window, "a", "zz")
    assert board_of(window).label == "0" and button(window, "class 0").isChecked()
    window.document.undo()
    window.document.undo()
    assert board_of(window).label == "c" and button(window, "class c").isChecked()


def test_a_number_that_becomes_text_with_its_neighbour_stays_at_hand(window, tmp_path):
    window.open(tmp_path, line(data={"task": "classification", "columns": {
        "x": [1, 2, 3, 4, 5], "y": [0, 1, 0, 1, 1],
    }}))  # fmt: skip
    QTest.mouseClick(button(window, "class 1"), LEFT)
    rename(window, "0", "no")
    assert board_of(window).label == "1" and window.data.classes == ("no", "1")


@pytest.mark.parametrize(("name", "says"), [("b", "already"), ("", "name"), ("x" * 101, "100")])
def test_a_name_that_cannot_be_says_why_and_changes_nothing(window, name, says):
    dialog = rename(window, "a", name)
    assert dialog.isVisible()
    assert says in dialog.wrong.text()
    assert window.data.classes == ("a", "b", "c")
    assert not window.document.dirty


def test_a_hundred_letters_are_cut_in_the_legend_and_whole_in_the_tooltip(window):
    name = "a&b" + "x" * 97
    rename(window, "a", name)
    shown = button(window, f"class {name}")
    assert shown.text().startswith("a&&b") and shown.text().endswith("…")
    assert name in shown.toolTip()
    assert shown.width() < 300


def test_a_colour_in_use_is_swapped_and_the_regions_follow(window):
    first, second = color_at(window, 0), color_at(window, 1)
    opened = menu(window, "a")
    assert [action.isChecked() for action in opened.colors.actions()] == [True] + [False] * 9
    opened.colors.actions()[1].trigger()
    opened.close()
    assert (color_at(window, 0), color_at(window, 1)) == (second, first)
    assert window.document.history.undo_text == "Recolour class"
    assert board_of(window).mode._known_colors()[:2] == [LIGHT.classes[1], LIGHT.classes[0]]
    window.stage.restyle(DARK)
    assert color_at(window, 0) == DARK.classes[1]


def test_removing_takes_the_points_along_and_stops_at_two(window):
    opened = menu(window, "b")
    opened.remove.trigger()
    opened.close()
    assert window.data.classes == ("a", "c")
    assert window.data.table.rows == 4
    assert color_at(window, 1) == LIGHT.classes[2]
    opened = menu(window, "a")
    opened.remove.trigger()
    assert window.data.table.rows == 4
    assert "last two" in str(window.errors[0])
    window.document.undo()
    assert window.data == flowers().data


def test_classes_are_added_up_to_ten_each_an_entry(window):
    for _ in range(10 - 3):
        QTest.mouseClick(button(window, "class"), LEFT)
    shown = (one for one in window.stage.findChildren(QToolButton) if not one.isHidden())
    names = {one.accessibleName() for one in shown}
    assert sum(name.startswith("class ") for name in names) == 10
    assert "class" not in names
    window.document.undo()
    assert not button(window, "class").isHidden()


def test_names_colours_and_empty_classes_come_back_from_a_file(window, tmp_path):
    rename(window, "a", "새 이름")
    QTest.mouseClick(button(window, "class"), LEFT)
    opened = menu(window, "b")
    opened.colors.actions()[7].trigger()
    opened.close()
    experiment = window.document.experiment
    window.document.save(tmp_path / "saved.json")
    other = Document()
    other.open(tmp_path / "saved.json")
    assert other.experiment.data.class_colors == experiment.data.class_colors
    assert other.experiment == experiment
    window.document.opened.emit(other.experiment)
    assert not button(window, "class A").isHidden()
    assert color_at(window, 1) == LIGHT.classes[7]


def test_the_tooltip_counts_the_points(window):
    assert "2 points" in button(window, "class a").toolTip()
    board_of(window).select(0)
    window.stage.selecting.delete()
    assert "1 points" in button(window, "class a").toolTip()


@pytest.mark.parametrize("reason", ["Mouse", "Keyboard"])
def test_right_click_and_the_menu_key_open_the_menu(window, reason):
    shown = button(window, "class c")
    kind = QContextMenuEvent.Reason[reason]
    event = QContextMenuEvent(kind, QPoint(3, 3), shown.mapToGlobal(QPoint()))
    QApplication.sendEvent(shown, event)
    opened = next(one for one in window.stage.findChildren(ClassMenu) if one.isVisible())
    assert opened.accessibleName() == "class c"


def test_a_class_whose_points_are_deleted_stays_and_takes_points_again(window):
    stage, looks = window.stage, [color_at(window, row) for row in range(6)]
    QTest.mouseClick(button(window, "class a"), LEFT)
    board_of(window).select_rows(np.array([0, 3]))
    stage.selecting.delete()
    assert window.data.classes == ("a", "b", "c") and board_of(window).label == "a"
    assert [color_at(window, row) for row in range(4)] == [looks[row] for row in (1, 2, 4, 5)]
    canvas = stage.findChild(Canvas)
    QTest.mouseClick(canvas.plot.viewport(), LEFT, pos=canvas.pixels.center().toPoint())
    assert window.data.table.columns["kind"].tolist()[4:] == ["a"]
    assert color_at(window, 4) == looks[0] and not window.data.categories


# ---- test points ---------------------------------------------------------------------------------


def with_test_points(window, tmp_path):
    window.open(tmp_path, line(data={"test_fraction": 0.4}))
    session = Session(window.document.experiment)
    window.stage.draw(
        Frame(
            run=1, step=0, epoch=0, phase=None, running=False, losses_from=0,
            new_losses=np.zeros(0), loss=None, shapes={},
            views=views.answer(session, window.stage.wants()),
        )
    )  # fmt: skip
    return session.run.machine.prepared.test


def test_hidden_test_points_are_neither_drawn_nor_hit(window, tmp_path):
    test = with_test_points(window, tmp_path)
    canvas = window.stage.findChild(Canvas)
    board = board_of(window)
    x, y = (window.data.table.columns[name] for name in "xy")
    across, down = canvas.to_pixels(x.astype(float), y.astype(float))

    def hit(row):
        return board.points.nearest(across[row], down[row], 5.0)

    assert all(hit(row) == row for row in range(5))
    board.select(int(test[0]))
    QTest.mouseClick(button(window, "test points"), LEFT)
    assert board.selected is None
    assert {row for row in range(5) if hit(row) is None} == set(test.tolist())
    QTest.mouseClick(button(window, "test points"), LEFT)
    assert all(hit(row) == row for row in range(5))


def test_the_n_key_steps_over_hidden_points(window, tmp_path):
    test = with_test_points(window, tmp_path)
    QTest.mouseClick(button(window, "test points"), LEFT)
    canvas, seen = window.stage.findChild(Canvas), []
    for _ in range(4):
        QTest.keyClick(canvas, Qt.Key.Key_N)
        seen.append(board_of(window).selected)
    assert seen == [row for row in range(5) if row not in test][:3] + seen[:1]


def test_experiments_without_colours_look_as_before(window):
    assert [color_at(window, row) for row in range(3)] == list(LIGHT.classes[:3])
    assert np.array_equal(board_of(window).points.hidden, np.zeros(6, dtype=bool))
    assert Experiment.from_dict(flowers().to_dict()).data.class_colors == ()
