"""The model's numbers beside the true ones, row by row."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Fit, FitRequest, Frame, Request
from gui.kit.columns import Columns
from gui.kit.numbers import count, number
from gui.kit.theme import Theme
from gui.kit.things import Painted, found_in, moved
from gui.kit.words import tr
from gui.panels.metrics.fit_plot import FitPlot
from gui.panels.metrics.page import Page, muted


class FitPage(Page):
    """Predicted against actual, or the residuals over what is predicted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot, self.reading = FitPlot(self), muted()
        self._fit: Fit | None = None
        self._anew = True
        self._has_test = False
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addWidget(self.plot, 1)
        down.addWidget(self.reading)
        self.plot.hovered.connect(self._point)
        self.plot.left.connect(self._unpoint)

    def name(self, kind: str) -> None:
        """Show the one or the other plot."""
        self.plot.name("residuals" if kind == "residuals" else "predicted")
        self._unpoint()

    def wants(self) -> tuple[Request, ...]:
        """The rows' targets and answers."""
        return (FitRequest(),)

    def show_experiment(self, experiment: Experiment) -> None:
        """Other data have another range."""
        self._has_test = experiment.data.test_fraction > 0
        self._unpoint()

    def draw(self, frame: Frame) -> None:
        """Show the rows of a frame."""
        view = frame.views.get(FitRequest())
        if isinstance(view, Fit):
            self._fit = view
            self.plot.show_fit(view, anew=self._anew)
            self._anew = False

    def forget(self) -> None:
        """Show an empty plot."""
        self._fit, self._anew = None, True
        self.plot.show_fit(None)
        self._unpoint()

    def grounds(self) -> list[QWidget]:
        """The plot."""
        return [self.plot.viewport()]

    def things(self) -> list[Painted]:
        """The rows' dots."""
        return [moved(one, self.plot.viewport(), self) for one in self.plot.things()]

    def thing_at(self, at: QPointF) -> Painted | None:
        """The row whose dot is at a place."""
        return found_in(self.plot.viewport(), self, at, self.plot.thing_at)

    def columns(self) -> Columns | None:
        """Row, true number, answer, and whether the row is kept for testing."""
        fit = self._fit
        if fit is None:
            return None
        return {
            "row": (fit.rows + 1).tolist(),
            "actual": fit.target.tolist(),
            "predicted": fit.answer.tolist(),
            "test": fit.is_test.tolist(),
        }

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)

    def _point(self, x: float, y: float) -> None:
        fit, place = self._fit, self.plot.read(x, y)
        if fit is None or place is None:
            return
        target, answer = float(fit.target[place]), float(fit.answer[place])
        self.reading.setText(
            tr(
                "row {row}: actual {actual}, predicted {predicted}, residual {residual}",
                row=count(int(fit.rows[place]) + 1),
                actual=number(target),
                predicted=number(answer),
                residual=number(target - answer),
            )
        )

    def _unpoint(self) -> None:
        self.plot.unread()
        both = tr("Filled dots are training rows, hollow ones test rows.")
        self.reading.setText(both if self._has_test else tr("A dot for each row."))
