"""A sheet from any source: which reader a file needs, by its name and by its first bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath

from engine.errors import EngineError
from engine.files.encodings import decoded
from engine.files.limits import check_size
from engine.files.packed import PACKED, opened
from engine.files.records import is_lines, is_records, read_records
from engine.files.sheet import Sheet
from engine.files.source import REPLACE, Clipboard, Options, Preview
from engine.files.text import from_text, read_text
from engine.storage import read_bytes

TEXTS = (".csv", ".tsv", ".txt", ".tab", ".data", ".dat", ".asc")
BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
RECORDS = (".json", ".jsonl", ".ndjson")
PAGES = (".html", ".htm")
KINDS: tuple[str, ...] = (*TEXTS, *BOOKS, ".parquet", ".npy", ".npz", ".jsonl", ".ndjson", *PAGES)
TABLES: tuple[str, ...] = (*KINDS, *PACKED)
SHOWN = 50  # lines of a file that is not read yet
LONGEST = 500  # letters of them


def is_table(path: Path) -> bool:
    """Whether a file is read as a table; a JSON file is looked into."""
    if path.suffix.lower() in TABLES:
        return True
    if path.suffix.lower() != ".json":
        return False
    try:
        text = read_bytes(path).decode("utf-8-sig")
        return is_lines(text) or is_records(json.loads(text))
    except (ValueError, RecursionError, EngineError):
        return False


def stamp(source: object) -> tuple[int, int] | None:
    """A file's size and the time of its last change, which tell whether it is still the same."""
    if not isinstance(source, Path):
        return None
    try:
        state = source.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns


def sheet_of(source: Path | Clipboard, options: Options) -> Sheet:
    """The cells of a source; raises EngineError where it cannot be read with these options."""
    if isinstance(source, Clipboard):
        if not source.text.strip():
            raise EngineError("is empty")
        return from_text(source.text, options, "clipboard")
    name, content, tables = content_of(source, options)
    inner = options if not tables else replace(options, sheet=None)
    sheet = _reader(PurePath(name).suffix.lower())(content, inner)
    if tables:
        chosen = options.sheet if options.sheet in tables else tables[0]
        sheet = replace(sheet, sheets=tables, options=replace(sheet.options, sheet=chosen))
    return sheet


def as_it_stands(source: Path | Clipboard, options: Options, problem: EngineError) -> Preview:
    """A source that cannot be read with these options, so that others can be chosen.

    Its lines as they are, and its sheets; raises ``problem`` where there is nothing to show.
    """
    try:
        if isinstance(source, Clipboard):
            return _lines("clipboard", source.text, options, problem)
        name, content, tables = content_of(source, options)
        suffix = PurePath(name).suffix.lower()
        sheets = tables or _sheets(suffix, content)
        if suffix in TEXTS:
            encoding = options.encoding or decoded(content, None).encoding
            known = "utf-8" if encoding == REPLACE else encoding
            text = content[:100_000].decode(known, "replace")
            return _lines("csv", text, replace(options, encoding=encoding), problem, tables)
    except EngineError:
        raise problem from None
    if not sheets:
        raise problem
    kind = "excel" if suffix in BOOKS else suffix[1:]
    return Preview(kind, options, (), (), sheets, 0, (), 0, problem=problem)


def content_of(source: Path, options: Options) -> tuple[str, bytes, tuple[str, ...]]:
    """The name and bytes of a file, or of the one chosen in a packed one, and all names in that."""
    if source.is_file():
        check_size(source.stat().st_size)
    content = read_bytes(source)
    if source.suffix.lower() in PACKED:
        return opened(source.name, content, (*KINDS, ".json"), options.sheet)
    return source.name, content, ()


def _reader(suffix: str) -> Callable[[bytes, Options], Sheet]:
    """Who reads files of this ending; libraries are loaded only for those who need them."""
    if suffix in BOOKS:
        from engine.files.books import read_book

        return read_book
    if suffix == ".parquet":
        from engine.files.parquet import read_parquet

        return read_parquet
    if suffix in (".npy", ".npz"):
        from engine.files.arrays import read_array, read_arrays

        return read_array if suffix == ".npy" else read_arrays
    if suffix in PAGES:
        from engine.files.markup import read_page

        return read_page
    return read_records if suffix in RECORDS else read_text


def _lines(
    kind: str,
    text: str,
    options: Options,
    problem: EngineError,
    sheets: tuple[str, ...] = (),
) -> Preview:
    lines = text.splitlines()[:SHOWN]
    rows = tuple((line[:LONGEST],) for line in lines)
    return Preview(kind, options, (), rows, sheets, len(lines), (), 0, problem=problem)


def _sheets(suffix: str, content: bytes) -> tuple[str, ...]:
    if suffix in BOOKS and content.startswith((b"PK", b"\xd0\xcf")):
        from engine.files.books import sheet_names

        return sheet_names(content)
    if suffix == ".npz":
        from engine.files.arrays import array_names

        return array_names(content)
    return ()
