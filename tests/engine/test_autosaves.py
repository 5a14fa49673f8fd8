"""Autosaves are whole or not there, write a long column once, and are read back to the last bit."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest

from engine import EngineError, Experiment, Session
from engine.data.table import Table
from engine.project import Branch, Project, autosaves, opened
from engine.project.autosaves import FILE, Keeper, Summary
from engine.project.keeping import Clerk, Done, Drop, Keep, Save, hand_over
from engine.project.opening import Opened, Opener
from engine.project.parcels import Packer, Unpacker
from engine.wire import PIECE
from tests.experiments import line
from tests.projects import alike, whole

pytestmark = pytest.mark.usefixtures("processes_at_once")

LONG = 60.0


def long(rows: int = 20_000) -> Experiment:
    """So many rows that each column is a file of its own."""
    random = np.random.default_rng(5)
    x = random.normal(size=rows)
    return Experiment.from_dict(
        {
            "format": "gradus-experiment/1",
            "data": {
                "columns": Table({"x": x, "y": 2 * x + random.normal(size=rows)}),
                "features": ["x"],
                "target": "y",
            },
            "training": {"batch_size": 100},
        }
    )


def trained(experiment: Experiment) -> Project:
    session = Session(experiment)
    session.step(12)
    return whole(session)


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    project = trained(long())
    about = Summary("집값", str(tmp_path / "a.gradus"), 12.5, 20_000, 12, True, b"png")
    folder = autosaves.beside(tmp_path / "a.gradus")
    with pytest.raises(EngineError, match="no such file"):  # its medium may have been pulled
        Keeper().keep(project, about, folder)
    (tmp_path / "a.gradus").touch()
    Keeper().keep(project, about, folder)
    alike(autosaves.kept(folder), project)
    assert autosaves.summary(folder) == about
    assert folder.name.startswith(".") and autosaves.there(folder)
    autosaves.remove(folder)
    assert not folder.exists() and not autosaves.there(folder)


def test_one_that_is_taken_away_is_none_from_the_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Keeper().keep(Project(line()), Summary("x"), tmp_path / "kept")
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)  # as if it were killed before
    autosaves.remove(tmp_path / "kept")
    assert (tmp_path / "kept").is_dir() and not autosaves.there(tmp_path / "kept")


def test_columns_are_handed_over_in_pieces() -> None:
    """One that is copied as a whole, under Python's lock, stops the window meanwhile."""
    ours, others = multiprocessing.Pipe()
    outbox: SimpleQueue[Save | Keep | Drop | None] = SimpleQueue()
    outbox.put(Save(Project(long(300_000)), Path("large.gradus")))
    outbox.put(None)

    def send() -> None:
        hand_over(ours, outbox)
        ours.close()

    sender = threading.Thread(target=send)
    sender.start()
    pieces = []
    with suppress(EOFError):
        while True:
            pieces.append(len(others.recv_bytes()))
    sender.join()
    assert sum(pieces) > 2 * 8 * 300_000
    assert max(pieces) <= PIECE


def test_unchanged_columns_are_not_written_again(tmp_path: Path) -> None:
    keeper, experiment = Keeper(), long()
    keeper.keep(Project(experiment), Summary(), tmp_path / "kept")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "kept").glob("*.npy")}
    assert len(before) == 2
    keeper.keep(trained(replace(experiment, title="x")), Summary(), tmp_path / "kept")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "kept").glob("*.npy")} == before
    table = experiment.data.table.put(3, {"y": 7.0})
    changed = replace(experiment, data=replace(experiment.data, table=table))
    keeper.keep(Project(changed), Summary(), tmp_path / "kept")
    after = set((tmp_path / "kept").glob("*.npy"))
    assert len(after) == 2 and len(after & set(before)) == 1
    assert autosaves.kept(tmp_path / "kept").experiment == changed


