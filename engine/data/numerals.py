"""How people write numbers: one rule for fields, cells and files.

``0.5`` and ``0,5``; ``1 234,5`` with any space between the thousands, ``1,234.5``, ``1.234,5``;
``1/3``, ``1 1/2`` and ``½``; full-width digits and signs, those of any script, a true minus, and
a sign of money before or after. Per cent may mean hundredths, and is refused where none tells.
"""

from __future__ import annotations

import math
import re
from unicodedata import normalize

from engine.data.signs import MINUS, MONEY, PERCENT, PLUS, SLASHES, SPACES, UNSEEN, Signs
from engine.errors import EngineError

PARTS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒↉"
# What East Asian keyboards type, and signs that look alike.
PLAIN = Signs(
    str.maketrans(
        {
            **dict.fromkeys(SPACES, " "),
            **dict.fromkeys(MINUS, "-"),
            **dict.fromkeys(PLUS, "+"),
            **dict.fromkeys(SLASHES, "/"),
            **dict.fromkeys("’ʼ＇٬", "'"),
            **dict(zip("．。٫，ｅＥ", "...,ee", strict=True)),
            **dict.fromkeys(UNSEEN),
            **{sign: " " + normalize("NFKC", sign).replace("\u2044", "/") for sign in PARTS},
        }
    )
)
AROUND = MONEY + " "
SPACED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([ '])\d{3})(?:\1\d{3})*(?:[.,]\d*)?")
UNCLEAR = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")  # 1,000: a thousand, or one with decimals
COMMAS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?")
DECIMAL_COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?")
MIXED = re.compile(r"([+-]?)(\d+) +(\d+/\d+)")  # 1 1/2
APART = re.compile(r"[,，]?[;；、 \t\r\n\u3000]+")
LONGEST = 400  # letters of a number


def number(text: str, where: str = "") -> float:
    """The number that a text means; raises EngineError where it is none, or could be two."""
    plain = python(text, where)
    mixed = None if SPACED.fullmatch(plain.partition("/")[0].strip()) else MIXED.fullmatch(plain)
    sign, whole, plain = mixed.groups() if mixed else ("", "", plain)
    above, slash, below = plain.partition("/")
    try:
        if not slash:
            return float(plain)
        value = float(python(above, where)) / float(python(below, where))
        value = float(f"{sign}1") * (float(whole) + value) if whole else value
    except (ValueError, ArithmeticError):
        raise EngineError("must be a number, got {got}", where, got=repr(text.strip())) from None
    if math.isfinite(value):
        return value
    raise EngineError("must be a number, got {got}", where, got=repr(text.strip()))


def several(text: str) -> list[str]:
    """The numbers of a list, each as it was typed: apart by blanks, semicolons, commas and blanks.

    Blanks that do not break a line stand between thousands. ``0.1,0.3`` and ``1,2,3`` are several
    numbers, since they can be nothing else; ``0,1`` is one.
    """
    parts = [part for part in APART.split(text.strip(" ,，;；、\t\n")) if part]
    return [piece for part in parts for piece in _pieces(part)]


def _pieces(part: str) -> list[str]:
    """What commas part where a text is no number, but they stand between whole or pointed ones."""
    pieces = part.replace("，", ",").split(",")
    if not any("." in piece for piece in pieces) and len(pieces) % 2 == 0:
        return [part]  # 0,1 or 0,1,0,3
    return [part] if _means_one(part) or not all(map(_means_one, pieces)) else pieces


def _means_one(text: str) -> bool:
    try:
        number(text)
    except EngineError:
        return False
    return True


def python(text: str, where: str = "") -> str:
    """A number as Python writes it; what is none, and a fraction, stays as it is.

    Raises EngineError where a comma may stand before thousands or decimals, and for per cent.
    """
    plain = unified(text)
    _check(plain, text, where)
    if COMMAS.fullmatch(plain):
        return plain.replace(",", "")
    if DECIMAL_COMMA.fullmatch(plain):
        return plain.replace(",", ".")
    if "," in plain or plain.count(".") > 1:
        return plain.replace(".", "").replace(",", ".") if POINTS.fullmatch(plain) else plain
    return "" if "_" in plain or len(plain) > LONGEST else plain


def _check(plain: str, text: str, where: str) -> None:
    """Refuse what may be two numbers."""
    whole = plain.strip(PERCENT + " ")
    if whole != plain and _means_one(whole):
        raise EngineError(
            "{cell} may mean hundredths",
            where,
            "write it without the percent sign",
            cell=text.strip(),
        )
    if UNCLEAR.fullmatch(plain):
        raise EngineError(
            "{cell} may have thousands or decimals",
            where,
            "write it without a comma",
            cell=text.strip(),
        )


def unified(text: str) -> str:
    """A text with plain digits and signs, without money and what stands between thousands."""
    plain = (text if text.isascii() else text.translate(PLAIN)).strip().strip(AROUND)
    if plain[:1] in ("+", "-"):
        plain = plain[0] + plain[1:].lstrip(AROUND)
    if SPACED.fullmatch(plain):
        return plain.replace(" ", "").replace("'", "")
    return plain
