"""Rows as text, for the clipboard."""

from __future__ import annotations

from engine.data.table import Table
from engine.edits import rows as row_edits
from gui.panels.table.grid import Rows


def copied(table: Table, rows: Rows, columns: slice) -> str:
    """Some rows in some columns; with the columns' names where these are all."""
    names = table.names[columns]
    part = Table({name: table.columns[name] for name in names})
    return row_edits.as_text(part, rows, named=names == table.names)
