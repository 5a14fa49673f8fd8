"""A card with the radius and the strength of the tool in the hand."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from engine.catalog.entry import Range
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import describe
from gui.kit.words import tr
from gui.stage.hand.sweeper import LARGEST, SMALLEST, Sweeper

FIELD_WIDTH = 76


class ReachCard(QFrame):
    """Shown over the plane as long as such a tool is in the hand."""

    def __init__(self, sweeper: Sweeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._sweeper = sweeper
        self.radius = NumberField(Range(SMALLEST, LARGEST), stretch=(SMALLEST, LARGEST), unit=" px")
        self.strength = NumberField(Range(1, 50), stretch=(1, 50), whole=True)
        describe(self.radius, tr("Radius"), tr("How far the tool reaches, in pixels ([ and ])."))
        describe(self.strength, tr("Strength"), tr("How much the tool does at each moment."))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        for name, field in ((tr("Radius"), self.radius), (tr("Strength"), self.strength)):
            label = QLabel(name)
            label.setObjectName("Muted")
            label.setBuddy(field)
            field.setFixedWidth(FIELD_WIDTH)
            across.addWidget(label)
            across.addWidget(field)
        self.radius.committed.connect(self._on_radius)
        self.strength.committed.connect(self._on_strength)
        sweeper.reach_changed.connect(self.refresh)
        self.refresh()
        self.adjustSize()

    def refresh(self) -> None:
        """Show the reach that holds."""
        self.radius.set_value(round(self._sweeper.reach.radius, 1))
        self.strength.set_value(self._sweeper.reach.strength)

    def _on_radius(self, radius: float) -> None:
        self._sweeper.set_reach(replace(self._sweeper.reach, radius=radius))

    def _on_strength(self, strength: float) -> None:
        self._sweeper.set_reach(replace(self._sweeper.reach, strength=int(strength)))
