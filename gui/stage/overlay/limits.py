"""The dialog in which the axes' limits are typed, in the columns' own units."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from engine.errors import EngineError
from gui.kit.axes import SMALLEST_SPAN
from gui.kit.forms.rows import describe
from gui.kit.numbers import full
from gui.kit.small_dialog import SmallDialog, number_in
from gui.kit.words import tr
from gui.stage.plane.canvas import Area, Canvas

DIGITS = 10  # of a limit that a wheel or a drag has left behind


class LimitsDialog(SmallDialog):
    """From and to along x and, where heights are numbers, along y; the plane follows the typing."""

    fit_wanted = Signal()

    def __init__(self, canvas: Canvas, names: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(tr("Axis limits"), parent)
        self._canvas = canvas
        self.fields: list[tuple[str, QLineEdit, QLineEdit]] = []
        for name in names:
            self._add_axis(name)
        fit = self.buttons.addButton(tr("Fit"), QDialogButtonBox.ButtonRole.ActionRole)
        fit.setToolTip(tr("Show all points, with some room around them (F)."))
        fit.setAutoDefault(False)
        fit.clicked.connect(self.fit_wanted)
        canvas.range_changed.connect(self._show)
        self._typing = False
        self._show()

    def _add_axis(self, name: str) -> None:
        low, high = QLineEdit(), QLineEdit()
        pair = QWidget()
        across = QHBoxLayout(pair)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(low, 1)
        across.addWidget(QLabel(tr("to")))
        across.addWidget(high, 1)
        pair.setFocusProxy(low)
        self.add(name, tr("The part of {name} that the plane shows.", name=name), pair)
        describe(
            low, tr("{name} from", name=name), tr("Where the axis of {name} begins.", name=name)
        )
        describe(high, tr("{name} to", name=name), tr("Where the axis of {name} ends.", name=name))
        for field in (low, high):
            field.textEdited.connect(self._apply)
        self.fields.append((name, low, high))

    def _show(self) -> None:
        """Write down what is shown, but not over what is being typed."""
        if self._typing:
            return
        area = self._canvas.area
        limits = ((area.left, area.right), (area.bottom, area.top))
        for (_, *fields), values in zip(self.fields, limits, strict=False):
            for field, value in zip(fields, values, strict=True):
                field.setText(full(float(f"{value:.{DIGITS}g}")))
        self.tell(None)

    def _apply(self) -> None:
        try:
            spans = [span(name, low, high) for name, low, high in self.fields]
        except EngineError as error:
            self.tell(error)
            return
        self.tell(None)
        area = self._canvas.area
        y = spans[1] if len(spans) > 1 else (area.bottom, area.top)
        self._typing = True
        try:
            self._canvas.show_area(Area(*spans[0], *y))
        finally:
            self._typing = False


def span(name: str, low: QLineEdit, high: QLineEdit) -> tuple[float, float]:
    """The two limits typed; raises EngineError where they are none that can be drawn."""
    first, last = number_in(low, name), number_in(high, name)
    if not first < last:
        raise EngineError("must end above where it begins", name)
    if last - first < SMALLEST_SPAN * max(abs(first), abs(last), math.ulp(1.0)):
        raise EngineError("is too narrow to be drawn", name, "move the limits further apart")
    return first, last
