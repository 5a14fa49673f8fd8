"""Which tables were generated, and how, so that they can be drawn again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from engine.data.table import Table
from engine.edits import parts as edits
from engine.experiment import Experiment
from engine.experiment.specs import Data

MOST = 20  # tables that are remembered, for undo


@dataclass(frozen=True, slots=True)
class Recipe:
    """How data were made: a function of the seed, the seed they were made with, their title."""

    make: Callable[[int], Data]
    seed: int
    title: str

    def again(self, experiment: Experiment) -> tuple[Recipe, Experiment]:
        """The experiment on data of the next seed, and the recipe with that seed."""
        from engine.catalog.generators import SEED  # the window is painted without

        seed = self.seed + 1 if self.seed + 1 in SEED.ranges[0] else 0
        data = self.make(seed)
        return replace(self, seed=seed), with_generated(experiment, data, self.title)


class Recipes(QObject):
    """The recipes of the last tables; one that was edited since has none."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: deque[tuple[Table, Recipe]] = deque(maxlen=MOST)

    def remember(self, table: Table, recipe: Recipe) -> None:
        """That ``table`` was made by ``recipe``."""
        self._known.append((table, recipe))
        self.changed.emit()

    def of(self, table: Table) -> Recipe | None:
        """How these very columns were made, if they were."""
        for known, recipe in reversed(self._known):
            if _same(known, table):
                return recipe
        return None

    def forget(self) -> None:
        """Nothing that was made before can come back."""
        self._known.clear()
        self.changed.emit()


def _same(one: Table, other: Table) -> bool:
    """Whether two tables share their columns; comparing numbers would take too long."""
    return one.names == other.names and all(
        column is other.columns[name] for name, column in one.columns.items()
    )


def with_generated(experiment: Experiment, data: Data, title: str) -> Experiment:
    """The experiment on other data, split and scaled as before; raises EngineError if it cannot.

    A title spoke of the data that go, so it goes with them.
    """
    old = experiment.data
    part = replace(
        data,
        scaling=old.scaling,
        split_seed=old.split_seed,
        test_fraction=old.test_fraction,
        stratified=old.stratified,
        class_colors=old.class_colors if data.classes == old.classes else (),
    )
    changed = replace(edits.with_data(experiment, part), title=experiment.title and title)
    return edits.allowed(experiment, changed)
