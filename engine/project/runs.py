"""A run as a document and arrays of its own version, whatever holds it in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from engine.catalog.entry import Range
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.fields import Fields, integer, sequence
from engine.experiment.prepare import split
from engine.experiment.readers import mapping
from engine.frames import PHASES, Moment, Snapshot
from engine.project import memory
from engine.project.arrays import Numbers
from engine.project.limits import misfit
from engine.project.stacks import Stacked, Stacks

VERSION = 1
STEP = Range(low=0, high=2**40)
PLACE = Range(low=0, high=2**31)
WHERE = "run"
MOST_MOMENTS = 5000  # more than any history keeps
SHUFFLE = 5056  # bytes of a generator's state
WATCHED = {"ends": np.int64, "losses": np.float64, "best": np.float64, "waited": np.int64}
MOMENT = ("experiment", "step", "epoch", "batch", "changed", "shuffle", "parameters", "memory")
RUN = ("version", "experiment", "step", "phases", "furthest", "base", "moments", "watched")


def written(run: Snapshot, stacks: Stacks, place: Callable[[Experiment], int]) -> dict[str, Any]:
    """A run but for its losses; ``place`` says where an experiment is written."""
    return {
        "version": VERSION,
        "experiment": place(run.experiment),
        "step": run.step,
        "phases": run.phases,
        "furthest": run.furthest,
        "base": run.base,
        "moments": [_moment(moment, stacks, place) for moment in run.moments],
        "watched": {name: stacks.put(np.asarray(column)) for name, column in run.watched.items()},
    }


def _moment(moment: Moment, stacks: Stacks, place: Callable[[Experiment], int]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "experiment": place(moment.experiment),
        "step": moment.step,
        "changed": moment.changed,
    }
    if moment.parameters is None or moment.shuffle is None:
        return document
    return document | {
        "epoch": moment.epoch,
        "batch": moment.batch,
        "shuffle": stacks.put(moment.shuffle),
        "parameters": {name: stacks.put(array) for name, array in moment.parameters.items()},
        "memory": {
            name: {key: _plain(value, stacks) for key, value in state.items()}
            for name, state in moment.memory.items()
        },
    }


def _plain(value: Any, stacks: Stacks) -> Any:
    return stacks.put(value) if isinstance(value, np.ndarray) else value


def read(
    document: Any, losses: Numbers, stacked: Stacked, experiments: list[Experiment]
) -> Snapshot:
    """The run that was written; EngineError where it cannot be one."""
    version = mapping(document, WHERE).get("version")
    if isinstance(version, int) and version > VERSION:
        raise EngineError("was saved by a newer Gradus", WHERE, "open it with the newest one")
    fields = Fields(document, WHERE, RUN)
    fields.integer("version", 0, Range(low=1, high=VERSION))
    run = Snapshot(
        experiment=_experiment(fields, experiments),
        step=fields.integer("step", 0, STEP),
        phases=fields.integer("phases", 0, Range(low=0, high=len(PHASES) - 1)),
        furthest=fields.integer("furthest", 0, STEP),
        moments=tuple(_read_moments(fields, stacked, experiments)),
        base=fields.integer("base", 0, STEP),
        losses=losses,
        watched=_read_watched(fields, stacked),
    )
    _check(run)
    return run


def _read_moments(
    fields: Fields, stacked: Stacked, experiments: list[Experiment]
) -> Iterator[Moment]:
    where = fields.where("moments")
    items = sequence(fields.get("moments", []), where)
    if len(items) > MOST_MOMENTS:
        raise misfit(where)
    for i, item in enumerate(items):
        yield _read_moment(item, f"{where}[{i}]", stacked, experiments)


def _read_moment(item: Any, where: str, stacked: Stacked, experiments: list[Experiment]) -> Moment:
    fields = Fields(item, where, MOMENT)
    experiment = _experiment(fields, experiments)
    step, changed = fields.integer("step", 0, STEP), fields.flag("changed", False)
    if "parameters" not in fields.values:
        return Moment(experiment, step, changed=changed)
    shuffle = stacked.get(fields.get("shuffle", None), fields.where("shuffle"))
    if shuffle.shape != (SHUFFLE,) or shuffle.dtype != np.uint8:
        raise misfit(fields.where("shuffle"))
    return Moment(
        experiment,
        step,
        fields.integer("epoch", 0, PLACE),
        fields.integer("batch", 0, PLACE),
        shuffle,
        _read_parameters(fields, experiment, stacked),
        memory.read(fields.get("memory", {}), fields.where("memory"), experiment, stacked),
        changed,
    )


def _read_parameters(fields: Fields, experiment: Experiment, stacked: Stacked) -> dict[str, Any]:
    where = fields.where("parameters")
    given = mapping(fields.get("parameters", None), where)
    found = {name: stacked.get(place, f"{where}.{name}") for name, place in given.items()}
    dtype = memory.DTYPES[experiment.training.dtype]
    shapes = {name: array.shape for name, array in found.items() if array.dtype == dtype}
    if shapes != experiment.parameter_shapes():
        raise misfit(where)
    return found


def _read_watched(fields: Fields, stacked: Stacked) -> Mapping[str, Numbers]:
    where = fields.where("watched")
    given = mapping(fields.get("watched", {}), where)
    found = {name: stacked.get(place, f"{where}.{name}") for name, place in given.items()}
    if found and {name: array.dtype for name, array in found.items()} != WATCHED:
        raise misfit(where)
    if len({array.shape for array in found.values()}) > 1:
        raise misfit(where)
    return found


def _experiment(fields: Fields, experiments: list[Experiment]) -> Experiment:
    where = fields.where("experiment")
    place = integer(fields.get("experiment", None), where, Range(low=0))
    if place >= len(experiments):
        raise misfit(where)
    return experiments[place]


def _check(run: Snapshot) -> None:
    """What must hold between the parts."""
    steps = [moment.step for moment in run.moments]
    first = steps[0] if steps else 0
    if steps != sorted(steps) or (steps and steps[-1] > run.furthest):
        raise misfit(f"{WHERE}.moments")
    if not max(first, run.base) <= run.step <= run.furthest or run.base > first:
        raise misfit(f"{WHERE}.step")
    if run.losses.ndim != 1 or len(run.losses) != run.furthest - run.base:
        raise misfit(f"{WHERE}.losses")
    experiments = (run.experiment, *(moment.experiment for moment in run.moments))
    for experiment in {id(each): each for each in experiments}.values():
        experiment.check()  # only what can be trained was
    farthest = {id(moment.experiment): moment for moment in sorted(run.moments, key=_batch)}
    if any(moment.batch and moment.batch >= _batches(moment) for moment in farthest.values()):
        raise misfit(f"{WHERE}.moments")


def _batch(moment: Moment) -> int:
    return moment.batch


def _batches(moment: Moment) -> int:
    """How many an epoch has."""
    rows, _ = split(moment.experiment.data)
    return -(-len(rows) // (moment.experiment.training.batch_size or max(1, len(rows))))
