"""Numbers and the catalog's expressions as Python source, to the last bit."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.codegen.lines import call, listed, shortened


def number(value: float) -> str:
    """A number that reads back as exactly the same one."""
    if math.isfinite(value):
        return repr(value)
    return "torch.nan" if math.isnan(value) else "torch.inf" if value > 0 else "-torch.inf"


def column(values: NDArray[np.float64], most: int | None = None) -> str:
    """A list of numbers, without fractions where none has any; of more than ``most`` the ends."""
    kind = np.int64 if are_whole(values) else np.float64
    if most is None or len(values) <= most:
        return listed(map(repr, values.astype(kind).tolist()))
    last = most // 4
    ends = [values[: most - last], values[len(values) - last :]]
    first_texts, last_texts = ([repr(cell) for cell in end.astype(kind).tolist()] for end in ends)
    return shortened(first_texts, len(values) - most, last_texts)


def are_whole(values: NDArray[np.float64]) -> bool:
    """Whether all numbers lose nothing when they are written without a fraction."""
    whole = (values == np.trunc(values)) & (np.abs(values) < 1e15)
    return bool(np.all(whole & ~((values == 0) & np.signbit(values))))


def nested(values: Any) -> str:
    """Numbers, or nested tuples of them, as nested lists."""
    if not isinstance(values, tuple):
        return number(values)
    return listed(nested(value) for value in values)


def tensor(values: str, dtype: str = "float32", head: str = "", tail: str = "") -> str:
    """A tensor of the listed numbers, between what stands before and after it on the line."""
    kind = [] if dtype == "float32" else [f"dtype=torch.{dtype}"]
    return call(f"{head}torch.tensor(", [values, *kind], f"){tail}")


def expression(text: str, names: Mapping[str, Any], source: Mapping[str, str] | None = None) -> str:
    """A catalog expression with its parameters' values, and other names' source, put in."""
    return unparse(_Filled(names, source or {}).visit(ast.parse(text, mode="eval").body))


def simplified(text: str) -> str:
    """A formula of plain numbers without the parts that change nothing, such as ``1.0 *``."""
    return unparse(_Simplified().visit(ast.parse(text, mode="eval").body))


def count(text: str, name: str) -> int:
    """How often a name occurs in an expression."""
    tree = ast.parse(text, mode="eval")
    return sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))


def product(factor: float, text: str) -> str:
    """``factor`` times an expression."""
    right = ast.parse(text, mode="eval").body
    return text if factor == 1 else unparse(ast.BinOp(_constant(factor), ast.Mult(), right))


def cases(text: str) -> tuple[str, str, str]:
    """The condition of an expression and its values where that holds and where it does not."""
    tree = ast.parse(text, mode="eval").body
    if isinstance(tree, ast.IfExp):
        return unparse(tree.test), unparse(tree.body), unparse(tree.orelse)
    return "", "", text


def keywords(text: str, defaults: Mapping[str, Any]) -> str:
    """A call without the keyword arguments that say what holds anyway."""
    tree = ast.parse(text, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords = [word for word in node.keywords if not _says(word, defaults)]
    return unparse(tree)


def unparse(tree: ast.expr) -> str:
    """Source with double quotes, as in the rest of a program."""
    return ast.unparse(tree).replace("'", '"')


class _Filled(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, Any], source: Mapping[str, str]) -> None:
        self.names = names
        self.source = source

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.names:
            return _constant(self.names[node.id])
        if node.id in self.source:
            return ast.parse(self.source[node.id], mode="eval").body
        return node


class _Simplified(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        left, right = node.left, node.right
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            return _constant(eval(ast.unparse(node)))  # the catalog's own numbers
        neutral = {ast.Add: 0, ast.Mult: 1}.get(type(node.op))
        if isinstance(left, ast.Constant) and left.value == neutral:
            return right
        return node


def _constant(value: Any) -> ast.expr:
    return ast.parse(repr(value), mode="eval").body


def _says(word: ast.keyword, defaults: Mapping[str, Any]) -> bool:
    return (
        word.arg is not None
        and word.arg in defaults
        and isinstance(word.value, ast.Constant)
        and word.value.value == defaults[word.arg]
    )
