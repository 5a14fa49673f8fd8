"""What opening a table finds, as plain JSON: ``main.py inspect TABLE``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine import ending
from engine.errors import EngineError
from engine.files.reading import preview
from engine.files.source import REPLACE, Found, Options, Preview

MOST_LEFT_OUT = 100


def main(arguments: Sequence[str]) -> int:
    """Run the command; the answer is its exit status."""
    from engine.files.serving import limit_memory, silence

    limit_memory()
    try:
        options = _parser().parse_args(arguments)
        with silence():
            found = preview(Path(options.table), Options(sheet=options.sheet))
        if not found.columns:
            raise found.problem or EngineError("is no table", options.table)
    except EngineError as error:
        ending.complain("main.py inspect", str(error))
        return 2
    print(json.dumps(told(found), ensure_ascii=False, indent=1, allow_nan=False))
    return 0


def told(found: Preview) -> dict[str, Any]:
    """A preview as JSON; texts are English, and what does not apply is null."""
    options = found.options
    return {
        "format": found.kind,
        "encoding": "utf-8" if options.encoding == REPLACE else options.encoding,
        "delimiter": options.delimiter,
        "decimal": options.decimal,
        "header_row": options.header or None,
        "sheet": options.sheet,
        "sheets": list(found.sheets),
        "rows": {
            "read": found.total,
            "kept": found.kept,
            "left_out": [
                {"row": row.line, "why": str(row.reason)} for row in found.left_out[:MOST_LEFT_OUT]
            ],
            "left_out_total": found.left_out_total,
        },
        "columns": [_column(column) for column in found.columns],
        "task": found.task,
        "questions": [
            {"id": question.id, "text": str(question.text)} for question in found.questions
        ],
    }


def _column(column: Found) -> dict[str, Any]:
    return {
        "name": column.name,
        "kind": column.kind,
        "role": column.role,
        "why": str(column.why),
        "gaps": column.gaps,
        "fill": column.fill,
    }


def _parser() -> ending.Parser:
    parser = ending.Parser(
        prog="main.py inspect",
        description="Print what opening a table finds by itself, as one JSON object.",
    )
    parser.add_argument("table", metavar="TABLE", help="a .csv, .xlsx, .parquet, .json, ... file")
    parser.add_argument("--sheet", help="the sheet of a workbook, or the table in a packed file")
    return parser
