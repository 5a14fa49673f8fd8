"""A group of rare settings: closed, its title says how they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gui.kit.forms.rows import SPACE, column
from gui.kit.words import tr


class Folded(QWidget):
    """``Stopping: 3,000 epochs``, and under it, when it is open, the fields themselves."""

    def __init__(self, title: str, help: str, content: Sequence[QWidget]) -> None:
        super().__init__()
        self._title, self._help = title, help
        self.head = QToolButton()
        self.head.setCheckable(True)
        self.head.setProperty("folded", True)
        self.head.setArrowType(Qt.ArrowType.RightArrow)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(14, 0, 0, 4)
        inside.setSpacing(SPACE)
        for widget in content:
            inside.addWidget(widget)
        self.body.hide()
        down = column(self)
        down.setSpacing(2)
        down.addWidget(self.head)
        down.addWidget(self.body)
        self.head.toggled.connect(self.open)
        self.show_state("")

    @property
    def is_open(self) -> bool:
        """Whether the fields are shown."""
        return self.head.isChecked()

    def open(self, opened: bool = True) -> None:
        """Show the fields, or their state alone."""
        self.head.setChecked(opened)
        self.head.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.body.setVisible(opened)

    def show_state(self, state: str) -> None:
        """Say in the title how the settings stand."""
        text = f"{self._title}: {state}" if state else self._title
        self.head.setText(text)
        self.head.setAccessibleName(text)
        self.head.setToolTip(tr("{help} Press to open or close.", help=self._help))
