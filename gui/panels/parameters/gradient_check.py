"""A button that checks the gradient against the loss itself, and what came of it."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.frames import Frame, GradientCheck, GradientCheckRequest, Request
from gui.kit.forms.rows import describe
from gui.kit.numbers import full, number
from gui.kit.words import tr

AGREES = 1e-6  # relative error below which the two gradients are the same


class GradientChecker(QWidget):
    """Asks once for each press, and shows the answer until the training moves on."""

    wanted = Signal()  # a new frame should be asked for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._serial = 0
        self._asked: GradientCheckRequest | None = None
        self._step: int | None = None
        self.button = QPushButton(tr("Check gradient"))
        self.button.setProperty("slim", True)
        describe(
            self.button,
            tr("Check gradient"),
            tr("Compares the gradient of this step with differences of the loss in float64."),
        )
        self.answer = QLabel()
        self.answer.setObjectName("Muted")
        self.answer.hide()  # below the table, where it has the whole width for its figure
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(2)
        down.addWidget(self.button)
        down.addWidget(self.answer)
        self.button.clicked.connect(self._on_clicked)

    def wants(self) -> tuple[Request, ...]:
        """The check, as long as its answer has not come."""
        return () if self._asked is None else (self._asked,)

    def forget(self) -> None:
        """The experiment has changed: what was found holds no more."""
        self._asked = self._step = None
        self._tell("", "")

    def draw(self, frame: Frame) -> None:
        """Take the answer of a frame; one that training has left behind is taken away."""
        view = frame.views.get(self._asked) if self._asked is not None else None
        if isinstance(view, GradientCheck):
            self._asked, self._step = None, view.step
            self._tell(_sentence(view), _details(view))
        elif self._step is not None and frame.step != self._step:
            self.forget()

    def _on_clicked(self) -> None:
        self._serial += 1
        self._asked = GradientCheckRequest(self._serial)
        self.wanted.emit()

    def _tell(self, text: str, details: str) -> None:
        if text != self.answer.text():
            self.answer.setText(text)
            self.answer.setVisible(bool(text))
        self.answer.setToolTip(details)


def _sentence(check: GradientCheck) -> str:
    if not math.isfinite(check.error):
        return tr("The loss is no number here.")
    error = number(check.error)
    if check.error <= AGREES:
        return tr("agrees, relative error {error}", error=error)
    return tr("differs, relative error {error}", error=error)


def _details(check: GradientCheck) -> str:
    """A line a parameter, with the entry that is furthest off, and what could not be compared."""
    lines = [
        tr("{name}: relative error {error}", name=one.name, error=full(one.error))
        for one in check.parameters
    ]
    if check.kinks:
        lines.append(
            tr("Entries on a kink, where there is no gradient: {count}", count=check.kinks)
        )
    return "\n".join(lines)
