"""A project into its file."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from engine import storage
from engine.experiment import Experiment
from engine.project import arrays, container, runs
from engine.project.columns import ColumnsWritten
from engine.project.limits import (
    COLUMNS,
    EXPERIMENT,
    EXPERIMENTS,
    NOTES,
    REPORT,
    RUN,
    STATES,
)
from engine.project.stacks import Stacks
from engine.project.value import Project

LOSSES = "run/losses"


def save(project: Project, path: str | Path) -> None:
    """Write the file whole or not at all; raises EngineError naming the file."""
    place = storage.named(path)
    storage.write(place, lambda file: container.write(file, members(project), about()))


def about() -> dict[str, str]:
    """What a file was written by and on, for whoever checks its numbers elsewhere."""
    return {
        "program": _version("gradus"),
        "torch": _version("torch"),
        "system": f"{platform.system()} {platform.release()}",
        "cpu": _processor(),
    }


def members(project: Project) -> Iterator[tuple[str, bytes]]:
    """Every member of the project's file but the manifest: name and content."""
    columns, stacks = ColumnsWritten(), Stacks()
    place = _Places(columns)
    document = project.experiment.to_dict(columns.of_contract)
    yield EXPERIMENT, _json(document, indent=1)
    if project.report:
        yield REPORT, project.report.encode()
    for name, content in project.pictures.items():
        yield f"pictures/{name}", content
    losses: dict[str, Any] = {}
    run = _run(project, stacks, place, losses)
    if run:
        yield RUN, _json(run)
        yield EXPERIMENTS, _json(place.documents)
        yield COLUMNS, _json(columns.document)
    for name, found in (*columns.members.items(), *stacks.members().items(), *losses.items()):
        yield name, arrays.written(found)
    for name, notes in ((NOTES, project.notes), (STATES, project.states)):
        if notes:
            yield name, _json(notes)


class _Places:
    """Writes experiments down, each once, and says where."""

    def __init__(self, columns: ColumnsWritten) -> None:
        self._columns = columns
        self._places: dict[int, tuple[Experiment, int]] = {}
        self.documents: list[Any] = []

    def __call__(self, experiment: Experiment) -> int:
        if id(experiment) not in self._places:
            self._places[id(experiment)] = experiment, len(self.documents)
            places = self._columns.places(experiment.data.table)
            self.documents.append(experiment.to_dict(lambda _: places))
        return self._places[id(experiment)][1]


def _run(
    project: Project, stacks: Stacks, place: _Places, losses: dict[str, Any]
) -> dict[str, Any]:
    """The document of all that was trained; its long rows of losses go into ``losses``."""

    def put(values: Any) -> int:
        number = len(losses)
        losses[f"{LOSSES}/{number}.npy"] = values
        return number

    document: dict[str, Any] = {}
    if project.run is not None:
        document["run"] = runs.written(project.run, stacks, place)
        document["losses"] = put(project.run.losses)
    if project.branches:
        document["branches"] = [
            {"steps": put(branch.steps), "losses": put(branch.losses)}
            for branch in project.branches
        ]
    if project.turns:
        document["turns"] = [
            {"step": turn.step, "before": place(turn.before), "after": place(turn.after)}
            for turn in project.turns
        ]
    if project.pinned:
        document["pinned"] = [
            {
                "experiment": place(run.experiment),
                "losses": put(run.losses),
                "number": run.number,
            }
            for run in project.pinned
        ]
    return document


def _json(document: Any, indent: int | None = None) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=indent).encode()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
