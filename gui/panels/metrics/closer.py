"""What is looked at more closely, chosen in a list: a table, a curve, or the errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Request
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.rows import describe
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.panels.metrics.curve_page import CurvePage
from gui.panels.metrics.fit_page import FitPage
from gui.panels.metrics.page import Page
from gui.panels.metrics.table_page import TablePage

PAGES: Mapping[str, Mapping[str, type[Page]]] = {
    "classification": {"table": TablePage, "roc": CurvePage, "precision": CurvePage},
    "regression": {"predicted": FitPage, "residuals": FitPage},
}


class Closer(QWidget):
    """One page at a time; each is made when it is first chosen."""

    threshold_dragged = Signal(float)
    turned = Signal()  # other views are wanted
    made = Signal(object)  # a Page, with its first use

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._experiment: Experiment | None = None
        self._chosen = {task: next(iter(pages)) for task, pages in PAGES.items()}
        self._made: dict[type[Page], Page] = {}
        self._positive = 1
        self._named = ""  # what the page at hand was last told to be
        self.box = NameCombo()
        describe(self.box, tr("Closer look"), tr("What is shown below the figures."))
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(6)
        self._down.addWidget(self.box)
        self.box.chosen.connect(self.choose)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        kind = PAGES[self._task][self._chosen[self._task]]
        if kind not in self._made:
            self._make(kind)
        return self._made[kind]

    @property
    def chosen(self) -> str:
        """The name of what is shown."""
        return self._chosen[self._task]

    def wants(self) -> tuple[Request, ...]:
        """The views of the page at hand."""
        return self.page.wants()

    def choose(self, name: str) -> None:
        """Show another page."""
        self._chosen[self._task] = name
        self.box.show_name(name)
        self._show()
        self.turned.emit()

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the pages of its task."""
        self._experiment = experiment
        titles = _titles()
        self.box.set_items([Item(name, *titles[name]) for name in PAGES[self._task]])
        self.box.show_name(self.chosen)
        self._show()

    def state(self) -> dict[str, Any]:
        """Which pages are chosen, and which class."""
        curve = self._made.get(CurvePage)
        positive = curve.positive if isinstance(curve, CurvePage) else self._positive
        return {"pages": dict(self._chosen), "class": positive}

    def take_state(self, state: Mapping[str, Any]) -> None:
        """Those again, as far as there are such."""
        pages, positive = state.get("pages"), state.get("class")
        if isinstance(pages, Mapping):
            known = [task for task in PAGES if pages.get(task) in PAGES[task]]
            self._chosen |= {task: pages[task] for task in known}
        if type(positive) is int and positive >= 0:
            self._positive = positive
            curve = self._made.get(CurvePage)
            if isinstance(curve, CurvePage):
                curve.positive = positive
        if self._experiment is not None:
            self.show_experiment(self._experiment)
            self.turned.emit()

    def forget(self) -> None:
        """Show nothing of a model."""
        for page in self._made.values():
            page.forget()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        for page in self._made.values():
            page.restyle(theme)

    @property
    def _task(self) -> str:
        return "regression" if self._experiment is None else self._experiment.data.task

    def _make(self, kind: type[Page]) -> None:
        page = self._made[kind] = kind(self)
        if isinstance(page, CurvePage):
            page.positive = self._positive
        page.restyle(self._theme)
        page.threshold_dragged.connect(self.threshold_dragged)
        page.turned.connect(self.turned)
        self._down.addWidget(page, 1)
        self.made.emit(page)

    def _show(self) -> None:
        page = self.page
        for other in self._made.values():
            other.setVisible(other is page)
        if self._named != self.chosen:
            self._named = self.chosen
            page.name(self.chosen)
        if self._experiment is not None:
            page.show_experiment(self._experiment)


def _titles() -> dict[str, tuple[str, str]]:
    """What the pages are called, and a sentence on each."""
    return {
        "table": (tr("Table by class"), tr("What is called what, and figures of each class.")),
        "roc": (tr("ROC curve"), tr("Recall over false alarms, at every threshold.")),
        "precision": (
            tr("Precision–recall curve"),
            tr("Precision over recall, at every threshold."),
        ),
        "predicted": (
            tr("Predicted against actual"),
            tr("A dot a row; on the line the model is right."),
        ),
        "residuals": (
            tr("Residuals"),
            tr("What is left, y − ŷ, over the prediction ŷ; a pattern is something to learn."),
        ),
    }
