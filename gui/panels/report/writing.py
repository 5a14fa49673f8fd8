"""Fields to write in, whose undo is the window's own: the text, and the answers of a form."""

from __future__ import annotations

from itertools import takewhile

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from gui.kit.guard import guarded

LINES = 3  # of an answer that are there from the beginning
MOST_LINES = 14
OWN_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Writing(QPlainTextEdit):
    """Plain text that is shown from elsewhere too, and keeps its cursor then."""

    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self._showing = False
        self.textChanged.connect(self._on_text)

    def show_text(self, text: str) -> None:
        """Show another text; what is the same in it stays where it is."""
        before = self.toPlainText()
        if text == before:
            return
        start = _alike(before, text)
        end = _alike(before[start:][::-1], text[start:][::-1])
        self._showing = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(before[:start]))
        last = _units(before[: len(before) - end])
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        self._showing = False

    @property
    def place(self) -> int:
        """Where the cursor is, counted in letters of the text."""
        return _letters(self.toPlainText(), self.textCursor().position())

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window, whose list has what was written here too."""
        is_key = event.type() == QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and any(map(event.matches, OWN_KEYS)):
            event.ignore()
            return False
        return super().event(event)

    def _on_text(self) -> None:
        if not self._showing:
            self.typed.emit(self.toPlainText())


class Answer(Writing):
    """A box of a form, as high as what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def _fit(self) -> None:
        lines = min(max(LINES, int(self.document().size().height())), MOST_LINES)
        around = 2 * (self.frameWidth() + int(self.document().documentMargin())) + 6
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + around)


class Editor(Writing):
    """The report's Markdown, and what the tool bar does to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)

    def enclose(self, mark: str, otherwise: str) -> None:
        """Put marks around what is selected, or around a word to be typed over."""
        cursor = self.textCursor()
        inside = cursor.selectedText() or otherwise
        cursor.insertText(f"{mark}{inside}{mark}")
        end = cursor.position() - len(mark)
        self._select(end - _units(inside), end)

    def begin_lines(self, mark: str) -> None:
        """Put a mark before each line of the selection, or take it away where all have it."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd()).blockNumber()
        blocks = []
        while first.isValid() and first.blockNumber() <= last:
            blocks.append(first)
            first = first.next()
        marked = all(block.text().startswith(mark) for block in blocks)
        cursor.beginEditBlock()
        for block in blocks:
            at = QTextCursor(block)
            if marked:
                at.setPosition(block.position() + len(mark), QTextCursor.MoveMode.KeepAnchor)
                at.removeSelectedText()
            else:
                at.insertText(mark)
        cursor.endEditBlock()

    def link(self, otherwise: str) -> None:
        """Make a link of what is selected; its address is to be typed."""
        cursor = self.textCursor()
        inside = cursor.selectedText() or otherwise
        cursor.insertText(f"[{inside}](https://)")
        end = cursor.position() - 1
        self._select(end, end)

    def insert(self, text: str) -> None:
        """Put a text where the cursor is."""
        self.textCursor().insertText(text)

    def _select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()


def _units(text: str) -> int:
    """How many of Qt's letters a text has: what lies beyond the first plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _letters(text: str, units: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
