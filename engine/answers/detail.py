"""One step laid open: its layers row by row, the optimizer's memory, every tensor by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from engine.answers.layers import double, layers_of, terms_of
from engine.answers.overrides import NONE, Overrides
from engine.frames import (
    Detail,
    DetailRequest,
    Setup,
    Tensors,
    TensorsRequest,
    TensorView,
)
from engine.frames.detail import MOST_WHOLE, Held, Picked
from engine.training.machine import Memory, StepState
from engine.training.network import Network
from engine.training.session import Session


def detail(session: Session, request: DetailRequest) -> Detail | None:
    """The numbers inside the step at hand; None before the first."""
    step = session.run.now
    if step is None:
        return None
    return opened(step, request, session.step_number - (1 if session.run.phases_done == 0 else 0))


def opened(
    step: StepState, request: DetailRequest, number: int, overrides: Overrides = NONE
) -> Detail:
    """The numbers inside a step after ``number`` updates, some of them thought of as others."""
    experiment = step.experiment
    places, found = _places(step, request)
    layers = layers_of(step, places, request.neuron, overrides)
    pick = Pick(request, sum(tensor.numel() for tensor in step.before.values()) <= MOST_WHOLE)
    return Detail(
        step=number,
        rows=step.rows[places],
        has_followed=found,
        batch_rows=len(step.inputs),
        targets=double(step.targets[places]).reshape(len(places)),
        layers=layers,
        terms=None if step.loss is None else terms_of(step, places, overrides),
        loss=None if step.loss is None else step.loss.item(),
        penalty=_penalty(step),
        gradients=None if step.gradients is None else pick.arrays(step.gradients),
        before=pick.arrays(step.before),
        after=None if step.after is None else pick.arrays(step.after),
        memory=pick.memory(step.memory),
        memory_after=None if step.memory_after is None else pick.memory(step.memory_after),
        lr=step.lr,
        outcome=experiment.data.outcome,
        setup=Setup.of(experiment),
        beside={} if step.loss is None else _beside(step),
    )


def _beside(step: StepState) -> dict[str, float]:
    """The cross-entropy of the batch by torch's own functions, whatever is trained with."""
    outcome, reduction = step.experiment.data.outcome, step.experiment.loss.reduction
    if step.experiment.loss.name not in ("bce", "cross_entropy"):
        return {}
    with torch.no_grad():
        z, y = Network(step.experiment.model, step.before)(step.inputs), step.targets
    said = "" if reduction == "mean" else ', reduction="sum"'
    if outcome == "binary":
        found = {
            f"F.binary_cross_entropy(torch.sigmoid(z), y{said})": F.binary_cross_entropy(
                torch.sigmoid(z), y, reduction=reduction
            ),
            f"F.binary_cross_entropy_with_logits(z, y{said})": (
                F.binary_cross_entropy_with_logits(z, y, reduction=reduction)
            ),
        }
    else:
        found = {
            f"F.cross_entropy(z, y{said})": F.cross_entropy(z, y, reduction=reduction),
            f"F.nll_loss(F.log_softmax(z, 1), y{said})": F.nll_loss(
                F.log_softmax(z, 1), y, reduction=reduction
            ),
        }
    return {code: value.item() for code, value in found.items()}


@dataclass(frozen=True, slots=True)
class Pick:
    """What of the step's tensors is sent: all numbers, or of large ones the one asked for."""

    request: DetailRequest
    whole: bool

    def arrays(self, tensors: Mapping[str, Tensor]) -> dict[str, Held]:
        """Parameters or gradients by name."""
        return {name: self._held(name, tensor) for name, tensor in tensors.items()}

    def memory(self, memory: Memory) -> dict[str, dict[str, Held | float]]:
        """The optimizer's, by parameter."""
        return {
            name: {
                key: self._held(name, value) if isinstance(value, Tensor) else float(value)
                for key, value in state.items()
            }
            for name, state in memory.items()
        }

    def _held(self, name: str, tensor: Tensor) -> Held:
        if self.whole or not tensor.ndim:
            values: NDArray[np.floating[Any]] = tensor.detach().cpu().numpy().copy()
            return values
        shape, place = tuple(tensor.shape), self.request.place
        if name != self.request.name or place >= tensor.numel():
            return Picked(shape)
        index = tuple(int(each) for each in np.unravel_index(place, shape))
        return Picked(shape, place, tensor[index].item())


def tensors(session: Session, request: TensorsRequest) -> Tensors | None:
    """Every tensor that the step at hand has made so far; before the first, the parameters."""
    step, most = session.run.now, request.rows
    found: list[TensorView] = []
    if step is not None:
        found += [_seen("X", step.inputs, most), _seen("y", step.targets, most)]
    grads = session.run.gradients or {}
    for name, parameter in session.run.machine.parameters.items():
        found.append(_seen(name, parameter, most, grads.get(name)))
    if step is not None:
        found += _computed(step, most)
    for name, memory in session.run.machine.state.items():
        found += [
            _seen(f"{name}.{key}", value, most)
            for key, value in memory.items()
            if isinstance(value, Tensor)
        ]
    return Tensors(tuple(found))


def _places(step: StepState, request: DetailRequest) -> tuple[NDArray[np.int64], bool]:
    """Where the rows to show are in the batch, and whether the one that is followed is there."""
    first = np.arange(min(request.rows, len(step.rows)))
    if request.followed is None:
        return first, False
    places = np.flatnonzero(step.rows == request.followed)
    if not len(places):
        return first, False
    followed = places[:1]
    return np.concatenate([followed, first[first != followed[0]]])[: request.rows], True


def _penalty(step: StepState) -> float:
    """What ``l1·Σ|w| + l2·Σw²`` adds to the loss."""
    asked = step.experiment.regularization
    weights = [double(t) for name, t in step.before.items() if name.endswith(".weight")]
    return sum(asked.l1 * float(np.abs(w).sum()) + asked.l2 * float((w * w).sum()) for w in weights)


def _computed(step: StepState, most: int) -> list[TensorView]:
    """What the phases have made, each as it would be inside the program: part of the graph."""
    found: list[TensorView] = []
    free = any(name not in step.experiment.model.frozen for name in step.before)
    with torch.no_grad():
        traced = Network(step.experiment.model, step.before).trace(step.inputs)
    for number, (before, after) in enumerate(traced[:-1], start=1):
        found.append(_made(f"z{number}", before, most, free))
        found.append(_made(f"a{number}", after, most, free))
    found.append(_made("ŷ", traced[-1][1], most, free))
    if step.loss is not None:
        found.append(_made("loss", step.loss, most, free))
    return found


def _seen(name: str, tensor: Tensor, most: int, grad: Tensor | None = None) -> TensorView:
    """A leaf."""
    return TensorView(
        name=name,
        shape=tuple(tensor.shape),
        dtype=str(tensor.dtype),
        requires_grad=tensor.requires_grad,
        is_leaf=True,
        values=_values(tensor, most),
        grad=None if grad is None else _values(grad, most),
    )


def _made(name: str, tensor: Tensor, most: int, free: bool) -> TensorView:
    values = _values(tensor, most)
    return TensorView(name, tuple(tensor.shape), str(tensor.dtype), free, not free, values, None)


def _values(tensor: Tensor, most: int) -> NDArray[Any]:
    values: NDArray[Any] = tensor.detach().cpu().numpy()
    return (values[:most] if values.ndim else values).copy()
