"""An optimizer's update function for one experiment: what its numbers switch off is left out."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.catalog import OPTIMIZERS, Value
from engine.codegen.lines import call
from engine.codegen.sources import source_of
from engine.experiment.specs import Choice

ALWAYS = ("parameter", "gradient", "lr")


@dataclass(frozen=True, slots=True)
class Update:
    """Source of a function ``name(parameter, gradient, [state,] lr)``."""

    name: str
    source: str
    has_state: bool


def update(choice: Choice) -> Update:
    """The function that changes one parameter as this choice of optimizer would."""
    name = OPTIMIZERS[choice.name].update.rpartition(".")[2]
    source = source_of(name)
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    values = {key: value for key, value in choice.values if key != "lr"}
    body = "\n".join(_Pruned(source, values).block(function.body, function.body[0].lineno))
    used = {
        node.id for node in ast.walk(ast.parse(f"def f():\n{body}")) if isinstance(node, ast.Name)
    }
    arguments = [
        f"{key}={values[key]!r}" if key in values else key
        for key in (argument.arg for argument in function.args.args)
        if key in used or key in ALWAYS
    ]
    head = call(f"def {name}(", _required_first(arguments), "):")
    return Update(name, f"{head}\n{body}", "state" in used)


def _required_first(arguments: Iterable[str]) -> list[str]:
    return sorted(arguments, key=lambda argument: "=" in argument)


class _Pruned:
    """Keeps the text of a function as it was written, but for branches that are decided."""

    def __init__(self, source: str, values: Mapping[str, Value]) -> None:
        self.lines = source.splitlines()
        self.values = values

    def block(self, body: list[ast.stmt], start: int) -> list[str]:
        """The lines of a block whose first line (a comment perhaps) is number ``start``."""
        lines = []
        for statement in body:
            lines += self.lines[start - 1 : statement.lineno - 1]
            lines += self._statement(statement)
            assert statement.end_lineno is not None
            start = statement.end_lineno + 1
        return lines

    def _statement(self, statement: ast.stmt) -> list[str]:
        if isinstance(statement, ast.If) and self._is_decided(statement.test):
            chosen = statement.body if self._decide(statement.test) else statement.orelse
            if not chosen:
                return []
            lines = self.block(chosen, chosen[0].lineno)
            shift = chosen[0].col_offset - statement.col_offset
            return [line[shift:] for line in lines]
        assert statement.end_lineno is not None
        lines = self.lines[statement.lineno - 1 : statement.end_lineno]
        for node in ast.walk(statement):
            if isinstance(node, ast.IfExp) and self._is_decided(node.test):
                chosen_value = node.body if self._decide(node.test) else node.orelse
                whole = "\n".join(self.lines)
                old, new = (ast.get_source_segment(whole, part) for part in (node, chosen_value))
                assert old is not None and new is not None
                lines = [line.replace(old, new) for line in lines]
        return lines

    def _is_decided(self, test: ast.expr) -> bool:
        names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
        return bool(names) and names <= set(self.values)

    def _decide(self, test: ast.expr) -> bool:
        # The text is this program's own, and all its names are numbers.
        return bool(eval(ast.unparse(test), dict(self.values)))
