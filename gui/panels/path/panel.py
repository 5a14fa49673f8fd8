"""The path: how two numbers of the parameters have gone, a dot a step, from the exact history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Frame, Log, LogRequest, Request
from gui.kit.fonts import tabular
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.rows import Row, describe
from gui.kit.note import SteadyNote
from gui.kit.numbers import count, full, number
from gui.kit.panel import Panel
from gui.kit.parameter_names import cells
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.panels.path.plot import PathPlot

MOST_DOTS = 400  # of a long run one of so many steps each
LABEL = 0.2  # of a row


class PathPanel(Panel):
    """Two numbers are chosen as axes; the first two, W and b of a line, at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.across, self.up = NameCombo(), NameCombo()
        self.plot, self.reading, self.fit = PathPlot(self), SteadyNote(), QToolButton()
        self._step = 0
        self._run = -1
        self._shown: tuple[LogRequest, int] | None = None
        self._steps: list[int] = []
        self._arrange()
        for combo in (self.across, self.up):
            combo.chosen.connect(self._on_chosen)
        self.fit.clicked.connect(self.plot.fit)
        self.plot.hovered.connect(self._point)
        self.plot.left.connect(self._unpoint)
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """The way as far as training has come, unless it is there."""
        request = self._request()
        if request is None or (request, self._run) == self._shown:
            return ()
        return (request,)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the numbers that the model has."""
        super().show_experiment(experiment)
        offered = cells(experiment)
        items = [Item(name, label) for name, label in offered.items()]
        names = list(offered)
        for place, combo in enumerate((self.across, self.up)):
            chosen = combo.currentData()
            combo.set_items(items)
            kept = chosen if chosen in offered else names[min(place, len(names) - 1)]
            combo.show_name(kept)

    def forget(self) -> None:
        """There is no way yet."""
        self._shown, self._step, self._steps = None, 0, []
        self.plot.show_way(np.empty(0), np.empty(0))
        self.reading.clear()
        self.reading.setToolTip("")

    def draw(self, frame: Frame) -> None:
        """Go on with the way; a way that was left behind is read again."""
        if frame.run != self._run or frame.step < self._step or frame.losses_from < self._step:
            self._shown = None
        self._run, self._step = frame.run, frame.step
        for request, view in frame.views.items():
            if isinstance(request, LogRequest) and isinstance(view, Log) and self._is_mine(request):
                self._steps = view.steps.tolist()
                self.plot.show_way(view.values[:, 0], view.values[:, 1])
                self._unpoint()
                if view.complete:
                    self._shown = request, frame.run
        if self.wants() and not frame.running:
            self.want_other_views()

    def view_state(self) -> dict[str, Any]:
        """What is chosen."""
        return {name: combo.currentData() for name, combo in self._choices().items()}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again."""
        for name, combo in self._choices().items():
            combo.pick(state.get(name))

    def _choices(self) -> dict[str, NameCombo]:
        return {"across": self.across, "up": self.up}

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)

    def _request(self) -> LogRequest | None:
        across, up = self.across.currentData(), self.up.currentData()
        if across is None or up is None:
            return None
        every = max(1, -(-self._step // MOST_DOTS))
        return LogRequest(0, every, "step", 0, self._step // every + 1, (across, up))

    def _is_mine(self, request: LogRequest) -> bool:
        return request.first == 0 and request.columns == (
            self.across.currentData(),
            self.up.currentData(),
        )

    def _arrange(self) -> None:
        self.fit.setText(tr("Fit"))
        describe(self.fit, tr("Fit"), tr("Shows all of the way."))
        self.reading.setFont(tabular(self.font()))
        self.reading.setObjectName("Muted")
        self.reading.setAlignment(Qt.AlignmentFlag.AlignTop)
        axes = QGridLayout()  # one below the other: names in a network are long
        for place, (label, help, combo) in enumerate(
            (
                (tr("across"), tr("The number along the horizontal axis."), self.across),
                (tr("up"), tr("The number along the vertical axis."), self.up),
            )
        ):
            axes.addWidget(Row(label, help, combo, LABEL), place, 0)
        axes.addWidget(self.fit, 1, 1)
        axes.setColumnStretch(0, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(axes)
        down.addWidget(self.plot, 1)
        down.addWidget(self.reading)

    def _on_chosen(self) -> None:
        self._shown = None
        self.want_other_views()

    def _point(self, x: float, y: float) -> None:
        place = self.plot.nearest(x, y)
        if place is not None:
            self._tell(place)

    def _unpoint(self) -> None:
        if len(self.plot.places()[0]):
            self._tell(-1)
        else:
            self.reading.clear()

    def _tell(self, place: int) -> None:
        x, y = (float(values[place]) for values in self.plot.places())
        self.reading.setText(
            tr(
                "step {step}: {across} = {x}, {up} = {y}",
                step=count(self._steps[place]),
                across=self.across.currentText(),
                x=number(x),
                up=self.up.currentText(),
                y=number(y),
            )
        )
        self.reading.setToolTip(f"{full(x)}, {full(y)}")
        self.plot.setAccessibleDescription(self.reading.text())
