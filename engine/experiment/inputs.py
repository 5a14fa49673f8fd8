"""Whether the formulas that a model takes as inputs give numbers in every row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.data import formula
from engine.data.table import Column, Table
from engine.errors import EngineError
from engine.experiment.prepare import scaled_features
from engine.experiment.specs import Data

MOST_EVALUATED = 20_000  # rows at a time that a window has the time for
SPREAD = 10_000  # of more rows, so many at equal distances


def check_every_row(data: Data, inputs: tuple[str, ...] | None) -> None:
    """Raise EngineError where an input is no finite number, in rows that were not looked at."""
    if data.table.rows <= MOST_EVALUATED:
        return
    for place, text in enumerate(inputs or ()):
        _check(data, text, f"model.inputs[{place}]", None)


def check_telling_rows(data: Data, inputs: Mapping[str, str]) -> None:
    """The same for inputs by where they stand; of very long tables for the telling rows only.

    They are rows at equal distances, and where a feature is smallest, largest and closest to zero:
    there logarithms, roots and quotients end. Training looks at every row before it begins.
    """
    used: set[str] = set()
    for where, text in inputs.items():
        used |= formula.names(text, data.variables, where)
    rows = None
    if data.table.rows > MOST_EVALUATED:
        # Features as they are have been checked with the data.
        inputs = {where: text for where, text in inputs.items() if text not in used}
        numeric = {name for name in used if name not in data.encoding.values}
        numeric &= set(data.features)
        rows = _telling_rows(data.table, numeric) if inputs else None
    for where, text in inputs.items():
        _check(data, text, where, rows)


def _check(data: Data, text: str, where: str, rows: NDArray[np.int64] | None) -> None:
    value = np.asarray(formula.evaluate(text, _columns(data, rows), where=where))
    finite = np.isfinite(value)
    scaled = data.scaling.features != "none"
    if finite.all() or (scaled and rows is not None):
        return
    place = int(np.argmin(finite))  # the first row; a number alone is wrong in all of them
    row = 1 + (place if rows is None else int(rows[place]))
    if scaled:
        raise EngineError(
            "is not a finite number in row {row}",
            where,
            "inputs are made of the scaled features: turn scaling off",
            row=row,
        )
    raise EngineError("is not a finite number in row {row}", where, row=row)


def _columns(data: Data, rows: NDArray[np.int64] | None) -> Mapping[str, Column]:
    """The features as inputs are made of them; those of single rows without their scaling."""
    columns, encoding = data.table.columns, data.encoding
    if rows is not None:
        features = encoding.matrix({name: columns[name][rows] for name in data.features})
    elif data.scaling.features == "none" or not data.table.rows:
        if not encoding.categories:
            return {name: columns[name] for name in data.features}
        features = encoding.matrix(columns)
    else:
        features = scaled_features(data)
    return {name: features[:, place] for name, place in encoding.variables.items()}


def _telling_rows(table: Table, used: set[str]) -> NDArray[np.int64]:
    found = [np.linspace(0, table.rows - 1, SPREAD).astype(np.int64)]
    for name in used:
        column = table.columns[name]
        ends = [column.argmin(), column.argmax(), np.abs(column).argmin()]
        found.append(np.array(ends, dtype=np.int64))
    return np.unique(np.concatenate(found))
