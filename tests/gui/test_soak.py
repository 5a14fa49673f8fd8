"""Random actions for minutes, saving and opening among them: nothing breaks or piles up.

``GRADUS_SOAK=30 python3 -m pytest -m long -n 0 -s tests/gui/test_soak.py`` does so for 30 minutes
and prints what it has measured; ``GRADUS_SEED=100`` does other things.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.project import autosaves, opened
from gui.app import App
from gui.kit.collecting import Collector
from gui.model import autosave
from gui.model.sessions import Sessions
from gui.model.settings import Settings
from gui.warming import Warming
from tests.gui.test_monkey import LONG, Monkey, stop

pytestmark = [pytest.mark.long, pytest.mark.soak]
MINUTES = float(os.environ.get("GRADUS_SOAK", "0.5"))
SEED = int(os.environ.get("GRADUS_SEED", "7"))
WARM = 0.3  # part of the time after which nothing that is needed is still to be loaded
GROWTH = 20_000_000  # bytes beyond those of the losses


@pytest.fixture
def app(
    clean_qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[App]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(autosave, "EDITS", 500)
    app = App(clean_qapp, Settings({"language": "en", "theme": "light"}))
    monkeypatch.setattr(app.window, "may_close", lambda: True)
    monkeypatch.setattr(app.files, "may_discard", lambda: True)
    qtbot.addWidget(app.window)
    yield app
    app.leave()
    app.close()
    clean_qapp.setStyleSheet("")


def resident(process: int) -> int:
    """Bytes of memory that a process takes."""
    pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


class Measured:
    """What is measured each time that a new document has been begun."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        stop(app, qtbot)
        app.document.new("regression")
        qtbot.wait(300)
        gc.collect()
        self.window = resident(os.getpid())
        self.training = resident(app.runner._client.pid or os.getpid())
        self.nones = sys.getrefcount(None)


class Gaps(QObject):
    """The longest times between two events of which the window's thread was at work."""

    def __init__(self, monkey: Monkey) -> None:
        super().__init__()
        self._monkey, self._last = monkey, time.thread_time()
        self.longest: list[tuple[float, str]] = []
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def beat(self) -> None:
        now = time.thread_time()
        gap = now - self._last
        if len(self.longest) < 20 or gap > self.longest[-1][0]:
            self.longest.append((gap, ", ".join(self._monkey.done[-2:])))
            self.longest = sorted(self.longest, reverse=True)[:20]
        self._last = now


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_nothing_breaks_or_piles_up(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    app.start(None)
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=5 * LONG)
    app.protect()
    collector = Collector(app)  # as the program has one: between tests garbage stays
    collector.start()
    app.document.opened.connect(collector.tidy)
    warming = Warming(app)
    warming.start()
    qtbot.waitUntil(lambda: warming.is_over, timeout=5 * LONG)
    monkey, path = Monkey(app, SEED), tmp_path / "soak.gradus"
    crashes: list[str] = []
    app.runner.crashed.connect(crashes.append)
    gaps = Gaps(monkey)
    begun, first, acts, saves = time.monotonic(), None, 0, 0
    while (passed := (time.monotonic() - begun) / 60) < MINUTES:
        monkey.act()
        acts += 1
        if acts % 40 == 0 and not app.files.projects.desk.busy:
            saves += 1
            app.files.projects.save(path)
        if acts % 200 == 0 and path.exists() and not app.files.projects.desk.busy:
            app.files.open(path)
        if first is None and passed > WARM * MINUTES:
            first = Measured(app, qtbot)
        gaps.beat()
    monkey.rest()
    last = Measured(app, qtbot)
    collector.deleteLater()
    gc.unfreeze()
    assert first is not None and saves > 0
    print(
        f"\n{acts} actions, {saves} saves; window {(last.window - first.window) / 1e6:+.1f} MB, "
        f"training {(last.training - first.training) / 1e6:+.1f} MB, "
        f"references to None {last.nones - first.nones:+}"
    )
    print("\n".join(f"{1000 * gap:.0f} ms at {done}" for gap, done in gaps.longest))
    assert not crashes, crashes[0]
    qtbot.waitUntil(lambda: not app.files.projects.desk.busy, timeout=LONG)
    assert opened(path) is not None
    assert all(lost.summary is not None for lost in Sessions().lost())
    assert autosaves.beside(path).name.startswith(".")
    if MINUTES >= 5:
        assert last.window - first.window < GROWTH and last.training - first.training < GROWTH
    if sys.version_info < (3, 12):
        assert last.nones - first.nones > -1000
