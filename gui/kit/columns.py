"""The numbers of a view as columns, and columns as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from engine.data.table import Table

Columns = Mapping[str, Sequence[Any]]
MOST_CELLS = 2_000_000


def data_columns(table: Table) -> Columns:
    """The data, in full."""
    return {name: column.tolist() for name, column in table.columns.items()}


def csv_text(columns: Columns) -> str:
    """Columns under their names; numbers are written so that they read back as the same ones."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in zip_longest(*columns.values(), fillvalue=""):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def shown_table(widget: QWidget) -> Columns | None:
    """What the first table that is seen in a widget says; None where there is none."""
    tables = (table for table in widget.findChildren(QTableView) if table.isVisible())
    table = next(tables, None)
    model = None if table is None else table.model()
    if model is None or not 0 < model.rowCount() * model.columnCount() <= MOST_CELLS:
        return None
    columns: dict[str, list[Any]] = {}
    for place in range(model.columnCount()):
        name = model.headerData(place, Qt.Orientation.Horizontal)
        cells = [model.index(row, place).data() for row in range(model.rowCount())]
        columns[_free(str(name or place + 1), columns)] = cells
    return columns


def _free(name: str, taken: Mapping[str, object]) -> str:
    """The name, or with a number where another column has it already."""
    others = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(other for other in others if other not in taken)


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, np.generic):
        value = value.item()
    return repr(value) if isinstance(value, float) else str(value).replace("−", "-")
