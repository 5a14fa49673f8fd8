"""What a report of a problem would tell: all of it is shown, and nothing is sent."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gui.kit.version import VERSION
from gui.kit.words import tr
from gui.model import log

PACKAGES = ("PySide6_Essentials", "pyqtgraph", "numpy", "torch")


class ProblemDialog(QDialog):
    """The text and a button that copies exactly that."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report a problem"))
        self.text = text
        said = QLabel(
            tr(
                "Nothing is sent. Copy this text, say what you did and what you saw instead, "
                "and give it to whoever looks after Gradus."
            )
        )
        said.setWordWrap(True)
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setAccessibleName(tr("What would be copied"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip(tr("Copy this text to the clipboard."))
        copy.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (said, shown, buttons):
            column.addWidget(part)
        self.resize(680, 420)

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)


def report() -> str:
    """The program, the computer, and what was noted last."""
    lines = [
        f"Gradus {VERSION}",
        f"Python {platform.python_version()}, {platform.platform()}, {platform.machine()}",
        ", ".join(f"{name} {_version(name)}" for name in PACKAGES),
        _screens(),
    ]
    return "\n".join(lines) + "\n\n" + log.newest(log.folder())


def _screens() -> str:
    screens = QGuiApplication.screens()
    sizes = (f"{s.size().width()}×{s.size().height()} at {s.devicePixelRatio():g}" for s in screens)
    return "Screens: " + ", ".join(sizes)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "?"
