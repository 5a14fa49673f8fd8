"""Markdown as reports have it: no HTML, links that are http or https, tables, formulas."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

from engine.report import formulas
from engine.report.value import FOLDER

LINK = re.compile(r"https?://", re.IGNORECASE)


class Parser(MarkdownIt):
    """Reads a text as parts; raw HTML is text for it, and so are links that lead elsewhere."""

    def validateLink(self, url: str) -> bool:
        return may_stand(url)


@cache
def parser() -> Parser:
    """The one for all reports."""
    found = Parser("commonmark", {"html": False, "breaks": True})
    found.enable(["table", "strikethrough"])
    found.inline.ruler.after("escape", "formula", formulas.in_line)
    ends = ["paragraph", "reference", "blockquote", "list"]
    found.block.ruler.before("fence", "formula", formulas.alone, {"alt": ends})
    return found


def may_link(address: str) -> bool:
    """Whether a link may lead there."""
    return LINK.match(address) is not None


def may_stand(address: str) -> bool:
    """Whether an address means anything in a report: a link, or one of the file's pictures."""
    return may_link(address) or address.startswith(FOLDER)
