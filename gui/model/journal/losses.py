"""The losses of a run, kept exactly, and drawn at the same small cost however many there are."""

from __future__ import annotations

from bisect import bisect_right
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from gui.kit.calm import finite

Floats = NDArray[np.float64]
MOST_STEPS = 2**53
BUCKETS = 512  # of two points each; up to twice as many steps are drawn one by one


class LossHistory:
    """An append-only row of losses that can be cut short.

    What a cut takes away is kept, up to ``reached``, until other losses take its place.
    The first loss belongs to step 1. The curve is made of buckets of equal width, each with its
    smallest and largest loss; when they are full, their width doubles and pairs become one.
    """

    def __init__(self) -> None:
        self._values: Floats = np.empty(1024)
        self._count = self._reached = 0
        self.changes = 0  # how often what was there was taken away or became other
        self._width = 1
        self._ahead: tuple[Floats, Floats] | None = None
        self._low: Floats = np.empty(2 * BUCKETS)
        self._high: Floats = np.empty(2 * BUCKETS)

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> Floats:
        """Every loss as it came, the ones that are not finite included."""
        exact = self._values[: self._count]
        exact.flags.writeable = False
        return exact

    @property
    def all(self) -> Floats:
        """The same with those that were cut off."""
        exact = self._values[: self._reached]
        exact.flags.writeable = False
        return exact

    @property
    def reached(self) -> int:
        """How many losses there are with those that were cut off."""
        return self._reached

    def agrees(self, from_index: int, values: NDArray[np.floating]) -> bool:
        """Whether ``values`` are what is there or was cut off, as far as there is something."""
        known = self._values[from_index : self._reached][: len(values)]
        return np.array_equal(known, values[: len(known)], equal_nan=True)

    def cut_off(self, from_index: int) -> tuple[Floats, Floats]:
        """Steps and losses to draw from an index on, with what was cut off."""
        return self._closer(max(from_index - 1, 0), self._reached)

    def ahead(self) -> tuple[Floats, Floats]:
        """Steps and losses to draw of what was cut off; worked out again only after a cut."""
        if self._ahead is None:
            self._ahead = self.cut_off(self._count)
        x, y = self._ahead
        left = x >= max(self._count, 1) if self._reached > self._count else np.zeros(len(x), bool)
        return x[left], y[left]

    def forget(self) -> None:
        """Keep nothing of what was cut off."""
        self._reached, self._ahead = self._count, None

    def at(self, step: int) -> float | None:
        """The exact loss of a step, or None where there is none."""
        return float(self._values[step - 1]) if 0 < step <= self._count else None

    def clear(self) -> None:
        """Begin anew."""
        self.cut(0)
        self.forget()

    def cut(self, at: int) -> None:
        """Take away the losses from index ``at`` on."""
        if at < self._count:
            self.changes += 1
            self._count, self._ahead = at, None
            self._refresh(at)

    def extend(self, from_index: int, values: NDArray[np.floating]) -> None:
        """Put ``values`` at ``from_index``; what stood from there on is cut off.

        Losses that never arrived, because nobody was listening, leave a gap.
        """
        start = min(from_index, self._count)
        if from_index < self._count:
            self.changes += 1
            self._ahead = None
        self._count = from_index + len(values)
        self._reserve(self._count)
        self._values[start:from_index] = np.nan
        self._values[from_index : self._count] = values
        self._reached = max(self._reached, self._count)
        self._refresh(start)

    def curve(self, low: float = 0, high: float = np.inf) -> tuple[Floats, Floats]:
        """Steps and losses to draw between two steps, at most 2 · BUCKETS points or so.

        A bucket gives two points, at its first and its last step, in the order that keeps a
        falling curve falling. Losses that are not finite are NaN.
        """
        first = int(min(max(low - 1, 0), self._count))
        last = int(min(max(high + 1, first), self._count))
        if self._width == 1 or 2 * (last - first) < self._count:
            return self._closer(first, last)
        return self._points(0, self._count, self._width, self._low, self._high)

    def extremes(self) -> tuple[float, float] | None:
        """The smallest and largest finite loss so far, or None without one."""
        buckets = -(-self._count // self._width)
        low, high = self._low[:buckets], self._high[:buckets]
        known = ~np.isnan(low)
        return (float(low[known].min()), float(high[known].max())) if known.any() else None

    def _closer(self, first: int, last: int) -> tuple[Floats, Floats]:
        """The curve from index ``first`` to ``last``, from the exact losses."""
        width = _width(last - first)
        if width == 1:
            return np.arange(first + 1.0, last + 1.0), finite(self._values[first:last])
        low, high = _extremes(self._values[first:last], width)
        return self._points(first, last, width, low, high)

    def _points(
        self, first: int, last: int, width: int, low: Floats, high: Floats
    ) -> tuple[Floats, Floats]:
        starts = np.arange(first, last, width)
        ends = np.minimum(starts + width, last) - 1
        low, high = low[: len(starts)], high[: len(starts)]
        falling = self._values[starts] >= self._values[ends]
        x, y = np.empty(2 * len(starts)), np.empty(2 * len(starts))
        x[0::2], x[1::2] = starts + 1, ends + 1
        y[0::2], y[1::2] = np.where(falling, high, low), np.where(falling, low, high)
        return x, y

    def _reserve(self, count: int) -> None:
        if count > len(self._values):
            grown = np.empty(max(count, 2 * len(self._values)))
            grown[: len(self._values)] = self._values
            self._values = grown

    def _refresh(self, start: int) -> None:
        """Bring the buckets from index ``start`` on up to date, or all when their width changes."""
        width = _width(self._count)
        bucket = start // width if width == self._width else 0
        self._width = width
        low, high = _extremes(self._values[bucket * width : self._count], width)
        self._low[bucket : bucket + len(low)] = low
        self._high[bucket : bucket + len(high)] = high


def _width(count: int) -> int:
    """How many steps share a bucket when there are ``count`` of them: a power of two."""
    if count <= 2 * BUCKETS:
        return 1
    return 1 << (-(-count // BUCKETS) - 1).bit_length()


def _extremes(values: Floats, width: int) -> tuple[Floats, Floats]:
    """The smallest and largest finite value of every bucket, NaN where it has none."""
    clean = finite(values)
    if width == 1:
        return clean, clean
    whole = len(clean) // width * width
    pieces = clean[:whole].reshape(-1, width)
    low, high = np.fmin.reduce(pieces, axis=1), np.fmax.reduce(pieces, axis=1)
    if whole < len(clean):
        low = np.append(low, np.fmin.reduce(clean[whole:]))
        high = np.append(high, np.fmax.reduce(clean[whole:]))
    return low, high


class Samples:
    """Values seen now and then along the steps, thinned so that there are never many."""

    LIMIT = 1024

    def __init__(self) -> None:
        self._steps: list[int] = []
        self._values: list[float] = []

    def __len__(self) -> int:
        return len(self._steps)

    def clear(self) -> None:
        """Begin anew."""
        self.cut(-1)

    @property
    def pairs(self) -> list[tuple[int, float]]:
        """The finite values with their steps, as a file has them."""
        pairs = zip(self._steps, self._values, strict=True)
        return [(step, value) for step, value in pairs if isfinite(value)]

    def recall(self, pairs: object) -> None:
        """Have what a file has; nothing where that is none of it."""
        self.clear()
        for pair in pairs if isinstance(pairs, list) else ():
            match pair:
                case [int(step), float(value)] if 0 <= step < MOST_STEPS:
                    self.add(step, value)

    def cut(self, last: int) -> None:
        """Forget what was seen after step ``last``."""
        keep = bisect_right(self._steps, last)
        del self._steps[keep:], self._values[keep:]

    def add(self, step: int, value: float) -> None:
        """Keep a value; it takes the place of the last one where that is close by."""
        self.cut(step - 1)
        spacing = step // self.LIMIT
        if len(self) > 1 and step - self._steps[-2] < spacing:
            del self._steps[-1], self._values[-1]
        self._steps.append(step)
        self._values.append(value)
        if len(self) > self.LIMIT:
            del self._steps[1::2], self._values[1::2]

    def at(self, step: int) -> float | None:
        """The value at ``step``, else that of one step later, else the last one before, or None."""
        index = bisect_right(self._steps, step) - 1
        seen = index >= 0 and self._steps[index] == step
        if not seen and self._steps[index + 1 : index + 2] == [step + 1]:
            index += 1
        return self._values[index] if index >= 0 else None

    def curve(self) -> tuple[Floats, Floats]:
        """Steps and values to draw."""
        return np.array(self._steps, dtype=np.float64), finite(self._values)

    def extremes(self) -> tuple[float, float] | None:
        """The smallest and largest finite value, or None without one."""
        values = finite(self._values)
        known = values[~np.isnan(values)]
        return (float(known.min()), float(known.max())) if len(known) else None
