"""What a feature's value is typed into: a number, a date, or the choice of a category."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.data.days import day_of, told
from engine.experiment.specs import Data, Label
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.fields import NumberField


class DateField(NumberField):
    """Days since 1970, written and typed as a date."""

    def parse(self, text: str) -> float | None:
        """A date, or a number of days."""
        day = day_of(text)
        return super().parse(text) if day is None else day

    def format(self, value: float | None, exact: bool) -> str:
        """The date."""
        return super().format(value, exact) if value is None else told(value)


class CategoryField(NameCombo):
    """One of a category's values, as the number of its place."""

    committed = Signal(object)  # the number

    def __init__(self, values: Sequence[Label], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_items([Item(str(place), str(value)) for place, value in enumerate(values)])
        self.chosen.connect(lambda _name: self.committed.emit(self.value()))

    def value(self) -> float:
        """The place that is chosen."""
        return float(max(self.currentIndex(), 0))

    def set_value(self, value: float | None) -> None:
        """Choose the value at a place, the first where there is none."""
        inside = value is not None and 0 <= value < self.count()
        self.show_name(str(int(value or 0)) if inside else "0")


def field_for(data: Data, name: str) -> NumberField | CategoryField:
    """What suits a feature."""
    values = data.encoding.values.get(name)
    if values:
        return CategoryField(values)
    return DateField() if data.kind_of(name) == "date" else NumberField()
