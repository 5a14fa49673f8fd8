"""The training panel, operated as a learner does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.catalog import OPTIMIZERS, SCHEDULES
from engine.experiment import Experiment
from engine.experiment.specs import Choice, Loss, Regularization
from gui.kit.forms.entry_form import FlagRow, NumberRow
from gui.panels.training.panel import TrainingPanel
from tests.experiments import experiments, flowers, line
from tests.hearing import nothing_wished
from tests.holding import Holder, assert_explained, choose, controls, row_of, type_number
from tests.there import there

FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def hold(qtbot: QtBot, experiment: Experiment) -> tuple[TrainingPanel, Holder]:
    panel = TrainingPanel()
    return panel, Holder(qtbot, panel, experiment)


def test_every_control_says_what_becomes_of_the_weights(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, flowers(optimizer={"name": "adam"}, schedule={"name": "step"}))
    assert_explained(panel)
    changing = [control for control in controls(panel) if "open or close" not in control.toolTip()]
    assert len(changing) > 10
    for control in changing:
        assert "weights." in control.toolTip(), control.accessibleName()


@pytest.fixture
def shown(qtbot: QtBot) -> TrainingPanel:
    """One for all examples: what it has shown before must not matter."""
    panel = TrainingPanel()
    qtbot.addWidget(panel)
    return panel


@FIXTURE
@given(experiment=experiments())
def test_showing_emits_nothing(shown: TrainingPanel, experiment: Experiment) -> None:
    with nothing_wished(shown):
        shown.show_experiment(experiment)
        shown.show_experiment(line())
        shown.show_experiment(experiment)
    assert shown.optimizer.choice == experiment.optimizer
    assert shown.schedule.choice == experiment.schedule
    assert shown.batch_size.value() == experiment.training.batch_size
    assert shown.dtype.currentData() == experiment.training.dtype
    assert shown.loss.combo.currentData() == experiment.loss.name


def test_only_fitting_losses_are_offered(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    combo = panel.loss.combo
    assert [combo.itemData(i) for i in range(combo.count())] == ["mse", "l1", "huber"]
    panel.show_experiment(flowers())
    assert [combo.itemData(i) for i in range(combo.count())] == ["cross_entropy", "hinge"]
    assert holder.texts == []


def test_the_loss_keeps_its_reduction(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line(loss={"reduction": "sum"}))
    choose(qtbot, panel.loss.combo, Qt.Key.Key_End)
    assert holder.experiment == replace(line(), loss=Loss("huber", "sum", (("delta", 1.0),)))
    type_number(qtbot, row_of(panel.loss, "delta", NumberRow).field, "3e1")
    assert holder.experiment.loss == Loss("huber", "sum", (("delta", 30.0),))
    choose(qtbot, panel.reduction, Qt.Key.Key_Up)
    assert holder.experiment.loss == Loss("huber", "mean", (("delta", 30.0),))


def test_penalties_change_alone(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    type_number(qtbot, panel.l1.field, "0.01")
    type_number(qtbot, panel.l2.field, "1e-3")
    assert holder.experiment == replace(line(), regularization=Regularization(0.01, 0.001))


def test_the_learning_rate_is_dragged_and_typed(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    row = row_of(panel.optimizer, "lr", NumberRow)
    slider = there(row.slider)
    slider.setFocus()
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert set(holder.texts) == {"Learning rate"}
    assert 0.011 < holder.experiment.optimizer.number("lr") < 0.02
    type_number(qtbot, row.field, "0.0012345678")
    assert holder.experiment == replace(
        line(), optimizer=Choice.of(OPTIMIZERS["sgd"], lr=0.0012345678)
    )


def test_optimizer_and_schedule_change_alone(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    choose(qtbot, panel.optimizer.combo, Qt.Key.Key_Down)
    choose(qtbot, panel.schedule.combo, Qt.Key.Key_Down)
    changed = replace(
        line(), optimizer=Choice.of(OPTIMIZERS["adam"]), schedule=Choice.of(SCHEDULES["step"])
    )
    assert holder.experiment == changed


def test_values_that_do_not_go_together_are_refused(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    box = row_of(panel.optimizer, "nesterov", FlagRow).box
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert holder.texts == []
    assert len(holder.errors) == 1


def test_the_batch_is_a_number_or_all(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    field = panel.batch_size
    assert field.text() == "all"
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert holder.texts == []
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert holder.experiment.training.batch_size == 2
    for _ in range(2):
        qtbot.keyClick(field, Qt.Key.Key_Up)
    assert holder.experiment.training.batch_size is None
    type_number(qtbot, field, "300")
    assert holder.experiment.training.batch_size == 300
    type_number(qtbot, field, "0")
    assert holder.experiment.training.batch_size == 300
    type_number(qtbot, field, "all")
    assert holder.experiment == line()


def test_training_settings_change_alone(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    box = panel.shuffle
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    type_number(qtbot, panel.epochs, "3000")
    choose(qtbot, panel.dtype, Qt.Key.Key_Down)
    training = replace(line().training, shuffle=False, epochs=3000, dtype="float64")
    assert holder.experiment == replace(line(), training=training)


def test_numbers_too_large_for_float32_are_refused(qtbot: QtBot) -> None:
    columns = {"x": [1, 2, 1e300], "y": [1, 2, 3]}
    panel, holder = hold(qtbot, line(data={"columns": columns}, training={"dtype": "float64"}))
    choose(qtbot, panel.dtype, Qt.Key.Key_Up)
    assert holder.texts == []
    assert "float32" in str(holder.errors[0])
    assert panel.dtype.currentData() == "float64"


def test_the_losses_names_are_whole_in_a_dock_as_wide_as_at_first(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, flowers())
    panel.resize(232, 700)
    panel.show()
    QApplication.processEvents()
    combo = panel.loss.combo
    names = ["Mean squared error", "Binary cross-entropy"]
    assert combo.width() >= 30 + max(map(combo.fontMetrics().horizontalAdvance, names))
