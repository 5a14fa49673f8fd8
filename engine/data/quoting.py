"""Names of columns that are no identifiers: how they stand in a formula, in backquotes."""

from __future__ import annotations

import keyword
import re
import unicodedata

QUOTED = re.compile(r"`((?:[^`\n]|``)+)`")  # a backquote that is part of the name stands twice


def quoted(name: str) -> str:
    """A column's name as it stands in a formula: in backquotes unless it is an identifier."""
    plain = name.isidentifier() and not keyword.iskeyword(name)
    return name if plain and is_plain(name) else in_quotes(name)


def read(expression: str) -> str:
    """The expression with its columns' names as they are, without backquotes around them."""
    parts = QUOTED.split(expression)
    return "".join(unquoted(part) if place % 2 else part for place, part in enumerate(parts))


def is_plain(name: str) -> bool:
    """Whether Python's grammar leaves the name as it is."""
    return unicodedata.normalize("NFKC", name) == name


def in_quotes(name: str) -> str:
    """The name in backquotes, whatever it is."""
    return f"`{name.replace('`', '``')}`"


def unquoted(part: str) -> str:
    """What was in backquotes, as the name that it is."""
    return part.replace("``", "`")
