"""The backward phase in formulas: from the loss back through the layers to each parameter."""

from __future__ import annotations

import numpy as np

from engine.experiment import Experiment
from engine.frames import Detail
from engine.frames.things import Gradient, Residual
from gui.kit.formulas import output_latex
from gui.kit.words import tr
from gui.kit.worked import known
from gui.kit.worked.focus import Cell, Focus, cells, layer_names
from gui.kit.worked.lines import (
    PLUS,
    Line,
    equals,
    factor,
    figure,
    line,
    summands,
    times,
    vector,
)
from gui.kit.worked.links import Linked, linked
from gui.kit.worked.loss import RESULT
from gui.kit.worked.losses import filled_slope, slope, written
from gui.kit.worked.names import function, layer_mark, row_mark

DOUBLED = "2 "  # how the slope of a square begins
ERROR = r"(\hat{y}_i - y_i)"


def backward_lines(experiment: Experiment, detail: Detail | None, focus: Focus) -> list[Line]:
    """The chain rule step by step, and the gradient of the parameters in focus."""
    shown = detail if detail is not None and detail.gradients is not None else None
    lines = [slope_line(experiment, shown)]
    hidden = range(len(experiment.model.hidden))
    lines += [_through(experiment, shown, index) for index in reversed(hidden)]
    for cell in cells(experiment.parameter_shapes(), focus):
        lines += gradient_lines(experiment, shown, cell)
    return lines


def slope_line(experiment: Experiment, detail: Detail | None) -> Line:
    """∂L/∂ŷ of the row that is followed, or ∂L/∂z where ŷ is a probability."""
    spec, row = experiment.loss, row_mark(detail)
    delta = _delta(len(experiment.model.hidden), experiment)
    letter = output_latex(experiment.data.outcome)
    name = rf"\delta{delta}_{{{row}}} = \frac{{\partial L}}{{\partial {letter}_{{{row}}}}}"
    caption = (
        tr("how the loss changes with a row's prediction")
        if experiment.data.outcome == "regression"
        else tr("how the loss changes with a row's z")
    )
    mean = spec.reduction == "mean"
    kind = written(spec.name, experiment.data.outcome)
    symbols = slope(kind, row)
    formula = None if symbols is None else equals(_share(symbols, "n" if mean else ""))
    if detail is None:
        return line(caption, name, formula)
    last = len(detail.layers) - 1
    values = known.settings("loss", spec.values)
    output = known.outputs(detail, last)
    worked = filled_slope(kind, output, known.target(detail), values)
    part = str(detail.batch_rows) if mean else ""
    numbers = None if worked is None else equals(_share(worked, part))
    return line(caption, name, formula, numbers, equals(vector(known.deltas(detail, last))))


def _share(term: str, count: str) -> str:
    """A row's term over the number of rows: 1/n of it, or 2/n of what is doubled."""
    if not count:
        return term
    if term.startswith(DOUBLED):
        return rf"\frac{{2}}{{{count}}} {term.removeprefix(DOUBLED)}"
    return rf"\frac{{1}}{{{count}}} {term}"


def _through(experiment: Experiment, detail: Detail | None, index: int) -> Line:
    """δ of a hidden layer: what comes back through the next layer's weights, times the slope."""
    above, here = _delta(index + 1, experiment), _delta(index, experiment)
    layers = len(experiment.model.hidden) + 1
    weight = f"W{layer_mark(index + 1, layers)}"
    slope = rf"{function(experiment.model.activations[index])}'(z{layer_mark(index, layers)})"
    name = rf"\delta{here} = (\delta{above} {weight}) \odot {slope}"
    caption = tr("back through hidden layer {number}", number=index + 1)
    if detail is None:
        return line(caption, name)
    layer = detail.layers[index]
    assert layer.delta is not None and layer.slope is not None and layer.back is not None
    slopes = rf"{{}} \odot {vector(known.slopes(detail, index))}"
    result = equals(vector(known.deltas(detail, index)))
    return line(caption, name, equals(vector(layer.back)), slopes, result)


