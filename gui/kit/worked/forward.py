"""The forward phase in formulas: one row on its way through the layers."""

from __future__ import annotations

import numpy as np

from engine.experiment import Experiment
from engine.experiment.specs import input_names
from engine.frames import Detail, LayerDetail
from engine.frames.things import Residual
from gui.kit.formulas import output_latex
from gui.kit.parameter_names import is_plain, shortened, subscript
from gui.kit.shapes import unbroken, written
from gui.kit.words import tr
from gui.kit.worked import known
from gui.kit.worked.lines import (
    MOST_TERMS,
    PLUS,
    Line,
    added,
    equals,
    factor,
    figure,
    line,
    summands,
    times,
    vector,
)
from gui.kit.worked.links import Linked
from gui.kit.worked.losses import shares
from gui.kit.worked.names import function, layer_mark, row_mark

MOST_NAMED = 6  # inputs in a caption


def forward_lines(experiment: Experiment, detail: Detail | None) -> list[Line]:
    """What becomes of the row that is followed; without numbers before the first step."""
    if not experiment.model.hidden:
        lines = [_whole(experiment, detail), *linear_lines(experiment, detail)]
        return [*lines, *outcome_lines(detail)]
    lines = []
    for index in range(len(experiment.model.hidden) + 1):
        lines += _layer(experiment, detail, index)
    return [*lines, *outcome_lines(detail)]


def _whole(experiment: Experiment, detail: Detail | None) -> Line:
    """All rows at once, as the program does it, with the shapes of what meets."""
    weight = experiment.parameter_shapes()["output.weight"]
    n = "n" if detail is None else str(detail.batch_rows)
    outputs, inputs = weight
    shapes = f"({n}, {inputs}) @ ({inputs}, {outputs})"
    if experiment.model.bias:
        shapes += f" + {written((outputs,))}"
    bias = " + b" if experiment.model.bias else ""
    caption = tr("all rows at once: {shapes} → {result}", shapes=shapes, result=f"({n}, {outputs})")
    letter = output_latex(experiment.data.outcome)
    return line(unbroken(caption), rf"{letter} = X W^{{\top}}{bias}")


def linear_lines(experiment: Experiment, detail: Detail | None) -> list[Line]:
    """What a linear model makes of a row."""
    row, of = row_mark(detail), _which(experiment)
    inputs = experiment.parameter_shapes()["output.weight"][1]
    letter = output_latex(experiment.data.outcome)
    if detail is None:
        symbols = rf"{letter}_{{i}} = {_symbols(inputs, 'x', 'i')}"
        return [line(tr("one row") + of, symbols, _bias(experiment))]
    layer = detail.layers[0]
    if layer.before.shape[1] > 1:
        return [
            line(
                tr("one logit for each class") + of,
                rf"{letter}_{{{row}}} = W x_{{{row}}}" + (" + b" if experiment.model.bias else ""),
                equals(vector(known.outputs(detail, 0))),
            ),
            line(
                _whose(experiment, layer, True),
                rf"{letter}_{{{row},{layer.neuron + 1}}}",
                *neuron_sum(experiment, detail, 0),
            ),
        ]
    worked = neuron_sum(experiment, detail, 0)
    return [
        line(
            tr("row {row}", row=row) + of,
            rf"{letter}_{{{row}}} = {_symbols(inputs, 'x', row)}",
            _bias(experiment),
            *worked,
        )
    ]


def _which(experiment: Experiment) -> str:
    """The inputs in the order of their weights, where there are several: `` · x₁ = 1, x₂ = a``."""
    inputs = input_names(experiment.data, experiment.model)
    if is_plain(inputs):
        return ""
    marks = [subscript(place) for place in range(1, len(inputs) + 1)] if inputs[1:] else [""]
    named = [f"x{mark} = {shortened(text)}" for mark, text in zip(marks, inputs, strict=True)]
    more = ", …" if len(inputs) > MOST_NAMED else ""
    return f" · {', '.join(named[:MOST_NAMED])}{more}"


def _symbols(inputs: int, letter: str, row: str) -> str:
    if inputs == 1:
        return f"W {letter}_{{{row}}}"
    terms = [f"W_{{{k + 1}}} {letter}_{{{row},{k + 1}}}" for k in range(min(inputs, MOST_TERMS))]
    return added(terms, inputs)


