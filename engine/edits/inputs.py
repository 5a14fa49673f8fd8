"""What a model sees of its features: themselves, their powers and products, any safe formula."""

from __future__ import annotations

from dataclasses import replace

from engine.data import formula
from engine.data.mistakes import HINT
from engine.data.quoting import quoted
from engine.edits import parts as edits
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.inputs import check_telling_rows

HIGHEST = 10  # power of a single feature
MOST_SQUARED = 6  # features of which squares are offered
ONES = "1"


def shown(experiment: Experiment) -> tuple[str, ...]:
    """The inputs as formulas, in the order of the first layer's weights."""
    inputs = experiment.model.inputs
    names = experiment.data.encoding.names
    return tuple(quoted(name) for name in names) if inputs is None else inputs


def offered(experiment: Experiment) -> tuple[str, ...]:
    """The inputs that there are and those that are usually added.

    One feature has its powers up to ten, two have the seven of TensorFlow Playground, more have
    their squares; a column of ones does what a bias would.
    """
    encoding = experiment.data.encoding
    numeric = tuple(quoted(name) for name, owner in
                    zip(encoding.names, encoding.owners, strict=True)
                    if owner not in encoding.values)  # fmt: skip
    names = tuple(quoted(name) for name in encoding.names)
    usual = [*names, *_expansions(numeric), ONES]
    return (*usual, *(text for text in shown(experiment) if text not in usual))


def with_inputs(experiment: Experiment, inputs: tuple[str, ...]) -> Experiment:
    """Other inputs; training starts with new weights. EngineError where one is no safe formula."""
    data = experiment.data
    if not inputs:
        raise EngineError("must name at least one input", "model.inputs")
    for text in inputs:
        formula.names(text, data.variables, where="model.inputs")
    as_they_are = tuple(quoted(name) for name in data.encoding.names)
    chosen = None if inputs == as_they_are else inputs
    return edits.with_model(experiment, replace(experiment.model, inputs=chosen))


def with_input_added(experiment: Experiment, text: str) -> Experiment:
    """One formula more; EngineError where it is not allowed, or gives no numbers here."""
    text = " ".join(text.split())
    if not text:
        raise EngineError("must be a formula", "model.inputs", HINT)
    if text in shown(experiment):
        return experiment
    check_telling_rows(experiment.data, {"model.inputs": text})
    return with_inputs(experiment, (*shown(experiment), text))


def degree(experiment: Experiment) -> int:
    """The highest power of the only feature among the inputs; 0 where there is none."""
    powers = _powers(quoted(experiment.data.features[0]))
    return max((powers.index(text) + 1 for text in shown(experiment) if text in powers), default=0)


def with_degree(experiment: Experiment, highest: int) -> Experiment:
    """A polynomial: all powers of the only feature up to ``highest``, beside the other inputs.

    They stand together, ascending, where the first of them stood.
    """
    powers = _powers(quoted(experiment.data.features[0]))
    before = shown(experiment)
    place = next((i for i, text in enumerate(before) if text in powers), len(before))
    after = tuple(text for text in before[place:] if text not in powers)
    return with_inputs(experiment, (*before[:place], *powers[:highest], *after))


def _powers(feature: str) -> tuple[str, ...]:
    return (feature, *(f"{feature}**{power}" for power in range(2, HIGHEST + 1)))


def _expansions(features: tuple[str, ...]) -> list[str]:
    if not features:
        return []
    if len(features) == 1:
        (x,) = features
        return [*_powers(x)[1:], f"sin({x})"]
    if len(features) == 2:
        a, b = features
        return [f"{a}**2", f"{b}**2", f"{a}*{b}", f"sin({a})", f"sin({b})"]
    return [f"{name}**2" for name in features[:MOST_SQUARED]]
