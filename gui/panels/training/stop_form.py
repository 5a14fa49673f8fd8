"""When a run stops by itself besides its epochs: the loss is low enough, or falls no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.catalog import Range
from engine.catalog.entry import POSITIVE
from engine.experiment.settings import COUNT
from engine.experiment.specs import StopRule
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import column, setting_row
from gui.kit.words import tr

CHANGE = Range(low=0, high=100, high_open=True)
FIRST_LOSS, FIRST_PATIENCE = 0.1, 20  # where an arrow key leads from never


class OptionalField(NumberField):
    """A number, or never: that is what None, the word and a blank stand for."""

    def __init__(
        self, allowed: Range, first: float, *, whole: bool = False, unit: str = ""
    ) -> None:
        self.first = first
        stretch = (1, 10**4) if whole else (1e-6, 10.0)
        super().__init__(allowed, whole=whole, stretch=stretch, log=True, unit=unit)
        self.set_value(None)

    def parse(self, text: str) -> float | None:
        return None if text.strip() in ("", tr("never")) else super().parse(text)

    def format(self, value: float | None, exact: bool) -> str:
        return tr("never") if value is None else super().format(value, exact)

    def step_from(self, value: float | None, steps: int) -> float | None:
        if value is None:
            return self.first if steps > 0 else None
        moved = super().step_from(value, steps)
        return None if moved == value and steps < 0 else moved


class StopForm(QWidget):
    """The three numbers of a stop rule; the third is there once there is patience."""

    changed = Signal(object)  # StopRule

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rule = StopRule()
        self.loss_below = OptionalField(POSITIVE, FIRST_LOSS)
        self.patience = OptionalField(COUNT, FIRST_PATIENCE, whole=True, unit=tr(" epochs"))
        self.min_change = NumberField(CHANGE, stretch=(0, 10), unit=" %")
        self._change = setting_row("training.stop.min_change", self.min_change)
        down = column(self)
        down.addWidget(setting_row("training.stop.loss_below", self.loss_below))
        down.addWidget(setting_row("training.stop.patience", self.patience))
        down.addWidget(self._change)
        self.loss_below.committed.connect(lambda value: self._emit(loss_below=value))
        self.patience.committed.connect(lambda value: self._emit(patience=value))
        self.min_change.committed.connect(lambda value: self._emit(min_change=value / 100))
        self.show_rule(self._rule)

    def show_rule(self, rule: StopRule) -> None:
        """Show the rule that holds."""
        self._rule = rule
        self.loss_below.set_value(rule.loss_below)
        self.patience.set_value(rule.patience)
        self.min_change.set_value(round(100 * rule.min_change, 12))
        self._change.setEnabled(rule.patience is not None)

    def _emit(self, **values: Any) -> None:
        self.changed.emit(replace(self._rule, **values))
