"""A line for a formula that completes the names of columns, in backquotes where they need them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from engine.data.formula import quoted

# What is being typed before the cursor: the rest of a name in backquotes, or a word.
BEGUN = re.compile(r"`[^`]*$|[^\W\d]\w*$")


class FormulaField(QLineEdit):
    """Offers the columns whose names have what is typed; Enter or a click takes one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = QStringListModel(self)
        self.names = QCompleter(self._known, self)
        self.names.setWidget(self)
        self.names.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.names.setFilterMode(Qt.MatchFlag.MatchContains)
        self.names.activated.connect(self._on_taken)
        self.textEdited.connect(self._offer)

    def set_names(self, names: Iterable[str]) -> None:
        """Complete to these columns."""
        self._known.setStringList(list(names))

    def _begun(self) -> str:
        found = BEGUN.search(self.text()[: self.cursorPosition()])
        return found[0] if found else ""

    def _offer(self) -> None:
        begun = self._begun().lstrip("`")
        self.names.setCompletionPrefix(begun)
        offered = self.names.completionCount() if begun or self._begun() else 0
        only = offered == 1 and self.names.currentCompletion() == begun
        if offered and not only:
            self.names.complete()
        else:
            self.names.popup().hide()

    def _on_taken(self, name: str) -> None:
        before = self.text()[: self.cursorPosition() - len(self._begun())]
        after = self.text()[self.cursorPosition() :].removeprefix("`")
        written = quoted(name)
        self.setText(before + written + after)
        self.setCursorPosition(len(before + written))
