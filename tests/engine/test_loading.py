"""The reading process: what it answers, what it gives up, and that it leaves nothing behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files import Options, Preview
from engine.files.loading import Reader
from engine.files.serving import silence
from engine.files.tasks import Answer, Load, Look, Progress

SECONDS = 60.0


def wait(reader: Reader) -> list[Answer]:
    """Every answer up to the last one."""
    answers: list[Answer] = []
    deadline = time.monotonic() + SECONDS
    while reader.busy and time.monotonic() < deadline:
        answers += reader.poll()
    return answers


@pytest.fixture
def reader():
    made = Reader()
    yield made
    made.cancel()


def test_one_process_for_many_tasks(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "큰 표.csv"
    values = np.random.default_rng(0).normal(size=(20_000, 3))
    np.savetxt(path, values, fmt="%.17g", delimiter=",", header="a,b,c", comments="")
    reader.ask(Look(path, Options()))
    (found,) = wait(reader)
    assert isinstance(found, Preview)
    assert (found.names, found.total) == (("a", "b", "c"), 20_000)
    options = Options().with_column("a", role="target").with_column("c", role="ignored")
    reader.ask(Load(path, options))
    *parts, experiment = wait(reader)
    assert all(isinstance(part, Progress) for part in parts)
    assert isinstance(experiment, Experiment)
    assert (experiment.data.features, experiment.data.target) == (("b",), "a")
    np.testing.assert_array_equal(experiment.data.table.matrix(("a", "b", "c")), values)
    with pytest.raises(ValueError, match="read-only"):
        experiment.data.table.columns["a"][0] = 1.0


def test_refusals_travel(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("x,y\n1\n", encoding="utf-8")
    reader.ask(Load(path, Options()))
    error = wait(reader)[-1]
    assert isinstance(error, EngineError)
    assert str(error) == "bad.csv, line 2: has 1 cells, but the first row has 2"


def test_libraries_are_kept_off_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with silence():
        os.write(2, b"a panic")
    os.write(2, b"an error")
    assert capfd.readouterr().err == "an error"


def test_the_latest_task_wins(reader: Reader, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"{name},y\n1,2\n3,4\n", encoding="utf-8")
    reader.ask(Look(tmp_path / "one.csv", Options()))
    reader.ask(Look(tmp_path / "two.csv", Options()))
    (found,) = wait(reader)
    assert isinstance(found, Preview)
    assert found.names == ("two", "y")


def test_a_reader_that_dies_says_so(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("x,y\n1,2\n3,4\n", encoding="utf-8")
    reader.ask(Look(tmp_path / "one.csv", Options()))
    assert reader._process is not None
    reader._process.kill()
    (error,) = wait(reader)
    assert isinstance(error, EngineError)
    reader.ask(Look(tmp_path / "one.csv", Options()))
    assert isinstance(wait(reader)[-1], Preview)


def test_nothing_is_left_behind(reader: Reader) -> None:
    reader.warm_up()
    folder, process = reader._folder, reader._process
    assert folder is not None
    assert folder.exists()
    assert process is not None
    reader.cancel()
    assert not folder.exists()
    assert not process.is_alive()
    assert not reader.busy
