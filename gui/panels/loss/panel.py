"""The loss over the steps: on the training rows, and on the test rows where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Frame, MetricsRequest, Request, WhatIf
from gui.kit.columns import Columns
from gui.kit.guard import guarded
from gui.kit.numbers import count
from gui.kit.panel import Panel
from gui.kit.pinned import PinnedRuns
from gui.kit.pointing import Pointing
from gui.kit.racing import racing
from gui.kit.theme import LIGHT, Theme
from gui.kit.ties import Ties
from gui.kit.wishes import KeepRuns, PinRuns, ReopenRun
from gui.kit.words import tr
from gui.model.journal.journal import Journal
from gui.panels.loss.controls import Foot, Head
from gui.panels.loss.looks import Looks
from gui.panels.loss.pins import Pins
from gui.panels.loss.plot import LossPlot
from gui.panels.loss.telling import columns, told
from gui.panels.loss.things import at_place, painted


class LossPanel(Panel):
    """The curves, and the figures of the newest step or the one pointed at, in their own place.

    What it draws is in the journal, which is given every frame, also those that come meanwhile.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._journal = Journal()
        self._pointed: int | None = None
        self._kept: PinnedRuns = ()
        self._head = Head()
        self.train, self.test, self.turn = self._head.train, self._head.test, self._head.turn
        self.plot = LossPlot(self._journal, self)
        self.pins, self.looks = Pins(self.plot), Looks(self.plot)
        self._foot = foot = Foot(self.looks.menu)
        self.where, self.pin, self.log, self.fit = foot.where, foot.pin, foot.log, foot.fit
        self.clear = self.looks.menu.clear
        self._arrange()
        self._connect()
        self._pointing = Pointing(
            self,
            self.wish,
            self.plot.viewport(),
            things=lambda: painted(self, self.plot, self._journal),
            at=lambda at: at_place(self, self.plot, self._journal, at),
        )
        self.restyle(LIGHT)
        self._show_figures()

    def read_journal(self, journal: Journal) -> None:
        """Draw what this one has from now on."""
        self._journal = journal
        self.plot.read(journal)

    def wants(self) -> tuple[Request, ...]:
        """The test loss, where there are test rows."""
        return (MetricsRequest(),) if self._has_test() else ()

    def show_experiment(self, experiment: Experiment) -> None:
        """Name the test curve only where there is one."""
        super().show_experiment(experiment)
        self.test.setVisible(self._has_test())
        self.pins.compare(experiment)
        self.looks.offer([tr("this run"), *self.pins.names])
        self._journal.show_experiment(experiment)
        self._show_figures()

    def in_words(self) -> str:
        """The newest loss."""
        return "" if self.plot.blank else told(self._journal)

    def columns(self) -> Columns | None:
        """The losses step by step, those of the test rows where they were asked for."""
        return columns(self._journal)

    def forget(self) -> None:
        """Show no curve until the next frame; should its run go on then, its curve is back."""
        self.plot.blank = True
        self._pointed = None
        self._draw_curves()

    def draw(self, frame: Frame) -> None:
        """Draw the curves so far."""
        raced = self._follow_race(frame)
        if self._journal.take(frame) or self.plot.blank or raced:
            self.plot.blank = False
            self._draw_curves()

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was recorded while nobody looked."""
        super().showEvent(event)
        self._draw_curves()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(
            speaker=self.plot,
            pointing=self._pointing,
            imagined=self.draw_imagined,
            pinned=self.show_pinned,
        )

    def draw_imagined(self, found: WhatIf | None) -> None:
        """A hollow dot where the loss would be."""
        self.plot.ghost(len(self._journal.losses) or 1, None if found is None else found.loss)

    def clear_branches(self) -> None:
        """Forget what was trained before something was changed."""
        self._journal.clear_branches()
        self._draw_curves()

    def _keep_branches(self) -> None:
        """Make the grey curves kept runs, which Compare has too."""
        self.wish(KeepRuns(self._journal.take_left(), tr("Keep the grey curves")))
        self._draw_curves()

    def picture_parts(self) -> list[QWidget]:
        """Without the row of what is pressed."""
        return [part for part in (self._head, self.plot, self.pins) if part.isVisibleTo(self)]

    def view_state(self) -> dict[str, Any]:
        """Which axes, and how smooth."""
        return {"log": self.log.isChecked(), **self.looks.menu.state()}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Those again."""
        self.log.setChecked(state.get("log") is True)
        self.looks.menu.choose(state.get("smoothing"), state.get("log_x"))

    def show_pinned(self, runs: PinnedRuns) -> None:
        """Draw the runs that are kept beside the one at hand."""
        self._kept = runs
        self._show_runs()
        self._draw_curves()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)
        self.pins.restyle(theme)
        self._head.restyle(theme)

    # ---- building -------------------------------------------------------------------------------

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self._head, self.plot, self.looks.row, self.pins):
            layout.addWidget(part, int(part is self.plot))
        layout.addLayout(self._foot)

    def _connect(self) -> None:
        self.log.toggled.connect(self._set_log)
        self.clear.triggered.connect(self.clear_branches)
        self.looks.menu.keep.triggered.connect(self._keep_branches)
        self.pin.clicked.connect(lambda: self.pins.pin(self._journal))
        self.pins.wanted.connect(lambda runs: self.wish(PinRuns(runs, tr("Remove the run"))))
        self.pins.kept.connect(lambda runs: self.wish(KeepRuns(runs, tr("Pin the run"))))
        self.pins.reopened.connect(lambda run: self.wish(ReopenRun(run)))
        self.fit.clicked.connect(self.plot.fit)
        self.plot.follows_changed.connect(self.fit.setDisabled)
        self.plot.hovered.connect(self._point)
        self.plot.walked.connect(self._walk)
        self.plot.left.connect(self._unpoint)
        self.looks.changed.connect(self._show_figures)

    # ---- pointing -------------------------------------------------------------------------------

    def _set_log(self, log: bool) -> None:
        self.plot.set_log(log)
        self._show_figures()

    def _point(self, x: float, _y: float) -> None:
        steps = 0 if self.plot.blank else self.plot.last
        self._pointed = min(max(round(self.plot.step_at(x)), 1), steps) if steps else None
        self._show_figures()

    def _walk(self, steps: int) -> None:
        start = len(self._journal.losses) if self._pointed is None else self._pointed
        self._point(float(self.plot.x_of([max(start + steps, 1)])[0]), 0)

    def _unpoint(self) -> None:
        self._pointed = None
        self._show_figures()

    def _show_figures(self) -> None:
        """The figures of the step pointed at, else of the newest one."""
        if self.plot.blank:
            self._head.show_values(None, None)
            self.where.setText("")
            self.plot.mark(0, None, None, cross=False)
            return
        step = len(self._journal.losses) if self._pointed is None else self._pointed
        train = self._journal.losses.at(step)
        test = self._journal.tested(step) if step <= len(self._journal.losses) else None
        self._head.show_values(train, test)
        self.pins.show_step(step)
        self.looks.show_step(step)
        self._show_where(step)
        cross, runs = self._pointed is not None, [run.at(step) for run in self.pins.runs]
        self.plot.mark(step, train, test, runs=runs, cross=cross)

    def _show_where(self, step: int) -> None:
        """The step, and what was changed there."""
        self.where.setText(tr("step {step}", step=count(step)))
        turn = None if self._pointed is None else self._journal.turns.near(step, self.plot.reach)
        self.plot.setToolTip(turn.text if turn else "")
        self._head.show_turn(turn.text if turn else "")

    def _draw_curves(self) -> None:
        journal = self._journal
        self.clear.setVisible(bool(journal.branches) and not self.plot.blank)
        self.looks.menu.keep.setVisible(bool(journal.left) and not self.plot.blank)
        self.plot.show_past([*journal.branches, journal.losses.ahead()])
        self.plot.turns = journal.turns.steps
        self.plot.refresh()
        self._show_figures()

    def _follow_race(self, frame: Frame) -> bool:
        """Draw the racers of the race that is on, not those of the last; whether there are any."""
        before, on = self.plot.racers.on, racing(frame, self._kept)
        if before is None and on is None:
            return False
        self.plot.racers.show(on)
        if before is None or on is None:
            self._show_runs()
        return True

    def _show_runs(self) -> None:
        """All kept runs; while a race is on the last one's racers are not drawn beside it."""
        self.pins.show_runs(self._kept, race_on=self.plot.racers.on is not None)
        self.looks.offer([tr("this run"), *self.pins.names])
        self.looks.show_runs()

    def _has_test(self) -> bool:
        return self.experiment is not None and self.experiment.data.test_fraction > 0
