"""A session's model asked at any features in the columns' own units."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.answers.then import as_then
from engine.experiment import Experiment
from engine.experiment.prepare import feature_numbers
from engine.training.predicting import answers_of, called, inputs_of
from engine.training.session import Session

Array = NDArray[np.float64]


def table_features(session: Session) -> Array:
    """The features of every row as numbers, in their own units, shape (rows, numbers)."""
    return feature_numbers(as_then(session).data)


def answers(session: Session, features: Array) -> Array:
    """What the model says at each row of ``features``.

    Regression: ŷ in the target's own units, shape (rows, 1). Two classes: the probability of the
    second, shape (rows, 1). More: every class's probability, shape (rows, classes).
    """
    return answers_of(session.experiment, session.run.machine, features)


class Winners(NamedTuple):
    """For each row the class that is answered with its probability, the next one, and its lead.

    The lead is the difference of their logits, 0 where they tie; of two classes that of the
    logit to the threshold's, so that it is 0 on the border. All have shape (rows,).
    """

    called: NDArray[np.int8]
    second: NDArray[np.int8]
    probability: Array
    lead: Array


def winners(experiment: Experiment, output: Tensor) -> Winners:
    """The classes that win by what leaves the last layer; of a classification only."""
    output = output.to(torch.float64)
    if output.shape[1] == 1:
        threshold = experiment.model.threshold
        lead = output[:, 0] - math.log(threshold / (1 - threshold))
        called = lead >= 0
        share = torch.sigmoid(output[:, 0])
        return _as_arrays(called, ~called, torch.where(called, share, 1 - share), lead.abs())
    most, best = output.max(dim=1)  # of several the first
    others = output.scatter(1, best[:, None], -math.inf)
    next_best, second = others.max(dim=1)
    probability = torch.exp(most - output.logsumexp(dim=1))
    return _as_arrays(best, second, probability, most - next_best)


def _as_arrays(called: Tensor, second: Tensor, probability: Tensor, lead: Tensor) -> Winners:
    first, other = called.to(torch.int8).cpu().numpy(), second.to(torch.int8).cpu().numpy()
    return Winners(first, other, probability.cpu().numpy(), lead.cpu().numpy())


def called_class(session: Session, output: Array) -> NDArray[np.int64]:
    """The index of the class that the model answers, from its ``answers``, shape (rows,)."""
    return called(session.experiment, output)


def model_view(session: Session, features: Array) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Each layer's pre-activations and outputs at each row of ``features``."""
    with torch.no_grad():
        return session.run.machine.network.trace(seen(session, features))


def seen(session: Session, features: Array) -> torch.Tensor:
    """What the first layer sees of each row of ``features``, shape (rows, inputs)."""
    return inputs_of(session.experiment, session.run.machine, features)
