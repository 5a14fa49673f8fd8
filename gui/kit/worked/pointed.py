"""The formulas of a thing that is pointed at, with the numbers that training has sent for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, assert_never

from engine.experiment import Experiment
from engine.frames import Detail, Pointed, things
from engine.frames.pointed import AT_HAND
from engine.frames.sights import Areas, Sighted
from gui.kit.worked import focus
from gui.kit.worked.backward import backward_lines, gradient_lines, slope_line
from gui.kit.worked.focus import Focus, layer_names
from gui.kit.worked.forward import forward_lines, outcome_lines, probability_line
from gui.kit.worked.lines import Line
from gui.kit.worked.loss import loss_lines, sum_lines, term_line
from gui.kit.worked.names import cell as letter_of
from gui.kit.worked.neurons import (
    contribution,
    delta_line,
    neuron_line,
    output_line,
    slope_of,
    sum_line,
)
from gui.kit.worked.seen import (
    answer_lines,
    best_lines,
    cell_lines,
    figure_line,
    input_lines,
    own_units,
    setting_line,
    target_line,
)
from gui.kit.worked.sights import sight_lines
from gui.kit.worked.update import lines_for, update_lines

FIRST = Focus()


class Part(NamedTuple):
    """Lines whose numbers are of one ``step``, or of the parameters as they are now."""

    step: int | None
    lines: list[Line]


def worked(experiment: Experiment, pointed: Pointed, follow: Focus = FIRST) -> list[Part]:
    """``experiment`` is the one with the choices that the numbers were made with.

    ``follow`` is the parameter that phases work out.
    """
    parts = [Part(pointed.where.step, _lines(experiment, pointed, follow))]
    if isinstance(pointed.thing, things.Number) and pointed.beside is not None:
        parts.append(Part(AT_HAND, _beside(experiment, pointed.beside, pointed.thing)))
    return parts


def _lines(experiment: Experiment, pointed: Pointed, follow: Focus) -> list[Line]:
    thing, detail, seen = pointed.thing, pointed.detail, pointed.seen
    if isinstance(thing, Sighted):
        return sight_lines(experiment, pointed, thing)
    match thing:
        case things.Number() | things.Gradient() | things.Moved() | things.Kept():
            return _of_parameter(experiment, pointed, thing)
        case things.Sum() | things.Neuron() | things.Outcome() | things.Delta() | things.Slope():
            return _of_neuron(experiment, pointed, thing)
        case things.Datum() | things.Residual() | things.Answer() | things.Term() | things.Target():
            return _of_row(experiment, pointed, thing)
        case things.Input(index):
            return [] if seen is None else input_lines(experiment, seen, index)
        case things.StepLoss():
            return [loss_lines(experiment, None)[0], *sum_lines(detail)]
        case things.PhaseCard(phase):
            parts: dict[str, Callable[[], list[Line]]] = {
                "forward": lambda: forward_lines(experiment, detail),
                "loss": lambda: loss_lines(experiment, detail),
                "backward": lambda: backward_lines(experiment, detail, follow),
                "update": lambda: update_lines(experiment, detail, follow),
            }
            return parts[phase]()
        case things.Best():
            return [] if pointed.best is None else best_lines(pointed.best)
        case things.Cell():
            return [] if seen is None else cell_lines(experiment, seen, thing)
        case things.Setting():
            return [setting_line(experiment, detail, thing)]
        case things.Figure():
            areas = pointed.sight if isinstance(pointed.sight, Areas) else None
            return [figure_line(experiment, thing, pointed.counted, areas)]
        case _:
            assert_never(thing)


def _of_parameter(
    experiment: Experiment,
    pointed: Pointed,
    thing: things.Number | things.Gradient | things.Moved | things.Kept,
) -> list[Line]:
    """Where one number of a parameter takes part, and how it was changed."""
    cell = _cell(experiment, thing)
    if isinstance(thing, things.Gradient):
        return gradient_lines(experiment, pointed.detail, cell)
    if isinstance(thing, things.Moved | things.Kept):
        return lines_for(experiment, pointed.detail, cell)
    return [contribution(experiment, pointed, cell)]


def _beside(experiment: Experiment, step: Detail, thing: things.Number) -> list[Line]:
    """How the step at hand changes a number."""
    cell = _cell(experiment, thing)
    lines = gradient_lines(experiment, step, cell)
    return lines if step.after is None else [*lines, *lines_for(experiment, step, cell)]


def _cell(
    experiment: Experiment, thing: things.Number | things.Gradient | things.Moved | things.Kept
) -> focus.Cell:
    shapes = experiment.parameter_shapes()
    letter = letter_of(thing.parameter, thing.place, shapes[thing.parameter], layer_names(shapes))
    return focus.Cell(thing.parameter, thing.place, letter)


def _of_neuron(
    experiment: Experiment,
    pointed: Pointed,
    thing: things.Sum | things.Neuron | things.Outcome | things.Delta | things.Slope,
) -> list[Line]:
    detail = pointed.detail
    last = len(detail.layers) - 1
    if isinstance(thing, things.Outcome):
        return [output_line(experiment, detail), probability_line(detail)]
    if isinstance(thing, things.Slope):
        return [sum_line(experiment, detail, thing.layer), slope_of(experiment, detail, thing)]
    if isinstance(thing, things.Delta):
        if thing.layer == last:
            return [slope_line(experiment, detail)]
        return [delta_line(experiment, detail, thing)]
    if thing.layer == last:
        return [output_line(experiment, detail), *_outcome(pointed)]
    lines = [sum_line(experiment, detail, thing.layer)]
    if isinstance(thing, things.Neuron):
        lines.append(neuron_line(experiment, detail, thing.layer))
    return lines


def _of_row(
    experiment: Experiment,
    pointed: Pointed,
    thing: things.Datum | things.Residual | things.Answer | things.Term | things.Target,
) -> list[Line]:
    detail, seen = pointed.detail, pointed.seen
    if seen is None:
        return []
    if isinstance(thing, things.Target):
        return [target_line(experiment, seen, detail)]
    if isinstance(thing, things.Answer):
        return [*answer_lines(experiment, seen), output_line(experiment, detail),
                *_outcome(pointed), *own_units(experiment, seen, detail)]  # fmt: skip
    if isinstance(thing, things.Datum):
        return [output_line(experiment, detail), *_outcome(pointed), term_line(detail),
                *own_units(experiment, seen, detail)]  # fmt: skip
    if isinstance(thing, things.Residual):
        return [*outcome_lines(detail), term_line(detail)]
    return [term_line(detail)]


def _outcome(pointed: Pointed) -> list[Line]:
    """What an output means; a place that is no row has no error."""
    at_place = pointed.where.features is not None
    if at_place and pointed.detail.outcome == "regression":
        return []
    return outcome_lines(pointed.detail)
