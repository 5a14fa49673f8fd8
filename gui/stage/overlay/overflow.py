"""Where the chips are that have no room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from gui.kit.icons import icon
from gui.kit.theme import Theme
from gui.kit.words import tr


class Overflow(QToolButton):
    """Behind it are the chips that have no room: pressed, it shows them below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("legend", True)
        self.setProperty("chip", True)
        self.setAccessibleName(tr("More of the legend"))
        self.setToolTip(tr("Show the rest of the legend."))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(16, 16))
        self._page = QFrame(self, Qt.WindowType.Popup)
        self._page.setObjectName("ChipsPage")
        self._down = QVBoxLayout(self._page)
        self._down.setContentsMargins(6, 6, 6, 6)
        self._down.setSpacing(1)
        self.clicked.connect(self._open)
        self.hide()

    def take(self, item: QWidget) -> None:
        """Keep a chip."""
        if item.parentWidget() is not self._page:
            self._down.addWidget(item)
            item.show()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.setIcon(icon("ellipsis", theme.muted))

    def _open(self) -> None:
        self._page.adjustSize()
        self._page.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._page.show()
