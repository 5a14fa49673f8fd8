"""Where rows went when the table was sorted, there and back: undoing a sort moves them again."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Table
from engine.experiment import Experiment

Rows = NDArray[np.int64]
MOST = 20  # sorts that are remembered


class Moves:
    """Remembers tables by what they are, not by what is in them: comparing takes too long."""

    def __init__(self) -> None:
        self._known: deque[tuple[Table, Table, Rows]] = deque(maxlen=MOST)

    def remember(self, before: Table, after: Table, order: Rows) -> None:
        """Row ``order[i]`` of one table is row ``i`` of the next."""
        self._known.append((before, after, order))

    def sorted(self, name: str, descending: bool, old: Experiment) -> Experiment:
        """The experiment with its rows in the order of a column, which is remembered."""
        from engine.edits import table as table_edits  # with the first sort

        order = table_edits.sorted_rows(old.data.table, name, descending=descending)
        after = table_edits.in_order(old, order)
        self.remember(old.data.table, after.data.table, order)
        return after

    def followed(self, rows: Rows, before: Table, after: Table) -> Rows:
        """Where these rows of one table are in another, in ascending order."""
        for one, other, order in self._known:
            if before is one and after is other:
                places = np.empty_like(order)
                places[order] = np.arange(len(order))
                return np.sort(places[rows])
            if before is other and after is one:
                return np.sort(order[rows])
        return rows
