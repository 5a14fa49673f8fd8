"""From a table to what a model sees: the split into training and test rows, and the scaling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.codes import codes
from engine.data.moments import moments
from engine.experiment.specs import Data

Array = NDArray[np.float64]
HUGE = 1e300  # beyond it the distance of two numbers may be too large for a number


@dataclass(frozen=True, slots=True)
class Scale:
    """How columns were brought to size: ``(value − shift) / factor``, each of shape (columns,)."""

    shift: Array
    factor: Array
    active: bool

    @property
    def parts(self) -> Array:
        """What all three are multiplied by first, shape (columns,): 1, or ¼ where they are huge."""
        return np.where(np.maximum(np.abs(self.shift), self.factor) > HUGE, 0.25, 1.0)

    def scaled(self, values: Any) -> Array:
        """Values in the columns' own units, last axis the columns, as the model sees them."""
        if not self.active:
            return np.asarray(values)
        numbers, shift, factor, parts = np.asarray(values), self.shift, self.factor, self.parts
        if (parts != 1).any():
            numbers, shift, factor = numbers * parts, shift * parts, factor * parts
        with np.errstate(over="ignore", invalid="ignore"):
            scaled: Array = (numbers - shift) / factor
        return scaled

    def original(self, values: Any) -> Array:
        """Values as the model sees them, back in the columns' own units."""
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(values) * self.factor + self.shift if self.active else values


@dataclass(frozen=True, slots=True)
class Prepared:
    """All rows, scaled by the training rows' statistics.

    ``features`` has shape (rows, features), ``targets`` shape (rows,): numbers, or class indices.
    ``train`` and ``test`` are row indices in the table's order.
    """

    features: Array
    targets: NDArray[Any]
    train: NDArray[np.int64]
    test: NDArray[np.int64]
    feature_scale: Scale
    target_scale: Scale


def prepare(data: Data) -> Prepared:
    """Split and scale checked data."""
    train, test = split(data)
    features = feature_numbers(data)
    feature_scale = _feature_scale(data, features[train])
    targets = targets_of(data)
    target_method = data.scaling.target if data.task == "regression" else "none"
    target_scale = scale_of(targets[train][:, None], target_method)
    if target_scale.active:
        targets = target_scale.scaled(targets[:, None])[:, 0]
    return Prepared(
        feature_scale.scaled(features), targets, train, test, feature_scale, target_scale
    )


def scaled_features(data: Data) -> Array:
    """The features alone as the model sees them, shape (rows, features)."""
    train, _ = split(data)
    features = feature_numbers(data)
    return _feature_scale(data, features[train]).scaled(features)


def feature_numbers(data: Data) -> Array:
    """The features as numbers, categories as 0 and 1, in the columns' own units."""
    return data.encoding.matrix(data.table.columns)


def _feature_scale(data: Data, features: Array) -> Scale:
    """The scale of the features' numbers, in which those of categories stay 0 and 1."""
    scale = scale_of(features, data.scaling.features)
    encoding = data.encoding
    if not scale.active or not encoding.categories:
        return scale
    stays = np.array([owner in encoding.values for owner in encoding.owners])
    return Scale(np.where(stays, 0.0, scale.shift), np.where(stays, 1.0, scale.factor), active=True)


def split(data: Data) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices of the training and of the test rows, drawn by ``split_seed``."""
    order = np.arange(data.table.rows)
    count = count_test_rows(data)
    if count == 0:
        return order, order[:0]
    drawn = np.random.default_rng(data.split_seed).permutation(order)
    if data.stratified and data.task == "classification":
        drawn = _by_share(drawn, targets_of(data), count)
    return np.sort(drawn[count:]), np.sort(drawn[:count])


def _by_share(
    drawn: NDArray[np.int64], targets: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """The same rows, the first ``count`` of them with as many of each class as its share.

    What is left after whole rows goes to the classes with the largest remainders (the method of
    T. Hare, 1857); each class keeps a row for training as far as there are any.
    """
    sizes = np.bincount(targets)
    shares = sizes * (count / len(targets))
    taken = np.minimum(np.floor(shares).astype(np.int64), np.maximum(sizes - 1, 0))
    for place in np.argsort(taken - shares, kind="stable"):
        if taken.sum() < count and taken[place] < sizes[place] - 1:
            taken[place] += 1
    for place in np.argsort(taken - sizes, kind="stable"):  # classes with rows to spare
        missing = min(count - int(taken.sum()), int(sizes[place] - taken[place]))
        taken[place] += max(missing, 0)
    first = np.concatenate(
        [drawn[targets[drawn] == place][:number] for place, number in enumerate(taken)]
    )
    return np.concatenate([first, drawn[~np.isin(drawn, first)]])


def scale_of(values: Array, method: str) -> Scale:
    """The scale that ``center`` or ``standardize`` takes from ``values``, shape (rows, columns).

    A column that never changes is only centred: it has no deviation to divide by.
    """
    if method == "none":
        return no_scale(values.shape[1])
    shift, deviation = moments(values)
    divides = (deviation > 0) & (method == "standardize")
    return Scale(shift, np.where(divides, deviation, 1.0), active=True)


def no_scale(columns: int) -> Scale:
    """The scale of columns that stay as they are."""
    return Scale(np.zeros(columns), np.ones(columns), active=False)


def in_units(weight: Array, bias: Array, inputs: Scale, target: Scale) -> tuple[Array, Array]:
    """A linear model's parameters for unscaled columns: (out, in) and (out,).

    From ŷ' = W·x' + b with x' = (x − m) / s and ŷ' = (ŷ − m_y) / s_y follow
    ŷ = (W s_y / s)·x + (b − W·(m / s)) s_y + m_y.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        slope = weight * (target.factor / inputs.factor)
        offset = bias - weight @ (inputs.shift / inputs.factor)
        return slope, offset * target.factor + target.shift


def from_units(slope: Array, offset: Array, inputs: Scale, target: Scale) -> tuple[Array, Array]:
    """The parameters with which a linear model on scaled columns draws a line of unscaled ones.

    The way back of ``in_units``: W = slope s / s_y, b = (offset − m_y) / s_y + W·(m / s).
    """
    weight = slope * inputs.factor / target.factor
    return weight, (offset - target.shift) / target.factor + weight @ (inputs.shift / inputs.factor)


def targets_of(data: Data) -> NDArray[Any]:
    """What is predicted in every row, shape (rows,): numbers, or the places of classes."""
    column = data.table.columns[data.target]
    if data.task == "regression":
        return column.copy()
    known = codes(column)
    assert known is not None  # checked data
    place = {label: index for index, label in enumerate(data.classes)}
    return np.array([place[label] for label in known.labels], dtype=np.int64)[known.places]


def count_test_rows(part: Data) -> int:
    """How many rows are kept for testing: the nearest whole number, at least one if any."""
    if not part.test_fraction:
        return 0
    return min(max(1, round(part.table.rows * part.test_fraction)), part.table.rows - 1)
