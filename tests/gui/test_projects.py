"""The project file in the window: everything is there again, nothing is written over unasked."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from engine import Experiment, Session
from engine.project import Project, opened, save
from engine.report.value import Report
from engine.training.keeping import snapshot
from gui.app import App
from gui.kit.copied_text import CopiedText
from gui.kit.pinned import PinnedRun
from gui.model.examples import examples
from gui.model.sessions import Sessions
from gui.model.settings import Settings
from tests.experiments import line
from tests.hearing import LONG
from tests.there import found, there

_asked: list[Any] = []  # addresses of the internet


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Of everything that Python asks the system for."""
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.bind"):
        address = arguments[1] if event != "socket.getaddrinfo" else arguments[0]
        if not isinstance(address, str | bytes) or event == "socket.getaddrinfo":
            _asked.append((event, address))


sys.addaudithook(_hear)
RACER = {"value": 0.1, "steps": [1, 2], "losses": [3.0, 2.5], "epoch": 2, "rows": 10}
RACER |= {"seconds": 0.5, "arrived": True, "lost": False, "place": 1, "refused": ""}
RACE = {"path": "optimizer.lr", "epochs": 2, "below": None, "by": "loss"}
RACE |= {"guess": ["0.1", "it is larger"], "racers": [RACER]}
PICTURE = b"\x89PNG\r\n\x1a\n and more"


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One window for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        made = App(qapp, Settings())
        made.start(None)
        wait(lambda: made.trains and made.board.last is not None)
        yield made
        made.document.adopt(made.document.experiment)
        made.close()
        made.window.close()


def wait(until: Callable[[], bool], seconds: float = LONG / 1000) -> None:
    """Let the window work until something holds."""
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        QApplication.processEvents()


def at(app: App, step: int, phase: str | None = None) -> bool:
    """Whether the window shows a step of the run that is open."""
    last = app.board.last
    return last is not None and last.step == step and phase in (None, last.phase)


def open_file(app: App, path: Path) -> None:
    app.files.open(path)
    wait(lambda: app.document.path == path and app.board.last is not None)


def save_file(app: App, path: Path) -> None:
    done: list[Path] = []
    app.files.projects.saved.connect(done.append)
    app.files.projects.save(path)
    wait(lambda: bool(done))
    app.files.projects.saved.disconnect(done.append)


def trained(app: App) -> None:
    """An example that was trained, changed on the way, gone back in, and left in a half step."""
    app.document.adopt(line())  # nothing is asked about
    app.files.open_example(next(e.path for e in examples() if e.path.name.startswith("a1")))
    wait(lambda: at(app, 0))
    app.runner.step(60)
    wait(lambda: at(app, 60))
    app.runner.time.goto(40)
    wait(lambda: at(app, 40))
    document = app.document.experiment.to_dict()
    document["optimizer"] = {"name": "adam", "lr": 0.05}
    app.document.edit("Optimizer", Experiment.from_dict(document))
    app.runner.step(20)
    wait(lambda: at(app, 60) and len(app.board.journal.branches) == 1)
    app.runner.time.goto(50)
    wait(lambda: at(app, 50))
    app.runner.phase()
    wait(lambda: at(app, 50, "forward"))


