"""Data sets made from a few numbers: each function draws from a generator of its own.

Same numbers, same data. U(a, b) is uniform, N a standard normal, ν the noise. The formulas of
circle, xor, gaussians, spiral, plane and bumps are those of TensorFlow Playground, those of moons
and circles scikit-learn's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pkgutil import resolve_name

import numpy as np
from numpy.typing import NDArray

from engine.catalog.entry import Entry, Value
from engine.data import formula
from engine.data.table import Column, Table, labels
from engine.errors import EngineError
from engine.experiment.specs import Data

Array = NDArray[np.float64]
RADIUS = 5.0  # of Playground's discs and squares
HALF = 6.0  # half the side of Playground's planes
BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))
RANDOM = ("rand", "randn")
MOST_VARIABLES = 8


def make(entry: Entry, values: Mapping[str, Value]) -> Data:
    """The data set of a catalog entry."""
    data: Data = resolve_name(entry.target)(**values)
    return data


def line(rows: int, slope: float, intercept: float, noise: float, seed: int) -> Data:
    """x ~ U(−5, 5), y = slope · x + intercept + ν N."""
    draw = np.random.default_rng(seed)
    x = draw.uniform(-RADIUS, RADIUS, rows)
    return _curve(x, slope * x + intercept + noise * draw.standard_normal(rows))


def sine(rows: int, amplitude: float, frequency: float, noise: float, seed: int) -> Data:
    """x ~ U(−5, 5), y = amplitude · sin(frequency · x) + ν N."""
    draw = np.random.default_rng(seed)
    x = draw.uniform(-RADIUS, RADIUS, rows)
    return _curve(x, amplitude * np.sin(frequency * x) + noise * draw.standard_normal(rows))


def plane(rows: int, noise: float, seed: int) -> Data:
    """p ~ U(−6, 6)², y = (q₁ + q₂) / 10 with q = p + U(−6, 6)² ν."""
    p, q = _square(rows, HALF, noise, seed)
    return _surface(p, q.sum(axis=1) / 10)


def bumps(rows: int, noise: float, seed: int) -> Data:
    """p ~ U(−6, 6)², y = ± max(0, 1 − d / 2), d from q = p + U(−6, 6)² ν to the nearest centre."""
    p, q = _square(rows, HALF, noise, seed)
    centres = np.array(BUMPS)
    away = np.linalg.norm(q[:, None] - centres[:, :2], axis=2)
    strength = np.maximum(0.0, 1 - away / 2)
    strongest = strength.argmax(axis=1)
    return _surface(p, strength.max(axis=1) * centres[strongest, 2])


def gaussians(rows: int, noise: float, seed: int) -> Data:
    """p = ±(2, 2) + √v N², the variance v growing from 0.5 (ν = 0) to 4 (ν = 0.5)."""
    draw = np.random.default_rng(seed)
    first = _halves(rows)
    centres = np.where(first, 2.0, -2.0)[:, None]
    p = centres + math.sqrt(0.5 + 7 * noise) * draw.standard_normal((rows, 2))
    return _two(p, first)


def circle(rows: int, noise: float, seed: int) -> Data:
    """p = r (sin t, cos t), t ~ U(0, 2π), half r ~ U(0, 2.5), half r ~ U(3.5, 5).

    A point is inside where ‖p + U(−5, 5)² ν‖ < 2.5.
    """
    draw = np.random.default_rng(seed)
    first = _halves(rows)
    share = draw.random(rows)
    r = RADIUS * np.where(first, 0.5 * share, 0.7 + 0.3 * share)
    t = draw.uniform(0, 2 * math.pi, rows)
    p = np.column_stack([r * np.sin(t), r * np.cos(t)])
    q = p + noise * draw.uniform(-RADIUS, RADIUS, (rows, 2))
    return _two(p, np.linalg.norm(q, axis=1) < RADIUS / 2)


def xor(rows: int, noise: float, seed: int) -> Data:
    """p ~ U(−5, 5)² pushed 0.3 off the axes, by the sign of q₁ q₂ with q = p + U(−5, 5)² ν."""
    p, q = _square(rows, RADIUS, noise, seed, gap=0.3)
    return _two(p, q.prod(axis=1) >= 0)


def spiral(rows: int, noise: float, seed: int) -> Data:
    """p = 5s (sin t, cos t) + U(−1, 1)² ν, t = 3.5π s + {0, π}, s = 0, 1/n, 2/n … along an arm."""
    draw = np.random.default_rng(seed)
    first = _halves(rows)
    turn = np.where(first, 0.0, math.pi)
    s = np.concatenate([np.arange(n) / n for n in (first.sum(), rows - first.sum())])
    t = 3.5 * math.pi * s + turn
    p = RADIUS * s[:, None] * np.column_stack([np.sin(t), np.cos(t)])
    return _two(p + noise * draw.uniform(-1, 1, (rows, 2)), first)


def moons(rows: int, noise: float, seed: int) -> Data:
    """(cos t, sin t) and (1 − cos t, ½ − sin t) + ν N², t evenly from 0 to π."""
    draw = np.random.default_rng(seed)
    first = _halves(rows)
    t = np.concatenate([np.linspace(0, math.pi, n) for n in (first.sum(), rows - first.sum())])
    upper = np.column_stack([np.cos(t), np.sin(t)])
    p = np.where(first[:, None], upper, [1.0, 0.5] - upper)
    return _two(p + noise * draw.standard_normal((rows, 2)), first)


def circles(rows: int, factor: float, noise: float, seed: int) -> Data:
    """r (cos t, sin t) + ν N², r = 1 and r = factor, t evenly around."""
    draw = np.random.default_rng(seed)
    first = _halves(rows)
    t = np.concatenate([2 * math.pi * np.arange(n) / n for n in (first.sum(), rows - first.sum())])
    p = np.where(first, 1.0, factor)[:, None] * np.column_stack([np.cos(t), np.sin(t)])
    return _two(p + noise * draw.standard_normal((rows, 2)), ~first)


def blobs(rows: int, classes: int, noise: float, seed: int) -> Data:
    """5 (cos 2πk/K, sin 2πk/K) + ν N² for each class k of K."""
    draw = np.random.default_rng(seed)
    kind = np.arange(rows) * classes // rows
    t = 2 * math.pi * kind / classes
    centres = RADIUS * np.column_stack([np.cos(t), np.sin(t)])
    return _classified(centres + noise * draw.standard_normal((rows, 2)), kind)


def from_formula(
    text: str, ranges: Mapping[str, tuple[float, float]], rows: int, seed: int
) -> Data:
    """Data after ``y = 3*x + 2 + rand()``: every variable is drawn evenly from its range.

    rand() is U(0, 1) and randn() is N, a number for each row; a variable without a range has
    (−5, 5). Raises EngineError where the formula is not allowed or is no number somewhere.
    """
    target, expression = split(text)
    draw = np.random.default_rng(seed)
    columns: dict[str, Column] = {}
    for name in variables(text):
        low, high = ranges.get(name, (-RADIUS, RADIUS))
        columns[name] = low + (high - low) * draw.random(rows)
    lent = {"rand": lambda: draw.random(rows), "randn": lambda: draw.standard_normal(rows)}
    value = np.asarray(formula.evaluate(expression, columns, lent=lent), dtype=np.float64)
    column = np.broadcast_to(value, rows).copy()
    if not np.isfinite(column).all():
        row = 1 + int(np.argmin(np.isfinite(column)))
        raise EngineError("is not a finite number in row {row}", row=row)
    return Data(Table({**columns, target: column}), tuple(columns), target)


def variables(text: str) -> tuple[str, ...]:
    """The names in a formula that a range is needed for; raises EngineError where it is wrong."""
    target, expression = split(text)
    found = formula.variables(expression, RANDOM)
    if not found:
        raise EngineError("has no variable", hint="write a letter for a feature, such as x")
    if len(found) > MOST_VARIABLES:
        raise EngineError("has more than {most} variables", most=MOST_VARIABLES)
    if target in found:
        raise EngineError("{name} is on both sides of the equals sign", name=target)
    return found


def split(text: str) -> tuple[str, str]:
    """``y = 3*x`` as the target's name and the expression; without a name it is y."""
    left, sign, right = text.partition("=")
    if not sign:
        return "y", text
    target = left.strip()
    if not target.isidentifier() or target in formula.CONSTANTS:
        raise EngineError("must begin with a name, such as y =")
    return target, right


