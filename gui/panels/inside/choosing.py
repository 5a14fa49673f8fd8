"""What the formulas are about: the row that is followed, and the parameter that is looked at."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.experiment import Experiment
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.count_box import CountBox
from gui.kit.forms.rows import SPACE, describe
from gui.kit.words import tr
from gui.kit.worked.focus import FEW, Focus


class Choosing(QWidget):
    """A row's number, and a parameter with the place of one of its numbers."""

    followed = Signal(object)  # a row of the table, or None: the batch's first
    focused = Signal(object)  # Focus
    output_chosen = Signal(int)  # the one whose sum is written out

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row, self.parameter, self.entry = CountBox(), NameCombo(), CountBox()
        self.output = NameCombo()
        self._focus_line, self._output_line = QWidget(), QWidget()
        self._shapes: dict[str, tuple[int, ...]] = {}
        self.row.setSpecialValueText(tr("first of the batch"))
        self.row.setKeyboardTracking(False)
        self.entry.setKeyboardTracking(False)
        self._describe()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(SPACE)
        down.addLayout(_across(tr("Follow row"), self.row))
        line = _across(tr("Parameter"), self.parameter, self.entry)
        line.setContentsMargins(0, 0, 0, 0)
        self._focus_line.setLayout(line)
        down.addWidget(self._focus_line)
        line = _across(tr("Output"), self.output)
        line.setContentsMargins(0, 0, 0, 0)
        self._output_line.setLayout(line)
        down.addWidget(self._output_line)
        self.output.chosen.connect(lambda name: self.output_chosen.emit(int(name)))
        self.row.valueChanged.connect(self._on_row)
        self.parameter.chosen.connect(self._on_parameter)
        self.entry.valueChanged.connect(self._on_focus)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the rows and parameters of another experiment; what is chosen stays if it can."""
        shapes = experiment.parameter_shapes()
        with QSignalBlocker(self.row):
            self.row.setRange(0, experiment.data.table.rows)
        if shapes != self._shapes:
            self._shapes = shapes
            self.parameter.set_items([Item(name, name) for name in shapes])
            self._show_parameter(next(reversed(shapes)) if shapes else "")
        count = sum(math.prod(shape) for shape in shapes.values())
        self._focus_line.setVisible(count > FEW)
        several = experiment.data.outcome == "multiclass"
        self._output_line.setVisible(several)
        names = experiment.data.classes if several else ()
        self.output.set_items([Item(str(n), str(name)) for n, name in enumerate(names)])

    def show_row(self, row: int | None) -> None:
        """Show which row is followed."""
        with QSignalBlocker(self.row):
            self.row.setValue(0 if row is None else row + 1)

    def show_focus(self, focus: Focus) -> None:
        """Show which number is looked at."""
        if focus.name in self._shapes:
            self.parameter.show_name(focus.name)
            self._fit_entry(focus.name)
            with QSignalBlocker(self.entry):
                self.entry.setValue(focus.place + 1)

    def _show_parameter(self, name: str) -> None:
        weights = [each for each in self._shapes if each.endswith(".weight")]
        name = weights[-1] if weights else name
        self.parameter.show_name(name)
        self._fit_entry(name)
        self.focused.emit(Focus(name, 0))

    def _fit_entry(self, name: str) -> None:
        with QSignalBlocker(self.entry):
            self.entry.setRange(1, math.prod(self._shapes.get(name, (1,))))
            self.entry.setValue(1)

    def _on_row(self, value: int) -> None:
        self.followed.emit(value - 1 if value else None)

    def _on_parameter(self, name: str) -> None:
        self._fit_entry(name)
        self._on_focus()

    def _on_focus(self) -> None:
        self.focused.emit(Focus(self.parameter.currentData(), self.entry.value() - 1))

    def _describe(self) -> None:
        describe(
            self.row,
            tr("Follow row"),
            tr("The row whose numbers are shown; selecting a point chooses it, too."),
        )
        describe(
            self.parameter,
            tr("Parameter"),
            tr("The parameter whose gradient and update are worked out."),
        )
        describe(
            self.entry,
            tr("Entry"),
            tr("Which of its numbers, counted row by row."),
        )
        describe(
            self.output,
            tr("Output"),
            tr("The class whose output is written out as a sum."),
        )


def _across(label: str, *controls: QWidget) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setSpacing(SPACE)
    words = QLabel(label)
    words.setObjectName("Muted")
    words.setBuddy(controls[0])
    across.addWidget(words, 4)
    for control, share in zip(controls, (7, 3), strict=False):
        across.addWidget(control, share)
    return across
