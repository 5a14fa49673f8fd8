"""The plane bent: what two neurons of a layer make of the inputs' grid and of the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Bend, BendRequest, Frame, Request
from gui.kit.columns import Columns
from gui.kit.fonts import tabular
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.rows import Row, describe
from gui.kit.note import SteadyNote
from gui.kit.numbers import count, number
from gui.kit.panel import Panel
from gui.kit.parameter_names import subscript
from gui.kit.pointing import Pointing
from gui.kit.sight import Sight
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted, found_in, moved
from gui.kit.ties import Ties
from gui.kit.words import tr
from gui.panels.bend.grouping import groups, looks
from gui.panels.bend.plot import BendPlot

LABEL = 0.3  # of a row


class BendPanel(Panel):
    """A layer and two of its neurons are chosen; the last layer's first two, to begin with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._bend: Bend | None = None
        self._asked = BendRequest()
        self._sight = Sight()
        self.layer, self.across, self.up = NameCombo(), NameCombo(), NameCombo()
        self.plot, self.reading, self.fit = BendPlot(self), SteadyNote(), QToolButton()
        self._arrange()
        self.layer.chosen.connect(self._on_layer)
        for combo in (self.across, self.up):
            combo.chosen.connect(self._on_chosen)
        self.fit.clicked.connect(self.plot.fit)
        self.plot.hovered.connect(self._point)
        self.plot.left.connect(self._unpoint)
        self._pointing = Pointing(
            self, self.wish, self.plot.viewport(), things=self.things, at=self.thing_at
        )
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """What the two neurons make of the plane."""
        if self.experiment is None or not self.experiment.model.hidden:
            return ()
        self._asked = self._request()
        return (self._asked,)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer its layers and neurons."""
        super().show_experiment(experiment)
        hidden = experiment.model.hidden
        chosen = self.layer.currentData()
        names = [str(place) for place in range(len(hidden))]
        self.layer.set_items(
            [Item(name, tr("Hidden {layer}", layer=int(name) + 1)) for name in names]
        )
        if names:
            self.layer.show_name(chosen if chosen in names else names[-1])
        self._offer_neurons()
        self.plot.set_looks(looks(self.experiment, self._theme))
        self._draw()

    def draw(self, frame: Frame) -> None:
        """Draw what a frame brought."""
        view = frame.views.get(self._asked)
        if isinstance(view, Bend):
            self._bend = view
            self._draw()

    def forget(self) -> None:
        """Show an empty plane."""
        self._bend = None
        self._draw()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(speaker=self.plot, pointing=self._pointing, sight=self.show_sight)

    def things(self) -> list[Painted]:
        """The rows' dots."""
        return [moved(one, self.plot.viewport(), self) for one in self.plot.things()]

    def thing_at(self, at: QPointF) -> Painted | None:
        """The row whose dot is at a place."""
        return found_in(self.plot.viewport(), self, at, self.plot.thing_at)

    def in_words(self) -> str:
        """Which neurons, and how far apart they put the rows."""
        if self._bend is None:
            return ""
        return tr(
            "{rows} rows as {across} and {up} of {layer} see them",
            rows=count(len(self._bend.rows)),
            across=self.across.currentText(),
            up=self.up.currentText(),
            layer=self.layer.currentText(),
        )

    def columns(self) -> Columns | None:
        """Each row and where the two neurons put it."""
        bend = self._bend
        if bend is None:
            return None
        across, up = self.across.currentText(), self.up.currentText()
        second = up if up != across else f"{up}'"
        return {
            "row": (bend.rows + 1).tolist(),
            across: bend.points[:, 0].tolist(),
            second: bend.points[:, 1].tolist(),
        }

    def view_state(self) -> dict[str, Any]:
        """The layer and its neurons."""
        return {name: combo.currentData() for name, combo in self._combos().items()}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Those again, where there are such."""
        for name, combo in self._combos().items():
            combo.pick(state.get(name))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.plot.restyle(theme)
        self.plot.set_looks(looks(self.experiment, self._theme))

    # ---- building -------------------------------------------------------------------------------

    def _combos(self) -> dict[str, NameCombo]:
        return {"layer": self.layer, "across": self.across, "up": self.up}

    def _arrange(self) -> None:
        self.fit.setText(tr("Fit"))
        describe(self.fit, tr("Fit"), tr("Shows all of the bent plane."))
        self.reading.setFont(tabular(self.font()))
        self.reading.setObjectName("Muted")
        choices = QGridLayout()
        rows = (
            (tr("Layer"), tr("The layer whose neurons bend the plane."), self.layer),
            (tr("across"), tr("The neuron along the horizontal axis."), self.across),
            (tr("up"), tr("The neuron along the vertical axis."), self.up),
        )
        layer, across, up = (Row(label, help, combo, LABEL) for label, help, combo in rows)
        choices.addWidget(layer, 0, 0)
        choices.addWidget(self.fit, 0, 1, Qt.AlignmentFlag.AlignRight)
        choices.addWidget(across, 1, 0)
        choices.addWidget(up, 1, 1)
        for column in (0, 1):
            choices.setColumnStretch(column, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(choices)
        down.addWidget(self.plot, 1)
        down.addWidget(self.reading)

    def _offer_neurons(self) -> None:
        """Those of the layer at hand; the ones that were chosen stay where they can."""
        if self.experiment is None or not self.experiment.model.hidden:
            return
        neurons = self.experiment.model.hidden[int(self.layer.currentData())]
        names = [str(place) for place in range(neurons)]
        for usual, combo in ((0, self.across), (1, self.up)):
            chosen = combo.currentData()
            combo.set_items([Item(name, f"a{subscript(int(name) + 1)}") for name in names])
            combo.show_name(chosen if chosen in names else names[min(usual, neurons - 1)])

    def _request(self) -> BendRequest:
        layer, across, up = (int(combo.currentData()) for combo in self._combos().values())
        sight = self._sight
        return BendRequest(layer, across, up, features=sight.names, held=sight.held)

    def show_sight(self, sight: Sight) -> None:
        """Bend the stage's plane: its two features, the others held where it holds them."""
        before, self._sight = self._sight, sight
        if (before.names, before.held) != (sight.names, sight.held) and self.isVisible():
            self.want_other_views()

    # ---- what happens ---------------------------------------------------------------------------

    def _draw(self) -> None:
        bend = self._bend
        group = np.empty(0, np.int64) if bend is None else groups(self.experiment, bend.rows)
        self.plot.show_bend(bend, group)
        self._unpoint()

    def _on_layer(self) -> None:
        self._offer_neurons()
        self._on_chosen()

    def _on_chosen(self) -> None:
        self._bend = None
        self._draw()
        self.want_other_views()

    def _point(self, x: float, y: float) -> None:
        bend, place = self._bend, self.plot.read(x, y)
        if bend is None or place is None:
            return
        self.reading.setText(
            tr(
                "row {row}: {across} = {x}, {up} = {y}",
                row=count(int(bend.rows[place]) + 1),
                across=self.across.currentText(),
                x=number(bend.points[place, 0]),
                up=self.up.currentText(),
                y=number(bend.points[place, 1]),
            )
        )

    def _unpoint(self) -> None:
        self.plot.unread()
        features = () if self._bend is None else self._bend.features
        if len(features) == 2:
            text = tr("Solid: {x} stays; dashed: {y} stays.", x=features[0], y=features[1])
            if self._bend is not None and self._bend.weight is not None:
                text += " " + tr("Thick: where the output's answer changes.")
            held = "" if self.experiment is None else self._sight.told(self.experiment.data)
            if held:
                text += f" ({held})"
            self.reading.setText(text)
        else:
            self.reading.setText(tr("The line is {x}.", x=features[0]) if features else "")
        self.plot.setAccessibleDescription(self.in_words())
