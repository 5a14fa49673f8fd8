"""A report as HTML of which every tag is known: what is not on the list is text, or not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from markdown_it.token import Token

from engine.report.boxes import Box, boxes_of, is_box
from engine.report.figures import filled
from engine.report.formulas import ALONE, AS_WRITTEN, IN_LINE
from engine.report.parsing import may_link, parser

TAGS = {
    *("paragraph", "heading", "blockquote", "bullet_list", "list_item", "em", "strong", "s"),
    *("table", "thead", "tbody", "tr"),
}
ALIGNED = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}
MOST_LIST = 10**6


def as_written(latex: str, is_alone: bool) -> str:
    """A formula in letters, where nobody typesets it."""
    mark = "$$" if is_alone else "$"
    return f"<code>{escape(f'{mark}{latex}{mark}')}</code>"


@dataclass(frozen=True, slots=True)
class Look:
    """How parts of a report are drawn that HTML knows nothing of.

    ``picture`` gives the HTML of what the text shows as a picture, by its place and its caption
    (plain text); ``box`` that of a form's box; ``formula`` that of LaTeX, which is sound and stands
    alone or in a line. ``values`` are the figures by name.
    """

    picture: Callable[[str, str], str]
    box: Callable[[Box], str]
    values: Mapping[str, str] = field(default_factory=dict)
    formula: Callable[[str, bool], str] = as_written


def html(text: str, look: Look) -> str:
    """The whole report as the inside of a page."""
    parts = pieces(text, look)
    return "".join(look.box(part) if isinstance(part, Box) else part for part in parts)


def pieces(text: str, look: Look) -> list[str | Box]:
    """The report's boxes, and as HTML what stands before, between and after them."""
    tokens = parser().parse(text)
    waiting = iter(boxes_of(tokens))
    found: list[str | Box] = []
    start = 0
    for place, token in enumerate(tokens):
        if is_box(token):
            found += [_written(tokens[start:place], look), next(waiting)]
            start = place + 1
    return [part for part in (*found, _written(tokens[start:], look)) if part != ""]


def _written(tokens: Sequence[Token], look: Look) -> str:
    return "".join(_parts(tokens, look))


def _parts(tokens: Sequence[Token], look: Look) -> Iterator[str]:
    links: list[bool] = []  # whether those that are open lead anywhere
    for place, token in enumerate(tokens):
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
            links.append(may_link(address))
            yield f'<a href="{escape(address)}">' if links[-1] else ""
        elif token.type == "link_close":
            yield "</a>" if links.pop() else ""
        elif token.type == "paragraph_open" and _is_picture(tokens[place + 1]):
            yield '<p class="picture">'
        elif token.type == "paragraph_open" and _is_caption(tokens, place):
            yield '<p class="caption">'
        else:
            yield _part(token, look)


def _is_picture(inside: Token) -> bool:
    """Whether there is nothing but a picture."""
    return [child.type for child in inside.children or ()] == ["image"]


def _is_caption(tokens: Sequence[Token], place: int) -> bool:
    """Whether a paragraph stands under a picture and begins in italics."""
    inside = tokens[place + 1].children or ()
    is_under = place >= 2 and _is_picture(tokens[place - 2])
    return is_under and bool(inside) and _first(inside).type == "em_open"


def _first(inside: Sequence[Token]) -> Token:
    """The first part of a line that is not an empty text."""
    return next((part for part in inside if part.type != "text" or part.content), inside[0])


def _part(token: Token, look: Look) -> str:
    match token.type:
        case "inline":
            return _written(token.children or (), look)
        case "text":
            return escape(filled(token.content, look.values))
        case "image":
            caption = filled(_plain(token.children or ()), look.values)
            return look.picture(unquote(str(token.attrGet("src") or "")), caption)
        case _ if token.type in (IN_LINE, ALONE, AS_WRITTEN):
            return _formula(token, look)
        case "code_inline":
            return f"<code>{escape(token.content)}</code>"
        case "code_block" | "fence":
            return f"<pre>{escape(token.content)}</pre>\n"
        case "softbreak" | "hardbreak":
            return "<br>"
        case "hr":
            return "<hr>\n"
        case _:
            return _tag(token)


def _formula(token: Token, look: Look) -> str:
    if token.type == IN_LINE:
        return look.formula(token.content, False)
    if token.type == ALONE:
        return f'<p class="formula" align="center">{look.formula(token.content, True)}</p>\n'
    text = escape(token.content)
    return f"<p>{text}</p>\n" if token.block else text


def _tag(token: Token) -> str:
    name, _, side = token.type.rpartition("_")
    if token.hidden or side not in ("open", "close"):
        return ""
    end = "\n" if side == "close" and token.block else ""
    if name in TAGS:
        return f"<{token.tag}>" if side == "open" else f"</{token.tag}>{end}"
    if name == "ordered_list":
        start = int(token.attrGet("start") or 1)
        begin = f'<ol start="{start}">' if 1 < start <= MOST_LIST else "<ol>"
        return begin if side == "open" else f"</ol>{end}"
    if name in ("th", "td"):
        align = ALIGNED.get(str(token.attrGet("style") or ""), "left")
        return f'<{name} align="{align}">' if side == "open" else f"</{name}>{end}"
    return ""


def _plain(tokens: Sequence[Token]) -> str:
    """The letters of a caption alone."""
    return "".join(
        _plain(token.children) if token.children else _letters(token) for token in tokens
    )


def _letters(token: Token) -> str:
    return " " if token.type.endswith("break") else token.content
