"""An activation's curve and its slope, and where this model's neurons stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.catalog import ACTIVATIONS
from engine.experiment import Experiment
from engine.experiment.specs import Choice
from engine.frames import Activation, ActivationRequest, Frame, Request
from engine.frames.sights import Bend
from gui.kit.breaking import BreakingBar
from gui.kit.columns import Columns
from gui.kit.forms.choosers import Closed
from gui.kit.formulas import plain
from gui.kit.guard import guarded
from gui.kit.legend import Reading
from gui.kit.numbers import short
from gui.kit.panel import Panel
from gui.kit.pointing import Pointing
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted, found_in, moved
from gui.kit.ties import Ties
from gui.kit.words import tr
from gui.panels.activation.plot import ActivationPlot

LOW = 240  # pixels of height below which there is no room for the sentence


class ActivationPanel(Panel):
    """One hidden layer's activation, chosen in a box; without hidden layers, any activation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._layered = False
        self.box = Closed()
        self.plot = ActivationPlot(self)
        self.value = Reading("f(z)", tr("The activation: what a neuron passes on for its input z."))
        self.slope = Reading(
            "f′(z)",
            tr("The slope of the activation: how much of the gradient gets through."),
            line=Qt.PenStyle.DashLine,
        )
        self.neurons = Reading(
            tr("neurons"),
            tr("Where the neurons of this layer stand now, a dot for each row of data."),
            line=Qt.PenStyle.DotLine,
            readable=False,
        )
        self.formula, self.help = QLabel(), QLabel()
        self._arrange()
        self.box.currentIndexChanged.connect(self._show_choice)
        self.plot.hovered.connect(self._point)
        self.plot.left.connect(self._unpoint)
        self._pointing = Pointing(
            self, self.wish, self.plot.viewport(), things=self.things, at=self.thing_at
        )
        self.restyle(LIGHT)
        self._offer(_gallery(), layered=False)

    def wants(self) -> tuple[Request, ...]:
        """The curve of the layer or of the activation chosen."""
        return (self._request(),)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the model's hidden layers, or every activation where it has none."""
        super().show_experiment(experiment)
        layers = experiment.model.activations
        self._offer(layers or _gallery(), layered=bool(layers))

    def forget(self) -> None:
        """Show no neurons; a curve without neurons is of no training."""
        if self._layered:
            self.plot.clear_view()

    def draw(self, frame: Frame) -> None:
        """Draw the curve and the dots on it."""
        view = frame.views.get(self._request())
        if isinstance(view, Activation):
            hidden = self.experiment.model.hidden if self.experiment is not None else ()
            self.plot.neurons = hidden[self._layer] if self._layer is not None and hidden else 1
            self.plot.show_view(view)

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(speaker=self.plot, pointing=self._pointing)

    def things(self) -> list[Painted]:
        """Places of the curve, and dots on it."""
        return [moved(one, self.plot.viewport(), self)
                for one in self.plot.things(self._bend, self._layer)]  # fmt: skip

    def thing_at(self, at: QPointF) -> Painted | None:
        """A dot, or a place of the curve."""
        return found_in(self.plot.viewport(), self, at, self._inside)

    def _inside(self, at: QPointF) -> Painted | None:
        return self.plot.thing_at(at, self._bend, self._layer)

    @property
    def _layer(self) -> int | None:
        return max(self.box.currentIndex(), 0) if self._layered else None

    def _bend(self, z: float) -> Bend:
        request = self._request()
        layered = self._layer is not None
        return Bend(z, self._layer, "" if layered else request.name,
                    () if layered else request.values)  # fmt: skip

    def in_words(self) -> str:
        """The curve, and where the neurons stand on it."""
        z, value = self.plot.drawn()
        name = self.box.currentText()
        if not len(z):
            return name
        spans = {"low": z.min(), "high": z.max(), "least": value.min(), "most": value.max()}
        return tr(
            "{name}: the neurons' z from {low} to {high}, their outputs from {least} to {most}",
            name=name, **{key: short(float(number)) for key, number in spans.items()},
        )  # fmt: skip

    def columns(self) -> Columns | None:
        """The curve: z, f(z) and its slope."""
        return self.plot.columns

    def view_state(self) -> dict[str, Any]:
        """Which layer's, or which function."""
        return {"place": self.box.currentIndex(), "layered": self._layered}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """That one again, where there is one."""
        place = state.get("place")
        if state.get("layered") is self._layered and isinstance(place, int):
            self.box.setCurrentIndex(min(max(place, 0), self.box.count() - 1))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)
        self.value.set_color(theme.accent)
        self.slope.set_color(theme.warning)
        self.neurons.set_color(theme.accent)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the panel is low, the curve comes before the sentence."""
        super().resizeEvent(event)
        self.help.setVisible(self.height() >= LOW)

    # ---- building -------------------------------------------------------------------------------

    def _arrange(self) -> None:
        legend = BreakingBar(self.value, self.slope, self.neurons)
        self.help.setObjectName("Muted")
        self.help.setWordWrap(True)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.help.setFixedHeight(3 * self.help.fontMetrics().lineSpacing())
        for label in (self.formula, self.help):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(legend)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.formula)
        layout.addWidget(self.help)

    # ---- choosing -------------------------------------------------------------------------------

    def _offer(self, choices: tuple[Choice, ...], *, layered: bool) -> None:
        """Fill the box, keeping its place; nothing happens where the choices are the same."""
        if (choices, layered) == (self._choices, self._layered):
            return
        place = self.box.currentIndex() if layered == self._layered and self._choices else -1
        self._choices, self._layered = choices, layered
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([self._name(index) for index in range(len(choices))])
        start = 0 if layered else [choice.name for choice in choices].index("tanh")
        self.box.setCurrentIndex(place if 0 <= place < len(choices) else start)
        self.box.blockSignals(False)
        what = tr("The hidden layer whose activation is shown.")
        self.box.setToolTip(what if layered else tr("The activation that is shown."))
        self.box.setAccessibleName(tr("Hidden layer") if layered else tr("Activation"))
        self.neurons.setVisible(layered)
        self._show_choice()

    def _name(self, index: int) -> str:
        label = tr(ACTIVATIONS[self._choices[index].name].label)
        if not self._layered:
            return label
        return tr("Hidden layer {number} · {activation}", number=index + 1, activation=label)

    def _choice(self) -> Choice:
        return self._choices[max(self.box.currentIndex(), 0)]

    def _request(self) -> ActivationRequest:
        if self._layered:
            return ActivationRequest(layer=max(self.box.currentIndex(), 0))
        choice = self._choice()
        values = tuple((name, float(v)) for name, v in choice.values if isinstance(v, int | float))
        return ActivationRequest(name=choice.name, values=values)

    def _show_choice(self) -> None:
        choice = self._choice()
        entry = ACTIVATIONS[choice.name]
        values = {**entry.defaults(), **choice.as_dict()}
        settings = [
            f"{tr(param.label)} {short(value)}"
            for param in entry.params
            if isinstance(value := values[param.name], int | float)
        ]
        self.formula.setText("    ".join([f"f(z) = {plain(entry.formula)}", *settings]))
        self.help.setText(tr(entry.help))
        self.formula.setToolTip(f"{self.formula.text()}\n{self.help.text()}")
        self.plot.clear_view()
        self._unpoint()
        self.want_other_views()

    # ---- pointing -------------------------------------------------------------------------------

    def _point(self, z: float, _y: float) -> None:
        found = self.plot.read(z)
        if found is not None:
            self.value.show_value(found[0])
            self.slope.show_value(found[1])

    def _unpoint(self) -> None:
        self.plot.unread()
        self.value.show_value(None)
        self.slope.show_value(None)


def _gallery() -> tuple[Choice, ...]:
    """Every activation, with values at which its shape is plain to see."""
    telling: dict[str, dict[str, float]] = {
        "linear": {"slope": 2.0, "intercept": 1.0},
        "leaky_relu": {"alpha": 0.1},
        "elu": {"alpha": 0.9},
        "trelu": {"threshold": 2.0},
    }
    return tuple(Choice.of(entry, **telling.get(name, {})) for name, entry in ACTIVATIONS.items())
