"""How well a class is told from the rest, whatever the threshold: a curve and its figures."""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Frame, Ranked, Ranking, RankingRequest, Request
from engine.frames.sights import Cutoff
from engine.frames.things import Figure as Counted
from gui.kit.columns import Columns
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.rows import Row
from gui.kit.numbers import number
from gui.kit.theme import Theme
from gui.kit.things import Painted, found_in, moved
from gui.kit.words import tr
from gui.panels.metrics.curve_plot import CurvePlot
from gui.panels.metrics.page import Figure, Page, muted

PARTS: tuple[Literal["train", "test"], ...] = ("train", "test")
COLUMNS = ("threshold", "recall", "fall_out", "precision")


class CurvePage(Page):
    """ROC or precision–recall; of more than two classes one is chosen against the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot, self.classes, self.reading = CurvePlot(self), NameCombo(), muted()
        self.ranking: Ranking | None = None
        self._positive = 1
        self._threshold = 0.5
        self._row = Row(
            tr("Class"), tr("The class that is told from all the others."), self.classes
        )
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        for part in (self._row, self.plot, self.reading):
            down.addWidget(part, 1 if part is self.plot else 0)
        self.classes.chosen.connect(self._on_class)
        self.plot.threshold_dragged.connect(self.threshold_dragged)
        self.plot.walked.connect(self._walk)
        self.plot.hovered.connect(self._point)
        self.plot.left.connect(self._unpoint)

    @property
    def positive(self) -> int:
        """The index of the class that is told from the rest."""
        return self._positive

    @positive.setter
    def positive(self, place: int) -> None:
        self._positive = place

    def name(self, kind: str) -> None:
        """Show the one or the other curve."""
        self.plot.name("roc" if kind == "roc" else "precision")
        self._unpoint()

    def wants(self) -> tuple[Request, ...]:
        """The curves of the class at hand."""
        return (RankingRequest(self._positive),)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer its classes."""
        data, self._threshold = experiment.data, experiment.model.threshold
        self.plot.can_drag = data.outcome == "binary"
        last = max(len(data.classes) - 1, 0)
        self._positive = 1 if self.plot.can_drag else min(self._positive, last)
        self._row.setVisible(not self.plot.can_drag)
        names = [str(name) for name in data.classes]
        self.classes.set_items([Item(str(place), name) for place, name in enumerate(names)])
        self.classes.show_name(str(self._positive))
        self._unpoint()

    def draw(self, frame: Frame) -> None:
        """Show the curves of a frame."""
        view = frame.views.get(RankingRequest(self._positive))
        if isinstance(view, Ranking):
            self._show(view)

    def forget(self) -> None:
        """Show an empty plot."""
        self._show(None)

    def figures(self) -> list[Figure]:
        """The area under the curve, and what holds at the threshold."""
        roc = self.plot.kind == "roc"
        area, average, recall, false, precision = _words()
        first, third = (area, false) if roc else (average, precision)
        of, name = self._positive, "area" if roc else "average"
        areas = tuple(Counted(name, test, of=of) for test in (False, True))
        place = 1 if roc else 2
        cutoffs = tuple(Cutoff(of, None, test) for test in (False, True))
        return [
            Figure(*first, self._whole("train", roc), self._whole("test", roc), areas),
            Figure(*recall, self._now("train", 0), self._now("test", 0), cutoffs),
            Figure(*third, self._now("train", place), self._now("test", place), cutoffs),
        ]

    def grounds(self) -> list[QWidget]:
        """The plot."""
        return [self.plot.viewport()]

    def things(self) -> list[Painted]:
        """Points of the curves."""
        return [moved(one, self.plot.viewport(), self) for one in self.plot.things(self._positive)]

    def thing_at(self, at: QPointF) -> Painted | None:
        """The point of a curve that is at a place."""
        find = partial(self.plot.thing_at, positive=self._positive)
        return found_in(self.plot.viewport(), self, at, find)

    def columns(self) -> Columns | None:
        """The curves' points."""
        found: dict[str, list[float]] = {}
        for part in PARTS:
            ranked = self._ranked(part)
            for name in COLUMNS if ranked else ():
                found[f"{part} {name}"] = getattr(ranked, name).tolist()
        return found or None

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)

    def _show(self, ranking: Ranking | None) -> None:
        self.ranking = ranking
        self.plot.show_ranking(ranking)

    def _ranked(self, part: Literal["train", "test"]) -> Ranked | None:
        if self.ranking is None:
            return None
        return self.ranking.train if part == "train" else self.ranking.test

    def _whole(self, part: Literal["train", "test"], roc: bool) -> float | None:
        ranked = self._ranked(part)
        return None if ranked is None else ranked.area if roc else ranked.average

    def _now(self, part: Literal["train", "test"], place: int) -> float | None:
        ranked = self._ranked(part)
        share = np.nan if ranked is None else ranked.now[place]
        return None if np.isnan(share) else share

    def _on_class(self, name: str) -> None:
        self._positive = int(name)
        self._show(None)
        self.turned.emit()

    def _walk(self, steps: int) -> None:
        """To the next hundredth."""
        if self.plot.can_drag:
            hundredths = round(100 * self._threshold) + steps
            self.threshold_dragged.emit(min(max(hundredths, 1), 99) / 100)

    def _point(self, x: float, y: float) -> None:
        place, train = self.plot.nearest(x, y), self._ranked("train")
        if place is None or train is None:
            return
        at = train.threshold[place]
        self.reading.setText(
            tr(
                "threshold {at}: recall {recall}, false alarms {false}, precision {precision}",
                at="—" if np.isnan(at) else number(at),
                recall=number(train.recall[place]),
                false=number(train.fall_out[place]),
                precision=number(train.precision[place]),
            )
        )

    def _unpoint(self) -> None:
        drag = tr("Drag the point along the curve to set the threshold.")
        now = tr("The point is what the model answers now.")
        self.reading.setText(drag if self.plot.can_drag else now)


def _words() -> tuple[tuple[str, str], ...]:
    """Names of the figures, and a sentence on each."""
    return (
        (
            tr("Area under ROC"),
            tr("How often a row of the class has a higher probability than one of the rest."),
        ),
        (
            tr("Average precision"),
            tr("The area under the steps of the precision–recall curve: Σ (Rₙ − Rₙ₋₁) Pₙ."),
        ),
        (tr("Recall R"), tr("Of the rows of the class, the share that are called so.")),
        (tr("False alarms"), tr("Of the rows of the rest, the share that are called the class.")),
        (tr("Precision P"), tr("Of the rows that are called the class, the share that are of it.")),
    )