@pytest.mark.parametrize("harm", ["cut", "no column", "other column", "nothing"])
def test_a_damaged_one_is_told_in_a_sentence(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "kept"
    Keeper().keep(Project(long()), Summary("x"), folder)
    column = next(folder.glob("*.npy"))
    if harm == "cut":
        (folder / FILE).write_bytes((folder / FILE).read_bytes()[:-40])
        assert autosaves.summary(folder) is None
    elif harm == "no column":
        column.unlink()
    elif harm == "other column":
        column.write_bytes(column.read_bytes()[:-8] + b"12345678")
    else:
        (folder / FILE).unlink()
    with pytest.raises(EngineError) as told:
        autosaves.kept(folder)
    assert "\n" not in str(told.value)


def test_columns_travel_once() -> None:
    packer, unpacker, experiment = Packer(), Unpacker(), long()
    first = packer.pack(trained(experiment))
    second = packer.pack(Project(replace(experiment, title="x")))
    assert len(first.new) == 2 and len(second.new) == 0 and len(second.body) < 10_000
    one, other = unpacker.unpack(first), unpacker.unpack(second)
    for name, column in one.experiment.data.table.columns.items():
        assert other.experiment.data.table.columns[name] is column
    assert one.run.moments[0].experiment.data.table is one.experiment.data.table
    third = packer.pack(Project(line()))
    assert len(third.forgotten) == 2
    unpacker.unpack(third)


def test_long_rows_of_losses_travel_as_columns_do() -> None:
    few, many = np.arange(10.0), np.arange(1000.0)
    branches = (Branch(few, many), Branch(many, few))
    parcel = Packer(beside=many.nbytes - 1).pack(Project(line(), branches=branches))
    assert len(parcel.new) == 2 + 1 and len(parcel.body) < many.nbytes
    one, other = Unpacker().unpack(parcel).branches
    np.testing.assert_array_equal(one.losses, many)
    assert other.steps is one.losses
    np.testing.assert_array_equal(other.losses, few)


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    """A process that writes."""
    found = Clerk()
    yield found
    found.give_up()


def test_a_process_saves_keeps_and_drops(tmp_path: Path, clerk: Clerk) -> None:
    project, folder = trained(long()), tmp_path / "kept"
    path = tmp_path / "a.gradus"
    clerk.ask(Save(project, path))
    clerk.ask(Keep(project, folder, Summary("a")))
    clerk.ask(Save(project, tmp_path / "nowhere" / "a.gradus"))
    assert len(clerk.waiting) == 3
    done = clerk.wait(LONG)
    assert [answer.error is None for answer in done] == [True, True, False]
    alike(opened(path), project)
    alike(autosaves.kept(folder), project)
    clerk.ask(Drop(folder))
    clerk.wait(LONG)
    assert not folder.exists()


def test_what_was_asked_for_is_done_though_the_window_closes(tmp_path: Path) -> None:
    clerk = Clerk()
    clerk.ask(Save(trained(long()), tmp_path / "a.gradus"))
    process = clerk._process
    clerk.close()
    assert process is not None
    process.join(LONG)
    assert opened(tmp_path / "a.gradus").experiment == long()


def test_another_process_goes_on_where_one_dies(tmp_path: Path, clerk: Clerk) -> None:
    clerk.ask(Save(trained(long()), tmp_path / "a.gradus"))
    clerk.wait(LONG)
    process = clerk._process
    assert process is not None and process.pid is not None
    os.kill(process.pid, 9)
    process.join()
    clerk.ask(Save(Project(long()), tmp_path / "b.gradus"))
    clerk.ask(Save(Project(long()), tmp_path / "c.gradus"))
    done = clerk.wait(LONG)
    assert [answer.error is None for answer in done] == [False, True]
    assert opened(tmp_path / "c.gradus").experiment == long()


def test_a_process_opens_files_and_autosaves(tmp_path: Path) -> None:
    project, opener = trained(long()), Opener()
    Keeper().keep(project, Summary(), tmp_path / "kept")
    opener.open(tmp_path / "kept")
    found = opener.poll(LONG)
    assert isinstance(found, Opened)
    alike(found.project, project)
    assert there_is_one_table(found.project)
    opener.open(tmp_path / "none.gradus")
    error = opener.poll(LONG)
    assert isinstance(error, EngineError) and "no such file" in str(error)
    (tmp_path / "folder.gradus").mkdir()
    opener.open(tmp_path / "folder.gradus")
    error = opener.poll(LONG)
    assert isinstance(error, EngineError) and "is a folder" in str(error)
    assert not opener.busy
    opener.cancel()


def there_is_one_table(project: Project) -> bool:
    assert project.run is not None
    tables = {id(moment.experiment.data.table) for moment in project.run.moments}
    return tables == {id(project.experiment.data.table)}


def test_nothing_but_done_is_said(tmp_path: Path, clerk: Clerk) -> None:
    clerk.ask(Save(Project(line()), tmp_path / "a.gradus"))
    (done,) = clerk.wait(LONG)
    assert isinstance(done, Done) and done.error is None and clerk.poll() == []
