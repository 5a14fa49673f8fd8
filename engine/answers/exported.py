"""What is written down as a program: the experiment, or what it has become where it was reshaped.

A network that was changed on the way no seed leads to: its program starts from the weights that
training had when that was done. Reset begins the new network, and its program, from the seed.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple
from weakref import WeakKeyDictionary

from engine.edits.parts import with_start_values
from engine.experiment import Experiment
from engine.training.history import Keyframe
from engine.training.run import Run
from engine.training.session import Session

MOST = 100_000  # numbers that a program starts from


class Exported(NamedTuple):
    """An experiment whose start is that of the run after ``begun`` steps."""

    experiment: Experiment
    begun: int


_known: WeakKeyDictionary[Run, tuple[Experiment, Keyframe, Exported]] = WeakKeyDictionary()


def exported(session: Session) -> Exported:
    """The same object until something was changed."""
    reshaped = _reshaped(session)
    if reshaped is None:
        return Exported(session.experiment, 0)
    known = _known.get(session.run)
    if known is None or known[0] is not session.experiment or known[1] is not reshaped:
        values = {name: tensor.cpu().numpy() for name, tensor in reshaped.parameters.items()}
        found = Exported(with_start_values(session.experiment, values), reshaped.step)
        known = _known[session.run] = session.experiment, reshaped, found
    return known[2]


def _reshaped(session: Session) -> Keyframe | None:
    """Where the network of now came to be, if on the way; nothing so large as not to be written."""
    now = session.experiment.model.hidden
    changes = session.run.history.changes
    for before, after in reversed(list(pairwise(changes))):
        hidden = before.experiment.model.hidden, after.experiment.model.hidden
        if hidden[0] != hidden[1]:
            size = sum(tensor.numel() for tensor in after.parameters.values())
            return after if hidden[1] == now and size <= MOST else None
    return None
