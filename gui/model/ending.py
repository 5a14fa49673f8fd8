"""What is asked where the window is to end while a file is still being written."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.kit.passing import ask
from gui.kit.words import tr


def wait_for(
    finished: SignalInstance, name: str, then: str, window: QWidget
) -> Literal["waited", "stay", "give up"]:
    """Wait for a file unless the learner minds; ``then`` says what comes once it is written."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Information)
    box.setWindowTitle(tr("Saving"))
    box.setText(tr("“{name}” is still being written.", name=name))
    box.setInformativeText(then)
    stay = box.addButton(tr("Keep it open"), QMessageBox.ButtonRole.RejectRole)
    end = box.addButton(tr("Give up saving"), QMessageBox.ButtonRole.DestructiveRole)
    stay.setToolTip(tr("Go on working while it is written."))
    end.setToolTip(tr("Close at once: the file stays as it was before."))
    box.setDefaultButton(stay)
    finished.connect(box.accept)
    ask(box)
    finished.disconnect(box.accept)
    chosen = box.clickedButton()
    return "give up" if chosen is end else "stay" if chosen is stay else "waited"
