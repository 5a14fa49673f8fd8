"""Cells of a table model that read otherwise now."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel


def tell_changed(model: QAbstractTableModel, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Tell a model's views of changed cells, both ends (row, column) included.

    Ends beyond the table are drawn in, and nothing is told where no cell is left: Qt warns of an
    empty range.
    """
    top, left = max(first[0], 0), max(first[1], 0)
    bottom = min(last[0], model.rowCount() - 1)
    right = min(last[1], model.columnCount() - 1)
    if top <= bottom and left <= right:
        model.dataChanged.emit(model.index(top, left), model.index(bottom, right))


def tell_all_changed(model: QAbstractTableModel) -> None:
    """Tell a model's views that every cell may read otherwise."""
    tell_changed(model, (0, 0), (model.rowCount() - 1, model.columnCount() - 1))
