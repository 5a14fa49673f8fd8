"""Tables written in their own process: all of them, in order, whatever happens meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine import parts
from engine.data.table import Table, labels, numbers
from engine.files import read_table
from engine.files.saving import SUFFIXES
from engine.files.writer import Failure, Writer

SECONDS = 60.0


def table(rows: int = 3, first: float = 0.0) -> Table:
    return Table(
        {"x": numbers(np.arange(rows) + first), "name": labels("ab"[i % 2] for i in range(rows))}
    )


def wait(writer: Writer) -> list[Path | Failure]:
    answers: list[Path | Failure] = []
    deadline = time.monotonic() + SECONDS
    while writer.waiting and time.monotonic() < deadline:
        answers += writer.poll()
    return answers


@pytest.fixture
def writer() -> Iterator[Writer]:
    made = Writer()
    yield made
    made.give_up()


def test_all_that_was_asked_for_is_written_in_its_order(writer: Writer, tmp_path: Path) -> None:
    paths = [tmp_path / f"표{suffix}" for suffix in SUFFIXES]
    for path in paths:
        writer.save(table(first=1.0), path)
    writer.save(table(first=2.0), paths[0])
    writer.save(table(), tmp_path / "nowhere" / "t.csv")
    assert writer.waiting == (*paths, paths[0], tmp_path / "nowhere" / "t.csv")
    *written, failure = wait(writer)
    assert written == [*paths, paths[0]]
    assert isinstance(failure, Failure) and "cannot be written" in str(failure.error)
    assert [read_table(path) for path in paths[1:]] == [table(first=1.0)] * 3
    assert read_table(paths[0]) == table(first=2.0)
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_a_process_that_dies_loses_one_file_at_most(writer: Writer, tmp_path: Path) -> None:
    for name in ("one", "two"):
        writer.save(table(), tmp_path / f"{name}.csv")
    assert writer._process is not None
    writer._process.kill()
    failure, written = wait(writer)
    assert isinstance(failure, Failure) and failure.path.name == "one.csv"
    assert "ended in the middle" in str(failure.error)
    assert written == tmp_path / "two.csv" and read_table(tmp_path / "two.csv") == table()


def test_what_is_given_up_leaves_the_file_as_it_was(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("old", encoding="utf-8")
    writer.save(table(200_000), tmp_path / "t.csv")
    while not any(tmp_path.glob("*.part")):  # until it is being written
        assert writer.poll() == []
    writer.give_up()
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_what_was_asked_for_is_written_after_the_program_has_ended(tmp_path: Path) -> None:
    program = (
        "import numpy as np\n"
        "from pathlib import Path\n"
        "from engine.data.table import Table, numbers\n"
        "from engine.files.writer import Writer\n"
        "if __name__ == '__main__':\n"
        "    writer = Writer()\n"
        f"    writer.save(Table({{'x': numbers(range(9))}}), Path({str(tmp_path / 't.csv')!r}))\n"
        "    writer.close()\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program, encoding="utf-8")
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, script], check=True, env=place, timeout=SECONDS)
    assert read_table(tmp_path / "t.csv").columns["x"].tolist() == list(range(9))


def test_what_a_kill_has_left_goes_with_the_next_file(writer: Writer, tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"{parts.BEGIN}{ended.pid}-abc{parts.END}"
    mine = tmp_path / f"{parts.BEGIN}{os.getpid()}-abc{parts.END}"
    others = tmp_path / ".gradus-zz-1-abc.part"
    for path in (left, mine, others):
        path.write_bytes(b"half")
    writer.save(table(), tmp_path / "t.csv")
    assert wait(writer) == [tmp_path / "t.csv"]
    assert {path.name for path in tmp_path.iterdir()} == {mine.name, others.name, "t.csv"}
