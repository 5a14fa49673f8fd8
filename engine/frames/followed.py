"""One row on its way through one step, and one parameter: what the phase strip writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.experiment.specs import Outcome
from engine.frames.base import Request, View
from engine.frames.detail import Array
from engine.frames.setup import Setup


@dataclass(frozen=True, slots=True)
class FollowRequest(Request):
    """The step at hand for one ``row`` of the table and one number of a ``parameter``.

    Where the batch has no such row its first one comes. ``place`` is flat, row by row. The answer
    is small however large the network is.
    """

    row: int | None = None
    parameter: str = "output.weight"
    place: int = 0


@dataclass(frozen=True, slots=True)
class Followed(View):
    """A row and a parameter in a step; None is what its phases have not reached yet.

    ``row`` is an index into the table as it was, ``found`` says whether it is the one asked for.
    ``activations`` has one array a layer, shape (neurons,): the outputs of the hidden layers and,
    last, ŷ in the model's units, logits for classes. ``target`` is a number or a class index,
    ``term`` the row's share of the loss before it is averaged or summed. ``before``, ``gradient``
    and ``after`` are the parameter's, which is ``parameter`` at ``place``; a frozen one has no
    gradient. ``shapes`` are those of all parameters.
    """

    row: int
    found: bool
    batch_rows: int
    activations: tuple[Array, ...]
    target: float
    term: float | None
    loss: float | None
    parameter: str
    place: int
    before: float
    gradient: float | None
    after: float | None
    lr: float
    outcome: Outcome
    shapes: Mapping[str, tuple[int, ...]]
    setup: Setup
