"""What every form is laid out with: labelled rows under one another, and tooltips' endings."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.experiment.setting import Setting
from engine.experiment.settings import SETTINGS
from gui.kit.forms.choosers import CheckList
from gui.kit.forms.fields import NumberField
from gui.kit.words import tr

SPACE = 6
MOST_OF_WORD = 90  # pixels that a label's longest word has for itself
NARROW = 0.33  # a label's share of the row, where its control needs more than half


def keeps() -> str:
    """The end of a tooltip: training goes on from where it is."""
    return tr("Keeps the weights.")


def keeps_others() -> str:
    """The end of a tooltip: one neuron or one layer more or less leaves the others as they are."""
    return tr("One more or one less keeps the other weights.")


def starts_anew() -> str:
    """The end of a tooltip: training begins again."""
    return tr("Starts with new weights.")


def explained(setting: Setting) -> str:
    """What a setting is for, and what changing it does."""
    ends = {"anew": starts_anew(), "shown": ""}
    return f"{tr(setting.help)} {ends.get(setting.effect, keeps())}".strip()


def setting_row(path: str, control: QWidget, label_share: float = 0.5) -> Row:
    """The row of the setting at a path of the experiment's file."""
    setting = SETTINGS[path]
    return Row(tr(setting.label), explained(setting), control, label_share)


def describe(control: QWidget, label: str, explanation: str) -> None:
    """Give a control its name for screen readers and its tooltip."""
    control.setAccessibleName(label)
    control.setAccessibleDescription(explanation)
    if isinstance(control, NumberField):
        control.set_help(explanation)
    else:
        control.setToolTip(explanation)
    if isinstance(control, CheckList):
        control.set_name(label)


class Row(QWidget):
    """A label on the left and its control on the right; long labels take a second line."""

    def __init__(
        self, label: str, explanation: str, control: QWidget, label_share: float = 0.5
    ) -> None:
        super().__init__()
        self.label = QLabel(label)
        self.label.setObjectName("Muted")
        self.label.setWordWrap(True)
        self.label.setToolTip(explanation)
        self.label.setBuddy(control)
        self.label.setMinimumWidth(_longest_word(self.label))
        describe(control, label, explanation)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(SPACE)
        for widget, share in ((self.label, label_share), (control, 1 - label_share)):
            policy = widget.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            widget.setSizePolicy(policy)
            across.addWidget(widget, round(100 * share))


def _longest_word(label: QLabel) -> int:
    """Pixels: a label breaks between its words, and none of them is cut."""
    widths = map(label.fontMetrics().horizontalAdvance, label.text().split())
    return min(max(widths, default=0), MOST_OF_WORD)


def column(widget: QWidget) -> QVBoxLayout:
    """A layout that puts things under one another at the top of ``widget``."""
    down = QVBoxLayout(widget)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(SPACE)
    down.setAlignment(Qt.AlignmentFlag.AlignTop)
    return down


def show_checked(box: QAbstractButton, checked: bool) -> None:
    """Set a check box without its signal."""
    with QSignalBlocker(box):
        box.setChecked(checked)
