"""Cells of text, written so that no spreadsheet program runs them."""

from __future__ import annotations

import re

# What a spreadsheet program would take for a formula at the start of a cell (OWASP, CSV injection),
# and what would be taken for such a text once its apostrophe is gone.
FORMULA = re.compile(r"'*[=+\-@\t\r]")


def safe(text: str) -> str:
    """Text that no spreadsheet program runs."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(text: str) -> str:
    """The text that ``safe`` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
