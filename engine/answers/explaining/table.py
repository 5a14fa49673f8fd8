"""Rules on the data: what they are like before anything is learned from them."""

from __future__ import annotations

import numpy as np

from engine.answers.explaining.present import Present
from engine.frames.findings import Finding

UNLIKE = 10.0  # times as large
LEAKED = 0.5  # of the rows whose answer can be looked up
UNEQUAL = 5.0  # times as many rows
RULES, FEWEST, LEAST = 0.5, 12, 0.01  # of the loss; rows; of the constant answer's loss
MOST_AT_ONCE = 2000  # rows that are compared while training runs
MOST_ROWS = 1000  # that are named


def unscaled(now: Present) -> Finding | None:
    """max s ≥ 10 min s, s the root mean squares of the inputs, with 1 for the bias."""
    sizes, names = now.facts.sizes, now.facts.names
    varied = np.flatnonzero(sizes > 0)
    if not len(varied):
        return None
    large, small = (int(varied[of(sizes[varied])]) for of in (np.argmax, np.argmin))
    most, least = float(sizes[large]), float(sizes[small])
    first = "hidden1" if now.experiment.model.hidden else "output"
    if f"{first}.bias" in now.machine.parameters:
        most, least = max(most, 1.0), min(least, 1.0)
    if not most >= UNLIKE * least:
        return None
    far = large if most > 1 or large == small else small
    return Finding("unscaled", {"large": most, "small": least}, names[far])


def leak(now: Present) -> Finding | None:
    """max(c, t) ≥ ½: rows in which a feature is the target, test rows that training has seen."""
    if not now.thorough and now.experiment.data.table.rows > MOST_AT_ONCE:
        return None
    share, name = now.facts.copied
    repeated = now.facts.repeated
    seen = len(repeated) / len(now.facts.test) if len(now.facts.test) else 0.0
    if not max(share, seen) >= LEAKED:
        return None
    if share >= seen:
        return Finding("leak", {"share": share}, name)
    numbers = {"share": seen, "count": len(repeated), "test": len(now.facts.test)}
    return Finding("leak", numbers, rows=_some(repeated))


def imbalance(now: Present) -> Finding | None:
    """n_max ≥ 5 n_min, the training rows of the largest and of the smallest class."""
    if now.experiment.data.task == "regression":
        return None
    counts = np.bincount(now.facts.targets.astype(np.int64))
    there = np.flatnonzero(counts)
    if len(there) < 2:
        return None
    small, large = int(there[counts[there].argmin()]), int(counts.argmax())
    if not counts[large] >= UNEQUAL * counts[small]:
        return None
    numbers = {"small": int(counts[small]), "large": int(counts[large])}
    classes = now.experiment.data.classes
    rows = now.facts.train[now.facts.targets == small]
    return Finding("imbalance", numbers, str(classes[small]), _some(rows))


def constant(now: Present) -> Finding | None:
    """max x − min x ≤ 0 for an input over the training rows."""
    found = np.flatnonzero(now.facts.constant)
    if not len(found):
        return None
    place = int(found[0])
    value, name, data = (
        float(now.facts.inputs[0, place]),
        now.facts.names[place],
        now.experiment.data,
    )
    if name in data.features and data.table.columns[name].dtype != object:
        value = float(data.table.columns[name][now.facts.train[0]])  # as the learner wrote it
    return Finding("constant", {"value": value}, name)


def outlier(now: Present) -> Finding | None:
    """max ℓ ≥ ½ Σ ℓ over the training rows, of which there are at least twelve."""
    terms = now.now.terms.detach().numpy()
    if len(terms) < FEWEST or not now.now.mean >= LEAST * now.facts.floor:
        return None
    worst = int(terms.argmax())
    if not terms[worst] >= RULES * terms.sum():
        return None
    row = int(now.facts.train[now.places[worst]])
    share = float(terms[worst] / terms.sum())
    return Finding("outlier", {"row": row + 1, "share": share}, rows=(row,))


def _some(rows: np.ndarray) -> tuple[int, ...]:
    return tuple(int(row) for row in rows[:MOST_ROWS])
