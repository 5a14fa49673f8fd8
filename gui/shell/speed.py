"""How fast training runs: a slider with its figure."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from gui.kit.words import tr
from gui.shell.levels import Level

SPEEDS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, None)


class Speed(QWidget):
    """Steps a second, or as fast as it goes."""

    changed = Signal(object)  # steps a second, or None: as fast as it goes

    def __init__(self) -> None:
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self._text = QLabel()
        self.slider.setRange(0, len(SPEEDS) - 1)
        self.slider.setPageStep(3)
        self.slider.setFixedWidth(76)
        self.slider.setToolTip(tr("How many steps a second Run does."))
        self.slider.setAccessibleName(tr("Speed"))
        widest = tr("{rate} steps/s", rate=5000)
        self._text.setFixedWidth(self.fontMetrics().horizontalAdvance(widest))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.slider)
        row.addWidget(self._text)
        self.slider.valueChanged.connect(self._on_slider)
        self.set(10.0)

    @property
    def value(self) -> float | None:
        """The speed that is set."""
        return SPEEDS[self.slider.value()]

    def set(self, speed: float | None) -> None:
        """Set the slider to the nearest speed there is."""
        known = [value for value in SPEEDS if value is not None]
        nearest = min(known, key=lambda value: abs(value - (speed or 0)))
        place = len(SPEEDS) - 1 if speed is None else SPEEDS.index(nearest)
        self.slider.setValue(place)
        self._on_slider(place)

    def turn(self, notches: int) -> None:
        """So many notches up."""
        self.slider.setValue(self.slider.value() + notches)

    def take(self, level: Level) -> None:
        """Say as much as there is room for."""
        self._text.setVisible(level.speed)
        self.slider.setVisible(not level.bare)

    def _on_slider(self, place: int) -> None:
        speed = SPEEDS[place]
        text = tr("fastest") if speed is None else tr("{rate} steps/s", rate=f"{speed:g}")
        self._text.setText(text)
        self.changed.emit(speed)
