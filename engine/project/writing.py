"""A project into its file."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engine import storage
from engine.experiment import Experiment
from engine.project import arrays, container, runs
from engine.project.arrays import Numbers
from engine.project.columns import ColumnsWritten
from engine.project.container import Teller, silent
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
from engine.project.value import Project, Trained
from engine.version import version, version_of

LOSSES = "run/losses"


def save(project: Project, path: str | Path, tell: Teller = silent) -> None:
    """Write the file whole or not at all; raises EngineError naming the file.

    ``tell`` is told how far writing has come.
    """
    place = storage.named(path)
    told = _told(project, tell)
    storage.write(place, lambda file: container.write(file, told, about()))


def _told(project: Project, tell: Teller) -> Iterator[tuple[str, bytes]]:
    """The members, each told of once it is written."""
    found, columns = parts(project)
    whole = sum(map(len, found.values())) + sum(column.nbytes for column in columns.values())
    done = 0
    for name, content in _in_turn(found, columns):
        yield name, content
        done += len(content)
        tell(min(1.0, done / whole))


def about() -> dict[str, str]:
    """What a file was written by and on, for whoever checks its numbers elsewhere."""
    return {
        "program": version(),
        "torch": version_of("torch"),
        "system": f"{platform.system()} {platform.release()}",
        "cpu": _processor(),
    }


def members(project: Project) -> Iterator[tuple[str, bytes]]:
    """Every member of the project's file but the manifest: name and content."""
    yield from _in_turn(*parts(project))


def _in_turn(found: dict[str, bytes], columns: dict[str, Numbers]) -> Iterator[tuple[str, bytes]]:
    yield from found.items()
    for name, column in columns.items():
        yield name, arrays.written(column)


def parts(project: Project) -> tuple[dict[str, bytes], dict[str, Numbers]]:
    """The members of the project's file, and its long columns by the names of theirs."""
    columns, stacks = ColumnsWritten(), Stacks()
    place = _Places(columns)
    document = project.experiment.to_dict(columns.of_contract)
    found = {EXPERIMENT: _json(document, indent=1)}
    if project.report:
        found[REPORT] = project.report.encode()
    found |= {f"pictures/{name}": content for name, content in project.pictures.items()}
    losses: dict[str, Numbers] = {}
    run = _run(project, stacks, place, losses)
    if run:
        found |= {RUN: _json(run), EXPERIMENTS: _json(place.documents)}
        found[COLUMNS] = _json(columns.document)
    for name, array in (*stacks.members().items(), *losses.items()):
        found[name] = arrays.written(array)
    for name, notes in ((NOTES, project.notes), (STATES, project.states)):
        if notes:
            found[name] = _json(notes)
    return found, columns.members


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
    project: Project, stacks: Stacks, place: _Places, losses: dict[str, Numbers]
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
        document["pinned"] = [_trained(run, stacks, place, put) for run in project.pinned]
    return document


def _trained(
    run: Trained, stacks: Stacks, place: _Places, put: Callable[[Any], int]
) -> dict[str, Any]:
    document: dict[str, Any] = {
        "experiment": place(run.experiment),
        "losses": put(run.losses),
        "number": run.number,
    }
    words = ((name, getattr(run, name)) for name in ("kind", "title", "note", "hidden"))
    document |= {name: value for name, value in words if value}
    if run.earlier:
        document["earlier"] = [
            {"until": step, "experiment": place(experiment)} for step, experiment in run.earlier
        ]
    if run.fork is not None:
        document["fork"] = runs.written(run.fork, stacks, place)
    return document


def _json(document: Any, indent: int | None = None) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=indent).encode()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
