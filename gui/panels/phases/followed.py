"""What the cards say of a model with many parameters: one row and one parameter on their way."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from engine.experiment import Experiment
from engine.experiment.specs import input_names
from engine.frames import Followed, FollowRequest, Phase
from gui.kit.formulas import output_letter
from gui.kit.numbers import full, loss, number, short
from gui.kit.parameter_names import RAISED, cell_name, count, input_mark, layer_of
from gui.kit.words import tr
from gui.panels.phases.naming import (
    Writer,
    is_plain_sgd,
    layer_label,
    loss_term,
    optimizer_label,
    penalties,
    sigmoid,
    vector,
)
from gui.panels.phases.wrapping import BOUND, ENTRY

MOST_ENTRIES = 200  # neurons of a layer that are written down
MOST_LAYERS = 3  # hidden layers that are written; of more the first and the last ones


def lines(
    phase: Phase, experiment: Experiment, known: Followed | FollowRequest, write: Writer
) -> list[str]:
    """The lines of a phase's card; as long as there is only the request, without numbers."""
    name = _cell(experiment, known.parameter, known.place)
    followed = known if isinstance(known, Followed) else None
    if phase == "forward":
        return _forward(experiment, followed, write)
    if phase == "loss":
        return _loss(experiment, followed, write)
    return {"backward": _backward, "update": _update}[phase](experiment, followed, name, write)


def _forward(experiment: Experiment, followed: Followed | None, write: Writer) -> list[str]:
    model = experiment.model
    letter = output_letter(experiment.data.outcome)
    rule = "f(x)" if model.hidden else "W·x + b" if model.bias else "W·x"
    rule = f"{letter} = {rule}"
    if followed is None:
        return [rule]
    *hidden, output = followed.activations
    heading = tr("{formula}, row {row}:", formula=rule, row=followed.row + 1)
    written = [
        f"a{str(layer).translate(RAISED)} {ENTRY.join(_entries(values, write))}"
        for layer, values in enumerate(hidden, start=1)
    ]
    if len(written) > MOST_LAYERS and write is not full:
        written = [written[0], "…", written[-1]]
    return [
        heading,
        *written,
        f"{letter}{BOUND}= {vector(output, write)}",
        *_probability(followed, write),
    ]


def _loss(experiment: Experiment, followed: Followed | None, write: Writer) -> list[str]:
    mean = experiment.loss.reduction == "mean"
    label = loss_term(experiment, short=write is not full)
    if followed is None or followed.loss is None:
        name = tr("mean {term}", term=label) if mean else tr("sum {term}", term=label)
        return [name, *penalties(experiment)]
    word = tr("mean") if mean else tr("sum")
    return [
        label,
        tr("row {row}: {value}", row=followed.row + 1, value=write(followed.term)),
        *penalties(experiment),
        f"{word}{BOUND}= {loss(followed.loss) if write is number else write(followed.loss)}",
    ]


def _backward(
    experiment: Experiment, followed: Followed | None, name: str, write: Writer
) -> list[str]:
    if followed is None or not _reached(experiment, followed):
        return [f"∂L/∂{name}"]
    if followed.gradient is None:
        return [*_heading(experiment, followed, name), tr("{name} is frozen", name=name)]
    others = count(dict(followed.shapes)) - 1
    more = [tr("{count} more…", count=short(others))] if others else []
    slope = f"∂L/∂{name} ={BOUND}{write(followed.gradient)}"
    return [*_heading(experiment, followed, name), slope, *more]


def _update(
    experiment: Experiment, followed: Followed | None, name: str, write: Writer
) -> list[str]:
    plain_sgd, optimizer = is_plain_sgd(experiment), optimizer_label(experiment)
    if followed is None or followed.after is None:
        rule = f"{name} ← {name} − η·∂L/∂{name}" if plain_sgd else f"{name} ← {name} + Δ{name}"
        return [rule, f"({optimizer})"]
    if followed.gradient is None:
        return [f"{name} ←{BOUND}{write(followed.after)}", tr("{name} is frozen", name=name)]
    moved = followed.after - followed.before
    sign = "+" if moved > 0 else "−"
    worked = f"{name} ← {write(followed.before)} {sign}{BOUND}{write(abs(moved))}"
    if plain_sgd:
        slope = write(followed.gradient)
        slope = f"({slope})" if slope.startswith("−") else slope
        worked = f"{name} ← {write(followed.before)} −{BOUND}{short(followed.lr)}·{slope}"
    return [worked, f"={BOUND}{write(followed.after)} ({optimizer})"]


def _reached(experiment: Experiment, followed: Followed) -> bool:
    """Whether the backward phase has run; of a frozen parameter the gradient does not say."""
    return followed.gradient is not None or followed.parameter in experiment.model.frozen


def _heading(experiment: Experiment, followed: Followed, name: str) -> list[str]:
    inputs = input_names(experiment.data, experiment.model)
    mark = input_mark(followed.parameter, dict(followed.shapes), inputs, followed.place)
    layer = layer_label(layer_of(followed.parameter))
    return [tr("{name} of {layer}:", name=f"{name}{mark}", layer=layer)]


def _cell(experiment: Experiment, name: str, place: int) -> str:
    shapes = experiment.parameter_shapes()
    name = name if name in shapes else "output.weight"
    last = math.prod(shapes[name]) - 1
    return cell_name(name, shapes[name], max(0, min(place, last)))


def _probability(followed: Followed, write: Writer) -> list[str]:
    """What logits mean: of two classes the second one's probability, of more each one's."""
    output = followed.activations[-1]
    if followed.outcome == "regression" or not np.isfinite(output).all():
        return []
    if followed.outcome == "binary":
        return [f"ŷ = σ(z){BOUND}= {write(sigmoid(float(output[0])))}"]
    shifted = np.exp(output - output.max())
    return [f"ŷ = softmax(z){BOUND}= {vector(shifted / shifted.sum(), write)}"]


def _entries(values: Sequence[float] | np.ndarray, write: Writer) -> list[str]:
    """Two digits after the point where a line has to hold many."""
    each = full if write is full else _brief
    shown = [each(float(value)) for value in values[:MOST_ENTRIES]]
    return shown if len(shown) == len(values) else [*shown, "…"]


def _brief(value: float) -> str:
    if not math.isfinite(value) or abs(value) >= 1000 or 0 < abs(value) < 0.005:
        return number(value)
    text = f"{value:.2f}"
    return text.replace("-", "−")
