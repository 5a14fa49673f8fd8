"""The losses in formulas: a row's term, and its slope. A new loss has its entries here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from engine.experiment.specs import Outcome
from engine.frames import Array
from engine.frames.things import Neuron, Residual
from gui.kit.worked.known import outcome
from gui.kit.worked.lines import factor, figure, vector
from gui.kit.worked.links import Linked

Values = Mapping[str, float]
Output = Sequence[float]
Term = Callable[[Output, float, Values], str]

MARGINS = "margins"  # the hinge of more than two classes
# What a row adds to the loss, as a formula; long ones are given without the sum around them.
TERMS: dict[str, str] = {
    "mse": r"(\hat{y}_i - y_i)^2",
    "l1": r"|\hat{y}_i - y_i|",
    "huber": r"h_{\delta}(\hat{y}_i - y_i)",
    "bce": r"{-}[y_i \ln \hat{y}_i + (1 - y_i) \ln(1 - \hat{y}_i)]",
    "cross_entropy": r"{-}\ln \hat{y}_{i,y_i}",
    "hinge": r"\max(0, 1 - m_i)",
    MARGINS: r"\frac{1}{C} \sum_{j \ne y_i} \max(0, 1 - z_{i,y_i} + z_{i,j})",
}
# ∂ term / ∂ŷ of the same row; e is 1 at its index, s the sign of the class, and v marks the
# classes that come within the margin.
SLOPES: dict[str, str] = {
    "mse": r"2 (\hat{y}_i - y_i)",
    "l1": r"\mathrm{sign}(\hat{y}_i - y_i)",
    "huber": r"\max(-\delta, \min(\delta, \hat{y}_i - y_i))",
    "bce": r"(\hat{y}_i - y_i)",
    "cross_entropy": r"(\hat{y}_i - e_{y_i})",
    "hinge": r"({-}s_i) \, [m_i \le 1]",
    MARGINS: r"\frac{1}{C} (v_i - |v_i| \, e_{y_i})",
}


def written(name: str, outcome: Outcome) -> str:
    """Under which name a loss stands here: for many classes the hinge has a formula of its own."""
    return MARGINS if (name, outcome) == ("hinge", "multiclass") else name


def slope(name: str, row: str) -> str | None:
    """The slope of a row's term as a formula, with the row's own number as its index."""
    symbols = SLOPES.get(name)
    return None if symbols is None else symbols.replace("_i", f"_{{{row}}}")


def filled_term(name: str, output: Output, target: float, values: Values) -> str | None:
    """A row's term with its numbers put in, as far as the formula is short enough to be read."""
    write = _TERMS.get(name)
    return None if write is None else write(output, target, values)


def filled_slope(name: str, output: Output, target: float, values: Values) -> str | None:
    """A row's slope with its numbers put in."""
    write = _SLOPES.get(name)
    return None if write is None else write(output, target, values)


def _square(output: Output, target: float, _: Values) -> str:
    return rf"\left({figure(output[0])} - {factor(target)}\right)^2"


def _size(output: Output, target: float, _: Values) -> str:
    return f"|{figure(output[0])} - {factor(target)}|"


def _huber(output: Output, target: float, values: Values) -> str:
    """Huber, 1964: a square near zero, a straight line beyond delta."""
    error, delta = abs(output[0] - target), values["delta"]
    if error <= delta:
        return rf"\frac{{1}}{{2}} \cdot {figure(error)}^2"
    return rf"{figure(delta)} \left( {figure(error)} - \frac{{{figure(delta)}}}{{2}} \right)"


def _surprise(output: Output, target: float, _: Values) -> str:
    """How surprised the probability of the true one of two classes is."""
    p, y = outcome(1 / (1 + np.exp(-output[0])), 1, output[0]), int(target > 0.5)
    terms = rf"{y} \ln {figure(p)} + {1 - y} \ln {figure(1 - p)}"
    return rf"{{-}}\left[{terms}\right]"


def _surprises(output: Output, target: float, _: Values) -> str:
    share = outcome(shares(output)[int(target)], int(target), output[0])
    return rf"{{-}}\ln {figure(share)}"


def _margin(output: Output, target: float, _: Values) -> str:
    sign = 1 if target > 0.5 else -1
    return rf"\max(0, 1 - {factor(sign)} \cdot {factor(output[0])})"


def _margins(output: Output, target: float, _: Values) -> str:
    """Weston & Watkins, 1999, over the number of classes as torch has it."""
    values = np.array(output, dtype=np.float64)
    beyond = np.delete(np.maximum(0, 1 - values[int(target)] + values), int(target))
    return rf"\frac{{1}}{{{len(output)}}} \left({' + '.join(map(figure, beyond))}\right)"


def _inside_margin(output: Output, target: float, _: Values) -> str:
    sign = 1 if target > 0.5 else -1
    shown = output[0] if sign > 0 else -output[0]
    return rf"{factor(-sign)} \cdot [{figure(shown)} \le 1]"


def _inside_margins(output: Output, target: float, _: Values) -> str:
    values = np.array(output, dtype=np.float64)
    inside = np.where(1 - values[int(target)] + values > 0, 1.0, 0.0)
    inside[int(target)] = 0
    truth = np.zeros(len(output))
    truth[int(target)] = 1
    counted = rf"{vector(inside)} - {figure(inside.sum())} \cdot {vector(truth)}"
    return rf"\frac{{1}}{{{len(output)}}} \left( {counted} \right)"


def _twice(output: Output, target: float, _: Values) -> str:
    return rf"2 \left({figure(_error(output, target))}\right)"


def _sign(output: Output, target: float, _: Values) -> str:
    return rf"\mathrm{{sign}}({figure(_error(output, target))})"


def _clipped(output: Output, target: float, values: Values) -> str:
    delta = figure(values["delta"])
    return rf"\max(-{delta}, \min({delta}, {figure(_error(output, target))}))"


def _probability(output: Output, target: float, _: Values) -> str:
    share = outcome(1 / (1 + np.exp(-output[0])), 1, output[0])
    return f"({figure(share)} - {figure(target)})"


def _probabilities(output: Output, target: float, _: Values) -> str:
    each = [outcome(p, place, output[0]) for place, p in enumerate(shares(output))]
    truth = np.zeros(len(output))
    truth[int(target)] = 1
    return rf"\left( {vector(each)} - {vector(truth)} \right)"


def shares(output: Output) -> Array:
    """The probabilities that logits stand for."""
    values = np.array(output, dtype=np.float64)
    shifted = np.exp(values - values.max())
    found: Array = shifted / shifted.sum()
    return found


def _error(output: Output, target: float) -> float:
    """ŷ − y, which knows whose it is where both do."""
    thing = getattr(output[0], "thing", None)
    error = float(output[0]) - target
    return Linked(error, Residual(thing.row)) if isinstance(thing, Neuron) else error


_TERMS: dict[str, Term] = {
    "mse": _square,
    "l1": _size,
    "huber": _huber,
    "bce": _surprise,
    "cross_entropy": _surprises,
    "hinge": _margin,
    MARGINS: _margins,
}
_SLOPES: dict[str, Term] = {
    "mse": _twice,
    "l1": _sign,
    "huber": _clipped,
    "bce": _probability,
    "cross_entropy": _probabilities,
    "hinge": _inside_margin,
    MARGINS: _inside_margins,
}
