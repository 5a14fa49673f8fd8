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
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.icons import icon
from gui.kit.panel import Panel
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.shell.places import BOTTOM, Place

GAP = 5


class Dock(QDockWidget):
    """One place under its title; empty until ``fill`` puts its panel into it.

    The strip at the bottom has its title bar at its side, where it takes no height; a slim panel
    stands in its title bar.
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place.title)
        self.setObjectName(place.name)
        self.share = place.share
        self.content: QWidget | None = None
        self._scrolls = place.scrolls
        self._is_strip = place.area is BOTTOM
        self._place = place
        self._is_dressed = False
        self._close = self._close_button(place.title)
        self._column = QVBoxLayout()
        self._title_row = QHBoxLayout()
        if not place.hidden:
            self._dress()
        self.toggleViewAction().setToolTip(tr("Show or hide “{title}”.", title=place.title))
        self.toggleViewAction().triggered.connect(self._come_forward)

    @property
    def is_tall(self) -> bool:
        """Whether it stands beside the others of its area."""
        return self._place.tall

    def setVisible(self, visible: bool) -> None:
        """Have a title before being seen; what nobody opens needs none."""
        if visible:
            self._dress()
        super().setVisible(visible)

    def _dress(self) -> None:
        if self._is_dressed:
            return
        self._is_dressed = True
        place = self._place
        if self._is_strip:
            self.setFeatures(self.features() | self.DockWidgetFeature.DockWidgetVerticalTitleBar)
            self.setTitleBarWidget(self._side_bar())
            body = QFrame(self)
            body.setLayout(self._column)
            self.setWidget(body)
        elif place.slim:
            self.setTitleBarWidget(self._slim_bar(place.title))
            self.setWidget(QWidget(self))
            self.widget().setFixedHeight(0)
        else:
            self.setTitleBarWidget(self._title_bar(place.title))
            room, body = self._inset("DockBody")
            body.setLayout(self._column)
            self.setWidget(room)
        self._column.setContentsMargins(*self._margins(place))

    def fill(self, content: Panel) -> None:
        """Put the panel in; called once."""
        self._dress()
        if content.corner is not None:
            self._title_row.insertWidget(1, content.corner)
        self.content = content
        self._column.addWidget(_scrolling(content) if self._scrolls else content)
        if self._scrolls:
            bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
            self.widget().setMinimumWidth(content.minimumSizeHint().width() + bar + 4 * GAP)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._close.setIcon(icon("x", theme.muted))

    def _come_forward(self, opened: bool) -> None:
        """Among tabs, be the one that is seen."""
        if opened:
            self.raise_()

    # Every part is made inside the dock: styling a widget anew when it moves takes time.

    def _close_button(self, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("quiet", True)
        button.setToolTip(tr("Close “{title}”; the View menu opens it again.", title=title))
        button.setAccessibleName(tr("Close {title}", title=title))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.close)
        return button

    def _side_bar(self) -> QWidget:
        bar = QWidget(self)
        bar.setCursor(Qt.CursorShape.SizeAllCursor)
        bar.setToolTip(tr("Drag to move the strip."))
        column = QVBoxLayout(bar)
        column.setContentsMargins(0, 2, 0, 0)
        column.addWidget(self._close)
        column.addStretch(1)
        return bar

    def _title_bar(self, title: str) -> QWidget:
        room, bar = self._inset("DockTitle")
        label = QLabel(title, bar)
        label.setFont(_bold(label.font()))
        row = self._title_row
        bar.setLayout(row)
        row.setContentsMargins(12, 6, 6, 2)
        row.addWidget(label, 1)
        row.addWidget(self._close)
        return room

    def _slim_bar(self, title: str) -> QWidget:
        room, bar = self._inset("Card")
        label = QLabel(title, bar)
        label.setFont(_bold(label.font()))
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 5, 6, 5)
        row.addWidget(label)
        row.addLayout(self._column, 1)
        row.addWidget(self._close)
        return room

    def _inset(self, name: str) -> tuple[QWidget, QFrame]:
        """A card with a little room to its sides: the room, and the card in it."""
        room = QWidget(self)
        card = QFrame(room)
        card.setObjectName(name)
        row = QHBoxLayout(room)
        row.setContentsMargins(GAP, 0, GAP, 0)
        row.addWidget(card)
        return room, card

    def _margins(self, place: Place) -> tuple[int, int, int, int]:
        if self._is_strip or place.slim:
            return (0, 0, 0, 0)
        return (8, 2, 6 if self._scrolls else 8, 8)


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # the card's ground, not the window's
    return area


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result
