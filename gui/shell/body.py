"""What the window holds below its menus, and how its width is shared."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

GAP = 8
DRAWER = (0.183, 208, 300)  # part of the window's width, and the least and most of it in pixels
GROUPS = (0.2405, 246, 470)


class Body(QWidget):
    """The transport over all; the rail and the drawer, the centre, and the groups."""

    def __init__(
        self, transport: QWidget, rail: QWidget, drawer: QWidget, center: QWidget, groups: QWidget
    ) -> None:
        super().__init__()
        self._drawer = drawer
        self._is_split_by_hand = False
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(GAP)
        self._split.addWidget(center)
        self._split.addWidget(groups)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.splitterMoved.connect(self._on_split)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 4, GAP, 6)
        across.setSpacing(GAP)
        across.addWidget(rail)
        across.addWidget(drawer)
        across.addWidget(self._split, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(transport)
        column.addWidget(row, 1)

    def share(self, width: int) -> None:
        """Give the drawer and the groups their parts of a window's width, unless by hand."""
        self._drawer.setFixedWidth(_part(width, DRAWER))
        if not self._is_split_by_hand:
            wanted = _part(width, GROUPS)
            self._split.setSizes([max(self._split.width() - wanted - GAP, 1), wanted])

    def _on_split(self) -> None:
        self._is_split_by_hand = True


def _part(width: int, rule: tuple[float, int, int]) -> int:
    share, least, most = rule
    return round(min(max(share * width, least), most))
