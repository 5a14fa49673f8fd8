"""Below the plot: each value, what it would come to, and a button that takes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from engine.frames import Future, Futures
from gui.kit.fonts import tabular
from gui.kit.legend import Reading
from gui.kit.note import Note
from gui.kit.numbers import NOTHING, loss
from gui.kit.variants import shown
from gui.kit.words import tr
from gui.panels.futures.plot import STYLES


class Outcomes(QWidget):
    """A row for each future."""

    taken = Signal(int)  # the place of the value to go on with

    def __init__(self) -> None:
        super().__init__()
        self.note = Note()
        self.note.setObjectName("Muted")
        self.note.setFont(tabular(self.note.font(), 0.9))
        self.buttons: list[QToolButton] = []
        self.readings: list[Reading] = []
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setVerticalSpacing(2)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._rows)
        down.addWidget(self.note)
        self.clear()

    def __len__(self) -> int:
        return len(self.readings)

    def show_futures(self, view: Futures) -> None:
        """A row for each."""
        self.clear()
        self.note.clear()
        for place, future in enumerate(view.futures):
            self._add(place, future, view.step)

    def wait(self) -> None:
        """The futures are on their way."""
        self.clear()
        self.note.setText(tr("Looking ahead…"))

    def clear(self) -> None:
        """Show none."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons, self.readings = [], []
        self.note.setText(
            tr("Choose a number and values for it, and look ahead from the step shown.")
        )

    def color(self, colors: Sequence[str]) -> None:
        """Give each row the colour of its curve."""
        for reading, color in zip(self.readings, colors, strict=False):
            reading.set_color(color)

    def _add(self, place: int, future: Future, step: int) -> None:
        name = shown(future.value)
        help = tr("The loss of the last step with this value.")
        if future.lost and len(future.losses) == 0:
            name = tr("{value}: cannot be", value=name)
        elif future.lost:
            name = tr("{value}: lost at step {step}", value=name, step=step + len(future.losses))
        reading = Reading(name, help, line=STYLES[place % len(STYLES)], blank=NOTHING, write=loss)
        reading.show_value(float(future.losses[-1]) if len(future.losses) else None)
        button = QToolButton()
        button.setText(tr("Take"))
        button.setAccessibleName(tr("Go on with {value}", value=shown(future.value)))
        button.setToolTip(
            tr("Gives the number this value and goes on; the others stay as branches.")
        )
        button.setEnabled(len(future.losses) > 0)
        button.clicked.connect(lambda: self.taken.emit(place))
        self._grid.addWidget(reading, place, 0)
        self._grid.addWidget(button, place, 1)
        self.readings.append(reading)
        self.buttons.append(button)
