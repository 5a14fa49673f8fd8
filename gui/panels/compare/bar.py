"""What can be done with a run of the table, and the note that it has."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from gui.kit.breaking import BreakingBar
from gui.kit.forms.rows import Row, describe
from gui.kit.pinned import PinnedRun
from gui.kit.words import tr

LABEL = 0.2  # of a row
MOST_LETTERS = 2000


class RunBar(QWidget):
    """Buttons for the selected run, and its note under them."""

    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.pin = _button(
            tr("Pin"), tr("Keeps the run at hand as it is: it stays over Reset and other settings.")
        )
        self.open = _button(
            tr("Open"), tr("Makes the selected run the one at hand again, exactly as it stood.")
        )
        self.rename = _button(tr("Rename"), tr("Gives the selected run a name of your own."))
        self.remove = _button(tr("Remove"), tr("Takes the selected run out of the list."))
        self.note = QLineEdit()
        self.note.setMaxLength(MOST_LETTERS)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(BreakingBar(self.pin, self.open, self.rename, self.remove))
        help = tr("What you want to remember of the selected run; it is kept in the project.")
        down.addWidget(Row(tr("note"), help, self.note, LABEL))
        self.note.editingFinished.connect(self._on_noted)

    def offer(self, run: PinnedRun | None, *, can_pin: bool) -> None:
        """What can be done with this run; None is the run at hand, or none."""
        self.pin.setEnabled(can_pin)
        for widget in (self.open, self.rename, self.remove, self.note):
            widget.setEnabled(run is not None)
        note = "" if run is None else run.note
        if self.note.text() != note:
            self.note.setText(note)
            self.note.setCursorPosition(0)
        waiting = tr("Pin the run, then select it to note something.")
        self.note.setPlaceholderText(waiting if run is None else "")

    def _on_noted(self) -> None:
        self.note.setCursorPosition(0)  # a long one is read from its beginning
        self.noted.emit(self.note.text())

    def serve(self, actions: dict[str, Callable[[], None]]) -> None:
        """What each of the buttons does."""
        for name, act in actions.items():
            button: QToolButton = getattr(self, name)
            button.clicked.connect(act)


def _button(text: str, help: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setProperty("quiet", True)
    describe(button, text, help)
    return button
