"""What a document begins with, and what it still needs before anything can be trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from engine.data.table import Table, labels, numbers
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import DEFAULT_LOSS, Data, Loss
from gui.kit.words import tr
from gui.model.examples import in_the_language

FEWEST_ROWS = 2


def empty(task: Literal["regression", "classification"]) -> Experiment:
    """An experiment without rows, for a learner who places the points."""
    if task == "regression":
        table = Table({"x": numbers([]), "y": numbers([])})
        return Experiment(Data(table, ("x",), "y", "regression"))
    table = Table({"x1": numbers([]), "x2": numbers([]), "class": labels([])})
    data = Data(table, ("x1", "x2"), "class", "classification")
    return replace(Experiment(data), loss=Loss(DEFAULT_LOSS["binary"]))


def read(path: Path, example: bool) -> tuple[Experiment, bool]:
    """What a file holds, and whether the document lives in it from now on.

    A table is read into an experiment; an example is a copy in the interface's language.
    """
    if example:
        return in_the_language(Experiment.load(path)), False
    from engine import files  # the window is painted without

    is_table = files.is_table(path)
    return (files.read(path) if is_table else Experiment.load(path)), not is_table


def needs_rows(data: Data) -> bool:
    """Whether there are too few points, of whatever class."""
    return data.table.rows < FEWEST_ROWS


def missing(data: Data) -> str:
    """What the learner has yet to do before anything can be trained; empty when nothing."""
    if needs_rows(data):
        return tr("Click on the stage to place points: training needs at least two.")
    if data.task == "classification" and len(data.classes) < 2:
        return tr("Place points of another class too: one class alone leaves nothing to learn.")
    return ""


def is_complete(experiment: Experiment) -> bool:
    """Whether an experiment can be trained as it is."""
    try:
        experiment.check()
    except EngineError:
        return False
    return True
