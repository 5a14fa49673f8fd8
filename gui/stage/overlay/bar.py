"""The bar above the plane: the legend's chips, the choice of axes, what a tool can be set to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.kit.guard import guarded
from gui.stage.overlay.chips import Chips
from gui.stage.overlay.toolbox import AxisPicker

LEAST_CHIPS = 40  # pixels that the chips keep beside the rest


class StageBar(QWidget):
    """Of one height, whatever is in it, so that the plane under it never moves."""

    def __init__(self, chips: Chips, picker: AxisPicker) -> None:
        super().__init__()
        self._chips = chips
        self._spared: list[tuple[QWidget, Sequence[QWidget]]] = []
        self.setObjectName("StageBar")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(8)
        chips.setMinimumWidth(LEAST_CHIPS)
        self._row.addWidget(chips, 1)
        self._row.addWidget(picker)
        self._last: tuple[QWidget, Sequence[QWidget]] = (picker, picker.parts)
        self.setFixedHeight(max(32, self.fontMetrics().height() + 12))

    def leave_room(self, pixels: int) -> None:
        """Begin so far from the left."""
        self._row.setContentsMargins(8 + pixels, 0, 8, 0)

    def add_card(self, card: QWidget, spared: Sequence[QWidget] = ()) -> None:
        """Keep what a tool can be set to at the right; it is shown and hidden by its owner.

        Where there is no room for all, the parts of it that can be ``spared`` go; last the choice
        of axes, which is behind the button of the plane too.
        """
        self._spared.append((card, spared))
        card.setParent(self)
        card.hide()
        self._row.addWidget(card)

    def follow(self, card: QWidget) -> None:
        """Let Tab come to a card after the chips."""
        QWidget.setTabOrder(self._chips.buttons()[-1], card)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Something in it was shown, hidden or is of another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._spare()
        return super().event(event)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what there is room for."""
        super().resizeEvent(event)
        self._spare()

    def _spare(self) -> None:
        margins = self._row.contentsMargins()
        widgets = [child for child in self.children() if isinstance(child, QWidget)]
        parts = [one for one in widgets if self._row.indexOf(one) >= 0 and not one.isHidden()]
        every = (*self._spared, self._last)
        groups = [spared for card, spared in every if card in parts and spared]
        gone = [one for spared in groups for one in spared]
        needed = margins.left() + margins.right() + self._row.spacing() * (len(parts) - 1)
        needed += sum(part.sizeHint().width() for part in parts if part is not self._chips)
        needed += LEAST_CHIPS
        needed += sum(
            one.sizeHint().width() + self._row.spacing() for one in gone if one.isHidden()
        )
        for spared in groups:  # one card after the other, as many as must
            is_gone = needed > self.width()
            for one in spared:
                needed -= (one.sizeHint().width() + self._row.spacing()) * is_gone
                one.setHidden(is_gone)

    def minimumSizeHint(self) -> QSize:
        """What has no room is cut; the plane decides how narrow the stage can be."""
        return QSize(0, self.height())
