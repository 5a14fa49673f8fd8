"""One neuron in formulas: its sum, what it makes of it, and what comes back to it."""

from __future__ import annotations

from engine.experiment import Experiment
from engine.frames import Detail, Pointed
from engine.frames.things import Delta, Number, Slope
from gui.kit.formulas import output_latex
from gui.kit.words import tr
from gui.kit.worked import known
from gui.kit.worked.focus import Cell, layer_names
from gui.kit.worked.forward import linear_lines, neuron_sum
from gui.kit.worked.lines import (
    MOST_TERMS,
    Line,
    figure,
    line,
    summands,
    times,
)
from gui.kit.worked.links import Linked
from gui.kit.worked.names import SLOPES, function, layer_mark, row_mark


def contribution(experiment: Experiment, pointed: Pointed, cell: Cell) -> Line:
    """What a weight or a bias adds to its neuron's sum."""
    detail, thing = pointed.detail, Number(cell.name, cell.place)
    value = Linked(pointed.number or 0.0, thing)
    if cell.name.endswith(".bias"):
        return line(tr("added to the sum as it is"), cell.latex, f"= {figure(value)}")
    layers = layer_names(experiment.parameter_shapes())
    index = layers.index(cell.name.partition(".")[0])
    into = experiment.parameter_shapes()[cell.name][1]
    source = known.entering(detail, index)[cell.place % into]
    name = rf"{cell.latex} {_entering(experiment, index, cell.place % into, into, detail)}"
    caption = tr("what it adds to the sum, row {row}", row=_row(detail))
    return line(caption, name, f"= {times(value, source)}", f"= {figure(value * source)}")


def sum_line(experiment: Experiment, detail: Detail, index: int) -> Line:
    """A hidden neuron's z."""
    layer = detail.layers[index]
    caption = tr("row {row}", row=_row(detail))
    name = f"z{_mark(experiment, index)}{_index(len(layer.before[0]), layer.neuron)}"
    return line(caption, name, *neuron_sum(experiment, detail, index))


def neuron_line(experiment: Experiment, detail: Detail, index: int) -> Line:
    """What a hidden neuron makes of its z."""
    layer = detail.layers[index]
    place = _index(len(layer.before[0]), layer.neuron)
    mark, name = _mark(experiment, index), function(experiment.model.activations[index])
    z = known.sums(detail, index)[layer.neuron]
    a = known.outputs(detail, index)[layer.neuron]
    formula = f"a{mark}{place} = {name}(z{mark}{place})"
    return line("", formula, f"= {name}({figure(z)})", f"= {figure(a)}")


def output_line(experiment: Experiment, detail: Detail) -> Line:
    """The output that is written out, of a row or a place."""
    layer, last = detail.layers[-1], len(detail.layers) - 1
    if not experiment.model.hidden and len(layer.before[0]) == 1:
        return linear_lines(experiment, detail)[0]
    letter = output_latex(experiment.data.outcome)
    place = _index(len(layer.before[0]), layer.neuron)
    mark, bias = _mark(experiment, last), " + b" if experiment.model.bias else ""
    enter = f"a{_mark(experiment, last - 1)}" if last else "x"
    bias = bias and f"{bias}{mark}{place}"
    symbols = rf"{letter}{place} = W{mark}{place} {enter}{bias}"
    return line(_caption(experiment, layer.neuron), symbols,
                *neuron_sum(experiment, detail, last))  # fmt: skip


def slope_of(experiment: Experiment, detail: Detail, thing: Slope) -> Line:
    """How steep a hidden neuron's activation is at its z."""
    layer, choice = detail.layers[thing.layer], experiment.model.activations[thing.layer]
    if layer.slope is None:
        return line(tr("not computed yet"), "f'(z)")
    name, place = function(choice), _index(len(layer.before[0]), layer.neuron)
    z = known.sums(detail, thing.layer)[layer.neuron]
    letters = SLOPES.get(choice.name)
    formula = f"{name}'(z{_mark(experiment, thing.layer)}{place})"
    result = known.slopes(detail, thing.layer)[layer.neuron]
    return line(
        tr("how much of the gradient comes through"),
        formula,
        f"= {letters}" if letters else None,
        f"= {name}'({figure(z)})",
        f"= {figure(result)}",
    )


def delta_line(experiment: Experiment, detail: Detail, thing: Delta) -> Line:
    """What comes back to a hidden neuron through the next layer's weights."""
    index, layer = thing.layer, detail.layers[thing.layer]
    if layer.delta is None or layer.slope is None or layer.back is None or layer.leaving is None:
        return line(tr("not computed yet"), r"\delta")
    above, into = known.deltas(detail, index + 1), len(layer.before[0])
    next_layer = detail.layers[index + 1].name
    weights = [
        Linked(w, Number(f"{next_layer}.weight", place * into + layer.neuron))
        for place, w in enumerate(layer.leaving)
    ]
    terms = [times(d, w) for d, w in zip(above[:MOST_TERMS], weights, strict=False)]
    pieces = summands(terms, len(above), figure(known.slopes(detail, index)[layer.neuron]))
    mark, place = _mark(experiment, index), _index(into, layer.neuron)
    above_mark, row = _mark(experiment, index + 1), row_mark(detail)
    name = function(experiment.model.activations[index])
    symbols = (
        rf"\delta{mark}{place} = {name}'(z{mark}{place}) \sum_k \delta{above_mark}_{{k}} "
        rf"W{above_mark}_{{k,{layer.neuron + 1}}}"
    )
    result = known.deltas(detail, index)[layer.neuron]
    first, *rest = pieces
    caption = tr("back to neuron {number} of hidden layer {layer}, row {row}",
                 number=layer.neuron + 1, layer=index + 1, row=row)  # fmt: skip
    return line(caption, symbols, f"= {first}", *rest, f"= {figure(result)}")


def _caption(experiment: Experiment, neuron: int) -> str:
    if experiment.data.outcome != "multiclass":
        return tr("output layer")
    return tr("the output for {name}", name=experiment.data.classes[neuron])


def _entering(experiment: Experiment, index: int, place: int, into: int, detail: Detail) -> str:
    """What a weight multiplies, with its indices."""
    row = row_mark(detail)
    if index == 0:
        return f"x_{{{row}}}" if into == 1 else f"x_{{{row},{place + 1}}}"
    return f"a{_mark(experiment, index - 1)}" + (f"_{{{place + 1}}}" if into > 1 else "")


def _row(detail: Detail) -> str:
    return "∗" if detail.rows[0] < 0 else str(int(detail.rows[0]) + 1)


def _mark(experiment: Experiment, index: int) -> str:
    return layer_mark(index, len(experiment.model.hidden) + 1)


def _index(count: int, place: int) -> str:
    return f"_{{{place + 1}}}" if count > 1 else ""
