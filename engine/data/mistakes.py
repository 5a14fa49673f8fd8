"""What is wrong with a text that is no formula: where in it, and how it would be written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.data.quoting import QUOTED, quoted
from engine.errors import EngineError

HINT = "use the columns' names, numbers, + - * / **, and functions such as sin(x)"
POWER = re.compile(r"[\w.)]*\s*\^\s*[\w.(]*")
PRODUCT = re.compile(r"(?<![\w.])\d[\d.]*\s*(?:[^\W\d]\w*|\()|\)\s*(?:\w+|\()")
COMMA = re.compile(r"(?<![\w.])\d+,\d+")
QUOTES = "write such a name in backquotes: {column}"
NAME = re.compile(r"[^\W\d]\w*")
LONGEST = 24  # letters of a part that is named


def no_formula(text: str, where: str, part: str = "", columns: Iterable[str] = ()) -> EngineError:
    """The sentence about a text; ``part`` is where reading it came to an end."""
    meant = _meant(text, columns)
    power, product, comma = POWER.search(text), PRODUCT.search(text), COMMA.search(text)
    if meant:
        hint = QUOTES
    elif comma:
        hint = "write numbers with a point, as in 0.5"
    elif power and product:
        hint = "write ** for powers and * for products, as in 2*x**2"
    elif power:
        hint = "write ** for powers, as in x**2"
    elif product:
        hint = "write * for products, as in 2*x"
    else:
        hint = HINT
    found = [] if meant else [match for match in (comma, power, product) if match]
    first = min(found, key=re.Match.start, default=None)
    part = " ".join((first[0] if first else part).split())
    if not part:
        return EngineError("is not a formula", where, hint, column=meant)
    shown = part if len(part) <= LONGEST else part[: LONGEST - 1] + "…"
    return EngineError("is not a formula at {part}", where, hint, part=repr(shown), column=meant)


def unknown_name(name: str, where: str, columns: Iterable[str] = ()) -> EngineError:
    """The sentence about a name that stands for no column."""
    meant = _meant(name, columns)
    if meant:
        return EngineError("unknown name {name}", where, QUOTES, name=repr(name), column=meant)
    return EngineError("unknown name {name}", where, HINT, name=repr(name))


def _meant(text: str, columns: Iterable[str]) -> str:
    """The column that needs backquotes and that a word of the text is of, as it is written."""
    columns = set(columns)
    words = {word.lower() for word in NAME.findall(QUOTED.sub(" ", text)) if word not in columns}
    words = {word for word in words if len(word) > 1 or not word.isascii()}
    for name in sorted(columns):
        if quoted(name) != name and not words.isdisjoint(NAME.findall(name.lower())):
            return quoted(name)
    return ""


def no_function(name: str, where: str, columns: Iterable[str] = ()) -> EngineError:
    """The sentence about a call of what is not offered."""
    meant = _meant(name, columns)
    hint = QUOTES if meant else HINT
    return EngineError(
        "{name} is not a function of one value", where, hint, name=name, column=meant
    )


def not_computed(error: ArithmeticError | ValueError, where: str) -> EngineError:
    """The sentence about numbers that have no result."""
    why, hint = str(error), ""
    if isinstance(error, OverflowError):
        why = "a number that is too large"
        hint = "write smaller numbers or powers"
    elif isinstance(error, ZeroDivisionError):
        why = "division by zero"
        hint = "divide by what is not zero"
    return EngineError("cannot be computed: {why}", where, hint, why=why)
