"""The data panel, operated as a learner does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.experiment.prepare import split
from engine.experiment.specs import Loss, Scaling
from gui.kit.wishes import OpenFile
from gui.panels.data.panel import DataPanel
from tests.experiments import experiments, flowers, line
from tests.hearing import nothing_wished, wished
from tests.holding import Holder, assert_explained, choose, type_number

FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def hold(qtbot: QtBot, experiment: Experiment) -> tuple[DataPanel, Holder]:
    panel = DataPanel()
    return panel, Holder(qtbot, panel, experiment)


def test_every_control_is_explained(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, flowers())
    assert_explained(panel)


@pytest.fixture
def shown(qtbot: QtBot) -> DataPanel:
    """One for all examples: what it has shown before must not matter."""
    panel = DataPanel()
    qtbot.addWidget(panel)
    return panel


@FIXTURE
@given(experiment=experiments())
def test_showing_emits_nothing(shown: DataPanel, experiment: Experiment) -> None:
    with nothing_wished(shown):
        shown.show_experiment(experiment)
    assert shown.task.currentData() == experiment.data.task
    assert shown.target.currentData() == experiment.data.target
    assert shown.split_seed.value() == experiment.data.split_seed


def test_size_is_told(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, flowers())
    assert panel.summary.text() == "6 rows, 4 columns"


def test_task_brings_a_fitting_loss_and_back(qtbot: QtBot) -> None:
    before = line(data={"columns": {"x": [1, 2, 3], "y": [0, 1, 1]}})
    panel, holder = hold(qtbot, before)
    choose(qtbot, panel.task, Qt.Key.Key_Down)
    assert holder.experiment.data.task == "classification"
    assert holder.experiment.loss == Loss("bce")
    assert not panel.target_scaling.isEnabled()
    choose(qtbot, panel.task, Qt.Key.Key_Up)
    assert holder.experiment == before
    assert panel.target_scaling.isEnabled()


def test_an_impossible_task_is_refused(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers())
    choose(qtbot, panel.task, Qt.Key.Key_Up)
    assert holder.texts == []
    assert holder.errors[0].where == "data.columns.kind"
    assert panel.task.currentData() == "classification"


def test_features_are_checked_one_by_one(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers())
    choose(qtbot, panel.features, Qt.Key.Key_Space)
    qtbot.waitUntil(panel.features.list.isVisible)
    qtbot.keyClick(panel.features.list, Qt.Key.Key_Space)
    assert holder.experiment.data.features == ("width",)
    qtbot.keyClick(panel.features.list, Qt.Key.Key_Space)
    assert holder.experiment.data.features == ("width", "length")
    assert panel.features.currentText() == "width, length", "in the order of the weights"
    panel.features.hidePopup()


def test_the_last_feature_stays(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    choose(qtbot, panel.features, Qt.Key.Key_Space)
    qtbot.waitUntil(panel.features.list.isVisible)
    qtbot.keyClick(panel.features.list, Qt.Key.Key_Space)
    assert holder.experiment == line()
    assert len(holder.errors) == 1
    assert panel.features.list.item(0).checkState() == Qt.CheckState.Checked
    panel.features.hidePopup()


def test_words_can_be_a_feature(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers(data={"target": "height", "task": "regression"}))
    last = panel.features.list.item(2)
    assert last.text() == "kind"
    last.setCheckState(Qt.CheckState.Checked)
    assert holder.experiment.data.features == ("length", "width", "kind")
    assert holder.experiment.data.encoding.names[-1].startswith("kind=")


def test_gaps_keep_a_column_from_being_a_feature(qtbot: QtBot) -> None:
    columns = {"x": [1, 2], "seen": [None, 3], "y": [1, 2]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    panel, _ = hold(qtbot, Experiment.from_dict({"data": data}))
    item = panel.features.list.item(1)
    assert item.toolTip() == "Has cells without a value."
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled


def test_target_trades_places(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    choose(qtbot, panel.target, Qt.Key.Key_Up)
    assert holder.experiment.data.target == "x"
    assert holder.experiment.data.features == ("y",)


def test_scaling_changes_alone(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    choose(qtbot, panel.feature_scaling, Qt.Key.Key_Down, Qt.Key.Key_Down)
    choose(qtbot, panel.target_scaling, Qt.Key.Key_Down)
    scaled = replace(line().data, scaling=Scaling("standardize", "center"))
    assert holder.experiment == replace(line(), data=scaled)


def test_test_rows_are_a_share_in_per_cent(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, line())
    assert not panel.split_seed.isEnabled()
    type_number(qtbot, panel.test_share, "20")
    assert holder.experiment == replace(line(), data=replace(line().data, test_fraction=0.2))
    assert panel.test_share.text() == "20 %"
    type_number(qtbot, panel.split_seed, "12345678901234567")
    assert holder.experiment.data.split_seed == 12345678901234567
    type_number(qtbot, panel.test_share, "60 %")
    assert holder.experiment.data.test_fraction == 0.2


def test_open_asks_for_a_file(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, line())
    with wished(qtbot, panel, OpenFile):
        qtbot.mouseClick(panel.open, Qt.MouseButton.LeftButton)


def test_classes_keep_their_share_where_that_is_asked_for(qtbot: QtBot) -> None:
    panel, holder = hold(qtbot, flowers())
    assert not panel.stratified.isEnabled(), "there are no test rows yet"
    type_number(qtbot, panel.test_share, "50")
    panel.stratified.setFocus()
    qtbot.keyClick(panel.stratified, Qt.Key.Key_Space)
    assert holder.texts == ["Test rows", "Stratified"]
    data = holder.experiment.data
    assert data == replace(flowers().data, test_fraction=0.5, stratified=True)
    _, test = split(data)
    kinds, sizes = np.unique(data.table.columns["kind"], return_counts=True)
    for kind, size in zip(kinds, sizes, strict=True):
        assert abs((data.table.columns["kind"][test] == kind).sum() - size / 2) < 1
    qtbot.keyClick(panel.stratified, Qt.Key.Key_Space)
    assert not holder.experiment.data.stratified


def test_a_number_has_no_strata(qtbot: QtBot) -> None:
    panel, _ = hold(qtbot, line(data={"test_fraction": 0.4}))
    assert panel.split_seed.isEnabled() and not panel.stratified.isEnabled()
