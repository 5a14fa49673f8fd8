"""HTML of a report as Qt draws it: pictures come from the report alone, and nothing is loaded."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument

from engine.report.answers import lines
from engine.report.boxes import Box
from engine.report.markup import Look
from engine.report.value import FINE, Report
from gui.kit.guard import guarded
from gui.panels.report.formulas import PLACE, Formulas

PICTURE = "\ufffc"  # stands for it in a text
JOINER = "\u2060"  # between two syllables: Qt would break Korean words anywhere
LINE = 1.35  # of the letters' height
SYLLABLES = re.compile(r"<[^>]*>|(?<=[가-힣])(?=[가-힣])")
QUOTED = {"<blockquote>": '<table class="quote"><tr><td class="quote">',
          "</blockquote>": "</td></tr></table>"}  # fmt: skip
IN_BOX = 24  # pixels of a box's width that its border and its margins take
NOTHING: QImage | None = None


class Page(QTextDocument):
    """A document that knows the pictures of one report, and asks nobody for anything else."""

    def __init__(self, report: Report, formulas: Formulas) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.report, self._formulas = report, formulas

    @guarded(NOTHING)
    def loadResource(self, kind: int, name: QUrl | str) -> QImage | None:
        """A picture of the report's, or of a formula; what is not among them is not there."""
        place = name.toString() if isinstance(name, QUrl) else name
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        if place.startswith(PLACE):
            return self._formulas.image(place)
        return picture(self.report, place)

    def with_formulas(self, text: str, selection: QTextCursor) -> str:
        """The words of a selection, with each formula in it as it is written."""
        parts = text.split(PICTURE)
        at, places = QTextCursor(self), range(selection.selectionStart(), selection.selectionEnd())
        written = [""] * len(parts)
        for number, place in enumerate(p for p in places if self.characterAt(p) == PICTURE):
            at.setPosition(place + 1)
            written[number] = self._formulas.written(at.charFormat().toImageFormat().name())
        return "".join(map(str.__add__, parts, written))


def picture(report: Report, place: str) -> QImage | None:
    """A picture of the report's; None where there is none that can be shown."""
    found = report.picture(place)
    image = _decoded(found[1]) if found is not None else QImage()
    return None if image.isNull() else image


def forget_pictures() -> None:
    """Keep none in memory: another report is shown, and one takes megabytes."""
    _decoded.cache_clear()


@lru_cache(maxsize=12)
def _decoded(content: bytes) -> QImage:
    """Kept for a while: while figures change, the same pictures are shown again and again."""
    return QImage.fromData(content)


def look(
    report: Report,
    values: dict[str, str],
    width: int,
    formulas: Formulas,
    highest: float = math.inf,
) -> Look:
    """How pictures, boxes and formulas are drawn on a page so wide, in pixels.

    No picture is higher than ``highest``.
    """

    def drawn(place: str, caption: str) -> str:
        image = picture(report, place)
        if image is None:
            return f'<span class="missing">[{escape(caption or place)}]</span>'
        height = min(image.height() / FINE, highest)
        across = min(width, height * image.width() / max(image.height(), 1))
        return f'<img src="{escape(place)}" width="{across:.0f}">'

    def box(found: Box) -> str:
        answer = "<br>".join(lines(found.answer, values, in_box))
        return (
            '<table width="100%" border="1" cellspacing="0" cellpadding="6" class="answer">'
            f"<tr><td>{answer or '&nbsp;'}</td></tr></table>"
        )

    def formula(latex: str, is_alone: bool) -> str:
        return formulas.html(latex, is_alone, width)

    def in_box(latex: str, is_alone: bool) -> str:
        return formulas.html(latex, is_alone, width - IN_BOX)

    return Look(drawn, box, values, formula)


def kept_words(html: str) -> str:
    """The same for Qt: Korean broken between words only, a bar at the side of what is quoted."""
    for tag, instead in QUOTED.items():
        html = html.replace(tag, instead)
    return SYLLABLES.sub(lambda found: found[0] or JOINER, html)


def sheet(text: str, muted: str, ground: str, border: str, link: str, line: float) -> str:
    """The style of a report in these colours, with lines at least so high, in pixels."""
    return f"""
body, h1, h2, h3, h4, h5, h6, p, li, td, th {{ color: {text}; }}
body, p, li {{ line-height: {line:.0f}px; -qt-line-height-type: minimum; }}
h1 {{ font-size: 17pt; margin-top: 4px; margin-bottom: 8px; }}
h2 {{ font-size: 13pt; margin-top: 14px; margin-bottom: 6px; }}
h3, h4, h5, h6 {{ font-size: 11pt; margin-top: 10px; margin-bottom: 4px; }}
p {{ margin-top: 0px; margin-bottom: 8px; }}
ul, ol {{ margin-top: 0px; margin-bottom: 8px; }}
p.formula {{ margin-top: 4px; margin-bottom: 10px; }}
p.picture {{ margin-top: 6px; margin-bottom: 2px; }}
p.caption {{ font-size: 9pt; line-height: 12px; margin-bottom: 12px; }}
pre {{ background-color: {ground}; color: {text}; margin-bottom: 8px; }}
code {{ background-color: {ground}; color: {text}; }}
a {{ color: {link}; }}
.missing {{ color: {muted}; }}
table {{ border-color: {border}; border-collapse: collapse; margin-top: 6px; margin-bottom: 8px; }}
td, th {{ border: 1px solid {border}; padding: 3px 8px; }}
table.quote, td.quote {{ border: none; }}
td.quote {{ border-left: 3px solid {border}; padding: 2px 0px 2px 12px; }}
"""
