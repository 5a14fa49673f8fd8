"""Expressions that a learner types (``x1**2``, ``sin(x)``): a whitelist over Python's grammar."""

from __future__ import annotations

import ast
import math
import operator
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.data.mistakes import no_formula, no_function, not_computed, unknown_name
from engine.data.quoting import QUOTED, in_quotes, is_plain, unquoted
from engine.data.signs import TYPED, as_python, raised_again
from engine.errors import EngineError

QUOTED_OR_NAME = re.compile(rf"{QUOTED.pattern}|[^\W\d]\w*")
LONGEST = 500
MOST_NODES = 200

OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
# Each takes exactly one argument: NumPy's second one is where the result is written.
FUNCTIONS = ("sin", "cos", "tan", "tanh", "exp", "log", "sqrt", "abs", "sign", "floor", "ceil")
# Functions without a value that a caller may lend to a formula, each a column at every call.
Lent = Mapping[str, Callable[[], Any]]


def names(expression: str, columns: Iterable[str], where: str = "") -> set[str]:
    """The columns that ``expression`` uses; raises EngineError where it is not allowed."""
    known = set(columns)
    tree = _parse(expression, known, where)
    return _columns(tree) & known


def variables(expression: str, lent: Collection[str] = (), where: str = "") -> tuple[str, ...]:
    """The names that ``expression`` leaves open, as they come; raises EngineError as ``names``."""
    tree = _parse(expression, None, where, lent)
    found = sorted(_names(tree), key=lambda name: (name.lineno, name.col_offset))
    return tuple(dict.fromkeys(name.id for name in found if name.id not in CONSTANTS))


def evaluate(
    expression: str,
    columns: Mapping[str, Any],
    library: Any = np,
    where: str = "",
    lent: Lent = MappingProxyType({}),
) -> Any:
    """The expression's value over whole columns.

    ``columns`` are arrays of shape (rows,); ``library`` (NumPy, or torch) lends the functions,
    the caller those of ``lent``. Numbers become floats first, so that 9**9**9 is refused instead
    of endless. The value has the columns' shape, or is a float where no column occurs.
    """
    tree = _parse(expression, set(columns), where, lent)
    try:
        with np.errstate(all="ignore"):
            return _value(tree, columns, library, lent)
    except (ArithmeticError, ValueError) as error:
        raise not_computed(error, where) from error


def source(expression: str, columns: Mapping[str, str], module: str = "torch") -> str:
    """The expression as Python source: columns under the given names, functions from ``module``.

    Running it on float64 tensors does, operation by operation, what ``evaluate`` does.
    """
    tree = _parse(expression, set(columns), "")
    with np.errstate(all="ignore"):
        return ast.unparse(_renamed(tree, columns, module))


def _parse(
    expression: str, columns: set[str] | None, where: str, lent: Collection[str] = ()
) -> ast.expr:
    if len(expression) > LONGEST:
        raise EngineError("is longer than {most} characters", where, most=LONGEST)
    typed = unicodedata.normalize("NFC", expression.strip())
    text, stands_for = _without_quotes(typed, columns or set())
    again = raised_again(text)
    if again:
        raise no_formula(typed, where, again, columns or ())
    text = as_python(text)
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        rest = text[max((error.offset or 1) - 1, 0) :]
        stopped = _with_quotes(rest, stands_for)
        raise no_formula(typed, where, stopped, columns or ()) from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise no_formula(typed, where) from error
    if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
        raise EngineError("has more than {most} parts", where, most=MOST_NODES)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in stands_for:
            node.id = stands_for[node.id]
    try:
        _check(tree, text, columns, where, lent)
    except EngineError as error:
        part = error.values.get("part")
        if not isinstance(part, str) or not stands_for:
            raise
        told = {**error.values, "part": _with_quotes(part, stands_for)}
        raise EngineError(error.message, error.where, error.hint, **told) from error
    return tree


def _without_quotes(text: str, columns: set[str]) -> tuple[str, dict[str, str]]:
    """The text with a plain name in place of each one in backquotes, and what those stand for.

    So it is done with columns whose names Python would take for others: ｘ for x.
    """
    stands_for: dict[str, str] = {}

    def stand_in(found: re.Match[str]) -> str:
        name = unquoted(found[1]) if found[1] else found[0]
        as_it_is = is_plain(name) and name.translate(TYPED) == name
        if found[1] is None and (name not in columns or as_it_is):
            return name
        place = f"_quoted{len(stands_for)}_"
        stands_for[place] = name
        return place

    return (QUOTED_OR_NAME.sub(stand_in, text) if columns else QUOTED.sub(stand_in, text)), (
        stands_for
    )


