"""A column as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.files.source import Kind

OK, MISSING, WRONG = 0, 1, 2  # what a cell is


@dataclass(frozen=True, slots=True)
class Read:
    """One column: its values, and for each row whether it has one."""

    kind: Kind
    values: NDArray[Any]  # float64, NaN where there is none; or objects, "" where there is none
    state: NDArray[np.int8]
    distinct: int  # different values
    form: str = ""  # "percent", "truth", "time", or how dates are ordered
    odd: str = ""  # the first cell that is no number among numbers
    doubtful: bool = False  # whether dates may be read in the other order
    mixed: bool = False  # whether per cent stand beside plain numbers

    @property
    def gaps(self) -> int:
        """Cells without a value."""
        return int((self.state != OK).sum())

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers."""
        return self.values.dtype != object
