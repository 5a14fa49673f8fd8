"""The centre's modes as tabs: what can stand in the middle of the window, one press away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.kit.words import tr
from gui.shell.views import View


class Modes(QWidget):
    """A tab for each view that is a mode of the centre; the one that stands there is marked."""

    chosen = Signal(str)  # the view that shall stand in the centre

    def __init__(self, views: Sequence[View]) -> None:
        super().__init__()
        self.setObjectName("Modes")
        self.setAccessibleName(tr("What stands in the centre"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons = {view.name: _tab(view) for view in views}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, button in self.buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda _=False, name=name: self._on_clicked(name))
        self._current = ""

    def show_current(self, name: str) -> None:
        """Mark the view that stands in the centre, where it is a mode."""
        self._current = name
        for other, button in self.buttons.items():
            button.setChecked(other == name)

    def fit(self) -> int:
        """Take the room that the tabs need; how many pixels wide that is."""
        self.setFixedHeight(max(24, self.fontMetrics().height() + 8))
        self.adjustSize()
        return self.width()

    def is_other(self, at: QPoint) -> bool:
        """Whether a point of the screen is on the tab of a view that does not stand there."""
        tabs = self.buttons.items()
        return any(b.rect().contains(b.mapFromGlobal(at)) for n, b in tabs if n != self._current)

    def _on_clicked(self, name: str) -> None:
        before = self._current
        self.show_current(before)  # until it stands there
        if name != before:
            self.chosen.emit(name)


def _tab(view: View) -> QToolButton:
    button = QToolButton()
    button.setText(view.title.replace("&", "&&"))
    button.setToolTip(view.help)
    button.setCheckable(True)
    button.setProperty("tab", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setMinimumHeight(24)
    return button
