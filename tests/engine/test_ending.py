"""However a command ends, it ends in one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.experiments import line

ROOT = Path(__file__).parent.parent.parent
posix = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and devices of POSIX")


def command(*arguments: object) -> list[str]:
    """The program as a learner starts it."""
    return [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    """A small one, to be trained for long."""
    path = tmp_path / "experiment.json"
    line(training={"epochs": 300}).save(path)
    return path


@posix
def test_a_full_standard_output_is_one_line(experiment: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command("train", experiment), stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ended.returncode == 2
    assert ended.stderr.startswith("main.py: standard output: no space left")
    assert ended.stderr.count("\n") == 1


@posix
@pytest.mark.parametrize("question", ["--help", "--version"])
def test_a_question_about_the_program_ends_in_one_line_too(question: str) -> None:
    buffered = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command(question), stdout=full, stderr=subprocess.PIPE, text=True, env=buffered
        )
    assert ended.returncode == 2
    assert ended.stderr == "main.py: standard output: no space left on device\n"


@posix
def test_a_reader_that_went_away_is_one_line(experiment: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ended = subprocess.run(
            command("train", experiment), stdout=pipe, stderr=subprocess.PIPE, text=True
        )
    assert ended.returncode == 2
    assert ended.stderr == "main.py: standard output: nobody reads it any more\n"


@posix
@pytest.mark.parametrize("end", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize("arguments", [("train", "no.json"), ("inspect", "no.csv")])
def test_where_no_complaint_can_be_made_the_status_tells(
    arguments: tuple[str, str], end: str
) -> None:
    line = f'"$@" {end}'
    ended = subprocess.run(
        ["sh", "-c", line, "sh", *command(*arguments)], capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "")


@posix
@pytest.mark.long
@pytest.mark.parametrize("tenths", range(1, 15))
def test_the_keyboard_ends_it_in_one_line(experiment: Path, tenths: int) -> None:
    with subprocess.Popen(
        command("train", experiment, "--epochs", 10**9), stderr=subprocess.PIPE, text=True
    ) as process:
        time.sleep(tenths / 10)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.count("\n") == 1 and "stopped by the keyboard, nothing was written" in told


@pytest.mark.skipif(sys.platform != "linux", reason="displays have names there")
@pytest.mark.parametrize("display", [None, ":2739"])
def test_without_a_display_one_line_names_it_and_what_needs_none(display: str | None) -> None:
    taken = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in taken}
    environment |= {"DISPLAY": display} if display else {}
    ended = subprocess.run(command(), env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1 and "train EXPERIMENT.json" in ended.stderr
    assert (display or "DISPLAY is not set") in ended.stderr
