"""What the four cards of a step say: the formula, and the learner's own numbers once it has run."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.experiment import Experiment
from engine.experiment.specs import input_names
from engine.frames import Followed, FollowRequest, Phase, Step
from gui.kit.formulas import output_letter
from gui.kit.numbers import count, full, loss, number, short
from gui.kit.parameter_names import LOWERED, cell_names, is_plain, shortened
from gui.kit.parameter_names import count as count_cells
from gui.kit.words import tr
from gui.panels.phases import followed as one_row
from gui.panels.phases.naming import (
    Array,
    Writer,
    is_plain_sgd,
    loss_term,
    optimizer_label,
    penalties,
    sigmoid,
    vector,
)
from gui.panels.phases.wrapping import BOUND

WEIGHT = "output.weight"
LONGEST_MODEL = 24  # characters of its formula on a card; the tooltip has it whole
MOST_CELLS = 3  # parameters that are all named; of more one is followed
MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known of the step at hand: of a small model all, else one row and one parameter."""

    step: Step | None = None
    followed: Followed | FollowRequest = field(default_factory=FollowRequest)


def card_lines(phase: Phase, experiment: Experiment, known: Numbers) -> tuple[str, ...]:
    """What the card of a phase says; without numbers, or before its phase, only the formula."""
    return tuple(_lines(phase, experiment, known, number))


def card_details(phase: Phase, experiment: Experiment, known: Numbers) -> tuple[str, ...]:
    """The same with every digit and every row that is there."""
    return tuple(_lines(phase, experiment, known, full))


def is_small(experiment: Experiment) -> bool:
    """Whether there are so few parameters that all of them are named."""
    return bool(_cells(experiment))


def _lines(phase: Phase, experiment: Experiment, known: Numbers, write: Writer) -> list[str]:
    if not is_small(experiment):
        return one_row.lines(phase, experiment, known.followed, write)
    if phase == "forward":
        return _forward(experiment, known, write)
    each = {"loss": _loss, "backward": _backward, "update": _update}[phase]
    return each(experiment, known.step, write)


def _forward(experiment: Experiment, known: Numbers, write: Writer) -> list[str]:
    step = known.step
    lines = [_model(experiment, short=write is number)]
    if step is None or step.predictions is None:
        return lines
    most = MOST_ROWS if write is number else len(step.rows)
    pairs = list(zip(step.rows.tolist(), step.predictions, strict=True))
    followed = known.followed
    if isinstance(followed, Followed) and followed.found:
        others = [pair for pair in pairs if pair[0] != followed.row]
        pairs = [(followed.row, followed.activations[-1]), *others]
    for row, prediction in pairs[:most]:
        mark = str(row + 1).translate(LOWERED)
        lines.append(_answer(experiment, mark, np.ravel(prediction), write))
    if step.batch_rows > most:
        lines.append(tr("… {count} rows", count=count(step.batch_rows)))
    return lines


def _model(experiment: Experiment, *, short: bool) -> str:
    """The model as a formula; few weights are named, each with its input where there is room."""
    model, data = experiment.model, experiment.data
    bias, letter = " + b" if model.bias else "", output_letter(data.outcome)
    inputs, shape = input_names(data, model), experiment.parameter_shapes()[WEIGHT]
    if shape[0] > 1 or is_plain(inputs) or not _cells(experiment):
        return f"{letter} = W·x{bias}"
    weights = cell_names(WEIGHT, shape)
    terms = [f"{w}·{_bracketed(text)}" for w, text in zip(weights, inputs, strict=True)]
    named = f"{letter} = {' + '.join(terms)}{bias}"
    return f"{letter} = W·x{bias}" if short and len(named) > LONGEST_MODEL else named


def _answer(experiment: Experiment, mark: str, output: Array, write: Writer) -> str:
    """A row's output; of two classes z, and ŷ = σ(z) beside it."""
    letter = output_letter(experiment.data.outcome)
    told = f"{letter}{mark}{BOUND}={BOUND}{vector(output, write)}"
    if experiment.data.outcome != "binary" or not np.isfinite(output).all():
        return told
    return f"{told}, ŷ{mark}{BOUND}={BOUND}{write(sigmoid(float(output[0])))}"


