"""One row and one parameter of the step at hand, at the price of one row's forward pass."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from engine.frames import Followed, FollowRequest, Setup
from engine.training.machine import StepState
from engine.training.network import Network
from engine.training.objective import loss_function
from engine.training.session import Session


def followed(session: Session, request: FollowRequest) -> Followed | None:
    """What becomes of the row and the parameter that are followed; None before the first step."""
    step = session.run.now
    if step is None or not len(step.rows):
        return None
    row, found = _row(step, request.row)
    name, place = _parameter(step, request)
    after = step.after
    if after is None and session.run.phases_done == 0:
        after = session.run.machine.parameters
    before = _number(step.before, name, place)
    assert before is not None
    activations, term = _forward(step, row)
    return Followed(
        row=int(step.rows[row]),
        found=found,
        batch_rows=len(step.inputs),
        activations=activations,
        target=float(step.targets[row].double().item()),
        term=term,
        loss=None if step.loss is None else step.loss.item(),
        parameter=name,
        place=place,
        before=before,
        gradient=_number(step.gradients, name, place),
        after=_number(after, name, place),
        lr=step.lr,
        outcome=step.experiment.data.outcome,
        shapes={each: tuple(tensor.shape) for each, tensor in step.before.items()},
        setup=Setup.of(step.experiment),
    )


def _row(step: StepState, wanted: int | None) -> tuple[int, bool]:
    """Where in the batch the row is, or the batch's first; and whether it is there."""
    places = np.flatnonzero(step.rows == (-1 if wanted is None else wanted))
    return (int(places[0]), True) if len(places) else (0, False)


def _parameter(step: StepState, request: FollowRequest) -> tuple[str, int]:
    """The number that is followed, or the nearest that there is: the model may have changed."""
    name = request.parameter if request.parameter in step.before else "output.weight"
    return name, max(0, min(request.place, step.before[name].numel() - 1))


def _forward(step: StepState, row: int) -> tuple[tuple[np.ndarray, ...], float | None]:
    """The row's outputs, layer by layer, and its loss as if it were alone."""
    with torch.no_grad():
        network = Network(step.experiment.model, step.before)
        traced = network.trace(step.inputs[row : row + 1])
        outputs = tuple(after[0].to(torch.float64).cpu().numpy() for _, after in traced)
        if step.loss is None:
            return outputs, None
        judge = loss_function(step.experiment)
        return outputs, judge(traced[-1][1], step.targets[row : row + 1]).item()


def _number(tensors: Mapping[str, Tensor] | None, name: str, place: int) -> float | None:
    found = None if tensors is None else tensors.get(name)
    return None if found is None else float(found.detach().reshape(-1)[place].item())
