"""How well a class is told from the rest at every threshold: ROC and precision–recall curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]
MOST_POINTS = 400  # of a curve; more are no pixel of it


@dataclass(frozen=True, slots=True)
class RankingRequest(Request):
    """One class against the rest, by its index; of two classes it is the second."""

    positive: int = 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """Some rows, ranked by the probability that the model gives to the class.

    The curves have one point for each different probability, thinned evenly to ``MOST_POINTS``,
    from the point at which no row is called to the one at which all are: ``recall`` over
    ``fall_out`` (the share of the other rows that are called too) and ``precision`` over
    ``recall``; at the first point precision is 1, as it is usual. ``threshold`` is a short number
    that leads to each point, NaN where none between 0 and 1 does. ``area`` is that under the
    whole ROC curve, ``average`` the average precision Σ (Rₙ − Rₙ₋₁) Pₙ over all of its points.
    What has no rows to be counted in is NaN, the areas None.

    ``called`` and ``hits`` count the rows that are called the class now, and those of them that
    are of it.
    """

    positives: int
    negatives: int
    called: int
    hits: int
    threshold: Array
    recall: Array
    fall_out: Array
    precision: Array
    area: float | None
    average: float | None

    @property
    def now(self) -> tuple[float, float, float]:
        """Recall, fall-out and precision of what the model answers now."""
        false = self.called - self.hits
        precision = self.hits / self.called if self.called else 1.0
        return _share(self.hits, self.positives), _share(false, self.negatives), precision


@dataclass(frozen=True, slots=True)
class Ranking(View):
    """The curves on training and on test rows; None where there are no rows, or no numbers."""

    train: Ranked | None
    test: Ranked | None


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
