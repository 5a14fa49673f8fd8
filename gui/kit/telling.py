"""What went wrong, in the interface's language: the engine's sentences, its words and places."""

from __future__ import annotations

import re
from typing import Any

from engine.errors import EngineError, fill
from engine.experiment.settings import SETTINGS
from gui.kit.numbers import count
from gui.kit.words import tr

# Values that may be words of the engine's own; the others are names, which nobody translates.
WORDED = ("got", "kind", "rule", "why")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
WHOLE = re.compile(r"-?\d+(?:\.\d+)?e\+(?:0\d|1[0-5])")
PLACE = re.compile(
    r"(?:(?P<file>.+?), )?(?P<unit>line|row) (?P<line>\d+)(?:, column (?P<column>.*))?"
)
COLUMN = re.compile(
    r"(?:data\.columns\.|(?:(?P<file>.+?), )?(?:data\.columns\.|column ))"
    r"(?P<name>.+?)(?:\[(?P<row>\d+)\])?"
)
INPUT = re.compile(r"model\.inputs(?:\[(\d+)\])?")


def sentence(error: EngineError) -> str:
    """What is wrong."""
    return _told(error.message, error)


def hint(error: EngineError) -> str:
    """What to do about it; empty where nothing is known."""
    return _told(error.hint, error) if error.hint else ""


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def place(error: EngineError) -> str:
    """Where it is wrong: a field's path as it is, a line of a file in words."""
    match = PLACE.fullmatch(error.where)
    if not match:
        return _field(error.where)
    line, column = match["line"], match["column"]
    in_text = match["unit"] == "line"
    spot = tr("line {line}", line=line) if in_text else tr("row {line}", line=line)
    if column is not None:
        spot = tr("{spot}, column {column}", spot=spot, column=column)
    return f"{match['file']}, {spot}" if match["file"] else spot


def _field(path: str) -> str:
    """A field as a learner knows it; what only a file has by its path."""
    column, formula = COLUMN.fullmatch(path), INPUT.fullmatch(path)
    if column and column["row"]:
        spot = tr("row {line}", line=int(column["row"]) + 1)
        spot = tr("{spot}, column {column}", spot=spot, column=column["name"])
        return f"{column['file']}, {spot}" if column["file"] else spot
    if column:
        spot = tr("column {column}", column=column["name"])
        return f"{column['file']}, {spot}" if column["file"] else spot
    if formula:
        return tr("input {place}", place=int(formula[1]) + 1) if formula[1] else tr("the inputs")
    setting = SETTINGS.get(path)
    file, comma, inside = path.rpartition(", ")
    if setting is None and inside in SETTINGS:
        return f"{file}{comma}{_field(inside)}"
    return tr(setting.label) if setting else path


def _told(template: str, error: EngineError) -> str:
    """The template is looked up before its values are put in, which may be words too."""
    values = {
        name: _word(value) if name in WORDED else value for name, value in error.values.items()
    }
    return fill(tr(template), values)


def _word(value: Any) -> Any:
    """``two classes`` or ``a list of 3`` in the interface's language; anything else as it is."""
    if not isinstance(value, str):
        return value
    general = NUMBER.sub("{}", value)
    known = tr(general)
    return value if known == general else known.format(*map(_figure, NUMBER.findall(value)))


def _figure(number: str) -> str:
    """A whole number as people write it, not 1e+09."""
    return count(int(float(number))) if WHOLE.fullmatch(number) else number
