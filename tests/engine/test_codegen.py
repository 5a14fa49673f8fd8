"""Exported programs: plain PyTorch with the losses of the app, to the last bit."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from engine import Experiment, Session
from engine.catalog import ACTIVATIONS, LOSSES, OPTIMIZERS
from engine.codegen import Style, write
from tests.strategies import experiments

STYLES: tuple[Style, ...] = ("module", "scratch")
# Runs each program named on a line of its input as ``python3 FILE --trace`` would.
RUNNER = """
import contextlib, io, json, runpy, sys, traceback
for line in sys.stdin:
    path = json.loads(line)
    sys.argv = [path, "--trace"]
    trouble = ""
    with contextlib.redirect_stdout(io.StringIO()) as output:
        try:
            runpy.run_path(path, run_name="__main__")
        except Exception:
            trouble = traceback.format_exc()
    print(json.dumps([output.getvalue(), trouble]), flush=True)
"""
Trace = Callable[[Path], list[float]]
SLOW = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


def session_losses(experiment: Experiment) -> list[float]:
    """The losses of a whole run in the app."""
    session = Session(experiment)
    session.run_steps(10**6, experiment.training.epochs)
    return session.losses.tolist()


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trace]:
    """Runs programs one after the other in one interpreter, which has only torch to import."""
    folder = tmp_path_factory.mktemp("programs")
    command = [sys.executable, "-W", "error", "-c", RUNNER]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def run(path: Path) -> list[float]:
            stdin.write(json.dumps(str(path)) + "\n")
            stdin.flush()
            output, trouble = json.loads(stdout.readline())
            assert not trouble, f"{trouble}\n{path.read_text(encoding='utf-8')}"
            return [float(line) for line in output.splitlines()]

        yield run
        stdin.close()


def check(experiment: Experiment, folder: Path, trace: Trace) -> None:
    """Both styles of an experiment give the losses of the app."""
    losses = session_losses(experiment)
    for style in STYLES:
        path = folder / f"{style}.py"
        write(experiment, path, style)
        printed = trace(path)
        assert len(printed) >= len(losses)
        assert printed[: len(losses)] == losses, (style, path.read_text(encoding="utf-8"))


def document(index: int, optimizer: str, activation: str, loss: str) -> dict[str, object]:
    """A small experiment with one choice of each kind."""
    rows = 7
    x = [((index + 3) * row * 37 % 100) / 17 - 2 for row in range(rows)]
    y = [((index + 5) * row * 61 % 100) / 13 - 3 for row in range(rows)]
    z = [a * b / 3 + a for a, b in zip(x, y, strict=True)]
    classes = 3 if loss == "cross_entropy" or (loss == "hinge" and index % 2) else 2
    classified = loss in ("bce", "cross_entropy", "hinge")
    target = [row % classes for row in range(rows)] if classified else z
    return {
        "data": {
            "columns": {"x": x, "y": y, "z": target},
            "features": ["x", "y"],
            "target": "z",
            "task": "classification" if classified else "regression",
        },
        "model": {"hidden": [3], "activation": activation},
        "loss": {"name": loss, "reduction": "sum" if index % 3 == 0 else "mean"},
        "optimizer": {"name": optimizer},
        "training": {
            "epochs": 12,
            "batch_size": None if index % 2 else 3,
            "dtype": "float64" if index % 5 == 0 else "float32",
        },
    }


@pytest.mark.parametrize(
    ("optimizer", "activation", "loss", "index"),
    zip(cycle(OPTIMIZERS), ACTIVATIONS, cycle(LOSSES), range(len(ACTIVATIONS))),
)
def test_every_choice(
    optimizer: str, activation: str, loss: str, index: int, tmp_path: Path, trace: Trace
) -> None:
    assert len(ACTIVATIONS) >= max(len(OPTIMIZERS), len(LOSSES)), "else some would be left out"
    check(Experiment.from_dict(document(index, optimizer, activation, loss)), tmp_path, trace)


@settings(SLOW, max_examples=20)
@given(experiments())
def test_random_programs(tmp_path: Path, trace: Trace, experiment: Experiment) -> None:
    check(experiment, tmp_path, trace)


@pytest.mark.long
@settings(SLOW, max_examples=300)
@given(experiments(most_rows=60))
def test_300_random_programs(tmp_path: Path, trace: Trace, experiment: Experiment) -> None:
    check(experiment, tmp_path, trace)
