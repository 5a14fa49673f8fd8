"""Opening tables in the window: looked at, corrected, loaded by another process."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.files import Clipboard, Options, Preview, Source, read_table
from gui.dialogs.importing.dialog import ImportDialog
from gui.dialogs.importing.opening import look_at
from gui.model.document import Document
from gui.model.files import Files
from gui.model.loading import Loader
from gui.model.settings import Settings
from tests.holding import assert_explained

LONG = 60_000
HORIZONTAL = Qt.Orientation.Horizontal


@pytest.fixture
def loader(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    made = Loader(window)
    yield made
    made.close()


def table(folder: Path, text: str, name: str = "내 표.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def window_of(loader: Loader) -> QWidget:
    window = loader.parent()
    assert isinstance(window, QWidget)
    return window


def look(qtbot: QtBot, loader: Loader, source: Source) -> ImportDialog:
    """The dialog over a window, once it shows what was found."""
    dialog = ImportDialog(loader, source, window_of(loader))
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        dialog.show()
    return dialog


def pick(combo, name: str) -> None:
    combo.setCurrentIndex(combo.findData(name))
    combo.activated.emit(combo.currentIndex())


def test_a_clean_file_is_one_enter_away(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "x,y\n1,2\n30,4\n"))
    assert_explained(dialog)
    assert dialog.rows.rowCount() == 2
    assert dialog.rows.headerData(0, HORIZONTAL) == "x"
    why = dialog.rows.headerData(0, HORIZONTAL, Qt.ItemDataRole.ToolTipRole)
    assert isinstance(why, str)
    assert why.splitlines()[:2] == ["x: Feature, Number", "Holds numbers."]
    assert dialog.trouble.text() == ""
    assert dialog.target.target.currentData() == "y"
    with qtbot.waitSignal(dialog.opened, timeout=LONG) as opened:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    experiment: Experiment = opened.args[0]
    assert experiment.title == "내 표"
    assert experiment.data.scaling.features == "standardize"


def test_guesses_are_corrected(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "1;1,5\n2;2,5\n3;3,5\n"))
    assert dialog.reading.delimiter.currentData() == ";"
    assert dialog.reading.decimal.currentData() == ","
    assert dialog.reading.header.value() == 0
    with qtbot.waitSignal(loader.previewed, timeout=LONG) as shown:
        dialog.reading.header.setValue(1)
    preview: Preview = shown.args[0]
    assert preview.names == ("1", "1,5")
    with qtbot.waitSignal(loader.previewed, timeout=LONG) as shown:
        dialog.reading.skip.setValue(1)
    assert (shown.args[0].total, shown.args[0].options.header) == (2, 0)
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.reading.delimiter, ",")
    assert dialog.rows.index(0, 0).data() == "2;2"


def test_what_is_left_out_is_asked_and_said(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "x,y\n1,2\n4,\n4,5\n6,7,8\n"))
    assert not dialog.load.isEnabled()
    (button,) = dialog.questions.buttons
    assert button.hasFocus() or button is dialog.focusWidget()
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    lines = dialog.trouble.text().splitlines()
    assert lines[0] == "Rows left out: 2."
    assert "line 3, column y: is an empty cell" in lines[1]
    assert "line 5: has 3 cells" in lines[2]
    with qtbot.waitSignal(dialog.opened, timeout=LONG) as opened:
        dialog.load.click()
    assert opened.args[0].data.table.rows == 2


def test_long_decimals_are_shown_short(qtbot: QtBot, loader: Loader) -> None:
    text = "x\ty\n0.12345678901234\t1234567890123\n2\t4\n3.14.15.92.65\t1\n4\t6\n"
    dialog = look(qtbot, loader, Clipboard(text))
    cell = dialog.rows.index(0, 0)
    assert cell.data() == "0.12345679"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "0.12345678901234"
    assert dialog.rows.index(0, 1).data() == "1234567890123"
    assert dialog.rows.index(2, 0).data() == "3.14.15.92.65"  # which is told to be no number


def test_a_doubtful_comma_is_asked(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "n\ty\n1,234\t2\n2,500\t3\n", "t.tsv"))
    assert not dialog.load.isEnabled()
    assert dialog.rows.index(0, 0).data() == "1.234"
    comma, point = dialog.questions.buttons
    assert (comma.text(), point.text()) == ("Decimals after a comma", "Decimals after a point")
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        point.click()
    assert dialog.rows.index(0, 0).data() == "1234"
    assert dialog.questions.buttons == []
    assert dialog.load.isEnabled()


def test_what_is_filled_is_said(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "a,b,y\n1,,2\n3,4,5\n5,6,7\n5,9,8\n"))
    assert "Gaps that are filled: 1." in dialog.target.summary.text()
    fills = [action.data() for action in dialog.header.menu(1).actions() if action.data()]
    assert fills[-4:] == ["drop", "median", "mean", "most_common"]
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        dialog.header.fill_chosen.emit("b", "drop")
    assert dialog.trouble.text().splitlines()[1].startswith("line 2, column b: is an empty cell")
    with qtbot.waitSignal(dialog.opened, timeout=LONG) as opened:
        dialog.load.click()
    assert opened.args[0].data.table.columns["b"].tolist() == [4.0, 6.0, 9.0]


def test_roles_are_chosen_above_the_columns(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "a,b,c\n1,2,0\n30,4,1\n5,6,0\n"))
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.target.target, "b")
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.target.task, "classification")
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        dialog.target.standardize.click()
    actions = {action.data(): action for action in dialog.header.menu(2).actions()}
    assert actions["feature"].isChecked()
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        actions["ignored"].trigger()
    with qtbot.waitSignal(dialog.opened, timeout=LONG) as opened:
        dialog.load.click()
    data = opened.args[0].data
    assert (data.features, data.target, data.task) == (("a",), "b", "classification")
    assert data.scaling.features == "none"


def test_nothing_to_learn_from_is_mended_above_the_columns(
    qtbot: QtBot, loader: Loader, tmp_path: Path
) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "id,b\n1,1\n2,2\n3,5\n"))
    assert "has no column to learn from" in dialog.trouble.text()
    assert not dialog.load.isEnabled()
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        dialog.header.role_chosen.emit("id", "feature")
    assert dialog.load.isEnabled()


def test_a_file_that_changes_is_looked_at_again(
    qtbot: QtBot, loader: Loader, tmp_path: Path
) -> None:
    path = table(tmp_path, "x,y\n1,2\n3,4\n")
    dialog = look(qtbot, loader, path)
    table(tmp_path, "x,y\n1,2\n3,4\n5,7\n")
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        dialog.load.click()
    assert dialog.isVisible()
    assert dialog.rows.rowCount() == 3


def test_a_wrong_choice_is_no_dead_end(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "표.csv"
    path.write_bytes("키,몸무게\n160,50\n170,60\n".encode("cp949"))
    dialog = look(qtbot, loader, path)
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.reading.encoding, "utf-8")
    assert "is not a text file in utf-8" in dialog.trouble.text()
    assert dialog.reading.encoding.isEnabled()
    assert dialog.rows.rowCount() == 3
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.reading.encoding, "cp949")
    assert dialog.load.isEnabled()
    assert dialog.rows.headerData(0, HORIZONTAL) == "키"


def test_no_table_at_all(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"hello")
    dialog = ImportDialog(loader, path, window_of(loader))
    with qtbot.waitSignal(loader.failed, timeout=LONG):
        dialog.show()
    assert dialog.trouble.text().startswith("broken.xlsx: is damaged")
    assert not dialog.load.isEnabled()


def test_cancel_gives_up(qtbot: QtBot, loader: Loader) -> None:
    dialog = ImportDialog(loader, Clipboard("x\ty\n1\t2\n3\t4\n"), window_of(loader))
    dialog.show()
    assert loader.busy
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not loader.busy


@pytest.fixture
def files(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    made = Files(Document(), Settings({}), window, look_at)
    yield made
    made.close()


def test_pasted_cells(qtbot: QtBot, files: Files) -> None:
    QGuiApplication.clipboard().setText("x\ty\n1\t2\n3\t4\n")
    with qtbot.waitSignal(files.loader.previewed, timeout=LONG):
        files.paste()
    with qtbot.waitSignal(files._document.opened, timeout=LONG):
        dialog = files._dialog
        assert isinstance(dialog, ImportDialog)
        dialog.load.click()
    assert files._document.experiment.data.table.columns["y"].tolist() == [2.0, 4.0]
    assert not files._document.dirty


def test_an_empty_clipboard(qtbot: QtBot, files: Files) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(files.said) as said:
        files.paste()
    assert "no text" in said.args[0]


def test_the_table_alone_is_saved(
    qtbot: QtBot, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(files._document.opened, timeout=LONG):
        files.open(table(tmp_path, "x,y\n1,2\n3,4\n"))
    target = tmp_path / "다른 이름"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Excel (*.xlsx)"))
    with qtbot.waitSignal(files.said, timeout=LONG) as said:
        files.copies.data()
    assert said.args[0] == "Saved as 다른 이름.xlsx."
    assert read_table(target.with_suffix(".xlsx")) == files._document.experiment.data.table


def test_a_classic_set(qtbot: QtBot, files: Files) -> None:
    with qtbot.waitSignal(files._document.opened, timeout=LONG):
        files.open_classic("iris")
    assert files._document.experiment.data.table.rows == 150


def test_a_preview_of_other_options_wins(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    path = table(tmp_path, "x,y\n1,2\n3,4\n")
    loader.preview(path, Options())
    with qtbot.waitSignal(loader.previewed, timeout=LONG) as shown:
        loader.preview(path, Options(header=0))
    assert shown.args[0].total == 3
