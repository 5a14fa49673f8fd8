"""How the plane is looked at: a button above it, and behind it the levels and the held features."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.data import numerals
from engine.data.moments import mean
from engine.errors import EngineError
from engine.experiment.specs import Data
from gui.kit.fonts import tabular
from gui.kit.forms.rows import describe
from gui.kit.icons import icon
from gui.kit.numbers import full, short
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.modes.lens import MOST_LEVELS, Lens
from gui.stage.overlay.tabbing import chain
from gui.stage.overlay.toolbox import AxisPicker

STEPS = 200
SIDE = 26  # pixels of the button
WIDE = 320  # pixels
HIGHEST = 260  # pixels of the features, before they scroll
LONGEST = 16  # letters of a name


class LensCard(QToolButton):
    """Pressed, it shows its page below."""

    pressed_here = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("legend", True)
        self.setProperty("chip", True)
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(QSize(SIDE, SIDE))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("View of the plane"))
        self.setToolTip(tr("Choose the levels of lines, and where the other features are held."))
        self.clicked.connect(self.pressed_here)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.setIcon(icon("settings", theme.muted))

    def open(self, page: LensPage) -> None:
        """Show a page below the button, as far right as there is room."""
        page.adjustSize()
        corner = self.mapToGlobal(QPoint(self.width(), self.height() + 2))
        page.move(corner - QPoint(page.width(), 0))
        page.show()
        page.levels.setFocus(Qt.FocusReason.PopupFocusReason)


class LensPage(QFrame):
    """What the lens has, to be changed; it goes when it is closed."""

    changed = Signal()  # the lens is another one now
    axes_chosen = Signal(str, str)
    leveled = Signal()  # levels were typed: whoever does so wants to see their lines
    refused = Signal(object)  # EngineError

    def __init__(self, lens: Lens, data: Data, axes: tuple[str, str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("ChipsPage")
        self._lens, self._data = lens, data
        self.levels, self.reset = QLineEdit(), QPushButton(tr("All at their means"))
        self.held: dict[str, QSlider | QComboBox] = {}
        self._figures: dict[str, QLabel] = {}
        self._down = QVBoxLayout(self)
        self.setFixedWidth(WIDE)
        if len(data.features) > 2:
            self._add_axes(axes)
        self._add_levels()
        others = [name for name in data.features if name not in axes]
        if others:
            self._add_features(others)
        self._show_held()
        chain(self.levels, [*self.held.values(), self.reset] if others else [])

    def _add_axes(self, axes: tuple[str, str]) -> None:
        """Where the bar is too narrow for them they are here alone."""
        picker = AxisPicker(self)
        picker.show_axes(self._data.features, axes)
        picker.chosen.connect(self._on_axes)
        self._down.addWidget(picker)

    def _on_axes(self, x: str, y: str) -> None:
        self.close()  # other features are held now
        self.axes_chosen.emit(x, y)

    def _add_levels(self) -> None:
        label = QLabel(tr("Levels of lines"))
        label.setBuddy(self.levels)
        self.levels.setPlaceholderText(tr("round ones"))
        self.levels.setText(", ".join(full(level) for level in self._lens.levels))
        help = tr("Numbers with a space between them; empty is round ones.")
        describe(self.levels, tr("Levels of lines"), help)
        self._down.addWidget(label)
        self._down.addWidget(self.levels)
        self.levels.editingFinished.connect(self._on_levels)

    def _add_features(self, names: list[str]) -> None:
        heading = QLabel(tr("The other features are held at"))
        heading.setObjectName("Muted")
        self._down.addWidget(heading)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(names):
            self._add_feature(grid, row, name)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        inside.setAutoFillBackground(False)  # the ground is the card's
        area.viewport().setAutoFillBackground(False)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedHeight(min(HIGHEST, inside.sizeHint().height()))
        self._down.addWidget(area)
        describe(self.reset, self.reset.text(), tr("Hold every feature at its mean again."))
        self.reset.clicked.connect(self._on_reset)
        self._down.addWidget(self.reset)

    def _add_feature(self, grid: QGridLayout, row: int, name: str) -> None:
        label, figure = QLabel(_cut(name)), QLabel()
        label.setToolTip(name)
        control: QSlider | QComboBox
        if name in self._data.encoding.values:
            control = QComboBox()
            control.addItem(tr("each by its share"))
            control.addItems([str(value) for value in self._data.encoding.values[name]])
            control.activated.connect(lambda place, n=name: self._hold(n, place - 1))
            grid.addWidget(control, row, 1, 1, 2)
        else:
            control = QSlider(Qt.Orientation.Horizontal)
            control.setRange(0, STEPS)
            control.valueChanged.connect(lambda place, n=name: self._on_slider(n, place))
            figure.setFont(tabular(figure.font()))
            figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance("−0.0001235"))
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(control, row, 1)
            grid.addWidget(figure, row, 2)
            self._figures[name] = figure
        describe(control, name, tr("Where {name} is held.", name=name))
        grid.addWidget(label, row, 0)
        self.held[name] = control

    def _show_held(self) -> None:
        by_hand = self._lens.held if self._lens.features == self._data.features else {}
        for name, control in self.held.items():
            with QSignalBlocker(control):
                if isinstance(control, QComboBox):
                    control.setCurrentIndex(int(by_hand.get(name, -1)) + 1)
                    continue
                column = self._data.table.columns[name]
                value = by_hand[name] if name in by_hand else mean(column)
                low, high = self._ends(name)
                share = (value - low) / (high - low) if high > low else 0.5
                control.setValue(round(STEPS * min(max(share, 0.0), 1.0)))
                self._figures[name].setText(short(value))

    def _ends(self, name: str) -> tuple[float, float]:
        column = self._data.table.columns[name]
        return (float(column.min()), float(column.max())) if len(column) else (0.0, 1.0)

    def _on_slider(self, name: str, place: int) -> None:
        low, high = self._ends(name)
        self._hold(name, float(f"{low + (high - low) * place / STEPS:.4g}"))

    def _hold(self, name: str, value: float) -> None:
        is_share = name in self._data.encoding.values and value < 0
        self._lens.hold(self._data, name, None if is_share else value)
        if name in self._figures:
            self._figures[name].setText(short(value))
        self.changed.emit()

    def _on_reset(self) -> None:
        for name in self.held:
            self._lens.hold(self._data, name, None)
        self._show_held()
        self.changed.emit()

    def _on_levels(self) -> None:
        try:
            levels = typed_levels(self.levels.text())
        except EngineError as error:
            self.levels.setText(", ".join(full(level) for level in self._lens.levels))
            self.refused.emit(error)
            return
        if levels != self._lens.levels:
            self._lens.levels = levels
            if levels:
                self.leveled.emit()
            self.changed.emit()


def typed_levels(text: str) -> tuple[float, ...]:
    """The numbers in a text, in their order and once each."""
    try:
        found = sorted({numerals.number(word) for word in numerals.several(text)})
    except EngineError as error:
        raise EngineError("levels must be numbers, got {got}", got=text) from error
    if not all(math.isfinite(level) for level in found):
        raise EngineError("levels must be numbers, got {got}", got=text)
    if len(found) > MOST_LEVELS:
        raise EngineError("at most {most} levels can be drawn", most=MOST_LEVELS)
    return tuple(found)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
