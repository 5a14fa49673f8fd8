"""Where points are, and how the groups that they belong to are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gui.stage.plane.canvas import Area, Array


@dataclass(frozen=True, eq=False)
class Cloud:
    """Where the rows are on the plane, and the group (an index of a look) each belongs to."""

    x: Array
    y: Array
    group: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.x)

    @cached_property
    def bounds(self) -> Area:
        """The smallest area that holds every point."""
        return Area(self.x.min(), self.x.max(), self.y.min(), self.y.max())


NOBODY = Cloud(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64))