def _bias(experiment: Experiment) -> str | None:
    return f"{PLUS} b" if experiment.model.bias else None


def neuron_sum(experiment: Experiment, detail: Detail, index: int) -> list[str]:
    """A neuron's sum in numbers, and what it comes to, in pieces; the first, or the asked one."""
    layer = detail.layers[index]
    pairs = list(zip(known.weights(layer), known.entering(detail, index), strict=True))
    first, *rest = summands([times(w, x) for w, x in pairs[:MOST_TERMS]], len(pairs))
    bias = known.bias(layer, known.biases(experiment, layer.name))
    if bias is not None:
        rest.append(f"{PLUS} {factor(bias)}")
    last = index == len(detail.layers) - 1
    result = (known.outputs if last else known.sums)(detail, index)[layer.neuron]
    return [f"= {first}", *rest, f"= {figure(result)}"]


def _layer(experiment: Experiment, detail: Detail | None, index: int) -> list[Line]:
    """A layer's pre-activations, its first neuron worked out, and its outputs."""
    model = experiment.model
    layers = len(model.hidden) + 1
    mark, last = layer_mark(index, layers), index == layers - 1
    entering = "x" if index == 0 else f"a{layer_mark(index - 1, layers)}"
    letter = output_latex(experiment.data.outcome) if last else f"z{mark}"
    bias = f" + b{mark}" if model.bias else ""
    layer = None if detail is None else detail.layers[index]
    title = tr("output layer") if last else tr("hidden layer {number}", number=index + 1)
    symbols = f"{letter} = W{mark} {entering}{bias}"
    title += _which(experiment) if index == 0 else ""
    if detail is None or layer is None:
        lines = [line(title, symbols)]
    elif layer.before.shape[1] == 1:
        lines = [line(title, symbols, *neuron_sum(experiment, detail, index))]
    else:
        worked = neuron_sum(experiment, detail, index)
        first = line(_whose(experiment, layer, last), f"{letter}_{{{layer.neuron + 1}}}", *worked)
        sums = (known.outputs if last else known.sums)(detail, index)
        lines = [line(title, symbols, equals(vector(sums))), first]
    if not last:
        name = function(model.activations[index])
        after = None if detail is None else equals(vector(known.outputs(detail, index)))
        lines.append(line("", f"a{mark} = {name}(z{mark})", after))
    return lines


def _whose(experiment: Experiment, layer: LayerDetail, last: bool) -> str:
    """Which neuron of a layer is written out."""
    if last and experiment.data.outcome == "multiclass":
        return tr("the output for {name}", name=experiment.data.classes[layer.neuron])
    return tr("its first neuron") if layer.neuron == 0 else tr(
        "its neuron {number}", number=layer.neuron + 1
    )  # fmt: skip


def outcome_lines(detail: Detail | None) -> list[Line]:
    """What the output means: the error, or probabilities."""
    if detail is None:
        return []
    row, last = row_mark(detail), len(detail.layers) - 1
    output, target = known.outputs(detail, last), known.target(detail)
    if detail.outcome == "regression":
        worked = f"= {figure(output[0])} - {factor(target)}"
        error = figure(Linked(output[0] - target, Residual()))
        name = rf"\hat{{y}}_{{{row}}} - y_{{{row}}}"
        return [line(tr("the error"), name, worked, f"= {error}")]
    return [probability_line(detail)]


def probability_line(detail: Detail) -> Line:
    """What an output of classes stands for."""
    row, output = row_mark(detail), known.outputs(detail, len(detail.layers) - 1)
    name = rf"\hat{{y}}_{{{row}}} = "
    if detail.outcome == "binary":
        share = known.outcome(1 / (1 + np.exp(-output[0])), 1, output[0])
        worked = rf"= \sigma({figure(output[0])})"
        caption = tr("the probability of the second class")
        return line(caption, rf"{name}\sigma(z_{{{row}}})", worked, f"= {figure(share)}")
    each = [known.outcome(p, place, output[0]) for place, p in enumerate(shares(output))]
    told = equals(vector(each))
    return line(tr("the probability of each class"), rf"{name}{_softmax()}(z_{{{row}}})", told)


def _softmax() -> str:
    return r"\mathrm{softmax}"
