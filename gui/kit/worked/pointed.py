"""The formulas of a thing that is pointed at, with the numbers that training has sent for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from engine.experiment import Experiment
from engine.frames import Pointed
from engine.frames.things import (
    Answer,
    Cell,
    Datum,
    Delta,
    Figure,
    Gradient,
    Input,
    Moved,
    Neuron,
    Number,
    Outcome,
    PhaseCard,
    Residual,
    Setting,
    StepLoss,
    Sum,
    Target,
    Term,
)
from gui.kit.worked import focus
from gui.kit.worked.backward import backward_lines, gradient_lines, slope_line
from gui.kit.worked.focus import Focus, layer_names
from gui.kit.worked.forward import forward_lines, outcome_lines, probability_line
from gui.kit.worked.lines import Line
from gui.kit.worked.loss import loss_lines, sum_lines, term_line
from gui.kit.worked.names import cell as letter_of
from gui.kit.worked.neurons import contribution, delta_line, neuron_line, output_line, sum_line
from gui.kit.worked.seen import (
    answer_lines,
    cell_lines,
    figure_line,
    input_lines,
    own_units,
    setting_line,
    target_line,
)
from gui.kit.worked.update import lines_for, update_lines

FIRST = Focus()


def worked(experiment: Experiment, pointed: Pointed, follow: Focus = FIRST) -> list[Line]:
    """``experiment`` is the one with the choices that the numbers were made with.

    ``follow`` is the parameter that phases work out.
    """
    thing, detail, seen = pointed.thing, pointed.detail, pointed.seen
    match thing:
        case Number() | Gradient() | Moved():
            return _of_parameter(experiment, pointed, thing)
        case Sum() | Neuron() | Outcome() | Delta():
            return _of_neuron(experiment, pointed, thing)
        case Datum() | Residual() | Answer() | Term() | Target():
            return _of_row(experiment, pointed, thing)
        case Input(index):
            return [] if seen is None else input_lines(experiment, seen, index)
        case StepLoss():
            return [loss_lines(experiment, None)[0], *sum_lines(detail)]
        case PhaseCard(phase):
            parts: dict[str, Callable[[], list[Line]]] = {
                "forward": lambda: forward_lines(experiment, detail),
                "loss": lambda: loss_lines(experiment, detail),
                "backward": lambda: backward_lines(experiment, detail, follow),
                "update": lambda: update_lines(experiment, detail, follow),
            }
            return parts[phase]()
        case Cell():
            return [] if seen is None else cell_lines(experiment, seen, thing)
        case Setting(path):
            return [setting_line(experiment, detail, path)]
        case Figure():
            return [figure_line(experiment, thing, pointed.counted)]
        case _:
            assert_never(thing)


def _of_parameter(
    experiment: Experiment, pointed: Pointed, thing: Number | Gradient | Moved
) -> list[Line]:
    """Where one number of a parameter takes part, and how it was changed."""
    shapes = experiment.parameter_shapes()
    letter = letter_of(thing.parameter, thing.place, shapes[thing.parameter], layer_names(shapes))
    cell = focus.Cell(thing.parameter, thing.place, letter)
    if isinstance(thing, Gradient):
        return gradient_lines(experiment, pointed.detail, cell)
    if isinstance(thing, Moved):
        return lines_for(experiment, pointed.detail, cell)
    lines = [contribution(experiment, pointed, cell)]
    if pointed.beside is not None:
        lines += gradient_lines(experiment, pointed.beside, cell)
        if pointed.beside.after is not None:
            lines += lines_for(experiment, pointed.beside, cell)
    return lines


def _of_neuron(
    experiment: Experiment, pointed: Pointed, thing: Sum | Neuron | Outcome | Delta
) -> list[Line]:
    detail = pointed.detail
    last = len(detail.layers) - 1
    if isinstance(thing, Outcome):
        return [output_line(experiment, detail), probability_line(detail)]
    if isinstance(thing, Delta):
        if thing.layer == last:
            return [slope_line(experiment, detail)]
        return [delta_line(experiment, detail, thing)]
    if thing.layer == last:
        return [output_line(experiment, detail), *_outcome(pointed)]
    lines = [sum_line(experiment, detail, thing.layer)]
    if isinstance(thing, Neuron):
        lines.append(neuron_line(experiment, detail, thing.layer))
    return lines


def _of_row(
    experiment: Experiment, pointed: Pointed, thing: Datum | Residual | Answer | Term | Target
) -> list[Line]:
    detail, seen = pointed.detail, pointed.seen
    if seen is None:
        return []
    if isinstance(thing, Target):
        return [target_line(experiment, seen, detail)]
    if isinstance(thing, Answer):
        return [*answer_lines(experiment, seen), output_line(experiment, detail),
                *_outcome(pointed), *own_units(experiment, seen, detail)]  # fmt: skip
    if isinstance(thing, Datum):
        return [output_line(experiment, detail), *_outcome(pointed), term_line(detail),
                *own_units(experiment, seen, detail)]  # fmt: skip
    if isinstance(thing, Residual):
        return [*outcome_lines(detail), term_line(detail)]
    return [term_line(detail)]


def _outcome(pointed: Pointed) -> list[Line]:
    """What an output means; a place that is no row has no error."""
    at_place = pointed.where.features is not None
    if at_place and pointed.detail.outcome == "regression":
        return []
    return outcome_lines(pointed.detail)
