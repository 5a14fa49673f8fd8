"""The line in which a formula is typed: names are offered, in backquotes where needed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from engine.data.names import composed
from engine.data.quoting import quoted
from gui.kit.guard import guarded

BEGUN = re.compile(r"`(?:[^`]|``)*$|[^\W\d]\w*$")  # a name, up to where it has been typed
CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class FormulaField(QLineEdit):
    """Offers the names that hold what is being typed; one that is chosen stands as it has to."""

    def __init__(self) -> None:
        super().__init__()
        self._names = QStringListModel(self)
        self.offers = QCompleter(self._names, self)
        self.offers.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.offers.setFilterMode(Qt.MatchFlag.MatchContains)
        self.offers.setWidget(self)  # not its completer, which would replace the whole text
        self.offers.activated.connect(self._on_chosen)  # by its text
        self.textEdited.connect(self._on_edited)

    def set_names(self, names: Iterable[str]) -> None:
        """Offer these columns."""
        self._names.setStringList(list(names))

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the offer that is marked; without one it is the formula's."""
        popup = self.offers.popup()
        if event.key() in CHOOSING and popup.isVisible() and popup.currentIndex().isValid():
            event.ignore()  # the list of offers takes it then
            return
        super().keyPressEvent(event)

    def _on_edited(self) -> None:
        begun = self._begun()
        self.offers.setCompletionPrefix(composed(begun.strip("`").replace("``", "`")))
        more = self.offers.completionCount() > 1 or self.offers.currentCompletion() != begun
        if (len(begun) > 1 or begun == "`") and self.offers.completionCount() and more:
            self.offers.complete()
        else:
            self.offers.popup().hide()

    def _on_chosen(self, name: str) -> None:
        place = self.cursorPosition()
        begun, after = self._begun(), self.text()[place:]
        before = self.text()[: place - len(begun)] + quoted(name)
        self.setText(before + (after.removeprefix("`") if begun[:1] == "`" else after))
        self.setCursorPosition(len(before))

    def _begun(self) -> str:
        """The name that ends at the cursor, with the backquote that it began with."""
        before = self.text()[: self.cursorPosition()]
        whole = re.sub(r"`(?:[^`]|``)+`(?!`)", lambda found: " " * len(found[0]), before)
        found = BEGUN.search(whole)
        return found[0] if found else ""
