"""Markdown for other programs, which take HTML in it for HTML and load any picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from engine.report.figures import outside_code
from engine.report.parsing import may_link

OWN = re.compile(r"data:image/(png|jpeg);base64,")
TAG = re.compile(r"<(?!https?://[^<>\s]*>)", re.IGNORECASE)
FOREIGN = re.compile(r"!\[(?!(?:[^\[\]\\]|\\.)*\]\[pictures/[^\[\]\s]*\])")
AWAY = re.compile(r"\]\((?!https?://)", re.IGNORECASE)
NAMED = re.compile(r"^(\s*)\[(?=pictures/|[^\]]*\]:(?!\s*https?://))", re.IGNORECASE)
EVERYWHERE = {"<": "&lt;", "[": "&#91;"}


class _Stranger(MarkdownIt):
    """Reads as those do that trust whoever wrote it."""

    def validateLink(self, url: str) -> bool:
        return url is not None


def harmless(text: str) -> tuple[str, ...]:
    """Three ways to write a text, each safer than the one before and less like it.

    The first is the text itself, the last has no tag, link or picture wherever it is read.
    """
    last = text
    for letter, instead in EVERYWHERE.items():
        last = last.replace(letter, instead)
    return text, outside_code(text, _escaped, answers=False), last


def is_harmless(text: str) -> bool:
    """Whether a text has no HTML, links to the web alone, and no pictures but those in it."""
    for token in _all(_reader().parse(text)):
        if token.type in ("html_block", "html_inline"):
            return False
        if token.type == "link_open" and not may_link(str(token.attrGet("href") or "")):
            return False
        if token.type == "image" and not OWN.match(str(token.attrGet("src") or "")):
            return False
    return True


def _escaped(text: str) -> str:
    text = NAMED.sub(r"\1\\[", AWAY.sub(r"]\\(", FOREIGN.sub(r"!\\[", text)))
    return TAG.sub(r"\\<", text)


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


@cache
def _reader() -> _Stranger:
    found = _Stranger("commonmark", {"html": True})
    found.enable(["table", "strikethrough"])
    return found
