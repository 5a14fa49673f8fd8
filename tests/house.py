"""The rooms of the house, as folders, and which of them knows which."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests import sources

ROOT = Path(__file__).parents[1]


def files() -> list[Path]:
    """Every source file of the program."""
    return sorted(path for top in ("gui", "engine") for path in (ROOT / top).rglob("*.py"))


def module(path: Path) -> str:
    """The name that a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees() -> dict[Path, ast.Module]:
    """Every source file as it is parsed, once for all that look into them."""
    return {**sources.trees("gui"), **sources.trees("engine")}


@cache
def imports() -> dict[str, set[str]]:
    """The modules of the program that each one imports, early or late, for types too."""
    names = {module(path) for path in files()}
    return {module(path): set(_named(tree, names)) for path, tree in trees().items()}


def room(name: str) -> str | None:
    """The folder right under ``gui`` or ``engine`` that a module is in; None for none."""
    parts = name.split(".")
    folder = ROOT.joinpath(*parts[:2])
    return ".".join(parts[:2]) if len(parts) > 1 and folder.is_dir() else None


def arrows() -> set[tuple[str, str]]:
    """Each room with each other room that it imports from."""
    found = {(room(one), room(other)) for one, others in imports().items() for other in others}
    return {(one, other) for one, other in found if one and other and one != other}


def function_lengths() -> list[int]:
    """How many lines each function has."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    nodes = [
        node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, kinds)
    ]
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for node in nodes]


def circles(graph: dict[str, set[str]]) -> list[str]:
    """What can be come back to from itself along the arrows."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = list(graph.get(start, ()))
        while ahead:
            if (name := ahead.pop()) not in seen:
                seen.add(name)
                ahead += graph.get(name, ())
        return seen

    return sorted(name for name in graph if name in reached(name))


def _named(tree: ast.Module, names: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in inner if name in names)
            if node.module in names and not all(name in names for name in inner):
                yield node.module


if __name__ == "__main__":
    for one, other in sorted(arrows()):
        print(one, "→", other)
