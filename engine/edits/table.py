"""Edits of the table as a spreadsheet means them: cells, rows, columns and their names."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np

from engine.data import formula
from engine.data.cells import plain
from engine.data.days import day_of
from engine.data.moments import mean
from engine.data.names import clean
from engine.data.table import Cell, Column, Table, labels
from engine.edits import classes as class_edits
from engine.edits import parts as edits
from engine.edits import rows as row_edits
from engine.edits.rows import cell_of
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import Data


def set_cell(experiment: Experiment, row: int, column: str, text: str) -> Experiment:
    """One cell as it was typed, in a row of its own where ``row`` is one below the last.

    A new name of a class is a new class, and the others keep their colours. EngineError where the
    column cannot hold the text, or where there are as many classes as colours.
    """
    if row == experiment.data.table.rows:
        experiment = insert_row(experiment, row)
    table = experiment.data.table
    where = f"{column}, row {row + 1}"
    is_date = experiment.data.kind_of(column) == "date"
    day = day_of(text) if is_date else None
    value = cell_of(table.columns[column], text, where) if day is None else day
    if experiment.data.classes and column == experiment.data.target:
        experiment = _with_class(experiment, value, where)
    return _with(experiment, table.put(row, {column: value}))


def insert_row(experiment: Experiment, at: int) -> Experiment:
    """A row of means and first labels before the row ``at``."""
    data, table = experiment.data, experiment.data.table
    if data.task == "classification" and not table.rows:
        table = table.replace(**{data.target: labels([])})
    row = {name: usual(column) for name, column in table.columns.items()}
    if data.task == "classification" and not table.rows:
        row[data.target] = next(iter(class_edits.class_names(data)), 0)
    return _with(experiment, table.insert(at, [row]))


def in_order(experiment: Experiment, order: row_edits.Rows) -> Experiment:
    """All rows, each once, in another order."""
    return _with(experiment, experiment.data.table.take(order))


def sorted_rows(table: Table, column: str, *, descending: bool = False) -> row_edits.Rows:
    """The rows in the order of one column; equal ones stay in theirs."""
    cells = table.columns[column]
    if cells.dtype == object:  # integers by size, then text by letters, as classes are
        keys = sorted(set(cells.tolist()), key=lambda cell: (isinstance(cell, str), cell))
        place = {cell: index for index, cell in enumerate(keys)}
        cells = np.array([place[cell] for cell in cells], dtype=np.int64)
    return np.argsort(-cells if descending else cells, kind="stable")


def rename_column(experiment: Experiment, old: str, new: str) -> Experiment:
    """Another name for a column, wherever it is used; EngineError where it cannot be."""
    data, new = experiment.data, clean(new)
    if new == old:
        return experiment
    if not new or new in data.table.names:
        raise EngineError("must be a name that no other column has", f"data.columns.{old}")
    for text in experiment.model.inputs or ():
        if old in {data.encoding.owner(name) for name in formula.names(text, data.variables)}:
            raise EngineError(
                "is used in the model's inputs", f"data.columns.{old}", "change those first"
            )
    return replace(experiment, data=_renamed(data, old, new))


def _renamed(data: Data, old: str, new: str) -> Data:
    """The data with a column called otherwise in all that speaks of it."""
    names = {name: name for name in data.table.names} | {old: new}
    return replace(
        data,
        table=data.table.rename(old, new),
        features=tuple(names[name] for name in data.features),
        target=names[data.target],
        categories=tuple((names.get(name, name), values) for name, values in data.categories),
        kinds=tuple((names.get(name, name), kind) for name, kind in data.kinds),
        kept_colors=tuple((names.get(name, name), kept) for name, kept in data.kept_colors),
    )


def remove_column(experiment: Experiment, name: str) -> Experiment:
    """The table without a column; EngineError where it is the target or the only feature."""
    data = experiment.data
    if name == data.target:
        raise EngineError(
            "cannot be deleted: it is the target",
            f"data.columns.{name}",
            "make another column the target first",
        )
    if data.features == (name,):
        raise EngineError(
            "cannot be deleted: it is the only feature",
            f"data.columns.{name}",
            "choose another one first",
        )
    features = tuple(feature for feature in data.features if feature != name)
    columns = {key: column for key, column in data.table.columns.items() if key != name}
    kinds = tuple((key, kind) for key, kind in data.kinds if key != name)
    colors = tuple((key, kept) for key, kept in data.kept_colors if key != name)
    part = replace(data, features=features, kinds=kinds, kept_colors=colors)
    part = part.with_table(Table(columns))
    return edits.with_data(experiment, part)


def set_feature(experiment: Experiment, name: str, used: bool) -> Experiment:
    """A column becomes a feature, or none any more."""
    known = experiment.data.features
    features = tuple(
        column
        for column in experiment.data.table.names
        if (column in known or (used and column == name)) and (used or column != name)
    )
    return edits.with_features(experiment, features)


def paste_cells(experiment: Experiment, row: int, column: int, text: str) -> Experiment:
    """Copied cells over those from a place on; rows below the end are added.

    Text that begins with all the columns' names is added as whole rows. EngineError where there
    are too many columns, or a cell is not what its column holds.
    """
    table = experiment.data.table
    lines = [line for line in csv.reader(io.StringIO(text), delimiter="\t") if line]
    if lines and sorted(clean(plain(cell.strip())) for cell in lines[0]) == sorted(table.names):
        return row_edits.append_table(experiment, row_edits.from_text(table, text))
    if not lines:
        raise EngineError("has no cells", row_edits.CLIPBOARD, "copy rows of a table first")
    widest = max(len(line) for line in lines)
    if column + widest > len(table.names):
        raise EngineError(
            "has {got} columns, but from here on there are only {count}",
            row_edits.CLIPBOARD,
            "paste further to the left",
            got=widest,
            count=len(table.names) - column,
        )
    missing = row + len(lines) - table.rows
    if missing > 0:
        fresh = {name: usual(cells) for name, cells in table.columns.items()}
        table = table.append([fresh] * missing)
    columns = dict(table.columns)
    for i, name in enumerate(table.names[column : column + widest]):
        changed = columns[name].copy()
        for j, line in enumerate(lines):
            if i < len(line):
                where = f"{row_edits.CLIPBOARD}, line {j + 1}"
                changed[row + j] = cell_of(table.columns[name], plain(line[i]), where)
        columns[name] = changed
    return _with(experiment, Table(columns))


def usual(column: Column) -> Cell:
    """What a new row has: the mean, or the first label."""
    if column.dtype == object:
        first: Cell = column[0] if len(column) else ""
        return first
    return mean(column)


def _with_class(experiment: Experiment, name: Cell, where: str) -> Experiment:
    """The classes' colours with one for ``name``, where that is not a class yet."""
    known = class_edits.class_names(experiment.data)
    if name in known or isinstance(name, float):
        return experiment
    if len(known) >= class_edits.PLACES:
        raise EngineError(
            "would be one class too many, {most} is the most",
            where,
            "type the name of a class that is there",
            most=class_edits.PLACES,
        )
    return class_edits.with_class_added(experiment, known, name)


def _with(experiment: Experiment, table: Table) -> Experiment:
    return edits.with_table(experiment, table)
