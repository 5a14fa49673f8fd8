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
from gui.model.document import Document
from gui.model.files import Files
from gui.model.loading import Loader
from gui.model.settings import Settings
from tests.holding import assert_explained

LONG = 30_000


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


def look(qtbot: QtBot, loader: Loader, source: Source) -> ImportDialog:
    """The dialog over a window, once it shows what was found."""
    dialog = ImportDialog(loader, source, loader.parent())
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
    assert dialog.rows.headerData(0, Qt.Orientation.Horizontal) == "x\nnumbers"
    assert dialog.trouble.text() == ""
    with qtbot.waitSignal(dialog.opened, timeout=LONG) as opened:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    experiment: Experiment = opened.args[0]
    assert experiment.title == "내 표"
    assert experiment.data.scaling.features == "standardize"


def test_guesses_are_corrected(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "1;1,5\n2;2,5\n3;3,5\n"))
    assert dialog.reading.delimiter.currentData() == ";"
    assert dialog.reading.decimal.currentData() == ","
    assert not dialog.reading.header.isChecked()
    with qtbot.waitSignal(loader.previewed, timeout=LONG) as shown:
        dialog.reading.header.click()
    preview: Preview = shown.args[0]
    assert preview.names == ("1", "1,5")
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.reading.delimiter, ",")
    assert dialog.rows.headerData(0, Qt.Orientation.Horizontal).startswith("1;1")


def test_what_is_left_out_is_said(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "x,y\n1,2\n,3\n4,5\n6,7,8\n"))
    assert not dialog.load.isEnabled()
    assert "line 3, column x: is an empty cell" in dialog.trouble.text()
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.reading.missing, "drop")
    assert "line 5: has 3 cells" in dialog.trouble.text()
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.reading.ragged, "drop")
    assert dialog.trouble.text().startswith("Rows left out: 2.")
    with qtbot.waitSignal(dialog.opened, timeout=LONG) as opened:
        dialog.load.click()
    assert opened.args[0].data.table.rows == 2


def test_long_decimals_are_shown_short(qtbot: QtBot, loader: Loader) -> None:
    text = "x\ty\n0.12345678901234\t1234567890123\n2\t4\n3.14.15.92.65\t1\n"
    dialog = look(qtbot, loader, Clipboard(text))
    cell = dialog.rows.index(0, 0)
    assert cell.data() == "0.12345679"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "0.12345678901234"
    assert dialog.rows.index(0, 1).data() == "1234567890123"
    assert dialog.rows.index(2, 0).data() == "3.14.15.92.65"  # which is told to be no number


def test_a_doubtful_comma_is_said(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "n\ty\n1,234\t2\n2,500\t3\n", "t.tsv"))
    assert dialog.trouble.text().startswith("1,234 is read as 1.234. If it means 1234, choose")
    assert dialog.rows.index(0, 0).data() == "1.234"
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.reading.decimal, ".")
    assert dialog.trouble.text().startswith("1,234 is read as 1234.")
    assert dialog.rows.index(0, 0).data() == "1234"


def test_what_is_filled_is_said(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "a,b,y\n1,,2\n3,4,\n5,6,7\n"))
    assert dialog.trouble.text().endswith(
        "(fill it in, or choose what is done under “Empty cells”)"
    )
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.reading.missing, "mean")
    assert dialog.trouble.text().splitlines() == [
        "Cells filled with their column's mean: 1.",
        "Rows left out: 1.",
        "line 3, column y: is an empty cell",
    ]
    assert dialog.rows.index(0, 1).data() == "5"
    with qtbot.waitSignal(loader.previewed, timeout=LONG):
        pick(dialog.roles.target, "b")
    assert dialog.trouble.text().splitlines()[-1] == "line 2, column b: is an empty cell"
    with qtbot.waitSignal(dialog.opened, timeout=LONG) as opened:
        dialog.load.click()
    assert opened.args[0].data.table.columns["y"].tolist() == [4.5, 7.0]


def test_roles(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "a,b,c\n1,2,0\n30,4,1\n5,6,0\n"))
    pick(dialog.roles.target, "b")
    pick(dialog.roles.task, "classification")
    dialog.roles.standardize.click()
    with qtbot.waitSignal(dialog.opened, timeout=LONG) as opened:
        dialog.load.click()
    data = opened.args[0].data
    assert (data.features, data.target, data.task) == (("a", "c"), "b", "classification")
    assert data.scaling.features == "none"


def test_no_features_is_one_sentence(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    dialog = look(qtbot, loader, table(tmp_path, "a,b\nred,1\nblue,2\n"))
    with qtbot.waitSignal(loader.failed, timeout=LONG):
        dialog.load.click()
    assert "has no column of numbers" in dialog.trouble.text()
    assert dialog.isVisible()
    assert dialog.load.isEnabled()


def test_no_table_at_all(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"hello")
    dialog = ImportDialog(loader, path, loader.parent())
    with qtbot.waitSignal(loader.failed, timeout=LONG):
        dialog.show()
    assert dialog.trouble.text().startswith("broken.xlsx: is damaged")
    assert not dialog.load.isEnabled()


def test_cancel_gives_up(qtbot: QtBot, loader: Loader) -> None:
    dialog = ImportDialog(loader, Clipboard("x\ty\n1\t2\n3\t4\n"), loader.parent())
    dialog.show()
    assert loader.busy
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not loader.busy


@pytest.fixture
def files(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    document = Document()
    made = Files(document, Settings({}), window)
    made.document = document
    yield made
    made.close()


def test_pasted_cells(qtbot: QtBot, files: Files) -> None:
    QGuiApplication.clipboard().setText("x\ty\n1\t2\n3\t4\n")
    with qtbot.waitSignal(files.loader.previewed, timeout=LONG):
        files.paste()
    with qtbot.waitSignal(files.document.opened, timeout=LONG):
        files._dialog.load.click()
    assert files.document.experiment.data.table.columns["y"].tolist() == [2.0, 4.0]
    assert not files.document.dirty


def test_an_empty_clipboard(qtbot: QtBot, files: Files) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(files.said) as said:
        files.paste()
    assert "no text" in said.args[0]


def test_the_table_alone_is_saved(
    qtbot: QtBot, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.open(table(tmp_path, "x,y\n1,2\n3,4\n"))
    target = tmp_path / "다른 이름"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Excel (*.xlsx)"))
    with qtbot.waitSignal(files.said, timeout=LONG) as said:
        files.save_data()
    assert said.args[0] == "Saved as 다른 이름.xlsx."
    assert read_table(target.with_suffix(".xlsx")) == files.document.experiment.data.table


def test_a_classic_set(qtbot: QtBot, files: Files) -> None:
    with qtbot.waitSignal(files.document.opened, timeout=LONG):
        files.open_classic("iris")
    assert files.document.experiment.data.table.rows == 150


def test_a_preview_of_other_options_wins(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    path = table(tmp_path, "x,y\n1,2\n3,4\n")
    loader.preview(path, Options())
    with qtbot.waitSignal(loader.previewed, timeout=LONG) as shown:
        loader.preview(path, Options(header=False))
    assert shown.args[0].total == 3
