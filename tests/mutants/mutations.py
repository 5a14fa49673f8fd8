"""Small changes of a program's text: each is a mistake that somebody could make."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

COMPARISONS = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
ARITHMETIC = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*",
    ast.Mod: "*", ast.Pow: "*",
}  # fmt: skip
# What only another system calls.
ELSEWHERE = {"_of_windows": "win32"}
SWAPS = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: in ``path``, within ``function`` (empty is none), at line ``at``."""

    path: str
    function: str
    at: int
    start: int
    end: int
    old: str
    new: str
    number: int = 0  # of those of the function that are alike before it

    @property
    def key(self) -> str:
        """What names it however the lines around it move, with its place among equals."""
        key = f"{self.path}:{self.function}: {self.old} -> {self.new}"
        return f"{key} #{self.number + 1}" if self.number else key

    def applied(self, source: str) -> str:
        """The program with the change."""
        data = source.encode()
        return (data[: self.start] + self.new.encode() + data[self.end :]).decode()


def mutants(root: Path, path: Path) -> Iterator[Mutant]:
    """Every change of one file."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    seen: Counter[str] = Counter()
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node, function in _inside(tree, None):
        for old, new in _changes(node):
            start = starts[old.lineno - 1] + old.col_offset
            end = starts[(old.end_lineno or old.lineno) - 1] + (old.end_col_offset or 0)
            before = source.encode()[start:end].decode()
            place, name = str(path.relative_to(root)), function.name if function else ""
            if ELSEWHERE.get(name, sys.platform) != sys.platform:
                continue
            mutant = Mutant(place, name, old.lineno, start, end, before, new)
            yield replace(mutant, number=seen[mutant.key])
            seen[mutant.key] += 1


Function = ast.FunctionDef | None


def _inside(node: ast.AST, function: Function) -> Iterator[tuple[ast.AST, Function]]:
    """Every node that does something, with the function it stands in; no types, no docstrings."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _says_nothing(child):
                continue
            inner = child if isinstance(child, ast.FunctionDef) else function
            yield child, inner
            yield from _inside(child, inner)


def _says_nothing(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert | ast.JoinedStr | ast.Raise):
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return True  # of zip: what is of equal length stays so
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """What of a node may be replaced, by what."""
    text = ast.unparse
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        sign = COMPARISONS[type(node.ops[0])]
        yield node, f"({_enclosed(node.left)} {sign} {_enclosed(node.comparators[0])})"
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and _is_sum(node):
        left, right = (_enclosed(part) for part in (node.left, node.right))
        yield node, f"({left} {ARITHMETIC[type(node.op)]} {right})"
    elif isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield node, f"({word.join(f'({text(value)})' for value in node.values)})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"({text(node.operand)})"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, str(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield node, str(node.value + 1)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SWAPS:
        yield node.func, SWAPS[node.func.id]
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield node.test, f"(not ({text(node.test)}))"
    elif isinstance(node, ast.Expr | ast.AugAssign | ast.Delete):
        yield node, "pass"
    elif isinstance(node, ast.Return) and ast.unparse(node) not in ("return", "return None"):
        yield node, "return None"
    elif isinstance(node, ast.Break | ast.Continue):
        yield node, "continue" if isinstance(node, ast.Break) else "break"


def _enclosed(node: ast.expr) -> str:
    """An operand's text, in parentheses where it would be torn apart."""
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, ast.BinOp | ast.BoolOp | ast.IfExp) else text


def _is_sum(node: ast.BinOp) -> bool:
    """Not a text that is put together, nor types in a row."""
    parts = [child for child in ast.walk(node) if isinstance(child, ast.Constant | ast.JoinedStr)]
    return not any(isinstance(p, ast.JoinedStr) or isinstance(p.value, str) for p in parts)
