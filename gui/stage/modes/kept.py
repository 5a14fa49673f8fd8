"""The lines, curves and borders of kept runs, by dash as well as by colour, each where it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyqtgraph as pg

from gui.kit.numbers import short
from gui.kit.pinned import PinnedRun, PinnedRuns, names_of, seen
from gui.kit.racing import no_race
from gui.kit.run_pens import run_color, run_pen, run_style
from gui.kit.swatches import line_sample
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.modes.board import Board
from gui.stage.modes.mode import Row

if TYPE_CHECKING:
    from engine.frames import Beside, BesideRequest, Frame

KEPT_Z = 7  # under the model that there is
WIDTH = 2


class KeptLines:
    """Asked for once: what a run came to stays, only another part of the plane has another line."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._every: PinnedRuns = ()
        self._runs: PinnedRuns = ()  # those of them that are seen
        self._items: dict[int, Any] = {}  # by the number of the run
        self._known: BesideRequest | None = None
        self._race_on = False

    @property
    def every(self) -> PinnedRuns:
        """All runs that are kept."""
        return self._every

    @property
    def settled(self) -> bool:
        """Whether nothing of them is still to come."""
        return not self.wants()

    def make_way(self, race_on: bool) -> None:
        """While a race is on the racers of the last one are not drawn: these have their pens."""
        if race_on != self._race_on:
            self._race_on = race_on
            self.refresh()

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the runs that are drawn."""
        return tuple(number for number, item in self._items.items() if item.isVisible())

    def show_runs(self, runs: PinnedRuns) -> None:
        """Draw these from now on."""
        before = {run.number: run.losses for run in self._runs}
        self._every, self._runs = runs, seen(runs)
        if any(before.get(run.number) is not run.losses for run in self._runs):
            self._known = None
        left = {run.number for run in self._runs if before.get(run.number) is run.losses}
        for number in [number for number in self._items if number not in left]:
            self._board.canvas.remove(self._items.pop(number))

    def wants(self) -> tuple[BesideRequest, ...]:
        """What they come to over the part of the plane that is seen, where it is not known."""
        request = self._request()
        return () if request is None or request == self._known else (request,)

    def draw(self, frame: Frame) -> None:
        """Draw what has come."""
        from engine.frames import Beside

        request = self._request()
        view = None if request is None else frame.views.get(request)
        if isinstance(view, Beside):
            self._known = request if view.complete else None
            self._show(view)

    def rows(self) -> tuple[Row, ...]:
        """The legend's lines of them."""
        theme, now = self._board.theme, self._board.experiment
        names = names_of(self._every, now)
        help = tr("What a kept run came to in the end; press to hide or to show it here.")
        levels = () if self._board.mode is None else self._board.mode.outline_levels
        if levels:
            help += " " + tr(
                "On its lines it answers {levels}.", levels=", ".join(map(short, levels))
            )
        return tuple(
            Row(
                names[run],
                line_sample(run_color(run.number, theme), WIDTH, run_style(run.number)),
                help,
                switch_of(run),
            )
            for run in self._fitting()
        )

    def forget(self) -> None:
        """They stay: they are of no training that goes on."""

    def refresh(self) -> None:
        """Follow the switches of the legend."""
        there = {run.number: switch_of(run) not in self._board.off for run in self._fitting()}
        for number, item in self._items.items():
            item.setVisible(there.get(number, False))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for number, item in self._items.items():
            item.setPen(run_pen(number, theme, WIDTH))

    def _request(self) -> BesideRequest | None:
        from engine.frames import BesideRequest

        mode, numbers = self._board.mode, tuple(run.number for run in self._fitting())
        asked = None if mode is None or not numbers else mode.beside()
        return None if asked is None else BesideRequest(numbers, asked)

    def _fitting(self) -> PinnedRuns:
        """Those of the same columns; of others there is no line in this plane."""
        mode, now = self._board.mode, self._board.experiment
        if mode is None or now is None or mode.beside() is None:
            return ()
        runs = no_race(self._runs) if self._race_on else self._runs
        return tuple(run for run in runs if _columns(run.experiment.data) == _columns(now.data))

    def _show(self, found: Beside) -> None:
        for number, view in found.views.items():
            if number not in self._items:
                self._items[number] = pg.PlotCurveItem(antialias=True)
                self._board.canvas.add(self._items[number], KEPT_Z)
            line = None if self._board.mode is None else self._board.mode.outline(view)
            if line is not None:
                self._items[number].setData(*line, connect="finite")
        self.restyle(self._board.theme)
        self.refresh()


def switch_of(run: PinnedRun) -> str:
    """The legend's switch of a run."""
    return f"run {run.number}"


def _columns(data: Any) -> tuple[Any, ...]:
    return data.features, data.target, data.task, data.classes
