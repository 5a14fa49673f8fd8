"""The examples in resources/samples: their titles and the group that each belongs to."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from engine.experiment import Experiment
from gui.kit.words import tr

FOLDER = Path(__file__).parents[2] / "resources" / "samples"


_originals: dict[str, str] = {}  # by the title that an example was opened under, its own


@dataclass(frozen=True, slots=True)
class Example:
    """A file that shows something; ``group`` is the first letter of its name, in capitals."""

    path: Path
    group: str
    name: str

    @property
    def title(self) -> str:
        """What it is called, in the interface's language."""
        return tr(self.name)


def in_the_language(experiment: Experiment) -> Experiment:
    """An example as it is opened: its title, columns and classes have names in the language."""
    names = {"height": tr("height"), "weight": tr("weight"), "hours": tr("hours")}
    names |= {"ability": tr("ability"), "class": tr("class")}
    for old, new in names.items():
        if old != new and old in experiment.data.table.columns:
            from engine.edits.table import rename_column  # in English nothing needs it

            experiment = rename_column(experiment, old, new)
    experiment = _with_classes(experiment)
    title = tr(experiment.title)
    _originals[title] = experiment.title
    return replace(experiment, title=title)


def _with_classes(experiment: Experiment) -> Experiment:
    """The same classes in the same order and colours, by their names in the language."""
    names = {"inside": tr("inside"), "outside": tr("outside"), "same": tr("same")}
    names |= {"different": tr("different"), "first": tr("first"), "second": tr("second")}
    if experiment.data.task != "classification":
        return experiment
    for old in experiment.data.classes:
        new = names.get(str(old), str(old))
        if new != str(old):
            from engine.edits.classes import with_class_renamed  # in English nothing needs it

            experiment = with_class_renamed(experiment, experiment.data.classes, old, new)
    return experiment


def title_now(title: str) -> str:
    """An example's title in the language of now; any other title is the learner's own."""
    original = _originals.get(title)
    return title if original is None else tr(original)


def first() -> Path | None:
    """The example that the window starts with."""
    return next(iter(sorted(FOLDER.glob("*.json"))), None)


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """Every example in the order of the files' names; it reads them, so ask late."""
    return tuple(
        Example(path, path.name[:1].upper(), _name(path)) for path in sorted(FOLDER.glob("*.json"))
    )


def group_title(letter: str) -> str:
    """What the examples of a group are about."""
    titles = {
        "A": tr("A first line"),
        "B": tr("Two parameters, step by step"),
        "C": tr("More features, activations"),
        "D": tr("From logistic to softmax"),
        "E": tr("The four steps of training"),
        "F": tr("Boundaries that bend"),
    }
    return titles.get(letter, letter)


def _name(path: Path) -> str:
    title: str = json.loads(path.read_text(encoding="utf-8")).get("title", "")
    return title or path.stem
