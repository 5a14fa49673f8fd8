"""The bar above the plane: the legend's chips, the choice of axes, what a tool can be set to."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.stage.overlay.chips import Chips

LEAST_CHIPS = 40  # pixels that the chips keep beside the rest


class StageBar(QWidget):
    """Of one height, whatever is in it, so that the plane under it never moves."""

    def __init__(self, chips: Chips, picker: QWidget) -> None:
        super().__init__()
        self._chips = chips
        self.setObjectName("StageBar")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(8)
        chips.setMinimumWidth(LEAST_CHIPS)
        self._row.addWidget(chips, 1)
        self._row.addWidget(picker)
        self.setFixedHeight(max(32, self.fontMetrics().height() + 12))

    def leave_room(self, pixels: int) -> None:
        """Begin so far from the left."""
        self._row.setContentsMargins(8 + pixels, 0, 8, 0)

    def add_card(self, card: QWidget) -> None:
        """Keep what a tool can be set to at the right; it is shown and hidden by its owner."""
        card.setParent(self)
        card.hide()
        self._row.addWidget(card)

    def follow(self, card: QWidget) -> None:
        """Let Tab come to a card after the chips."""
        QWidget.setTabOrder(self._chips.buttons()[-1], card)

    def minimumSizeHint(self) -> QSize:
        """What has no room is cut; the plane decides how narrow the stage can be."""
        return QSize(0, self.height())
