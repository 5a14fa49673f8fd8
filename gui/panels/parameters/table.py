"""The table of all parameters: one row a number, filled in only where the view looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QIcon

from engine.catalog.entry import ANY
from engine.edits.setting import with_number
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import input_names
from engine.frames import Parameters
from engine.frames.things import Gradient, Moved, Number, Thing
from gui.kit.cells import tell_changed
from gui.kit.forms.steps import read
from gui.kit.icons import icon
from gui.kit.numbers import NOTHING, full, number
from gui.kit.theme import Theme
from gui.kit.wishes import KeepParameters, Refuse, SetParameter
from gui.kit.words import tr
from gui.panels.parameters.rows import ParameterRows

NAME, VALUE, GRADIENT, CHANGE, FROZEN = range(5)
NOWHERE = QModelIndex()
WIDEST = "−1.234e−7"  # what a column has room for
Index = QModelIndex | QPersistentModelIndex
Tensors = Mapping[str, NDArray[np.floating] | None]
Role = Qt.ItemDataRole
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
EDITABLE = PLAIN | Qt.ItemFlag.ItemIsEditable
CHECKABLE = PLAIN | Qt.ItemFlag.ItemIsUserCheckable
# Plain numbers, which are quicker to compare than an enumeration's members.
DISPLAY, EDITED, CHECKED = int(Role.DisplayRole), int(Role.EditRole), int(Role.CheckStateRole)
ALIGNED, COLORED = int(Role.TextAlignmentRole), int(Role.ForegroundRole)
EXPLAINED = frozenset({int(Role.ToolTipRole), int(Role.AccessibleTextRole)})
ANSWERED = frozenset({DISPLAY, EDITED, CHECKED, ALIGNED, COLORED}) | EXPLAINED


class ParameterTable(QAbstractTableModel):
    """Values, gradients and last changes as the newest frame has them."""

    wished = Signal(object)  # a Wish
    frozen_toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.rows = ParameterRows({})
        self._frozen: tuple[str, ...] = ()
        self._columns: dict[int, Tensors] = {}
        self._known = False
        self._warning, self._muted = QBrush(), QBrush()
        self._snowflake = QIcon()

    # ---- what is shown --------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Take on the experiment's tensors; the rows stay where their shapes stay."""
        shapes = experiment.parameter_shapes()
        inputs = input_names(experiment.data, experiment.model)
        self._frozen = experiment.model.frozen
        if shapes == self.rows.shapes and inputs == self.rows.inputs:
            tell_changed(self, (0, NAME), (self.rows.count - 1, FROZEN))
            return
        self.beginResetModel()
        self.rows = ParameterRows(shapes, inputs)
        self._columns, self._known = {}, False
        self.endResetModel()

    def forget(self) -> None:
        """Show no numbers until the next frame."""
        self._columns, self._known = {}, False
        tell_changed(self, (0, VALUE), (self.rows.count - 1, CHANGE))

    def show_parameters(self, found: Parameters, first: int, last: int) -> None:
        """Take on a frame's arrays, and tell that the rows in sight changed."""
        self._columns = {VALUE: found.values, GRADIENT: found.gradients, CHANGE: found.changes}
        self._known = True
        tell_changed(self, (first, VALUE), (last, CHANGE))

    def restyle(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._warning, self._muted = QBrush(QColor(theme.warning)), QBrush(QColor(theme.muted))
        self._snowflake = icon("snowflake", theme.muted)

    def thing(self, row: int, column: int) -> Thing | None:
        """What can be pointed at in a cell."""
        name, flat = self.rows.place(row)
        if flat is None or self._cell(row, column) is None:
            return None
        if column == GRADIENT:
            return Gradient(name, flat)
        return Moved(name, flat) if column == CHANGE else Number(name, flat)

    # ---- what Qt asks ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.rows.count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else FROZEN + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        row, column = index.row(), index.column()
        if column == FROZEN and self._is_first(row):
            return CHECKABLE
        return EDITABLE if column == VALUE and self._cell(row, VALUE) is not None else PLAIN

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return headers()[section][0]
        if role in EXPLAINED:
            return headers()[section][1]
        if role == Role.DecorationRole and section == FROZEN:
            return self._snowflake
        if role == Role.TextAlignmentRole:
            return RIGHT if section in (VALUE, GRADIENT, CHANGE) else LEFT
        return None

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role not in ANSWERED:  # most questions are about looks, and there are many a frame
            return None
        row, column = index.row(), index.column()
        if role == CHECKED:
            return self._check_state(row) if column == FROZEN else None
        if role in EXPLAINED:
            return self._explain(row, column)
        if column == FROZEN:
            return None
        if role == ALIGNED:
            return LEFT if column == NAME else RIGHT
        if role == COLORED:
            return self._color(row, column)
        return self._text(row, column, exact=role == EDITED)

    def setData(self, index: Index, value: Any, role: int = EDITED) -> bool:
        row, column = index.row(), index.column()
        if column == FROZEN and role == CHECKED:
            frozen = Qt.CheckState(value) == Qt.CheckState.Checked
            self.frozen_toggled.emit(self.rows.place(row).name, frozen)
            return True
        return column == VALUE and role == EDITED and self._type(row, str(value))

    # ---- what happens inside --------------------------------------------------------------------

    def _type(self, row: int, text: str) -> bool:
        name, flat = self.rows.place(row)
        held = self._columns.get(VALUE, {}).get(name)
        if held is None or flat is None or text == full(held.flat[flat]):
            return False
        try:
            value = read(text, ANY, whole=False)
            array = with_number(held, flat, value, "")
        except EngineError as error:
            self.wished.emit(Refuse(error.at(self.rows.path(row))))
            return False
        self.wished.emit(SetParameter(name, array))
        self.wished.emit(KeepParameters(tr("Set parameter"), {name: held}, {name: array}))
        return True

    def _cell(self, row: int, column: int) -> Any:
        """The number in its own precision, None where there is none."""
        name, flat = self.rows.place(row)
        array = self._columns.get(column, {}).get(name)
        return None if array is None or flat is None else array.flat[flat]

    def _text(self, row: int, column: int, exact: bool = False) -> str:
        if column == NAME:
            return self.rows.label(row)
        if self.rows.place(row).flat is None:
            return ""
        value = self._cell(row, column)
        if value is None:
            return "None" if column == GRADIENT else NOTHING
        return full(value) if exact else fitting(value)

    def _explain(self, row: int, column: int) -> str:
        path = self.rows.path(row)
        if column == FROZEN:
            name = self.rows.place(row).name
            return tr("Keeps {name} as it is during training.", name=name)
        meaning = self.rows.meaning(row)
        if meaning:
            path = tr("{parameter}, the weight of {input}", parameter=path, input=meaning)
        text = self._text(row, column, exact=True)
        return f"{path}: {text}" if text and column != NAME else path

    def _is_first(self, row: int) -> bool:
        """Whether a row is where its tensor is frozen: the heading, or the only number."""
        return self.rows.place(row).flat is None or not self.rows.headings

    def _color(self, row: int, column: int) -> QBrush | None:
        if column == GRADIENT:
            return self._muted if self._cell(row, GRADIENT) is None else self._warning
        return self._muted if self.rows.place(row).flat is None else None

    def _check_state(self, row: int) -> Qt.CheckState | None:
        if not self._is_first(row):
            return None
        frozen = self.rows.place(row).name in self._frozen
        return Qt.CheckState.Checked if frozen else Qt.CheckState.Unchecked


def fitting(value: float) -> str:
    """Four significant digits, or three where a long exponent needs the room."""
    text = number(value)
    for digits in (3, 2):
        if len(text) > len(WIDEST):
            mantissa, exponent = f"{value:.{digits}e}".split("e")
            text = f"{mantissa}e{int(exponent)}".replace("-", "−")
    return text


def headers() -> list[tuple[str, str]]:
    """Each column's words and what they mean."""
    return [
        (tr("name"), tr("The numbers that training changes.")),
        (tr("value"), tr("The number as it is now; a double click or F2 lets you type another.")),
        (tr("gradient"), tr("How the loss grows with the number; None before the first backward.")),
        (tr("change"), tr("What the last update added to the number.")),
        ("", tr("A frozen parameter stays as it is; its check freezes the whole tensor.")),
    ]
