"""What is said under the ground."""

from __future__ import annotations

import numpy as np

from engine.experiment import Experiment
from engine.frames import Surface, Way
from gui.kit.numbers import loss, number, short
from gui.kit.words import tr
from gui.panels.surface.bar import GroundBar

DRAWN_LONGER = 1.05  # times from which on it is said


def at_place(names: tuple[str, str], at: tuple[float, float], height: float) -> str:
    """What is under the pointer."""
    return tr(
        "{across} = {x}, {up} = {y}: loss {loss}",
        across=names[0],
        x=number(at[0]),
        up=names[1],
        y=number(at[1]),
        loss=loss(height),
    )


def of_way(
    experiment: Experiment,
    bar: GroundBar,
    surface: Surface,
    way: Way,
    aside: bool,
    times: tuple[float, float],
) -> str:
    """Where the dot is, what the arrows mean, and what the picture does not show."""
    names = bar.names()
    said = [
        tr(
            "{across} = {x}, {up} = {y}.",
            across=names[0],
            x=number(float(way.x[-1])),
            up=names[1],
            y=number(float(way.y[-1])),
        )
    ]
    if way.downhill is not None:
        longer = f" (× {short(round(times[0], 1))})" if times[0] > DRAWN_LONGER else ""
        said.append(tr("Dashed: the rate times the slope, downhill{longer}.", longer=longer))
    if way.move is not None:
        longer = f" (× {short(round(times[1], 1))})" if times[1] > DRAWN_LONGER else ""
        said.append(tr("Solid: the last step{longer}.", longer=longer))
    if surface.explains is not None:
        share = f"{100 * surface.explains:.3g} %"
        said.append(tr("This plane explains {share} of the path.", share=share))
    elif aside:
        said.append(
            tr("Faint: there the other parameters were others; it does not lie in this slice.")
        )
    return " ".join([*said, *_lost(surface), *_frozen(experiment, bar), *_shared(experiment, bar)])


def _lost(surface: Surface) -> list[str]:
    """Where the loss is no number."""
    known = np.isfinite(surface.losses)
    if known.all():
        return []
    if known.any():
        return [tr("Reddish: there the loss is beyond all numbers.")]
    return [tr("Nowhere here is the loss a number: start elsewhere, or with a smaller rate.")]


def _shared(experiment: Experiment, bar: GroundBar) -> list[str]:
    """Which of the axes is one number for all outputs, along which their loss is level."""
    shapes = experiment.parameter_shapes()
    is_one = shapes.get("output.bias") == (1,) and shapes["output.weight"][0] > 1
    if bar.kind.currentData() != "cells" or not is_one:
        return []
    return [
        tr("{name} is added to every output: the loss is level along it.", name=combo.currentText())
        for combo in (bar.across, bar.up)
        if combo.currentData() == "output.bias[0]"
    ]


def _frozen(experiment: Experiment, bar: GroundBar) -> list[str]:
    """Which of the axes training does not move along."""
    if bar.kind.currentData() != "cells":
        return []
    combos = (bar.across, bar.up)
    return [
        tr("{name} is frozen: training does not change it.", name=combo.currentText())
        for combo in combos
        if str(combo.currentData()).partition("[")[0] in experiment.model.frozen
    ]
