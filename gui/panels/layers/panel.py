"""The layers one by one: where their numbers lie, and what comes back through them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.catalog import ACTIVATIONS
from engine.experiment import Experiment
from engine.frames import Frame, Health, HealthRequest, Request
from gui.kit.columns import Columns
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.rows import describe
from gui.kit.numbers import count
from gui.kit.panel import Panel
from gui.kit.pointing import Pointing
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted, found_in, moved
from gui.kit.ties import Ties
from gui.kit.words import tr
from gui.panels.layers.rows import KINDS, LayerRows


class LayersPanel(Panel):
    """A list says whose histograms are drawn; the layers stand under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box, self.rows, self.note = NameCombo(), LayerRows(), QLabel()
        self._health: Health | None = None
        titles = _titles()
        self.box.set_items([Item(kind, *titles[kind]) for kind in KINDS])
        describe(self.box, tr("Histograms"), tr("Whose numbers are counted."))
        self.note.setObjectName("Muted")
        self.note.setWordWrap(True)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        for part in (self.box, self.rows, self.note):
            down.addWidget(part)
        down.addStretch()
        self._pointing = Pointing(self, self.wish, self.rows, things=self.things, at=self.thing_at)
        self.box.chosen.connect(self._show_kind)
        self._show_kind("before")
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """The state of every layer."""
        return (HealthRequest(),)

    def draw(self, frame: Frame) -> None:
        """Draw the layers of a frame."""
        view = frame.views.get(HealthRequest())
        if isinstance(view, Health):
            self._show(view)

    def forget(self) -> None:
        """Show nothing of a model."""
        self._show(None)

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(speaker=self.rows, pointing=self._pointing)

    def things(self) -> list[Painted]:
        """What is drawn of each layer."""
        return [moved(one, self.rows, self) for one in self.rows.things()]

    def thing_at(self, at: QPointF) -> Painted | None:
        """A bar, or what else of a layer is there."""
        return found_in(self.rows, self, at, self.rows.thing_at)

    def in_words(self) -> str:
        """Every layer in words."""
        return "; ".join(
            self.rows.sentence(layer).replace("\n", ", ") for layer in self.rows.layers
        )

    def columns(self) -> Columns | None:
        """The layers' figures, from the first to the last."""
        if self._health is None:
            return None
        layers = self._health.layers
        names = ("name", "neurons", "dead", "saturated", "weight", "gradient")
        return {name: [getattr(layer, name) for layer in layers] for name in names}

    def view_state(self) -> dict[str, Any]:
        """Whose histograms."""
        return {"kind": self.rows.kind}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Those again."""
        self.box.pick(state.get("kind"))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.rows.restyle(theme)

    def _show(self, health: Health | None) -> None:
        self._health = health
        titles = _layer_titles(self.experiment, health)
        self.rows.show_health(health, titles)
        rows = "" if health is None else count(health.rows)
        self.note.setText(tr("Over {rows} training rows.", rows=rows) if rows else "")
        self.rows.setAccessibleDescription(self.in_words())

    def _show_kind(self, name: str) -> None:
        self.rows.show_kind(next(kind for kind in KINDS if kind == name))
        self.box.show_name(name)


def _layer_titles(experiment: Experiment | None, health: Health | None) -> dict[str, str]:
    if experiment is None or health is None:
        return {}
    found = {}
    for place, layer in enumerate(health.layers[:-1], start=1):
        choices = experiment.model.activations
        bends = tr(ACTIVATIONS[choices[place - 1].name].label) if place <= len(choices) else ""
        found[layer.name] = f"{tr('Hidden {layer}', layer=place)} · {layer.neurons} {bends}".strip()
    return {**found, health.layers[-1].name: tr("Output")}


def _titles() -> dict[str, tuple[str, str]]:
    """What can be counted, and a sentence on each."""
    return {
        "before": (
            tr("Pre-activations z"),
            tr("What goes into the activations, under the activation's curve."),
        ),
        "after": (tr("Activations"), tr("What the neurons pass on.")),
        "weights": (tr("Weights"), tr("The weights of each layer, without its biases.")),
        "gradients": (tr("Gradients"), tr("∂L/∂W of each layer in the step at hand.")),
    }
