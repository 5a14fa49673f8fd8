"""Lines of code that know which phase of a step they are, and how to make some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.codegen.words import said
from engine.frames import Phase

WIDTH = 96


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a program; ``phase`` is the part of a training step that it does, if any."""

    text: str
    phase: Phase | None = None


def code(text: str, phase: Phase | None = None) -> list[Line]:
    """The lines of ``text``, all of one phase."""
    return [Line(line, phase if line else None) for line in text.split("\n")]


def indented(lines: Iterable[Line], levels: int = 1) -> list[Line]:
    """The lines moved to the right; empty ones stay empty."""
    return [replace(line, text=f"{'    ' * levels}{line.text}".rstrip()) for line in lines]


def spaced(lines: Iterable[Line]) -> list[Line]:
    """The lines with two empty ones around functions and classes, and never more than one else."""
    result: list[Line] = []
    inside = False  # a function or class at the left edge
    blanks = 0
    for line in lines:
        if not line.text:
            blanks += 1
            continue
        starts = line.text.startswith(("def ", "class "))
        edge = not line.text.startswith((" ", ")", "]"))
        wanted = 2 if result and (starts or (inside and edge)) else min(blanks, 1 if result else 0)
        inside = starts or (inside and not edge)
        result += [Line("")] * wanted + [line]
        blanks = 0
    return result


def call(head: str, arguments: list[str], tail: str = ")") -> str:
    """``head`` (which ends in a bracket), the arguments and ``tail``; over lines if too long."""
    short = f"{head}{', '.join(arguments)}{tail}"
    if len(short) <= WIDTH and "\n" not in short:
        return short
    inside = "".join(f"    {indent(argument)},\n" for argument in arguments)
    return f"{head}\n{inside}{tail}"


def listed(items: Iterable[str]) -> str:
    """A list literal; a long one is wrapped into lines that are filled up."""
    rows = list(filled(items))
    if len(rows) <= 1 and len("".join(rows)) <= WIDTH - 10:
        return f"[{''.join(rows)}]"
    return "[\n" + "".join(f"    {indent(row)},\n" for row in rows) + "]"


def shortened(first: Iterable[str], count: int, last: Iterable[str]) -> str:
    """A list literal with a comment in the place of ``count`` items."""
    gap = "# " + said("… {count} more rows; the saved program has them all", count=count)
    rows = [*(f"{row}," for row in filled(first)), gap, *(f"{row}," for row in filled(last))]
    return "[\n" + "".join(f"    {row}\n" for row in rows) + "]"


def comment(text: str) -> str:
    """A comment, wrapped."""
    return "\n".join(f"# {row}" for row in filled(text.split(" "), " "))


def filled(items: Iterable[str], separator: str = ", ") -> Iterable[str]:
    """The items joined into as few rows as fit the width."""
    row: list[str] = []
    length = 0
    for item in items:
        if row and (length + len(item) > WIDTH - 12 or "\n" in item or "\n" in row[-1]):
            yield separator.join(row)
            row, length = [], 0
        row.append(item)
        length += len(item) + len(separator)
    if row:
        yield separator.join(row)


def indent(text: str) -> str:
    """The text with every line but the first moved to the right."""
    return text.replace("\n", "\n    ")
