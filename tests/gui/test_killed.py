"""Everything killed at a random moment of editing, training and saving: the work is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from engine.project import Project, autosaves, opened, save
from engine.project.autosaves import Keeper, Summary, beside
from gui.model.sessions import Sessions
from tests.experiments import line
from tests.there import there

MOST_LOST = 10.0  # seconds of edits
LONGEST = 14.0  # seconds until it is killed
KILLS = int(os.environ.get("GRADUS_KILLS", "4"))

PROGRAM = """
import random, sys, time
from dataclasses import replace
from PySide6.QtCore import QTimer
from gui import launch
from gui.app import App

class Learner:
    def __init__(self, app, seed):
        self.app, self.random, self.number = app, random.Random(seed), 0
        app.files.projects.saved.connect(lambda _: print("saved", flush=True))
        self.timer = QTimer(interval=60)
        self.timer.timeout.connect(self.act)
        self.timer.start()

    def act(self):
        app, deed = self.app, self.random.random()
        if app.document.path is None or app.board.last is None:
            return  # the file is still being read
        if deed < 0.6:
            self.number += 1
            app.document.edit("Title", replace(app.document.experiment, title=str(self.number)))
            print("edit", self.number, time.monotonic(), flush=True)
        elif deed < 0.75:
            app.actions["run.run"].trigger()
        elif deed < 0.85:
            app.runner.time.goto(self.random.randint(0, app.board.last.step))
        elif deed < 0.9:
            app.files.own.save()
        if not app.window.isVisible():
            sys.exit(1)

begin = App.protect
def protect(app):
    begin(app)
    app.learner = Learner(app, int(sys.argv[2]))
App.protect = protect
if __name__ == "__main__":
    sys.exit(launch.run(sys.argv[1], {}))
"""


OPENS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from gui import launch
from gui.app import App
from gui.dialogs.recovery import RecoveryDialog

def press():
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, RecoveryDialog) and dialog.isVisible():
            print("offered", flush=True)
            next(b for b in dialog.findChildren(QPushButton) if b.text() == "Open").click()

begin = App.protect
def protect(app):
    begin(app)
    QTimer.singleShot(0, press)
App.protect = protect
if __name__ == "__main__":
    sys.exit(launch.run(None, {"language": "en"}))
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The real window with a learner in it who never rests."""
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


def surroundings(folder: Path) -> dict[str, str]:
    """What a program is started in: a state of its own."""
    return {
        **os.environ,
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


def killed(program: Path, seed: int) -> None:
    """Kill the window, training and who writes, all at once; then look at what there is."""
    folder = program.parent / str(seed)
    folder.mkdir()
    path, random = folder / "homework.gradus", Random(seed)
    save(Project(line(title="0")), path)
    state = folder / "state"
    with (folder / "said").open("wb") as out:
        window = subprocess.Popen(
            [sys.executable, program, path, str(seed)],
            env=surroundings(folder),
            stdout=out,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(window, folder / "said", "edit")
        lives(window, random.uniform(0, LONGEST))
        os.killpg(window.pid, signal.SIGKILL)
        ended = time.monotonic()
        assert window.wait() == -signal.SIGKILL
    look(path, state, (folder / "said").read_text(), ended)


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(max(KILLS // 10, 1)))
def test_work_is_offered_again_after_a_kill_during_its_recovery(tmp_path: Path, seed: int) -> None:
    program, state, random = tmp_path / "program.py", tmp_path / "state", Random(seed)
    program.write_text(OPENS)
    sessions = Sessions(state / "Gradus")
    Keeper().keep(Project(line(title="left")), Summary("left", rows=5), sessions.own())
    sessions.note(sessions.own())
    sessions.leave()
    for _ in range(3):  # once more each time
        with (tmp_path / "said").open("wb") as out:
            window = subprocess.Popen(
                [sys.executable, program],
                env=surroundings(tmp_path),
                stdout=out,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                wait_for(window, tmp_path / "said", "offered")
                if (pause := random.uniform(-0.1, 6)) > 0:
                    lives(window, pause)
            finally:
                os.killpg(window.pid, signal.SIGKILL)
                window.wait()
        (lost,) = sessions.lost()
        assert there(lost.summary).title == "left"
        assert autosaves.kept(lost.folder).experiment == line(title="left")


def wait_for(window: subprocess.Popen[bytes], said: Path, word: str) -> None:
    """Until the program has said a word, a minute and a half at most."""
    begun = time.monotonic()
    while word not in said.read_text() and time.monotonic() - begun < 90:
        lives(window, 0.05)


def lives(window: subprocess.Popen[bytes], seconds: float) -> None:
    """Let it go on for so long; it does not end by itself."""
    with pytest.raises(subprocess.TimeoutExpired):
        window.wait(seconds)


def look(path: Path, state: Path, said: str, ended: float) -> None:
    """The file is old or new and whole, few edits are lost, and what is newer is offered."""
    words = [line.split() for line in said.splitlines()]
    edits = {int(w[1]): float(w[2]) for w in words if len(w) == 3}
    in_file = int(opened(path).experiment.title)
    assert in_file in {0, *edits}
    folder = beside(path)
    kept = int(autosaves.kept(folder).experiment.title) if autosaves.there(folder) else -1
    lost = [when for number, when in edits.items() if number > max(in_file, kept)]
    assert all(ended - when <= MOST_LOST for when in lost), (ended - min(lost), in_file, kept)
    found = Sessions(state / "Gradus").beside(path)
    assert (found is not None) is autosaves.there(folder)
    if kept > in_file:
        assert there(there(found).summary).title == str(kept)


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(KILLS))
def test_work_is_there_after_a_kill(program: Path, seed: int) -> None:
    killed(program, seed)
