"""A report as one HTML file, with its pictures inside, that loads nothing and runs nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import partial
from html import escape

from engine.report.answers import lines
from engine.report.boxes import Box
from engine.report.markup import Look, as_written, html
from engine.report.value import FINE, Report

STYLE = """
body { font: 11pt/1.55 "Noto Sans", "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo",
  system-ui, sans-serif; color: #1b1b1f; max-width: 44rem; margin: 2.5rem auto; padding: 0 1.2rem;
  word-break: keep-all; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; margin: 1.4em 0 .5em; break-after: avoid; }
h1 { font-size: 1.6em; } h2 { font-size: 1.3em; } h3 { font-size: 1.1em; }
img { max-width: 100%; height: auto; break-inside: avoid; }
p.formula { text-align: center; }
p.picture { margin-bottom: .2em; break-after: avoid; }
p { orphans: 3; widows: 3; }
p:has(+ .answer), p:has(+ p.formula) { break-after: avoid; }
p.caption { font-size: .88em; margin-top: .2em; }
pre, code { font-family: ui-monospace, Consolas, monospace; font-size: .92em; }
pre { background: #f3f4f7; padding: .6em .8em; overflow-x: auto; white-space: pre-wrap; }
table, pre, blockquote { break-inside: avoid; }
table { border-collapse: collapse; } th, td { border: 1px solid #b9bdc7; padding: .25em .6em; }
blockquote { border-left: 3px solid #b9bdc7; margin-left: 0; padding-left: 1em; color: #4a4d57; }
.answer { border: 1px solid #8a8f9c; border-radius: 4px; padding: .5em .8em; min-height: 1.6em;
  white-space: pre-wrap; break-inside: avoid; }
.missing { color: #6b6e78; }
@page { size: A4; margin: 20mm; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  p.picture img { max-height: 75mm; width: auto; } }
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(
    report: Report,
    values: Mapping[str, str],
    title: str,
    language: str,
    formula: Callable[[str, bool], str] = as_written,
) -> str:
    """The file; figures are those of ``values``, for good, formulas as ``formula`` gives them."""

    def picture(place: str, caption: str) -> str:
        return embedded(report, place, caption)

    def box(found: Box) -> str:
        inside = "\n".join(lines(found.answer, values, formula))
        return f'<div class="answer">{inside}</div>\n'

    inside = html(report.text, Look(picture, box, values, formula))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{inside}</body>\n</html>\n"
    )


def embedded(report: Report, place: str, caption: str) -> str:
    """A picture of the report's own as part of the page; any other one is its caption."""
    found = report.picture(place)
    if found is None:
        return f'<span class="missing">[{escape(caption or place)}]</span>'
    kind, content = found
    address = f"data:{kind};base64,{b64encode(content).decode()}"
    wide = f' width="{width // FINE}"' if (width := _width(content)) else ""
    return f'<img src="{address}" alt="{escape(caption)}"{wide}>'


def _width(content: bytes) -> int:
    """How many pixels wide a PNG is; 0 where nothing tells."""
    is_told = content[12:16] == b"IHDR"
    return int.from_bytes(content[16:20], "big") if is_told else 0


def markdown(report: Report, values: Mapping[str, str]) -> str:
    """The same as one Markdown file: figures for good, pictures at its end.

    Who reads it may take HTML for HTML: where that would do anything, it is written as text.
    """
    from engine.report.elsewhere import harmless, is_harmless
    from engine.report.figures import frozen

    text, pictures = frozen(report.text, values, brace=True).rstrip("\n"), []
    for name in report.shown.pictures:
        found = report.picture(f"pictures/{name}")
        shows = re.compile(rf"(!\[(?:[^\[\]\\]|\\.)*\])\(pictures/{re.escape(name)}\)")
        if found is not None and shows.search(text):
            kind, content = found
            text = shows.sub(partial(_named, name), text)
            data = b64encode(content).decode()
            pictures.append(f"[pictures/{name}]: data:{kind};base64,{data}")
    end = "\n".join(["", "", *pictures] if pictures else []) + "\n"
    ways = [way + end for way in harmless(text)]
    return next((way for way in ways if is_harmless(way)), ways[-1])


def _named(name: str, shown: re.Match[str]) -> str:
    """A picture's place in the text, by the name that it has at the end."""
    return f"{shown[1]}[pictures/{name}]"
