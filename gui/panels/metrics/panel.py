"""How good the model is: figures on training and test rows, and a closer look at its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.catalog.entry import Param
from engine.experiment import Experiment
from engine.experiment.settings import INSIDE, SETTINGS
from engine.frames import Frame, Metrics, MetricsRequest, Request
from engine.frames.things import Figure
from gui.kit.columns import Columns
from gui.kit.forms.editing import EditingPanel
from gui.kit.forms.entry_form import NumberRow
from gui.kit.loss_names import loss_name
from gui.kit.numbers import NOTHING, loss, number
from gui.kit.parameter_names import cell_name, input_mark, layer_of
from gui.kit.pointing import Pointing
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted, found_in, moved, topmost
from gui.kit.ties import Ties
from gui.kit.words import tr
from gui.panels.metrics.closer import Closer
from gui.panels.metrics.figure_table import FigureTable
from gui.panels.metrics.words import Told, figure_words, told, when

MOST_PARAMETERS = 24  # as many as can be read at a glance
FIGURES = {"regression": ("loss", "mse", "mae", "r2"), "classification": ("loss", "accuracy")}
PERCENT = "\u202f%"


def _threshold() -> Param:
    setting = SETTINGS["model.threshold"]
    return Param(
        "threshold", setting.label, setting.help, 0.5, ranges=(INSIDE,), slider=(0.01, 0.99)
    )


class MetricsPanel(EditingPanel):
    """A table with a column for training and one for test rows; below it what the task adds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = FIGURES["regression"]
        self._loss_name = ""
        self.figures = FigureTable((tr("train"), tr("test")))
        self.threshold = NumberRow(_threshold(), "")
        self.threshold.changed.connect(lambda _, value: self.put("model.threshold", value))
        self.closer = Closer()
        self._pointing = Pointing(
            self, self.wish, self, self.figures, things=self.things, at=self.thing_at
        )
        self.closer.made.connect(lambda page: self._pointing.watch(*page.grounds()))
        self.closer.threshold_dragged.connect(lambda value: self.put("model.threshold", value))
        self.closer.turned.connect(self._on_turned)
        self._units_title = _heading(tr("Parameters in the columns' own units"))
        self.units = FigureTable(("",))
        self._when = _heading("")
        self._arrange()
        self._metrics: Metrics | None = None
        self._show_task()
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """The figures of this moment, and what is looked at more closely."""
        return (MetricsRequest(), *self.closer.wants())

    def show_experiment(self, experiment: Experiment) -> None:
        """Name the figures that the task has."""
        super().show_experiment(experiment)
        self._names = FIGURES[experiment.data.task]
        self._loss_name = loss_name(experiment)
        self.threshold.setVisible(experiment.data.outcome == "binary")
        self.threshold.show_value(experiment.model.threshold)
        self.closer.show_experiment(experiment)
        self._show_task()

    def forget(self) -> None:
        """Show dashes for figures, and nothing of a model."""
        self._metrics = None
        self.closer.forget()
        self._show_task()
        self._when.setText("")
        for widget in (self._units_title, self.units):
            widget.hide()

    def draw(self, frame: Frame) -> None:
        """Show the figures of a frame."""
        metrics = frame.views.get(MetricsRequest())
        if isinstance(metrics, Metrics):
            self._metrics = metrics
            self.closer.page.draw_metrics(metrics)
            self.closer.page.draw(frame)
            self._show_figures(metrics)
            step = frame.step if metrics.step is None else metrics.step
            self._when.setText(when(step, metrics.is_by_hand))
            self._show_units(metrics)

    def columns(self) -> Columns | None:
        """The numbers of the plot; else the figures, and how many rows are called what."""
        metrics = self._metrics
        if metrics is None:
            return None
        plotted = self.closer.page.columns()
        if plotted is not None:
            return plotted
        train = {"loss": metrics.train_loss, **metrics.train}
        test = {"loss": metrics.test_loss, **metrics.test}
        rows: list[Told] = [(name, train.get(name), test.get(name)) for name in self._names]
        rows += told(metrics)
        return dict(zip(("figure", "train", "test"), zip(*rows, strict=True), strict=True))

    def view_state(self) -> dict[str, Any]:
        """What is looked at more closely."""
        return self.closer.state()

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """That again."""
        self.closer.take_state(state)

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(pointing=self._pointing)

    def things(self) -> list[Painted]:
        """Each figure of the training and of the test rows, and what is looked at more closely."""
        page = self.closer.page
        return [*self._figure_things(), *(moved(one, page, self) for one in page.things())]

    def thing_at(self, at: QPointF) -> Painted | None:
        """A figure, or what the page has there."""
        page = self.closer.page
        found = topmost(self._figure_things(), at)
        if found is not None or not page.isVisible():
            return found
        return found_in(page, self, at, page.thing_at)

    def _figure_things(self) -> list[Painted]:
        own = [(Figure(name), Figure(name, test=True)) for name in self._names]
        rows = [*own, *(figure.things for figure in self.closer.page.figures())]
        return [
            moved(Painted(thing, QRectF(label.rect())), label, self)
            for things, labels in zip(rows, self.figures.labels(), strict=False)
            for thing, label in zip(things, labels, strict=False)
            if label.text() != NOTHING
        ]

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.closer.restyle(theme)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.figures)
        layout.addWidget(self._when)
        layout.addWidget(self.threshold)
        layout.addWidget(self.closer, 1)
        for widget in (self._units_title, self.units):
            widget.hide()
            layout.addWidget(widget)

    def _on_turned(self) -> None:
        self._show_task()
        if self._metrics is not None:
            self._show_figures(self._metrics)
        self.want_other_views()

    def _show_task(self) -> None:
        words = figure_words()
        words["loss"] = words["loss"][0], f"{self._loss_name}\n{words['loss'][1]}"
        closer = [(figure.name, figure.help) for figure in self.closer.page.figures()]
        self.figures.set_rows([*(words[name] for name in self._names), *closer])
        for index in range(len(self._names) + len(closer)):
            self.figures.show_row(index, (None, None))
        self._pointing.watch(*(label for row in self.figures.labels() for label in row))

    def _show_figures(self, metrics: Metrics) -> None:
        train = {"loss": metrics.train_loss, **metrics.train}
        test = {"loss": metrics.test_loss, **metrics.test}
        for index, name in enumerate(self._names):
            figures = (train.get(name), test.get(name))
            if name == "accuracy":
                percents = tuple(None if share is None else 100 * share for share in figures)
                self.figures.show_row(index, percents, PERCENT)
            else:
                write = loss if name in ("loss", "mse") else number
                self.figures.show_row(index, figures, write=write)
        for index, figure in enumerate(self.closer.page.figures(), start=len(self._names)):
            self.figures.show_row(index, (figure.train, figure.test))

    def _show_units(self, metrics: Metrics) -> None:
        cells = self._units(metrics)[:MOST_PARAMETERS]
        for widget in (self._units_title, self.units):
            widget.setVisible(bool(cells))
        meaning = tr("What this parameter is where neither features nor target are scaled.")
        self.units.set_rows([(name, meaning) for name, _ in cells])
        for index, (_, value) in enumerate(cells):
            self.units.show_row(index, (value,))

    def _units(self, metrics: Metrics) -> list[tuple[str, float]]:
        """Names and values; in their own units weights are those of the features' numbers."""
        if self.experiment is None:
            return []
        hidden, features = bool(self.experiment.model.hidden), self.experiment.data.encoding.names
        shapes = {name: np.shape(values) for name, values in metrics.in_units.items()}
        cells = []
        for parameter, values in metrics.in_units.items():
            layer = f"{layer_of(parameter)} " if hidden else ""
            inputs = () if hidden and layer_of(parameter) == "output" else features
            for place, value in enumerate(np.ravel(values)[:MOST_PARAMETERS]):
                mark = input_mark(parameter, shapes, inputs, place)
                name = cell_name(parameter, shapes[parameter], place)
                cells.append((f"{layer}{name}{mark}", float(value)))
        return cells


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("Muted")
    label.setWordWrap(True)
    return label
