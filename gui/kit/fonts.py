"""The interface's font: one face for Latin letters, digits and Hangul, its digits of one width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

# Faces that hold both scripts, the first that a system has: those people install for themselves,
# then Linux's, macOS's and Windows's own. Where none is, the system's font stays.
FAMILIES = (
    "Pretendard", "Noto Sans KR", "Noto Sans CJK KR", "Source Han Sans KR", "NanumGothic",
    "Apple SD Gothic Neo", "Malgun Gothic",
)  # fmt: skip


def interface_font(default: QFont) -> QFont:
    """The font that every widget begins with, as large as the system's own."""
    font = QFont(default)
    others = (family for family in default.families() if family not in FAMILIES)
    font.setFamilies([*FAMILIES, *others])
    return tabular(font)


def tabular(font: QFont, factor: float = 1.0, bold: bool = False) -> QFont:
    """The font with digits of one width, larger by ``factor``."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    result.setPointSizeF(font.pointSizeF() * factor)
    result.setBold(bold)
    return result


@contextmanager
def keeping_fonts(widgets: Iterable[QWidget]) -> Iterator[None]:
    """Widgets have their own fonts after a style sheet was put on as they had them before.

    Qt gives a widget the font back that it had when it was first styled, and so forgets what it
    was given later.
    """
    own = [
        (widget, QFont(widget.font()))
        for widget in widgets
        if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont)
    ]
    yield
    for widget, font in own:
        if widget.font() != font:
            widget.setFont(font)
