"""Files are written whole or not at all: links, protection, full disks, long names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from engine import storage
from engine.data.table import Table, numbers
from engine.errors import EngineError
from engine.files.saving import SUFFIXES, save_table
from tests.experiments import line

resource = pytest.importorskip("resource")
TABLE = Table({"x": numbers(np.random.default_rng(0).normal(size=2000))})
ENDINGS = (*SUFFIXES, ".json")


def save(path: Path) -> None:
    if path.suffix == ".json":
        line(data={"columns": {"x": [0.123456789] * 200, "y": [1.0] * 200}}).save(path)
    else:
        save_table(TABLE, path)


@pytest.fixture
def small_files() -> Iterator[Callable[[int], None]]:
    """A function after which no file can be longer than so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_disk_without_room_is_a_sentence_and_the_old_file_stays(
    tmp_path: Path, ending: str, small_files: Callable[[int], None]
) -> None:
    path = tmp_path / f"표{ending}"
    path.write_text("old", encoding="utf-8")
    small_files(1000)
    with pytest.raises(EngineError, match="cannot be written: file too large") as refused:
        save(path)
    assert refused.value.where == str(path)
    assert [child.read_text(encoding="utf-8") for child in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_link_is_followed(tmp_path: Path, ending: str) -> None:
    (tmp_path / "there").mkdir()
    for old in (True, False):
        real, link = tmp_path / "there" / f"{old}{ending}", tmp_path / f"{old}{ending}"
        if old:
            real.write_text("old", encoding="utf-8")
        link.symlink_to(Path("there") / real.name)
        save(link)
        assert link.is_symlink() and real.is_file() and real.stat().st_size > 100
    assert len(list((tmp_path / "there").iterdir())) == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_link_that_leads_nowhere_is_a_sentence(tmp_path: Path, ending: str) -> None:
    link = tmp_path / f"t{ending}"
    link.symlink_to(link)
    with pytest.raises(EngineError, match="cannot be written: too many levels"):
        save(link)
    assert link.is_symlink()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_name_as_long_as_the_system_takes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"{'가' * 82}{ending}"
    save(path)
    assert path.is_file()


@pytest.mark.parametrize("ending", ENDINGS)
def test_permissions_stay(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t{ending}"
    path.write_bytes(b"")
    path.chmod(0o640)
    save(path)
    assert path.stat().st_mode & 0o777 == 0o640
    before = os.umask(0o027)
    try:
        save(tmp_path / f"new{ending}")
    finally:
        os.umask(before)
    assert (tmp_path / f"new{ending}").stat().st_mode & 0o777 == 0o640


def test_a_protected_file_is_known_as_one(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    assert not storage.is_protected(path)
    path.write_bytes(b"")
    assert not storage.is_protected(path)
    path.chmod(0o444)
    assert storage.is_protected(path)
    with pytest.raises(EngineError, match="is write-protected"):
        storage.check_writable(path)


def test_a_file_that_was_written_is_another(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    assert storage.stamp(path) is None
    path.write_text("a", encoding="utf-8")
    before = storage.stamp(path)
    assert storage.stamp(path) == before
    storage.write_text(path, "a")
    assert storage.stamp(path) != before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no such files")
def test_a_pipe_that_nobody_reads_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    with pytest.raises(EngineError, match="cannot be written"):
        save(tmp_path / "a.json")
