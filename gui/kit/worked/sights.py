"""The things that a single kind of view paints, in formulas."""

from __future__ import annotations

from engine.experiment import Experiment
from engine.frames import Pointed, sights
from engine.frames.health import Histogram, LayerHealth
from engine.frames.things import Cell, Datum, Figure, Setting
from gui.kit.numbers import short
from gui.kit.sight_names import class_named
from gui.kit.words import tr
from gui.kit.worked.focus import layer_names
from gui.kit.worked.lines import Line, equals, factor, figure, line, over, plain_numbers, word
from gui.kit.worked.links import Linked
from gui.kit.worked.loss import sum_lines, whole
from gui.kit.worked.names import FUNCTIONS, SLOPES, cell
from gui.kit.worked.sight_telling import ends_of

RESULT = 6  # digits of what is worked out


def sight_lines(experiment: Experiment, pointed: Pointed, thing: sights.Sighted) -> list[Line]:
    """The formulas of a thing."""
    found = pointed.sight
    match thing:
        case sights.Cutoff():
            return cutoff_lines(experiment, thing, found) if isinstance(found, sights.Calls) else []
        case sights.Remainder():
            return remainder_lines(experiment, pointed, thing)
        case sights.Spread() if isinstance(found, LayerHealth):
            return spread_lines(getattr(found, thing.numbers), thing.bar)
        case sights.Flow() if isinstance(found, LayerHealth):
            symbols = r"\sqrt{\frac{1}{n} \sum \left(\frac{\partial L}{\partial W}\right)^2}"
            size = None if found.gradient is None else equals(figure(found.gradient, RESULT))
            return [line(tr("root mean square over the layer's weights"), symbols, size)]
        case sights.Asleep() if isinstance(found, LayerHealth):
            return asleep_lines(found)
        case sights.Bend() if isinstance(found, sights.Bent):
            return bend_lines(thing, found)
        case sights.Height() if isinstance(found, sights.Terrain):
            return height_lines(experiment, thing, found)
        case sights.Moment(_, said):
            return [
                line(said, "L", f"= {figure(whole(pointed.detail))}"),
                *sum_lines(pointed.detail),
            ]
        case sights.Shade(value, low, high):
            place = over(rf"{figure(value)} - {factor(low)}",
                         rf"{figure(high)} - {factor(low)}")  # fmt: skip
            share = (value - low) / (high - low) if high > low else 0.5
            caption = tr(
                "where on the scale from {low} to {high}", low=short(low), high=short(high)
            )
            return [line(caption, place, f"= {figure(share)}")]
        case _:
            return []


def cutoff_lines(experiment: Experiment, thing: sights.Cutoff, found: sights.Calls) -> list[Line]:
    """Recall, false alarms and precision, as shares of rows."""
    name, lines = class_named(experiment, thing.positive), []
    if found.threshold == found.threshold:
        at: float = found.threshold
        if thing.threshold is None:
            at = Linked(at, Setting("model.threshold"))
        caption = tr("rows with p ≥ t are called {name}", name=name)
        lines.append(line(caption, "t", f"= {figure(at)}"))
    hits: float = float(found.hits)
    if thing.threshold is None:
        cell_of = (thing.positive, thing.positive)
        hits = Linked(hits, Figure("confusion", thing.test, cell_of))
    false = float(found.called - found.hits)
    for caption, letter, part, total in (
        (tr("recall: of all rows of {name}, those that are called so", name=name), "R", hits,
         found.positives),
        (tr("false alarms: of the rest, those that are called {name}", name=name), "F", false,
         found.negatives),
        (tr("precision: of all that are called {name}, those that are", name=name), "P", hits,
         found.called),
    ):  # fmt: skip
        share = None if not total else f"= {figure(float(part) / total)}"
        lines.append(line(caption, letter, f"= {over(figure(part), figure(float(total)))}", share))
    return lines


def remainder_lines(
    experiment: Experiment, pointed: Pointed, thing: sights.Remainder
) -> list[Line]:
    """y − ŷ in the target's own units."""
    seen = pointed.seen
    if seen is None:
        return []
    target = Linked(seen.target, Cell(experiment.data.target, thing.row))
    answer = Linked(float(seen.output[0]), Datum(thing.row))
    row = thing.row + 1
    worked = f"= {figure(target)} - {factor(answer)}"
    return [line(tr("what is left, in the target's own units"),
                 rf"y_{{{row}}} - \hat{{y}}_{{{row}}}", worked,
                 f"= {figure(target - answer, RESULT)}")]  # fmt: skip


def spread_lines(found: Histogram | None, bar: int | None) -> list[Line]:
    """How many numbers are in a bar; the mean and the deviation of all."""
    if found is None:
        return []
    lines = []
    if bar is not None:
        low, high = (figure(end) for end in ends_of(found, bar))
        share = int(found.counts[bar]) / max(found.looked, 1)
        part = over(figure(float(found.counts[bar])), figure(float(found.looked)))
        symbols = rf"\frac{{1}}{{n}} \#\{{ {low} \leq v < {high} \}}"
        lines.append(line(tr("the share in this bar"), symbols, f"= {part}", f"= {figure(share)}"))
    mean, deviation = figure(found.mean, RESULT), figure(found.deviation, RESULT)
    lines.append(line(tr("the mean of {count} numbers", count=found.looked),
                      r"\bar{v} = \frac{1}{n} \sum v", f"= {mean}"))  # fmt: skip
    root = r"s = \sqrt{\frac{1}{n} \sum (v - \bar{v})^2}"
    lines.append(line(tr("their standard deviation"), root, f"= {deviation}"))
    return lines


def asleep_lines(found: LayerHealth) -> list[Line]:
    """How many neurons let nothing through."""
    lines = []
    for caption, symbols, some in (
        (tr("dead: no gradient comes through on any row"), r"f'(z) = 0", found.dead),
        (tr("saturated: on half of the rows f′ is below a twentieth of its steepest"),
         r"|f'(z)| < \frac{1}{20} \max |f'|", found.saturated),
    ):  # fmt: skip
        if some is not None:
            part = over(figure(float(some)), figure(float(found.neurons)))
            lines.append(line(caption, symbols, rf": \; {part}"))
    return lines or [line(tr("the output bends nothing"), "f(z) = z")]


def bend_lines(thing: sights.Bend, found: sights.Bent) -> list[Line]:
    """What an activation makes of a number, and how steep it is there."""
    name = FUNCTIONS.get(found.name) or word(found.name.replace("_", " "))
    z = figure(thing.z)
    slope = SLOPES.get(found.name)
    return [
        line(tr("what is passed on"), "f(z)", f"= {name}({z})", f"= {figure(found.value)}"),
        line(tr("how much of the gradient comes through"), "f'(z)",
             None if slope is None else f"= {slope}", f"= {figure(found.slope)}"),
    ]  # fmt: skip


def height_lines(experiment: Experiment, thing: sights.Height, found: sights.Terrain) -> list[Line]:
    """The place, and the loss over all training rows there."""
    shapes = experiment.parameter_shapes()
    layers = layer_names(shapes)
    places = [
        f"{cell(name, place, shapes[name], layers)} = {figure(value)}"
        for name, place, value in found.numbers
    ]
    caption = tr("the parameters here")
    if places:
        lines = [line(caption, *(f"{place}," for place in places[:-1]), places[-1])]
    else:
        symbols = rf"\theta = \theta_0 + a\, d_1 + b\, d_2, \; a = {figure(thing.x)}"
        lines = [line(caption, symbols, rf", \; b = {figure(thing.y)}")]
    return [*lines, *plain_numbers(sum_lines(found.detail))]
