"""A second window is told from a crash, by whatever name and on whatever computer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from gui.model.locks import LEFT, locked
from gui.model.sessions import WHERE, Sessions


def elsewhere(path: Path) -> None:
    """The lock of a window on another computer that shares the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1\npython3\nanother\n0123456789\n9876543210\n")


def test_a_lock_of_another_computer_holds_as_long_as_that_gives_signs(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    elsewhere(path)
    assert locked(path) is None
    past = time.time() - LEFT - 5
    os.utime(path, (past, past))
    held = locked(path)
    assert held is not None
    held.unlock()


def test_a_window_of_this_computer_that_is_stopped_keeps_its_locks(tmp_path: Path) -> None:
    sessions, other = Sessions(tmp_path), Sessions(tmp_path)
    file = tmp_path / "a.gradus"
    file.touch()
    assert sessions.claim(file)
    past = time.time() - LEFT - 5
    for lock in (tmp_path / "files").iterdir():
        os.utime(lock, (past, past))
    assert not other.claim(file)
    sessions.beat()
    assert all(lock.stat().st_mtime > past + LEFT for lock in (tmp_path / "files").iterdir())
    sessions.claim(None)
    assert other.claim(file)
    other.claim(None)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_file_is_one_by_all_its_names(tmp_path: Path) -> None:
    """By a link, by a link to its folder, and where large letters are as good as small ones."""
    sessions, other = Sessions(tmp_path), Sessions(tmp_path)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.gradus").touch()
    (folder / "link.gradus").symlink_to(folder / "a.gradus")
    (tmp_path / "way").symlink_to(folder)
    assert sessions.claim(folder / "a.gradus")
    assert sessions.claim(folder / "a.gradus")  # once more
    for name in ("folder/link.gradus", "way/a.gradus", "folder/../folder/a.gradus"):
        assert not other.claim(tmp_path / name)
    assert other.claim(folder / "A.GRADUS")  # which is another one here
    other.claim(None)
    sessions.claim(None)
    os.link(folder / "a.gradus", folder / "A.GRADUS")  # and one and the same elsewhere
    assert sessions.claim(folder / "a.gradus")
    assert not other.claim(folder / "A.GRADUS")
    sessions.claim(None)


def test_a_folder_that_is_mounted_twice_is_one(tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("one", "other")]
    for place in places:
        place.mkdir()
    command = ["mount", "--bind", *map(str, places)]
    if (
        sys.platform != "linux"
        or subprocess.run(command, check=False, capture_output=True).returncode
    ):
        pytest.skip("folders can be mounted by root on Linux only")
    sessions, other = Sessions(tmp_path / "state"), Sessions(tmp_path / "state")
    try:
        (places[0] / "a.gradus").touch()
        assert sessions.claim(places[0] / "a.gradus")
        assert not other.claim(places[1] / "a.gradus")
        sessions.claim(None)
    finally:
        subprocess.run(["umount", "-l", str(places[1])], check=True)


def test_where_an_autosave_lies_is_noted_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = Sessions(tmp_path)
    sessions.note(tmp_path / "first")
    note = sessions.own() / WHERE
    before = note.read_text()
    monkeypatch.setattr(os, "fsync", _full)
    sessions.note(tmp_path / "second")
    assert note.read_text() == before
    monkeypatch.undo()
    sessions.note(tmp_path / "second")
    assert "second" in note.read_text()
    sessions.end()


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_state_folder_that_was_cleared_is_made_anew(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    first = sessions.own()
    (first / "lock").unlink()
    first.rmdir()
    assert sessions.own().is_dir()
    assert isinstance(sessions._lock, QLockFile) and sessions._lock.isLocked()
    sessions.end()
