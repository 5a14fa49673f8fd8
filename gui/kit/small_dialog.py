"""What small dialogs of the stage share: labelled fields, a sentence for what is wrong, buttons."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from engine.catalog.entry import ANY
from engine.errors import EngineError
from gui.kit import telling
from gui.kit.forms.rows import describe
from gui.kit.forms.steps import read
from gui.kit.words import tr

LARGEST = 1e15  # beyond it the plane loses the points
WIDTH = 300
Standard = QDialogButtonBox.StandardButton


class SmallDialog(QDialog):
    """A form that says in one sentence what is wrong, and stays open until nothing is."""

    def __init__(
        self, title: str, parent: QWidget | None, closing: Standard = Standard.Close
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.wrong = QLabel()
        self.wrong.setObjectName("Trouble")
        self.wrong.setWordWrap(True)
        # Room for two lines from the start: a sentence that comes must not move the fields.
        self.wrong.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.wrong.setAccessibleName(tr("What is wrong"))
        self.buttons = QDialogButtonBox(closing)
        self._inputs: list[QWidget] = []
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(self.form)
        column.addWidget(self.wrong)
        column.addWidget(self.buttons)
        self.setMinimumWidth(WIDTH)

    def add(self, label: str, help: str, field: QWidget) -> None:
        """One more labelled field; the keyboard begins in the first one."""
        self.form.addRow(label, field)
        if self.form.rowCount() == 1:
            field.setFocus()
        inputs: list[QWidget] = [*field.findChildren(QLineEdit)] or [field]
        for one, following in pairwise([*self._inputs[-1:], *inputs, self.buttons]):
            QWidget.setTabOrder(one, following)
        self._inputs.extend(inputs)
        describe(field, label, help)

    def tell(self, error: EngineError | None) -> None:
        """Say what is wrong and what to do, or nothing."""
        if error is None:
            self.wrong.clear()
            return
        parts = [telling.place(error), telling.sentence(error)]
        text = ": ".join(part for part in parts if part)
        hint = telling.hint(error)
        self.wrong.setText(f"{text} ({hint})" if hint else text)


def number_in(field: QLineEdit, name: str) -> float:
    """The number typed; raises EngineError, which names the field, where there is none."""
    try:
        value = read(field.text(), ANY, whole=False)
    except EngineError as error:
        raise error.at(name) from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise EngineError(
            "must be a number between −{most} and {most}", name, most=f"{LARGEST:.0e}"
        )
    return float(value)


def explain(buttons: QDialogButtonBox, ok: str, cancel: str) -> None:
    """Tooltips for the two buttons of a dialog."""
    for standard, help in ((Standard.Ok, ok), (Standard.Cancel, cancel)):
        buttons.button(standard).setToolTip(help)
