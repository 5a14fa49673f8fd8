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
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("question", [["--help"], ["--version"], ["train", "--help"]])
def test_a_question_about_the_program_ends_in_one_line_too(
    question: list[str], unbuffered: str
) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command(*question), stdout=full, stderr=subprocess.PIPE, text=True, env=environment
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


def test_a_wrong_argument_is_one_line() -> None:
    ended = subprocess.run(command("--colour"), capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr == "main.py: unrecognized arguments: --colour (see main.py --help)\n"


def told_without_a_window(**environment: str) -> str:
    """The one line that the program ends with where it can open no window."""
    taken = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR")
    rest = {name: value for name, value in os.environ.items() if name not in taken}
    ended = subprocess.run(
        command(), env=rest | environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    return ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="displays have names there")
@pytest.mark.parametrize(
    "environment",
    [{}, {"DISPLAY": ":2739"}, {"WAYLAND_DISPLAY": "none"}, {"QT_QPA_PLATFORM": "nonsense"}],
)
def test_without_a_display_one_line_names_it_and_what_needs_none(
    environment: dict[str, str],
) -> None:
    told = told_without_a_window(**environment)
    assert "train EXPERIMENT.json" in told
    named = [f"{name}={value}" for name, value in environment.items()]
    assert (named[0] if named else "DISPLAY is not set") in told


@pytest.mark.skipif(sys.platform != "linux", reason="libraries have these names there")
def test_a_library_that_is_missing_is_named_in_one_line(tmp_path: Path) -> None:
    for name in ("libGL.so.1", "libEGL.so.1"):
        (tmp_path / name).touch()  # as good as none
    told = told_without_a_window(LD_LIBRARY_PATH=str(tmp_path))
    assert "a library of the system is missing" in told and "README" in told


@pytest.mark.skipif(sys.platform != "linux", reason="libraries have these names there")
def test_a_library_that_qt_looks_for_later_is_no_fault_of_the_display(tmp_path: Path) -> None:
    (tmp_path / "libxcb-cursor.so.0").touch()
    told = told_without_a_window(LD_LIBRARY_PATH=str(tmp_path), DISPLAY=":2739")
    assert "libxcb-cursor0" in told and ":2739" not in told
