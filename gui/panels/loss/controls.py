"""The small controls around the loss plot, with their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.legend import Reading
from gui.kit.numbers import NOTHING, loss
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


def readings() -> tuple[Reading, Reading]:
    """The figures of the training and of the test rows."""
    train = tr("The loss on the training rows at this step, before its update.")
    test = tr("The loss on the test rows at this step, before its update.")
    dashes = Qt.PenStyle.DashLine
    return (
        Reading(tr("train"), train, blank=NOTHING, write=loss),
        Reading(tr("test"), test, line=dashes, blank=NOTHING, write=loss),
    )


def fill_row(row: QHBoxLayout, left: QWidget, right: Sequence[QWidget]) -> None:
    """One thing at the left end, the others at the right."""
    row.setSpacing(4)
    row.addWidget(left)
    row.addStretch()
    for widget in right:
        row.addWidget(widget)
