"""Rules on what the model answers."""

from __future__ import annotations

import numpy as np

from engine.answers.explaining.present import Present
from engine.frames.findings import Finding

ALIKE = 0.02  # of how much the targets differ
HELD = 0.2  # the same, from which on a penalty is asked whether it is the reason
BALANCE = 1.2  # times the penalty's pull


def penalty(now: Present) -> Finding | None:
    """Σ |∂L/∂w| ≤ 1.2 Σ (l₁ + 2 l₂ |w|): the data pull no more on the weights than the penalty."""
    asked = now.experiment.regularization
    if now.is_early or not (asked.l1 or asked.l2) or now.spread > HELD:
        return None
    weights = now.now.weights
    pulls = sum(now.now.pulls[name].abs().sum().item() for name in weights)
    held = sum(
        asked.l1 * weight.numel() + 2 * asked.l2 * weight.abs().sum().item()
        for weight in weights.values()
    )
    if not pulls <= BALANCE * held:
        return None
    largest = max(weight.abs().max().item() for weight in weights.values())
    numbers = {"l1": asked.l1, "l2": asked.l2, "largest": largest, "spread": now.spread}
    return Finding("penalty", numbers)


def alike(now: Present) -> Finding | None:
    """sd(ŷ) < 0.02 sd(y); of classes sd(p) < 0.02 sd([y = c]) for every class."""
    if now.is_early or not now.spread < ALIKE:
        return None
    answers = now.now.answers
    place = int(answers.std(axis=0).argmax())
    numbers = {"answer": float(answers[:, place].mean()), "spread": now.spread}
    if now.experiment.data.task == "regression":
        scale = now.machine.prepared.target_scale
        numbers["answer"] = float(scale.original([numbers["answer"]])[0])
        return Finding("alike", numbers)
    return Finding("alike", numbers, str(now.experiment.data.classes[place]))


def ignored(now: Present) -> Finding | None:
    """n(ŷ = c) < 1 for a class c that has training rows: the one with the most of them."""
    if now.is_early or now.experiment.data.task == "regression":
        return None
    answers, aims = now.now.answers, _aims(now)
    called = answers.argmax(axis=1)
    if now.experiment.data.outcome == "binary":
        called = (answers[:, 1] >= now.experiment.model.threshold).astype(np.int64)
    classes = answers.shape[1]
    rows, calls = (np.bincount(found, minlength=classes) for found in (aims, called))
    rows = np.where(calls < 1, rows, 0)
    most = int(rows.argmax())
    if not rows[most]:
        return None
    found = np.asarray(now.facts.train)[now.places[aims == most]]
    numbers = {"rows": int(rows[most]), "of": len(aims)}
    label = str(now.experiment.data.classes[most])
    return Finding("ignored", numbers, label, tuple(int(row) for row in found[:1000]))


def threshold(now: Present) -> Finding | None:
    """max p < t over the training rows, although p is larger on average where it should be."""
    if now.is_early or now.experiment.data.outcome != "binary":
        return None
    second, aims = now.now.answers[:, 1], _aims(now)
    if not (0 < aims.sum() < len(aims)):
        return None
    yes, no = float(second[aims == 1].mean()), float(second[aims == 0].mean())
    limit = now.experiment.model.threshold
    if not yes > no or not second.max() < limit:
        return None
    numbers = {"threshold": limit, "largest": float(second.max()), "better": (yes + no) / 2}
    return Finding("threshold", numbers, str(now.experiment.data.classes[1]))


def _aims(now: Present) -> np.ndarray:
    return now.now.rows.targets.numpy().reshape(-1).astype(np.int64)
