"""ROC and precision–recall curves: exact areas over all rows, curves thinned for drawing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.answers.outputs import Array, answers, called_class, table_features
from engine.frames.ranking import MOST_POINTS, Ranked, Ranking, RankingRequest
from engine.training.session import Session

DIGITS = 17  # as many as tell two floats apart


def ranking(session: Session, request: RankingRequest) -> Ranking | None:
    """One class against the rest; None where there is no such class."""
    data, prepared = session.experiment.data, session.run.machine.prepared
    if not 0 <= request.positive < len(data.classes):
        return None
    output = answers(session, table_features(session))
    two = output.shape[1] == 1
    positive = 1 if two else request.positive
    scores = output[:, 0 if two else positive]
    called = called_class(session, output) == positive
    truth = prepared.targets == positive
    train, test = (
        ranked(scores[rows], truth[rows], called[rows]) for rows in (prepared.train, prepared.test)
    )
    return Ranking(train, test)


def ranked(scores: Array, truth: NDArray[np.bool_], called: NDArray[np.bool_]) -> Ranked | None:
    """Curves and areas of rows with these probabilities; None where one is no number."""
    if not len(scores) or not np.isfinite(scores).all():
        return None
    of, rest = np.sort(scores[truth]), np.sort(scores[~truth])
    return Ranked(
        positives=len(of),
        negatives=len(rest),
        called=int(called.sum()),
        hits=int(called[truth].sum()),
        area=_area(of, rest),
        average=_average(of, rest),
        **_curves(np.sort(scores), of, rest),
    )


def _area(of: Array, rest: Array) -> float | None:
    """The share of pairs in which the class has the higher probability; ties are half a pair."""
    if not len(of) or not len(rest):
        return None
    lower, not_higher = (np.searchsorted(rest, of, side) for side in ("left", "right"))
    return float(lower.sum() + not_higher.sum()) / 2 / len(of) / len(rest)


def _average(of: Array, rest: Array) -> float | None:
    """Σ (Rₙ − Rₙ₋₁) Pₙ over the different probabilities of the class's own rows."""
    if not len(of):
        return None
    hits, false = _from(of, of), _from(rest, of)
    return float(np.mean(hits / (hits + false)))


def _curves(scores: Array, of: Array, rest: Array) -> dict[str, Array]:
    different = np.flatnonzero(np.append(True, np.diff(scores) > 0))[::-1]
    different = different[_thinned(len(scores) - different)]
    at = scores[different]
    before = scores[different - 1]
    before[different == 0] = -np.inf
    hits, false = _from(of, at), _from(rest, at)
    with np.errstate(invalid="ignore"):
        recall, fall_out = hits / np.float64(len(of)), false / np.float64(len(rest))
    most = np.append(np.inf, at), np.append(scores[-1], before)
    return {
        "threshold": tidy(*most),
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
