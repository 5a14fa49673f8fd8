"""The data panel: which column plays which part, how columns are scaled, which rows test."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from engine.catalog import Range
from engine.data.table import Column, Table
from engine.edits import parts as edits
from engine.experiment import Experiment, casting
from engine.experiment.settings import SEED, SETTINGS
from engine.experiment.specs import Data, Task
from gui.kit.forms.choosers import CheckList, Item, NameCombo
from gui.kit.forms.editing import EditingPanel
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import (
    NARROW,
    SPACE,
    Row,
    column,
    describe,
    explained,
    setting_row,
    show_checked,
)
from gui.kit.wishes import GenerateData, OpenFile
from gui.kit.words import tr

MOST_TESTED = 50  # per cent; the file format allows more, and what a file says is shown


class DataPanel(EditingPanel):
    """What is learned from: columns, task, scaling, test rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = QLabel()
        self.task = _combo(_tasks())
        self.features = CheckList()
        self.target = NameCombo()
        self.feature_scaling = _combo(_scalings())
        self.target_scaling = _combo(_scalings())
        self.test_share = NumberField(Range(0, MOST_TESTED), stretch=(0, MOST_TESTED), unit=" %")
        self.split_seed = NumberField(SEED, whole=True)
        self.stratified = QCheckBox(tr("Stratified"))
        self.open = QPushButton(tr("Open…"))
        self.generate = QPushButton(tr("Generate…"))
        self._lay_out()
        self._connect()

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        data = experiment.data
        self.summary.setText(_summary(data.table))
        self.task.show_name(data.task)
        self.features.show_items(_feature_items(data), data.features)
        self.target.set_items(_target_items(data))
        self.target.show_name(data.target)
        self.feature_scaling.show_name(data.scaling.features)
        self.target_scaling.show_name(data.scaling.target)
        self.target_scaling.setEnabled(data.task == "regression")
        self.test_share.set_value(round(data.test_fraction * 100, 10))
        self.split_seed.set_value(data.split_seed)
        self.split_seed.setEnabled(data.test_fraction > 0)
        show_checked(self.stratified, data.stratified)
        self.stratified.setEnabled(data.test_fraction > 0 and data.task == "classification")

    def _lay_out(self) -> None:
        down = column(self)
        down.addWidget(self.summary)
        across = QHBoxLayout()
        across.setSpacing(SPACE)
        across.addWidget(self.open, 1)
        across.addWidget(self.generate, 1)
        down.addLayout(across)
        for row in (*self._parts(), *self._preparation()):
            down.addWidget(row)
        down.addWidget(self.stratified)
        setting = SETTINGS["data.stratified"]
        describe(self.stratified, tr(setting.label), explained(setting))
        describe(self.summary, tr("Size"), tr("How much data there is."))
        describe(self.open, tr("Open…"), tr("Open a table or an experiment from a file."))
        explanation = tr("Make a data set from a few numbers or a formula.")
        describe(self.generate, tr("Generate…"), explanation)

    def _parts(self) -> tuple[Row, ...]:
        return (
            setting_row("data.task", self.task, NARROW),
            setting_row("data.features", self.features, NARROW),
            setting_row("data.target", self.target, NARROW),
        )

    def _preparation(self) -> tuple[Row, ...]:
        return (
            setting_row("data.scaling.features", self.feature_scaling),
            setting_row("data.scaling.target", self.target_scaling),
            setting_row("data.test_fraction", self.test_share),
            setting_row("data.split_seed", self.split_seed),
        )

    def _connect(self) -> None:
        self.task.chosen.connect(self._on_task)
        self.features.toggled_names.connect(self._on_features)
        self.target.chosen.connect(self._on_target)
        self.feature_scaling.chosen.connect(self._on_feature_scaling)
        self.target_scaling.chosen.connect(self._on_target_scaling)
        self.test_share.committed.connect(self._on_test_share)
        self.split_seed.committed.connect(self._on_split_seed)
        self.stratified.clicked.connect(self._on_stratified)
        self.open.clicked.connect(self._on_open)
        self.generate.clicked.connect(self._on_generate)

    def _on_open(self) -> None:
        self.wish(OpenFile())

    def _on_generate(self) -> None:
        self.wish(GenerateData())

    def _on_task(self, name: str) -> None:
        self.edit(tr("Task"), lambda old: edits.with_task(old, cast(Task, name)))

    def _on_features(self, checked: tuple[str, ...]) -> None:
        def change(old: Experiment) -> Experiment:
            kept = tuple(name for name in old.data.features if name in checked)
            added = tuple(name for name in checked if name not in kept)
            return edits.with_features(old, kept + added)

        self.edit(tr("Features"), change)

    def _on_target(self, name: str) -> None:
        self.edit(tr("Target"), lambda old: edits.with_target(old, name))

    def _on_feature_scaling(self, name: str) -> None:
        self.put("data.scaling.features", name)

    def _on_target_scaling(self, name: str) -> None:
        self.put("data.scaling.target", name)

    def _on_test_share(self, percent: float) -> None:
        self.put("data.test_fraction", percent / 100)

    def _on_split_seed(self, seed: int) -> None:
        self.put("data.split_seed", seed)

    def _on_stratified(self, checked: bool) -> None:
        self.put("data.stratified", checked)


def _combo(lines: list[Item]) -> NameCombo:
    combo = NameCombo()
    combo.set_items(lines)
    return combo


def _tasks() -> list[Item]:
    return [
        Item("regression", tr("Regression"), tr("Predicts a number.")),
        Item("classification", tr("Classification"), tr("Predicts one of a few classes.")),
    ]


def _scalings() -> list[Item]:
    return [
        Item("none", tr("None"), tr("Leaves the numbers as they are.")),
        Item("center", tr("Center"), tr("Subtracts the mean of the training rows.")),
        Item(
            "standardize",
            tr("Standardize"),
            tr("Subtracts the mean of the training rows and divides by their standard deviation."),
        ),
    ]


def _summary(table: Table) -> str:
    rows = tr("1 row") if table.rows == 1 else tr("{count} rows", count=f"{table.rows:,}")
    return tr("{rows}, {count} columns", rows=rows, count=len(table.names))


def _feature_items(data: Data) -> list[Item]:
    """Every column but the target; gaps and too many words keep one from being a feature."""
    return [
        Item(name, name, why, not why)
        for name, column in data.table.columns.items()
        if name != data.target
        for why in [_why_not(column)]
    ]


def _why_not(column: Column) -> str:
    if casting.has_gaps(column):
        return tr("Has cells without a value.")
    if casting.is_too_various(column):
        return tr("Holds more than {most} different words.", most=casting.MOST_VALUES)
    return ""


def _target_items(data: Data) -> list[Item]:
    return [Item(name, name) for name in data.table.names]
