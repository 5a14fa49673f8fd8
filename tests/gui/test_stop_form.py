"""When a run stops, and the learning rate ahead, as the training panel shows and changes them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from engine import Experiment
from engine.catalog import SCHEDULES
from engine.experiment.rates import ahead, factor
from engine.experiment.specs import Choice, StopRule
from engine.training.machine import Machine
from gui.kit.wishes import Edit
from gui.panels.training.panel import TrainingPanel
from gui.panels.training.rate_plot import RatePlot
from tests.experiments import line
from tests.hearing import hear


@pytest.fixture
def panel(qtbot):
    found = TrainingPanel()
    qtbot.addWidget(found)
    found.show_experiment(line())
    hear(found, Edit, lambda _, experiment: found.show_experiment(experiment))
    return found


def typed(qtbot, field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def rule(panel: TrainingPanel) -> StopRule:
    assert panel.experiment is not None
    return panel.experiment.training.stop


def test_the_conditions_are_typed_and_taken_back(qtbot, panel) -> None:
    form = panel.stop
    assert form.loss_below.text() == form.patience.text() == "never"
    typed(qtbot, form.loss_below, "0.25")
    typed(qtbot, form.patience, "12")
    typed(qtbot, form.min_change, "5")
    assert rule(panel) == StopRule(0.25, 12, 0.05)
    typed(qtbot, form.loss_below, "never")
    typed(qtbot, form.patience, "never")
    assert rule(panel) == StopRule(None, None, 0.05)


def test_what_cannot_be_is_not_taken(qtbot, panel) -> None:
    typed(qtbot, panel.stop.loss_below, "-1")
    typed(qtbot, panel.stop.patience, "2.5")
    assert rule(panel) == StopRule()


def test_arrow_keys_lead_from_never_to_a_number(qtbot, panel) -> None:
    qtbot.keyClick(panel.stop.patience, Qt.Key.Key_Up)
    qtbot.keyClick(panel.stop.patience, Qt.Key.Key_Return)
    assert rule(panel).patience == 20


def test_how_much_is_a_fall_matters_only_with_patience(qtbot, panel) -> None:
    assert not panel.stop.min_change.isEnabled()
    typed(qtbot, panel.stop.patience, "3")
    assert panel.stop.min_change.isEnabled()


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_rates_ahead_are_those_of_training(name: str) -> None:
    experiment = replace(line(optimizer={"lr": 1e-6}), schedule=Choice.of(SCHEDULES[name]))
    epochs, rates = ahead(1e-6, experiment.schedule, 40)
    assert epochs.tolist() == list(range(40))
    machine = Machine(experiment)
    for rate in rates:
        assert machine.lr == rate
        machine.quick_step()


def test_very_many_epochs_are_drawn_from_some() -> None:
    epochs, rates = ahead(1.0, Choice.of(SCHEDULES["cosine"]), 10**9)
    assert len(epochs) <= 240 and epochs[0] == 0 and epochs[-1] == 10**9 - 1
    assert np.isfinite(rates).all()


def test_a_schedule_is_drawn_and_a_constant_rate_is_not(panel) -> None:
    assert panel.rates.isHidden()
    cosine = Choice.of(SCHEDULES["cosine"], period=10)
    panel.show_experiment(replace(line(optimizer={"lr": 0.5}), schedule=cosine))
    assert not panel.rates.isHidden()
    panel.rates.show_epoch(5)
    assert panel.rates.rate == 0.5 * factor(cosine)(5) == pytest.approx(0.25)
    assert "0.25" in panel.rates.toolTip()
    panel.resize(300, 900)
    before = panel.rates.grab().toImage()
    panel.rates.show_epoch(9)
    assert panel.rates.grab().toImage() != before


def test_rates_over_decades_are_drawn_on_a_logarithmic_axis(panel) -> None:
    fall = Choice.of(SCHEDULES["exponential"], gamma=0.9)
    start = line(optimizer={"lr": 0.5}, training={"epochs": 101})
    panel.show_experiment(replace(start, schedule=fall))
    heights = [panel.rates.height_of(0.5 * 0.9**epoch) for epoch in (0, 25, 50, 100)]
    assert heights == pytest.approx([1, 0.75, 0.5, 0])
    slow = Choice.of(SCHEDULES["exponential"], gamma=0.99)
    panel.show_experiment(replace(start, schedule=slow))
    assert panel.rates.height_of(0.25) == pytest.approx(0.5)


def test_one_undo_entry_says_what_was_changed(qtbot, panel) -> None:
    said: list[str] = []
    hear(panel, Edit, lambda text, _: said.append(text))
    typed(qtbot, panel.stop.loss_below, "2")
    assert said == ["Stop rule"]
    assert isinstance(panel.experiment, Experiment)


def test_the_words_touch_neither_the_curve_nor_the_axis(qtbot) -> None:
    plot = RatePlot()
    qtbot.addWidget(plot)
    start = line(optimizer={"lr": 0.1}, training={"epochs": 300})
    plot.show_experiment(replace(start, schedule=Choice.of(SCHEDULES["cosine"])))
    plot.resize(200, plot.sizeHint().height())
    image = plot.grab().toImage()
    rows = [image.pixelColor(image.width() // 2, y) for y in range(image.height())]
    ground = rows[0]
    axis = max(y for y, color in enumerate(rows) if color != ground)
    gap = [image.pixelColor(x, y) for y in (axis + 2, axis + 3) for x in range(4, 196)]
    assert set(map(QColor.name, gap)) == {ground.name()}
    letters = plot.fontMetrics().height()
    above = [image.pixelColor(x, letters).name() for x in range(9, 60)]
    assert set(above) == {ground.name()}  # between the largest rate and the curve
