"""A card with the target value that new points get, where values are colours."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QWidget

from engine.catalog.entry import ANY
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import describe
from gui.kit.words import tr

FIELD_WIDTH, SLIDER_WIDTH = 72, 90
STEPS = 200


class ValueCard(QFrame):
    """Shown over a plane of two features whose target is a number."""

    chosen = Signal(float)  # again and again while the slider is held
    settled = Signal(float)  # once, when it is let go or a number is typed

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._low, self._high = 0.0, 1.0
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.field = NumberField(ANY, stretch=(-10, 10))
        help = tr(
            "The target of new points; with the select tool, the selected points get it, too."
        )
        self._label = QLabel(tr("Value"))
        self._label.setObjectName("Muted")
        self._label.setBuddy(self.field)
        describe(self.field, tr("Value"), help)
        describe(self.slider, tr("Value"), help)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        self.slider.setFixedWidth(SLIDER_WIDTH)
        self.field.setFixedWidth(FIELD_WIDTH)
        for widget in (self._label, self.slider, self.field):
            across.addWidget(widget)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(self._on_released)
        self.field.committed.connect(self._on_typed)
        self.adjustSize()

    @property
    def spared(self) -> tuple[QWidget, ...]:
        """What it can do without where there is little room: the field remains."""
        return self._label, self.slider

    def show_value(self, value: float, low: float, high: float) -> None:
        """Show the value at hand on the range of those that there are."""
        self._low, self._high = low, high
        self.field.stretch = (low, high)
        self.field.set_value(value)
        with QSignalBlocker(self.slider):
            share = (value - low) / (high - low) if high > low else 0.5
            self.slider.setValue(round(STEPS * min(max(share, 0.0), 1.0)))

    def _on_slider(self) -> None:
        self.chosen.emit(self._at_slider())
        if not self.slider.isSliderDown():
            self.settled.emit(self._at_slider())

    def _on_released(self) -> None:
        self.settled.emit(self._at_slider())

    def _on_typed(self, value: float) -> None:
        self.chosen.emit(float(value))
        self.settled.emit(float(value))

    def _at_slider(self) -> float:
        value = self._low + (self._high - self._low) * self.slider.value() / STEPS
        return float(f"{value:.4g}")
