"""The colours of Python code: what each part of a line is, and how a theme shows it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gui.kit.colors import lit, readable
from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme

if TYPE_CHECKING:
    from pygments.lexers.python import PythonLexer

# Kinds of tokens by the beginning of their names, the more special ones first.
KINDS = {
    "Token.Comment": "comment",
    "Token.Keyword": "keyword",
    "Token.Operator.Word": "keyword",
    "Token.Literal.String.Doc": "comment",
    "Token.Literal.String": "string",
    "Token.Literal.Number": "number",
    "Token.Name.Function": "name",
    "Token.Name.Class": "name",
}


class Highlighter(QSyntaxHighlighter):
    """Colours a document of Python, line by line: no token of a program goes over more."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats = _formats(LIGHT)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._formats = _formats(theme)
        self.rehighlight()

    @guarded(None)
    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        for start, length, kind in parts(text):
            self.setFormat(start, length, self._formats[kind])


@lru_cache(maxsize=512)
def parts(line: str) -> tuple[tuple[int, int, str], ...]:
    """Where the coloured parts of a line begin, how long they are in Qt's letters, and the kind."""
    found = []
    start = 0
    for _, token, text in _lexer().get_tokens_unprocessed(line):
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        name = str(token)
        kind = next((kind for head, kind in KINDS.items() if name.startswith(head)), None)
        if kind:
            found.append((start, length, kind))
        start += length
    return tuple(found)


@cache
def _lexer() -> PythonLexer:
    from pygments.lexers.python import PythonLexer  # only who opens the panel waits for it

    return PythonLexer()


def _formats(theme: Theme) -> dict[str, QTextCharFormat]:
    colors = {
        "comment": theme.muted,
        "keyword": theme.classes[3],
        "string": theme.classes[2],
        "number": theme.classes[1],
        "name": theme.accent,
    }
    formats = {}
    for kind, color in colors.items():
        formats[kind] = QTextCharFormat()
        formats[kind].setForeground(QColor(readable(color, theme, lit(theme))))
    return formats
