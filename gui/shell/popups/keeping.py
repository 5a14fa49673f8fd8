"""What of a number that is thought of as another one can be made so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.catalog import Range
from engine.catalog.entry import ANY
from engine.data.table import Cell as Content
from engine.edits import parts as edits
from engine.edits.rows import set_cells
from engine.edits.setting import put_at, with_number
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.settings import INSIDE, find
from engine.frames import Changed, Pointed, Where
from engine.frames.detail import Picked
from engine.frames.sights import Sighted
from engine.frames.things import (
    Cell,
    Datum,
    Figure,
    Kept,
    Number,
    Outcome,
    Setting,
    StepLoss,
    Target,
    Thing,
)
from gui.kit.wishes import Edit, KeepParameters, SetParameter, Wish
from gui.kit.words import tr

FIXED = StepLoss | Figure | Datum | Sighted  # what everything else comes to


def allowed_for(thing: Thing, experiment: Experiment) -> Range | EngineError:
    """What a number may be thought of as, or why it cannot be another one."""
    if isinstance(thing, FIXED) or (isinstance(thing, Kept) and not thing.before):
        return EngineError("this is what the other numbers come to", hint="change one of those")
    if isinstance(thing, Outcome):
        return INSIDE
    if isinstance(thing, Target) and experiment.data.task == "classification":
        return Range(low=0, high=len(experiment.data.classes) - 1)
    if isinstance(thing, Setting):
        return find(experiment, thing.path).allowed or ANY
    return ANY


def why_not(changes: tuple[Changed, ...], where: Where, pointed: Pointed | None) -> str:
    """Why it cannot be kept; empty where it can."""
    for change in changes:
        thing = change.thing
        if isinstance(thing, Number) and where.step is not None and not _is_now(pointed):
            return tr("This is what it was before the step: go back one to change it.")
        if isinstance(thing, Target) and where.features is not None:
            return tr("There is no such row in the table.")
        if not isinstance(thing, Number | Cell | Setting | Target):
            return tr("The model computes this number: change one that it comes from.")
    return ""


def kept(changes: tuple[Changed, ...], experiment: Experiment, pointed: Pointed) -> list[Wish]:
    """What has to be wished for so that it is so; EngineError where it cannot be.

    ``pointed`` is as it is, without the changes.
    """
    wishes = _parameters([c for c in changes if isinstance(c.thing, Number)], pointed)
    after, word = experiment, ""
    for change in changes:
        thing = change.thing
        if isinstance(thing, Setting):
            setting = find(after, thing.path)
            after = put_at(after, thing.path, thing.place, change.value)
            word = tr(setting.label)
        elif isinstance(thing, Cell):
            after, word = _with_cell(after, thing, change.value), tr("Edit cell")
        elif isinstance(thing, Target):
            after, word = _with_target(after, pointed, change.value), tr("Edit cell")
    return [*wishes, Edit(word, edits.allowed(experiment, after))] if word else wishes


def _is_now(pointed: Pointed | None) -> bool:
    """Whether the step that is shown is still to be taken from the numbers as they are."""
    return pointed is not None and pointed.ahead


def _parameters(changes: list[Changed], pointed: Pointed) -> list[Wish]:
    """All of them as one thing that is undone at once."""
    before: dict[str, NDArray[np.floating]] = {}
    after: dict[str, NDArray[np.floating]] = {}
    for change in changes:
        assert isinstance(change.thing, Number)
        name = change.thing.parameter
        held = pointed.detail.before.get(name)
        if held is None or isinstance(held, Picked):
            raise EngineError(
                "is part of a tensor too large to be set here", name, "type it in Parameters"
            )
        before[name] = np.array(held)
        values = after.get(name, before[name])
        after[name] = with_number(values, change.thing.place, change.value, name)
    if not after:
        return []
    told = KeepParameters(tr("Set parameter"), before, after)
    return [*(SetParameter(name, values) for name, values in after.items()), told]


def _with_cell(experiment: Experiment, cell: Cell, value: Content) -> Experiment:
    return set_cells(experiment, np.array([cell.row], dtype=np.int64), cell.column, value)


def _with_target(experiment: Experiment, pointed: Pointed, value: float) -> Experiment:
    seen, data = pointed.seen, experiment.data
    if seen is None or seen.row is None:
        return experiment
    content: Content = (
        data.classes[round(value)]
        if data.task == "classification"
        else value * seen.target_factor + seen.target_shift
    )
    return _with_cell(experiment, Cell(data.target, seen.row), content)
