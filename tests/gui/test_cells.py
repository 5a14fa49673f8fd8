"""Views are told of cells that are there, and of no others."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex

from engine.data.table import Table
from engine.experiment import Experiment
from engine.experiment.specs import Data
from gui.kit.cells import tell_all_changed, tell_changed
from gui.panels.inside.tensor_table import TensorTable, ValueTable
from gui.panels.table.model import TableModel
from gui.panels.table.statistics import StatisticsModel

GUI = Path(__file__).parents[2] / "gui"
Cell = tuple[int, int]


def told(model: QAbstractTableModel) -> list[tuple[Cell, Cell]]:
    """What a model's views are told from now on."""
    heard: list[tuple[Cell, Cell]] = []

    def hear(first: QModelIndex, last: QModelIndex) -> None:
        heard.append(((first.row(), first.column()), (last.row(), last.column())))

    model.dataChanged.connect(hear)
    return heard


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((0, 0), (2, 1), [((0, 0), (2, 1))]),
        ((1, 1), (1, 1), [((1, 1), (1, 1))]),
        ((1, 0), (9, 9), [((1, 0), (2, 1))]),
        ((-1, -1), (0, 0), [((0, 0), (0, 0))]),
        ((3, 0), (9, 1), []),
        ((2, 0), (1, 1), []),
        ((0, 0), (2, -1), []),
    ],
)
def test_only_cells_that_are_there_are_told(
    first: Cell, last: Cell, expected: list[tuple[Cell, Cell]]
) -> None:
    table = ValueTable()
    table.show_values(np.zeros((3, 2)))
    heard = told(table)
    tell_changed(table, first, last)
    assert heard == expected


def test_empty_tables_tell_nothing() -> None:
    tensors, values, figures, rows = TensorTable(), ValueTable(), StatisticsModel(), TableModel()
    heard = [told(model) for model in (tensors, values, figures, rows)]
    empty = Experiment(Data(Table({}), (), ""))
    for _ in range(2):
        tensors.show_tensors(())
        values.show_values(np.zeros((0, 3)))
        figures.show_table(Table({}))
        rows.show_experiment(empty)
    tell_all_changed(tensors)
    assert heard == [[], [], [], []]


def test_no_table_tells_past_the_one_way() -> None:
    """``tell_changed`` alone looks whether the cells are there; Qt warns where they are not."""
    emits = re.compile(r"\bdataChanged\.emit\b")
    telling = [path.name for path in GUI.rglob("*.py") if emits.search(path.read_text("utf-8"))]
    assert telling == ["cells.py"]
