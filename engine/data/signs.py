"""What keyboards, phones and pages write for the digits and signs that Python knows."""

from __future__ import annotations

import unicodedata

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
