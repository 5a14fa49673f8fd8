"""The network panel: every layer, every neuron with what it makes of the data, every weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.experiment.specs import Model
from engine.frames import (
    Followed,
    FollowRequest,
    Frame,
    Health,
    HealthRequest,
    Matrix,
    Network,
    NetworkRequest,
    Parameters,
    ParametersRequest,
    Request,
    WhatIf,
)
from engine.frames.things import Thing
from gui.kit.forms.editing import EditingPanel
from gui.kit.guard import guarded
from gui.kit.passing import pop_up
from gui.kit.pointing import Pointing
from gui.kit.scrolling import scrolled
from gui.kit.sight import Sight
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted
from gui.kit.ties import Ties
from gui.panels.network.axes import axes_of
from gui.panels.network.bar import NetworkBar
from gui.panels.network.canvas import NetworkCanvas
from gui.panels.network.menus import menu_of
from gui.panels.network.moving import Moving
from gui.panels.network.plan import MOST
from gui.panels.network.words import in_words

HEALTH = HealthRequest(0)  # without histograms


class NetworkPanel(EditingPanel):
    """The network as it is drawn, under a bar of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("NetworkPanel")
        self.canvas = NetworkCanvas()
        self._request: NetworkRequest | None = None
        self._parameters = ParametersRequest()
        self._follow = FollowRequest()
        self._said: Followed | None = None
        self._sight = Sight()
        self._past: tuple[Experiment, Model, Experiment] | None = None
        self.bar = NetworkBar()
        self.legend, self.numbers = self.bar.legend, self.bar.numbers
        self._arrange()
        self.pointing = Pointing(self, self.wish, self.canvas, things=self.things, keys=self.canvas)
        self.canvas.resized.connect(self.want_other_views)
        self.canvas.wanted.connect(self.edit)
        self.moving = Moving(self.canvas)
        self.moving.moved.connect(self._show_flow)
        self.numbers.toggled.connect(self.canvas.show_numbers)
        self.restyle(LIGHT)

    def show_experiment(self, experiment: Experiment) -> None:
        """Draw another network, or the same over other data."""
        super().show_experiment(experiment)
        self._past = None
        self.canvas.show_experiment(experiment)
        self._show_flow()

    def wants(self) -> tuple[Request, ...]:
        """Every neuron's map or curve, as large as it is painted, and the parameters."""
        axes = () if self.experiment is None else axes_of(self.experiment.data, self._sight)
        if self.experiment is None or not axes:
            return ()
        size, output = self.canvas.map_pixels
        held = self._sight.held if self._sight.fits(self.experiment.data) else ()
        self._request = NetworkRequest(axes, size, output, MOST, held)
        self._parameters = ParametersRequest(self.canvas.parameter_names)
        matrices = (region.request for region in self.canvas.regions.values())
        return (self._request, self._parameters, self._follow, HEALTH, *matrices)

    def draw(self, frame: Frame) -> None:
        """Draw what a frame brought of the network, as it was there."""
        view = frame.views.get(self._request) if self._request else None
        values = frame.views.get(self._parameters)
        if self.experiment is None or not isinstance(view, Network | None):
            return
        is_past = frame.shapes != self.experiment.parameter_shapes()
        if is_past and view is not None:
            self._show_past(self.experiment, view)
        elif not is_past:
            self._past = None
            self.canvas.show_experiment(self.experiment)
        found = {layer: frame.views.get(region.request)
                 for layer, region in self.canvas.regions.items()}  # fmt: skip
        matrices = {layer: each for layer, each in found.items() if isinstance(each, Matrix)}
        known = values if isinstance(values, Parameters) else None
        self.canvas.show_network(view, known, matrices)
        health = frame.views.get(HEALTH)
        self.canvas.show_health(health if isinstance(health, Health) and not is_past else None)
        row = frame.views.get(self._follow)
        self._said = row if isinstance(row, Followed) else None
        self.moving.take(frame)
        self._show_flow()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(
            speaker=self.canvas,
            pointing=self.pointing,
            selection=self.show_selection,
            following=self.show_following,
            sight=self.show_sight,
            ghosts=self.ghosts,
            imagined=self.draw_imagined,
            room=self.bar.leave_room,
        )

    def show_selection(self, rows: NDArray[np.int64]) -> None:
        """Let the first of the selected rows flow, as the formulas of the step follow it."""
        if len(rows) and int(rows[0]) != self._follow.row:
            self._follow = replace(self._follow, row=int(rows[0]))
            self.want_other_views()

    def show_sight(self, sight: Sight) -> None:
        """Draw over the stage's axes, and hold the other features where it holds them."""
        self._sight = sight
        self._fit_legend()
        if self.isVisible():
            self.want_other_views()

    def show_following(self, parameter: str, place: int) -> None:
        """Ask for what the phase strip asks for: it is answered once."""
        self._follow = replace(self._follow, parameter=parameter, place=place)

    def settle(self) -> None:
        """What moves is there at once."""
        self.moving.animation.stop()
        self._show_flow()

    def _show_flow(self) -> None:
        self._fit_legend()
        self.canvas.show_flow(self.moving.phase, self.moving.progress, self._said)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """More of the legend fits, or less."""
        super().resizeEvent(event)
        self._fit_legend()

    def _fit_legend(self) -> None:
        past = None if self._past is None else self._past[2]
        said = None if self._said is None else self._said.row
        self.legend.tell(self.experiment, past, self._sight, self.moving.phase, said)

    def _show_past(self, experiment: Experiment, view: Network) -> None:
        """The layers that the network had there."""
        if self._past is None or self._past[:2] != (experiment, view.model):
            shown = replace(experiment, model=view.model)
            self._past = experiment, view.model, shown
        self.canvas.show_experiment(self._past[2], is_past=True)

    def ghosts(self) -> tuple[Request, ...]:
        """What every neuron would make of the data."""
        return () if self._request is None else (self._request,)

    def draw_imagined(self, found: WhatIf | None) -> None:
        """Show it over half of each neuron's map, or as dashed curves."""
        view = None if found is None or self._request is None else found.views.get(self._request)
        self.canvas.imagine(view if isinstance(view, Network) else None)

    def forget(self) -> None:
        """Show the network without numbers."""
        self.moving.stop()
        self._said = None
        self._show_flow()
        self.canvas.forget()

    def in_words(self) -> str:
        """The layers, the largest weight, and how many are off."""
        if self.experiment is None:
            return ""
        return in_words(self.experiment, self.canvas.largest(), self.canvas.off)

    @guarded(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the neuron or the weights that are pointed at."""
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        found = (
            self.pointing.mark.current if by_keys else self.pointing.thing_at(QPointF(event.pos()))
        )
        menu = None if found is None else self._menu(found.thing)
        if menu is None or found is None:
            event.ignore()  # the host's own
            return
        at = self.mapToGlobal(found.box.center().toPoint()) if by_keys else event.globalPos()
        pop_up(menu, at)

    def _menu(self, thing: Thing) -> QMenu | None:
        """What can be done with a neuron or a weight; nothing where another network is seen."""
        if self.experiment is None or self.canvas.is_past:
            return None
        return menu_of(self, self.experiment, thing, self.canvas.off, self.edit, self.wish)

    def things(self) -> list[Painted]:
        """Every edge, every neuron, every bias."""
        return list(self.canvas.things(QPointF(self.canvas.mapTo(self, QPoint(0, 0)))))

    def view_state(self) -> dict[str, Any]:
        """Whether numbers are written."""
        return {"numbers": self.numbers.isChecked()}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """That again."""
        if isinstance(state.get("numbers"), bool):
            self.numbers.setChecked(state["numbers"])

    def picture_parts(self) -> list[QWidget]:
        """The picture alone."""
        return [self.canvas]

    def ground(self, theme: Theme) -> str:
        """The picture's."""
        return theme.stage

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.canvas.restyle(theme)

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.bar)
        down.addWidget(scrolled(self.canvas), 1)
