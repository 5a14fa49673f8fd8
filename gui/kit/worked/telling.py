"""A thing that is pointed at in one sentence with its numbers."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

from engine.data.days import told as day
from engine.experiment import Experiment
from engine.experiment.settings import find
from engine.frames import Array, Phase, Pointed, things
from engine.frames.detail import LayerDetail, number_at
from engine.frames.sights import Areas, Sighted
from gui.kit.formulas import output_letter
from gui.kit.numbers import NOTHING, full, loss, number, short
from gui.kit.telling import capital
from gui.kit.thing_names import named
from gui.kit.words import tr
from gui.kit.worked.focus import Focus
from gui.kit.worked.sight_telling import sight_told


def told(experiment: Experiment, pointed: Pointed, follow: Focus) -> str:
    """``Weight from x to the output: 0.5132; gradient −19.04.``

    ``follow`` is the parameter that phases tell of.
    """
    thing, row = pointed.thing, int(pointed.detail.rows[0])
    if isinstance(thing, things.Residual | things.Term | things.Target) and row >= 0:
        thing = replace(thing, row=row)
    if isinstance(thing, Sighted):
        return f"{sight_told(experiment, pointed, thing)}."
    match thing:
        case things.Datum() | things.Answer():
            return f"{capital(_answer(experiment, pointed))}."
        case things.PhaseCard(phase):
            text = f"{named(thing, experiment)}: {_phase(phase, experiment, pointed, follow)}"
        case things.Best() if pointed.best is not None:
            best = pointed.best
            slope = best.products / best.squares if best.squares else 0.0
            line = f"W = {number(slope)}, b = {number(best.y_mean - slope * best.x_mean)}"
            text = f"{capital(named(thing, experiment))}: {line}"
        case _:
            text = f"{capital(named(thing, experiment))}: {_value(experiment, pointed)}"
    rest = [part for part in _rest(pointed) if part]
    return "; ".join([text, *rest]) + "."


def _value(experiment: Experiment, pointed: Pointed) -> str:
    """The number of a thing, as it is written."""
    thing, detail, seen = pointed.thing, pointed.detail, pointed.seen
    match thing:
        case things.Number() | things.Gradient() | things.Moved() | things.Kept():
            return number(_of_parameter(pointed, thing))
        case things.Sum() | things.Neuron() | things.Delta() | things.Slope():
            return number(_of_layer(detail.layers[thing.layer], thing))
        case (
            things.Outcome() | things.Input() | things.Target() | things.Residual() | things.Term()
        ):
            return number(_of_row(pointed, thing))
        case things.StepLoss():
            return loss(detail.loss)
        case things.Cell(column):
            return _cell(experiment, column, None if seen is None else seen.cells.get(column))
        case things.Figure():
            return _figure(pointed, thing)
        case things.Setting(path, place):
            value = _set(experiment, path, place)
            return short(detail.lr) if path == "optimizer.lr" else str(value)
        case _:
            return ""


def _of_parameter(
    pointed: Pointed, thing: things.Number | things.Gradient | things.Moved | things.Kept
) -> float | None:
    """One number of a parameter, or what the step does to it."""
    detail = pointed.detail
    match thing:
        case things.Number():
            return pointed.number
        case things.Gradient(name, place):
            return _held(detail.gradients, name, place)
        case things.Moved(name, place):
            return _held(detail.after, name, place)
        case things.Kept(name, place, key, before):
            memory = detail.memory if before else detail.memory_after
            return _held((memory or {}).get(name), key, place)


def _of_layer(
    layer: LayerDetail, thing: things.Sum | things.Neuron | things.Delta | things.Slope
) -> float | None:
    """What one neuron comes to for the row."""
    match thing:
        case things.Sum():
            found: Array | None = layer.before
        case things.Neuron():
            found = layer.after
        case things.Delta():
            found = layer.delta
        case things.Slope():
            found = layer.slope
    return None if found is None else float(found[0, thing.index])


def _of_row(
    pointed: Pointed,
    thing: things.Outcome | things.Input | things.Target | things.Residual | things.Term,
) -> float | None:
    """What belongs to the row itself."""
    detail, seen = pointed.detail, pointed.seen
    match thing:
        case things.Outcome(index):
            return None if seen is None else _share(seen.output, index)
        case things.Input(index):
            return None if seen is None else float(seen.inputs[index])
        case things.Target():
            return float(detail.targets[0])
        case things.Residual():
            return float(detail.layers[-1].after[0, 0] - detail.targets[0])
        case things.Term():
            return None if detail.terms is None else float(detail.terms[0])


def _figure(pointed: Pointed, figure: things.Figure) -> str:
    """A metric, or one count of a confusion."""
    if isinstance(pointed.sight, Areas):
        found = pointed.sight.area if figure.name == "area" else pointed.sight.average
        return number(found)
    counted = pointed.counted
    if counted is None:
        return NOTHING
    if figure.confusion is not None:
        part, whole = round(counted.share), round(counted.whole)
        return tr("{part} of {whole}", part=part, whole=whole)
    return NOTHING if isnan(counted.value) else number(counted.value)


def _cell(experiment: Experiment, column: str, held: object) -> str:
    """A cell of the table in full, as the table has it."""
    if held is None or held != held:
        return NOTHING
    if not isinstance(held, float):
        return str(held)
    is_date = experiment.data.kind_of(column) == "date"
    return day(held) if is_date else full(held)


def _rest(pointed: Pointed) -> list[str]:
    """What else there is to say in a few words."""
    thing, detail = pointed.thing, pointed.detail
    if isinstance(thing, things.Number) and pointed.beside is not None:
        gradient = _held(pointed.beside.gradients, thing.parameter, thing.place)
        return [] if gradient is None else [tr("gradient {value}", value=number(gradient))]
    if isinstance(thing, things.Neuron) and thing.layer < len(detail.layers) - 1:
        z = detail.layers[thing.layer].before[0, thing.index]
        return [f"z = {number(z)}", _row(pointed)]
    if isinstance(
        thing,
        things.Neuron | things.Input | things.Sum | things.Outcome | things.Delta | things.Slope,
    ):
        return [_row(pointed)]
    if isinstance(thing, things.Residual) and pointed.seen is not None:
        error = float(detail.layers[-1].after[0, 0] - detail.targets[0])
        return [tr("its square {value}", value=number(error**2))]
    if pointed.ahead and isinstance(
        thing, things.StepLoss | things.Gradient | things.Moved | things.Kept | things.PhaseCard
    ):
        return [tr("in the step that comes next")]
    return []


def _phase(phase: Phase, experiment: Experiment, pointed: Pointed, follow: Focus) -> str:
    """What a phase has come to."""
    detail = pointed.detail
    if phase == "loss":
        return loss(detail.loss)
    name = follow.name if follow.name in detail.before else next(iter(detail.before))
    if phase == "forward":
        letter = output_letter(detail.outcome)
        values = ", ".join(number(value) for value in detail.layers[-1].after[0][:3])
        return f"{letter} = {values}; {_row(pointed)}"
    if phase == "backward":
        thing: things.Thing = things.Gradient(name, follow.place)
        return f"{named(thing, experiment)} {number(_held(detail.gradients, name, follow.place))}"
    text = number(_held(detail.after, name, follow.place))
    return f"{named(things.Number(name, follow.place), experiment)} → {text}"


def _row(pointed: Pointed) -> str:
    row = int(pointed.detail.rows[0])
    return tr("row {row}", row=row + 1) if row >= 0 else tr("at this place")


def _answer(experiment: Experiment, pointed: Pointed) -> str:
    """A point or a place, and what the model says of it."""
    seen, data = pointed.seen, experiment.data
    if seen is None:
        return named(pointed.thing, experiment)
    names = data.encoding.names
    where = ", ".join(f"{n} = {short(float(v))}" for n, v in zip(names, seen.numbers, strict=True))
    if data.outcome == "regression":
        said = tr("the model says {value}", value=number(float(seen.output[0])))
    else:
        label = data.classes[seen.called or 0]
        share = _share(seen.output, seen.called or 0)
        said = tr("the model says {name} (p = {value})", name=label, value=number(share))
    if not isinstance(pointed.thing, things.Datum):
        return tr("at {where} {said}", where=where, said=said)
    row = tr("row {row}", row=pointed.thing.row + 1)
    true = seen.cells.get(data.target)
    shown = short(float(true)) if isinstance(true, float) else str(true)
    return f"{row}: {where}, {data.target} = {shown}; {said}"


def _share(output: Array, index: int) -> float | None:
    """The probability of a class; of two only the second's is there."""
    if len(output) == 1:
        return float(output[0]) if index else 1 - float(output[0])
    return float(output[index]) if index < len(output) else None


def _held(arrays: object, name: str, place: int) -> float | None:
    held = arrays.get(name) if isinstance(arrays, dict) else None
    return None if held is None else number_at(held, place)


def _set(experiment: Experiment, path: str, place: int | None) -> object:
    value = find(experiment, path).of(experiment)
    return value if place is None else value[place]
