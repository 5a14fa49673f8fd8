"""Figures of single steps of a run, computed after the fact and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from engine.training.history import History
from engine.training.machine import Machine
from engine.training.replay import Replay

MOST_CELLS = 2_000_000  # kept at once; beyond it the oldest go
Figures = Mapping[str, float]
Look = Callable[[Machine, tuple[str, ...]], Figures]


class Trail:
    """What was looked up of a run's steps, by column and step; what is cut off is forgotten."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._replay = Replay(history)
        self._cells: dict[str, dict[int, float]] = {}
        self._version = history.version

    def known(self, column: str, step: int) -> float | None:
        """A figure that has been looked up."""
        self._forget_what_was_cut()
        return self._cells.get(column, {}).get(step)

    def fill(
        self, column_names: Iterable[str], steps: Iterable[int], look: Look, deadline: float
    ) -> bool:
        """Look up what is missing of the columns after these steps; whether all is there now."""
        self._forget_what_was_cut()
        columns = {name: self._cells.setdefault(name, {}) for name in column_names}
        for step in steps:
            missing = tuple(name for name, cells in columns.items() if step not in cells)
            if not missing:
                continue
            machine = self._replay.toward(step, deadline)
            if machine is None:
                return False
            for name, value in look(machine, missing).items():
                columns[name][step] = value
        self._bound()
        return True

    def _forget_what_was_cut(self) -> None:
        if self._version == self._history.version:
            return
        kept = min(self._history.cuts[self._version :])
        self._version = self._history.version
        for name, cells in self._cells.items():
            self._cells[name] = {step: value for step, value in cells.items() if step < kept}

    def _bound(self) -> None:
        if sum(map(len, self._cells.values())) > MOST_CELLS:
            self._cells.clear()
