"""What the things that a single kind of view paints come to."""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from typing import TypeVar

import numpy as np
import torch

from engine.answers.detail import opened
from engine.answers.health import health
from engine.answers.ranking import ranking
from engine.answers.rowwise import Model
from engine.answers.slicing import Work, whole
from engine.answers.surface import path_of, plane_of
from engine.catalog import ACTIVATIONS
from engine.errors import EngineError
from engine.experiment.specs import Choice
from engine.frames import DetailRequest, Health, HealthRequest, Ranking, RankingRequest
from engine.frames.base import View
from engine.frames.health import LayerHealth
from engine.frames.sights import (
    Areas,
    Asleep,
    Bend,
    Bent,
    Calls,
    Cutoff,
    Flow,
    Height,
    Sight,
    Spread,
    Terrain,
)
from engine.frames.things import Figure, Thing
from engine.training.directions import apart
from engine.training.machine import StepState, Tensors
from engine.training.network import function
from engine.training.objective import objective
from engine.training.section import place_of
from engine.training.session import Session

T = TypeVar("T")
Numbers = tuple[tuple[str, int, float], ...]
MOST_ROWS = 3  # whose terms are written out
SLICE = 0.02  # seconds for a look at an earlier step; the next look goes on from there


def sight(session: Session, thing: Thing) -> Sight | None:
    """None where the thing is none of these, is of another model, or takes another look."""
    match thing:
        case Cutoff():
            return calls(session, thing)
        case Figure(name, test, _, int(of)) if name in ("area", "average"):
            return areas(session, of, test)
        case Spread(layer) | Flow(layer) | Asleep(layer):
            return layer_health(session, layer)
        case Bend():
            return bent(session, thing)
        case Height():
            return terrain(session, thing)
        case _:
            return None


def calls(session: Session, thing: Cutoff) -> Calls | None:
    """How many rows are called a class at a threshold, and how many of those are of it."""
    return _finished(_calls(Model.of(session), thing))


def _calls(model: Model, thing: Cutoff) -> Generator[None, None, Calls | None]:
    batches, prepared = model.machine.batches, model.machine.prepared
    inputs = batches.test_inputs if thing.test else batches.inputs
    rows = prepared.test if thing.test else prepared.train
    if not len(inputs) or thing.positive >= len(model.experiment.data.classes):
        return None
    output = yield from model.outputs(inputs)
    answers = yield from model.answers(output)
    two = answers.shape[1] == 1
    truth = prepared.targets[rows] == thing.positive
    if thing.threshold is None:
        called = (yield from model.called(answers)) == thing.positive
        at = model.experiment.model.threshold if two else float("nan")
    else:
        called = answers[:, 0 if two else thing.positive] >= thing.threshold
        at = thing.threshold
    hits, positives = int(np.count_nonzero(called & truth)), int(truth.sum())
    return Calls(at, int(called.sum()), hits, positives, len(truth) - positives)


def areas(session: Session, positive: int, test: bool) -> Areas | None:
    """The areas under the curves of one class against the rest."""
    found = _whole(ranking(session, RankingRequest(positive)))
    ranked = None if not isinstance(found, Ranking) else found.test if test else found.train
    if ranked is None:
        return None
    return Areas(ranked.positives * ranked.negatives, ranked.area, ranked.average)


def layer_health(session: Session, layer: int) -> LayerHealth | None:
    """A layer as its view has it."""
    found = _whole(health(session, HealthRequest()))
    layers = found.layers if isinstance(found, Health) else ()
    return layers[layer] if layer < len(layers) else None


def bent(session: Session, thing: Bend) -> Bent | None:
    """An activation and its slope at a number."""
    choices = session.experiment.model.activations
    if thing.layer is not None and thing.layer >= len(choices):
        return None
    if thing.layer is None:
        choice = Choice.of(ACTIVATIONS[thing.name], **dict(thing.values))
    else:
        choice = choices[thing.layer]
    z = torch.tensor(thing.z, dtype=torch.float64, requires_grad=True)
    value = function(choice)(z)
    (slope,) = torch.autograd.grad(value, z)
    return Bent(choice.name, value.item(), slope.item())


def terrain(session: Session, thing: Height) -> Terrain | None:
    """The training loss with the parameters of a place."""
    found = _parameters(session, thing)
    if found is None:
        return None
    parameters, numbers = found
    machine = session.run.machine
    batches, rows = machine.batches, machine.prepared.train
    step = StepState(
        session.experiment, rows, batches.inputs, batches.targets, parameters, {}, machine.lr
    )
    with torch.no_grad():
        output = machine.network_of(parameters)(batches.inputs)
        step.loss = objective(session.experiment, parameters)(output, batches.targets)
    detail = opened(step, DetailRequest(None, MOST_ROWS), session.step_number)
    return Terrain(step.loss.item(), detail, numbers)


def _parameters(session: Session, thing: Height) -> tuple[dict[str, torch.Tensor], Numbers] | None:
    run = session.run
    now = run.machine.copy_parameters()
    if thing.step is not None and thing.step != run.step_number:
        path = path_of(run)
        if not path.fill([thing.step], monotonic() + SLICE):
            return None
        place = path.known(thing.step)
        if place is None or place.numel() != sum(tensor.numel() for tensor in now.values()):
            return None
        now = apart(place, now)
    if thing.kind == "cells":
        return _with_cells(now, thing)
    if thing.step is not None:
        return dict(now), ()
    plane = plane_of(run, thing.ground)
    if plane is None:
        return None
    section, kind = plane[0], next(iter(now.values())).dtype
    moved = section.at(*(torch.tensor([value], dtype=kind) for value in (thing.x, thing.y)))
    return {**dict(section.origin), **{name: tensor[0] for name, tensor in moved.items()}}, ()


def _with_cells(
    parameters: Tensors, thing: Height
) -> tuple[dict[str, torch.Tensor], Numbers] | None:
    """Two numbers put into the parameters; as they are where they are of a step."""
    made = {name: tensor.detach() for name, tensor in parameters.items()}
    numbers = []
    for cell, value in ((thing.across, thing.x), (thing.up, thing.y)):
        try:
            name, index = place_of(cell, made)
        except EngineError:
            return None
        place = int(np.ravel_multi_index(index, made[name].shape)) if index else 0
        if thing.step is None:
            made[name] = made[name].clone()
            made[name][index] = value
        numbers.append((name, place, made[name][index].item()))
    return made, tuple(numbers)


def _whole(found: View | Work | None) -> View | None:
    return found if found is None or isinstance(found, View) else whole(found)


def _finished(work: Generator[None, None, T]) -> T:
    """What a piece of work comes to, at once."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: T = end.value
            return found
