"""The surface: the ground that training walks on, the way over it, and a dot that is dragged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.edits.parts import with_start_values
from engine.experiment import Experiment
from engine.frames import (
    Frame,
    Futures,
    FuturesRequest,
    Ground,
    ParametersRequest,
    Request,
    Surface,
    SurfaceRequest,
    Way,
    WayRequest,
    WaysBeside,
    WaysBesideRequest,
)
from engine.frames.parameters import Values
from engine.frames.sights import Height
from engine.frames.surface import Window
from gui.kit.caption import Caption
from gui.kit.fonts import tabular
from gui.kit.panel import Panel
from gui.kit.parameter_names import cells
from gui.kit.pinned import PinnedRuns
from gui.kit.pointing import Pointing
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted
from gui.kit.things import moved as moved_into
from gui.kit.wishes import KeepParameters, Pause, Say, SetParameter
from gui.kit.words import tr
from gui.panels.surface import things
from gui.panels.surface.bar import GroundBar
from gui.panels.surface.kept import KeptWays
from gui.panels.surface.moving import around, moved
from gui.panels.surface.plot import NEAR, SurfacePlot
from gui.panels.surface.telling import at_place, of_way

MOST_DOTS = 400
FINE, COARSE = 100, 48  # places along each side, of small and of large models and tables
LARGE = 20_000  # rows times parameters
NEARLY = 0.05  # of the window's size, from the path's own plane
MILLISECONDS = 16  # between two places of the dot that are sent to training


class SurfacePanel(Panel):
    """Contours of the training loss over two numbers or two directions.

    Along directions the plane goes through the step at which training last stood still.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar, self.plot, self.reading = GroundBar(), SurfacePlot(self), Caption()
        self.kept = KeptWays(self.plot)
        self._runs: PinnedRuns = ()
        self._window: Window | None = None  # None: the whole way is to be shown
        self._new_levels = True
        self._centre: int | None = None  # the step that directions start from
        self._place = (-1, -1)  # run and step
        self._surface: Surface | None = None
        self._known_at: tuple[int, int] | None = None  # where the ground that is drawn holds
        self._way: Way | None = None
        self._aside = False  # whether some of the way lies elsewhere than in the plane
        self._parameters: Values = {}
        self._taken: Values | None = None  # the parameters when the dot was taken
        self._timer = QTimer(self, singleShot=True, interval=MILLISECONDS)
        self._pointing = Pointing(self, self.plot.viewport(), tells=lambda one, _: _is_marked(one))
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
        return self._surface

    # ---- what it asks for -----------------------------------------------------------------------

    def wants(self) -> tuple[Request, ...]:
        """The way, and the ground where what is drawn does not hold."""
        ground = self._ground()
        if ground is None:
            return ()
        way = WayRequest(ground, self._every())
        wanted: tuple[Request, ...] = (way, ParametersRequest(), *self.kept.wants(ground))
        return wanted if self._holds() else (*wanted, self._request(ground))

    def _ground(self) -> Ground | None:
        ground = self.bar.ground()
        if ground is None or ground.kind == "cells":
            return ground
        return replace(ground, centre=self._centre)

    def _every(self) -> int:
        """A power of two, so that most of what is known still serves when the way grows."""
        every = 1
        while self._place[1] > MOST_DOTS * every:
            every *= 2
        return every

    def _request(self, ground: Ground) -> SurfaceRequest:
        size = FINE
        if self.experiment is not None:
            shapes = self.experiment.parameter_shapes().values()
            numbers = sum(int(np.prod(shape)) for shape in shapes)
            is_large = self.experiment.data.table.rows * numbers > LARGE
            size = COARSE if is_large and numbers > 2 else FINE
        return SurfaceRequest(ground, self._window, size, size)

    def _holds(self) -> bool:
        """Whether the ground that is drawn is the one at the step shown."""
        ground, surface = self._ground(), self._surface
        if ground is None or surface is None or self._window is None or self._known_at is None:
            return False
        run, step = self._place
        step = step if ground.centre is None else ground.centre
        return surface.stays or self._known_at == (run, step)

    # ---- what it shows --------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Other data or another loss have another ground."""
        before = self.experiment
        super().show_experiment(experiment)
        gone = self.bar.offer(cells(experiment))
        if gone and before is not None and self.bar.kind.currentData() == "cells":
            names = ", ".join(gone)
            self.wish(Say(tr("{names}: not there any more, the axes are others now.", names=names)))
        self.kept.show_runs(self._runs, experiment)
        if before is not None and _has_other_ground(before, experiment):
            self._forget_ground()
        if self._surface is None:
            self._tell()

    def show_pinned(self, runs: PinnedRuns) -> None:
        """Draw the ways of the kept runs too."""
        self._runs = runs
        self.kept.show_runs(runs, self.experiment)
        if self._way is not None and not self.plot.held:
            self._tell()

    def forget(self) -> None:
        """There is no way yet, and no ground."""
        self._parameters, self._way, self._taken = {}, None, None
        self._forget_ground()
        self.plot.clear_way()
        self._tell()

    def draw(self, frame: Frame) -> None:
        """Follow the run; the ground comes in its own time."""
        other_run = frame.run != self._place[0]
        if other_run:
            self._forget_ground()
        self._place = frame.run, frame.step
        if self._centre is None or (not frame.running and self._centre != frame.step):
            self._centre, self._known_at = frame.step, None
        self._parameters = frame.parameters or self._parameters
        self.plot.movable = bool(self._parameters) and self.bar.kind.currentData() == "cells"
        for request, view in frame.views.items():
            if isinstance(request, SurfaceRequest) and isinstance(view, Surface):
                self._show_ground(request, view)
            elif isinstance(request, WayRequest) and isinstance(view, Way):
                self._show_way(request, view)
            elif isinstance(request, WaysBesideRequest) and isinstance(view, WaysBeside):
                self._show_kept(request, view)
        self._show_ahead(frame)
        if self.bar.ground() is None:
            self.reading.setText(tr("The model has one number: a surface takes two."))
            return
        if not frame.running and (not self._holds() or not (self._way and self._way.complete)):
            self.want_other_views()

    def _show_ground(self, request: SurfaceRequest, surface: Surface) -> None:
        ground = self._ground()
        if ground is None or request.ground != ground or request.window != self._window:
            return
        if request.window is None:
            self._window = surface.window
            self.plot.show_window(surface.window)
        self.plot.ground.show(surface, keeps_levels=not self._new_levels)
        self.plot.show_figures(True)
        self.plot.show_minimum(surface.minimum)
        self._surface, self._new_levels = surface, False
        self._known_at = self._place[0], surface.step
        if not self.plot.held:
            self._tell()

    def _show_way(self, request: WayRequest, way: Way) -> None:
        if self._surface is None or request.ground != self._ground():
            return
        self._way = way
        aside = self.plot.show_way(way, self._near)
        if not self.plot.held:
            self.plot.show_arrows(self._scaled(way.downhill), way.move)
            self._aside = aside
            self._tell()

    def _show_kept(self, request: WaysBesideRequest, ways: WaysBeside) -> None:
        ground = self._ground()
        if self._surface is None or ground is None or request not in self.kept.wants(ground):
            return
        self.kept.show(ways, self.plot.window_shown, self._near)
        if not self.plot.held:
            self._tell()

    @property
    def _near(self) -> float:
        """How far from the plane still lies in it; the path's own nearly holds it."""
        ground = self.bar.ground()
        return NEARLY if ground is not None and ground.kind == "path" else NEAR

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
        if self._way is None or self._surface is None or self.experiment is None:
            empty = self.experiment is not None and not self.experiment.data.table.rows
            said = tr("There is no data yet: the surface is of its loss.") if empty else ""
            self.reading.setText(said)
            return
        times = self.plot.downhill.times, self.plot.last_step.times
        said = of_way(self.experiment, self.bar, self._surface, self._way, self._aside, times)
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
        self._surface, self._window, self._centre = None, None, None
        self._known_at, self._new_levels = None, True
        self.plot.ground.hide()
        self.plot.show_figures(False)
        self.kept.clear()

    def things(self) -> list[Painted]:
        """The dot, the way, and the contours."""
        ground = self._ground()
        if ground is None or self._surface is None:
            return []
        found = things.painted(self.plot, ground, self._way)
        return [moved_into(one, self.plot.viewport(), self) for one in found]

    def thing_at(self, at: QPointF) -> Painted | None:
        """What is at a place; the bare ground, where nothing else is."""
        ground, plot = self._ground(), self.plot
        if ground is None or self._surface is None or plot.held:
            return None
        inside = at - QPointF(plot.viewport().mapTo(self, QPoint(0, 0)))
        found = things.at_place(plot, ground, self._way, inside)
        return None if found is None else moved_into(found, plot.viewport(), self)

    def view_state(self) -> dict[str, Any]:
        """What is chosen."""
        return self.bar.state()

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again."""
        self.bar.take_state(state)

    def leave_room(self, width: int) -> None:
        """The tabs of the centre stand at the left of the bar."""
        self.bar.leave_room(width)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)
        self.kept.restyle(theme)

    # ---- the hand -------------------------------------------------------------------------------

    def _on_dragged(self) -> None:
        if self._taken is None:
            self._taken = self._parameters
            self.wish(Pause())
        if not self._timer.isActive():
            self._timer.start()

    def _send(self) -> None:
        for name, values in self._under_the_dot().items():
            self.wish(SetParameter(name, values))

    def _on_dropped(self) -> None:
        self._timer.stop()
        self._send()
        before, after = self._taken, self._under_the_dot()
        self._taken = None
        if before is not None and after:
            changed = {name: before[name] for name in after}
            self.wish(KeepParameters(tr("Drag the dot"), changed, after))

    def _on_cancelled(self) -> None:
        self._timer.stop()
        before, self._taken = self._taken, None
        for name in self._under_the_dot() if before is not None else ():
            self.wish(SetParameter(name, (before or {})[name]))

    def _under_the_dot(self) -> Values:
        """The parameters that the two axes are of, with the dot's numbers."""
        ground, here = self.bar.ground(), self.plot.here
        known = self._taken or self._parameters
        if ground is None or here is None or ground.kind != "cells" or not known:
            return {}
        return moved(known, {ground.across: here[0], ground.up: here[1]})

    def _on_start(self) -> None:
        if self.experiment is not None and self._parameters:
            values = {**self._parameters, **self._under_the_dot()}
            self.propose(tr("Start here"), with_start_values(self.experiment, values))

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
        self.plot.dragged.connect(self._on_dragged)
        self.plot.dropped.connect(self._on_dropped)
        self.plot.cancelled.connect(self._on_cancelled)
        self.plot.moved_by_hand.connect(self._on_moved)
        self.plot.hovered.connect(self._on_hovered)
        self.plot.left.connect(self._on_left)
        self._timer.timeout.connect(self._send)

    def _on_ground(self) -> None:
        self._way = None
        self._forget_ground()
        self.plot.clear_way()
        self.want_other_views()

    def _on_fit(self) -> None:
        """All of the way, and of those of kept runs where there are some."""
        kept, way, lowest = self.kept.reach(), self._way, self._surface and self._surface.minimum
        own = [] if way is None else [np.column_stack([way.x, way.y])]
        own += [] if lowest is None else [np.array([lowest])]
        self._window = around(np.concatenate([*own, *kept])) if kept else None
        if self._window is not None:
            self.plot.show_window(self._window)
        self._known_at, self._new_levels = None, True
        self._surface = self._surface and replace(self._surface, stays=False)
        if self._window is None:
            self._surface = None
        self.want_other_views()

    def _on_moved(self) -> None:
        """Panned or zoomed: the ground of what is seen now is asked for."""
        self._window, self._new_levels = self.plot.window_shown, True
        self._known_at = None
        if self._surface is not None:
            self._surface = replace(self._surface, stays=False)
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


def _has_other_ground(one: Experiment, other: Experiment) -> bool:
    """Whether the loss at the same parameters may be another one."""
    ignored = replace(one.model, threshold=other.model.threshold, init=other.model.init)
    return (
        one.data is not other.data
        or replace(ignored, frozen=other.model.frozen) != other.model
        or one.loss != other.loss
        or one.regularization != other.regularization
        or one.training.dtype != other.training.dtype
    )
