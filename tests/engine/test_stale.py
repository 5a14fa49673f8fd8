"""Folders that killed programs have left in the temporary place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import time

import pytest

from engine.data.stale import OLD, clear

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes cannot be asked for there")


@pytest.fixture(scope="module")
def ended() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left(place: Path, name: str, age: float = 2 * OLD) -> Path:
    folder = place / name
    folder.mkdir()
    (folder / "1-0.npy").write_bytes(b"numbers")
    os.utime(folder, (time() - age, time() - age))
    return folder


def test_a_folder_whose_owner_is_gone_goes(tmp_path: Path, ended: int) -> None:
    folder = left(tmp_path, f"gradus-{ended}-abc")
    clear(tmp_path, "gradus-")
    assert not folder.exists()


def test_all_others_stay(tmp_path: Path, ended: int) -> None:
    kept = [
        left(tmp_path, f"gradus-{os.getpid()}-abc"),
        left(tmp_path, f"gradus-{ended}-young", age=60.0),
        left(tmp_path, "gradus-lesson-one"),
        left(tmp_path, f"other-{ended}-abc"),
        left(tmp_path, "elsewhere"),
    ]
    link = tmp_path / f"gradus-{ended}-link"
    link.symlink_to(tmp_path / "elsewhere")
    clear(tmp_path, "gradus-")
    assert link.is_symlink()
    assert all((folder / "1-0.npy").exists() for folder in kept)
