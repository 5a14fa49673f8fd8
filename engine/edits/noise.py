"""Noise for data: numbers that are shaken a little, and classes that are sometimes wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.moments import deviation
from engine.data.table import Column, labels
from engine.edits import parts as edits
from engine.experiment import Experiment


@dataclass(frozen=True, slots=True)
class Noise:
    """How much: of numbers in parts of their column's standard deviation, of classes the share.

    ``features`` and ``target`` are standard deviations of a Gaussian; ``flipped`` is the share of
    rows that get another class. The same ``seed`` gives the same noise.
    """

    features: float = 0.0
    target: float = 0.0
    flipped: float = 0.0
    seed: int = 0


def with_noise(
    experiment: Experiment, noise: Noise, rows: NDArray[np.int64] | None = None
) -> Experiment:
    """The experiment with noise on some rows of its data, or on all; None is all."""
    data = experiment.data
    chosen = np.arange(data.table.rows) if rows is None else rows
    draw = np.random.default_rng(noise.seed)
    columns = {
        name: _shaken(data.table.columns[name], noise.features, chosen, draw)
        for name in data.features
    }
    column = data.table.columns[data.target]
    if data.task == "classification":
        columns[data.target] = _flipped(column, data.classes, noise.flipped, chosen, draw)
    else:
        columns[data.target] = _shaken(column, noise.target, chosen, draw)
    return edits.with_table(experiment, data.table.replace(**columns))


def _shaken(
    column: Column, size: float, rows: NDArray[np.int64], draw: np.random.Generator
) -> Column:
    """Drawn whatever the size, so that one amount does not change another one's noise."""
    normal = draw.standard_normal(len(rows))
    if not size or column.dtype == object:  # a category has no amount to be shaken by
        return column
    shaken = column.copy()
    shaken[rows] += size * deviation(column) * normal
    return shaken


def _flipped(
    column: Column,
    classes: tuple[str | int, ...],
    share: float,
    rows: NDArray[np.int64],
    draw: np.random.Generator,
) -> Column:
    """Another class for a share of the rows, each of the others as likely."""
    turned = rows[draw.permutation(len(rows))[: round(share * len(rows))]]
    if len(classes) < 2 or not len(turned):
        return column
    names = labels(classes)
    steps = draw.integers(1, len(classes), len(turned))
    changed = column.copy()
    places = np.array([classes.index(label) for label in column[turned]], dtype=np.int64)
    changed[turned] = names[(places + steps) % len(classes)]
    return changed
