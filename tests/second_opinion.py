"""Whether a finding holds, worked out anew in NumPy from the definitions in docs/findings.md.

Nothing of the rules' own code is used: a forward pass, a backward pass and a session's public
names. It knows the activations and losses that the random study has.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Session
from engine.edits.setting import put
from engine.frames.findings import Finding

Array = NDArray[Any]
Parameters = dict[str, Array]
F: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1, 0.01)),
    "softsign": (lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z)) ** 2),
}
TOP = {"tanh": 1.0, "sigmoid": 0.25, "softsign": 1.0}


@dataclass(frozen=True)
class Opinion:
    """A session looked at from outside."""

    session: Session

    # ---- the data ----

    @cached_property
    def rows(self) -> tuple[Array, Array]:
        data = self.session.experiment.data
        count = round(data.table.rows * data.test_fraction)
        if not count:
            return np.arange(data.table.rows), np.arange(0)
        drawn = np.random.default_rng(data.split_seed).permutation(data.table.rows)
        return np.sort(drawn[count:]), np.sort(drawn[:count])

    @cached_property
    def raw(self) -> Array:
        data = self.session.experiment.data
        return np.column_stack([data.table.columns[name] for name in data.features])

    @cached_property
    def y(self) -> Array:
        data = self.session.experiment.data
        column = data.table.columns[data.target]
        if data.task == "regression":
            values = np.asarray(column, dtype=float)
            train = values[self.rows[0]]
            scaled = data.scaling.target == "standardize"
            return (values - train.mean()) / train.std() if scaled else values
        labels = sorted(set(column.tolist()))
        return np.array([labels.index(value) for value in column.tolist()])

    @cached_property
    def x(self) -> Array:
        train = self.raw[self.rows[0]]
        if self.session.experiment.data.scaling.features != "standardize":
            return self.raw
        varied = train.min(axis=0) < train.max(axis=0)  # a deviation may be rounded
        middle = np.where(varied, train.mean(axis=0), train[0])
        return (self.raw - middle) / np.where(varied, train.std(axis=0), 1)

    @cached_property
    def classes(self) -> int:
        return 0 if self.session.experiment.data.task == "regression" else int(self.y.max()) + 1

    @property
    def aims(self) -> Array:
        y = self.y[self.rows[0]]
        return np.eye(self.classes)[y] if self.classes else y[:, None]

    # ---- the model ----

    @cached_property
    def parameters(self) -> Parameters:
        return self.doubled(self.session)

    @staticmethod
    def doubled(session: Session) -> Parameters:
        return {name: values.astype(float) for name, values in session.parameters.items()}

    @property
    def activations(self) -> list[str]:
        return [choice.name for choice in self.session.experiment.model.activations]

    def layers(self, p: Parameters, x: Array) -> list[tuple[Array, Array]]:
        found = []
        names = [name[:-7] for name in p if name.endswith(".weight")]
        for name, kind in zip(names, [*self.activations, ""], strict=True):
            z = x @ p[f"{name}.weight"].T + p.get(f"{name}.bias", 0.0)
            x = F[kind][0](z) if kind else z
            found.append((z, x))
        return found

    def terms(self, z: Array, y: Array) -> Array:
        if not self.classes:
            return (z[:, 0] - y) ** 2
        if self.classes == 2:
            return np.logaddexp(0, z[:, 0]) - y * z[:, 0]
        return np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]

    def slope_of_terms(self, z: Array, y: Array) -> Array:
        if not self.classes:
            return 2 * (z - y[:, None])
        return (
            self.answers(z)[:, -1:] - y[:, None]
            if self.classes == 2
            else (self.answers(z) - np.eye(self.classes)[y])
        )

    def answers(self, z: Array) -> Array:
        if not self.classes:
            return z
        if self.classes == 2:
            second = 1 / (1 + np.exp(-z))
            return np.hstack([1 - second, second])
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def loss(self, p: Parameters, rows: Array | None = None, penalty: bool = False) -> float:
        rows = self.rows[0] if rows is None else rows
        found = float(self.terms(self.layers(p, self.x[rows])[-1][1], self.y[rows]).mean())
        asked = self.session.experiment.regularization
        if penalty:
            weights = [values for name, values in p.items() if name.endswith("weight")]
            found += sum(asked.l1 * np.abs(w).sum() + asked.l2 * (w * w).sum() for w in weights)
        return found

    def backward(
        self, p: Parameters, rows: Array | None = None, penalty: bool = True
    ) -> tuple[Parameters, list[Array]]:
        """The gradients of the mean loss by each parameter and by each layer's z."""
        rows = self.rows[0] if rows is None else rows
        layers = self.layers(p, self.x[rows])
        names = [name[:-7] for name in p if name.endswith(".weight")]
        back = self.slope_of_terms(layers[-1][1], self.y[rows]) / len(rows)
        gradients: Parameters = {}
        deltas = [back]
        asked = self.session.experiment.regularization
        for place in range(len(names) - 1, -1, -1):
            entering = layers[place - 1][1] if place else self.x[rows]
            weight = p[f"{names[place]}.weight"]
            gradients[f"{names[place]}.weight"] = back.T @ entering + penalty * (
                asked.l1 * np.sign(weight) + 2 * asked.l2 * weight
            )
            if f"{names[place]}.bias" in p:
                gradients[f"{names[place]}.bias"] = back.sum(axis=0)
            if place:
                kind = self.activations[place - 1]
                back = back @ weight * F[kind][1](layers[place - 1][0])
                deltas.insert(0, back)
        return {name: gradients[name] for name in p}, deltas

    def flat(self, p: Parameters) -> Array:
        return np.concatenate([values.ravel() for values in p.values()])

    def shaped(self, flat: Array) -> Parameters:
        found, place = {}, 0
        for name, values in self.parameters.items():
            found[name] = flat[place : place + values.size].reshape(values.shape)
            place += values.size
        return found

    @cached_property
    def z(self) -> Array:
        return self.layers(self.parameters, self.x[self.rows[0]])[-1][1]

    @cached_property
    def constant(self) -> float:
        """The loss of the best constant answer."""
        y = self.y[self.rows[0]]
        if not self.classes:
            return float(((y - y.mean()) ** 2).mean())
        shares = np.bincount(y, minlength=self.classes) / len(y)
        return float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())

    @property
    def spread(self) -> float:
        aims = self.aims.std(axis=0)
        return float((self.answers(self.z).std(axis=0) / aims).max())

    def at(self, step: int) -> Parameters:
        past = copy.deepcopy(self.session)
        past.goto(step)
        return self.doubled(past)

    def windows(self) -> tuple[Array, Array] | None:
        size = self.session.experiment.training.batch_size or len(self.rows[0])
        span = max(10, -(-len(self.rows[0]) // size))
        losses = self.session.losses
        return (losses[-2 * span : -span], losses[-span:]) if len(losses) >= 2 * span else None

    @property
    def rests(self) -> bool:
        found = self.windows()
        if found is None:
            return False
        return abs(found[0].mean() - found[1].mean()) <= 0.005 * self.constant


# ---- one function for each definition -----------------------------------------------------------


def diverging(o: Opinion, _: Finding) -> bool:
    now, start = o.loss(o.parameters, penalty=True), o.loss(o.at(0), penalty=True)
    recent = sorted([*o.session.losses[-9:].tolist(), now])
    middle = (recent[(len(recent) - 1) // 2] + recent[len(recent) // 2]) / 2
    return o.session.step_number > 0 and (not np.isfinite(now) or middle > 2 * start)


def zigzag(o: Opinion, _: Finding) -> bool:
    before = o.at(o.session.step_number - 1)
    one, other = o.flat(o.backward(o.parameters)[0]), o.flat(o.backward(before)[0])
    way = o.flat(o.parameters) - o.flat(before)
    if abs(one @ way) < 0.001 * o.constant:
        return False
    return bool(one @ other < -0.5 * np.sqrt((one @ one) * (other @ other)))


def plateau(o: Opinion, _: Finding) -> bool:
    return (
        o.rests
        and abs(o.loss(o.parameters) - o.constant) <= 0.1 * o.constant
        and neighbours(o) >= 0.3
    )


def neighbours(o: Opinion) -> float:
    rows = o.rows[0][np.linspace(0, len(o.rows[0]) - 1, min(400, len(o.rows[0]))).astype(int)]
    x, aims = o.x[rows], o.aims[np.searchsorted(o.rows[0], rows)]
    x = x[:, x.std(axis=0) > 0]
    x = x / x.std(axis=0)
    missed = 0.0
    for place in range(len(x)):
        others = np.delete(np.arange(len(x)), place)
        away = ((x[others] - x[place]) ** 2).sum(axis=1)
        nearest = others[np.argsort(away, kind="stable")[:3]]
        missed += float(((aims[place] - aims[nearest].mean(axis=0)) ** 2).sum())
    return 1 - missed / float(((aims - aims.mean(axis=0)) ** 2).sum())


def dead(o: Opinion, finding: Finding) -> bool:
    place = int(finding.place.removeprefix("hidden")) - 1
    z = o.layers(o.parameters, o.x[o.rows[0]])[place][0]
    slopes = F[o.activations[place]][1](z)
    return int((slopes == 0).all(axis=0).sum()) == finding.numbers["count"] > 0


def saturated(o: Opinion, finding: Finding) -> bool:
    place = int(finding.place.removeprefix("hidden")) - 1
    kind = o.activations[place]
    z = o.layers(o.parameters, o.x[o.rows[0]])[place][0]
    return kind in TOP and float((F[kind][1](z) < 0.05 * TOP[kind]).mean()) >= 0.5


def vanishing(o: Opinion, _: Finding) -> bool:
    deltas = o.backward(o.parameters)[1]
    first, last = (float(np.sqrt((delta**2).mean())) for delta in (deltas[0], deltas[-1]))
    return len(deltas) > 2 and first < 0.01 * last


def unscaled(o: Opinion, _: Finding) -> bool:
    x = o.x[o.rows[0]]
    sizes = [float(np.sqrt((c**2).mean())) for c in x.T if c.min() < c.max()]
    if any(name.endswith("bias") for name in o.parameters):
        sizes.append(1.0)
    return max(sizes) >= 10 * min(sizes)


def ignored(o: Opinion, finding: Finding) -> bool:
    answers, y = o.answers(o.z), o.y[o.rows[0]]
    called = answers.argmax(axis=1)
    if o.classes == 2:
        called = (answers[:, 1] >= o.session.experiment.model.threshold).astype(int)
    labels = o.session.experiment.data.classes
    place = [str(label) for label in labels].index(finding.place)
    return not (called == place).any() and bool((y == place).any())


def imbalance(o: Opinion, _: Finding) -> bool:
    counts = np.bincount(o.y[o.rows[0]])
    counts = counts[counts > 0]
    return bool(counts.max() >= 5 * counts.min())


def overfitting(o: Opinion, _: Finding) -> bool:
    train, test = o.rows
    first = o.at(0)
    began = o.loss(first, test) / o.loss(first, train)
    most = 1.5 * max(1, began) * o.loss(o.parameters, train) + 0.05 * o.constant
    return len(test) >= 8 and o.loss(o.parameters, test) >= most


def slow(o: Opinion, _: Finding) -> bool:
    now, lr = o.loss(o.parameters, penalty=True), o.session.experiment.optimizer.number("lr")

    def fall(factor: float) -> float:
        other = copy.deepcopy(o.session)
        other.change(put(other.experiment, "optimizer.lr", lr * factor))
        other.step(20)
        return now - o.loss(o.doubled(other), penalty=True)

    best = max(fall(factor) for factor in (10, 100, 1000))
    return best >= max(5 * fall(1), 0.05 * now)


def converged(o: Opinion, _: Finding) -> bool:
    flat = o.flat(o.parameters)
    gradient = o.flat(o.backward(o.parameters)[0])
    columns = []
    for place in range(len(flat)):
        step = np.zeros(len(flat))
        step[place] = 1e-5 * max(1.0, abs(flat[place]))
        ahead, behind = (o.flat(o.backward(o.shaped(flat + way))[0]) for way in (step, -step))
        columns.append((ahead - behind) / (2 * step[place]))
    hessian = np.array(columns)
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    along = vectors.T @ gradient
    size = np.maximum(np.abs(values), 1e-6 * np.abs(values).max())
    gain = 0.5 * float((along**2 / size).sum())
    return o.rests and gain <= 0.001 * o.constant and values[0] >= -0.01 * values[-1]


def symmetric(o: Opinion, finding: Finding) -> bool:
    place = int(finding.place.removeprefix("hidden"))
    names = [name[:-7] for name in o.parameters if name.endswith(".weight")]
    into, out = names[place - 1], names[place]
    parts = [o.parameters[f"{into}.weight"], o.parameters[f"{out}.weight"].T]
    if f"{into}.bias" in o.parameters:
        parts.append(o.parameters[f"{into}.bias"][:, None])
    ways = np.hstack(parts)
    return bool(np.abs(ways - ways.mean(axis=0)).max() <= 1e-3 * np.abs(ways).max())


def leak(o: Opinion, finding: Finding) -> bool:
    data = o.session.experiment.data
    if finding.place:
        column, target = data.table.columns[finding.place], data.table.columns[data.target]
        if not o.classes:
            return float(np.mean(column == target)) >= 0.5
        pairs = set(zip(column.tolist(), target.tolist(), strict=True))
        return len(pairs) == len(set(column.tolist())) == len(set(target.tolist()))
    whole = [(*x, y) for x, y in zip(o.raw.tolist(), o.y.tolist(), strict=True)]
    seen = {whole[row] for row in o.rows[0]}
    return sum(whole[row] in seen for row in o.rows[1]) >= 0.5 * len(o.rows[1])


def alike(o: Opinion, _: Finding) -> bool:
    return o.spread < 0.02


def constant(o: Opinion, finding: Finding) -> bool:
    place = o.session.experiment.data.features.index(finding.place)
    return len(set(o.raw[o.rows[0], place].tolist())) == 1


def outlier(o: Opinion, finding: Finding) -> bool:
    terms = o.terms(o.z, o.y[o.rows[0]])
    row = int(o.rows[0][terms.argmax()])
    rules = terms.max() >= 0.5 * terms.sum() and terms.mean() >= 0.01 * o.constant
    return bool(rules) and len(terms) >= 12 and finding.rows == (row,)


def noisy(o: Opinion, _: Finding) -> bool:
    size = o.session.experiment.training.batch_size
    assert size is not None
    lr, train = o.session.experiment.optimizer.number("lr"), o.rows[0]

    def after(rows: Array) -> float:
        way = o.flat(o.backward(o.parameters, rows)[0])
        return o.loss(o.shaped(o.flat(o.parameters) - lr * way), penalty=True)

    now, whole = o.loss(o.parameters, penalty=True), after(train)
    count = min(16, len(train) // size)
    alone = np.mean([after(train[k * size : (k + 1) * size]) for k in range(count)])
    gain, lost = now - whole, float(alone) - whole
    return gain > 0 and lost >= max(0.5 * gain, 0.01 * now)


def penalty(o: Opinion, _: Finding) -> bool:
    asked = o.session.experiment.regularization
    pulls = o.backward(o.parameters, penalty=False)[0]
    names = [name for name in o.parameters if name.endswith("weight")]
    data = sum(float(np.abs(pulls[name]).sum()) for name in names)
    held = sum(
        float((asked.l1 + 2 * asked.l2 * np.abs(o.parameters[name])).sum()) for name in names
    )
    return o.spread <= 0.2 and data <= 1.2 * held and asked.l1 + asked.l2 > 0


def threshold(o: Opinion, _: Finding) -> bool:
    p, y = o.answers(o.z)[:, 1], o.y[o.rows[0]]
    told = p[y == 1].mean() > p[y == 0].mean()
    return bool(told and p.max() < o.session.experiment.model.threshold)


CHECKS: dict[str, Callable[[Opinion, Finding], bool]] = {
    check.__name__: check
    for check in (
        diverging, leak, symmetric, dead, saturated, vanishing, unscaled, zigzag, penalty, plateau,
        alike, ignored, threshold, outlier, slow, noisy, overfitting, imbalance, constant,
        converged,
    )
}  # fmt: skip


def holds(session: Session, finding: Finding) -> bool:
    """Whether the finding's inequality holds by this second reckoning."""
    with np.errstate(all="ignore"):
        return CHECKS[finding.name](Opinion(session), finding)
