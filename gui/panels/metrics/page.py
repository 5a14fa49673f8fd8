"""What each page of the metrics below the figures is."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QLabel, QWidget

from engine.experiment import Experiment
from engine.frames import Frame, Metrics, Request
from engine.frames.things import Thing
from gui.kit.columns import Columns
from gui.kit.theme import Theme
from gui.kit.things import Painted, topmost


class Figure(NamedTuple):
    """A row of the table of figures: its name, what it means, on training and on test rows.

    ``things`` are what can be pointed at in it, of training and of test rows.
    """

    name: str
    help: str
    train: float | None
    test: float | None
    things: tuple[Thing, ...] = ()


class Page(QWidget):
    """It asks for nothing but what it draws, and only while it is the one that is shown."""

    threshold_dragged = Signal(float)
    turned = Signal()  # other views are wanted

    def name(self, kind: str) -> None:
        """Show this kind of what the page can show."""

    def wants(self) -> tuple[Request, ...]:
        """The views that it draws."""
        return ()

    def show_experiment(self, experiment: Experiment) -> None:
        """Follow another experiment."""

    def draw(self, frame: Frame) -> None:
        """Show a frame."""

    def draw_metrics(self, metrics: Metrics) -> None:
        """Show what the figures are of."""

    def forget(self) -> None:
        """Show nothing of a model."""

    def figures(self) -> list[Figure]:
        """Rows that belong to it in the table of figures."""
        return []

    def grounds(self) -> list[QWidget]:
        """Its parts that keep the mouse to themselves."""
        return []

    def things(self) -> list[Painted]:
        """What of it can be pointed at, in its own coordinates."""
        return []

    def thing_at(self, at: QPointF) -> Painted | None:
        """What is at a place of it."""
        return topmost(self.things(), at)

    def columns(self) -> Columns | None:
        """The numbers that it shows; None where the table of figures has them all."""
        return None

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""


def muted(text: str = "") -> QLabel:
    """A line that steps back."""
    label = QLabel(text)
    label.setObjectName("Muted")
    label.setWordWrap(True)
    return label
