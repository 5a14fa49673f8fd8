"""Compare: the run at hand and those that are kept, in what they differ and what came of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Frame, Metrics, MetricsRequest, Request
from gui.kit.panel import Panel
from gui.kit.pinned import PinnedRun, PinnedRuns, names_of
from gui.kit.run_pens import run_color, run_style
from gui.kit.swatches import line_sample
from gui.kit.theme import LIGHT, Theme
from gui.kit.ties import Ties
from gui.kit.wishes import KeepRuns, PinRuns, ReopenRun
from gui.kit.words import tr
from gui.model.journal.journal import Journal
from gui.panels.compare.bar import RunBar
from gui.panels.compare.figures import Figures
from gui.panels.compare.naming import check_name, told
from gui.panels.compare.runs import Compared
from gui.panels.compare.table import NAME, RunTable
from gui.panels.compare.view import RunView


class ComparePanel(Panel):
    """A row for each run; what is done with them can be undone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self.bar, self.said = RunTable(), RunBar(), QLabel()
        self.view = RunView(self.table)
        self._figures = Figures()
        self._journal = Journal()
        self._blank = False  # the run at hand is none of this experiment
        self._runs: PinnedRuns = ()
        self._metrics: Metrics | None = None  # of the run at hand
        self._theme = LIGHT
        self._arrange()
        self._connect()

    def read_journal(self, journal: Journal) -> None:
        """The losses of the run at hand are its."""
        self._journal = journal

    def wants(self) -> tuple[Request, ...]:
        """How good the run at hand is, and those of the others that are not known yet."""
        request = self._figures.request(self._runs)
        return (MetricsRequest(),) if request is None else (MetricsRequest(), request)

    def show_experiment(self, experiment: Experiment) -> None:
        """Compare with this one from now on."""
        super().show_experiment(experiment)
        self._refresh()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(speaker=self.view, pinned=self.show_pinned)

    def show_pinned(self, runs: PinnedRuns) -> None:
        """Compare these."""
        self._runs = runs
        self._figures.keep(runs)
        self._refresh()

    def forget(self) -> None:
        """The run at hand has no figures."""
        self._metrics, self._blank = None, True
        self._refresh()

    def draw(self, frame: Frame) -> None:
        """The run at hand has gone on."""
        self._blank = False
        metrics = frame.views.get(MetricsRequest())
        self._metrics = metrics if isinstance(metrics, Metrics) else self._metrics
        news = self._figures.take(self._runs, frame)
        current = self._current()
        if news:
            self._refresh()
        elif current is not None:
            self.table.show_current(current)
            self._offer()

    def view_state(self) -> dict[str, Any]:
        """By which column it is sorted."""
        return self.view.sorting()

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Sort by it again."""
        self.view.take_sorting(state)

    def in_words(self) -> str:
        """How many runs there are, and what they differ in."""
        return self.said.text()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._refresh()

    # ---- what is compared -----------------------------------------------------------------------

    def _refresh(self) -> None:
        current = self._current()
        if current is None:
            return
        chosen = self._selected()
        names = names_of(self._runs, self.experiment)
        self.table.show([current, *(self._kept(run, names[run]) for run in self._runs)])
        row = self.table.row_of(chosen.number) if chosen is not None else -1
        self.view.selectRow(max(row, 0))
        self.said.setText(told(self._runs, self.table.columns))
        self._offer()

    def _current(self) -> Compared | None:
        if self.experiment is None:
            return None
        journal = Journal() if self._blank else self._journal
        earned, earlier = journal.earned(self.experiment)
        losses = journal.losses
        sample = line_sample(self._theme.accent)
        name = tr("this run")
        last = losses.at(len(losses))
        return Compared(None, name, earned, len(losses), last, self._metrics, sample, earlier)

    def _kept(self, run: PinnedRun, name: str) -> Compared:
        color = self._theme.muted if run.hidden else run_color(run.number, self._theme)
        sample = line_sample(color, 2, run_style(run.number))
        last = run.at(len(run.losses))
        figures = self._figures.of(run)
        steps, earlier = len(run.losses), run.earlier
        return Compared(run, name, run.experiment, steps, last, figures, sample, earlier)

    # ---- what is done ---------------------------------------------------------------------------

    def _selected(self) -> PinnedRun | None:
        run = self.table.at(self.view.currentIndex().row())
        return None if run is None else run.run

    def _offer(self) -> None:
        can_pin = self.experiment is not None and not self._blank and len(self._journal.losses) > 0
        self.bar.offer(self._selected(), can_pin=can_pin)

    def _keep(self, text: str, run: PinnedRun, **words: Any) -> None:
        """Keep a run with other words."""
        changed = replace(run, **words)
        runs = tuple(changed if one is run else one for one in self._runs)
        self.wish(PinRuns(runs, text))

    def _on_pin(self) -> None:
        if self.experiment is not None and len(self._journal.losses):
            self.wish(KeepRuns((self._journal.kept(self.experiment),), tr("Pin the run")))

    def _on_open(self) -> None:
        run = self._selected()
        if run is not None:
            self.wish(ReopenRun(run))

    def _on_remove(self) -> None:
        run = self._selected()
        if run is not None:
            left = tuple(one for one in self._runs if one is not run)
            self.wish(PinRuns(left, tr("Remove {name}", name=run.name(self.experiment))))

    def _on_rename(self) -> None:
        row = self.view.currentIndex().row()
        if self._selected() is not None:
            self.view.setFocus()
            self.view.edit(self.table.index(row, NAME))

    def _on_renamed(self, run: PinnedRun, typed: str) -> None:
        title = " ".join(typed.split())
        try:
            others = [one.name(self.experiment) for one in self._runs if one is not run]
            check_name(title, others)
        except EngineError as error:
            self.refuse(error)
            return
        if title != run.title:
            self._keep(tr("Rename the run"), run, title=title)

    def _on_noted(self, note: str) -> None:
        run = self._selected()
        if run is not None and note != run.note:
            self._keep(tr("Note on the run"), run, note=note)

    def _on_shown(self, run: PinnedRun, shown: bool) -> None:
        name = run.name(self.experiment)
        text = tr("Show {name}", name=name) if shown else tr("Hide {name}", name=name)
        self._keep(text, run, hidden=not shown)

    def _on_menu(self, at: QPoint) -> None:
        self.menu().popup(self.view.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the selected run, and by what the table is sorted."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        run = self._selected()
        if run is not None:
            menu.addAction(tr("Open"), self._on_open)
            menu.addAction(tr("Rename"), self._on_rename)
            shown = tr("Show") if run.hidden else tr("Hide")
            menu.addAction(shown, lambda: self._on_shown(run, run.hidden))
            menu.addAction(tr("Remove"), self._on_remove)
            menu.addSeparator()
        menu.addAction(tr("Pin the run"), self._on_pin)
        self.view.add_sorting(menu)
        return menu

    # ---- putting together -----------------------------------------------------------------------

    def _arrange(self) -> None:
        self.said.setWordWrap(True)
        self.said.setObjectName("Muted")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(self.view, 1)
        down.addWidget(self.said)
        down.addWidget(self.bar)

    def _connect(self) -> None:
        self.table.renamed.connect(self._on_renamed)
        self.table.shown_or_hidden.connect(self._on_shown)
        self.view.selectionModel().currentRowChanged.connect(self._offer)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.bar.noted.connect(self._on_noted)
        open_, remove = self._on_open, self._on_remove
        deeds = {"pin": self._on_pin, "open": open_, "rename": self._on_rename, "remove": remove}
        self.bar.serve(deeds)
        within = Qt.ShortcutContext.WidgetShortcut
        for keys, act in (("Return", open_), ("Delete", remove)):
            QShortcut(QKeySequence(keys), self.view, context=within).activated.connect(act)
