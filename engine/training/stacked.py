"""Numbers of several models in one tensor, with which the update functions do as with one model's.

Where such a function asks for a single number, as torch does for ``alpha`` and ``value``, it may be
given one for each model.
"""

from __future__ import annotations

from typing import Any

from torch import Tensor


class Stacked(Tensor):
    """Shape (models, numbers), or (models, 1) of what is one number of each model."""

    def __bool__(self) -> bool:
        """Of a condition: whether it holds for any of them."""
        return bool(self.as_subclass(Tensor).any())

    def add(self, other: Any, *, alpha: Any = 1, out: Tensor | None = None) -> Tensor:
        """With ``alpha`` times another one."""
        found = super().add(_times(other, alpha))
        return found if out is None else out.copy_(found)

    def add_(self, other: Any, *, alpha: Any = 1) -> Any:
        """The same in place."""
        return super().add_(_times(other, alpha))

    def addcmul_(self, one: Any, other: Any, *, value: Any = 1) -> Any:
        """With ``value`` times a product, in place."""
        return super().addcmul_(_times(one, value), other)

    def addcmul(self, one: Any, other: Any, *, value: Any = 1) -> Any:
        """With ``value`` times a product."""
        return super().addcmul(_times(one, value), other)

    def addcdiv_(self, one: Any, other: Any, *, value: Any = 1) -> Any:
        """With ``value`` times a quotient, in place."""
        return super().addcdiv_(_times(one, value), other)


def stacked(values: Tensor) -> Stacked:
    """These values, shape (models, numbers)."""
    found: Stacked = values.as_subclass(Stacked)
    return found


def _times(values: Any, factor: Any) -> Any:
    return values * factor if isinstance(factor, Tensor) or factor != 1 else values
