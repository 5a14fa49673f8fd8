"""Forms made from catalog entries, so that a new entry has its form without another line."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from engine.catalog import Entry, Param, Value
from engine.errors import EngineError
from engine.experiment.specs import Choice
from gui.kit.forms.choosers import NameCombo, ValueSlider, items
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import NARROW, SPACE, Row, column, describe, show_checked
from gui.kit.words import tr

USUAL = 210  # pixels of a row, in a dock as wide as at first
ARROW = 30  # what a list has around its name


class ParamRow(QWidget):
    """One parameter of an entry, whatever its kind."""

    changed = Signal(str, object)  # the parameter's name, its new value

    def __init__(self, param: Param, note: str) -> None:
        super().__init__()
        self.param = param
        self.text = tr(param.label)
        self.explanation = f"{tr(param.help)} {note}".rstrip()
        self.down = column(self)
        self.down.setSpacing(0)

    def show_value(self, value: Value) -> None:
        """Show the value that holds; emits nothing."""
        raise NotImplementedError

    def send(self, value: object) -> None:
        """Tell that the user chose another value."""
        self.changed.emit(self.param.name, value)


class NumberRow(ParamRow):
    """A number, with a slider under it where the catalog gives it a stretch."""

    def __init__(self, param: Param, note: str) -> None:
        super().__init__(param, note)
        whole = param.kind == "int"
        self.field = NumberField(param.ranges[0], whole, param.slider, param.log)
        self.down.addWidget(Row(self.text, self.explanation, self.field))
        self.field.committed.connect(self.send)
        self.slider: ValueSlider | None = None
        if param.slider:
            self.slider = ValueSlider(param.slider, param.log, whole)
            describe(self.slider, self.text, self.explanation)
            self.slider.moved.connect(self.send)
            self.down.addWidget(self.slider)

    def show_value(self, value: Value) -> None:
        number = value if isinstance(value, int | float) else 0.0
        self.field.set_value(number)
        if self.slider:
            self.slider.set_number(number)


class FlagRow(ParamRow):
    """A switch."""

    def __init__(self, param: Param, note: str) -> None:
        super().__init__(param, note)
        self.box = QCheckBox(self.text)
        describe(self.box, self.text, self.explanation)
        self.box.toggled.connect(self.send)
        self.down.addWidget(self.box)

    def show_value(self, value: Value) -> None:
        show_checked(self.box, bool(value))


class PairRow(ParamRow):
    """Two numbers side by side."""

    def __init__(self, param: Param, note: str) -> None:
        super().__init__(param, note)
        both = QWidget()
        across = QHBoxLayout(both)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(SPACE // 2)
        self.fields = [NumberField(allowed) for allowed in param.ranges]
        for place, field in enumerate(self.fields, start=1):
            name = tr("{label}, number {place}", label=self.text, place=place)
            describe(field, name, self.explanation)
            field.committed.connect(self._on_committed)
            across.addWidget(field)
        row = Row(self.text, self.explanation, both, label_share=NARROW)
        row.label.setBuddy(self.fields[0])
        self.down.addWidget(row)

    def show_value(self, value: Value) -> None:
        for field, number in zip(
            self.fields, value if isinstance(value, tuple) else (), strict=True
        ):
            field.set_value(number)

    def _on_committed(self) -> None:
        self.send(tuple(field.value() for field in self.fields))


ROWS: Mapping[str, type[ParamRow]] = {
    "float": NumberRow,
    "int": NumberRow,
    "bool": FlagRow,
    "pair": PairRow,
}


class ParamForm(QWidget):
    """The parameters of one entry, each in its row."""

    changed = Signal(str, object)

    def __init__(self, entry: Entry, note: str) -> None:
        super().__init__()
        self.rows = {param.name: ROWS[param.kind](param, note) for param in entry.params}
        down = column(self)
        for row in self.rows.values():
            row.changed.connect(self.changed)
            down.addWidget(row)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show the values that hold; emits nothing."""
        for name, value in values.items():
            self.rows[name].show_value(value)


class ChoiceForm(QWidget):
    """A list of entries and, below it, the parameters of the one that is chosen.

    It grows downward only, so that nothing above it moves.
    """

    changed = Signal(str, object)  # what was changed, as the undo menu says it; the new Choice
    refused = Signal(object)  # EngineError: the values do not go together

    def __init__(
        self, catalog: Mapping[str, Entry], label: str, explanation: str, note: str
    ) -> None:
        super().__init__()
        self.label = label
        self._note = note  # what a change does to the weights
        self.choice: Choice | None = None
        self.combo = NameCombo()
        self._forms: dict[str, ParamForm] = {}
        self._left: dict[str, Choice] = {}  # what an entry was left with, for when it comes back
        self._down = column(self)
        self._help = f"{explanation} {note}"
        self._down.addWidget(Row(label, self._help, self.combo, self._share(catalog)))
        self.combo.chosen.connect(self._on_chosen)
        self.set_catalog(catalog)

    def set_catalog(self, catalog: Mapping[str, Entry]) -> None:
        """Offer other entries."""
        self.catalog = catalog
        self.combo.set_items(items(catalog))

    def _share(self, catalog: Mapping[str, Entry]) -> float:
        """The label's share of the row: long names need what a short label leaves."""
        letters = self.fontMetrics().horizontalAdvance
        longest = max(letters(tr(entry.label)) for entry in catalog.values())
        if longest + ARROW <= (1 - NARROW) * USUAL:
            return NARROW
        return min(NARROW, letters(self.label) / USUAL)

    def show_choice(self, choice: Choice) -> None:
        """Show the choice that holds; emits nothing."""
        self.choice = choice
        self._left[choice.name] = choice
        entry = self.catalog[choice.name]
        self.combo.show_name(choice.name)
        self.combo.setToolTip(f"{self._help}\n{tr(entry.label)}: {tr(entry.help)}")
        if entry.params and choice.name not in self._forms:
            self._forms[choice.name] = self._form(entry)
        for name, form in self._forms.items():
            form.setVisible(name == choice.name)
        if entry.params:
            self._forms[choice.name].show_values({**entry.defaults(), **choice.as_dict()})

    def form(self) -> ParamForm | None:
        """The form of the chosen entry; None where it has no parameters."""
        return self._forms.get(self.choice.name) if self.choice else None

    def _form(self, entry: Entry) -> ParamForm:
        form = ParamForm(entry, self._note)
        form.changed.connect(self._on_value)
        self._down.addWidget(form)
        return form

    def _on_chosen(self, name: str) -> None:
        if self.choice and name != self.choice.name:
            fresh = Choice(name, tuple(self.catalog[name].defaults().items()))
            self.changed.emit(self.label, self._left.get(name, fresh))

    def _on_value(self, name: str, value: Value) -> None:
        if not self.choice:
            return
        entry = self.catalog[self.choice.name]
        values = {**entry.defaults(), **self.choice.as_dict(), name: value}
        label = next(tr(param.label) for param in entry.params if param.name == name)
        trouble = entry.conflict(values) if entry.conflict else None
        if trouble:
            self.show_choice(self.choice)
            self.refused.emit(EngineError(trouble, label))
        else:
            self.changed.emit(label, Choice(self.choice.name, tuple(values.items())))
