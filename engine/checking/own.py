"""Whether data are the learner's own, or those of an example or a classic set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import permutations
from pathlib import Path

import numpy as np

from engine.data.table import Table
from engine.experiment import Experiment
from engine.experiment.specs import Data

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
SHARE = 0.5  # of the rows: where so many are known ones, the data are
MOST_COLUMNS = 4  # that are compared in any order; classic sets' go by their names
Cells = list[tuple[float, ...]]


def is_own(data: Data) -> bool:
    """Whether fewer than half of the rows are those of one set that everybody has."""
    names = tuple(name for name in (*data.features, data.target) if _is_number(data.table, name))
    rows = Counter(_cells(data.table, names))
    total = sum(rows.values())
    if not names or not total:
        return True
    return not any(
        sum((rows & known).values()) >= SHARE * total
        for known in (*_examples(len(names)), *_classics(data, names))
    )


@cache
def _examples(width: int) -> tuple[Counter[tuple[float, ...]], ...]:
    return tuple(_orders(width)) if width <= MOST_COLUMNS else ()


def _orders(width: int) -> Iterator[Counter[tuple[float, ...]]]:
    """The rows of each example, for each choice of so many of its columns."""
    for path in sorted(SAMPLES.glob("*.json")):
        table = Experiment.load(path).data.table
        numbers = [name for name in table.names if _is_number(table, name)]
        for names in permutations(numbers, width):
            yield Counter(_cells(table, names))


def _classics(data: Data, names: tuple[str, ...]) -> Iterator[Counter[tuple[float, ...]]]:
    from engine.files import classics

    for name, features in classics.FEATURES.items():
        if set(features) <= set(data.table.names):
            table = classics.load(name).data.table
            if set(names) <= set(table.names):
                yield Counter(_cells(table, names))


def _is_number(table: Table, name: str) -> bool:
    return name in table.columns and table.columns[name].dtype != object


def _cells(table: Table, names: tuple[str, ...]) -> Cells:
    if not names:
        return []
    columns = np.column_stack([table.columns[name] for name in names])
    return [tuple(row) for row in columns.tolist()]
