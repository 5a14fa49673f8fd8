"""A plot over the steps: either axis may be logarithmic, and it follows until it is moved."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.calm import CalmPlot, finite, logarithm
from gui.model.journal.losses import Floats

FURTHEST = 15.0  # powers of ten


class StepPlot(CalmPlot):
    """Says where steps and losses are on its axes."""

    follows_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=True)
        self.follows = True
        self.log = self.log_x = False
        self.moved_by_hand.connect(self._stop_following)

    @abstractmethod
    def refresh(self) -> None:
        """Draw what there is now."""

    @property
    def is_level(self) -> bool:
        """Whether the loss axis is linear whatever was chosen."""
        return False

    @property
    def reach(self) -> float:
        """How many steps beside the pointer still are what is pointed at."""
        low, high = self.steps_seen()
        return 0.015 * (high - low)

    def steps_seen(self) -> tuple[float, float]:
        """The first and the last step of the part that is seen."""
        low, high = self.view.viewRange()[0]
        return self.step_at(low), self.step_at(high)

    def x_of(self, steps: Floats | Sequence[float]) -> Floats:
        """Where steps are on their axis."""
        return logarithm(np.maximum(steps, 1)) if self.log_x else finite(steps)

    def step_at(self, x: float) -> float:
        """The step at a place of the axis."""
        return float(10.0 ** min(x, FURTHEST)) if self.log_x else x

    def height_of(self, loss: float | None) -> float:
        """Where a loss is on its axis; NaN for none."""
        return float(self.heights(np.array([np.nan if loss is None else loss]))[0])

    def heights(self, losses: Floats) -> Floats:
        """The same of many."""
        return logarithm(losses) if self.log and not self.is_level else finite(losses)

    def set_log(self, log: bool) -> None:
        """Change between a linear and a logarithmic loss axis, and show everything."""
        self.log = log
        self.fit()

    def set_log_x(self, log: bool) -> None:
        """The same of the axis of the steps."""
        self.log_x = log
        self.fit()

    def fit(self) -> None:
        """Show everything, and follow the training again."""
        self.axis.log = self.log and not self.is_level
        self.below.log, self.below.whole = self.log_x, not self.log_x
        self.follows = True
        self.refresh()
        self.follows_changed.emit(True)

    def _stop_following(self) -> None:
        self.follows = False
        self.follows_changed.emit(False)
        self.refresh()
