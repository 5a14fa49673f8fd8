"""What is wrong with a text that is no formula: where in it, and how it would be written."""

from __future__ import annotations

import re

from engine.errors import EngineError

HINT = "use the columns' names, numbers, + - * / **, and functions such as sin(x)"
POWER = re.compile(r"[\w.)]*\s*\^\s*[\w.(]*")
PRODUCT = re.compile(r"(?<![\w.])\d[\d.]*\s*(?:[^\W\d]\w*|\()|\)\s*(?:\w+|\()")
COMMA = re.compile(r"(?<![\w.])\d+,\d+")
LONGEST = 24  # letters of a part that is named


def no_formula(text: str, where: str, part: str = "") -> EngineError:
    """The sentence about a text; ``part`` is where reading it came to an end."""
    power, product, comma = POWER.search(text), PRODUCT.search(text), COMMA.search(text)
    if comma:
        hint = "write numbers with a point, as in 0.5"
    elif power and product:
        hint = "write ** for powers and * for products, as in 2*x**2"
    elif power:
        hint = "write ** for powers, as in x**2"
    elif product:
        hint = "write * for products, as in 2*x"
    else:
        hint = HINT
    first = min(
        (match for match in (comma, power, product) if match), key=re.Match.start, default=None
    )
    part = " ".join((first[0] if first else part).split())
    if not part:
        return EngineError("is not a formula", where, hint)
    shown = part if len(part) <= LONGEST else part[: LONGEST - 1] + "…"
    return EngineError("is not a formula at {part}", where, hint, part=repr(shown))


def unknown_name(name: str, where: str) -> EngineError:
    """The sentence about a name that stands for no column."""
    return EngineError("unknown name {name}", where, HINT, name=repr(name))


def no_function(name: str, where: str) -> EngineError:
    """The sentence about a call of what is not offered."""
    return EngineError("{name} is not a function of one value", where, HINT, name=name)


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
