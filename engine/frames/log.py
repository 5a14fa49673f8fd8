"""The log of a run: a row every K steps or epochs, from its exact history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]
FIGURES = ("test_loss", "accuracy", "test_accuracy", "r2")  # columns that are no parameter


@dataclass(frozen=True, slots=True)
class LogRequest(Request):
    """The rows ``start`` to ``stop`` of the log that begins at ``first`` and counts ``every``.

    ``columns`` are names of ``FIGURES``, or single parameters such as ``output.weight[0,0]``.
    What is not computed yet is not waited for: it comes with a later answer. Step 0 is the start,
    which has parameters but no loss.
    """

    first: int = 1
    every: int = 100
    unit: Literal["step", "epoch"] = "step"
    start: int = 0
    stop: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Log(View):
    """The rows asked for that there are, of ``total`` in the whole log.

    ``losses`` are those that the steps computed before their updates; ``values`` has shape
    (rows, columns): parameters as they are after the step, figures by the parameters before it, as
    the loss; NaN is what has no number, or is not computed yet while not ``complete``.
    """

    total: int
    steps: NDArray[np.int64]
    epochs: NDArray[np.int64]
    losses: Array
    values: Array
    complete: bool
