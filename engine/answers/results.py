"""What a finished run leaves behind: the table of its losses, and its state as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engine.answers.metrics import metrics, test_loss, train_loss
from engine.training.session import Session

MOST_STEPS = 10_000  # in one go


class Log:
    """Trains a session to its last epoch and keeps what the table of losses needs."""

    def __init__(self, session: Session, every: int) -> None:
        self._session = session
        self._every = every
        self._epochs = session.experiment.training.epochs
        self._steps_per_epoch = session.run.machine.batches.steps_until(1)
        self._has_tests = self._test_loss() is not None
        self._test_losses: list[float | None] = []

    def run(self) -> None:
        """Train; where there are test rows, stop before each step that is logged."""
        session = self._session
        if not self._every or not self._has_tests:
            while not session.stopped:
                session.run_steps(MOST_STEPS, self._epochs)
            return
        while not session.stopped:
            session.run_steps(self._every - 1, self._epochs)
            if not session.stopped:
                self._test_losses.append(self._test_loss())
                session.run_steps(1, self._epochs)

    def rows(self) -> Iterator[str]:
        """The table's lines; numbers are written so that they read back as the same ones."""
        yield "step,epoch,loss,test_loss\n" if self._has_tests else "step,epoch,loss\n"
        losses = self._session.losses.tolist()
        for index, step in enumerate(range(self._every, len(losses) + 1, self._every)):
            epoch = (step - 1) // self._steps_per_epoch + 1
            test = f",{self._test_losses[index]!r}" if self._has_tests else ""
            yield f"{step},{epoch},{losses[step - 1]!r}{test}\n"

    def _test_loss(self) -> float | None:
        return test_loss(self._session)


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
