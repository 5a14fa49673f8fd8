"""Tables in pages of HTML, which sites often give the name of a workbook."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from engine.errors import EngineError
from engine.files.encodings import decoded
from engine.files.limits import MOST_CELLS, check_cells
from engine.files.points import guess_decimal
from engine.files.sheet import Row, Sheet, from_rows
from engine.files.source import Options

MOST_SPAN = 1_000  # columns or rows that one cell may cover


def is_page(content: bytes) -> bool:
    """Whether bytes are HTML with a table in it."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and b"<table" in content.lower()


def read_page(content: bytes, options: Options) -> Sheet:
    """The largest table of a page."""
    found = decoded(content, options.encoding)
    parser = _Tables()
    parser.feed(found.text)
    parser.close()
    tables = [table for table in parser.tables if table]
    if not tables:
        raise EngineError("holds no table")
    cells = max(tables, key=lambda table: sum(map(len, table)))
    rows: list[Row] = [(place, row) for place, row in enumerate(cells, start=1) if any(row)]
    decimal = options.decimal or guess_decimal(cells, ";")
    return from_rows(
        "html", rows, replace(options, encoding=found.encoding, decimal=decimal), "row"
    )


class _Tables(HTMLParser):
    """The cells of all tables, those of tables within tables by themselves."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._text: list[str] | None = None
        self._span = 1
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            if not self._open[-1]:
                self._open[-1].append([])
            self._text = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), MOST_SPAN) if span.isdigit() else 1

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None or not self._open or not self._open[-1]:
            self._text = None
            return
        self._count += self._span
        if self._count > MOST_CELLS:
            check_cells(self._count, 1)
        cell = " ".join("".join(self._text).split())
        self._open[-1][-1] += [cell, *[""] * (self._span - 1)]
        self._text = None