def test_everything_is_there_again(app: App, tmp_path: Path) -> None:
    trained(app)
    losses = np.array([3.0, 2.0, 1.0])
    app.pinned.choose((PinnedRun(app.document.experiment, losses, 7),))
    app.document.write("Report", Report("# 보고서\n", {}).with_picture("loss", PICTURE)[0])
    app.arranging.apply("network")
    app.arranging.take_notes({"race": RACE})
    for step in range(0, 50, 7):
        app.board.journal.tests.add(step, 1 / (step + 1))
    before, tested = app.board.last, app.board.journal.tests.pairs
    marked, turns = dict(app.board.journal.marked), app.board.journal.turns.all()
    branches, arrangement = app.board.journal.branches, app.arranging.stand()
    assert app.document.dirty
    save_file(app, tmp_path / "a.gradus")
    assert not app.document.dirty and app.document.path == tmp_path / "a.gradus"
    assert app.window.bar.text == "Saved as a.gradus."
    written = there(opened(tmp_path / "a.gradus").run)
    assert len(written.moments) > 5  # keyframes that only training knows

    app.document.new("classification")
    assert app.arranging.notes() == {} and app.pinned.runs == ()
    app.arranging.apply("classify")
    open_file(app, tmp_path / "a.gradus")
    wait(lambda: at(app, 50, "forward"))
    now, before = there(app.board.last), there(before)
    assert (now.furthest, now.earliest) == (before.furthest, before.earliest)
    assert now.loss == before.loss
    assert app.document.report.text == "# 보고서\n" and not app.document.dirty
    journal = app.board.journal
    assert journal.tests.pairs == tested and len(tested) == 8
    assert journal.turns.all() == turns and dict(journal.marked) == marked
    np.testing.assert_array_equal(journal.branches[0][1], branches[0][1])
    assert journal.losses.reached == 60
    assert app.arranging.notes() == {"race": RACE}
    assert (app.pinned.runs[0].number, app.pinned.runs[0].at(2)) == (7, 2.0)
    assert app.arranging.stand()["arrangement"] == arrangement["arrangement"]

    reference = Session.restored(written)
    reference.goto(55)
    app.runner.time.goto(55)
    wait(lambda: at(app, 55))
    assert list(journal.losses.values) == reference.losses.tolist()
    app.runner.time.goto(0)
    wait(lambda: at(app, 0))


def test_what_was_opened_for_a_moment_leaves_nothing_to_the_next(app: App, tmp_path: Path) -> None:
    """Another document comes before training has told of the run in the file."""
    session = Session(line())
    session.step(30)
    path = tmp_path / "a.gradus"
    save(Project(line(), run=snapshot(session)), path)
    app.files.open(path)
    run = app.board.journal.run
    wait(lambda: app.document.path == path)
    app.document.adopt(line(title="Another"))
    wait(lambda: app.board.journal.run != run and at(app, 0))
    assert app.board.journal.losses.reached == 0


def test_a_run_that_went_on_is_unsaved(app: App, tmp_path: Path) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    open_file(app, path)
    assert not app.document.dirty
    app.runner.step(3)
    wait(lambda: at(app, 3))
    assert app.document.dirty and app.window.isWindowModified()
    save_file(app, path)
    assert not app.document.dirty
    assert there(opened(path).run).step == 3


def test_an_experiment_that_cannot_be_trained_yet_is_saved_and_opened(
    app: App, tmp_path: Path
) -> None:
    app.document.new("regression")
    save_file(app, tmp_path / "empty.gradus")
    app.document.new("classification")
    app.files.open(tmp_path / "empty.gradus")
    wait(lambda: app.document.path == tmp_path / "empty.gradus")
    assert app.document.experiment.data.task == "regression"


def test_what_is_no_project_is_told_and_nothing_is_lost(app: App, tmp_path: Path) -> None:
    save(Project(line()), tmp_path / "good.gradus")
    open_file(app, tmp_path / "good.gradus")
    (tmp_path / "bad.gradus").write_bytes(b"not a zip at all")
    app.files.open(tmp_path / "bad.gradus")
    wait(lambda: "bad.gradus" in app.window.bar.text)
    assert app.document.path == tmp_path / "good.gradus"


