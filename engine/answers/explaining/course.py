"""Rules on how training goes: what the losses and the gradients say."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from torch import Tensor

from engine.answers.explaining import trials
from engine.answers.explaining.present import Present
from engine.answers.explaining.reckoning import Array
from engine.answers.explaining.units import symmetric
from engine.frames.findings import Finding
from engine.training.stability import bound

GROWN = 2.0  # times the loss after the last change
RECENT = 9  # losses of steps, of which single ones may be large by chance
TURNED = -0.5  # the cosine of the angle between two gradients
FELT = 0.001  # of the constant answer's loss, that a step along the gradient must be worth
NEAR = 0.1  # of the constant answer's loss
TOLD = 0.3  # of the variance that neighbours must tell
FASTER, WORTH = 5.0, 0.05  # times as far down, and of the loss
FACTORS = (10.0, 100.0, 1000.0)
UNRATED = ("rprop", "adadelta")  # whose rate is no length of their steps
LOSSY, DEAR = 0.5, 0.01  # of what the whole gradient gains, and of the loss
LEAST = 0.01  # of the constant answer's loss, below which nothing matters
APART, BEYOND, FEWEST_TEST = 1.5, 0.05, 8
ARRIVED = 0.001  # of the constant answer's loss
SMOOTH = ("mse", "huber", "bce", "cross_entropy")
SADDLE = 0.01  # of the largest curvature, by which the loss may bend down


def diverging(now: Present) -> Finding | None:
    """med(ℓ, J(θ)) > 2 J(θ₀): ℓ the last losses, θ₀ the parameters after the last change."""
    if now.step == now.changed:
        return None
    loss, start = now.now.objective, now.at(now.start).objective
    recent = [*(now.losses[-RECENT:] * now.share), loss]
    if math.isfinite(loss) and not np.median(recent) > GROWN * start:
        return None
    numbers = {"loss": loss, "start": start, "since": now.changed}
    numbers["lr"] = now.experiment.optimizer.number("lr")
    largest = bound(now.machine)
    if largest is not None:
        numbers["bound"] = largest
    return Finding("diverging", numbers)


def zigzag(now: Present) -> Finding | None:
    """cos(g, g′) < −½, g and g′ the gradients over all rows now and before the last update."""
    if now.before is None:
        return None
    before = now.at(now.before)
    one, other = now.now.gradient.numpy(), before.gradient.numpy()
    sizes = float(np.linalg.norm(one)), float(np.linalg.norm(other))
    if not (0 < sizes[0] < math.inf and 0 < sizes[1] < math.inf):
        return None
    way = _flat(now, now.now.parameters) - _flat(now, now.before)
    if abs(float(one @ way)) < FELT * now.floor:
        return None
    cosine = float((one / sizes[0]) @ (other / sizes[1]))
    if not cosine < TURNED:
        return None
    lr = now.experiment.optimizer.number("lr")
    return Finding("zigzag", {"cosine": cosine, "lr": lr})


def plateau(now: Present) -> Finding | None:
    """|L − S| ≤ 0.1 S, S the loss of the best constant answer, while the loss stays there."""
    if not now.is_flat or now.pace is None or now.facts.told_by_neighbours < TOLD:
        return None
    if not abs(now.now.mean - now.facts.floor) <= NEAR * now.facts.floor:
        return None
    numbers = {"loss": now.now.mean, "constant": now.facts.floor, "steps": 2 * now.span}
    return Finding("plateau", numbers)


def slow(now: Present) -> Finding | None:
    """L − L_f ≥ max(5 (L − L₁), 0.05 L) for f of 10, 100, 1000: 20 steps at f times the rate."""
    if now.is_early or not now.thorough or not trials.can_try(now):
        return None
    optimizer = now.experiment.optimizer
    loss = now.now.objective
    if optimizer.name in UNRATED or not now.now.mean >= LEAST * now.facts.floor:
        return None
    plain = loss - trials.after_steps(now, 1.0)
    falls = {factor: loss - trials.after_steps(now, factor) for factor in FACTORS}
    best = max(falls, key=lambda factor: falls[factor])
    if not falls[best] >= max(FASTER * plain, WORTH * loss):
        return None
    lr = optimizer.number("lr")
    numbers = {"lr": lr, "better": lr * best, "steps": trials.STEPS}
    return Finding(
        "slow", {**numbers, "loss": loss, "plain": loss - plain, "best": loss - falls[best]}
    )


def noisy(now: Present) -> Finding | None:
    """N ≥ max(½ G, 0.01 L): what a step of one batch loses, against what all rows would gain."""
    size, optimizer = now.machine.batches.size, now.experiment.optimizer
    rows = len(now.now.rows.inputs)
    if size is None or 2 * size > rows or not now.thorough or now.is_early:
        return None
    values = optimizer.as_dict()
    if optimizer.name != "sgd" or values["momentum"] or values["weight_decay"]:
        return None
    loss, lr = now.now.objective, now.machine.lr
    whole, alone = trials.after_batches(now, size, lr)
    gain, lost = loss - whole, alone - whole
    if not gain > 0 or not lost >= max(LOSSY * gain, DEAR * loss):
        return None
    return Finding("noisy", {"batch": size, "lr": lr, "gain": gain, "lost": lost})


def overfitting(now: Present) -> Finding | None:
    """L_test ≥ 1.5 max(1, r₀) L + 0.05 S, r₀ how much more it was at the start of the run."""
    test = now.test
    if test is None or now.first is None or not now.step:
        return None
    if len(now.machine.batches.test_inputs) < FEWEST_TEST:
        return None
    first = now.at(now.first)
    began = first.over(test.rows).mean / first.mean if first.mean > 0 else math.inf
    most = APART * max(1.0, began) * now.now.mean + BEYOND * now.facts.floor
    if not test.mean >= most:
        return None
    return Finding("overfitting", {"train": now.now.mean, "test": test.mean})


def converged(now: Present) -> Finding | None:
    """½ Σ gᵢ² / |λᵢ| ≤ 0.001 S: there is nothing to gain near here."""
    free = now.now.gradient.numel() if now.is_flat else 0
    asked = now.experiment
    if not free or free > trials.MOST_BENT or not now.thorough or now.machine.off:
        return None
    if asked.loss.name not in SMOOTH or asked.regularization.l1 or _is_stuck(now):
        return None
    bends = trials.bends(now.now)
    if bends is None:
        return None
    values, along = bends
    if not values[-1] > 0 or values[0] < -SADDLE * values[-1]:
        return None
    gain = trials.gain_in_reach(values, along)
    if not gain <= ARRIVED * now.floor:
        return None
    return Finding("converged", {"loss": now.now.objective, "gain": gain})


def _is_stuck(now: Present) -> bool:
    """Whether it rests where nothing comes through, which is no minimum."""
    gone = any(bool((slope == 0).all()) for slope in now.now.slopes)
    return gone or symmetric(now) is not None or plateau(now) is not None


def _flat(now: Present, parameters: Mapping[str, Tensor]) -> Array:
    frozen = now.experiment.model.frozen
    parts = [
        tensor.detach().cpu().double().numpy().ravel()
        for name, tensor in parameters.items()
        if name not in frozen
    ]
    return np.concatenate(parts)
