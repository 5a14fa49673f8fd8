"""How many rows a step takes."""

from __future__ import annotations

from engine.experiment.settings import COUNT
from gui.kit.forms.fields import NumberField
from gui.kit.words import tr


class BatchField(NumberField):
    """A number of rows, or all of them: that is what None, the word and a blank stand for."""

    def __init__(self) -> None:
        self.rows = 1
        super().__init__(COUNT, whole=True, stretch=(1, 1), log=True)

    def set_rows(self, rows: int) -> None:
        """How many rows there are, past which a step leads to all."""
        self.rows = max(rows, 1)
        self.stretch = (1, self.rows)

    def parse(self, text: str) -> float | None:
        return None if text.strip() in ("", tr("all")) else super().parse(text)

    def format(self, value: float | None, exact: bool) -> str:
        return tr("all") if value is None else super().format(value, exact)

    def step_from(self, value: float | None, steps: int) -> float | None:
        if value is None and steps > 0:
            return None
        moved = super().step_from(self.rows if value is None else value, steps)
        return None if moved is not None and moved >= self.rows else moved
