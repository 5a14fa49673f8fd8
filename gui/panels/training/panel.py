"""The training panel: loss, penalties, optimizer, schedule, and how rows are gone through."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QWidget

from engine.catalog import LOSSES, OPTIMIZERS, SCHEDULES
from engine.edits import parts as edits
from engine.experiment import Experiment
from engine.experiment.settings import COUNT, SETTINGS
from engine.experiment.specs import Choice, StopRule
from engine.frames import Frame, Request
from gui.kit.forms.choosers import NameCombo
from gui.kit.forms.editing import EditingPanel
from gui.kit.forms.entry_form import NumberRow
from gui.kit.forms.fields import NumberField
from gui.kit.forms.folded import Folded
from gui.kit.forms.rows import column, describe, explained, keeps, setting_row, show_checked
from gui.kit.numbers import count, short
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.panels.training.batch_field import BatchField
from gui.panels.training.edge_row import EdgeRow
from gui.panels.training.goal_field import GoalField
from gui.panels.training.offers import choice_form, dtypes, penalties, reductions, sources
from gui.panels.training.rate_plot import RatePlot
from gui.panels.training.stop_form import StopForm


class TrainingPanel(EditingPanel):
    """How the model learns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = choice_form("loss.name", LOSSES)
        self.optimizer = choice_form("optimizer.name", OPTIMIZERS)
        self.schedule = choice_form("schedule.name", SCHEDULES)
        self.reduction = NameCombo()
        self.reduction.set_items(reductions())
        self.source = NameCombo()
        self.source.set_items(sources())
        self.l1, self.l2 = (NumberRow(param, keeps()) for param in penalties())
        self.batch_size = BatchField()
        self.shuffle = QCheckBox(tr("Shuffle"))
        self.epochs = NumberField(COUNT, whole=True, stretch=(COUNT.low, COUNT.high), log=True)
        self.rates, self.stop, self.goal = RatePlot(), StopForm(), GoalField()
        self.edge = EdgeRow()
        self.dtype = NameCombo()
        self.dtype.set_items(dtypes())
        self._lay_out()
        self._connect()

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        outcome, loss, training = experiment.data.outcome, experiment.loss, experiment.training
        fitting = {
            name: e for name, e in LOSSES.items() if outcome in e.targets or name == loss.name
        }
        self.loss.set_catalog(fitting)
        self.loss.show_choice(Choice(loss.name, loss.values))
        self.reduction.show_name(loss.reduction)
        self.source.show_name(loss.source)
        self.source_row.setVisible(outcome in LOSSES[loss.name].textbook)
        self.l1.show_value(experiment.regularization.l1)
        self.l2.show_value(experiment.regularization.l2)
        self.optimizer.show_choice(experiment.optimizer)
        self.schedule.show_choice(experiment.schedule)
        self.rates.show_experiment(experiment)
        self.edge.show_experiment(experiment)
        self.stop.show_rule(training.stop)
        self.goal.show_goal(experiment.goal)
        self.batch_size.set_rows(experiment.data.table.rows)
        self.batch_size.set_value(training.batch_size)
        show_checked(self.shuffle, training.shuffle)
        self.epochs.set_value(training.epochs)
        self.dtype.show_name(training.dtype)
        self._say_states(experiment)

    def wants(self) -> tuple[Request, ...]:
        return self.edge.wants()

    def forget(self) -> None:
        self.rates.show_epoch(0)
        self.edge.forget()

    def draw(self, frame: Frame) -> None:
        self.rates.show_epoch(frame.epoch)
        self.edge.draw(frame)

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.rates.restyle(theme)
        self.edge.restyle(theme)

    def _lay_out(self) -> None:
        down = column(self)
        setting = SETTINGS["training.shuffle"]
        describe(self.shuffle, tr(setting.label), explained(setting))
        stop = setting_row("training.epochs", self.epochs)
        reduction = setting_row("loss.reduction", self.reduction)
        self.source_row = setting_row("loss.from", self.source)
        digits = setting_row("training.dtype", self.dtype)
        describe(self.goal, tr(SETTINGS["goal"].label), explained(SETTINGS["goal"]))
        self.planning, self.stopping, self.aiming, self.penalties, self.numerics = (
            Folded(tr("Schedule"), tr("How the rate changes."), (self.schedule, self.rates)),
            Folded(tr("Stopping"), tr("When a run stops by itself."), (stop, self.stop)),
            Folded(tr("Goal"), tr("What is to be reached."), (self.goal,)),
            Folded(tr("Regularization"), tr("What keeps weights small."), (self.l1, self.l2)),
            Folded(tr("Numerics"), tr("How numbers are added up and kept."), (digits, reduction)),
        )
        for widget in (
            self.loss,
            self.source_row,
            self.optimizer,
            self.edge,
            setting_row("training.batch_size", self.batch_size),
            self.shuffle,
            self.planning,
            self.stopping,
            self.aiming,
            self.penalties,
            self.numerics,
        ):
            down.addWidget(widget)

    def _say_states(self, experiment: Experiment) -> None:
        """What the closed groups hold, in their titles."""
        training, penalties = experiment.training, experiment.regularization
        self.planning.show_state(tr(SCHEDULES[experiment.schedule.name].label))
        self.stopping.show_state(tr("{count} epochs", count=count(training.epochs)))
        self.aiming.show_state(experiment.goal or tr("none"))
        kept = [
            f"{name} {short(value)}"
            for name, value in (("L1", penalties.l1), ("L2", penalties.l2))
            if value
        ]
        self.penalties.show_state(", ".join(kept) or tr("none"))
        reduction = {item.name: item.label for item in reductions()}[experiment.loss.reduction]
        self.numerics.show_state(f"{training.dtype}, {reduction}")

    def _connect(self) -> None:
        for form, slot in (
            (self.loss, self._on_loss),
            (self.optimizer, self._on_optimizer),
            (self.schedule, self._on_schedule),
        ):
            form.changed.connect(slot)
            form.refused.connect(self.refuse)
        self.reduction.chosen.connect(self._on_reduction)
        self.source.chosen.connect(self._on_source)
        self.l1.changed.connect(self._on_penalty)
        self.l2.changed.connect(self._on_penalty)
        self.batch_size.committed.connect(self._on_batch_size)
        self.shuffle.toggled.connect(self._on_shuffle)
        self.epochs.committed.connect(self._on_epochs)
        self.stop.changed.connect(self._on_stop)
        self.goal.chosen.connect(lambda goal: self.put("goal", goal))
        self.dtype.chosen.connect(self._on_dtype)
        self.edge.wanted.connect(self.want_other_views)

    def _on_loss(self, text: str, choice: Choice) -> None:
        self.edit(
            text,
            lambda old: edits.with_loss(old, choice),
        )

    def _on_reduction(self, name: str) -> None:
        self.put("loss.reduction", name)

    def _on_source(self, name: str) -> None:
        self.put("loss.from", name)

    def _on_penalty(self, name: str, value: float) -> None:
        self.put(f"regularization.{name}", value)

    def _on_optimizer(self, text: str, choice: Choice) -> None:
        self.edit(text, lambda old: replace(old, optimizer=choice))

    def _on_schedule(self, text: str, choice: Choice) -> None:
        self.edit(text, lambda old: replace(old, schedule=choice))

    def _on_batch_size(self, size: int | None) -> None:
        self.put("training.batch_size", size)

    def _on_shuffle(self, shuffle: bool) -> None:
        self.put("training.shuffle", shuffle)

    def _on_epochs(self, epochs: int) -> None:
        self.put("training.epochs", epochs)

    def _on_stop(self, rule: StopRule) -> None:
        self.edit(
            tr("Stop rule"), lambda old: replace(old, training=replace(old.training, stop=rule))
        )

    def _on_dtype(self, name: str) -> None:
        self.put("training.dtype", name)
