"""The bar over the network: what the picture shows, and whether numbers are written in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.kit.words import tr
from gui.panels.network.legend import Legend


class NetworkBar(QWidget):
    """As high as a line of text needs."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("StageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(max(32, self.fontMetrics().height() + 12))
        self.legend, self.numbers = Legend(), QToolButton()
        self.numbers.setText(tr("Numbers"))
        self.numbers.setCheckable(True)
        self.numbers.setToolTip(tr("Write the weights and biases beside what they are."))
        self.numbers.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.legend, 1)
        self._row.addWidget(self.numbers)
        self.leave_room(0)

    def leave_room(self, pixels: int) -> None:
        """Begin so far from the left."""
        self._row.setContentsMargins(8 + pixels, 0, 8, 0)
