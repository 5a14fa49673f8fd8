"""The small controls around the loss plot, with their words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.legend import Reading
from gui.kit.numbers import NOTHING, loss
from gui.kit.theme import Theme
from gui.kit.words import tr


def turn_label() -> QLabel:
    """What was changed at the mark pointed at, in what room there is beside the figures."""
    label = QLabel()
    label.setObjectName("Muted")
    label.setFont(tabular(label.font()))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


class StepLabel(QLabel):
    """The step of the figures; where there is no room for all of it, nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Muted")
        self.setFont(tabular(self.font()))
        self.setAccessibleName(tr("Step of the figures"))
        self.setToolTip(  # not on the plot, where it would cover what is pointed at
            tr("Point at the curve to read it; drag or turn the wheel to look closer.")
        )

    def minimumSizeHint(self) -> QSize:
        """No width: the timeline tells the step too."""
        return QSize(0, super().minimumSizeHint().height())

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A number that is cut off would be another number."""
        if self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)


def log_switch() -> QCheckBox:
    """The switch to a logarithmic scale."""
    box = QCheckBox(tr("log"))
    box.setToolTip(tr("Shows the loss on a logarithmic scale, where small losses differ too."))
    box.setAccessibleName(tr("Logarithmic scale"))
    return box


def pin_button() -> QToolButton:
    """What keeps the curve of now beside those to come."""
    button = QToolButton()
    button.setText(tr("Pin"))
    button.setProperty("quiet", True)
    button.setToolTip(
        tr("Keeps this curve to compare with: it stays over Reset and other settings.")
    )
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def fit_button() -> QToolButton:
    """What shows the whole curve again."""
    button = QToolButton()
    button.setText(tr("Fit"))
    button.setEnabled(False)
    button.setProperty("quiet", True)
    button.setToolTip(tr("Shows the whole curve again and follows the training."))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


class Head(QWidget):
    """The figures, and what was changed at the mark pointed at."""

    def __init__(self) -> None:
        super().__init__()
        train = tr("The loss on the training rows at this step, before its update.")
        test = tr("The loss on the test rows at this step, before its update.")
        dashes = Qt.PenStyle.DashLine
        self.train = Reading(tr("train"), train, blank=NOTHING, write=loss)
        self.test = Reading(tr("test"), test, line=dashes, blank=NOTHING, write=loss)
        self.turn = turn_label()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)  # both figures have room in the narrowest group
        row.addWidget(self.train)
        row.addWidget(self.test)
        row.addWidget(self.turn, 1)

    def show_values(self, train: float | None, test: float | None) -> None:
        """The losses of a step."""
        self.train.show_value(train)
        self.test.show_value(test)

    def show_turn(self, text: str) -> None:
        """As much of it as there is room for."""
        elide, room = Qt.TextElideMode.ElideRight, self.turn.width()
        self.turn.setText(self.turn.fontMetrics().elidedText(text, elide, room))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.train.set_color(theme.accent)
        self.test.set_color(theme.warning)


class Foot(QHBoxLayout):
    """The step, and what can be done with the curves."""

    def __init__(self, looks: QWidget) -> None:
        super().__init__()
        self.where = StepLabel()
        self.pin, self.log, self.fit = pin_button(), log_switch(), fit_button()
        self.setSpacing(4)
        self.addWidget(self.where)
        self.addStretch()
        for widget in (self.pin, looks, self.log, self.fit):
            self.addWidget(widget)
