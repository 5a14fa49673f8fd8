"""Every English text that the window can show, collected from the sources themselves."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from engine.catalog import (
    ACTIVATIONS,
    INITIALIZATIONS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
)
from engine.catalog.classics import CLASSICS
from engine.catalog.entry import Entry, Param
from engine.catalog.generators import GENERATORS
from engine.experiment.settings import SETTINGS
from tests import sources

ROOT = Path(__file__).parents[1]
CATALOGS = (ACTIVATIONS, INITIALIZATIONS, LOSSES, OPTIMIZERS, SCHEDULES, GENERATORS, CLASSICS)
TERMINAL = "commandline.py"  # its complaints go to the terminal, which is English

# What tr() may be given instead of a literal; where each comes from is collected below.
SOURCES = {
    "entry.label", "entry.help", "param.label", "param.help",  # the catalog's
    "entry.sums", "entry.means",  # a loss's
    "self.name", "experiment.title", "original",  # an example's
    "setting.label", "setting.help", "setting.choices[value]",  # what fields are called
    "template", "general",  # an EngineError's sentence or hint, and the words among its values
    "stop.message", "word",  # and a cure's words
}  # fmt: skip

# Words that the engine puts into its sentences as values.
VALUES = (
    "a numeric target", "two classes", "three or more classes",
    "an object", "a list of {}", "a very long number",
    "a workbook (.xlsx, .ods) or another packed file", "an old workbook (.xls)", "a Parquet file",
    "a NumPy file", "a picture", "a PDF document", "a packed file", "a Python pickle",
    "> {}", ">= {}", "> {} and < {}", "> {} and <= {}", ">= {} and < {}", ">= {} and <= {}",
)  # fmt: skip

# What Python and the system say about files, where a learner can come upon it.
REASONS = (
    "no space left on device", "no such file or directory", "not a directory",
    "permission denied", "read-only file system", "file name too long",
    "Expecting value", "Expecting ',' delimiter", "Expecting ':' delimiter", "Extra data",
    "Expecting property name enclosed in double quotes", "Unterminated string starting at",
    "Invalid control character at", "a root of a negative number", "division by zero",
    "a number that is too large",
)  # fmt: skip


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """The syntax trees of the sources in some folders."""
    for folder in folders:
        yield from sources.trees(folder).items()


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """The calls of functions of these names."""
    yield from (call for name, call in _all_calls(tree) if name in names)


@cache
def _all_calls(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(_last_name(call.func), call) for call in found]


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def literals(node: ast.expr | None) -> list[str]:
    """The texts that an expression can stand for, as far as they are written out in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return [*literals(node.body), *literals(node.orelse)] if isinstance(node, ast.IfExp) else []


@cache
def interface() -> dict[str, str]:
    """What gui/ itself says, and where."""
    return {
        text: f"{path.name}:{call.lineno}"
        for path, tree in trees("gui")
        for call in calls(tree, "tr")
        for text in literals(call.args[0])
    }


def not_literal() -> list[str]:
    """Calls of tr() with something else than a literal or a known source."""
    return [
        f"{path.name}:{call.lineno}: {ast.unparse(call)}"
        for path, tree in trees("gui")
        for call in calls(tree, "tr")
        if not literals(call.args[0]) and _source(call.args[0]) not in SOURCES
    ]


def catalog() -> dict[str, str]:
    """The labels and helps of everything that can be chosen."""
    entries: list[Entry] = [entry for entries in CATALOGS for entry in entries.values()]
    params = [param for entry in entries for param in entry.params]
    parts: list[Entry | Param] = [*entries, *params]
    named = {text: part.name for part in parts for text in (part.label, part.help)}
    losses = {text: entry.name for entry in LOSSES.values() for text in (entry.means, entry.sums)}
    return {**named, **losses}


def settings() -> dict[str, str]:
    """The labels and helps of an experiment's fields, and of what can be chosen in one."""
    found: dict[str, str] = {}
    for setting in SETTINGS.values():
        choices = [label for name, label in setting.choices.items() if label != name]
        words = filter(None, (setting.label, setting.help, *choices))
        found |= dict.fromkeys(words, setting.path)
    return found


def samples() -> dict[str, str]:
    """The examples' titles."""
    paths = sorted((ROOT / "resources" / "samples").glob("*.json"))
    return {json.loads(path.read_text(encoding="utf-8"))["title"]: path.name for path in paths}


@cache
def errors() -> dict[str, str]:
    """The sentences and hints of every EngineError that can reach the window."""
    found: dict[str, str] = {}
    for path, tree in trees("engine", "gui"):
        if path.name != TERMINAL:
            texts = [text for node in _sentences(tree) for text in _resolved(node, tree)]
            found |= dict.fromkeys(texts, path.name)
    return found


def stops() -> dict[str, str]:
    """What is said when training stops by itself."""
    folder = ROOT / "engine" / "training"
    found: dict[str, str] = {}
    for path in (folder / "advice.py", *sorted((folder / "causes").glob("*.py"))):
        stops = calls(ast.parse(path.read_text(encoding="utf-8")), "Stop")
        found |= {text: path.name for call in stops for text in literals(call.args[1])}
    return found


def cures() -> dict[str, str]:
    """What the buttons say that apply what has helped against a divergence."""
    path = ROOT / "engine" / "training" / "cures.py"
    found = calls(ast.parse(path.read_text(encoding="utf-8")), "_said")
    return {text: path.name for call in found for text in literals(call.args[0])}


@cache
def every_text() -> dict[str, str]:
    """All of it: each English text and where it comes from."""
    words = dict.fromkeys((*VALUES, *REASONS), "a value in a sentence")
    told = {**errors(), **stops(), **cures()}
    return {**words, **interface(), **catalog(), **settings(), **samples(), **told}


def _source(node: ast.expr) -> str:
    """An argument's shape, whatever it is an attribute of: ``entry.label`` for a catalog's item."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Subscript):
        return f"entry.{node.attr}"
    return ast.unparse(node)


def _sentences(tree: ast.Module) -> Iterator[ast.expr]:
    """The expressions that stand for an error's sentence or hint."""
    for call in calls(tree, "EngineError"):
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        yield from call.args[:1]
        yield from call.args[2:3]
        if "hint" in named:
            yield named["hint"]
    for node in ast.walk(tree):  # what a catalog entry says of values that do not go together
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_conflict"):
            yield from (r.value for r in ast.walk(node) if isinstance(r, ast.Return) and r.value)


def _resolved(node: ast.expr, tree: ast.Module) -> list[str]:
    """The texts behind an expression: written out, under a name, or passed to a helper."""
    if not isinstance(node, ast.Name):
        return literals(node)
    texts = []
    for other in ast.walk(tree):
        if isinstance(other, ast.Assign) and ast.unparse(other.targets[0]) == node.id:
            texts += literals(other.value)
        if isinstance(other, ast.FunctionDef) and node.id in [a.arg for a in other.args.args]:
            place = [a.arg for a in other.args.args].index(node.id)
            for call in calls(tree, other.name):
                texts += literals(call.args[place]) if place < len(call.args) else []
    return texts
