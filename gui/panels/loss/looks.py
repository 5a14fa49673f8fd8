"""How the curves are looked at: smoothed, over a logarithm of the steps, one less another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gui.kit.calm import LEFT_WIDTH
from gui.kit.fonts import tabular
from gui.kit.forms.rows import describe
from gui.kit.guard import guarded
from gui.kit.numbers import NOTHING, full, loss, short
from gui.kit.words import tr
from gui.panels.loss.plot import LossPlot

FACTORS = (0.5, 0.8, 0.9, 0.97, 0.99)


class CurveMenu(QToolButton):
    """What is chosen now is ticked; ``logs`` are the steps on a logarithmic axis."""

    smoothed = Signal(float)
    logged = Signal(bool)
    subtracting = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setText(tr("Curves"))
        self.setProperty("quiet", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        help = tr(
            "Smooths the curves, or draws one run less another. Figures stay the losses themselves."
        )
        describe(self, tr("Curves"), help)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.setMenu(menu)
        smoothing = menu.addMenu(tr("Smoothing"))
        group = QActionGroup(self)
        self.factors = {factor: smoothing.addAction(_called(factor)) for factor in (0.0, *FACTORS)}
        for factor, action in self.factors.items():
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, factor=factor: self.smoothed.emit(factor))
        self.log_x = menu.addAction(tr("Steps on a logarithmic scale"))
        self.less = menu.addAction(tr("Difference of two runs"))
        for action, signal in ((self.log_x, self.logged), (self.less, self.subtracting)):
            action.setCheckable(True)
            action.toggled.connect(signal)
        self.keep = menu.addAction(tr("Keep the grey curves as runs"))
        self.keep.setToolTip(
            tr("Each becomes a row of Compare, where nothing was changed on its own way.")
        )
        self.keep.setVisible(False)
        self.clear = menu.addAction(tr("Remove the grey curves"))
        self.clear.setToolTip(tr("They are what was trained before a change."))
        self.clear.setVisible(False)
        self.factors[0.0].setChecked(True)
        self.offer(can_subtract=False)

    def offer(self, *, can_subtract: bool) -> None:
        """A difference takes two runs."""
        self.less.setEnabled(can_subtract)
        self.less.setText(
            tr("Difference of two runs") if can_subtract
            else tr("Difference of two runs (pin one first)")
        )  # fmt: skip
        if not can_subtract:
            self.less.setChecked(False)

    def state(self) -> dict[str, Any]:
        """What is chosen of the steps and of smoothing."""
        return {"log_x": self.log_x.isChecked(), "smoothing": self.factor}

    def choose(self, factor: object, log_x: object) -> None:
        """Have that chosen, as far as there is such a choice."""
        if isinstance(factor, int | float) and factor in self.factors:
            self.factors[float(factor)].setChecked(True)
            self.smoothed.emit(float(factor))
        self.log_x.setChecked(log_x is True)

    @property
    def factor(self) -> float:
        """The one that is chosen; 0 is none."""
        return next(factor for factor, action in self.factors.items() if action.isChecked())


class DifferenceRow(QWidget):
    """Which run is subtracted from which, and what that comes to at the step of the figures."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.one, self.other, self.value = QComboBox(), QComboBox(), QLabel(NOTHING)
        describe(self.one, tr("first run"), tr("From its loss the other's is subtracted."))
        describe(
            self.other, tr("run that is subtracted"), tr("Its loss is subtracted, at each step.")
        )
        self.value.setFont(tabular(self.font()))
        self.value.setAccessibleName(tr("Difference"))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(4)
        for combo in (self.one, self.other):
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            combo.setMinimumContentsLength(4)
            combo.activated.connect(self.chosen)
        across.addWidget(self.one, 1)
        across.addWidget(QLabel("−"))
        across.addWidget(self.other, 1)
        across.addWidget(QLabel("="))
        across.addWidget(self.value)
        self.hide()

    def offer(self, names: Sequence[str]) -> None:
        """These runs, the one at hand first; what was chosen stays, whatever it is called now."""
        if names == [self.one.itemText(place) for place in range(self.one.count())]:
            return
        for combo, usual in ((self.one, 0), (self.other, 1)):
            text, place, count = combo.currentText(), combo.currentIndex(), combo.count()
            combo.clear()
            combo.addItems(list(names))
            known = place if count == len(names) else combo.findText(text)
            known = -1 if self.isHidden() else known  # nothing was chosen yet
            combo.setCurrentIndex(known if known >= 0 else min(usual, len(names) - 1))

    @property
    def places(self) -> tuple[int, int]:
        """Those chosen, by their places."""
        return self.one.currentIndex(), self.other.currentIndex()

    @property
    def said(self) -> str:
        """What is subtracted from what."""
        return tr(
            "{one} less {other}, step by step",
            one=self.one.currentText(),
            other=self.other.currentText(),
        )

    def show_value(self, value: float | None) -> None:
        """At the step of the figures; None where one of them has not come so far."""
        self.value.setText(NOTHING if value is None else loss(value))
        self.value.setToolTip(full(value))


class Caption(QLabel):
    """What is to be known of the curves, in the plot's upper right corner."""

    def __init__(self, plot: QWidget) -> None:
        super().__init__(plot)
        self.setObjectName("Muted")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot = plot
        plot.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Say this; nothing where it is empty."""
        self.setText(text)
        self.setVisible(bool(text))
        self._place()

    @guarded(False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        width = max(40, self._plot.width() - LEFT_WIDTH - 18)
        self.setGeometry(LEFT_WIDTH + 6, 6, width, self.heightForWidth(width))


class Looks(QObject):
    """The choices, and the plot that follows them."""

    changed = Signal()

    def __init__(self, plot: LossPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.menu, self.row, self.caption = CurveMenu(), DifferenceRow(), Caption(plot)
        self.menu.smoothed.connect(self._on_smoothed)
        self.menu.logged.connect(self._on_logged)
        self.menu.subtracting.connect(self._subtract)
        self.row.chosen.connect(self._subtract)

    def offer(self, names: Sequence[str]) -> None:
        """What can be subtracted from what: the run at hand is the first."""
        self.menu.offer(can_subtract=len(names) > 1)
        self.row.offer(names)
        self._say()

    def show_runs(self) -> None:
        """The plot has other runs: what is subtracted is of these."""
        if self.menu.less.isChecked() or self._plot.is_level:
            self._subtract()

    def show_step(self, step: int) -> None:
        """What the difference comes to there."""
        self.row.show_value(self._plot.difference_at(step))

    def _on_smoothed(self, factor: float) -> None:
        self._plot.smooth(factor)
        self._say()

    def _on_logged(self, log: bool) -> None:
        self._plot.set_log_x(log)
        self.changed.emit()

    def _subtract(self) -> None:
        """Draw one run less another, or all of them again."""
        subtracts = self.menu.less.isChecked()
        self.row.setVisible(subtracts)
        self._plot.subtract(*(self.row.places if subtracts else (None, None)))
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        """What is drawn, where it is not the losses alone."""
        subtracts = self.menu.less.isChecked()
        self.caption.say(self.row.said if subtracts else told(self.menu.factor))
        self._plot.setAccessibleDescription(self.caption.text())


def told(factor: float) -> str:
    """How curves are smoothed; empty where they are not."""
    return _called(factor) if factor else ""


def _called(factor: float) -> str:
    return tr("none") if not factor else tr("exponential mean, factor {f}", f=short(factor))
