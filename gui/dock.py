"""A dock that looks like a card: a bold title, a quiet close button, and its content below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.icons import icon
from gui.theme import Theme
from gui.words import tr

GAP = 5


class Dock(QDockWidget):
    """One panel under its title; with ``scrolls`` the content may be higher than the dock.

    Without a title it is a plain strip, closed and opened in the View menu. ``share`` is its part
    of the height at first.
    """

    def __init__(
        self,
        name: str,
        title: str,
        content: QWidget,
        share: int,
        scrolls: bool,
        titled: bool = True,
    ) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.share = share
        self.content = content
        self._close = QToolButton()
        self._close.setProperty("quiet", True)
        self._close.setToolTip(tr("Close “{title}”; the View menu opens it again.", title=title))
        self._close.setAccessibleName(tr("Close {title}", title=title))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.close)
        self.setTitleBarWidget(_inset(self._title_bar(title)) if titled else QWidget())
        self.setWidget(_inset(_body(content, scrolls)) if titled else content)
        self.toggleViewAction().setToolTip(tr("Show or hide “{title}”.", title=title))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._close.setIcon(icon("x", theme.muted))

    def _title_bar(self, title: str) -> QFrame:
        bar = QFrame()
        bar.setObjectName("DockTitle")
        label = QLabel(title)
        label.setFont(_bold(label.font()))
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 6, 2)
        row.addWidget(label, 1)
        row.addWidget(self._close)
        return bar


def _inset(card: QFrame) -> QWidget:
    """The card with a little room to its sides."""
    room = QWidget()
    row = QHBoxLayout(room)
    row.setContentsMargins(GAP, 0, GAP, 0)
    row.addWidget(card)
    return room


def _body(content: QWidget, scrolls: bool) -> QFrame:
    body = QFrame()
    body.setObjectName("DockBody")
    column = QVBoxLayout(body)
    column.setContentsMargins(8, 2, 6 if scrolls else 8, 8)
    column.addWidget(_scrolling(content) if scrolls else content)
    return body


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    area.setWidget(content)
    return area


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result
