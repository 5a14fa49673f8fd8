"""The experiment: what is trained, on what, and how, as one frozen value and its JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from engine import storage
from engine.catalog import OPTIMIZERS, SCHEDULES, Entry
from engine.errors import EngineError
from engine.experiment import checks, digits, goals, readers, reading, writing
from engine.experiment.columns import columns_written
from engine.experiment.fields import Fields
from engine.experiment.specs import (
    WORKSPACES,
    About,
    Choice,
    Data,
    Loss,
    Model,
    Regularization,
    Training,
    parameter_shapes,
)

FORMAT = "gradus-experiment/1"
FAMILY, VERSION = "gradus-experiment/", 1
SECTIONS = ("data", "model", "loss", "regularization", "optimizer", "schedule", "training")


@dataclass(frozen=True, slots=True)
class Experiment:
    """Everything that decides the training, and nothing else. Same experiment, same losses."""

    data: Data
    title: str = ""
    model: Model = Model()
    loss: Loss = Loss()
    regularization: Regularization = Regularization()
    optimizer: Choice = field(default_factory=lambda: Choice.of(OPTIMIZERS["sgd"]))
    schedule: Choice = Choice("constant")
    training: Training = Training()
    about: About = About()
    workspace: str | None = None  # the arrangement of the window that shows it best
    goal: str = ""  # what is to be reached
    # What check() has found: a value that never changes is looked at once.
    _verdict: EngineError | Literal["fits"] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    @classmethod
    def from_dict(cls, document: object, *, unfinished: bool = False) -> Experiment:
        """The experiment in a parsed JSON document; raises EngineError naming the field.

        Only an ``unfinished`` one may be such that it cannot be trained yet.
        """
        _refuse_newer(document)
        fields = Fields(document, "", ("format", "title", "about", "workspace", "goal", *SECTIONS))
        fields.one_of("format", FORMAT, [FORMAT])
        data = reading.data(fields.get("data", None))
        checks.table(data)
        named = fields.get("workspace", None) is not None
        experiment = cls(
            data=data,
            title=fields.text("title", ""),
            model=reading.part("model", fields.get("model", {})),
            loss=reading.loss(fields.get("loss", {}), data.outcome),
            regularization=reading.part("regularization", fields.get("regularization", {})),
            optimizer=_chosen(fields, "optimizer", OPTIMIZERS, "sgd"),
            schedule=_chosen(fields, "schedule", SCHEDULES, "constant"),
            training=reading.part("training", fields.get("training", {})),
            about=readers.about(fields.get("about", ""), "about"),
            workspace=fields.one_of("workspace", "", WORKSPACES) if named else None,
            goal=fields.text("goal", "").strip(),
        )
        if not unfinished:
            experiment.check()
        return experiment

    def check(self) -> None:
        """Raise EngineError, naming the field, where the parts cannot be trained together."""
        if self._verdict is None:
            object.__setattr__(self, "_verdict", self._found() or "fits")
        if isinstance(self._verdict, EngineError):
            raise self._verdict.at(self._verdict.where)  # each time another, with its own traceback

    def _found(self) -> EngineError | None:
        try:
            checks.data(self.data)
            checks.model(self.data, self.model)
            checks.loss(self.data, self.loss)
            digits.fits_dtype(self.data, self.model, self.loss, self.training.dtype)
            goals.check(self, self.goal)
        except EngineError as error:
            return error
        return None

    def to_dict(self, columns: writing.Columns = columns_written) -> dict[str, Any]:
        """The JSON document, with every default written out; ``columns`` writes the table's."""
        return {
            "format": FORMAT,
            "title": self.title,
            **writing.presentation(self.about, self.workspace, self.goal),
            **{name: writing.section(name, getattr(self, name), columns) for name in SECTIONS},
        }

    @classmethod
    def load(cls, path: str | Path) -> Experiment:
        """The experiment in a file; raises EngineError naming the file and the field."""
        place = storage.named(path)
        return cls.read(storage.read_text(place), place.name)

    @classmethod
    def read(cls, text: str, name: str) -> Experiment:
        """The experiment in a text; raises EngineError naming ``name`` and the field."""
        document = storage.parsed_json(text, name)
        try:
            return cls.from_dict(document)
        except EngineError as error:
            raise error.at(f"{name}: {error.where}" if error.where else name) from error

    def save(self, path: str | Path) -> None:
        """Write the file whole or not at all; raises EngineError naming the file."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=1)
        storage.write_text(storage.named(path), text)

    def parameter_shapes(self) -> dict[str, tuple[int, ...]]:
        """Every parameter's shape by name, in the network's order (out × in for weights)."""
        return parameter_shapes(self.data, self.model)


def _refuse_newer(document: object) -> None:
    """What a newer program has written is told so, before anything in it is unknown to this one."""
    found = document.get("format") if isinstance(document, Mapping) else None
    version = str(found).removeprefix(FAMILY) if str(found).startswith(FAMILY) else ""
    if version.isdecimal() and len(version) < 10 and int(version) > VERSION:
        raise EngineError("was saved by a newer Gradus", "format", "open it with the newest one")


def _chosen(fields: Fields, key: str, catalog: Mapping[str, Entry], default: str) -> Choice:
    return readers.choice(fields.get(key, {}), key, catalog, default)
