"""The ground that training walks on, worked out in slices; and the way over it."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from time import monotonic
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor

from engine.errors import EngineError
from engine.frames import Ground, Surface, SurfaceRequest, Way, WayRequest
from engine.frames.surface import Place, Window
from engine.training.directions import Projection, apart, at_random, principal
from engine.training.machine import Machine
from engine.training.objective import objective
from engine.training.path import Path, flat
from engine.training.run import Run
from engine.training.section import Parabola, Section, is_parabola, losses, through_cells
from engine.training.session import Session

SLICE = 0.003  # seconds
MARGIN = 0.25  # of the way's size, on each side of a window that shows it
LEAST = 1.0  # to each side, where no minimum is known: weights and directions are about so large
MOST_STEPS = 1000  # of a path, evenly spaced, that its principal plane is found from
MOST_KEYFRAMES = 200  # that decide how large a window is

_PATHS: WeakKeyDictionary[Run, Path] = WeakKeyDictionary()


def surface(session: Session, request: SurfaceRequest) -> Generator[None, None, Surface | None]:
    """The loss over a window of the plane, in pieces of a few milliseconds.

    None where the model has not (any more) the numbers that the axes are of.
    """
    run, ground = session.run, request.ground
    if not has_axes(run, ground):
        return None
    while (found := plane_of(run, ground)) is None:
        yield
    section, step, explains = found
    machine = run.machine
    parabola = _parabola(machine, section)
    window = request.window or _around(run, section, parabola)
    pieces = []
    for piece in losses(machine, section, *_grid(window, request, machine)):
        pieces.append(piece)
        yield
    values = torch.cat(pieces).double().reshape(request.rows, request.columns).numpy()
    stays = ground.kind == "cells" and len(flat(section.origin)) == 2
    minimum = None if parabola is None else _pair(parabola.place)
    return Surface(step, window, values, minimum, explains, stays)


def way(session: Session, request: WayRequest) -> Way | None:
    """The way so far; None while even the plane is not known."""
    run, path = session.run, path_of(session.run)
    found = plane_of(run, request.ground) if has_axes(run, request.ground) else None
    if found is None:
        return None
    section = found[0]
    steps = range(run.history.first, run.step_number, request.every)
    complete = path.fill(steps, monotonic() + SLICE)
    path.keep_only(steps)
    now = flat(run.machine.parameters)
    known = {step: place for step in steps if (place := path.known(step)) is not None}
    known = {step: place for step, place in known.items() if len(place) == len(now)}
    known[run.step_number] = now
    project = Projection.onto(section)
    places, away = project.places(torch.stack([*known.values()]))
    x, y = places.T.numpy()
    downhill, move = _downhill(run.machine, section), _move(run, project)
    counted = np.array([*known], dtype=np.int64)
    return Way(counted, x, y, away.numpy(), downhill, move, complete)


def path_of(run: Run) -> Path:
    """Where a run has been, as far as it was looked up."""
    if run not in _PATHS:
        _PATHS[run] = Path(run.history)
    return _PATHS[run]


def has_axes(run: Run, ground: Ground) -> bool:
    try:
        if ground.kind == "cells":
            through_cells(run.machine.parameters, ground.across, ground.up)
    except EngineError:
        return False
    return True


class Plane(NamedTuple):
    """A plane, its centre's step, and how much of the path lies in it where that is asked."""

    section: Section
    step: int
    explains: float | None


