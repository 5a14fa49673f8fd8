"""Work that no file has is kept by itself, found again after a crash, and goes once it is saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from PySide6.QtCore import QBuffer, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine import Experiment, storage
from engine.project import Project, autosaves, container, keeping, opened, save
from engine.project.autosaves import FILE, Keeper, Summary, beside
from gui import launch
from gui.app import App
from gui.dialogs.recovery import MANY, RecoveryDialog
from gui.model import autosave
from gui.model.sessions import Lost, Sessions
from gui.model.settings import Settings
from tests.experiments import line
from tests.hearing import LONG
from tests.there import there

SOON = 30  # milliseconds, in place of seconds


def wait(until: Callable[[], bool], seconds: float = LONG / 1000) -> None:
    """Let the window work until something holds."""
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        QApplication.processEvents()


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One window for all tests of this file, that keeps its work soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        for name in ("EDITS", "REST"):
            patch.setattr(autosave, name, SOON)
        made = App(qapp, Settings())
        made.start(None)
        wait(lambda: made.trains and made.board.last is not None)
        made.protect()
        yield made
        made.document.adopt(made.document.experiment)
        wait(lambda: not made.files.projects.desk.busy)
        made.close()
        made.window.close()


def titled(app: App, title: str) -> None:
    document = {**app.document.experiment.to_dict(), "title": title}
    app.document.edit("Title", Experiment.from_dict(document))


def folder_of(app: App) -> Path:
    """Where the newest autosave was put."""
    return there(app._safety).autosave._folders[-1]


def kept(app: App) -> Project | None:
    """What the autosave has now."""
    folders = there(app._safety).autosave._folders
    idle = not app.files.projects.desk.busy
    return autosaves.kept(folders[-1]) if folders and idle else None


def kept_title(app: App) -> str:
    project = kept(app)
    return project.experiment.title if project else ""


def test_what_has_no_file_is_kept_in_the_state_folder(app: App) -> None:
    app.document.adopt(line())
    titled(app, "first")
    wait(lambda: kept_title(app) == "first")
    folder = folder_of(app)
    found = there(autosaves.summary(folder))
    assert (found.title, found.file, found.rows) == ("first", "", line().data.table.rows)
    assert found.picture.startswith(b"\x89PNG") and abs(found.time - time.time()) < 60
    titled(app, "second")
    wait(lambda: kept_title(app) == "second")
    assert folder_of(app) == folder
    app.document.undo()
    app.document.undo()  # as it was: nothing is unsaved any more
    wait(lambda: not folder.exists())


def test_a_run_at_rest_is_kept(app: App) -> None:
    app.document.adopt(line())
    wait(lambda: app.board.last is not None and app.board.last.step == 0)
    app.runner.step(25)
    wait(lambda: (found := kept(app)) is not None and found.run is not None)
    run = there(there(kept(app)).run)
    assert run.step == 25 and len(run.losses) == 25


def moved(app: App, step: int) -> bool:
    return there(app.board.last).step > step


def test_what_is_kept_at_any_moment_of_training_opens(app: App) -> None:
    app.document.adopt(line(optimizer={"name": "sgd", "lr": 1e-4}, training={"epochs": 10**6}))
    wait(lambda: app.board.last is not None and app.board.last.step == 0)
    app.runner.set_speed(None)
    app.runner.run()
    for _ in range(10):
        wait(partial(moved, app, there(app.board.last).step))
        there(app._safety).autosave.keep()
        shown = there(app.board.last).step
        wait(lambda: not app.files.projects.desk.busy)
        run = there(kept(app)).run
        assert run is None or len(run.losses) == run.furthest <= shown
    there(app._safety).gathering.hear_out()  # as a program does that is ended
    there(app._safety).autosave.keep_before_leaving()
    assert there(there(kept(app)).run).step == there(app.board.last).step
    app.runner.pause()


def test_it_lies_beside_the_file_and_goes_when_that_is_saved(app: App, tmp_path: Path) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    app.files.open(path)
    wait(lambda: app.document.path == path)
    titled(app, "beside")
    wait(lambda: kept_title(app) == "beside")
    assert folder_of(app) == beside(path) and beside(path).is_dir()
    assert opened(path).experiment.title == ""  # the learner's file is as it was
    assert app.files.own.save()
    wait(lambda: not beside(path).exists())
    assert opened(path).experiment.title == "beside"


def test_another_document_takes_it_away(app: App, tmp_path: Path) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    app.files.open(path)
    wait(lambda: app.document.path == path)
    titled(app, "gone")
    wait(lambda: kept_title(app) == "gone")
    app.document.adopt(line())  # the learner has discarded it
    wait(lambda: not beside(path).exists())


@pytest.mark.parametrize("written", [True, False], ids=["kept", "being kept"])
def test_what_was_discarded_is_not_offered_with_its_file(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    app.files.open(path)
    wait(lambda: app.document.path == path)
    app.files.own.save()
    wait(lambda: not app.files.projects.desk.busy)
    titled(app, "discarded")
    if written:
        wait(lambda: kept_title(app) == "discarded")
    else:
        there(app._safety).autosave.keep()
    monkeypatch.setattr(app.files, "may_discard", lambda: True)
    app.files.bring(tmp_path / "." / "a.gradus")
    wait(lambda: app.document.title == "a" and not app.document.dirty)
    assert not app.window.findChildren(RecoveryDialog)
    wait(lambda: not beside(path).exists())
    titled(app, "anew")
    wait(lambda: kept_title(app) == "anew")
    assert folder_of(app) == beside(path)
    app.files.own.save()
    heard: list[object] = []
    app.document.opened.connect(heard.append)
    there(app._safety).recovering.open(path)  # while the autosave is being taken away
    wait(lambda: bool(heard) and not beside(path).exists())
    app.document.opened.disconnect(heard.append)
    assert not app.window.findChildren(RecoveryDialog)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no such users")
def test_what_cannot_lie_beside_the_file_is_said_once_and_lies_elsewhere(
    app: App, tmp_path: Path
) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    app.files.open(path)
    wait(lambda: app.document.path == path)
    beside(path).write_bytes(b"a file is in the way")
    said: list[str] = []
    there(app._safety).said.connect(said.append)
    titled(app, "elsewhere")
    wait(lambda: kept_title(app) == "elsewhere" and folder_of(app) != beside(path))
    titled(app, "again")
    wait(lambda: kept_title(app) == "again")
    assert said == ["Beside “a.gradus” nothing can be kept; it is kept on this computer."]
    assert app.files.own.save()
    wait(lambda: not app.document.dirty)


def test_a_medium_that_was_pulled_is_noticed(app: App, tmp_path: Path) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    app.files.open(path)
    wait(lambda: app.document.path == path)
    path.unlink()
    titled(app, "pulled")
    wait(lambda: kept_title(app) == "pulled")
    assert folder_of(app) != beside(path) and not beside(path).exists()


def test_a_medium_that_was_pulled_is_not_saved_onto_the_folder_it_leaves_unasked(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    app.files.open(path)
    wait(lambda: app.document.path == path)
    path.rename(tmp_path / "elsewhere")
    monkeypatch.setattr(storage, "device", lambda _: 12345)  # of the folder that is there now
    asked: list[str] = []
    answered(asked, "Cancel")
    assert not app.files.own.save()
    assert asked == ["“a.gradus” is no longer where it was: its medium may have been pulled."]
    assert not path.exists()
    (tmp_path / "elsewhere").rename(path)  # put in again, it has another number
    assert not app.files.known.is_gone(path) and not app.files.known.has_changed(path)
    path.unlink()
    monkeypatch.undo()
    save_now(app)  # removed, where it was: there is nothing to be lost
    path.unlink()


def opened_in(app: App, path: Path) -> None:
    """A window with a file."""
    save(Project(line()), path)
    app.document.adopt(line())
    app.files.open(path)
    wait(lambda: app.document.path == path)


def test_where_a_session_of_the_desktop_may_end_the_work_is_kept_and_stays_this_windows(
    app: App, tmp_path: Path
) -> None:
    """Another program may mind, and everything goes on."""
    path, safety = tmp_path / "a.gradus", there(app._safety)
    opened_in(app, path)
    before = path.read_bytes()
    titled(app, "at the end")
    app.keep()
    assert kept_title(app) == "at the end" and path.read_bytes() == before
    other = Sessions(safety.sessions._root)
    assert not other.claim(path) and other.lost() == []
    save_now(app)
    assert not beside(path).exists()


def test_where_this_computer_takes_nothing_it_lies_beside_the_file_all_the_same(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, safety = tmp_path / "a.gradus", there(app._safety)
    opened_in(app, path)
    (tmp_path / "state").write_text("no folder")
    monkeypatch.setattr(safety.sessions, "_root", tmp_path / "state")
    monkeypatch.setattr(safety.sessions, "_own", None)
    said: list[str] = []
    safety.said.connect(said.append)
    titled(app, "beside")
    wait(lambda: kept_title(app) == "beside")
    assert folder_of(app) == beside(path) and said == []
    save_now(app)
    app.document.adopt(line())
    titled(app, "nowhere")
    wait(lambda: bool(said))
    assert said == ["Nothing can be kept for the case of a crash: save often."]
    app.document.adopt(line())


@pytest.mark.skipif(os.name == "nt", reason="there a process cannot be stopped")
def test_a_medium_that_does_not_answer_has_one_autosave_waiting_and_then_none(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, safety = tmp_path / "a.gradus", there(app._safety)
    opened_in(app, path)
    titled(app, "first")
    wait(lambda: kept_title(app) == "first")
    process = there(app.files.projects.desk._clerk._process)
    os.kill(there(process.pid), signal.SIGSTOP)  # as one is that waits for its medium
    said: list[str] = []
    safety.said.connect(said.append)
    for title in ("second", "third", "fourth"):
        titled(app, title)
        safety.autosave.keep()
        assert len(app.files.projects.desk._clerk.waiting) == 1
    monkeypatch.setattr(keeping, "SLOW", 0.0)
    wait(lambda: folder_of(app) != beside(path) and kept_title(app) == "fourth")
    monkeypatch.undo()
    assert said == ["Beside “a.gradus” nothing can be kept; it is kept on this computer."]
    os.kill(there(process.pid), signal.SIGCONT)
    process.join(LONG)
    save_now(app)
    assert opened(path).experiment.title == "fourth" and not beside(path).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_closed_terminal_ends_the_program_unless_it_is_meant_not_to() -> None:
    before = signal.getsignal(signal.SIGHUP)
    assert signal.SIGHUP in launch._endings()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as by nohup
    assert signal.SIGHUP not in launch._endings()
    signal.signal(signal.SIGHUP, before)


def crashed(root: Path, title: str, file: str = "") -> Lost:
    """What a window that was killed has left in the state folder, or beside a file."""
    sessions = Sessions(root)
    folder = beside(Path(file)) if file else sessions.own()
    experiment = Experiment.from_dict({**line().to_dict(), "title": title})
    Keeper().keep(Project(experiment), Summary(title, file, time.time(), 5), folder)
    sessions.note(folder)
    own = sessions.own()
    there(sessions._lock).unlock()  # as the system does with a dead process's
    return Lost(own, folder, autosaves.summary(folder))


def press(dialog: RecoveryDialog, name: str) -> None:
    buttons = dialog.findChildren(QPushButton)
    next(b for b in buttons if b.text().replace("&", "") == name).click()


def discard(dialog: RecoveryDialog) -> None:
    """Discard all that is offered, and close."""
    for _ in dialog.rows:
        press(dialog, "Discard")
    press(dialog, "Close")


def offered() -> RecoveryDialog:
    """The dialog, once it is there."""
    found: list[RecoveryDialog] = []

    def look() -> bool:
        windows = QApplication.topLevelWidgets()
        found[:] = [w for w in windows if isinstance(w, RecoveryDialog) and w.isVisible()]
        return bool(found)

    wait(look)
    return found[0]


def test_what_a_crash_has_left_is_offered_opened_and_kept_until_it_is_saved(
    app: App, tmp_path: Path
) -> None:
    safety = there(app._safety)
    lost = crashed(safety.sessions._root, "left behind")
    assert [found.folder for found in safety.sessions.lost()] == [lost.folder]
    app.document.adopt(line())
    safety.recovering.offer_lost()
    press(offered(), "Open")
    wait(lambda: app.document.title == "left behind")
    assert app.document.dirty and app.document.path is None
    assert autosaves.there(lost.folder) and safety.sessions.lost() == []
    titled(app, "went on")
    wait(lambda: kept_title(app) == "went on")
    assert folder_of(app) == lost.folder
    app.files.projects.save(tmp_path / "saved.gradus")
    wait(lambda: not lost.folder.exists())


def test_it_is_left_for_later_or_discarded(app: App) -> None:
    safety = there(app._safety)
    app.document.adopt(line())
    lost = crashed(safety.sessions._root, "left")
    for answer, stays in (("Later", True), ("Discard", False)):
        safety.recovering.offer_lost()
        dialog = offered()
        if answer == "Discard":
            discard(dialog)
        else:
            press(dialog, answer)
        wait(lambda: not QApplication.activeModalWidget())
        assert autosaves.there(lost.folder) is stays
        assert app.document.title != "left"


@pytest.mark.parametrize("answer", ["Open", "Later", "Discard"])
def test_opening_a_file_offers_what_lies_beside_it(app: App, tmp_path: Path, answer: str) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    app.document.adopt(line())
    lost = crashed(there(app._safety).sessions._root, "newer", str(path))
    app.files.open(path)
    dialog = offered()
    if answer == "Discard":
        discard(dialog)
    else:
        press(dialog, answer)
    wait(lambda: app.document.path == path)
    assert (app.document.title == "newer") is (answer == "Open")
    assert app.document.dirty is (answer == "Open")
    assert autosaves.there(lost.folder) is (answer != "Discard")
    if answer == "Later":  # what is kept now does not take its place
        titled(app, "other")
        wait(lambda: kept_title(app) == "other")
        assert folder_of(app) != lost.folder
        assert there(autosaves.summary(lost.folder)).title == "newer"
        there(app._safety).sessions.forget(lost)


def test_what_is_asked_about_with_its_file_is_offered_once(app: App, tmp_path: Path) -> None:
    """A file is opened at the start after a crash: what lies beside it is lost work too."""
    path, safety = tmp_path / "a.gradus", there(app._safety)
    save(Project(line()), path)
    app.document.adopt(line())
    crashed(safety.sessions._root, "newer", str(path))
    other = crashed(safety.sessions._root, "another")
    safety.recovering.open(path)
    safety.recovering.offer_lost()
    first = offered()
    assert titles(first) == ["newer"]
    press(first, "Open")
    wait(lambda: app.document.title == "newer")
    second = offered()
    assert titles(second) == ["another"]
    discard(second)
    assert not autosaves.there(other.folder)
    assert app.document.title == "newer" and app.document.dirty


def titles(dialog: RecoveryDialog) -> list[str]:
    buttons = dialog.findChildren(QPushButton)
    names = [button.accessibleName() for button in buttons]
    return [name.removeprefix("Open: ") for name in names if name.startswith("Open: ")]


def test_what_lies_beside_a_file_is_of_that_file_wherever_both_were_brought(
    app: App, tmp_path: Path
) -> None:
    old, new = tmp_path / "usb" / "a.gradus", tmp_path / "elsewhere"
    old.parent.mkdir()
    save(Project(line()), old)
    app.document.adopt(line())
    crashed(there(app._safety).sessions._root, "newer", str(old))
    old.parent.rename(new)
    app.files.open(new / "a.gradus")
    press(offered(), "Open")
    wait(lambda: app.document.path == new / "a.gradus" and app.document.title == "newer")
    save_now(app)
    assert opened(new / "a.gradus").experiment.title == "newer"
    assert not old.exists() and not beside(new / "a.gradus").exists()


def save_now(app: App) -> None:
    assert app.files.own.save()
    wait(lambda: not app.document.dirty and not app.files.projects.desk.busy)


def test_a_file_that_was_changed_underneath_is_not_written_over_unasked(
    app: App, tmp_path: Path
) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line()), path)
    app.document.adopt(line())
    app.files.open(path)
    wait(lambda: app.document.path == path)
    titled(app, "kept")
    wait(lambda: kept_title(app) == "kept")
    folder, safety = folder_of(app), there(app._safety)
    left = tmp_path / "left"
    copytree(folder, left)
    app.document.adopt(line())  # and here the program would have been killed
    wait(lambda: not folder.exists() and not app.files.projects.desk.busy)
    copytree(left, folder)
    app.files.known._stamps.clear()  # of a program that begins anew
    save(Project(Experiment.from_dict({**line().to_dict(), "title": "teacher"})), path)
    app.files.open(path)
    press(offered(), "Open")
    wait(lambda: app.document.title == "kept")
    asked: list[str] = []
    answered(asked, "Cancel")
    assert not app.files.own.save()
    assert asked == ["“a.gradus” was changed by another program."]
    assert opened(path).experiment.title == "teacher" and autosaves.there(folder)
    path.unlink()  # removed is not changed: there is nothing to be lost
    save_now(app)
    assert opened(path).experiment.title == "kept"
    assert safety.sessions.lost() == []


def answered(asked: list[str], name: str) -> None:
    """Press a button of the question that will be asked."""

    def press_it() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, press_it)
            return
        asked.append(box.text())
        next(b for b in box.buttons() if b.text().replace("&", "") == name).click()

    QTimer.singleShot(0, press_it)


def test_a_clock_that_was_set_back_hides_nothing(app: App, tmp_path: Path) -> None:
    path, safety = tmp_path / "a.gradus", there(app._safety)
    save(Project(line()), path)
    lost = crashed(safety.sessions._root, "newer", str(path))
    later = time.time() + 10**8  # the file seems newer than what was kept after it
    os.utime(path, (later, later))
    for clock in (0.0, later, -5.0, 1e300, float("nan")):
        kept = Summary("newer", str(path), clock, 5)
        Keeper().keep(
            Project(Experiment.from_dict({**line().to_dict(), "title": "newer"})), kept, lost.folder
        )
        found = there(safety.sessions.beside(path))
        assert there(found.summary).title == "newer"
        assert [one.folder for one in safety.sessions.lost()] == [lost.folder]
        dialog = RecoveryDialog([found])
        dialog.deleteLater()
    safety.sessions.forget(lost)


def test_a_damaged_one_is_told_and_harms_nothing(app: App) -> None:
    safety = there(app._safety)
    app.document.adopt(line())
    lost = crashed(safety.sessions._root, "damaged")
    (lost.folder / FILE).write_bytes(b"PK half")
    safety.recovering.offer_lost()
    dialog = offered()
    press(dialog, "Open")
    wait(lambda: "damaged" in app.window.bar.text)
    assert app.document.experiment == line() and (lost.folder / FILE).exists()
    safety.sessions.forget(lost)


def test_of_many_the_learner_is_asked(qtbot: QtBot, tmp_path: Path) -> None:
    lost = [Lost(tmp_path / str(n), tmp_path / str(n), Summary(str(n))) for n in range(MANY + 3)]
    dialog = RecoveryDialog(lost)
    qtbot.addWidget(dialog)
    gone: list[Lost] = []
    dialog.discarded.connect(gone.append)
    press(dialog, f"Discard all but the newest {MANY}")
    press(dialog, "Undo")
    assert gone == []
    press(dialog, "Later")
    assert gone == lost[MANY + 1 :]
    few = RecoveryDialog(lost[:MANY])
    qtbot.addWidget(few)
    assert len(few.findChildren(QPushButton)) == 2 * MANY + 1


def test_what_was_discarded_can_be_had_back_until_the_window_is_closed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    lost = Lost(tmp_path / "a", tmp_path / "a", Summary("a"))
    dialog = RecoveryDialog([lost])
    qtbot.addWidget(dialog)
    gone: list[Lost] = []
    dialog.discarded.connect(gone.append)
    press(dialog, "Discard")
    assert [b.isEnabled() for b in dialog.rows[0].findChildren(QPushButton)] == [False, True]
    press(dialog, "Undo")
    press(dialog, "Discard")
    assert gone == []
    press(dialog, "Close")
    assert gone == [lost]


def test_what_somebody_else_has_written_is_told_in_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    folders = [beside(tmp_path / "newer.gradus"), tmp_path / "damaged", tmp_path / "large"]
    large = Summary("long " * 10_000, "", 0.0, picture=picture(4000))
    for folder, summary in zip(folders, (Summary(), Summary(), large), strict=True):
        (tmp_path / "newer.gradus").touch()
        Keeper().keep(Project(line()), summary, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(container, "FORMAT", "gradus-project/2")
        Keeper().keep(Project(line()), Summary(), folders[0])
    (folders[1] / FILE).write_bytes(b"PK half")
    lost = [Lost(None, folder, autosaves.summary(folder)) for folder in folders]
    dialog = RecoveryDialog(lost)
    qtbot.addWidget(dialog)
    first, second, third = (row.shown[1].text() for row in dialog.rows)
    assert first == "newer.gradus\nWas saved by a newer Gradus"
    assert second.endswith("Is damaged, or not of the kind that its name says")
    assert third.startswith("long long") and len(third) < 250
    assert dialog.rows[2].shown[0].pixmap().isNull()


def picture(pixels: int) -> bytes:
    image, buffer = QImage(pixels, pixels, QImage.Format.Format_Grayscale8), QBuffer()
    image.fill(0)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QPixmap.fromImage(image).save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_what_could_not_lie_beside_a_file_is_offered_with_it(app: App, tmp_path: Path) -> None:
    """Its medium was full or read-only, and the learner left it for later at the start."""
    path, safety = tmp_path / "a.gradus", there(app._safety)
    save(Project(line()), path)
    app.document.adopt(line())
    sessions = Sessions(safety.sessions._root)
    Keeper().keep(Project(line(title="here")), Summary("here", str(path)), sessions.own())
    sessions.leave()
    app.files.open(path)
    press(offered(), "Open")
    wait(lambda: app.document.path == path)
    assert app.document.title == "here" and app.document.dirty
    save_now(app)
    assert safety.sessions.lost() == [] and opened(path).experiment.title == "here"


def test_a_window_that_is_there_is_no_crash(tmp_path: Path) -> None:
    sessions, other = Sessions(tmp_path), Sessions(tmp_path)
    Keeper().keep(Project(line()), Summary("mine"), sessions.own())
    assert other.lost() == []
    sessions.leave()
    (lost,) = other.lost()
    assert there(lost.summary).title == "mine"
    assert other.take(lost) and sessions.lost() == []
    other.end()
    assert sessions.lost() == []


PROGRAM = """
import sys
from PySide6.QtCore import QBuffer, QTimer
from PySide6.QtGui import QImage, QPixmap
from gui import launch
from gui.model import autosave
autosave.EDITS = autosave.REST = 600_000
from gui import launch
from gui.app import App
from engine import Experiment, storage

