"""What a finished run leaves behind: the table of its losses, and its state as JSON."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from engine.answers.metrics import metrics, test_loss, train_loss
from engine.answers.outputs import answers
from engine.data.cells import safe
from engine.data.table import Table
from engine.training.predicting import numbers_of, predictions, probabilities
from engine.training.session import Session

MOST_NUMBERS = 50  # of the parameters in the table
MOST_STEPS = 10_000  # in one go


class Log:
    """Trains a session to its last epoch and keeps what the table of losses needs."""

    def __init__(self, session: Session, every: int, parameters: bool = False) -> None:
        self._session = session
        self._every = every
        self._epochs = session.experiment.training.epochs
        self._steps_per_epoch = session.run.machine.batches.steps_until(1)
        self._has_tests = self._test_loss() is not None
        self._test_losses: list[float | None] = []
        self._names = _number_names(session) if parameters else ()
        self._numbers: list[list[float]] = []

    def run(self) -> None:
        """Train; where there are test rows, stop before each step that is logged."""
        session = self._session
        if not self._every or not (self._has_tests or self._names):
            while not session.stopped:
                session.run_steps(MOST_STEPS, self._epochs)
            return
        while not session.stopped:
            session.run_steps(self._every - 1, self._epochs)
            if not session.stopped:
                self._test_losses.append(self._test_loss())
                session.run_steps(1, self._epochs)
                self._numbers.append(_numbers(session)[: len(self._names)])

    def rows(self) -> Iterator[str]:
        """The table's lines; numbers are written so that they read back as the same ones."""
        tests = ("test_loss",) if self._has_tests else ()
        yield _line("step", "epoch", "loss", *tests, *self._names)
        losses = self._session.losses.tolist()
        for index, step in enumerate(range(self._every, len(losses) + 1, self._every)):
            epoch = (step - 1) // self._steps_per_epoch + 1
            test = (repr(self._test_losses[index]),) if self._has_tests else ()
            numbers = (repr(value) for value in self._numbers[index]) if self._names else ()
            yield _line(str(step), str(epoch), repr(losses[step - 1]), *test, *numbers)

    def _test_loss(self) -> float | None:
        return test_loss(self._session)


def answered(session: Session, rows: Table) -> Iterator[str]:
    """The model's answer for each row as lines of a table: what it predicts, and how surely."""
    experiment = session.experiment
    output = answers(session, numbers_of(experiment, dict(rows.columns)))
    found = predictions(experiment, output).tolist()
    if experiment.data.outcome == "regression":
        yield _line("prediction")
        yield from (_line(repr(value)) for value in found)
        return
    shares = probabilities(experiment, output).tolist()
    yield _line("prediction", *(f"p({label})" for label in experiment.data.classes))
    for label, row in zip(found, shares, strict=True):
        yield _line(safe(str(label)), *map(repr, row))


def _line(*cells: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def _number_names(session: Session) -> tuple[str, ...]:
    """The first parameters' numbers, each by its place: ``output.weight[0,0]``."""
    names = (
        f"{name}[{','.join(map(str, place))}]"
        for name, values in session.parameters.items()
        for place in np.ndindex(values.shape)
    )
    return tuple(islice(names, MOST_NUMBERS))


def _numbers(session: Session) -> list[float]:
    found = np.concatenate([values.ravel() for values in session.parameters.values()])
    return [float(value) for value in found[:MOST_NUMBERS]]


def state(session: Session) -> dict[str, Any]:
    """The result of a run as a JSON document; what is not a finite number is null."""
    with np.errstate(all="ignore"):
        found = metrics(session)
    figures: dict[str, Any] = {"train": dict(found.train), "test": dict(found.test)}
    if found.confusion is not None:
        figures |= {"classes": list(found.classes), "confusion": found.confusion}
    if found.in_units:
        figures["in_units"] = found.in_units
    assert session.stopped is not None
    return {
        "step": session.step_number,
        "epoch": session.epoch_number,
        "loss": _plain(train_loss(session)),
        "metrics": _plain(figures),
        "parameters": _plain(session.parameters),
        "gradients": _plain(session.gradients),
        "stopped": session.stopped.reason,
    }


def _plain(value: Any) -> Any:
    """Arrays as nested lists, and null for what JSON has no number for."""
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
