"""Every loss is its formula, and its module gives the same bits."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from engine.catalog import LOSSES
from engine.training.objective import plain_loss_function
from tests.experiments import flowers

ROOT = Path(__file__).parents[2]
Curve = Callable[..., Any]


def surprise(z: Any, y: Any) -> Any:
    return -y * np.log(1 / (1 + np.exp(-z))) - (1 - y) * np.log(1 - 1 / (1 + np.exp(-z)))


def class_surprise(z: Any, y: Any) -> Any:
    return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]


def class_margin(z: Any, y: Any) -> Any:
    right = z[np.arange(len(y)), y][:, None]
    missing = np.maximum(0, 1 - right + z)
    missing[np.arange(len(y)), y] = 0
    return missing.sum(axis=1) / z.shape[1]


ROWS: dict[tuple[str, str], Curve] = {
    ("mse", "regression"): lambda z, y: (z - y) ** 2,
    ("l1", "regression"): lambda z, y: np.abs(z - y),
    ("huber", "regression"): lambda z, y, delta: np.where(
        np.abs(z - y) <= delta, (z - y) ** 2 / 2, delta * (np.abs(z - y) - delta / 2)
    ),
    ("bce", "binary"): surprise,
    ("cross_entropy", "multiclass"): class_surprise,
    ("hinge", "binary"): lambda z, y: np.maximum(0, 1 - (2 * y - 1) * z),
    ("hinge", "multiclass"): class_margin,
}


def rows(kind: str) -> tuple[torch.Tensor, torch.Tensor]:
    """A prediction and a target of this kind."""
    random = np.random.default_rng(3)
    prediction = 3 * random.standard_normal((50, 4 if kind == "multiclass" else 1))
    target = {
        "regression": 3 * random.standard_normal((50, 1)),
        "binary": random.integers(0, 2, (50, 1)).astype(float),
        "multiclass": random.integers(0, 4, 50),
    }[kind]
    return torch.from_numpy(prediction), torch.from_numpy(target)


def test_every_loss_is_tested() -> None:
    assert {(name, kind) for name, loss in LOSSES.items() for kind in loss.targets} == set(ROWS)
    assert all(loss.targets.keys() == loss.modules.keys() for loss in LOSSES.values())


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize(("name", "kind"), ROWS)
def test_losses_are_their_formulas(name: str, kind: str, reduction: str) -> None:
    loss, (prediction, target) = LOSSES[name], rows(kind)
    tried: list[dict[str, Any]] = [loss.defaults(), dict.fromkeys(loss.defaults(), 2.5)]
    for values in tried:
        scope: dict[str, Any] = {"torch": torch, "F": functional, "nn": nn, **values}
        scope |= {"prediction": prediction.requires_grad_(), "target": target}
        got = eval(loss.targets[kind].format(reduction=reduction), scope)
        by_row = ROWS[name, kind](prediction.detach().numpy(), target.numpy(), **values)
        assert got.item() == pytest.approx(getattr(by_row, reduction)(), rel=1e-12)
        assert torch.isfinite(torch.autograd.grad(got, prediction)[0]).all()
        if constructor := loss.modules[kind]:
            module = eval(constructor.format(reduction=reduction), scope)
            assert torch.equal(module(prediction, target), got)


ALGEBRA = """
import sys, torch
from engine.training.objective import plain_loss_function
from tests.experiments import flowers

torch.vmap(plain_loss_function(flowers()), (0, None))(torch.zeros(2, 4, 3), torch.zeros(4).long())
print("sympy" in sys.modules)
"""


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_cross_entropy_of_many_at_once_is_torchs_own(reduction: Literal["mean", "sum"]) -> None:
    experiment = flowers()
    experiment = replace(experiment, loss=replace(experiment.loss, reduction=reduction))
    chance = torch.Generator().manual_seed(3)
    predictions = torch.randn(40, 150, 3, generator=chance)
    targets = torch.randint(0, 3, (150,), generator=chance)
    together = torch.vmap(plain_loss_function(experiment), (0, None))(predictions, targets)
    single = [functional.cross_entropy(one, targets, reduction=reduction) for one in predictions]
    torch.testing.assert_close(together, torch.stack(single))


def test_it_loads_no_algebra() -> None:
    """Which would take a second of training's time, and 40 MB."""
    done = subprocess.run(
        [sys.executable, "-c", ALGEBRA], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False"
