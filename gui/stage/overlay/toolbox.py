"""What stands around the plane: the column of tools, and the choice of the two axes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.guard import guarded
from gui.kit.icons import icon
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.hand.tool import Tool, kinds
from gui.stage.overlay.tabbing import reach_chosen

ICON = QSize(20, 20)
LARGEST, SMALLEST = 32, 24  # pixels of a button: as large as the height allows
LONGEST_COMBO = 7  # letters
LEAST_COMBO = 56  # pixels, on a narrow plane


class ToolColumn(QWidget):
    """One button a tool, and one to show everything."""

    chosen = Signal(object)  # Tool
    fit_wanted = Signal()
    snap_wanted = Signal()  # on, or not any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._lasso = False
        self._group = QButtonGroup(self)
        self._buttons: dict[Tool, QToolButton] = {}
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 10, 0, 4)
        self._kinds = kinds()
        for tool, kind in self._kinds.items():
            button = self._buttons[tool] = _button(kind.name, kind.help)
            button.setCheckable(True)
            button.setProperty("tool", tool.value)
            button.clicked.connect(self._on_tool)
            self._group.addButton(button)
            layout.addWidget(button)
        help = tr("Show all points, with some room around them (F).")
        self._fit = _button(tr("Fit"), help)
        self._fit.clicked.connect(self.fit_wanted)
        self._snap = _button(
            tr("Snap to grid"),
            tr("Points that are put or moved go to round places (Ctrl+Shift+L)."),
        )
        self._snap.setCheckable(True)
        self._snap.clicked.connect(self.snap_wanted)
        layout.addWidget(self._snap)
        layout.addWidget(self._fit)
        layout.addStretch(1)
        self._fit_height()
        self.choose(Tool.PUT)

    def minimumSizeHint(self) -> QSize:
        """All the buttons at their smallest."""
        count = len(self._buttons) + 2
        return QSize(SMALLEST + 8, count * (SMALLEST + 1) + 14)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as large as there is room for."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """In a low place the last ones are left out, never the tool in the hand; keys have all."""
        buttons, height = self.stops, self.height() - 14
        room = max(1, height // (SMALLEST + 1))
        shown = buttons[:room]
        chosen = self._group.checkedButton()
        if chosen is not None and chosen not in shown:
            shown[-1] = chosen
        pitch = min(max(height // len(shown), SMALLEST + 1), LARGEST + 6)
        size = min(LARGEST, pitch - 1)
        self._layout.setSpacing(pitch - size)
        for button in buttons:
            button.setFixedSize(size, size)
            button.setVisible(button in shown)

    @property
    def stops(self) -> list[QWidget]:
        """Its buttons in the order of the keyboard."""
        return [*self._buttons.values(), self._snap, self._fit]

    def choose(self, tool: Tool) -> None:
        """Mark the tool in the hand."""
        self._buttons[tool].setChecked(True)
        reach_chosen(self._group)
        self._fit_height()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme, where it is another one: drawing icons takes time."""
        if theme is self._theme:
            return
        self._theme = theme
        for tool, button in self._buttons.items():
            button.setIcon(icon(self._kinds[tool].icon, theme.text, theme.on_accent))
        self.show_lasso(self._lasso)
        self._snap.setIcon(icon("grid-3x3", theme.text, theme.on_accent))
        self._fit.setIcon(icon("maximize", theme.text))

    def show_lasso(self, lasso: bool) -> None:
        """Show which outline the select tool draws."""
        self._lasso = lasso
        if self._theme is not None:
            name = "lasso" if lasso else self._kinds[Tool.SELECT].icon
            self._buttons[Tool.SELECT].setIcon(icon(name, self._theme.text, self._theme.on_accent))

    def show_snap(self, snaps: bool) -> None:
        """Show whether points snap to the grid."""
        self._snap.setChecked(snaps)

    def _on_tool(self) -> None:
        self.chosen.emit(Tool(self.sender().property("tool")))


class AxisPicker(QWidget):
    """Which two of the features the plane shows, where there are more."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTip(tr("Choose the features that the plane shows; others are at their mean."))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._boxes: list[QComboBox] = []
        self.parts: list[QWidget] = []
        for letter, name in (("x", tr("Feature along x")), ("y", tr("Feature along y"))):
            label, box = QLabel(letter), QComboBox()
            label.setObjectName("Muted")
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumWidth(LEAST_COMBO)
            box.activated.connect(self._on_activated)
            self._boxes.append(box)
            layout.addWidget(label)
            layout.addWidget(box)
            self.parts += [label, box]

    def show_axes(self, features: Sequence[str], axes: tuple[str, str]) -> None:
        """Offer the features, with these two chosen."""
        for box, axis in zip(self._boxes, axes, strict=True):
            if [box.itemText(index) for index in range(box.count())] != list(features):
                box.clear()
                box.addItems(list(features))
                # As wide as the names, so that short ones leave the legend its room.
                longest = max(map(len, features), default=0)
                box.setMinimumContentsLength(min(longest, LONGEST_COMBO))
            box.setCurrentText(axis)
        self._axes = axes
        self.adjustSize()

    def _on_activated(self) -> None:
        x, y = (box.currentText() for box in self._boxes)
        if x == y:  # choosing what the other axis shows exchanges the two
            x, y = self._axes[1], self._axes[0]
        self.chosen.emit(x, y)


def _button(name: str, help: str) -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(name)
    button.setToolTip(help)
    button.setIconSize(ICON)
    return button
