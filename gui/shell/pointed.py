"""What is said of the things that views paint, when they are pointed at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QToolTip, QWidget

from engine.experiment import Experiment
from engine.frames.things import Datum, Gradient, Moved, Neuron, Number, Residual
from gui.kit.telling import capital
from gui.kit.thing_names import named
from gui.kit.things import Painted
from gui.kit.wishes import Follow, Pick

BELOW = 6  # pixels between a thing and its sentence


class Pointed(QObject):
    """Tells what a thing is beside it; a thing that is chosen is followed everywhere."""

    wished = Signal(object)  # a Wish

    def __init__(self, experiment: Callable[[], Experiment], parent: QObject) -> None:
        super().__init__(parent)
        self._experiment = experiment

    def tell(self, view: QWidget, painted: Painted | None, heard: Callable[[str], None]) -> None:
        """Say what a painted thing is; None takes the sentence away."""
        if painted is None:
            QToolTip.hideText()
            return
        sentence = capital(named(painted.thing, self._experiment())) + "."
        box = painted.box.toAlignedRect()
        QToolTip.showText(view.mapToGlobal(box.bottomLeft() + QPoint(0, BELOW)), sentence, view)
        heard(sentence)

    def work_out(self, painted: Painted) -> None:
        """Follow the row or the parameter that a thing is of."""
        match painted.thing:
            case Number(name, place) | Gradient(name, place) | Moved(name, place):
                self.wished.emit(Follow(name, place))
            case Datum(row) | Residual(row):
                self.wished.emit(Pick(np.array([row], dtype=np.int64)))
            case Neuron(row=int() as row):
                self.wished.emit(Pick(np.array([row], dtype=np.int64)))
