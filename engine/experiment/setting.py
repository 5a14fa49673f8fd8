"""One field of an experiment: where it is in the file, what it is called, what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from engine.catalog.entry import ANY, Range
from engine.experiment import fields

# What changing a field does: nothing to training; how long it goes on; it goes on otherwise with
# the weights it has; it begins again.
Effect = Literal["shown", "length", "keeps", "anew"]
Reader = Callable[[object, str], Any]


def plain(value: Any) -> Any:
    """A value as JSON has it: lists for tuples."""
    return [plain(item) for item in value] if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Setting:
    """A field by its ``path`` in the file.

    ``read`` turns what JSON has at a place into the value, or raises EngineError that names the
    place; a field without is read together with others. ``attribute`` is its name in ``specs``
    where that is another. One that is not ``always`` written is left out where it is the default.
    """

    path: str
    label: str
    effect: Effect
    read: Reader | None = None
    help: str = ""
    allowed: Range = ANY
    attribute: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)  # labels by name
    optional: bool = False  # whether null is a value
    always: bool = True
    write: Callable[[Any], Any] = plain
    get: Callable[[Any], Any] | None = None

    @property
    def part(self) -> str:
        """The path of the object that it is in."""
        return self.path.rpartition(".")[0]

    @property
    def key(self) -> str:
        """Its name in that object."""
        return self.path.rpartition(".")[2]

    @property
    def name(self) -> str:
        """Its name in ``specs``."""
        return self.attribute or self.key

    def of(self, experiment: Any) -> Any:
        """Its value in an experiment."""
        if self.get is not None:
            return self.get(experiment)
        value = experiment
        for step in filter(None, self.part.split(".")):
            value = getattr(value, step)
        return getattr(value, self.name)

    def value(self, given: object, where: str) -> Any:
        """The value that JSON has; raises EngineError."""
        assert self.read is not None
        return None if given is None and self.optional else self.read(given, where)


def text() -> Reader:
    """Any text."""
    return fields.text


def flag() -> Reader:
    """True or false."""
    return fields.flag


def number(allowed: Range) -> Reader:
    """A finite number within a range."""
    return partial(fields.number, allowed=allowed)


def integer(allowed: Range) -> Reader:
    """A whole number within a range."""
    return partial(fields.integer, allowed=allowed)


def name(known: Iterable[str]) -> Reader:
    """One of a few names."""
    return partial(fields.one_of, names=known)


def names() -> Reader:
    """A list of texts."""
    return fields.texts
