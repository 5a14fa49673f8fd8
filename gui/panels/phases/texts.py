"""What the four cards of a step say: the formula, and the learner's own numbers once it has run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.catalog import LOSSES, OPTIMIZERS
from engine.experiment import Experiment
from engine.experiment.specs import input_names
from engine.frames import Arrays, Phase, Step
from gui.kit.formulas import plain
from gui.kit.numbers import Number, count, full, loss, number, short
from gui.kit.parameter_names import LOWERED, cell_names, layer_of, shortened
from gui.kit.parameter_names import count as count_cells
from gui.kit.words import tr

WEIGHT = "output.weight"
MOST_CELLS = 3  # parameters that are named one by one; more are summed up by layer
MOST_ROWS = 3
LONGEST_FORMULA = 20  # a loss whose formula is longer goes by its name
BOUND = "\u00a0"  # a space at which no line is broken

Writer = Callable[[Number | None], str]


@dataclass(frozen=True, slots=True)
class CardText:
    """The lines of a card, and the same with every digit for the tooltip."""

    lines: tuple[str, ...]
    details: tuple[str, ...]


def card_text(phase: Phase, experiment: Experiment, step: Step | None) -> CardText:
    """What the card of a phase says; without a step, or before its phase, only the formula."""
    write = {"forward": _forward, "loss": _loss, "backward": _backward, "update": _update}[phase]
    return CardText(tuple(write(experiment, step, number)), tuple(write(experiment, step, full)))


def _forward(experiment: Experiment, step: Step | None, write: Writer) -> list[str]:
    lines = [_model(experiment)]
    if step is None or step.predictions is None:
        return lines
    most = MOST_ROWS if write is number else len(step.rows)
    for row, prediction in list(zip(step.rows, step.predictions, strict=True))[:most]:
        name = "ŷ" + str(int(row) + 1).translate(LOWERED)
        lines.append(f"{name}{BOUND}={BOUND}{_vector(prediction, write)}")
    if step.batch_rows > most:
        lines.append(tr("… {count} rows", count=count(step.batch_rows)))
    return lines


def _model(experiment: Experiment) -> str:
    """The model as a formula; where its weights are named, each with its input."""
    model, data = experiment.model, experiment.data
    if model.hidden:
        return "ŷ = f(x)"
    bias = " + b" if model.bias else ""
    inputs, shape = input_names(data, model), experiment.parameter_shapes()[WEIGHT]
    if shape[0] > 1 or len(inputs) < 2 or not _cells(experiment):
        return f"ŷ = W·x{bias}"
    weights = cell_names(WEIGHT, shape)
    terms = [f"{w}·{_bracketed(text)}" for w, text in zip(weights, inputs, strict=True)]
    return f"ŷ = {' + '.join(terms)}{bias}"


def _bracketed(text: str) -> str:
    """An input as a factor."""
    shown = shortened(text)
    return f"({shown})" if any(sign in text for sign in "+-/ ") else shown


def _loss(experiment: Experiment, step: Step | None, write: Writer) -> list[str]:
    entry, penalty = LOSSES[experiment.loss.name], experiment.regularization
    formula = plain(entry.formula).replace(" ", BOUND)
    if len(formula) > LONGEST_FORMULA and write is number:
        formula = tr(entry.label)
    mean = experiment.loss.reduction == "mean"
    lines = [tr("mean {term}", term=formula) if mean else tr("sum {term}", term=formula)]
    lines += [f"+ {short(penalty.l1)}·Σ|w|"] if penalty.l1 else []
    lines += [f"+ {short(penalty.l2)}·Σw²"] if penalty.l2 else []
    if step is None or step.loss is None:
        return lines
    return [*lines, f"= {loss(step.loss) if write is number else write(step.loss)}"]


def _backward(experiment: Experiment, step: Step | None, write: Writer) -> list[str]:
    cells = _cells(experiment)
    gradients = None if step is None else step.gradients
    if gradients is None:
        every = [name for names in cells.values() for name in names]
        return [f"∂L/∂{name}" for name in every or ["θ"]]
    if not cells:
        return [tr("size of ∂L/∂θ"), *_norms(experiment, gradients, write)]
    lines = []
    for parameter, names in cells.items():
        if gradients.get(parameter) is None:
            lines += [tr("{name} is frozen", name=name) for name in names]
            continue
        for name, value in zip(names, np.ravel(gradients[parameter]), strict=True):
            lines.append(f"∂L/∂{name} ={BOUND}{write(value)}")
    return lines


def _update(experiment: Experiment, step: Step | None, write: Writer) -> list[str]:
    cells, plain_sgd = _cells(experiment), _is_plain_sgd(experiment)
    optimizer = tr(OPTIMIZERS[experiment.optimizer.name].label)
    if step is None or step.after is None:
        name = next(iter(cells.values()))[0] if cells else "θ"
        rule = f"{name} ← {name} − η·∂L/∂{name}" if plain_sgd else f"{name} ← {name} + Δ{name}"
        return [rule] if plain_sgd else [rule, f"({optimizer})"]
    if not cells:
        changes = {name: step.after[name] - step.before[name] for name in step.after}
        return [tr("size of Δθ"), *_norms(experiment, changes, write), f"({optimizer})"]
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


def _norms(experiment: Experiment, arrays: Arrays, write: Writer) -> list[str]:
    """The Euclidean length of each layer's numbers."""
    layers: dict[str, list[float]] = {layer_of(n): [] for n in experiment.parameter_shapes()}
    for name, values in arrays.items():
        if values is not None:
            layers[layer_of(name)].append(float(np.linalg.norm(np.asarray(values, np.float64))))
    lengths = {name: float(np.hypot.reduce(n)) for name, n in layers.items() if n}
    return [f"{_layer(name)}: {write(length)}" for name, length in lengths.items()]


def _layer(name: str) -> str:
    if name == "output":
        return tr("output")
    return tr("hidden {number}", number=name.removeprefix("hidden"))


def _vector(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], write: Writer) -> str:
    if np.size(values) == 1:
        return write(float(np.ravel(values)[0]))
    return "(" + f",{BOUND}".join(write(value) for value in np.ravel(values)) + ")"


def _is_plain_sgd(experiment: Experiment) -> bool:
    optimizer = experiment.optimizer
    values = optimizer.as_dict()
    return optimizer.name == "sgd" and not any(
        values.get(name) for name in ("momentum", "weight_decay", "nesterov")
    )
