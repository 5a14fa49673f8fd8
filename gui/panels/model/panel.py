"""The model panel: layers, activations, and where the weights start."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from engine.catalog import INITIALIZATIONS, Range
from engine.edits import parts as edits
from engine.experiment import Experiment
from engine.experiment.specs import Choice
from gui.kit.forms.choosers import NameCombo, items
from gui.kit.forms.editing import EditingPanel
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import NARROW, Row, column, describe, show_checked, starts_anew
from gui.kit.summary import layers
from gui.kit.words import tr
from gui.panels.model.inputs import InputsForm
from gui.panels.model.layers import Activations, HiddenLayers

SEEDS = 2**63


class ModelPanel(EditingPanel):
    """What is trained, and from which starting values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = QLabel()
        self.inputs = InputsForm()
        self.hidden = HiddenLayers()
        self.activations = Activations()
        self.bias = QCheckBox(tr("Bias"))
        self.shared = QCheckBox(tr("One bias for all outputs"))
        self.scheme = NameCombo()
        self.scheme.set_items(items(INITIALIZATIONS))
        self.seed = NumberField(Range(0, SEEDS - 1), whole=True)
        self.restart = QPushButton(tr("New start"))
        self._lay_out()
        self._connect()

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        model = experiment.model
        self.summary.setText(layers(experiment))
        self.inputs.show_experiment(experiment)
        self.hidden.show_sizes(model.hidden)
        self.activations.show_model(model)
        show_checked(self.bias, bool(model.bias))
        show_checked(self.shared, model.bias == "shared")
        self.shared.setVisible(bool(model.bias) and experiment.data.outcome == "multiclass")
        self.scheme.show_name(model.init.scheme)
        self.seed.set_value(experiment.training.seed)

    def _lay_out(self) -> None:
        down = column(self)
        sizes = tr("How many numbers go into the model, through each layer, and come out.")
        describe(self.summary, tr("Layers"), sizes)
        bias = tr("Lets every neuron add a number of its own.")
        describe(self.bias, tr("Bias"), f"{bias} {starts_anew()}")
        shared = tr("Adds the same number to every class, which changes no probability.")
        describe(self.shared, tr("One bias for all outputs"), f"{shared} {starts_anew()}")
        restart = tr("Draws other starting values, with the next seed.")
        describe(self.restart, tr("New start"), f"{restart} {starts_anew()}")
        scheme = tr("How the starting values are drawn.")
        seed = tr("The same seed draws the same starting values and the same order of rows.")
        for widget in (
            Row(tr("Layers"), sizes, self.summary, NARROW),
            self.inputs,
            self.hidden,
            self.activations,
            self.bias,
            self.shared,
            Row(tr("Start"), f"{scheme} {starts_anew()}", self.scheme, NARROW),
        ):
            down.addWidget(widget)
        across = QHBoxLayout()
        across.addWidget(Row(tr("Seed"), f"{seed} {starts_anew()}", self.seed), 1)
        across.addWidget(self.restart)
        down.addLayout(across)

    def _connect(self) -> None:
        self.inputs.wanted.connect(self.edit)
        self.hidden.changed.connect(self._on_hidden)
        self.activations.changed.connect(self._on_activation)
        self.activations.refused.connect(self.refuse)
        self.bias.toggled.connect(self._on_bias)
        self.shared.toggled.connect(self._on_shared)
        self.scheme.chosen.connect(self._on_scheme)
        self.seed.committed.connect(self._on_seed)
        self.restart.clicked.connect(self._on_restart)

    def _on_hidden(self, text: str, sizes: tuple[int, ...]) -> None:
        self.edit(text, lambda old: edits.with_hidden(old, sizes))

    def _on_activation(self, text: str, activation: Choice | tuple[Choice, ...]) -> None:
        self.edit(text, lambda old: edits.with_activation(old, activation))

    def _on_bias(self, bias: bool) -> None:
        self.edit(tr("Bias"), lambda old: edits.with_bias(old, bias))

    def _on_shared(self, shared: bool) -> None:
        self.edit(tr("Bias"), lambda old: edits.with_bias(old, "shared" if shared else True))

    def _on_scheme(self, scheme: str) -> None:
        self.edit(tr("Start"), lambda old: edits.with_start(old, scheme=scheme))

    def _on_seed(self, seed: int) -> None:
        self.edit(tr("Seed"), lambda old: edits.with_start(old, seed=seed))

    def _on_restart(self) -> None:
        self.edit(
            tr("New start"),
            lambda old: edits.with_start(old, seed=(old.training.seed + 1) % SEEDS),
        )
