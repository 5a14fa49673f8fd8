"""ROC and precision–recall curves: exact areas over all rows, curves thinned for drawing."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from engine.answers.rowwise import Array, Model
from engine.answers.slicing import Work, whole
from engine.answers.then import as_then
from engine.frames import View
from engine.frames.ranking import MOST_POINTS, Ranked, Ranking, RankingRequest
from engine.training.session import Session

DIGITS = 17  # as many as tell two floats apart
CHUNK = 32_768  # numbers that are sorted or looked up at once


def ranking(session: Session, request: RankingRequest) -> View | Work | None:
    """One class against the rest, in slices where rows are many; None without such a class."""
    if not 0 <= request.positive < len(as_then(session).data.classes):
        return None
    model = Model.of(session)
    work = _ranking(model, request.positive)
    return work if model.is_costly else whole(work)


def _ranking(model: Model, positive: int) -> Work:
    batches, prepared = model.machine.batches, model.machine.prepared
    parts: list[Ranked | None] = []
    for inputs, rows in ((batches.inputs, prepared.train), (batches.test_inputs, prepared.test)):
        if not len(inputs):
            parts.append(None)
            continue
        output = yield from model.outputs(inputs)
        answers = yield from model.answers(output)
        called = yield from model.called(answers)
        two = answers.shape[1] == 1
        scores = answers[:, 0 if two else positive]
        one = 1 if two else positive
        yield None
        parts.append((yield from ranked(scores, prepared.targets[rows] == one, called == one)))
    return Ranking(*parts)


def ranked(
    scores: Array, truth: NDArray[np.bool_], called: NDArray[np.bool_]
) -> Generator[None, None, Ranked | None]:
    """Curves and areas of rows with these probabilities; None where one is no number."""
    if not len(scores) or not np.isfinite(scores).all():
        return None
    yield
    parts: list[tuple[Array, Array]] = []
    for first in range(0, len(scores), CHUNK):
        piece = slice(first, first + CHUNK)
        parts.append((scores[piece][truth[piece]], scores[piece][~truth[piece]]))
        yield
    of, rest = (np.concatenate(each) for each in zip(*parts, strict=True))
    hits = int(np.count_nonzero(called & truth))
    yield
    of, rest = (yield from ascending(of)), (yield from ascending(rest))
    area, average = yield from _areas(of, rest)
    curves = yield from _curves((yield from ascending(scores)), of, rest)
    return Ranked(
        positives=len(of),
        negatives=len(rest),
        called=int(called.sum()),
        hits=hits,
        area=area,
        average=average,
        **curves,
    )


def _areas(of: Array, rest: Array) -> Generator[None, None, tuple[float | None, float | None]]:
    """Under ROC: the share of pairs in which the class has the higher probability, ties are half.

    The average precision: Σ (Rₙ − Rₙ₋₁) Pₙ over the different probabilities of the class's rows.
    """
    pairs, precision = 0, 0.0
    for first in range(0, len(of), CHUNK):
        some = of[first : first + CHUNK]
        lower = np.searchsorted(rest, some, "left")
        pairs += int(lower.sum() + np.searchsorted(rest, some, "right").sum())
        hits, false = _from(of, some), len(rest) - lower
        precision += float(np.sum(hits / (hits + false)))
        yield
    area = pairs / 2 / len(of) / len(rest) if len(of) and len(rest) else None
    return area, precision / len(of) if len(of) else None


def ascending(values: Array) -> Generator[None, None, Array]:
    """The numbers in their order: first brought into buckets, where they are many."""
    if len(values) <= CHUNK:
        return np.sort(values)
    steps = len(values) // CHUNK + 1
    some = np.sort(values[:: len(values) // (64 * steps) + 1])
    yield
    bounds = some[:: len(some) // steps + 1]
    parts, bucket = [], np.empty(len(values), np.int16)
    for first in range(0, len(values), CHUNK):
        piece = slice(first, first + CHUNK)
        bucket[piece] = np.searchsorted(bounds, values[piece], "right")
        yield
    for place in range(len(bounds) + 1):
        parts.append(np.sort(values[bucket == place]))
        yield
    return np.concatenate(parts)


def _curves(scores: Array, of: Array, rest: Array) -> Generator[None, None, dict[str, Array]]:
    """Threshold, recall, fall-out and precision at each different probability, from above."""
    rises = np.diff(scores) > 0
    yield
    different = np.flatnonzero(np.append(True, rises))[::-1]
    yield
    different = different[_thinned(len(scores) - different)]
    at = scores[different]
    before = scores[different - 1]
    before[different == 0] = -np.inf
    hits, false = _from(of, at), _from(rest, at)
    with np.errstate(invalid="ignore"):
        recall, fall_out = hits / np.float64(len(of)), false / np.float64(len(rest))
    return {
        "threshold": tidy(np.append(np.inf, at), np.append(scores[-1], before)),
        "recall": np.append(0.0 if len(of) else np.nan, recall),
        "fall_out": np.append(0.0 if len(rest) else np.nan, fall_out),
        "precision": np.append(1.0, hits / (hits + false)),
    }


def _thinned(called: NDArray[np.intp]) -> NDArray[np.intp]:
    """Places of a growing count, spread over its rows, and closer where few rows are called."""
    if len(called) < MOST_POINTS:
        return np.arange(len(called))
    rows, half = called[-1], MOST_POINTS // 2
    even = np.linspace(called[0], rows, half)
    close = np.geomspace(called[0], rows, half - 1)
    found = np.searchsorted(called, np.concatenate([even, close]))
    return np.unique(np.minimum(found, len(called) - 1))


def _from(values: Array, least: Array) -> NDArray[np.intp]:
    """How many of the sorted values are as large, for each."""
    count: NDArray[np.intp] = len(values) - np.searchsorted(values, least, "left")
    return count


def tidy(most: Array, above: Array) -> Array:
    """The number of fewest digits above one and at most the other, 0 and 1 left out; else NaN."""
    most = np.minimum(most, np.nextafter(1.0, 0.0))
    above = np.maximum(above, 0.0)
    found = np.where(most > above, most, np.nan)
    for digits in range(DIGITS, 0, -1):
        shorter = np.floor(most * 10.0**digits) / 10.0**digits
        found = np.where((shorter > above) & (shorter <= most), shorter, found)
    return found