def _curve(x: Array, y: Array) -> Data:
    return Data(Table({"x": x, "y": y}), ("x",), "y")


def _surface(p: Array, y: Array) -> Data:
    table = Table({"x1": p[:, 0].copy(), "x2": p[:, 1].copy(), "y": y})
    return Data(table, ("x1", "x2"), "y")


def _two(p: Array, one: NDArray[np.bool_]) -> Data:
    return _classified(p, one.astype(np.int64))


def _classified(p: Array, kind: NDArray[np.int64]) -> Data:
    columns = {"x1": p[:, 0].copy(), "x2": p[:, 1].copy(), "class": labels(kind.tolist())}
    return Data(Table(columns), ("x1", "x2"), "class", "classification")


def _halves(rows: int) -> NDArray[np.bool_]:
    """True for the first half of the rows."""
    return np.arange(rows) < rows // 2


def _square(
    rows: int, half: float, noise: float, seed: int, gap: float = 0.0
) -> tuple[Array, Array]:
    """Places in a square, ``gap`` off the axes, and the moved places that the target is read at."""
    draw = np.random.default_rng(seed)
    p = draw.uniform(-half, half, (rows, 2))
    p += np.where(p > 0, gap, -gap)
    return p, p + noise * draw.uniform(-half, half, (rows, 2))
