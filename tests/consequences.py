"""Whether what a finding promises comes true: training goes on, or is done again otherwise.

The second opinion asks whether an inequality holds, this one whether it means what is said of it.
What a finding only states, as a constant input, is not asked here.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment, Session
from engine.catalog import OPTIMIZERS
from engine.edits.setting import put
from engine.experiment.specs import Choice, Model, Regularization
from engine.frames.findings import Finding
from tests.second_opinion import Opinion


def diverging(o: Opinion, _: Finding) -> bool:
    """It gets worse still, or is lost."""
    other = later(o, 20)
    return other.stopped is not None or loss(o, other) > o.loss(o.parameters, penalty=True)


def zigzag(o: Opinion, _: Finding) -> bool:
    """On the way that the step took there is a lower place than its end."""
    before, now = o.flat(o.at(o.session.step_number - 1)), o.flat(o.parameters)
    way = [o.loss(o.shaped(before + k / 10 * (now - before)), penalty=True) for k in range(1, 10)]
    return min(way) < o.loss(o.parameters, penalty=True)


def plateau(o: Opinion, _: Finding) -> bool:
    """Another network learns more of the same rows."""
    now = o.session.experiment
    other = replace(
        now,
        model=Model(hidden=(12,)),
        regularization=Regularization(),
        optimizer=Choice.of(OPTIMIZERS["adam"], lr=0.03),
        data=replace(now.data, scaling=replace(now.data.scaling, features="standardize")),
    )
    session = trained(other, 500)
    return Opinion(session).loss(Opinion.doubled(session)) < 0.8 * o.constant


def dead(o: Opinion, finding: Finding) -> bool:
    """As many neurons keep their weights when training goes on."""
    name, still = f"{finding.place}.weight", later(o, 5)
    same = (still.parameters[name] == o.session.parameters[name]).all(axis=1)
    return int(same.sum()) >= finding.numbers["count"]


def symmetric(o: Opinion, finding: Finding) -> bool:
    """They are still alike later on."""
    weight = later(o, 20).parameters[f"{finding.place}.weight"]
    return bool(np.abs(weight - weight.mean(axis=0)).max() <= 1e-2 * np.abs(weight).max())


def unscaled(o: Opinion, _: Finding) -> bool:
    """Of standardised inputs the ratio of the loss's curvatures is smaller."""
    x = o.x[o.rows[0]]
    x = x[:, x.min(axis=0) < x.max(axis=0)]
    return bent((x - x.mean(axis=0)) / x.std(axis=0)) < bent(x)


def penalty(o: Opinion, _: Finding) -> bool:
    """Without the penalty the weights become larger."""
    other = copy.deepcopy(o.session)
    other.change(replace(other.experiment, regularization=Regularization()))
    other.step(300)
    return largest(other) > 2 * largest(o.session)


def slow(o: Opinion, finding: Finding) -> bool:
    """A hundred steps at the better rate end lower."""
    other = copy.deepcopy(o.session)
    other.change(put(other.experiment, "optimizer.lr", finding.numbers["better"]))
    other.step(100)
    return other.stopped is None and loss(o, other) < loss(o, later(o, 100))


def noisy(o: Opinion, _: Finding) -> bool:
    """As many steps of all rows end lower than those of batches do on average."""
    whole = copy.deepcopy(o.session)
    whole.change(put(whole.experiment, "training.batch_size", None))
    whole.step(40)
    parts = copy.deepcopy(o.session)
    ends = []
    for _step in range(40):
        parts.step()
        ends.append(loss(o, parts))
    return loss(o, whole) < float(np.mean(ends))


def overfitting(o: Opinion, _: Finding) -> bool:
    """At an earlier step the test loss was lower."""
    past, test = copy.deepcopy(o.session), o.rows[1]
    lowest = np.inf
    for step in np.linspace(0, o.session.step_number, 25).astype(int)[::-1]:
        past.goto(int(step))
        lowest = min(lowest, o.loss(Opinion.doubled(past), test))
    return lowest < 0.98 * o.loss(o.parameters, test)


def converged(o: Opinion, _: Finding) -> bool:
    """A thousand steps more, and as many at a third of the rate, change next to nothing."""
    now = o.loss(o.parameters, penalty=True)
    other = copy.deepcopy(o.session)
    lr = other.experiment.optimizer.number("lr")
    other.change(put(other.experiment, "optimizer.lr", lr / 3))
    other.step(1000)
    best = min(loss(o, later(o, 1000)), loss(o, other))
    return now - best <= 0.01 * o.constant


CONSEQUENCES: dict[str, Callable[[Opinion, Finding], bool]] = {
    check.__name__: check
    for check in (
        diverging, zigzag, plateau, dead, symmetric, unscaled, penalty, slow, noisy, overfitting,
        converged,
    )
}  # fmt: skip


def come_true(session: Session, finding: Finding) -> bool | None:
    """Whether it does; None of a finding that promises nothing."""
    check = CONSEQUENCES.get(finding.name)
    if check is None:
        return None
    with np.errstate(all="ignore"):
        return check(Opinion(session), finding)


def later(o: Opinion, steps: int) -> Session:
    other = copy.deepcopy(o.session)
    other.step(steps)
    return other


def trained(experiment: Experiment, steps: int) -> Session:
    session = Session(experiment)
    session.step(steps)
    return session


def loss(o: Opinion, session: Session) -> float:
    return o.loss(Opinion.doubled(session), penalty=True)


def largest(session: Session) -> float:
    weights = [w for name, w in session.parameters.items() if name.endswith("weight")]
    return max(float(np.abs(weight).max()) for weight in weights)


def bent(x: NDArray[Any]) -> float:
    """The largest curvature of a squared error over the smallest, with a bias."""
    return float(np.linalg.cond(np.column_stack([x, np.ones(len(x))])))
