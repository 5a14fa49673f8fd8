"""The names of the layers over their columns, and the buttons between them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.experiment import Experiment
from engine.frames import Health
from gui.kit.theme import LIGHT, Theme
from gui.panels.network.heads import Adding, Head
from gui.panels.network.plan import Plan

ROOM_FOR_ADDING = 96  # pixels between two columns' middles, for a button between their names


class Heading(QObject):
    """As many heads as there are columns; those of more stay for later, unseen."""

    wanted = Signal(str, object)  # what the undo menu says; what changes the experiment

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._theme = LIGHT
        self.heads: list[Head] = []
        self.adding: list[Adding] = []

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        for adding, head in zip(self.adding, self.heads, strict=True):
            adding.restyle(theme)
            head.restyle(theme)

    def show_health(self, health: Health | None, layers: int) -> None:
        """On each layer a small bar of its gradient and its neurons."""
        known = () if health is None or len(health.layers) != layers else health.layers
        largest = max((layer.gradient or 0.0 for layer in known), default=0.0)
        for place, head in enumerate(self.heads):
            has_one = 0 < place <= len(known)
            head.show_state(known[place - 1] if has_one else None, largest)

    def place(self, experiment: Experiment, plan: Plan, *, is_past: bool) -> None:
        """Over every column its name and controls, and between two of them room for a layer."""
        self._have(len(plan.columns))
        roomy = plan.pitch >= ROOM_FOR_ADDING
        for place, head in enumerate(self.heads):
            head.setVisible(place < len(plan.columns))
            shown = roomy and place + 1 < len(plan.columns) and not is_past
            self.adding[place].setVisible(shown)
            if place < len(plan.columns):
                head.show_layer(experiment, plan.columns[place], plan)
                head.setEnabled(not is_past)
            if place + 1 < len(plan.columns):
                self.adding[place].show_between(plan, place)

    def _have(self, count: int) -> None:
        while len(self.heads) < count:
            head, adding = Head(self._canvas), Adding(self._canvas)
            head.wanted.connect(self.wanted)
            adding.wanted.connect(self.wanted)
            head.restyle(self._theme)
            adding.restyle(self._theme)
            self.heads.append(head)
            self.adding.append(adding)
