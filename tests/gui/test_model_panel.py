"""The model panel, operated as a learner does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.catalog import INITIALIZATIONS
from engine.experiment import Experiment
from engine.experiment.specs import Choice, Init
from gui.kit.forms.entry_form import NumberRow
from gui.panels.model.panel import ModelPanel, layers
from tests.experiments import experiments, flowers, line
from tests.hearing import nothing_wished
from tests.holding import Holder, assert_explained, choose, controls, row_of, type_number

FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
LEFT = Qt.MouseButton.LeftButton


def hold(qtbot: QtBot, experiment: Experiment) -> tuple[ModelPanel, Holder]:
    panel = ModelPanel()
    return panel, Holder(qtbot, panel, experiment)


def test_every_control_says_what_becomes_of_the_weights(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, flowers(model={"hidden": [3], "activation": [{"name": "elu"}]}))
    assert_explained(panel)
    for control in controls(panel):
        assert "weights." in control.toolTip(), control.accessibleName()


@pytest.fixture
def shown(qtbot: QtBot) -> ModelPanel:
    """One for all examples: what it has shown before must not matter."""
    panel = ModelPanel()
    qtbot.addWidget(panel)
    return panel


@FIXTURE
@given(experiment=experiments())
def test_showing_emits_nothing(shown: ModelPanel, experiment: Experiment) -> None:
    with nothing_wished(shown):
        shown.show_experiment(experiment)
        shown.show_experiment(flowers())
        shown.show_experiment(experiment)
    assert shown.hidden.sizes == experiment.model.hidden
    assert shown.scheme.currentData() == experiment.model.init.scheme
    assert shown.seed.value() == experiment.training.seed


def test_layers_are_told_from_input_to_output() -> None:
    assert layers(line()) == "1 → 1"
    assert layers(flowers()) == "2 → 4 → 2 → 3"
    assert layers(flowers(model={"hidden": [1] * 9})) == "2 → 1 → 1 → 1 → … → 3"


def test_layers_are_added_and_removed(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    qtbot.mouseClick(panel.hidden.add, LEFT)
    qtbot.mouseClick(panel.hidden.add, LEFT)
    assert holder.experiment.model.hidden == (4, 4)
    assert panel.summary.text() == "1 → 4 → 4 → 1"
    for _ in range(2):
        qtbot.mouseClick(panel.hidden.remove, LEFT)
    assert holder.experiment == line()
    assert not panel.hidden.remove.isEnabled()


def test_neurons_step_to_64_and_are_typed_to_4096(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers(model={"hidden": [63, 2]}))
    field = panel.hidden.fields[0]
    field.setFocus()
    for _ in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Up)
    assert holder.experiment.model.hidden == (64, 2)
    type_number(qtbot, field, "4096")
    assert holder.experiment.model.hidden == (4096, 2)
    type_number(qtbot, field, "4097")
    assert holder.experiment.model.hidden == (4096, 2)


def test_too_large_a_network_is_refused(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line(model={"hidden": [4096, 4096]}))
    qtbot.mouseClick(panel.hidden.add, LEFT)
    assert holder.texts == []
    assert holder.errors[0].where == "model.hidden"
    assert panel.hidden.count.text() == "2"


def test_one_activation_for_all(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers(model={"hidden": [3, 3], "activation": "relu"}))
    choose(qtbot, panel.activations.shared.combo, Qt.Key.Key_Down)
    leaky = Choice("leaky_relu", (("alpha", 0.01),))
    assert holder.experiment.model.activation == leaky
    type_number(qtbot, row_of(panel.activations.shared, "alpha", NumberRow).field, "0.2")
    assert holder.experiment.model.activation == Choice("leaky_relu", (("alpha", 0.2),))


def test_linear_is_the_activation_and_not_the_schedule(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers(model={"hidden": [3], "activation": "identity"}))
    choose(qtbot, panel.activations.shared.combo, Qt.Key.Key_Down)
    linear = Choice("linear", (("slope", 1.0), ("intercept", 0.0)))
    assert holder.experiment.model.activation == linear


def test_each_layer_its_own_activation(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers(model={"hidden": [3, 3], "activation": "relu"}))
    separate = panel.activations.separate
    qtbot.mouseClick(separate, LEFT, pos=QPoint(8, separate.height() // 2))
    assert holder.experiment.model.activation == (Choice("relu"), Choice("relu"))
    choose(qtbot, panel.activations.forms[1].combo, Qt.Key.Key_Up)
    assert [choice.name for choice in holder.experiment.model.activations] == ["relu", "softsign"]
    qtbot.mouseClick(panel.hidden.remove, LEFT)
    assert holder.experiment.model.activation == (Choice("relu"),)
    qtbot.mouseClick(separate, LEFT, pos=QPoint(8, separate.height() // 2))
    assert holder.experiment.model.activation == Choice("relu")


def test_bias_and_scheme_change_alone(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers())
    qtbot.mouseClick(panel.bias, LEFT, pos=QPoint(8, panel.bias.height() // 2))
    assert holder.experiment == replace(flowers(), model=replace(flowers().model, bias=False))
    choose(qtbot, panel.scheme, Qt.Key.Key_Down)
    assert holder.experiment.model.init == Init(list(INITIALIZATIONS)[1])


def test_new_start_takes_the_next_seed_and_drops_given_values(qtbot: QtBot) -> None:
    values = {"scheme": "zeros", "values": {"output.bias": [1]}}
    panel, holder = hold(qtbot, line(model={"init": values}))
    qtbot.mouseClick(panel.restart, LEFT)
    assert holder.experiment.training.seed == 1
    assert holder.experiment.model.init == Init("zeros")
    type_number(qtbot, panel.seed, str(2**63 - 1))
    qtbot.mouseClick(panel.restart, LEFT)
    assert holder.experiment.training.seed == 0
