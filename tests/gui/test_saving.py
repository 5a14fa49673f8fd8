"""Saving tables beside the window, and files that are not as they were left."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from engine import parts
from engine.data.table import Table, numbers
from engine.files import read_table
from gui.dialogs.importing.opening import look_at
from gui.model.document import Document
from gui.model.files import Files
from gui.model.settings import Settings
from tests.experiments import line

LONG = 60_000
LARGE = Table({"x": numbers(np.arange(30_000.0)), "y": numbers(np.zeros(30_000))})


class Telling(Files):
    """Files whose messages are kept."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.told: list[str] = []


@pytest.fixture
def files(qtbot: QtBot) -> Telling:
    window = QWidget()
    document = Document(window)
    made = Telling(document, Settings({}), window, look_at)
    qtbot.addWidget(window, before_close_func=lambda _: end(made))
    made.failed.connect(lambda error: made.told.append(str(error)))
    made.said.connect(made.told.append)
    return made


def end(files: Telling) -> None:
    files.copies.saver._writer.give_up()
    files.close()


def answer(name: str, asked: list[str], *more: str) -> None:
    """Press a button of the question that will be asked next, and ``more`` of those after it."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(5, press)
            return
        asked.append(box.text())
        if more:
            answer(more[0], asked, *more[1:])
        next(found for found in box.buttons() if found.text().replace("&", "") == name).click()

    QTimer.singleShot(0, press)


def opened_by(files: Telling, path: Path) -> None:
    """Open a file and wait for the process that reads it."""
    files.open(path)
    deadline = time.monotonic() + LONG / 1000
    while files.loader.busy and time.monotonic() < deadline:
        QApplication.processEvents()


def opened(files: Telling, path: Path) -> Path:
    """A JSON that is open, changed since, and that the learner wants to go on with."""
    line().save(path)
    opened_by(files, path)
    asked: list[str] = []
    answer("Replace the JSON", asked)
    assert files.own.save() and asked == [f"“{path.name}” can hold the experiment alone."]
    files.told.clear()
    experiment = files._document.experiment
    files._document.edit(
        "Title", type(experiment).from_dict({**experiment.to_dict(), "title": "A"})
    )
    return path


def test_opening_another_table_does_not_end_what_is_being_saved(
    files: Telling, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "other.csv").write_text("x,y\n1,2\n3,4\n", encoding="utf-8")
    files.copies.saver.save(LARGE, tmp_path / "large.csv")
    with qtbot.waitSignal(files.copies.saver.finished, timeout=LONG):
        files.bring(tmp_path / "other.csv")
        files.loader.cancel()
    assert files.told == ["Saved as large.csv."]
    assert read_table(tmp_path / "large.csv").rows == LARGE.rows


def test_the_window_closes_once_everything_is_written(files: Telling, tmp_path: Path) -> None:
    assert files.may_end()
    files.copies.saver.save(LARGE, tmp_path / "t.csv")
    assert files.may_end() and not files.copies.saver.busy
    assert read_table(tmp_path / "t.csv").rows == LARGE.rows


def test_the_window_stays_open_where_it_could_not_be_written(
    files: Telling, tmp_path: Path
) -> None:
    files.copies.saver.save(LARGE, tmp_path / "nowhere" / "t.csv")
    assert not files.may_end()
    assert "cannot be written" in files.told[0]


@pytest.mark.parametrize(("button", "closes"), [("Keep it open", False), ("Give up saving", True)])
def test_the_learner_may_stay_or_give_it_up(
    files: Telling, tmp_path: Path, button: str, closes: bool
) -> None:
    path = tmp_path / "t.parquet"
    asked: list[str] = []
    path.write_text("old", encoding="utf-8")
    files.copies.saver.save(LARGE, path)
    answer(button, asked)
    started = time.monotonic()
    assert files.may_end() is closes
    assert asked == ["“t.parquet” is still being written."] and time.monotonic() - started < 5
    if closes:
        assert not files.copies.saver.busy
        assert [found.read_text(encoding="utf-8") for found in tmp_path.iterdir()] == ["old"]
    else:  # it goes on, or was done just then
        assert files.may_end() and read_table(path).rows == LARGE.rows


@pytest.mark.parametrize(("button", "written"), [("Replace", True), ("Cancel", False)])
def test_a_file_that_somebody_else_has_changed_is_asked_about(
    files: Telling, tmp_path: Path, button: str, written: bool
) -> None:
    path = opened(files, tmp_path / "t.json")
    asked: list[str] = []
    path.write_text("theirs", encoding="utf-8")
    answer(button, asked)
    assert files.own.save() is written
    assert asked == ["“t.json” was changed by another program."]
    assert (path.read_text(encoding="utf-8") != "theirs") is written
    if written:
        assert files.own.save() and len(asked) == 1  # as it was left now


@pytest.mark.parametrize("format", ["JSON", "table"])
def test_a_protected_file_is_asked_about(
    files: Telling, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened(files, tmp_path / "t.json")
    asked: list[str] = []
    if format == "table":
        path = tmp_path / "t.csv"
        path.write_bytes(b"x")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "CSV (*.csv)"))
    before = path.read_bytes()
    path.chmod(0o444)
    for button in ("Cancel", "Replace"):
        answer(button, asked)
        files.own.save() if format == "JSON" else files.copies.data()
        assert not files.copies.saver.busy or button == "Replace"
        assert button == "Replace" or path.read_bytes() == before
    files.may_end()
    assert asked == [f"“{path.name}” is write-protected."] * 2
    assert path.read_bytes() != before and path.stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize("ending", [".gradus", ".json", ".csv", ".py", ".md"])
def test_what_is_there_under_the_whole_name_is_asked_about(
    files: Telling, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file dialog has asked about the name as it was typed, without its ending."""
    path, asked = tmp_path / f"a{ending}", list[str]()
    path.write_bytes(b"another's")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a"), ""))
    files._document.adopt(line())
    ways = {".gradus": files.own.save_as, ".json": files.own.save_json, ".csv": files.copies.data}
    ways |= {".py": files.copies.code, ".md": lambda: files.copies.text("x", "report", ".md")}
    answer("Cancel", asked)
    assert not ways[ending]()
    assert asked == [f"“a{ending}” is there already."] and path.read_bytes() == b"another's"


