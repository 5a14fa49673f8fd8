"""Which two numbers a map is of, between which values, and for how many steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.catalog import Range
from engine.catalog.entry import ANY
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.settings import among
from engine.frames import OutcomeMapRequest
from engine.frames.outcome_map import START_SCALE
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import Row, describe
from gui.kit.variants import BATCH, RATE, SEED, offered
from gui.kit.words import tr

LABEL = 0.12  # of a row
CELLS = 20  # along each side
STEPS = 200
FAR = 10.0  # times as large: from there on values go up by factors
WHOLE = (BATCH, SEED)


class AxisForm(QWidget):
    """A number and its ends."""

    def __init__(self, mark: str, name: str, path: str) -> None:
        super().__init__()
        self.setting, self.low, self.high = NameCombo(), NumberField(), NumberField()
        self._first = path
        self._experiment: Experiment | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(
            Row(mark, tr("A number that the cells differ in."), self.setting, LABEL), 3
        )
        self.setting.setAccessibleName(name)
        for field, end in ((self.low, tr("from")), (self.high, tr("to"))):
            describe(field, end, tr("One end of the values."))
            field.setMaximumWidth(field.minimumSizeHint().width())
            across.addWidget(field, 1)
        self.setting.chosen.connect(self.suggest)

    @property
    def path(self) -> str:
        """The setting's path."""
        found: str = self.setting.currentData() or self._first
        return found

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer its numbers, and the scale of the start."""
        before = None if self._experiment is None else self.path
        self._experiment = experiment
        found = offered(experiment, from_start=True)
        items = [
            Item(path, tr(setting.label), tr(setting.help))
            for path, setting in found.items()
            if not setting.choices
        ]
        scale = Item(
            START_SCALE,
            tr("Scale of the start"),
            tr("Multiplies the starting weights, not biases."),
        )
        self.setting.set_items([*items, scale])
        if self.path != before:
            self.setting.show_name(self._first)
            self.suggest()

    def suggest(self) -> None:
        """Ends that are worth a look."""
        assert self._experiment is not None
        path = self.path
        if path == START_SCALE:
            ends = (0.1, 10.0)
        elif path == SEED:
            ends = (0.0, CELLS - 1.0)
        elif path == BATCH:
            ends = (1.0, float(min(self._experiment.data.table.rows, 64)))
        else:
            now = float(among(self._experiment)[path].of(self._experiment))
            most = among(self._experiment)[path].allowed.high
            ends = (now / 10, now * 100) if path == RATE else (0.0, 0.99 if most <= 1 else 1.0)
        self.low.set_value(ends[0])
        self.high.set_value(ends[1])

    def values(self) -> tuple[Any, ...]:
        """From one end to the other; EngineError where they are none."""
        low, high = self.low.value(), self.high.value()
        allowed = self._allowed()
        if low is None or high is None or not low < high or low not in allowed:
            raise EngineError("must go from a lower to a higher value", self.path)
        if self.path in WHOLE:
            return tuple(sorted({round(v) for v in np.linspace(low, high, CELLS).tolist()}))
        spread = np.geomspace if low > 0 and high / low >= FAR else np.linspace
        return tuple(float(f"{value:.4g}") for value in spread(low, high, CELLS))

    def _allowed(self) -> Range:
        if self._experiment is None or self.path == START_SCALE:
            return Range(low=0, low_open=True) if self.path == START_SCALE else ANY
        return among(self._experiment)[self.path].allowed


class MapForm(QWidget):
    """Two axes, the steps, and the button that begins."""

    started = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.across = AxisForm("→", tr("across"), RATE)
        self.up = AxisForm("↑", tr("up"), START_SCALE)
        self.steps = NumberField(Range(2, 100_000), whole=True, stretch=(10, 10_000), log=True)
        self.start = QPushButton(tr("Draw the map"))
        self._heat = 0
        self.steps.set_value(STEPS)
        describe(
            self.start,
            tr("Draw the map"),
            tr("Trains the experiment from its start for each pair of values."),
        )
        self.start.clicked.connect(self.started)
        last = QHBoxLayout()
        last.addWidget(Row(tr("Steps"), tr("For how many steps each is trained."), self.steps), 1)
        last.addWidget(self.start, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(self.across)
        down.addWidget(self.up)
        down.addLayout(last)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer its numbers."""
        self.across.show_experiment(experiment)
        self.up.show_experiment(experiment)

    def request(self) -> OutcomeMapRequest:
        """The map that is chosen; EngineError where it cannot be."""
        if self.across.path == self.up.path:
            raise EngineError("the two axes must be different numbers", self.across.path)
        self._heat += 1
        steps = int(self.steps.value() or STEPS)
        x, y = self.across.values(), self.up.values()
        return OutcomeMapRequest(self.across.path, self.up.path, x, y, steps, self._heat)

    def state(self) -> dict[str, Any]:
        """What is chosen, as JSON knows it."""
        axes = {"across": self.across, "up": self.up}
        found = {
            name: [axis.path, axis.low.value(), axis.high.value()] for name, axis in axes.items()
        }
        return {**found, "steps": self.steps.value()}

    def take_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again, as far as it applies."""
        for name, axis in (("across", self.across), ("up", self.up)):
            match state.get(name):
                case [str(path), int() | float() as low, int() | float() as high] if low < high:
                    axis.setting.pick(path)
                    axis.low.set_value(float(low))
                    axis.high.set_value(float(high))
        steps = state.get("steps")
        if isinstance(steps, int) and not isinstance(steps, bool) and 2 <= steps <= 100_000:
            self.steps.set_value(steps)
