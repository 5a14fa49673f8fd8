"""The form for data made by a typed formula: the formula and, as it is typed, its variables."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from engine.catalog.generators import ROWS, SEED
from engine.data.formula import LONGEST
from engine.edits import generate
from engine.errors import EngineError
from engine.experiment.specs import Data
from gui.kit import telling
from gui.kit.forms.entry_form import NumberRow
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import SPACE, Row, column, describe
from gui.kit.words import tr

FIRST = "y = 3*x + 2 + rand()"
LOW, HIGH = -5.0, 5.0


class RangeRow(QWidget):
    """From where to where a variable is drawn."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.low, self.high = NumberField(), NumberField()
        both = QWidget()
        across = QHBoxLayout(both)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(SPACE // 2)
        explanation = tr("The smallest and the largest value that {name} can take.", name=name)
        row = Row(tr("{name} from, to", name=name), explanation, both)
        for field, value, text in (
            (self.low, LOW, tr("Smallest {name}", name=name)),
            (self.high, HIGH, tr("Largest {name}", name=name)),
        ):
            field.set_value(value)
            field.committed.connect(self.changed)
            describe(field, text, explanation)
            across.addWidget(field)
        row.label.setBuddy(self.low)
        column(self).addWidget(row)

    @property
    def span(self) -> tuple[float, float]:
        """The two ends."""
        return self.low.value() or 0.0, self.high.value() or 0.0


class FormulaForm(QWidget):
    """A formula, what is wrong with it, a range for each of its variables, rows and seed."""

    changed = Signal()
    shared = Signal(str, object)  # rows or seed, which every data set has

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit(FIRST)
        self.field.setMaxLength(LONGEST)
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.trouble.setObjectName("Trouble")
        self._ranges: dict[str, RangeRow] = {}  # every variable that was ever typed
        self._down = column(self)
        self._down.addWidget(self.field)
        self._down.addWidget(self.trouble)
        self.rows = {param.name: NumberRow(param, "") for param in (ROWS, SEED)}
        for row in self.rows.values():
            row.changed.connect(self.shared)
            self._down.addWidget(row)
        describe(
            self.field,
            tr("Formula"),
            tr("Numbers, names, + - * / **, functions such as sin(x), and rand() or randn()."),
        )
        self.field.textChanged.connect(self._on_typed)
        self._on_typed()

    def variables(self) -> tuple[str, ...]:
        """The variables whose ranges are shown."""
        return tuple(name for name, row in self._ranges.items() if not row.isHidden())

    def make(self, rows: int, seed: int) -> Data:
        """The data that the formula makes; raises EngineError where it makes none."""
        return self.maker(rows)(seed)

    def maker(self, rows: int) -> Callable[[int], Data]:
        """The formula as it is now, as a function of the seed."""
        spans = {name: self._ranges[name].span for name in self.variables()}
        text = self.field.text()
        return lambda seed: generate.from_formula(text, spans, rows, seed)

    def show_shared(self, rows: int, seed: int) -> None:
        """Show how many rows are made, and from which seed."""
        self.rows["rows"].show_value(rows)
        self.rows["seed"].show_value(seed)

    def show_trouble(self, error: EngineError | None) -> None:
        """Say under the formula what is wrong, or nothing."""
        parts = [telling.sentence(error), telling.hint(error)] if error else []
        self.trouble.setText("\n".join(part for part in parts if part))

    def _on_typed(self) -> None:
        """Follow the formula with its ranges; while it is wrong they stay as they are."""
        try:
            found = generate.variables(self.field.text())
        except EngineError:
            found = self.variables()
        with QSignalBlocker(self):
            for name in found:
                if name not in self._ranges:
                    self._add(name)
            for name, row in self._ranges.items():
                row.setVisible(name in found)
        self.changed.emit()

    def _add(self, name: str) -> None:
        row = self._ranges[name] = RangeRow(name)
        row.changed.connect(self.changed)
        self._down.addWidget(row)
