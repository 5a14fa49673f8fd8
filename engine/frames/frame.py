"""A frame: one look at the training, with the answers to what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.frames.base import Request, View
from engine.frames.cure import Cure
from engine.frames.parameters import Parameters, ParametersRequest, Values
from engine.frames.views import Array, Phase

Unit = Literal["phase", "step", "epoch"]


@dataclass(frozen=True, slots=True)
class Stop:
    """Why training stands still, and a sentence whose placeholders ``values`` fill in.

    After a divergence ``cause`` is what was too much, and ``cure`` a change that was tried and
    held; while ``trying`` one may still be found.
    """

    reason: Literal["finished", "diverged", "loss_below", "plateau"]
    message: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    cause: str = ""
    cure: Cure | None = None
    trying: bool = False

    def __str__(self) -> str:
        return self.message.format(**self.values)


@dataclass(frozen=True, slots=True)
class Frame:
    """One look at the training, taken between two steps.

    ``run`` changes whenever the losses start anew. ``new_losses`` are the losses of the steps
    from ``losses_from`` on (0 is the first step); whoever keeps a history cuts it there and adds
    them. ``phase`` is the last phase that ran (None before the first), ``loss`` the newest loss.
    ``shapes`` are those of the parameters by name; what they are comes only where it was asked
    for, as a view like any other. From ``earliest`` to ``furthest`` every step can be gone to
    without training for it; None is as far as ``step``. With ``forks`` something was changed after
    this step: going on leaves those later steps behind. ``unfinished`` says that views which were
    asked for are still worked on, in slices: they come with a later frame. ``chosen_shapes`` are
    those of the network that is chosen now: what is seen may be of one that was reshaped since.
    """

    run: int
    step: int
    epoch: int
    phase: Phase | None
    running: bool
    losses_from: int
    new_losses: Array
    loss: float | None
    shapes: Mapping[str, tuple[int, ...]]
    views: Mapping[Request, View]
    stopped: Stop | None = None
    steps_per_second: float = 0.0
    earliest: int = 0
    furthest: int | None = None
    forks: bool = False
    unfinished: bool = False
    chosen_shapes: Mapping[str, tuple[int, ...]] | None = None

    @property
    def more_comes(self) -> bool:
        """Whether it is worth asking again: a view is worked on, or what may help is tried."""
        return self.unfinished or (self.stopped is not None and self.stopped.trying)

    @property
    def parameters(self) -> Values:
        """Every parameter by name, where all were asked for; else nothing."""
        view = self.views.get(ParametersRequest())
        return view.values if isinstance(view, Parameters) else {}
