"""What a model sees of its features: themselves, their powers and products, any safe formula."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine import edits
from engine.data import formula
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.specs import Data

HIGHEST = 10  # power of a single feature
MOST_SQUARED = 6  # features of which squares are offered
ONES = "1"


def shown(experiment: Experiment) -> tuple[str, ...]:
    """The inputs as formulas, in the order of the first layer's weights."""
    inputs = experiment.model.inputs
    return experiment.data.features if inputs is None else inputs


def offered(experiment: Experiment) -> tuple[str, ...]:
    """The inputs that there are and those that are usually added; none where no formula can be.

    One feature has its powers up to ten, two have the seven of TensorFlow Playground, more have
    their squares; a column of ones does what a bias would.
    """
    features = experiment.data.features
    if not all(_is_formula(name, experiment.data) for name in features):
        return ()
    usual = [*features, *_expansions(features), ONES]
    return (*usual, *(text for text in shown(experiment) if text not in usual))


def with_inputs(experiment: Experiment, inputs: tuple[str, ...]) -> Experiment:
    """Other inputs; training starts with new weights. EngineError where one is no safe formula."""
    data = experiment.data
    if not inputs:
        raise EngineError("must name at least one input", "model.inputs")
    for text in inputs:
        formula.names(text, data.features, where="model.inputs")
    chosen = None if inputs == data.features else inputs
    return edits.with_model(experiment, replace(experiment.model, inputs=chosen))


def with_input_added(experiment: Experiment, text: str) -> Experiment:
    """One formula more; EngineError where it is not allowed, or gives no numbers here."""
    text = " ".join(text.split())
    if not text:
        raise EngineError("must be a formula", "model.inputs", formula.HINT)
    if text in shown(experiment):
        return experiment
    data = experiment.data
    columns = {name: data.table.columns[name] for name in data.features}
    values = np.asarray(formula.evaluate(text, columns, where="model.inputs"))
    if data.scaling.features == "none" and not np.isfinite(values).all():
        row = int(np.argmin(np.isfinite(np.broadcast_to(values, data.table.rows))))
        raise EngineError("is not a finite number in row {row}", "model.inputs", row=row)
    return with_inputs(experiment, (*shown(experiment), text))


def _expansions(features: tuple[str, ...]) -> list[str]:
    if len(features) == 1:
        (x,) = features
        return [*(f"{x}**{power}" for power in range(2, HIGHEST + 1)), f"sin({x})"]
    if len(features) == 2:
        a, b = features
        return [f"{a}**2", f"{b}**2", f"{a}*{b}", f"sin({a})", f"sin({b})"]
    return [f"{name}**2" for name in features[:MOST_SQUARED]]


def _is_formula(name: str, data: Data) -> bool:
    try:
        return formula.names(name, data.features) == {name}
    except EngineError:
        return False
