"""What happened is noted on this computer; a report shows all that it copies, and sends nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.dialogs.help.problem import problem
from gui.model import log
from tests.there import found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in which it is noted what happens."""
    log.begin(tmp_path / "log")
    yield tmp_path / "log"
    log.end()


def test_what_happened_is_noted_in_files_that_stay_small(place: Path) -> None:
    log.note("something else", is_error=True)
    assert "begins" in log.newest(place) and "ERROR something else" in log.newest(place)
    for number in range(9000):
        log.note(f"line {number} " + "x" * 90)
    files = sorted(path.name for path in place.iterdir())
    assert files == ["gradus.log", "gradus.log.1", "gradus.log.2"]
    assert all(path.stat().st_size <= log.MOST for path in place.iterdir())
    text = log.newest(place)
    assert text.count("\n") <= log.LINES and "line 8999 " in text


def test_the_learner_s_folder_is_not_named(place: Path) -> None:
    log.note(f"reading {Path.home()}/documents/a.gradus")
    assert str(Path.home()) + "/" not in log.newest(place) and "~/documents" in log.newest(place)


def test_where_a_library_crashed_is_noted(tmp_path: Path) -> None:
    program = (
        "import sys, faulthandler; from pathlib import Path; from gui.model import log;"
        "log.catch_crashes(Path(sys.argv[1])); faulthandler._sigsegv()"
    )
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", program, tmp_path], cwd=root, check=False)
    assert ended.returncode != 0
    assert "Segmentation fault" in log.newest(tmp_path)


def test_a_report_shows_exactly_what_it_copies(
    qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "folder", lambda: place)
    log.note("the last thing")
    dialog = problem()
    qtbot.addWidget(dialog)
    shown = found(dialog, QPlainTextEdit).toPlainText()
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == shown
    assert "the last thing" in shown and "Python 3." in shown and "torch" in shown
