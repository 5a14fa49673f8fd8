"""Edits of classes: their names, their places in the palette, and their coming and going."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from engine.data.names import clean, composed
from engine.data.table import labels
from engine.edits import parts as edits
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import Data, Label

PLACES = 10  # in the palette
FEWEST = 2
LONGEST_NAME = 100  # letters


def class_names(data: Data) -> tuple[Label, ...]:
    """The classes in their order, then those that only have a colour yet, sorted."""
    known = set(data.classes)
    texts = {str(name) for name in known}
    more = [name for name, _ in data.class_colors if name not in texts]
    if known:
        whole = all(isinstance(name, int) for name in known)
    else:
        whole = all(_is_whole(name) for name in more)
    added = {int(name) for name in more if _is_whole(name)} if whole else set(more)
    return (*data.classes, *_sorted([name for name in added if name not in known]))


def class_places(data: Data, names: Sequence[Label]) -> dict[Label, int]:
    """Each class's place in the palette: the one chosen, else its own turn, else a free one."""
    chosen = dict(data.class_colors)
    found = {name: chosen[str(name)] for name in names if str(name) in chosen}
    for index, name in enumerate(names):
        if name not in found and index not in found.values():
            found[name] = index % PLACES
    for index, name in enumerate(names):
        if name not in found:
            free = (place for place in range(PLACES) if place not in found.values())
            found[name] = next(free, index % PLACES)
    return {name: found[name] for name in names}


def with_class_added(experiment: Experiment, names: Sequence[Label], name: Label) -> Experiment:
    """One class more after ``names``: the model learns to tell it too, once rows have it."""
    data = experiment.data
    places = class_places(data, names)
    free = (place for place in range(PLACES) if place not in places.values())
    places[name] = next(free, len(names) % PLACES)
    return edits.with_data(experiment, _pinned(_listed(data, places), places))


def with_class_color(
    experiment: Experiment, names: Sequence[Label], name: Label, place: int
) -> Experiment:
    """A class at another place of the palette; a class that is there trades places with it."""
    data = experiment.data
    places = class_places(data, names)
    for other, taken in places.items():
        if taken == place:
            places[other] = places[name]
    places[name] = place
    return replace(experiment, data=_pinned(data, places))


def with_class_renamed(
    experiment: Experiment, names: Sequence[Label], old: Label, new: str
) -> Experiment:
    """Another name for a class of ``names``; every class keeps its colour.

    Whole numbers stay numbers as long as each of them is one; with the first word all of them
    become text. Raises EngineError for a name that is empty, too long or taken.
    """
    text = _checked(new)
    if text == str(old):
        return experiment
    if text in {str(name) for name in names}:
        raise EngineError(
            "there is a class {name} already", hint="choose another name", name=repr(text)
        )
    whole = _is_whole(text) and all(isinstance(name, int) for name in names)
    kind = int if whole else str
    renamed: dict[Label, Label] = {name: kind(text if name == old else name) for name in names}
    data = experiment.data
    places = {renamed[name]: place for name, place in class_places(data, names).items()}
    column = data.table.columns[data.target].tolist()
    table = data.table.replace(**{data.target: labels(renamed.get(cell, cell) for cell in column)})
    return edits.with_data(experiment, _pinned(_listed(replace(data, table=table), places), places))


def with_class_removed(experiment: Experiment, names: Sequence[Label], name: Label) -> Experiment:
    """The data without a class of ``names`` and its rows; raises EngineError for the last two."""
    if len(names) <= FEWEST:
        raise EngineError(
            "the last two classes cannot be removed",
            hint="add another class first, or choose the task regression",
        )
    data = experiment.data
    places = {other: place for other, place in class_places(data, names).items() if other != name}
    column = data.table.columns[data.target]
    rows = np.flatnonzero([cell == name for cell in column.tolist()])
    part = _listed(replace(data, table=data.table.delete(rows)), places)
    return edits.with_data(experiment, _pinned(part, places))


def _listed(data: Data, names: Iterable[Label]) -> Data:
    """The data with these classes in this order, whether or not rows have them."""
    return data.with_categories({data.target: tuple(names)})


def _pinned(data: Data, places: Mapping[Label, int]) -> Data:
    """The data with these colours, which are written down only where they say anything."""
    names = tuple(places)
    colors = tuple((str(name), places[name]) for name in names)
    plain = replace(data, class_colors=())
    if names == plain.classes and class_places(plain, names) == dict(places):
        return plain
    return replace(data, class_colors=colors)


def _checked(name: str) -> str:
    """The name without space around it, and each space within it only once."""
    text = composed(" ".join(name.split()))
    if not clean(text):
        raise EngineError("a class needs a name", hint="type at least one letter or digit")
    if len(text) > LONGEST_NAME:
        raise EngineError(
            "a class's name can have {most} letters, this one has {count}",
            hint="choose a shorter name",
            most=LONGEST_NAME,
            count=len(text),
        )
    return text


def _is_whole(text: str) -> bool:
    """Whether a text is a whole number as it would be written, so that nothing of it is lost."""
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(text) < 16 and str(int(text)) == text


def _sorted(names: Iterable[Label]) -> tuple[Label, ...]:
    return tuple(sorted(names, key=lambda name: (isinstance(name, str), name)))