def edit(app):
    if app.document.path is None:  # the file is still being read
        QTimer.singleShot(20, lambda: edit(app))
        return
    document = {**app.document.experiment.to_dict(), "title": "kept at the end"}
    app.document.edit("Title", Experiment.from_dict(document))
    app.runner.run()
    tell(app, int(sys.argv[2]))

def tell(app, step):
    if step and (app.board.last is None or app.board.last.step < step):
        QTimer.singleShot(5, lambda: tell(app, step))
        return
    print("there", flush=True)

begun = App.protect
def protect(app):
    begun(app)
    edit(app)
App.protect = protect
if __name__ == "__main__":
    sys.exit(launch.run(sys.argv[1], {}))
"""
ENDINGS = int(os.environ.get("GRADUS_KILLS", "4"))


def ended(folder: Path, step: int = 0, seconds: float = 0.01, by: int = signal.SIGTERM) -> Project:
    """The autosave of a program that is ended from outside so long after it has come to a step."""
    path, program = folder / "a.gradus", folder / "program.py"
    save(Project(line(optimizer={"name": "sgd", "lr": 1e-4}, training={"epochs": 10**7})), path)
    before = path.read_bytes()
    program.write_text(PROGRAM)
    environment = {
        **os.environ,
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    started = subprocess.Popen(
        [sys.executable, program, path, str(step)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert there(started.stdout).readline() == "there\n"
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(seconds)
    started.send_signal(by)
    assert started.wait(LONG / 1000) == 0
    there(started.stdout).close()
    assert path.read_bytes() == before
    return autosaves.kept(beside(path))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_sigterm_keeps_the_work_and_leaves_the_file_alone(tmp_path: Path) -> None:
    assert ended(tmp_path).experiment.title == "kept at the end"


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_an_end_at_any_moment_of_training_keeps_the_run(tmp_path: Path) -> None:
    """By SIGTERM, and by SIGHUP, as where the terminal is closed."""
    random = Random(ENDINGS)
    for number in range(ENDINGS):
        folder = tmp_path / str(number)
        folder.mkdir()
        by = (signal.SIGTERM, signal.SIGHUP)[number % 2]
        run = there(ended(folder, 100, random.uniform(0.01, 4), by).run)
        assert run.step >= 100 and len(run.losses) == run.furthest
