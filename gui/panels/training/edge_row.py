"""Under the optimizer: how large its learning rate may be."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from engine.experiment import Experiment
from engine.frames import Edge, EdgeRequest, Frame, Request, Sharpness, SharpnessRequest
from gui.kit.fonts import tabular
from gui.kit.forms.rows import describe, keeps
from gui.kit.numbers import count, number, short
from gui.kit.theme import Theme
from gui.kit.words import tr


class EdgeRow(QWidget):
    """The bound where there is one; else the sharpness at this point, when it is asked for."""

    wanted = Signal()  # another view

    def __init__(self) -> None:
        super().__init__()
        self.said, self.look = QLabel(), QToolButton()
        self._experiment: Experiment | None = None
        self._edge: Edge | None = None
        self._sharpness: Sharpness | None = None
        self._place = (-1, -1)  # run and step
        self._asks, self._since = False, 0  # the step at which it was asked for
        self._theme: Theme | None = None
        self.said.setWordWrap(True)
        self.said.setFont(tabular(self.said.font(), 0.9))
        self.look.setText(tr("Sharpness here"))
        describe(
            self.look,
            tr("Sharpness here"),
            f"{tr('Finds how steeply the loss bends at most around these parameters.')} {keeps()}",
        )
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.said, 1)
        across.addWidget(self.look)
        self.look.clicked.connect(self._on_look)
        self.forget()

    def wants(self) -> tuple[Request, ...]:
        """The bound; the sharpness until it is there."""
        return (EdgeRequest(), *((SharpnessRequest(),) if self._asks else ()))

    def show_experiment(self, experiment: Experiment) -> None:
        """The learning rate and the momentum are its own."""
        self._experiment = experiment
        self._say()

    def forget(self) -> None:
        """Nothing is known."""
        self._edge, self._sharpness, self._asks = None, None, False
        self._say()

    def draw(self, frame: Frame) -> None:
        """Say what a frame has brought."""
        if frame.run != self._place[0]:
            self._sharpness = None
        self._place = frame.run, frame.step
        edge, sharpness = frame.views.get(EdgeRequest()), frame.views.get(SharpnessRequest())
        if isinstance(sharpness, Sharpness) and self._asks and sharpness.step >= self._since:
            self._sharpness, self._asks = sharpness, False
        if isinstance(edge, Edge):
            self._edge = edge
        self._say()
        if self._asks and not frame.running:
            self.wanted.emit()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._say()

    def _on_look(self) -> None:
        self._asks, self._since = True, self._place[1]
        self.wanted.emit()

    def _say(self) -> None:
        has_bound = self._edge is not None and self._edge.largest is not None
        self.look.setVisible(self._edge is not None and not has_bound)
        text, is_above = self._bound() if has_bound else (self._local(), False)
        if self._theme is not None:
            color = self._theme.warning if is_above else self._theme.muted
            self.said.setStyleSheet(f"color: {color};")
        if text != self.said.text():
            self.said.setText(text)

    def _bound(self) -> tuple[str, bool]:
        """What is said of it, and whether the learning rate is above."""
        assert self._edge is not None and self._experiment is not None
        largest, curvature = self._edge.largest, self._edge.curvature
        assert largest is not None
        is_above = self._experiment.optimizer.number("lr") > largest
        self.said.setToolTip(
            tr(
                "The loss is a parabola here: above 2 (1 + β) / λ each step leads further away. "
                "β is the momentum, λ = {curvature} the steepest bend.",
                curvature=short(curvature),
            )
        )
        rate = number(largest)
        if is_above:
            return tr("Above the edge: it holds up to {rate} only.", rate=rate), True
        return tr("Holds up to {rate}.", rate=rate), False

    def _local(self) -> str:
        self.said.setToolTip("")
        found = self._sharpness
        if self._asks:
            return tr("Looking for the steepest bend…")
        if found is None or self._experiment is None:
            return ""
        said = tr(
            "Step {step}: the steepest bend is {value}.",
            step=count(found.step),
            value=number(found.value),
        )
        if not found.settled:
            said = tr("{sentence} It has not settled.", sentence=said)
        elif self._experiment.optimizer.name == "sgd" and found.value > 0:
            rate = 2 * (1 + self._experiment.optimizer.number("momentum")) / found.value
            said += " " + tr("Around here plain steps hold up to {rate}.", rate=number(rate))
        return said
