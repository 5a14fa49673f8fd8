"""The columns' header: a press asks for the column's menu, and selects nothing."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from gui.kit.guard import guarded


class Header(QHeaderView):
    """Without it a press would select every row of the table, on the stage too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._pressed = -1
        self.setMouseTracking(True)
        self.setDefaultSectionSize(72)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)

    def stand_alone(self) -> None:
        """Ask no selection: Qt would look at every row to tell if a column is wholly selected."""
        self.setSelectionModel(QItemSelectionModel(self.model(), self))

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let Qt resize a column at its edge; a press on its name waits for the release."""
        on_edge = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        is_left = event.button() == Qt.MouseButton.LeftButton
        place = self.logicalIndexAt(event.position().toPoint())
        self._pressed = place if is_left and not on_edge else -1
        if on_edge:
            super().mousePressEvent(event)

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Change the pointer at edges, and the width while one is dragged."""
        if self._pressed < 0:
            super().mouseMoveEvent(event)

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the menu where press and release are on one column."""
        pressed, self._pressed = self._pressed, -1
        if pressed < 0:
            super().mouseReleaseEvent(event)
        elif pressed == self.logicalIndexAt(event.position().toPoint()):
            self.sectionClicked.emit(pressed)
