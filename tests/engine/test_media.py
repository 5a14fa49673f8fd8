"""Media that are full, read-only or pulled: each is told in one sentence, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import EngineError, storage
from engine.data.table import Table
from engine.project import Project, autosaves, opened, save
from engine.project.autosaves import Keeper, Summary, beside
from engine.project.keeping import Clerk, Save
from tests.experiments import line


def mount(*arguments: object) -> bool:
    """Whether the system has done what was asked of it."""
    command = ["mount", *map(str, arguments)]
    return (
        shutil.which("mount") is not None
        and not subprocess.run(command, check=False, capture_output=True).returncode
    )


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Path]:
    """A medium of one megabyte with a project on it; only root may mount one."""
    place = tmp_path / "medium"
    place.mkdir()
    if not sys.platform.startswith("linux") or not mount(
        "-t", "tmpfs", "-o", "size=1m", "m", place
    ):
        pytest.skip("media can be mounted by root on Linux only")
    save(Project(line(title="old")), place / "a.gradus")
    yield place
    subprocess.run(["umount", "-l", place], check=False, capture_output=True)


def large() -> Project:
    """More than a medium holds."""
    x = np.random.default_rng(2).normal(size=100_000)
    experiment = line()
    table = Table({"x": x, "y": x[::-1].copy()})
    return Project(replace(experiment, data=replace(experiment.data, table=table)))


def refused(path: Path, project: Project) -> None:
    """Neither saved nor kept, each told in one sentence; what was there is still whole."""
    for act in (
        lambda: save(project, path),
        lambda: Keeper().keep(project, Summary("x", str(path)), beside(path)),
    ):
        with pytest.raises(EngineError) as told:
            act()
        assert "\n" not in str(told.value)


def test_a_full_medium_keeps_what_it_had(medium: Path) -> None:
    Keeper().keep(Project(line(title="kept")), Summary(), beside(medium / "a.gradus"))
    refused(medium / "a.gradus", large())
    assert opened(medium / "a.gradus").experiment.title == "old"
    assert autosaves.kept(beside(medium / "a.gradus")).experiment.title == "kept"
    assert not list(medium.rglob("*.part"))


def test_a_read_only_medium_is_told(medium: Path) -> None:
    assert mount("-o", "remount,ro", medium)
    refused(medium / "a.gradus", Project(line(title="new")))
    assert opened(medium / "a.gradus").experiment.title == "old"


def test_a_pulled_medium_is_not_taken_for_the_folder_under_it(medium: Path) -> None:
    subprocess.run(["umount", "-l", medium], check=True)
    with pytest.raises(EngineError, match="no such file"):
        path = medium / "a.gradus"
        Keeper().keep(Project(line()), Summary("x", str(path)), beside(path))
    assert not list(medium.iterdir())


def test_a_file_of_that_name_under_a_pulled_medium_is_another(medium: Path) -> None:
    path = medium / "a.gradus"
    known, left = storage.device(path), storage.told(storage.stamp(path))
    subprocess.run(["umount", "-l", medium], check=True)
    save(Project(line(title="another")), path)
    summary = Summary("x", str(path), stamp=left)
    with pytest.raises(EngineError, match="another medium"):
        Keeper().keep(Project(line(title="mine")), summary, beside(path), known)
    assert [found.name for found in medium.iterdir()] == ["a.gradus"]
    (medium / "a.gradus").rename(medium / "b.gradus")
    assert mount("-t", "tmpfs", "m", medium)  # put in again: it has another number
    save(Project(line(title="old")), path)
    again = replace(summary, stamp=storage.told(storage.stamp(path)))
    Keeper().keep(Project(line(title="mine")), again, beside(path), known)
    assert autosaves.kept(beside(path)).experiment.title == "mine"


def test_what_was_to_be_saved_is_not_written_under_a_pulled_medium(medium: Path) -> None:
    path, clerk = medium / "a.gradus", Clerk()
    known = storage.device(path)
    subprocess.run(["umount", "-l", medium], check=True)
    clerk.ask(Save(Project(line()), path, known))
    (done,) = clerk.wait(60)
    clerk.close()
    assert "another medium" in str(done.error) and not list(medium.iterdir())


NOBODY = 65534


@contextmanager
def ordinary() -> Iterator[None]:
    """Root may write everywhere: for a while, this process is another user's."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no such users")
def test_an_ordinary_user_is_told_where_nothing_may_be_written() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save(Project(line(title="old")), folder / "a.gradus")
        folder.chmod(0o555)
        with ordinary():
            refused(folder / "a.gradus", Project(line(title="new")))
            assert opened(folder / "a.gradus").experiment.title == "old"
        folder.chmod(0o755)
        assert [path.name for path in folder.iterdir()] == ["a.gradus"]
