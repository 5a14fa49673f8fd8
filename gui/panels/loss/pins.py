"""Pinned runs: their curves in the plot, and below it what differs and the loss at a step."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QToolButton, QWidget

from engine.experiment import Experiment
from gui.kit.legend import Reading
from gui.kit.numbers import NOTHING, loss
from gui.kit.pinned import PinnedRuns, names_of, seen
from gui.kit.racing import no_race
from gui.kit.run_pens import run_color, run_pen, run_style
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.model.journal.journal import Journal
from gui.panels.loss.plot import LossPlot

SEEN = 3.5  # rows at once: the half one says that there are more


class Pins(QScrollArea):
    """Each is named by what training does otherwise than now: ``Momentum 0.9``.

    A few are seen at once, so that the curves keep their room.
    """

    wanted = Signal(object)  # PinnedRuns: keep these
    kept = Signal(object)  # PinnedRuns: keep these too, which have come to where training stands
    reopened = Signal(object)  # the PinnedRun to go on with

    def __init__(self, plot: LossPlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.every: PinnedRuns = ()
        self.runs: PinnedRuns = ()  # those of them that are drawn
        self.readings: list[Reading] = []
        self._plot, self._theme = plot, LIGHT
        self._now: Experiment | None = None
        self._names: tuple[str, ...] = ()
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.setWidget(rows)
        self.setWidgetResizable(True)
        rows.setAutoFillBackground(False)  # the ground is the card's
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def sizeHint(self) -> QSize:
        """As high as its rows, up to a few of them."""
        rows = self.widget().minimumSizeHint()
        most = int(SEEN * rows.height() / max(len(self.readings), 1))
        return QSize(rows.width(), min(rows.height(), most))

    def minimumSizeHint(self) -> QSize:
        """The same: what is above it gives way."""
        return self.sizeHint()

    def pin(self, journal: Journal) -> None:
        """Keep the run at hand: its losses as far as it has come, and its experiment."""
        if self._now is not None and len(journal.losses):
            self.kept.emit((journal.kept(self._now),))

    def show_runs(self, runs: PinnedRuns, *, race_on: bool = False) -> None:
        """Compare with these runs from now on, with those of the last race while none is on."""
        self.every, self.runs = runs, seen(no_race(runs) if race_on else runs)
        self._plot.show_pinned(self.runs)
        self._names = ()
        self._refresh()

    def compare(self, now: Experiment) -> None:
        """Name the runs beside the experiment that holds now."""
        self._now = now
        self._refresh()

    @property
    def names(self) -> tuple[str, ...]:
        """What those that are drawn are called."""
        return self._names

    def show_step(self, step: int) -> None:
        """The losses of a step; a run that was shorter has none."""
        for reading, run in zip(self.readings, self.runs, strict=True):
            reading.show_value(run.at(step))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._color()

    def _refresh(self) -> None:
        known = names_of(self.every, self._now)
        names = tuple(known[run] for run in self.runs)
        if names != self._names or len(self.readings) != len(names):
            self._names = names
            while (item := self._grid.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            self.readings = [self._row(place, name) for place, name in enumerate(names)]
            self._color()
            self.updateGeometry()
        self.setVisible(bool(self.runs))

    def _row(self, place: int, name: str) -> Reading:
        help = tr("A pinned run: its loss at the step of the other figures.")
        help = f"{name}\n{help}"
        style = run_style(self.runs[place].number)
        reading = Reading(name, help, line=style, blank=NOTHING, shrinks=True, write=loss)
        again = _button(tr("Open"), tr("Reopen {name}", name=name))
        again.setToolTip(tr("Makes it the run at hand again; the one before comes back by Undo."))
        again.clicked.connect(lambda: self.reopened.emit(self.runs[place]))
        away = _button("×", tr("Remove {name}", name=name))
        away.clicked.connect(lambda: self._remove(place))
        for column, widget in enumerate((reading, again, away)):
            self._grid.addWidget(widget, place, column)
            widget.show()  # at once: how high all of them are is asked before the next event
        return reading

    def _remove(self, place: int) -> None:
        gone = self.runs[place]
        self.wanted.emit(tuple(run for run in self.every if run is not gone))

    def _color(self) -> None:
        for reading, run in zip(self.readings, self.runs, strict=False):
            reading.set_color(run_color(run.number, self._theme))
        self._plot.color_pinned([run_pen(run.number, self._theme) for run in self.runs])


def _button(text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setProperty("quiet", True)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