def gradient_lines(experiment: Experiment, detail: Detail | None, cell: Cell) -> list[Line]:
    """The gradient of one parameter: a sum over the rows."""
    name = rf"\frac{{\partial L}}{{\partial {cell.latex}}}"
    if cell.name in experiment.model.frozen:
        return [line(tr("frozen: it has no gradient"), name)]
    is_bias = cell.name.endswith(".bias")
    index = layer_names(experiment.parameter_shapes()).index(cell.name.partition(".")[0])
    textbook = experiment.loss.name == "mse" and not experiment.model.hidden
    symbols = (
        _textbook(experiment, is_bias, cell)
        if textbook
        else _chain(experiment, index, is_bias, cell)
    )
    penalty = _penalty_symbols(experiment, cell)
    if detail is None:
        return [line("", name, equals(symbols), penalty)]
    gradient = linked(cell.of(detail.gradients), Gradient(cell.name, cell.place))
    worked = _terms(detail, index, cell, textbook)
    numbers = _penalty_numbers(experiment, detail, cell)
    result = equals(None if gradient is None else figure(gradient, RESULT))
    return [
        line("", name, equals(symbols), penalty, f"= {worked[0]}", *worked[1:], numbers, result)
    ]


def _textbook(experiment: Experiment, is_bias: bool, cell: Cell) -> str:
    """Of a linear model under the squared error, as every book writes it."""
    half = r"\frac{2}{n}" if experiment.loss.reduction == "mean" else "2"
    return rf"{half} \sum_{{i}} {ERROR}" + ("" if is_bias else rf"\, {_input(experiment, cell)}")


def _chain(experiment: Experiment, index: int, is_bias: bool, cell: Cell) -> str:
    """The sum over rows of δ times what entered, each with the indices that the cell has."""
    out, into = experiment.parameter_shapes()[f"{cell.name.partition('.')[0]}.weight"]
    neuron = f",{_neuron(cell, into) + 1}" if out > 1 else ""
    delta = rf"\delta{_delta(index, experiment)}_{{i{neuron}}}"
    if is_bias:
        return rf"\sum_{{i}} {delta}"
    if index == 0:
        return rf"\sum_{{i}} {delta}\, {_input(experiment, cell)}"
    mark = layer_mark(index - 1, len(experiment.model.hidden) + 1)
    source = f",{cell.place % into + 1}" if into > 1 else ""
    return rf"\sum_{{i}} {delta}\, a{mark}_{{i{source}}}"


def _input(experiment: Experiment, cell: Cell) -> str:
    into = experiment.parameter_shapes()[cell.name][1]
    return "x_{i}" if into == 1 else f"x_{{i,{cell.place % into + 1}}}"


def _neuron(cell: Cell, into: int) -> int:
    return cell.place if cell.name.endswith(".bias") else cell.place // into


def _terms(detail: Detail, index: int, cell: Cell, textbook: bool) -> list[str]:
    """The first terms of the sum in numbers, in pieces."""
    layer = detail.layers[index]
    into = layer.entering.shape[1]
    neuron, source = _neuron(cell, into), cell.place % into
    rows = range(len(detail.rows))
    left = (
        _errors(detail) if textbook else [known.deltas(detail, index, row)[neuron] for row in rows]
    )
    is_bias = cell.name.endswith(".bias")
    terms = [
        factor(value) if is_bias else times(value, known.entering(detail, index, row)[source])
        for row, value in enumerate(left)
    ]
    mean = detail.setup.loss.reduction == "mean"
    twice = rf"\frac{{2}}{{{detail.batch_rows}}}" if mean else "2"
    return summands(terms, detail.batch_rows, twice if textbook else "")


def _errors(detail: Detail) -> list[Linked]:
    """ŷ − y of each row that is laid open."""
    errors = detail.layers[-1].after[:, 0] - detail.targets
    return [Linked(e, Residual(known.row_of(detail, row))) for row, e in enumerate(errors)]


def _delta(index: int, experiment: Experiment) -> str:
    return layer_mark(index, len(experiment.model.hidden) + 1)


def _penalty_symbols(experiment: Experiment, cell: Cell) -> str | None:
    """What regularisation adds to the gradient of a weight."""
    asked = experiment.regularization
    if cell.name.endswith(".bias"):
        return None
    parts = [rf"{PLUS} \lambda_1 \mathrm{{sign}}({cell.latex})"] if asked.l1 else []
    parts += [rf"{PLUS} 2 \lambda_2 {cell.latex}"] if asked.l2 else []
    return " ".join(parts) or None


def _penalty_numbers(experiment: Experiment, detail: Detail, cell: Cell) -> str | None:
    if _penalty_symbols(experiment, cell) is None:
        return None
    asked, weight = detail.setup.regularization, cell.of(detail.before) or 0.0
    return f"{PLUS} {factor(asked.l1 * float(np.sign(weight)) + 2 * asked.l2 * weight)}"
