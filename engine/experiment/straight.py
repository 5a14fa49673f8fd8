"""Linear models whose inputs are straight too: which line or plane their parameters stand for.

``["1", "x"]`` without a bias is the same line as ``x`` with one; so are ``2*x`` and ``x - 3``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import formula
from engine.errors import EngineError
from engine.experiment.prepare import Prepared, from_units, in_units
from engine.experiment.specs import Data, Model

Array = NDArray[np.float64]
Arrays = Mapping[str, NDArray[np.floating[Any]]]
WEIGHT, BIAS = "output.weight", "output.bias"


@dataclass(frozen=True, slots=True)
class Straight:
    """A model without hidden layers whose inputs are ``slopes @ x' + offsets``, x' the features.

    ``slopes`` has shape (inputs, features), ``offsets`` shape (inputs,), both in scaled features.
    """

    slopes: Array
    offsets: Array
    has_bias: bool

    @property
    def is_any(self) -> bool:
        """Whether its parameters can be chosen so that it becomes any line or plane."""
        return bool(np.linalg.matrix_rank(self._shares()) == self.slopes.shape[1] + 1)

    def in_units(self, parameters: Arrays, prepared: Prepared) -> tuple[Array, Array]:
        """Slopes (outputs, features) and offsets (outputs,) in the columns' own units."""
        weight = np.asarray(parameters[WEIGHT], dtype=np.float64)
        bias = np.asarray(parameters.get(BIAS, np.zeros(len(weight))), dtype=np.float64)
        offset = np.broadcast_to(weight @ self.offsets + bias, (len(weight),))
        return in_units(weight @ self.slopes, offset, prepared.feature_scale, prepared.target_scale)

    def parameters(
        self, slope: Array, offset: Array, near: Arrays, prepared: Prepared
    ) -> dict[str, Array]:
        """The parameters of a line in the columns' own units, as close as can be to ``near``.

        ``slope`` has shape (1, features), ``offset`` shape (1,); there must be one (``is_any``).
        """
        wanted = np.append(
            *from_units(slope, offset, prepared.feature_scale, prepared.target_scale)
        )
        shares, names = self._shares(), [WEIGHT, BIAS] if self.has_bias else [WEIGHT]
        now = np.concatenate([np.ravel(near[name]) for name in names]).astype(np.float64)
        change, *_ = np.linalg.lstsq(shares, wanted - shares @ now, rcond=None)
        weight, bias = np.split(now + change, [len(self.offsets)])
        return {WEIGHT: weight[None, :], BIAS: bias} if self.has_bias else {WEIGHT: weight[None, :]}

    def _shares(self) -> Array:
        """What each parameter of one output adds, shape (features + 1, parameters)."""
        weights = np.vstack([self.slopes.T, self.offsets])
        bias = np.append(np.zeros(self.slopes.shape[1]), 1.0)
        return np.column_stack([weights, bias]) if self.has_bias else weights


def straight(data: Data, model: Model) -> Straight | None:
    """The model as a line or plane over its features; None where it bends."""
    if model.hidden:
        return None
    if model.inputs is None:
        size = len(data.encoding.names)
        return Straight(np.eye(size), np.zeros(size), bool(model.bias))
    found = _affine(model.inputs, tuple(data.encoding.variables.items()))
    return None if found is None else Straight(*found, bool(model.bias))


@lru_cache(maxsize=8)
def _affine(
    inputs: tuple[str, ...], variables: tuple[tuple[str, int], ...]
) -> tuple[Array, Array] | None:
    size = 1 + max(place for _, place in variables)
    rows = np.eye(size)
    columns = {name: _Affine(rows[place], 0.0) for name, place in variables}
    found = []
    for text in inputs:
        try:
            value = formula.evaluate(text, columns, _Bends())
        except (EngineError, _BendsError):
            return None
        found.append(value if isinstance(value, _Affine) else _Affine(np.zeros(size), value))
    slopes = np.array([one.slopes for one in found]).reshape(-1, size)  # of no input too
    return slopes, np.array([one.offset for one in found])


class _BendsError(Exception):
    """A formula is no straight one."""


class _Bends:
    """The functions: of a feature none of them is straight."""

    def __getattr__(self, name: str) -> Any:
        raise _BendsError


@dataclass(frozen=True, slots=True, eq=False)
class _Affine:
    """A number ``slopes · x + offset`` that formulas can compute with as long as it is one."""

    slopes: Array
    offset: float

    def __add__(self, other: _Affine | float) -> _Affine:
        if isinstance(other, _Affine):
            return _Affine(self.slopes + other.slopes, self.offset + other.offset)
        return _Affine(self.slopes, self.offset + other)

    __radd__ = __add__

    def __neg__(self) -> _Affine:
        return self * -1.0

    def __pos__(self) -> _Affine:
        return self

    def __sub__(self, other: _Affine | float) -> _Affine:
        return self + -other

    def __rsub__(self, other: float) -> _Affine:
        return -self + other

    def __mul__(self, other: _Affine | float) -> _Affine:
        if isinstance(other, _Affine):
            raise _BendsError
        return _Affine(self.slopes * other, self.offset * other)

    __rmul__ = __mul__

    def __truediv__(self, other: _Affine | float) -> _Affine:
        if isinstance(other, _Affine):
            raise _BendsError
        return _Affine(self.slopes / other, self.offset / other)

    def __rtruediv__(self, other: float) -> _Affine:
        raise _BendsError

    def __pow__(self, other: _Affine | float) -> _Affine:
        if other != 1:
            raise _BendsError
        return self

    def __rpow__(self, other: float) -> _Affine:
        raise _BendsError
