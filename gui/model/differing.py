"""In which number two experiments differ."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from engine.data.table import Table


def changed_number(before: object, after: object, path: str = "") -> str:
    """The path of the one number in which two experiments differ; empty for any other difference.

    A burst from a slider or a spin box changes one number again and again: its path is the merge
    key that makes it one entry.
    """
    paths = list(_differences(before, after, path))
    return paths[0] if len(paths) == 1 else ""


def _differences(before: object, after: object, path: str) -> list[str]:
    """Paths of numbers that differ; "" stands for each difference of another kind."""
    if before is after:
        return []
    if _is_number(before) and _is_number(after):
        return [] if before == after else [path]
    if is_dataclass(before) and type(before) is type(after) and not isinstance(before, Table):
        names = [field.name for field in fields(before) if field.compare]
        pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        pairs = [(str(i), old, new) for i, (old, new) in enumerate(zip(before, after, strict=True))]
    else:
        return [] if before == after else [""]
    return [found for name, old, new in pairs for found in _differences(old, new, f"{path}.{name}")]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
