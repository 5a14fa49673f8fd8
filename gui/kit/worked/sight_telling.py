"""The things that a single kind of view paints, in a sentence."""

from __future__ import annotations

from engine.experiment import Experiment
from engine.frames import Pointed, sights
from engine.frames.health import Histogram, LayerHealth
from gui.kit.layer_state import neurons
from gui.kit.numbers import count, loss, number, short
from gui.kit.parameter_names import cell_name, layer_of
from gui.kit.sight_names import sight_named
from gui.kit.telling import capital
from gui.kit.words import tr


def sight_told(experiment: Experiment, pointed: Pointed, thing: sights.Sighted) -> str:
    """A thing and what it comes to, without its stop."""
    if isinstance(thing, sights.Moment):
        told = tr("loss of step {step}", step=count(pointed.detail.step + 1))
        return f"{capital(thing.said)}; {told}: {loss(pointed.detail.loss)}"
    name = capital(sight_named(thing, experiment))
    return f"{name}: {_value(experiment, pointed, thing)}"


def _value(experiment: Experiment, pointed: Pointed, thing: sights.Sighted) -> str:
    found = pointed.sight
    match thing:
        case sights.Cutoff():
            return _calls(found) if isinstance(found, sights.Calls) else ""
        case sights.Remainder():
            return number(_remainder(pointed))
        case sights.Spread() if isinstance(found, LayerHealth):
            return _spread(getattr(found, thing.numbers), thing.bar)
        case sights.Flow() if isinstance(found, LayerHealth):
            return number(found.gradient)
        case sights.Asleep() if isinstance(found, LayerHealth):
            return neurons(found)
        case sights.Bend() if isinstance(found, sights.Bent):
            return f"f(z) = {number(found.value)}, f′(z) = {number(found.slope)}"
        case sights.Height() if isinstance(found, sights.Terrain):
            return _height(experiment, thing, found)
        case sights.Shade(value):
            return short(value)
        case _:
            return ""


def _calls(found: sights.Calls) -> str:
    false, at = found.called - found.hits, found.threshold
    parts = [] if at != at else [tr("threshold {at}", at=short(at))]
    parts += [
        tr("recall {share} ({part} of {whole})", share=number(_share(found.hits, found.positives)),
           part=found.hits, whole=found.positives),
        tr("false alarms {share} ({part} of {whole})",
           share=number(_share(false, found.negatives)), part=false, whole=found.negatives),
        tr("precision {share} ({part} of {whole})", share=number(_share(found.hits, found.called)),
           part=found.hits, whole=found.called),
    ]  # fmt: skip
    return ", ".join(parts)


def _spread(found: Histogram | None, bar: int | None) -> str:
    if found is None:
        return ""
    lost = tr("{count} are no numbers any more", count=found.lost) if found.lost else ""
    if lost:
        return lost
    if bar is None:
        return tr("mean {mean}, standard deviation {deviation}",
                  mean=number(found.mean), deviation=number(found.deviation))  # fmt: skip
    low, high = ends_of(found, bar)
    return tr("{count} of {looked} numbers from {low} to {high}", count=int(found.counts[bar]),
              looked=found.looked, low=short(low), high=short(high))  # fmt: skip


def _height(experiment: Experiment, thing: sights.Height, found: sights.Terrain) -> str:
    places = [f"{name} = {number(value)}" for name, value in _numbers(experiment, found)]
    if not places:
        places = [f"a = {number(thing.x)}, b = {number(thing.y)}"]
    return f"{loss(found.loss)}; {', '.join(places)}"


def _numbers(experiment: Experiment, found: sights.Terrain) -> list[tuple[str, float]]:
    shapes, hidden = experiment.parameter_shapes(), bool(experiment.model.hidden)
    return [
        (f"{layer_of(name)} {cell_name(name, shapes[name], place)}" if hidden
         else cell_name(name, shapes[name], place), value)
        for name, place, value in found.numbers
    ]  # fmt: skip


def _remainder(pointed: Pointed) -> float | None:
    return None if pointed.seen is None else pointed.seen.target - float(pointed.seen.output[0])


def ends_of(found: Histogram, bar: int) -> tuple[float, float]:
    """Where a bar begins and ends."""
    step = 2 * found.size / len(found.counts)
    return -found.size + bar * step, -found.size + (bar + 1) * step


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
