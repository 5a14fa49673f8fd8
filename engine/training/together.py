"""Several tensors that go through the same operations, each of them in one call for all.

The update functions of ``updates`` are written for one tensor. Given a ``Together`` they do the
same to several: torch's ``_foreach`` functions call the kernel of each tensor in turn, so that the
bits are those of the tensors one by one, and Python is asked once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor

State = dict[str, Any]  # an optimizer's memory of one parameter, or of all of them together


class Together:
    """Tensors with the operations that an update calls; what it makes of them is one as well."""

    __slots__ = ("tensors",)

    def __init__(self, tensors: Iterable[Tensor]) -> None:
        self.tensors = [*tensors]

    def item(self) -> float:
        """The number that each of them is."""
        return float(self.tensors[0].item())

    @classmethod
    def __torch_function__(
        cls, function: Any, types: Any, args: Sequence[Any] = (), kwargs: Any = None
    ) -> Any:
        """What ``torch.zeros_like`` and its like make of several tensors."""
        return _each(function)(*args, **(kwargs or {}))


def _bare(values: Iterable[Any]) -> list[Any]:
    return [value.tensors if isinstance(value, Together) else value for value in values]


def _changing(kernel: Callable[..., Any]) -> Callable[..., Together]:
    def operation(self: Together, *others: Any, **numbers: float) -> Together:
        kernel(self.tensors, *_bare(others), **numbers)
        return self

    return operation


def _making(kernel: Callable[..., Any]) -> Callable[..., Together]:
    def operation(self: Together, *others: Any, **numbers: float) -> Together:
        return Together(kernel(self.tensors, *_bare(others), **numbers))

    return operation


def _each(function: Callable[..., Tensor]) -> Callable[..., Together]:
    """What no one call can do for several tensors."""

    def operation(*values: Any, **named: Any) -> Together:
        count = next(len(value.tensors) for value in values if isinstance(value, Together))
        return Together(
            function(
                *(_one(value, place) for value in values),
                **{name: _one(value, place) for name, value in named.items()},
            )
            for place in range(count)
        )

    return operation


def _one(value: Any, place: int) -> Any:
    return value.tensors[place] if isinstance(value, Together) else value


for _name in ("add_", "sub_", "mul_", "div_", "lerp_", "addcmul_", "addcdiv_", "sqrt_", "copy_"):
    setattr(Together, _name, _changing(getattr(torch, f"_foreach_{_name}")))
for _name in ("add", "sub", "mul", "div", "addcmul", "sqrt", "abs", "sign", "clone"):
    setattr(Together, _name, _making(getattr(torch, f"_foreach_{_name}")))
for _name in ("mul", "truediv"):
    setattr(
        Together, f"__{_name}__", _making(getattr(torch, f"_foreach_{_name.removeprefix('true')}"))
    )
for _name in ("masked_fill", "masked_fill_", "clamp_", "__lt__", "__gt__", "__rtruediv__"):
    setattr(Together, _name, _each(getattr(Tensor, _name)))


def gathered(states: Sequence[State]) -> State | None:
    """The memories of several parameters as one; None where they have not come the same way."""
    first = states[0]
    if any(state.keys() != first.keys() for state in states):
        return None
    together: State = {}
    for key, value in first.items():
        values = [state[key] for state in states]
        if any(isinstance(one, Tensor) and one.dim() for one in values):
            together[key] = Together(values)
        elif any(bool(other != value) for other in values):
            return None
        else:
            together[key] = value.clone() if isinstance(value, Tensor) else value
    return together


def scatter(together: State, states: Sequence[State]) -> None:
    """Give each parameter its own part of a memory."""
    for key, value in together.items():
        for place, state in enumerate(states):
            one = _one(value, place)
            state[key] = one.clone() if isinstance(one, Tensor) and one is value else one
