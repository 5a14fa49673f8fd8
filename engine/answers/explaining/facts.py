"""What the rules know of the data alone: looked up once for each table and kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from engine.answers.explaining.reckoning import Array, terms
from engine.data import formula
from engine.experiment import Experiment
from engine.experiment.prepare import feature_numbers, targets_of
from engine.experiment.specs import input_names
from engine.training.session import Session

MOST_COMPARED = 20_000  # rows of a table of which all pairs are looked for
MOST_NEIGHBOURS = 400  # rows that are asked for what their neighbours say
NEIGHBOURS = 3
FEWEST_ROWS = 10  # of which a column can be called another's copy


@dataclass(frozen=True)
class Facts:
    """Of the training rows as the model sees them, and of the table."""

    experiment: Experiment
    inputs: Array
    targets: NDArray[np.floating] | NDArray[np.int64]
    train: NDArray[np.int64]
    test: NDArray[np.int64]

    @classmethod
    def of(cls, session: Session) -> Facts:
        """Those of a session's data."""
        machine = session.run.machine
        batches, prepared = machine.batches, machine.prepared
        inputs = batches.inputs.detach().cpu().to(torch.float64).numpy()
        targets = batches.targets.detach().cpu().numpy()
        return cls(machine.experiment, inputs, targets.reshape(-1), prepared.train, prepared.test)

    @cached_property
    def shares(self) -> Array:
        """How many of the training rows are of each class, as shares; of a regression none."""
        counts = np.bincount(self.targets.astype(np.int64), minlength=self._classes)
        return np.asarray(counts / max(len(self.targets), 1), dtype=np.float64)

    @cached_property
    def deviation(self) -> Array:
        """The targets' deviation, of each class where they are classes: of zeros and ones."""
        if self.experiment.data.task == "regression":
            return np.array([self.targets.std()], dtype=np.float64)
        return np.sqrt(self.shares * (1 - self.shares))

    def _aims(self, rows: NDArray[np.int64]) -> Array:
        """Some targets as columns: one of numbers, or one of zeros and ones for each class."""
        found = self.targets[rows]
        if self.experiment.data.task == "regression":
            return found.astype(np.float64)[:, None]
        return np.eye(self._classes)[found.astype(np.int64)]

    @cached_property
    def floor(self) -> float:
        """The mean loss of the best answer that is the same for every row."""
        data, name = self.experiment.data, self.experiment.loss.name
        if data.outcome == "regression":
            best = np.median(self.targets) if name == "l1" else self.targets.mean()
            output = np.full((len(self.targets), 1), float(best))
        elif data.outcome == "binary":
            second = float(np.clip(self.shares[-1], 1e-12, 1 - 1e-12))
            odds = np.log(second / (1 - second)) if name == "bce" else np.sign(second - 0.5) or 1.0
            output = np.full((len(self.targets), 1), odds)
        else:
            logs = np.log(np.clip(self.shares, 1e-12, None))
            output = np.tile(logs, (len(self.targets), 1))
        aims = torch.from_numpy(self.targets)
        if data.outcome != "multiclass":
            aims = aims.to(torch.float64)[:, None]
        return terms(self.experiment, torch.from_numpy(output), aims).mean().item()

    @cached_property
    def told_by_neighbours(self) -> float:
        """The share of the targets' variance that each row's nearest other rows tell."""
        rows = spread(len(self.inputs), MOST_NEIGHBOURS)
        if len(rows) <= NEIGHBOURS:
            return 0.0
        places, aims = self.inputs[rows], self._aims(rows)
        deviation = places.std(axis=0)
        places = places[:, deviation > 0] / deviation[deviation > 0]
        distance = np.square(places[:, None] - places[None]).sum(axis=2)
        np.fill_diagonal(distance, np.inf)
        nearest = np.argsort(distance, axis=1, kind="stable")[:, :NEIGHBOURS]
        missed = np.square(aims - aims[nearest].mean(axis=1)).sum()
        whole = np.square(aims - aims.mean(axis=0)).sum()
        return float(1 - missed / whole) if whole > 0 else 0.0

    @cached_property
    def constant(self) -> NDArray[np.bool_]:
        """Which inputs are the same in every training row, but for those meant to be so."""
        found: NDArray[np.bool_] = self.inputs.min(axis=0) == self.inputs.max(axis=0)
        if self.experiment.model.inputs is not None:
            known = self.experiment.data.variables
            meant = [not formula.names(text, known) for text in self.experiment.model.inputs]
            found = found & ~np.array(meant)
        return found

    @cached_property
    def sizes(self) -> Array:
        """The root mean square of each input; 0 where it never changes."""
        varied = self.inputs.min(axis=0) != self.inputs.max(axis=0)
        with np.errstate(over="ignore"):
            return np.where(varied, np.sqrt(np.square(self.inputs).mean(axis=0)), 0.0)

    @property
    def names(self) -> tuple[str, ...]:
        """What the inputs are called."""
        return input_names(self.experiment.data, self.experiment.model)

    @cached_property
    def copied(self) -> tuple[float, str]:
        """The largest share of rows in which a feature is the target's copy, and its name."""
        data = self.experiment.data
        if data.table.rows < FEWEST_ROWS:
            return 0.0, ""
        found = {name: self._share_copied(name) for name in data.features}
        name = max(found, key=lambda each: found[each])
        return found[name], name

    @cached_property
    def repeated(self) -> NDArray[np.int64]:
        """The test rows that are among the training rows too, features and target."""
        data = self.experiment.data
        if not len(self.test) or data.table.rows > MOST_COMPARED:
            return self.test[:0]
        aims = targets_of(data).astype(np.float64)[:, None]
        whole = np.hstack([feature_numbers(data), aims])
        _, places = np.unique(whole, axis=0, return_inverse=True)
        places = places.reshape(-1)
        return self.test[np.isin(places[self.test], places[self.train])]

    def _share_copied(self, name: str) -> float:
        """Of numbers the rows with the target's own; of classes all or none."""
        data = self.experiment.data
        column, target = data.table.columns[name], data.table.columns[data.target]
        if data.task == "regression":
            return 0.0 if column.dtype == object else float(np.mean(column == target))
        if data.table.rows > MOST_COMPARED:
            return 0.0
        cells, aims = column.tolist(), target.tolist()
        kinds = len(set(cells)), len(set(aims)), len(set(zip(cells, aims, strict=True)))
        return float(kinds[0] == kinds[1] == kinds[2] > 1)

    @property
    def _classes(self) -> int:
        return max(len(self.experiment.data.classes), 2)


def spread(rows: int, most: int) -> NDArray[np.int64]:
    """So many places among the rows at most, evenly spread."""
    if rows <= most:
        return np.arange(rows)
    return np.linspace(0, rows - 1, most).astype(np.int64)
