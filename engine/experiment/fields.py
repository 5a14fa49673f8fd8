"""Reading JSON one field at a time, so that every refusal names the field it is about."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

import numpy as np

from engine.catalog.entry import ANY, Entry, Param, Range, Value
from engine.errors import EngineError


class Fields:
    """One JSON object; unknown keys are refused at once."""

    def __init__(self, value: object, path: str, known: Iterable[str]) -> None:
        if not isinstance(value, Mapping):
            raise EngineError("must be an object, got {got}", path, got=show(value))
        self.values: Mapping[str, Any] = value
        self.path = path
        names = list(known)
        for key in value:
            if key not in names:
                raise _unknown("unknown key {name}", join(path, str(key)), str(key), names)

    def where(self, key: str) -> str:
        """The path of one key."""
        return join(self.path, key)

    def get(self, key: str, default: Any) -> Any:
        """The raw value, or the default where the key is left out."""
        return self.values.get(key, default)

    def text(self, key: str, default: str) -> str:
        """A string."""
        return text(self.get(key, default), self.where(key))

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        return flag(self.get(key, default), self.where(key))

    def number(self, key: str, default: float, allowed: Range = ANY) -> float:
        """A finite number within a range."""
        return number(self.get(key, default), self.where(key), allowed)

    def integer(self, key: str, default: int, allowed: Range = ANY) -> int:
        """A whole number within a range."""
        return integer(self.get(key, default), self.where(key), allowed)

    def one_of(self, key: str, default: str, names: Iterable[str]) -> str:
        """One of a few names."""
        return one_of(self.get(key, default), self.where(key), names)

    def texts(self, key: str, default: Iterable[str]) -> tuple[str, ...]:
        """A list of strings."""
        return texts(self.get(key, list(default)), self.where(key))


def join(path: str, key: str) -> str:
    """The path of a key inside an object."""
    return f"{path}.{key}" if path else key


def show(value: object) -> str:
    """A value as a person reads it in a message: short, and never over a line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    try:
        shown = " ".join(repr(value).split())
    except ValueError:  # a whole number of more digits than Python writes
        return "a very long number"
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def text(value: object, where: str) -> str:
    """``value`` as a string."""
    if not isinstance(value, str):
        raise EngineError("must be text, got {got}", where, got=show(value))
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:  # half of a character, as JSON can spell it
            raise EngineError("holds a character that is none", where) from error
    return value


def flag(value: object, where: str) -> bool:
    """``value`` as true or false."""
    if isinstance(value, np.bool_):
        return bool(value)
    if not isinstance(value, bool):
        raise EngineError("must be true or false, got {got}", where, got=show(value))
    return value


def number(value: object, where: str, allowed: Range = ANY) -> float:
    """``value`` as a finite float within ``allowed``."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        if _is_numpy(value):
            return number(value.tolist(), where, allowed)
        raise EngineError("must be a number, got {got}", where, got=show(value))
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise EngineError("must be a finite number, got {got}", where, got=show(value))
    if result not in allowed:
        raise EngineError("must be {rule}, got {got}", where, rule=str(allowed), got=show(value))
    return result


def integer(value: object, where: str, allowed: Range = ANY) -> int:
    """``value`` as a whole number within ``allowed``."""
    if isinstance(value, bool) or not isinstance(value, int):
        if _is_numpy(value):
            return integer(value.tolist(), where, allowed)
        raise EngineError("must be a whole number, got {got}", where, got=show(value))
    if value not in allowed:
        raise EngineError("must be {rule}, got {got}", where, rule=str(allowed), got=show(value))
    return value


def one_of(value: object, where: str, names: Iterable[str]) -> str:
    """``value`` as one of ``names``."""
    known = list(names)
    name = text(value, where)
    if name not in known:
        raise _unknown("unknown name {name}", where, name, known)
    return name


def sequence(value: object, where: str) -> list[Any]:
    """``value`` as a list."""
    if isinstance(value, np.ndarray) and value.ndim:
        return list(value.tolist())
    if not isinstance(value, (list, tuple)):
        raise EngineError("must be a list, got {got}", where, got=show(value))
    return [item.item() if isinstance(item, np.generic) else item for item in value]


def _is_numpy(value: object) -> TypeGuard[np.generic | np.ndarray[Any, Any]]:
    """Whether a value is one of NumPy's, which are taken where Python's own are."""
    return isinstance(value, np.generic | np.ndarray)


def texts(value: object, where: str) -> tuple[str, ...]:
    """``value`` as a list of strings."""
    return tuple(text(item, f"{where}[{i}]") for i, item in enumerate(sequence(value, where)))


def param(value: object, where: str, spec: Param) -> Value:
    """``value`` as what a catalog entry's parameter asks for."""
    if spec.kind == "bool":
        return flag(value, where)
    if spec.kind == "int":
        return integer(value, where, spec.ranges[0])
    if spec.kind == "float":
        return number(value, where, spec.ranges[0])
    items = sequence(value, where)
    if len(items) != len(spec.ranges):
        raise EngineError(
            "must be a list of {count} numbers, got {got}",
            where,
            count=len(spec.ranges),
            got=show(value),
        )
    return tuple(
        number(item, f"{where}[{i}]", allowed)
        for i, (item, allowed) in enumerate(zip(items, spec.ranges, strict=True))
    )


def entry_values(value: Mapping[str, Any], path: str, entry: Entry) -> dict[str, Value]:
    """The parameters of one catalog entry, defaults filled in, checked one by one and together."""
    fields = Fields(value, path, ["name", *(spec.name for spec in entry.params)])
    values = {
        spec.name: param(fields.get(spec.name, spec.default), fields.where(spec.name), spec)
        for spec in entry.params
    }
    trouble = entry.conflict(values) if entry.conflict else None
    if trouble:
        raise EngineError(trouble, path)
    return values


def _unknown(message: str, where: str, name: str, known: list[str]) -> EngineError:
    close = difflib.get_close_matches(name, known, n=1)
    hint = "did you mean {guess}?" if close else "known are {known}"
    return EngineError(
        message, where, hint, name=show(name), guess="".join(close), known=", ".join(known)
    )
