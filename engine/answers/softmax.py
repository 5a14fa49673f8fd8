"""Softmax and cross-entropy in torch's own kernels, as the tutorials' programs call them."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.frames import Softmax, SoftmaxRequest
from engine.training.session import Session


def softmax(session: Session, request: SoftmaxRequest) -> Softmax | None:
    """None where the model's own logits are asked for and it has no more than one."""
    if request.matrix is not None:
        logits = torch.tensor(request.matrix, dtype=torch.float32)
        return _softmax(logits, torch.tensor(request.targets), request.dim)
    if session.experiment.data.outcome != "multiclass":
        return None
    machine = session.run.machine
    rows = slice(0, request.rows)
    with torch.no_grad():
        logits = machine.network(machine.batches.inputs[rows]).to(torch.float32).cpu()
    return _softmax(logits, machine.batches.targets[rows].cpu(), request.dim)


def _softmax(z: Tensor, y: Tensor, dim: int) -> Softmax:
    p = F.softmax(z, dim=dim)
    one_hot = torch.zeros_like(z).scatter_(1, y.unsqueeze(1), 1)
    losses = {
        f"(y_one_hot * -torch.log(F.softmax(z, dim={dim}))).sum(dim=1).mean()": (
            (one_hot * -torch.log(p)).sum(dim=1).mean()
        ),
        "F.nll_loss(F.log_softmax(z, dim=1), y)": F.nll_loss(F.log_softmax(z, dim=1), y),
        "F.cross_entropy(z, y)": F.cross_entropy(z, y),
    }
    double = torch.float64
    return Softmax(
        logits=z.to(double).numpy(),
        probabilities=p.to(double).numpy(),
        targets=y.numpy().astype(np.int64),
        one_hot=one_hot.to(double).numpy(),
        losses={code: loss.item() for code, loss in losses.items()},
    )
