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

from engine.experiment.digits import LARGEST_FLOAT32

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


def _changing(kernel: Callable[..., Any]) -> Callable[..., Together]:
    def operation(self: Together, *others: Any, **numbers: float) -> Together:
        kernel(self.tensors, *[_given(self, other) for other in others], **numbers)
        return self

    return operation


def _making(kernel: Callable[..., Any]) -> Callable[..., Together]:
    def operation(self: Together, *others: Any, **numbers: float) -> Together:
        return Together(kernel(self.tensors, *[_given(self, other) for other in others], **numbers))

    return operation


def _mixing(self: Together, other: Together, weight: float) -> Together:
    torch._foreach_lerp_(self.tensors, other.tensors, weight)
    return self


def _given(to: Together, value: Any) -> Any:
    """What a kernel is given: a number as a tensor, which else is made anew for each tensor.

    Beyond its range a number stays one: what becomes of it is for the kernel to say.
    """
    if type(value) is Together:
        return value.tensors
    if type(value) is not float or not abs(value) < LARGEST_FLOAT32:
        return value
    like = to.tensors[0]
    kind = like.dtype, like.device
    if kind not in _numbers:
        with torch.inference_mode(False):  # or it could be changed in that mode alone from now on
            _numbers[kind] = torch.zeros((), dtype=like.dtype, device=like.device)
    return _numbers[kind].fill_(value)


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


_numbers: dict[tuple[torch.dtype, torch.device], Tensor] = {}  # each used again and again
_CHANGING = ("add_", "sub_", "mul_", "div_", "addcmul_", "addcdiv_", "sqrt_", "copy_")
_MAKING = ("add", "sub", "mul", "div", "addcmul", "sqrt", "abs", "sign", "clone")
_EACH = ("masked_fill", "masked_fill_", "clamp_", "__lt__", "__gt__", "__rtruediv__")
_OPERATIONS: dict[str, Callable[..., Together]] = {
    **{name: _changing(getattr(torch, f"_foreach_{name}")) for name in _CHANGING},
    **{name: _making(getattr(torch, f"_foreach_{name}")) for name in _MAKING},
    **{name: _each(getattr(Tensor, name)) for name in _EACH},
    "__mul__": _making(torch._foreach_mul),
    "__truediv__": _making(torch._foreach_div),
    "lerp_": _mixing,
}
for _name, _operation in _OPERATIONS.items():
    setattr(Together, _name, _operation)


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
