"""Which rows of the table are selected, wherever that was done: the stage or the table."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

Rows = NDArray[np.int64]


class Selection(QObject):
    """Row indices, sorted, each once. Other data end it, and edits that add or remove rows."""

    changed = Signal(object)  # Rows

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = _rows([])
        self._shown = (0, 0)

    def choose(self, rows: Rows | Iterable[int]) -> None:
        """Select other rows; nothing is said where they are the same."""
        chosen = _rows(rows)
        if not np.array_equal(chosen, self.rows):
            self.rows = chosen
            self.changed.emit(chosen)

    def clear(self) -> None:
        """Select nothing."""
        self.choose([])

    def fit(self, count: int, origin: int = 0) -> None:
        """The table has so many rows now, of these data: where either differs, rows are others."""
        if (count, origin) != self._shown:
            self.clear()
        self._shown = count, origin


def _rows(rows: Rows | Iterable[int]) -> Rows:
    given = rows if isinstance(rows, np.ndarray) else list(rows)
    chosen = np.asarray(given, dtype=np.int64)
    # Nothing is selected before the first paint, and unique() loads masked arrays at first.
    chosen = np.unique(chosen) if len(chosen) else chosen.copy()
    chosen.flags.writeable = False
    return chosen
