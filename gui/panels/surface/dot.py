"""The dot in the hand: training goes where it is dragged."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from engine.edits.parts import with_start_values
from engine.experiment import Experiment
from engine.frames.parameters import Values
from gui.kit.wishes import KeepParameters, Pause, SetParameter
from gui.kit.words import tr
from gui.panels.surface.bar import GroundBar
from gui.panels.surface.moving import moved
from gui.panels.surface.plot import SurfacePlot

MILLISECONDS = 16  # between two places of the dot that are sent to training


class Dot(QObject):
    """Wishes for the parameters that the dot stands for; one entry of undo for each drag."""

    wished = Signal(object)  # a Wish

    def __init__(self, bar: GroundBar, plot: SurfacePlot, parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._plot = bar, plot
        self.parameters: Values = {}  # of the newest frame
        self._taken: Values | None = None  # the parameters when the dot was taken
        self._timer = QTimer(self, singleShot=True, interval=MILLISECONDS)
        self._timer.timeout.connect(self._send)
        plot.dragged.connect(self._on_dragged)
        plot.dropped.connect(self._on_dropped)
        plot.cancelled.connect(self._on_cancelled)

    def forget(self) -> None:
        """There are no parameters."""
        self.parameters, self._taken = {}, None

    def started(self, experiment: Experiment | None) -> Experiment | None:
        """The experiment that begins where the dot is, where that is known."""
        if experiment is None or not self.parameters:
            return None
        return with_start_values(experiment, {**self.parameters, **self._under()})

    def _under(self) -> Values:
        """The parameters that the two axes are of, with the dot's numbers."""
        ground, here = self._bar.ground(), self._plot.here
        known = self._taken or self.parameters
        if ground is None or here is None or ground.kind != "cells" or not known:
            return {}
        return moved(known, {ground.across: here[0], ground.up: here[1]})

    def _on_dragged(self) -> None:
        if self._taken is None:
            self._taken = self.parameters
            self.wished.emit(Pause())
        if not self._timer.isActive():
            self._timer.start()

    def _send(self) -> None:
        for name, values in self._under().items():
            self.wished.emit(SetParameter(name, values))

    def _on_dropped(self) -> None:
        self._timer.stop()
        self._send()
        before, after = self._taken, self._under()
        self._taken = None
        if before is not None and after:
            changed = {name: before[name] for name in after}
            self.wished.emit(KeepParameters(tr("Drag the dot"), changed, after))

    def _on_cancelled(self) -> None:
        self._timer.stop()
        before, self._taken = self._taken, None
        for name in self._under() if before is not None else ():
            self.wished.emit(SetParameter(name, (before or {})[name]))