def pressed(name: str, asked: list[str]) -> None:
    """Press a button of the question that comes next."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(5, press)
            return
        asked.append(box.text())
        next(b for b in box.buttons() if b.text().replace("&", "") == name).click()

    QTimer.singleShot(0, press)


def test_a_json_is_offered_a_project_beside_it(app: App, tmp_path: Path) -> None:
    path, asked = tmp_path / "hours.json", list[str]()
    line().save(path)
    before = path.read_bytes()
    open_file(app, path)
    pressed("Cancel", asked)
    assert not app.files.own.save()
    pressed("Save “hours.gradus”", asked)
    assert app.files.own.save()
    wait(lambda: app.document.path == tmp_path / "hours.gradus")
    assert path.read_bytes() == before and len(asked) == 2
    assert opened(tmp_path / "hours.gradus").experiment.data == line().data
    assert app.files.own.save()  # asks nothing any more
    wait(lambda: app.files.projects.desk.saving is None)


def test_the_project_offered_beside_a_json_is_none_that_is_there(app: App, tmp_path: Path) -> None:
    path, asked = tmp_path / "hours.json", list[str]()
    line().save(path)
    (tmp_path / "hours.gradus").write_bytes(b"of yesterday")
    open_file(app, path)
    pressed("Save “hours 2.gradus”", asked)
    assert app.files.own.save()
    wait(lambda: app.document.path == tmp_path / "hours 2.gradus")
    assert (tmp_path / "hours.gradus").read_bytes() == b"of yesterday"


def test_the_json_beside_a_project_is_a_copy(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(Project(line()), tmp_path / "a.gradus")
    open_file(app, tmp_path / "a.gradus")
    name = str(tmp_path / "copy")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))
    assert app.files.own.save_json()
    assert app.document.path == tmp_path / "a.gradus"
    assert json.loads((tmp_path / "copy.json").read_text())["format"] == "gradus-experiment/1"


def test_a_second_window_gets_a_copy(app: App, tmp_path: Path) -> None:
    save(Project(line()), tmp_path / "a.gradus")
    other = Sessions()
    assert other.claim(tmp_path / "a.gradus")
    app.document.new("regression")
    app.files.open(tmp_path / "a.gradus")
    wait(lambda: "another window" in app.window.bar.text)
    assert app.document.path is None and app.document.experiment == line()
    assert app.window.bar.frame.property("severity") == "warning"  # it stays until it is read
    other.claim(None)
    open_file(app, tmp_path / "a.gradus")
    assert not other.claim(tmp_path / "a.gradus")
    app.document.new("regression")
    assert other.claim(tmp_path / "a.gradus")


def test_what_cannot_be_written_is_told(app: App, tmp_path: Path) -> None:
    app.document.new("regression")
    app.files.projects.save(tmp_path / "nowhere" / "a.gradus")
    wait(lambda: "cannot be written" in app.window.bar.text)
    assert app.document.path is None


def test_saving_before_something_else_waits_for_it(app: App, tmp_path: Path) -> None:
    save(Project(line()), tmp_path / "a.gradus")
    open_file(app, tmp_path / "a.gradus")
    document = {**app.document.experiment.to_dict(), "title": "B"}
    app.document.edit("Title", Experiment.from_dict(document))
    pressed("Save", [])
    app.files.new("regression")
    assert opened(tmp_path / "a.gradus").experiment.title == "B"
    assert app.document.path is None


def test_an_experiment_is_shared_as_text_and_pasted(app: App) -> None:
    app.document.adopt(line())
    app.files.sharing.share()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("gradus:") and "one line of text" in app.window.bar.text
    app.document.new("classification")
    QGuiApplication.clipboard().setText(f" \n{text[:50]}\n{text[50:]}")
    app.files.paste()
    assert app.document.experiment == line() and app.document.dirty
    QGuiApplication.clipboard().setText(text[:-20])
    app.actions["edit.paste"].trigger()
    assert "not whole" in app.window.bar.text and app.document.experiment == line()


def test_nothing_is_sent_anywhere(app: App, tmp_path: Path) -> None:
    """While all of this file was done, and here: no socket of the internet was asked for."""
    trained(app)
    save_file(app, tmp_path / "a.gradus")
    app.actions["help.report"].trigger()
    dialog = found(app.window, CopiedText)
    dialog.copy()
    dialog.reject()
    assert _asked == []
    with socket.socket() as one, pytest.raises(OSError):  # and it would be heard
        one.connect(("127.0.0.1", 9))
    assert _asked
