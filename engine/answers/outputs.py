"""A session's model asked at any features in the columns' own units."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from engine.experiment.prepare import feature_numbers
from engine.training.network import DTYPES, model_inputs
from engine.training.session import Session

Array = NDArray[np.float64]


def table_features(session: Session) -> Array:
    """The features of every row as numbers, in their own units, shape (rows, numbers)."""
    return feature_numbers(session.experiment.data)


def answers(session: Session, features: Array) -> Array:
    """What the model says at each row of ``features``.

    Regression: ŷ in the target's own units, shape (rows, 1). Two classes: the probability of the
    second, shape (rows, 1). More: every class's probability, shape (rows, classes).
    """
    experiment, machine = session.experiment, session.run.machine
    with torch.no_grad():
        output = machine.network(seen(session, features)).to(torch.float64)
        if experiment.data.outcome == "binary":
            output = torch.sigmoid(output)
        elif experiment.data.outcome == "multiclass":
            output = torch.softmax(output, dim=1)
    values: Array = output.cpu().numpy()
    if experiment.data.outcome == "regression":
        return machine.prepared.target_scale.original(values)
    return values


def called_class(session: Session, output: Array) -> NDArray[np.int64]:
    """The index of the class that the model answers, from its ``answers``, shape (rows,)."""
    several = output.shape[1] > 1
    second = output[:, 0] >= session.experiment.model.threshold
    called: NDArray[np.int64] = output.argmax(axis=1) if several else second.astype(np.int64)
    return called


def model_view(session: Session, features: Array) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Each layer's pre-activations and outputs at each row of ``features``."""
    with torch.no_grad():
        return session.run.machine.network.trace(seen(session, features))


def seen(session: Session, features: Array) -> torch.Tensor:
    """What the first layer sees of each row of ``features``, shape (rows, inputs)."""
    experiment, machine = session.experiment, session.run.machine
    scaled = torch.from_numpy(machine.prepared.feature_scale.scaled(features))
    inputs = model_inputs(
        experiment.model,
        experiment.data.encoding.variables,
        scaled,
        DTYPES[experiment.training.dtype],
    )
    return inputs.to(experiment.training.device)
