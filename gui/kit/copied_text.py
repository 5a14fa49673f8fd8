"""A text that is shown whole and copied as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

SIZE = (680, 420)


@dataclass(frozen=True, slots=True)
class Said:
    """The words around the text: the title, what it is for, its name, and the button's two."""

    title: str
    about: str
    name: str
    copy: str
    help: str


class CopiedText(QDialog):
    """The text and a button that copies exactly that."""

    def __init__(self, said: Said, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(said.title)
        self.text = text
        about = QLabel(said.about)
        about.setWordWrap(True)
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setAccessibleName(said.name)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(said.copy, QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip(said.help)
        copy.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (about, shown, buttons):
            column.addWidget(part)
        self.resize(*SIZE)

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)
