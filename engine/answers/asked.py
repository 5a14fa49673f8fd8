"""The model's answer at a place of the learner's own, worked out step by step."""

from __future__ import annotations

import numpy as np
import torch

from engine.answers.outputs import Array, answers, called_class, model_view, seen
from engine.frames import Asked, AskRequest
from engine.training.session import Session


def asked(session: Session, request: AskRequest) -> Asked | None:
    """None where the features are others by now."""
    experiment, machine = session.experiment, session.run.machine
    if len(request.features) != len(experiment.data.features):
        return None
    features = experiment.data.encoding.at(np.array([request.features], dtype=np.float64))
    layers = [after for _, after in model_view(session, features)]
    output = answers(session, features)
    called = None
    if experiment.data.task == "classification":
        called = int(called_class(session, output)[0])
        if output.shape[1] == 1:
            output = np.column_stack([1 - output, output])
    weight, bias = machine.network.layers[-1]
    target = machine.prepared.target_scale
    return Asked(
        features=request.features,
        scaled=machine.prepared.feature_scale.scaled(features)[0],
        inputs=_plain(seen(session, features)),
        layers=tuple(_plain(layer) for layer in layers[:-1]),
        weight=weight.detach().to(torch.float64).cpu().numpy(),
        bias=None if bias is None else bias.detach().to(torch.float64).cpu().numpy(),
        z=_plain(layers[-1]),
        output=output[0],
        called=called,
        target_shift=float(target.shift[0]) if target.active else 0.0,
        target_factor=float(target.factor[0]) if target.active else 1.0,
    )


def _plain(tensor: torch.Tensor) -> Array:
    values: Array = tensor.detach().to(torch.float64).cpu().numpy()[0]
    return values
