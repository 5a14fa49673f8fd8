"""A field for a whole number that is typed as people write it, or stepped with the arrows."""

from __future__ import annotations

import math

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox

from engine.data import numerals
from engine.errors import EngineError

State = QValidator.State


class CountBox(QSpinBox):
    """Qt's own field, which by itself knows neither full-width digits nor spaces in thousands."""

    # PySide6 types the answer as object, and its releases differ: Qt takes these three.
    def validate(self, text: str, place: int) -> tuple[State, str, int]:  # type: ignore[override, unused-ignore]
        found = self._number(text)
        fits = found is not None and self.minimum() <= found <= self.maximum()
        return State.Acceptable if fits else State.Intermediate, text, place

    def valueFromText(self, text: str) -> int:
        found = self._number(text)
        return self.value() if found is None else found

    def fixup(self, text: str) -> str:
        """As it is: Qt would take a comma for one before thousands, and 1,5 for 15."""
        return text

    def _number(self, text: str) -> int | None:
        bare = text.removeprefix(self.prefix()).removesuffix(self.suffix())
        if self.specialValueText() and text == self.specialValueText():
            return self.minimum()
        try:
            value = numerals.number(bare)
        except EngineError:
            return None
        return int(value) if math.isfinite(value) and value.is_integer() else None
