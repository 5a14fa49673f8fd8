"""Curves that are worked out of others: smoothed ones, and the difference of two."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from gui.model.journal.losses import Floats, LossHistory

LARGE = 1e150  # how far powers of the factor may go in one piece


class Smoother:
    """The exponential mean: ``m = factor·m + (1 − factor)·loss``, over the weights so far.

    So the first value is the first loss, and none is drawn towards nought. What is not finite is
    left out of the mean and stays a gap.
    """

    def __init__(self, factor: float) -> None:
        self.factor = factor
        self._mean = self._weight = 0.0
        self._at_once = max(1, int(math.log(LARGE) / -math.log(factor)))

    def follow(self, values: Floats) -> Floats:
        """The means at the next values, shape (values,)."""
        found = np.full(len(values), np.nan)
        known = np.isfinite(values)
        good = values[known]
        means = [
            self._piece(good[k : k + self._at_once]) for k in range(0, len(good), self._at_once)
        ]
        found[known] = np.concatenate([np.empty(0), *means])
        return found

    def _piece(self, values: Floats) -> Floats:
        powers = self.factor ** np.arange(1, len(values) + 1)
        share = 1 - self.factor
        with np.errstate(over="ignore", invalid="ignore"):
            means = powers * (self._mean + share * np.cumsum(values / powers))
        weights = 1 - powers * (1 - self._weight)
        if len(values):
            self._mean, self._weight = float(means[-1]), float(weights[-1])
        found: Floats = means / weights
        return found


class Derived:
    """A history that follows others: what is new of them is worked out, or all where they changed.

    ``begin`` gives a function from the next values of each to the next ones of it.
    """

    def __init__(self, begin: Callable[[], Callable[..., Floats]], *sources: LossHistory) -> None:
        self.history = LossHistory()
        self._begin, self._sources = begin, sources
        self._follow = begin()
        self._changes = self._stand()

    def refresh(self) -> LossHistory:
        """As far as all of them have come."""
        if self._stand() != self._changes:
            self._changes, self._follow = self._stand(), self._begin()
            self.history.clear()
        known, count = len(self.history), min(map(len, self._sources))
        if count > known:
            new = [source.values[known:count] for source in self._sources]
            self.history.extend(known, self._follow(*new))
        return self.history

    def _stand(self) -> tuple[int, ...]:
        return tuple(source.changes for source in self._sources)


def smoothed(source: LossHistory, factor: float) -> Derived:
    """The exponential mean of a curve."""
    return Derived(lambda: Smoother(factor).follow, source)


def difference(one: LossHistory, other: LossHistory) -> Derived:
    """The first less the second, step by step, as far as both go."""

    def less(first: Floats, second: Floats) -> Floats:
        with np.errstate(invalid="ignore", over="ignore"):
            found: Floats = first - second
        return found

    return Derived(lambda: less, one, other)


def spread(history: LossHistory, most: int) -> tuple[Floats, Floats]:
    """Steps and losses for a logarithmic axis of steps: of equal parts of it the extremes."""
    values = history.values
    if len(values) <= most:
        return np.arange(1.0, len(values) + 1), np.array(values)
    edges = np.unique(np.geomspace(1, len(values), most // 2).astype(np.int64)) - 1
    with np.errstate(invalid="ignore"):
        low, high = (reduce.reduceat(values, edges) for reduce in (np.fmin, np.fmax))
    ends = np.append(edges[1:], len(values))
    steps, found = np.empty(2 * len(edges)), np.empty(2 * len(edges))
    falling = values[edges] >= values[ends - 1]
    steps[0::2], steps[1::2] = edges + 1, ends
    found[0::2], found[1::2] = np.where(falling, high, low), np.where(falling, low, high)
    return steps, found