def _with_quotes(text: str, stands_for: Mapping[str, str]) -> str:
    for place, name in stands_for.items():
        text = text.replace(place, in_quotes(name))
    return text


def _check(
    node: ast.expr, text: str, columns: set[str] | None, where: str, lent: Collection[str] = ()
) -> None:
    """Refuse what is not on the list; without ``columns`` any name that means nothing else is."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        _check(node.left, text, columns, where, lent)
        _check(node.right, text, columns, where, lent)
    elif isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
        _check(node.operand, text, columns, where, lent)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        _check_call(node, node.func.id, columns, where, lent)
        for argument in node.args:
            _check(argument, text, columns, where, lent)
    elif isinstance(node, ast.Name):
        is_open = not node.id.startswith("_") and node.id not in (*FUNCTIONS, *lent)
        if node.id not in CONSTANTS and not (is_open if columns is None else node.id in columns):
            raise unknown_name(node.id, where, columns or ())
    elif not (isinstance(node, ast.Constant) and type(node.value) in (int, float)):
        raise no_formula(text, where, ast.get_source_segment(text, node) or "")


def _check_call(
    node: ast.Call, name: str, columns: set[str] | None, where: str, lent: Collection[str]
) -> None:
    if name in lent and (node.args or node.keywords):
        raise EngineError("{name} takes no value: write {name}()", where, name=name)
    one_value = name in FUNCTIONS and len(node.args) == 1 and not node.keywords
    if name not in lent and not one_value:
        raise no_function(name, where, columns or ())


def _value(
    node: ast.expr, columns: Mapping[str, Any], library: Any, lent: Lent = MappingProxyType({})
) -> Any:
    match node:
        case ast.BinOp():
            left = _value(node.left, columns, library, lent)
            result = OPERATORS[type(node.op)](left, _value(node.right, columns, library, lent))
            if isinstance(result, complex):
                raise ValueError("a root of a negative number")
            return result
        case ast.UnaryOp():
            return OPERATORS[type(node.op)](_value(node.operand, columns, library, lent))
        case ast.Call(func=ast.Name(id=name)) if name in lent:
            return lent[name]()
        case ast.Call(func=ast.Name(id=name)):
            argument = _value(node.args[0], columns, library, lent)
            if isinstance(argument, float):
                return float(getattr(np, name)(argument))
            return getattr(library, name)(argument)
        case ast.Name():
            return columns[node.id] if node.id in columns else CONSTANTS[node.id]
    assert isinstance(node, ast.Constant)
    return float(str(node.value))


def _renamed(node: ast.expr, columns: Mapping[str, str], module: str) -> ast.expr:
    if not _columns(node) & set(columns):
        return _literal(_value(node, {}, np), module)
    match node:
        case ast.BinOp():
            left = _renamed(node.left, columns, module)
            return ast.BinOp(left, node.op, _renamed(node.right, columns, module))
        case ast.UnaryOp():
            return ast.UnaryOp(node.op, _renamed(node.operand, columns, module))
        case ast.Call(func=ast.Name(id=name)):
            return ast.Call(
                ast.Name(f"{module}.{name}"), [_renamed(node.args[0], columns, module)], []
            )
    assert isinstance(node, ast.Name)
    return ast.Name(columns[node.id])


def _columns(node: ast.expr) -> set[str]:
    return {name.id for name in _names(node)}


def _names(node: ast.expr) -> list[ast.Name]:
    """The names that stand for values; a function's name does not, even if a column has it."""
    calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
    functions = {id(call.func) for call in calls}
    return [
        part for part in ast.walk(node) if isinstance(part, ast.Name) and id(part) not in functions
    ]


def _literal(value: float, module: str) -> ast.expr:
    """A number as it can be written; a sign is an operator of its own, which binds less than **."""
    if math.isnan(value):
        return ast.Name(f"{module}.nan")
    size = ast.Name(f"{module}.inf") if math.isinf(value) else ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), size) if math.copysign(1, value) < 0 else size
