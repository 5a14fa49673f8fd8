"""Random experiments to the last bit: ``python3 -m tests.bits --seed 7 --count 5000``.

Each is trained in slices of random lengths, beside its exported program; its kernels are held to
autograd, and it is sent back and forth in time. What differs is printed as a document.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import runpy
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from unittest.mock import patch

import torch
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.codegen import Style, write
from engine.training.lean import ByAutograd, ByKernels, has_kernels
from engine.training.machine import Machine
from tests.comparison import same
from tests.strategies import experiments

BATCHES = 3  # of which both ways' gradients are compared
PLACES = 3  # that each run is sent to


def kernels(experiment: Experiment, _: Random) -> bool:
    """Whether kernels and autograd agree; True where there are no kernels."""
    machine = Machine(experiment)
    if not has_kernels(experiment, machine.parameters):
        return True
    fast, slow = (way(experiment, machine.parameters) for way in (ByKernels, ByAutograd))
    for _each in range(min(BATCHES, machine.batches.count)):
        (loss, found), (expected, wanted) = (
            way.gradients(*machine.batches.current()) for way in (fast, slow)
        )
        pairs = zip([loss, *found], [expected, *wanted], strict=True)
        if not all(_alike(one, other) for one, other in pairs):
            return False
        machine.batches.advance()
    return True


def _alike(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether all bits are the same; one NaN is like another."""
    numbers = torch.equal(one.nan_to_num(nan=7.0), other.nan_to_num(nan=7.0))
    known = ~one.isnan()
    return numbers and torch.equal(torch.signbit(one)[known], torch.signbit(other)[known])


def programs(experiment: Experiment, draw: Random) -> bool:
    """Whether the exported program prints the session's losses."""
    losses = _run(experiment, draw).losses.tolist()
    style: Style = draw.choice(["module", "scratch"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.py"
        write(experiment, path, style)
        with (
            patch.object(sys, "argv", [str(path), "--trace"]),
            contextlib.redirect_stdout(io.StringIO()) as printed,
        ):
            runpy.run_path(str(path), run_name="__main__")
    found = [float(line) for line in printed.getvalue().splitlines()]
    return found[: len(losses)] == losses


def walks(experiment: Experiment, draw: Random) -> bool:
    """Whether a session that is sent back and forth is where one that went straight is."""
    session = _run(experiment, draw)
    if session.stopped is not None and session.stopped.reason == "diverged":
        return True
    for _ in range(PLACES):
        step = draw.randint(0, session.run.furthest + 2)
        session.goto(step)
        straight = Session(experiment)
        straight.goto(step)
        try:
            same(session, straight)
        except AssertionError:
            return False
    return True


def _run(experiment: Experiment, draw: Random) -> Session:
    session = Session(experiment)
    while session.stopped is None:
        session.run_steps(draw.randint(1, 90), experiment.training.epochs)
    return session


CHECKS: tuple[Callable[[Experiment, Random], bool], ...] = (kernels, programs, walks)


def differing(number: int, count: int) -> tuple[Counter[str], list[str]]:
    """How many experiments each check has seen, and those in which it found another bit."""
    seen, found = Counter[str](), list[str]()

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(experiments(most_rows=40), st.integers(0, 2**32))
    def look(experiment: Experiment, start: int) -> None:
        for check in CHECKS:
            seen[check.__name__] += 1
            if not check(experiment, Random(start)):
                found.append(f"{check.__name__} {json.dumps(experiment.to_dict())}")

    look()
    return seen, found


def main() -> None:
    """Look at so many, and tell."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bits", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    seen, found = differing(arguments.seed, arguments.count)
    for line in found:
        print(line)
    told = ", ".join(f"{name} {count}" for name, count in seen.items())
    print(f"seed {arguments.seed}: {told}; {len(found)} differ")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