def _bracketed(text: str) -> str:
    """An input as a factor."""
    shown = shortened(text)
    return f"({shown})" if any(sign in text for sign in "+-/ ") else shown


def _loss(experiment: Experiment, step: Step | None, write: Writer) -> list[str]:
    term = loss_term(experiment, short=write is number)
    mean = experiment.loss.reduction == "mean"
    lines = [tr("mean {term}", term=term) if mean else tr("sum {term}", term=term)]
    lines += penalties(experiment)
    if step is None or step.loss is None:
        return lines
    lines += _row_term(experiment, step, write)
    return [*lines, f"= {loss(step.loss) if write is number else write(step.loss)}"]


def _row_term(experiment: Experiment, step: Step, write: Writer) -> list[str]:
    """The cross-entropy of the first row with its numbers, of two classes."""
    if experiment.loss.name != "bce" or step.predictions is None or not len(step.rows):
        return []
    z, y = float(np.ravel(step.predictions)[0]), int(np.ravel(step.targets)[0] > 0.5)
    if not np.isfinite(z):
        return []
    p, row = sigmoid(z), int(step.rows[0]) + 1
    worked = f"−[{y}·ln{BOUND}{write(p)} + {1 - y}·ln{BOUND}{write(sigmoid(-z))}]"
    return [tr("row {row}: {value}", row=row, value=worked)]


def _backward(experiment: Experiment, step: Step | None, write: Writer) -> list[str]:
    cells = _cells(experiment)
    gradients = None if step is None else step.gradients
    if gradients is None:
        return [f"∂L/∂{name}" for names in cells.values() for name in names]
    lines = []
    for parameter, names in cells.items():
        if gradients.get(parameter) is None:
            lines += [tr("{name} is frozen", name=name) for name in names]
            continue
        for name, value in zip(names, np.ravel(gradients[parameter]), strict=True):
            lines.append(f"∂L/∂{name} ={BOUND}{write(value)}")
    return lines


def _update(experiment: Experiment, step: Step | None, write: Writer) -> list[str]:
    cells, plain_sgd = _cells(experiment), is_plain_sgd(experiment)
    optimizer = optimizer_label(experiment)
    if step is None or step.after is None:
        name = next(iter(cells.values()))[0]
        rule = f"{name} ← {name} − η·∂L/∂{name}" if plain_sgd else f"{name} ← {name} + Δ{name}"
        return [rule] if plain_sgd else [rule, f"({optimizer})"]
    lines = []
    for parameter, names in cells.items():
        after = np.ravel(step.after[parameter])
        for index, (name, value) in enumerate(zip(names, after, strict=True)):
            worked = _worked(step, parameter, index, write) if plain_sgd else ""
            lines += (
                [f"{name} ← {worked}", f"= {write(value)}"]
                if worked
                else [f"{name} ← {write(value)}"]
            )
    return lines if plain_sgd else [*lines, f"({optimizer})"]


def _worked(step: Step, parameter: str, index: int, write: Writer) -> str:
    """The right side of a gradient descent step in numbers; nothing where it is frozen."""
    gradient = (step.gradients or {}).get(parameter)
    if gradient is None:
        return ""
    slope = write(np.ravel(gradient)[index])
    slope = f"({slope})" if slope.startswith("−") else slope
    before = write(np.ravel(step.before[parameter])[index])
    return f"{before} −{BOUND}{short(step.lr)}·{slope}"


def _cells(experiment: Experiment) -> dict[str, list[str]]:
    """The names of every single parameter, where there are few enough; else nothing."""
    shapes = experiment.parameter_shapes()
    if experiment.model.hidden or count_cells(shapes) > MOST_CELLS:
        return {}
    return {name: cell_names(name, shape) for name, shape in shapes.items()}