def plane_of(run: Run, ground: Ground) -> Plane | None:
    """The plane of a ground; None while the steps that it takes to know are not all looked up."""
    now = run.machine.copy_parameters()
    step = run.step_number if ground.centre is None else ground.centre
    every = max(1, -(-step // MOST_STEPS))
    steps = [*range(run.history.first, step, every)] if ground.kind == "path" else []
    elsewhere = [step] if step != run.step_number else []
    path = path_of(run)
    if not path.fill([*elsewhere, *steps], monotonic() + SLICE):
        return None
    centre = now
    if elsewhere and (place := path.known(step)) is not None and len(place) == len(flat(now)):
        centre = apart(place, now)
    if ground.kind == "cells":
        return Plane(through_cells(centre, ground.across, ground.up), step, None)
    if ground.kind == "random":
        return Plane(at_random(centre, run.machine.free, ground.seed), step, None)
    places = [place for one in steps if (place := path.known(one)) is not None]
    alike = [place for place in places if len(place) == len(flat(now))]
    found = principal(torch.stack([*alike, flat(centre)]), centre)
    return Plane(found.section, step, found.explains)


def _move(run: Run, project: Projection) -> Place | None:
    """What the last update has done."""
    now, before = run.updated, run.before
    if before is None or len(flat(before)) != len(flat(now)):
        return None
    return _pair(project.moves((flat(now) - flat(before))[None])[0])


def _parabola(machine: Machine, section: Section) -> Parabola | None:
    """What the loss is over the plane, where it is one with a lowest place."""
    weights = machine.experiment.regularization
    if not is_parabola(machine.experiment) or weights.l1 or weights.l2:
        return None
    parabola = Parabola.of(machine, section)
    return parabola if _pair(parabola.place) is not None else None


def _downhill(machine: Machine, section: Section) -> Place | None:
    """Against the slope of the loss over all training rows, along the two directions."""
    now = {name: t.requires_grad_() for name, t in machine.copy_parameters().items()}
    prediction = machine.network_of(now)(machine.batches.inputs)
    loss = objective(machine.experiment, now)(prediction, machine.batches.targets)
    found = torch.autograd.grad(loss, [*now.values()], materialize_grads=True)
    slopes = dict(zip(now, found, strict=True))
    along = [
        sum((slopes[name] * tensor).sum() for name, tensor in direction.items())
        for direction in (section.across, section.up)
    ]
    return _pair(-torch.stack([torch.as_tensor(slope) for slope in along]))


def _pair(values: Tensor) -> Place | None:
    x, y = values.tolist()
    return (x, y) if math.isfinite(x) and math.isfinite(y) else None


# ---- the window ---------------------------------------------------------------------------------


def _around(run: Run, section: Section, parabola: Parabola | None) -> Window:
    """A window with room around the way so far, and down to the minimum where it is known."""
    known = torch.stack([flat(run.machine.parameters), *_keyframes(run)])
    places, _ = Projection.onto(section).places(known)
    ahead = [] if parabola is None else parabola.downhill_from(places[0]).tolist()
    points = [*places.tolist(), *ahead]
    least = 0.0 if parabola is not None else LEAST
    sides = [_span([point[k] for point in points], least) for k in range(2)]
    return (*sides[0], *sides[1])


def _keyframes(run: Run) -> list[Tensor]:
    """Places of the run that cost nothing to know."""
    size = len(flat(run.machine.parameters))
    keyframes = [*run.history.changes, *run.history.regular]
    few = keyframes[:: max(1, len(keyframes) // MOST_KEYFRAMES)]
    places = [flat(keyframe.parameters) for keyframe in few]
    return [place for place in places if len(place) == size]


def _span(values: Sequence[float], least: float) -> tuple[float, float]:
    """From the lowest to the highest with a margin, ``least`` to each side of the middle."""
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    room = (high - low) * MARGIN or max(1.0, abs(low) / 2)
    room = max(room, least - (high - low) / 2)
    return low - room, high + room


def _grid(window: Window, request: SurfaceRequest, machine: Machine) -> tuple[Tensor, Tensor]:
    """The places of the grid, row by row from the bottom, shapes (rows · columns,)."""
    left, right, bottom, top = window
    dtype = machine.batches.inputs.dtype
    x = torch.linspace(left, right, request.columns, dtype=torch.float64).to(dtype)
    y = torch.linspace(bottom, top, request.rows, dtype=torch.float64).to(dtype)
    return x.repeat(request.rows), y.repeat_interleave(request.columns)
