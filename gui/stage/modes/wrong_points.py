"""Which points the model gets wrong, in any mode that shows classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.kit.numbers import count
from gui.kit.swatches import cross_sample
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.layers.wrong import Wrong
from gui.stage.modes.mode import WRONG, Mode, Row

if TYPE_CHECKING:
    from engine.frames import Predictions


class WrongPoints:
    """Compares each point's class with the model's last answer, while its switch is on."""

    def __init__(self, mode: Mode) -> None:
        self._mode = mode
        self._layer = Wrong(mode.canvas)
        self._called: NDArray[np.int64] | None = None
        self.restyle(mode.theme)

    def take(self, predictions: Predictions | None) -> None:
        """Draw by what the model answers now."""
        if predictions is not None:
            self._called = predictions.values.astype(np.int64)
        self.refresh()

    def refresh(self) -> None:
        """Draw by where the points are and which classes they have now."""
        rows = self.rows()
        if not len(rows):
            self._layer.hide()
            return
        x, y = self._mode.points.places()
        self._layer.show(x[rows], y[rows], self._mode.points.size)

    def rows(self) -> NDArray[np.int64]:
        """Those whose class is another than the model says; hidden ones are left out."""
        mode, called = self._mode, self._called
        every = mode.points.thinning
        group = mode.points.cloud.group[::every]
        known = [mode.classes.index(name) for name in mode.experiment.data.classes
                 if name in mode.classes]  # fmt: skip
        if WRONG in mode.off or called is None or len(called) != len(group) or not known:
            return np.empty(0, dtype=np.int64)
        answers = np.array(known)[np.clip(called, 0, len(known) - 1)]
        hidden = mode.points.hidden[::every]
        seen = ~hidden if len(hidden) == len(group) else np.ones(len(group), dtype=np.bool_)
        found: NDArray[np.int64] = np.flatnonzero((answers != group) & seen) * every
        return found

    def hide(self) -> None:
        """Mark nothing until the model answers again."""
        self._called = None
        self._layer.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        self._layer.remove()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._layer.restyle(theme)

    def legend(self) -> tuple[Row, ...]:
        """The switch; of very many points some are looked at, and it says which."""
        if len(self._mode.experiment.data.classes) < 2:
            return ()
        text = tr("wrong points")
        help = tr("Cross out the points whose class is another than the model says.")
        points = self._mode.points
        if points.crowded:
            text = tr("wrong points, 1 in {every}", every=points.thinning)
            help = f"{help} " + tr(
                "Of {rows} points one in {every} is looked at, evenly through the table.",
                rows=count(len(points.cloud)), every=points.thinning,
            )  # fmt: skip
        return (Row(text, cross_sample(self._mode.theme.text), help, WRONG),)
