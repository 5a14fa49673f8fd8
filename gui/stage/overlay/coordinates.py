"""The dialog in which a point's exact values are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from engine.data.table import Cell
from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.numbers import full
from gui.kit.small_dialog import SmallDialog, Standard, explain, number_in
from gui.kit.words import tr
from gui.stage.modes import editing
from gui.stage.modes.editing import Label


class PointDialog(SmallDialog):
    """The features and the target of one row, or (None) of a new one."""

    edited = Signal(str, object)  # what was done; the new Experiment

    def __init__(
        self,
        experiment: Experiment,
        row: int | None,
        cells: Mapping[str, Cell],
        classes: Sequence[Label],
        parent: QWidget,
    ) -> None:
        title = tr("New point") if row is None else tr("Point in row {row}", row=row + 1)
        super().__init__(title, parent, Standard.Ok | Standard.Cancel)
        self._experiment, self._row, self._classes = experiment, row, classes
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        data = experiment.data
        for name in dict.fromkeys((*data.features, data.target)):
            self._add_field(name, cells[name])
        explain(self.buttons, tr("Put the point at these values."), tr("Change nothing."))

    def accept(self) -> None:
        """Hand over the edit, or say which value cannot be."""
        try:
            cells = {name: self._cell(name) for name in self.fields}
        except EngineError as error:
            self.tell(error)
            return
        if self._row is None:
            self.edited.emit(tr("Add point"), editing.added(self._experiment, cells))
        else:
            changed = editing.moved(self._experiment, self._row, cells)
            self.edited.emit(tr("Edit point"), changed)
        super().accept()

    def _add_field(self, name: str, value: Cell) -> None:
        field: QLineEdit | QComboBox
        values = self._values(name)
        if values:
            field = QComboBox()
            field.addItems([str(label) for label in values])
            if value in values:
                field.setCurrentIndex(values.index(value))
            is_class = name == self._experiment.data.target
            help = tr("The point's class.") if is_class else tr("The point's {name}.", name=name)
        else:
            field = QLineEdit(full(float(value)))
            field.textEdited.connect(self._on_typed)
            help = tr("The point's value of {name}, in the column's own unit.", name=name)
        self.fields[name] = field
        self.add(name, help, field)

    def _cell(self, name: str) -> Cell:
        field = self.fields[name]
        if isinstance(field, QComboBox):
            return self._values(name)[field.currentIndex()]
        return number_in(field, name)

    def _values(self, name: str) -> tuple[Label, ...]:
        """What a column's cells can be, where they are classes or categories."""
        data = self._experiment.data
        if name == data.target:
            return tuple(self._classes)
        return data.encoding.values.get(name, ())

    def _on_typed(self) -> None:
        self.tell(None)
