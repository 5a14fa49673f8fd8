"""The small controls around the loss plot, with their words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QToolButton

from gui.kit.fonts import tabular
from gui.kit.words import tr


def turn_label() -> QLabel:
    """What was changed at the mark pointed at, in what room there is beside the figures."""
    label = QLabel()
    label.setObjectName("Muted")
    label.setFont(tabular(label.font()))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


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


def clear_button() -> QToolButton:
    """What removes the branches; it keeps its place while there are none."""
    button = QToolButton()
    button.setText(tr("Clear"))
    button.setProperty("quiet", True)
    button.setToolTip(tr("Removes the grey curves: what was trained before a change."))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    keeps_place = button.sizePolicy()
    keeps_place.setRetainSizeWhenHidden(True)
    button.setSizePolicy(keeps_place)
    button.hide()
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
