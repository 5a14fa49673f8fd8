"""What every panel is: it shows the experiment, asks for views, draws frames, hands back edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.experiment import Experiment
from gui.kit.theme import Theme

if TYPE_CHECKING:
    from engine.frames import Frame, Request


class Panel(QWidget):
    """One part of the window. Panels know the experiment and the frames, never each other.

    A panel changes nothing by itself: it emits ``edited`` with a new experiment, and is shown the
    one that holds afterwards. One that can select rows has a signal ``selected`` for them.
    """

    corner: QWidget | None = None  # what of it stands in its dock's title bar
    edited = Signal(str, object)  # what was done, as the undo menu says it; the new Experiment

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.experiment: Experiment | None = None

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what is being trained; called for every change, the panel's own edits included."""
        self.experiment = experiment

    def wants(self) -> tuple[Request, ...]:
        """The views that the next frame should bring; asked only while the panel is visible."""
        return ()

    def draw(self, frame: Frame) -> None:
        """Show a frame; called at most 60 times a second, only while the panel is visible."""

    def record(self, frame: Frame) -> None:
        """Take in what must not be missed of a frame, while the panel is hidden."""

    def show_selection(self, rows: NDArray[np.int64]) -> None:
        """Show which rows of the table are selected, here or in another panel."""

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
