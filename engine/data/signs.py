"""What keyboards, phones and pages write for the digits and signs that Python knows."""

from __future__ import annotations

import re
import unicodedata

SPACES = "\u00a0\u2007\u2009\u202f\u3000"
MINUS = "−－–‒‐‑﹣"
PLUS = "＋﹢"
SLASHES = "／⁄∕"
MONEY = "$¢£¤¥฿﹩＄￠￡￥￦" + "".join(map(chr, range(0x20A0, 0x20C1)))
PERCENT = "%％﹪٪"
# Marks that no one sees, which pages and sheets copy along: of width nought, of direction.
UNSEEN = (
    "\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


class Signs(dict[int, str | None]):
    """A table for ``str.translate``; the digits of every script are in it by themselves."""

    def __missing__(self, code: int) -> str:
        digit = unicodedata.decimal(chr(code), None)
        if digit is None:
            raise LookupError(code)  # the letter stays as it is
        return str(digit)


# What keyboards of East Asia, phones and word processors write for Python's own signs.
TYPED = Signs(
    str.maketrans(
        {
            **dict.fromkeys(MINUS, "-"),
            **dict.fromkeys(PLUS, "+"),
            **dict.fromkeys(SLASHES + "÷", "/"),
            **dict.fromkeys(SPACES, " "),
            **dict(zip("．٫，＊×⋅·∙（）＾", "..,*****()^", strict=True)),
            **dict.fromkeys(UNSEEN),
        }
    )
)
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
RAISED_AGAIN = re.compile(rf"({RAISED.pattern})\s*\*\*")  # (x²)**3, but x**2**3 is x**8


def as_python(text: str) -> str:
    """A formula in Python's signs: x²³ is x**23, and 2×x is 2*x."""
    plain = RAISED.sub(lambda found: f"**{unicodedata.normalize('NFKC', found[0])}", text)
    return plain.translate(TYPED)


def raised_again(text: str) -> str:
    """Where a raised number is raised once more, which Python would read the other way, or ""."""
    found = RAISED_AGAIN.search(text)
    return found[0] if found else ""