def test_a_table_that_was_opened_is_known_too(
    files: Telling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    asked: list[str] = []
    path.write_text("x,y\n1,2\n3,4\n", encoding="utf-8")
    opened_by(files, path)
    path.write_text("x,y\n5,6\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "CSV (*.csv)"))
    answer("Cancel", asked)
    files.copies.data()
    assert asked == ["“t.csv” was changed by another program."] and not files.copies.saver.busy


def test_what_a_kill_has_left_goes_when_a_file_beside_it_is_opened(
    files: Telling, tmp_path: Path
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"{parts.BEGIN}{ended.pid}-abc{parts.END}"
    left.write_bytes(b"half")
    opened(files, tmp_path / "t.json")
    left.write_bytes(b"half")
    opened_by(files, tmp_path / "t.json")
    assert [path.name for path in tmp_path.iterdir()] == ["t.json"]


def test_what_was_changed_while_it_was_read_is_asked_about_too(
    files: Telling, tmp_path: Path
) -> None:
    path = tmp_path / "t.json"
    asked: list[str] = []
    line().save(path)
    files.open(path)
    path.write_bytes(path.read_bytes() + b"\n")
    while files.loader.busy:
        QApplication.processEvents()
    answer("Replace the JSON", asked, "Cancel")
    assert not files.own.save()
    assert asked[1:] == ["“t.json” was changed by another program."]


def test_a_suggested_name_has_no_gaps_where_marks_were(files: Telling) -> None:
    files._document.adopt(line(title="XOR: four / corners?"))
    assert Path(files.naming.suggestion(".gradus")).name == "XOR four corners.gradus"
