"""A program to be read: some lines are lit, and those that have changed light up for a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from gui.kit.colors import lit
from gui.kit.theme import LIGHT, Theme
from gui.panels.code.colors import Highlighter

WIDTH = 24  # letters that are seen without scrolling at least
FADE = 1200  # milliseconds in which a changed line loses its light
MOST_FLASHED = 0.25  # of all lines: what is another program altogether does not light up
Change = tuple[int, int, int, int]  # lines from, to, and those that stand there afterwards


class CodeView(QPlainTextEdit):
    """Read-only lines that change in place, so that neither view nor selection moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()
        self._lit: tuple[int, ...] = ()
        self._flashing: frozenset[int] = frozenset()
        self._theme = LIGHT
        self._colors = Highlighter(self.document())
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.setDuration(FADE)
        self._fade.setEasingCurve(QEasingCurve.Type.InQuad)
        self._fade.valueChanged.connect(self._light_up)
        self._fade.finished.connect(self._end_flash)
        self._prepare()

    @property
    def lines(self) -> tuple[str, ...]:
        """The program."""
        return self._lines

    @property
    def lit(self) -> tuple[int, ...]:
        """The numbers of the lines that are lit, from 0."""
        return self._lit

    @property
    def flashing(self) -> frozenset[int]:
        """The numbers of the lines that have just changed."""
        return self._flashing

    def show_program(self, lines: tuple[str, ...], flash: bool) -> None:
        """Show other lines; ``flash`` lights those up that are new."""
        old, changes = self._lines, _changes(self._lines, lines)
        if self._lines and lines:
            self._edit(changes, lines)
        else:
            self.setPlainText("\n".join(lines))
        self._lines = lines
        changed = frozenset(line for *_, first, last in changes for line in range(first, last))
        self._end_flash()
        if flash and changed and len(changed) <= MOST_FLASHED * len(lines):
            self._flashing = changed
            self._reveal(max(_ends(old, lines, changes), default=0))
            self._fade.stop()
            self._fade.start()

    def light(self, numbers: Sequence[int]) -> None:
        """Light these lines."""
        self._lit = tuple(numbers)
        self._light_up()

    def bring(self, first: int, last: int) -> None:
        """Scroll if lines ``first`` to ``last`` cannot be seen; the bar counts in lines."""
        bar = self.verticalScrollBar()
        page = bar.pageStep()
        if first < bar.value() or last >= bar.value() + page:
            bar.setValue(max(0, first - page // 3))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._colors.restyle(theme)
        self._light_up()

    def _prepare(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * 0.92)
        self.setFont(font)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setMinimumWidth(WIDTH * self.fontMetrics().averageCharWidth())

    def _edit(self, changes: Iterable[Change], lines: tuple[str, ...]) -> None:
        """Replace only what differs, from the end on, so that the numbers before it hold."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for first, last, start, end in reversed(list(changes)):
            _replace(cursor, first, last, lines[start:end])
        cursor.endEditBlock()

    def _reveal(self, column: int) -> None:
        """Scroll aside so that this column is seen, and not further than needed."""
        letter = self.fontMetrics().horizontalAdvance("0")
        room = self.viewport().width() - 2 * round(self.document().documentMargin())
        self.horizontalScrollBar().setValue(max(0, (column + 1) * letter - room))

    def _end_flash(self) -> None:
        self._flashing = frozenset()
        self._light_up()

    def _light_up(self) -> None:
        theme, left = self._theme, self._fade.currentValue()
        marks = [self._mark(line, lit(theme)) for line in self._lit]
        if self._flashing:
            color = QColor(theme.warning)
            color.setAlphaF(0.3 * left)
            marks += [self._mark(line, color) for line in sorted(self._flashing)]
        self.setExtraSelections(marks)

    def _mark(self, number: int, color: str | QColor) -> QTextEdit.ExtraSelection:
        mark = _Mark()
        mark.format = QTextCharFormat()
        mark.format.setBackground(QColor(color))
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        mark.cursor = QTextCursor(self.document().findBlockByNumber(number))
        return mark


class _Mark(QTextEdit.ExtraSelection):
    """Says which fields there are, as Qt's own types do not."""

    format: QTextCharFormat
    cursor: QTextCursor


def _changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _ends(old: Sequence[str], new: Sequence[str], changes: Iterable[Change]) -> list[int]:
    """In which column what has changed in a line ends; a line that is all new begins at 0."""
    found = []
    for first, last, start, end in changes:
        if last - first == end - start:
            for before, after in zip(old[first:last], new[start:end], strict=True):
                pairs = zip(reversed(before), reversed(after), strict=False)
                found.append(len(after) - len(list(takewhile(lambda pair: eq(*pair), pairs))))
    return found


def _replace(cursor: QTextCursor, first: int, last: int, lines: Sequence[str]) -> None:
    """Put lines in the place of those from ``first`` up to ``last``, which may be none."""
    document = cursor.document()
    at_end = last >= document.blockCount()
    if at_end:  # with the line break before them, for there is none after
        block = document.findBlockByNumber(first - 1)
        begin = block.position() + block.length() - 1 if first else 0
        end = document.characterCount() - 1
    else:
        begin = document.findBlockByNumber(first).position()
        end = document.findBlockByNumber(last).position()
    cursor.setPosition(begin)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    text = "\n".join(lines)
    if at_end:
        cursor.insertText(f"\n{text}" if lines and first else text)
    else:
        cursor.insertText(f"{text}\n" if lines else "")
