"""Points of a plot that come and go: nothing is painted while there are none."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg

KEPT = 8  # pictures of symbols that nothing shows any more


class Marks(pg.ScatterPlotItem):
    """A scatter item that costs nothing while it is empty, at each frame of the others."""

    def setData(self, *args: Any, **style: Any) -> None:
        """Other points, or none."""
        super().setData(*args, **style)
        flag, empty = self.GraphicsItemFlag.ItemHasNoContents, not len(self.data)
        if bool(self.flags() & flag) != empty:
            self.setFlag(flag, empty)

    def _maybeRebuildAtlas(self, threshold: int = 4, minlen: int = KEPT) -> None:
        """Forget symbols of before; of its own a scatter item keeps a thousand, megabytes large.

        Each new pen and brush is one more, whatever its colour.
        """
        super()._maybeRebuildAtlas(threshold, minlen)
