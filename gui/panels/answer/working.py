"""The lines that work an answer out: scaling, the weighted sum, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.catalog import ACTIVATIONS
from engine.experiment import Experiment
from engine.frames import Asked
from gui.kit.numbers import number, short
from gui.kit.words import tr

MOST_TERMS = 6  # of a sum that is written out
MOST_NEURONS = 8
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
Write = Callable[[float], str]


def working(experiment: Experiment, view: Asked) -> list[str]:
    """From the typed values to the answer, a line a step."""
    lines = _scaling(experiment, view)
    if experiment.model.inputs is not None:
        lines.append(tr("inputs: {values}", values=_values(view.inputs)))
    for place, layer in enumerate(view.layers):
        mark = str(place + 1).translate(RAISED)
        name = tr(ACTIVATIONS[experiment.model.activations[place].name].label)
        lines.append(f"a{mark} = {name}(W{mark}·… + b{mark}) = {_values(layer)}")
    lines += _sums(experiment, view)
    return lines + _made_of_it(experiment, view)


def answer(experiment: Experiment, view: Asked) -> str:
    """The answer itself: ``ŷ = 799.3``, ``dog (p = 0.8312)``."""
    if view.called is None:
        return f"ŷ = {number(float(view.output[0]))}"
    label = experiment.data.classes[view.called]
    return f"{label} (p = {number(float(view.output[view.called]))})"


def _scaling(experiment: Experiment, view: Asked) -> list[str]:
    how = experiment.data.scaling.features
    if how == "none" or len(view.scaled) != len(view.features):
        return []
    return [
        tr("{name}, scaled: {value}", name=name, value=number(float(value)))
        for name, value in zip(experiment.data.features, view.scaled, strict=True)
    ]


def _sums(experiment: Experiment, view: Asked) -> list[str]:
    """The last layer's weighted sums with their numbers put in."""
    entering = view.layers[-1] if view.layers else view.inputs
    left = "ŷ" if experiment.data.task == "regression" else "z"
    lines = []
    for place, (weights, total) in enumerate(zip(view.weight, view.z, strict=True)):
        name = left + (str(place).translate(LOWERED) if len(view.z) > 1 else "")
        bias = None if view.bias is None else float(view.bias[place % len(view.bias)])
        result = number(float(total))
        if len(weights) > MOST_TERMS:
            rule = "W·a + b" if view.layers else "W·x + b"
            lines.append(f"{name} = {rule if bias is not None else rule[:3]} = {result}")
            continue
        terms = [
            f"{number(float(w))}·{_bracketed(float(x))}"
            for w, x in zip(weights, entering, strict=True)
        ]
        text = " + ".join(terms) + ("" if bias is None else f" + {number(bias)}")
        lines.append(f"{name} = {text.replace('+ −', '− ')} = {result}")
    return lines


def _made_of_it(experiment: Experiment, view: Asked) -> list[str]:
    data = experiment.data
    if data.outcome == "regression":
        if (view.target_shift, view.target_factor) == (0.0, 1.0):
            return []
        own = number(float(view.output[0]))
        rule = (
            f"{number(float(view.z[0]))}·{short(view.target_factor)} + {short(view.target_shift)}"
        )
        return [tr("in the target's own units: {rule} = {own}", rule=rule, own=own)]
    if data.outcome == "binary":
        sign = "≥" if view.called else "<"
        called = data.classes[view.called or 0]
        return [
            f"p = σ(z) = {number(float(view.output[1]))}",
            f"p {sign} {short(experiment.model.threshold)} → {called}",
        ]
    return [f"p = softmax(z) = {_values(view.output)}"]


def _values(values: np.ndarray) -> str:
    shown = [number(float(value)) for value in values[:MOST_NEURONS]]
    return "  ".join(shown) + (f" … ({len(values)})" if len(values) > MOST_NEURONS else "")


def _bracketed(value: float) -> str:
    text = short(value)
    return f"({text})" if text.startswith("−") else text
