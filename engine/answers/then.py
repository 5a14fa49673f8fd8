"""Whose rows and layers the network has that is looked at."""

from __future__ import annotations

from engine.experiment import Experiment
from engine.training.session import Session


def as_then(session: Session) -> Experiment:
    """What is trained; back before a reshaping what was trained then, with the rows of then."""
    then, now = session.run.machine.experiment, session.experiment
    return now if then.model.hidden == now.model.hidden else then
