"""One file looked at: what it holds, whether its run comes out again, and whether it is enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.answers.metrics import metrics
from engine.checking.own import is_own
from engine.checking.replaying import Replayed, replayed
from engine.checking.row import Row
from engine.errors import EngineError
from engine.experiment import Experiment, goals
from engine.experiment.settings import differing
from engine.frames import Snapshot
from engine.project import Project, opened
from engine.project.bounds import bounded
from engine.report.boxes import answered
from engine.training.session import Session


def looked_at(path: Path, goal: str | None) -> Row:
    """What there is to say of a project file; a goal of one's own takes the place of its own."""
    row = Row(str(path))
    try:
        with bounded():
            project = opened(path)
        row = _described(row, project)
        return _replayed(row, project, project.experiment.goal if goal is None else goal)
    except EngineError as error:
        return replace(row, problem=str(error))
    except MemoryError:
        return replace(row, problem="needs more memory than may be used")


def _described(row: Row, project: Project) -> Row:
    filled, asked = answered(project.report)
    current = int(project.run is not None)
    return replace(
        row,
        title=project.experiment.title,
        own_data="yes" if is_own(project.experiment.data) else "no",
        runs=current + len(project.pinned) + len(project.branches),
        answers=f"{filled}/{asked}",
    )


def _replayed(row: Row, project: Project, goal: str) -> Row:
    run = project.run
    if run is None or not run.furthest:
        session = Session(project.experiment)
        return _judged(replace(row, steps=0), session, project.experiment, goal)
    found = replayed(run)
    row = replace(row, steps=run.furthest, exact=found.exact, problem=_problem(project, run, found))
    return _judged(row, found.session, project.experiment, goal)


def _judged(row: Row, session: Session, experiment: Experiment, goal: str) -> Row:
    """With the loss at the end, and whether that is enough."""
    with np.errstate(all="ignore"):
        found = metrics(session)
    row = replace(row, loss=found.train_loss)
    if not goal:
        return row
    try:
        goals.check(experiment, goal)
    except EngineError as error:
        return replace(row, problem=row.problem or str(error))
    figures = {"step": session.step_number, "epoch": session.epoch_number, "loss": found.train_loss}
    figures |= {"test_loss": found.test_loss}
    figures |= {"accuracy": found.train.get("accuracy")}
    figures |= {"test_accuracy": found.test.get("accuracy")}
    known = {name: float(value) for name, value in figures.items() if value is not None}
    reached = goals.parsed(goal).reached(experiment, known)
    return replace(row, goal="reached" if reached else "missed")


def _problem(project: Project, run: Snapshot, found: Replayed) -> str:
    others = differing(run.experiment, project.experiment, "keeps", "anew")
    if others:
        paths = ", ".join(setting.path for setting in others)
        return f"the run in it is of another experiment: {paths}"
    if found.first > run.base or found.first > 0:
        return f"the history begins at step {found.first}: what was before it is not checked"
    if found.exact == "no":
        return f"step {found.other} has another loss than the file says"
    if found.astray is not None:
        return f"the parameters at step {found.astray} are not those of the run"
    return ""
