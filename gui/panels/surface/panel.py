"""The surface: the ground that training walks on, the way over it, and a dot that is dragged."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import (
    Frame,
    Futures,
    FuturesRequest,
    ParametersRequest,
    RacersWaysRequest,
    Request,
    Surface,
    SurfaceRequest,
    Way,
    WayRequest,
    WaysBeside,
    WaysBesideRequest,
)
from engine.frames.sights import Height
from gui.kit.caption import LINES, Caption
from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.kit.parameter_names import cells
from gui.kit.pinned import PinnedRuns
from gui.kit.pointing import Pointing
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted, found_in
from gui.kit.things import moved as moved_into
from gui.kit.ties import Ties
from gui.kit.wishes import Say
from gui.kit.words import tr
from gui.panels.surface import things
from gui.panels.surface.bar import GroundBar
from gui.panels.surface.dot import Dot
from gui.panels.surface.kept import KeptWays
from gui.panels.surface.known import KnownGround, has_other_ground
from gui.panels.surface.moving import around
from gui.panels.surface.plot import SurfacePlot
from gui.panels.surface.telling import at_place, of_way

LOW = 340  # pixels
BESIDE = (WaysBesideRequest, RacersWaysRequest)


class SurfacePanel(Panel):
    """Contours of the training loss over two numbers or two directions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar, self.plot, self.reading = GroundBar(), SurfacePlot(self), Caption()
        self.kept = KeptWays(self.plot)
        self._runs: PinnedRuns = ()
        self.known = KnownGround(self.bar)
        self._dot = Dot(self.bar, self.plot, self)
        self._way: Way | None = None
        self._has_drawn = False  # of this experiment: of another one all names are new
        self._aside = False  # whether some of the way lies elsewhere than in the plane
        self._pointing = Pointing(
            self,
            self.wish,
            self.plot.viewport(),
            things=self.things,
            at=self.thing_at,
            tells=lambda one, _: _is_marked(one),
        )
        self._arrange()
        self._connect()
        self.restyle(LIGHT)

    @property
    def way(self) -> Way | None:
        """The way that is drawn."""
        return self._way

    @property
    def surface(self) -> Surface | None:
        """The ground that is drawn."""
        return self.known.surface

    # ---- what it asks for -----------------------------------------------------------------------

    def wants(self) -> tuple[Request, ...]:
        """The way, and the ground where what is drawn does not hold."""
        ground = self.known.wanted
        if ground is None:
            return ()
        way = WayRequest(ground, self.known.every)
        wanted: tuple[Request, ...] = (way, ParametersRequest(), *self.kept.wants(ground))
        if self.known.holds:
            return wanted
        return (*wanted, self.known.request(ground, self.experiment))

    # ---- what it shows --------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Other data or another loss have another ground."""
        before = self.experiment
        super().show_experiment(experiment)
        gone = self.bar.offer(cells(experiment))
        if (
            gone
            and before is not None
            and self._has_drawn
            and self.bar.kind.currentData() == "cells"
        ):
            names = ", ".join(gone)
            self.wish(Say(tr("{names}: not there any more, the axes are others now.", names=names)))
        self.kept.show_runs(self._runs, experiment)
        if before is not None and has_other_ground(before, experiment):
            self._forget_ground()
        if self.known.surface is None:
            self._tell()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(pointing=self._pointing, pinned=self.show_pinned, room=self.bar.leave_room)

    def show_pinned(self, runs: PinnedRuns) -> None:
        """Draw the ways of the kept runs too."""
        self._runs = runs
        self.kept.show_runs(runs, self.experiment)
        if self._way is not None and not self.plot.held:
            self._tell()

    def forget(self) -> None:
        """There is no way yet, and no ground."""
        self._way, self._has_drawn = None, False
        self._dot.forget()
        self._forget_ground()
        self.plot.clear_way()
        self._tell()

    def draw(self, frame: Frame) -> None:
        """Follow the run; the ground comes in its own time."""
        self._has_drawn = True
        if self.known.is_of_other_run(frame):
            self._forget_ground()
        self.known.follow(frame)
        self._dot.parameters = frame.parameters or self._dot.parameters
        is_of_cells = self.bar.kind.currentData() == "cells"
        self.plot.movable = bool(self._dot.parameters) and is_of_cells
        self._show_views(frame)
        if self.bar.ground() is None:
            self.reading.setText(tr("The model has one number: a surface takes two."))
        elif not frame.running and not (self.known.holds and self._way and self._way.complete):
            self.want_other_views()

    def _show_views(self, frame: Frame) -> None:
        for request, view in frame.views.items():
            if isinstance(request, SurfaceRequest) and isinstance(view, Surface):
                self._show_ground(request, view)
            elif isinstance(request, WayRequest) and isinstance(view, Way):
                self._show_way(request, view)
            elif isinstance(request, BESIDE) and isinstance(view, WaysBeside):
                self._show_kept(request, view)
        if self.kept.follow(frame) and not frame.running:
            self.want_other_views()
        self._show_ahead(frame)

    def _show_ground(self, request: SurfaceRequest, surface: Surface) -> None:
        keeps_levels = self.known.has_levels
        if not self.known.take(request, surface):
            return
        if request.window is None:
            self.plot.show_window(surface.window)
        self.plot.ground.show(surface, keeps_levels=keeps_levels)
        self.plot.show_figures(True)
        self.plot.show_minimum(surface.minimum)
        if not self.plot.held:
            self._tell()

    def _show_way(self, request: WayRequest, way: Way) -> None:
        if self.known.surface is None or request.ground != self.known.wanted:
            return
        self._way = way
        aside = self.plot.show_way(way, self.known.near)
        if not self.plot.held:
            self.plot.show_arrows(self._scaled(way.downhill), way.move)
            self._aside = aside
            self._tell()

    def _show_kept(self, request: WaysBesideRequest | RacersWaysRequest, ways: WaysBeside) -> None:
        ground = self.known.wanted
        if self.known.surface is None or ground is None or request not in self.kept.wants(ground):
            return
        self.kept.show(request, ways, self.plot.window_shown, self.known.near)
        if not self.plot.held:
            self._tell()

    def _show_ahead(self, frame: Frame) -> None:
        """The ways that another view has asked for, where they are of these two numbers."""
        ground, ways = self.bar.ground(), []
        for request, view in frame.views.items():
            if isinstance(request, FuturesRequest) and isinstance(view, Futures):
                same = ground is not None and request.cells == (ground.across, ground.up)
                ways = [(future.x, future.y) for future in view.futures] if same else []
        self.plot.show_ahead(ways)

    def _tell(self) -> None:
        """What is to be known of what is drawn, in words."""
        if self._way is None or self.known.surface is None or self.experiment is None:
            empty = self.experiment is not None and not self.experiment.data.table.rows
            said = tr("There is no data yet: the surface is of its loss.") if empty else ""
            self.reading.setText(said)
            return
        times = self.plot.downhill.times, self.plot.last_step.times
        said = of_way(self.experiment, self.bar, self.known.surface, self._way, self._aside, times)
        said = " ".join([said, *self.kept.said()])
        self.reading.setText(said)
        self.plot.setAccessibleDescription(said)

    def _scaled(self, downhill: tuple[float, float] | None) -> tuple[float, float] | None:
        """The step that plain gradient descent would make."""
        if downhill is None or self.experiment is None:
            return None
        rate = self.experiment.optimizer.number("lr")
        return downhill[0] * rate, downhill[1] * rate

    def _forget_ground(self) -> None:
        self.known.forget()
        self.plot.ground.hide()
        self.plot.show_figures(False)
        self.kept.clear()

    def things(self) -> list[Painted]:
        """The dot, the way, and the contours."""
        ground = self.known.wanted
        if ground is None or self.known.surface is None:
            return []
        found = things.painted(self.plot, ground, self._way)
        return [moved_into(one, self.plot.viewport(), self) for one in found]

    def thing_at(self, at: QPointF) -> Painted | None:
        """What is at a place; the bare ground, where nothing else is."""
        ground, plot = self.known.wanted, self.plot
        if ground is None or self.known.surface is None or plot.held:
            return None
        find = partial(things.at_place, plot, ground, self._way)
        return found_in(plot.viewport(), self, at, find)

    def view_state(self) -> dict[str, Any]:
        """What is chosen."""
        return self.bar.state()

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again."""
        self.bar.take_state(state)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the picture has it, and the words are in the tooltip."""
        super().resizeEvent(event)
        self.reading.show_lines(1 if self.height() < LOW else LINES)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)
        self.kept.restyle(theme)

    # ---- the hand -------------------------------------------------------------------------------

    def _on_start(self) -> None:
        started = self._dot.started(self.experiment)
        if started is not None:
            self.propose(tr("Start here"), started)

    # ---- putting together -----------------------------------------------------------------------

    def _arrange(self) -> None:
        self.reading.setFont(tabular(self.font()))
        self.reading.setObjectName("Muted")
        down = QVBoxLayout(self)
        down.setContentsMargins(8, 4, 8, 4)
        down.addWidget(self.bar)
        down.addWidget(self.kept.legend)
        down.addWidget(self.plot, 1)
        down.addWidget(self.reading)

    def _connect(self) -> None:
        self.bar.changed.connect(self._on_ground)
        self.bar.fit_wanted.connect(self._on_fit)
        self.bar.start_wanted.connect(self._on_start)
        self._dot.wished.connect(self.wished)
        self.plot.moved_by_hand.connect(self._on_moved)
        self.plot.hovered.connect(self._on_hovered)
        self.plot.left.connect(self._on_left)

    def _on_ground(self) -> None:
        self._way = None
        self._forget_ground()
        self.plot.clear_way()
        self.want_other_views()

    def _on_fit(self) -> None:
        """All of the way, and of those of kept runs where there are some."""
        kept, way, ground = self.kept.reach(), self._way, self.surface
        own = [] if way is None else [np.column_stack([way.x, way.y])]
        own += [] if ground is None or ground.minimum is None else [np.array([ground.minimum])]
        window = around(np.concatenate([*own, *kept])) if kept else None
        if window is not None:
            self.plot.show_window(window)
        self.known.look(window)
        self.want_other_views()

    def _on_moved(self) -> None:
        """Panned or zoomed: the ground of what is seen now is asked for."""
        self.known.look(self.plot.window_shown)
        self.want_other_views()

    def _on_hovered(self, x: float, y: float) -> None:
        height = self.plot.ground.height(x, y)
        if height is not None:
            self.reading.setMinimumHeight(self.reading.height())  # so that the plot stays
            self.reading.setText(at_place(self.bar.names(), (x, y), height))

    def _on_left(self) -> None:
        self.reading.setMinimumHeight(0)
        self._tell()


def _is_marked(one: Painted) -> bool:
    """Of bare ground the line under it tells."""
    thing = one.thing
    bare = isinstance(thing, Height) and thing.level is None and thing.step is None
    return not bare or one.box.width() > 2 * things.HALF
