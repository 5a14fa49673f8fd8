"""Fields that are more than a number or a name: from what JSON has, and back to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import numpy as np

from engine.catalog import ACTIVATIONS, Entry, Range
from engine.data.names import composed
from engine.errors import EngineError
from engine.experiment.fields import (
    entry_values,
    flag,
    integer,
    number,
    one_of,
    sequence,
    show,
    text,
)
from engine.experiment.setting import plain
from engine.experiment.specs import About, Bias, Choice, Label

COLOR = Range(low=0, high=9)


def mapping(value: object, where: str) -> Mapping[str, Any]:
    """An object as it is."""
    if not isinstance(value, Mapping):
        raise EngineError("must be an object, got {got}", where, got=show(value))
    return value


def about(value: object, where: str) -> About:
    """A text for all languages, or one a language."""
    if not isinstance(value, Mapping):
        whole = text(value, where)
        return About((("", whole),)) if whole else About()
    return About(tuple((str(code), text(part, f"{where}.{code}")) for code, part in value.items()))


def choice(value: object, where: str, catalog: Mapping[str, Entry], default: str) -> Choice:
    """An entry by its ``name``, with its numbers beside that."""
    found = mapping(value, where)
    name = one_of(found.get("name", default), f"{where}.name", catalog)
    return Choice(name, tuple(entry_values(found, where, catalog[name]).items()))


def choice_written(part: Choice) -> dict[str, Any]:
    """An entry as an object."""
    return {"name": part.name, **{name: plain(value) for name, value in part.values}}


def activations(value: object, where: str) -> Choice | tuple[Choice, ...]:
    """One activation, or a list with one a hidden layer."""
    if isinstance(value, list | tuple):
        return tuple(_activation(item, f"{where}[{i}]") for i, item in enumerate(value))
    return _activation(value, where)


def activations_written(value: Choice | tuple[Choice, ...]) -> Any:
    """The same; an activation without parameters is its name alone."""
    if isinstance(value, tuple):
        return [activations_written(item) for item in value]
    return choice_written(value) if value.values else value.name


def bias(value: object, where: str) -> Bias:
    """True, false or ``shared``."""
    if isinstance(value, str):
        return cast(Bias, one_of(value, where, ("shared",)))
    return cast(Bias, flag(value, where))


def sizes(allowed: Range) -> Callable[[object, str], tuple[int, ...]]:
    """A list of whole numbers within a range."""

    def read(value: object, where: str) -> tuple[int, ...]:
        items = enumerate(sequence(value, where))
        return tuple(integer(item, f"{where}[{i}]", allowed) for i, item in items)

    return read


def tensors(value: object, where: str) -> dict[str, tuple[Any, ...]]:
    """Nested lists of numbers by parameter name."""
    items = mapping(value, where).items()
    return {str(name): _tensor(tensor, f"{where}.{name}") for name, tensor in items}


def tensors_written(value: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    """The same as lists."""
    return {name: plain(tensor) for name, tensor in value.items()}


def class_colors(value: object, where: str) -> tuple[tuple[str, int], ...]:
    """A place in the palette by class name."""
    return tuple(
        (composed(text(name, where)), integer(color, f"{where}.{name}", COLOR))
        for name, color in mapping(value, where).items()
    )


def kept_colors(value: object, where: str) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """A place in the palette by class name, for each of several columns."""
    return tuple(
        (composed(text(name, where)), class_colors(colors, f"{where}.{name}"))
        for name, colors in mapping(value, where).items()
    )


def kept_colors_written(kept: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]) -> Any:
    """The same as JSON has it."""
    return {name: dict(colors) for name, colors in kept}


def categories_written(lists: tuple[tuple[str, tuple[Label, ...]], ...]) -> dict[str, Any]:
    """The columns' values in order."""
    return {name: list(values) for name, values in lists}


def label(value: object, where: str) -> Label:
    """A class name or a whole number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise EngineError(
            "must be a class name or a whole number, got {got}", where, got=show(value)
        )
    return composed(text(value, where)) if isinstance(value, str) else value


def _activation(value: object, where: str) -> Choice:
    if isinstance(value, str):
        one_of(value, where, ACTIVATIONS)
        value = {"name": value}
    return choice(value, where, ACTIVATIONS, "tanh")


def _tensor(value: object, where: str) -> tuple[Any, ...]:
    """A list of numbers, or of lists of numbers, as tuples."""
    return tuple(
        _tensor(item, f"{where}[{i}]")
        if isinstance(item, list | tuple | np.ndarray)
        else number(item, f"{where}[{i}]")
        for i, item in enumerate(sequence(value, where))
    )
