"""A file into its project; whatever in it no project has is refused by name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine import storage
from engine.catalog.entry import Range
from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.fields import Fields, integer, sequence
from engine.experiment.readers import mapping
from engine.files.limits import check_cells, check_size
from engine.frames import Snapshot
from engine.project import arrays, plain, runs
from engine.project.arrays import Numbers
from engine.project.columns import Tables, in_members, read_columns
from engine.project.container import Container, Elsewhere, Teller, json_of, silent, text_of
from engine.project.limits import (
    COLUMNS,
    EXPERIMENT,
    EXPERIMENTS,
    NOTES,
    REPORT,
    RUN,
    STATES,
    misfit,
)
from engine.project.stacks import Stacked
from engine.project.value import Branch, Project, Trained, Turn
from engine.project.writing import LOSSES

SUFFIX = ".gradus"
NUMBER = Range(low=0, high=2**31)
WORDS = ("kind", "title", "note")  # of a run that is kept


def is_project(path: Path) -> bool:
    """Whether a file is a project's by its name."""
    return path.suffix.lower() == SUFFIX


def opened(path: str | Path, tell: Teller = silent) -> Project:
    """The project in a file; raises EngineError naming the file and what is wrong in it.

    ``tell`` is told how far reading has come.
    """
    place = storage.named(path)
    if place.is_file():
        check_size(place.stat().st_size)
    return read(storage.read_bytes(place), place.name, tell=tell)


def read(
    content: bytes, name: str, elsewhere: Elsewhere | None = None, tell: Teller = silent
) -> Project:
    """The project in a file's bytes; raises EngineError naming ``name``."""
    try:
        return _Reading(Container(io.BytesIO(content), elsewhere, tell)).project()
    except EngineError as error:
        raise error.at(f"{name}: {error.where}" if error.where else name) from error
    except RecursionError as error:
        raise EngineError("is no project of Gradus", name) from error


class _Reading:
    """One file being read."""

    def __init__(self, container: Container) -> None:
        self._container = container
        if EXPERIMENT not in container:
            raise EngineError("is no project of Gradus")
        self._arrays = {name: self._array(name) for name in container if name.endswith(".npy")}
        self._experiments: list[Experiment] = []
        self._stacked = Stacked(self._arrays)

    def project(self) -> Project:
        """All of it."""
        experiment = self._experiment()
        document = self._document(RUN, {})
        if document:
            self._experiments = list(self._read_experiments(experiment.data.table))
        found = Fields(document, RUN, ("run", "losses", "branches", "turns", "pinned"))
        return Project(
            experiment=experiment,
            run=self._run(found),
            branches=tuple(map(self._branch, self._items(found, "branches"))),
            turns=tuple(map(self._turn, self._items(found, "turns"))),
            pinned=tuple(map(self._trained, self._items(found, "pinned"))),
            report=self._text(REPORT),
            pictures=dict(self._pictures()),
            notes=plain.document(self._document(NOTES, {}), NOTES),
            states=plain.document(self._document(STATES, {}), STATES),
        )

    def _experiment(self) -> Experiment:
        document = in_members(self._document(EXPERIMENT, {}), self._arrays)
        experiment = Experiment.from_dict(document, unfinished=True)
        table = experiment.data.table
        check_cells(table.rows, len(table.names))
        return experiment

    def _read_experiments(self, table: Table) -> Iterator[Experiment]:
        columns = read_columns(self._document(COLUMNS, []), self._arrays)
        tables = Tables(table, columns)
        for i, item in enumerate(sequence(self._document(EXPERIMENTS, []), EXPERIMENTS)):
            where = f"{EXPERIMENTS}[{i}]"
            try:
                yield tables.experiment(item, where)
            except EngineError as error:
                raise error.at(f"{where}: {error.where}") from error

    def _run(self, found: Fields) -> Any:
        if "run" not in found.values:
            return None
        losses = self._losses(found.get("losses", None), found.where("losses"))
        return runs.read(found.get("run", None), losses, self._stacked, self._experiments)

    def _branch(self, item: Fields) -> Branch:
        steps = self._losses(item.get("steps", None), item.path)
        losses = self._losses(item.get("losses", None), item.path)
        if steps.shape != losses.shape:
            raise misfit(item.path)
        return Branch(steps, losses)

    def _turn(self, item: Fields) -> Turn:
        before, after = (self._experiment_at(item, key) for key in ("before", "after"))
        return Turn(item.integer("step", 0, runs.STEP), before, after)

    def _trained(self, item: Fields) -> Trained:
        losses = self._losses(item.get("losses", None), item.where("losses"))
        return Trained(
            self._experiment_at(item, "experiment"),
            losses,
            item.integer("number", 1, NUMBER),
            self._fork(item),
            item.text("kind", ""),
            item.text("title", ""),
            item.text("note", ""),
            item.flag("hidden", False),
            tuple(map(self._until, self._items(item, "earlier"))),
        )

    def _until(self, item: Fields) -> tuple[int, Experiment]:
        """Settings that held until a step of a kept run."""
        return item.integer("until", 1, runs.STEP), self._experiment_at(item, "experiment")

    def _fork(self, item: Fields) -> Snapshot | None:
        """Where a run can be gone on from; its losses up to there are the run's first."""
        if "fork" not in item.values:
            return None
        losses = self._losses(item.get("losses", None), item.where("losses"))
        document = mapping(item.get("fork", None), item.where("fork"))
        base, furthest = (document.get(name, 0) for name in ("base", "furthest"))
        if not all(type(place) is int and place >= 0 for place in (base, furthest)):
            raise misfit(item.where("fork"))
        return runs.read(document, losses[base:furthest], self._stacked, self._experiments)

    def _items(self, found: Fields, key: str) -> list[Fields]:
        known = {
            "branches": ("steps", "losses"),
            "turns": ("step", "before", "after"),
            "pinned": ("experiment", "losses", "number", "fork", *WORDS, "hidden", "earlier"),
            "earlier": ("until", "experiment"),
        }
        items = enumerate(sequence(found.get(key, []), found.where(key)))
        return [Fields(item, f"{found.where(key)}[{i}]", known[key]) for i, item in items]

    def _experiment_at(self, item: Fields, key: str) -> Experiment:
        place = integer(item.get(key, None), item.where(key), NUMBER)
        if place >= len(self._experiments):
            raise misfit(item.where(key))
        return self._experiments[place]

    def _losses(self, number: Any, where: str) -> Numbers:
        place = integer(number, where, NUMBER)
        found = self._arrays.get(f"{LOSSES}/{place}.npy")
        if found is None or found.ndim != 1 or found.dtype != np.float64:
            raise misfit(where)
        return found

    def _array(self, name: str) -> Numbers:
        try:
            return arrays.read(self._container.read(name))
        except EngineError as error:
            raise error.at(name) from error

    def _document(self, name: str, otherwise: Any) -> Any:
        there = name in self._container
        return json_of(self._container.read(name), name) if there else otherwise

    def _text(self, name: str) -> str:
        return text_of(self._container.read(name), name) if name in self._container else ""

    def _pictures(self) -> Iterator[tuple[str, bytes]]:
        for name in self._container:
            folder, _, file = name.partition("/")
            if folder == "pictures":
                yield file, self._container.read(name)
