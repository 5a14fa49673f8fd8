"""The log: a row every K steps or epochs, from a step that one chooses."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.catalog import Range
from engine.experiment import Experiment
from engine.frames import Frame, Log, LogRequest, Request
from gui.kit.breaking import BreakingBar
from gui.kit.forms.choosers import CheckList, Item, NameCombo
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import describe
from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.kit.pinned import PinnedRuns, seen
from gui.kit.ties import Ties
from gui.kit.wishes import SaveText, Say
from gui.kit.words import tr
from gui.panels.log.collector import Collector
from gui.panels.log.columns import columns, first
from gui.panels.log.rows import LogRows, Row
from gui.panels.log.view import LogView
from gui.panels.log.writing import course, table

COUNTED = Range(low=1, high=10**9)


class LogPanel(Panel):
    """Rows in view are fetched when they come into view; all of them to copy or to save."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.every, self.first = NumberField(COUNTED, whole=True), NumberField(COUNTED, whole=True)
        self.unit, self.shown = NameCombo(), CheckList()
        self.rows = LogRows()
        self.view = LogView(self.rows)
        self.menu_button, self.menu = QToolButton(), QMenu(self)
        self.progress, self.cancel = QProgressBar(), QToolButton()
        self.collector = Collector(self)
        self._chosen: tuple[str, ...] = ()
        self._run: tuple[int, int] | None = None
        self._fill()
        self._arrange()
        self._connect()

    def wants(self) -> tuple[Request, ...]:
        """The rows in view that are not known, or the next ones of all."""
        if self.collector.is_active:
            return (self.collector.request,)
        start, stop = self.view.in_view()
        return (self._request(start, stop),) if self.rows.missing(start, stop) else ()

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the columns that this experiment has; the chosen ones stay where it has them."""
        before = self.experiment
        super().show_experiment(experiment)
        offered = {column.name: column for column in columns(experiment)}
        other = before is None or set(offered) != {column.name for column in columns(before)}
        if other:
            self._chosen = first(experiment)
        items = [Item(column.name, column.label, column.help) for column in offered.values()]
        self.shown.show_items(items, self._chosen)
        if self.rows.pinned:
            self.rows.show_pinned(self.rows.pinned, experiment)
        if other:
            self._begin()

    def forget(self) -> None:
        """There is no run to tell of."""
        self.rows.begin(self.rows.columns)
        self._run = None

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(pinned=self.show_pinned, passed=self.record)

    def show_pinned(self, runs: PinnedRuns) -> None:
        """Have a column for each run that is kept beside the one at hand."""
        if seen(runs) != self.rows.pinned:
            self.rows.show_pinned(seen(runs), self.experiment)

    def draw(self, frame: Frame) -> None:
        """Take in how far the run has come, and what was asked for."""
        self.record(frame)
        for request, view in frame.views.items():
            if isinstance(request, LogRequest) and isinstance(view, Log):
                self._take(request, view)
        if self.wants() and not frame.running:
            self.want_other_views()  # at rest nothing else asks for what is still missing

    def record(self, frame: Frame) -> None:
        """Notice that the steps known are of another run, or became others."""
        if self._run is None or self._run[0] != frame.run:
            self.rows.begin(self.rows.columns)
        elif frame.losses_from < self._run[1]:
            self.rows.forget_after(frame.losses_from)
        self._run = frame.run, frame.step
        counted = frame.step if self._counts_steps else frame.epoch
        total = max(0, (counted - self._first) // self._every + 1)
        self.view.follow(lambda: self.rows.set_total(total))

    # ---- building -------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.every.set_value(100)
        self.first.set_value(1)
        steps = Item("step", tr("steps"), tr("A row every so many updates."))
        epochs = Item("epoch", tr("epochs"), tr("A row at the end of every so many epochs."))
        self.unit.set_items([steps, epochs])
        describe(self.every, tr("A row every"), tr("After how many steps or epochs a row comes."))
        describe(self.unit, tr("Counted in"), tr("Whether steps or epochs are counted."))
        describe(self.first, tr("First row"), tr("The step or epoch of the first row."))
        describe(self.shown, tr("Columns"), tr("What is shown beside epoch, step and loss."))
        self.menu_button.setText(tr("Copy or save"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setMenu(self.menu)
        describe(self.menu_button, tr("Copy or save"), tr("The whole log, as a table or as text."))
        for text, slot in (
            (tr("Copy as table"), lambda: self._collect("table")),
            (tr("Copy as the course prints it"), lambda: self._collect("course")),
            (tr("Save as CSV…"), lambda: self._collect("file")),
        ):
            self.menu.addAction(text).triggered.connect(slot)
        self.cancel.setText(tr("Cancel"))
        describe(self.cancel, tr("Cancel"), tr("Stop fetching the log."))
        self.progress.setTextVisible(False)

    def picture_parts(self) -> list[QWidget]:
        """The rows alone."""
        return [self.view]

    def _arrange(self) -> None:
        for field in (self.every, self.first):
            field.setMaximumWidth(52)
        self.unit.setMinimumContentsLength(3)
        every, from_ = QLabel(tr("every")), QLabel(tr("from"))
        across = BreakingBar(every, self.every, self.unit, from_, self.first)
        below = BreakingBar(self.shown, self.menu_button)
        waiting = QHBoxLayout()
        waiting.addWidget(self.progress, 1)
        waiting.addWidget(self.cancel)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(across)
        down.addWidget(below)
        down.addLayout(waiting)
        down.addWidget(self.view, 1)
        self._show_progress(None)

    def _connect(self) -> None:
        for field in (self.every, self.first):
            field.committed.connect(self._begin)
        self.unit.chosen.connect(self._begin)
        self.shown.toggled_names.connect(self._on_columns)
        self.view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.cancel.clicked.connect(self.collector.cancel)
        self.collector.progressed.connect(self._show_progress)
        self.collector.wanted.connect(self.want_other_views)

    # ---- the rows in view -----------------------------------------------------------------------

    @property
    def _every(self) -> int:
        return int(self.every.value() or 1)

    @property
    def _first(self) -> int:
        return int(self.first.value() or 1)

    @property
    def _counts_steps(self) -> bool:
        return bool(self.unit.currentData() != "epoch")

    def _request(self, start: int, stop: int) -> LogRequest:
        unit: Literal["step", "epoch"] = "step" if self._counts_steps else "epoch"
        return LogRequest(self._first, self._every, unit, start, stop, self._chosen)

    def _begin(self) -> None:
        """Another log: other rows or columns."""
        self.collector.cancel()
        if self.experiment is not None:
            offered = columns(self.experiment)
            self.rows.begin(tuple(c for c in offered if c.name in self._chosen))
            self._chosen = tuple(column.name for column in self.rows.columns)
        self.want_other_views()

    def _on_columns(self, names: list[str]) -> None:
        self._chosen = tuple(names)
        self._begin()

    def _on_scrolled(self) -> None:
        if self.wants():
            self.want_other_views()

    def _take(self, request: LogRequest, view: Log) -> None:
        if request == self.collector.request and self.collector.is_active:
            self.collector.take(view)
        elif request == self._request(request.start, request.stop):
            self.view.follow(lambda: self.rows.take(request.start, view))

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows come into view."""
        super().resizeEvent(event)
        self._on_scrolled()

    # ---- all of them ----------------------------------------------------------------------------

    def _collect(self, kind: str) -> None:
        self.collector.begin(self._request(0, 0), self.rows, lambda rows: self._give(kind, rows))

    def _give(self, kind: str, rows: list[Row]) -> None:
        assert self.experiment is not None
        shown = self.rows.columns
        if kind == "course":
            epochs = self.experiment.training.epochs
            text = course(rows, shown, self._first, epochs)
        else:
            text = table(rows, shown, "," if kind == "file" else "\t")
        if kind == "file":
            self.wish(SaveText(text, tr("Log"), ".csv"))
        else:
            QGuiApplication.clipboard().setText(text)
            self.wish(Say(tr("Copied {count} rows of the log.", count=len(rows))))

    def _show_progress(self, part: float | None) -> None:
        for widget in (self.progress, self.cancel):
            widget.setVisible(part is not None)
        if part is not None:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(1000 * part))
            self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
