"""The catalog's texts, defaults and ranges, its schedules and its starting values."""

from __future__ import annotations

import importlib
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.catalog import (
    ACTIVATIONS,
    INITIALIZATIONS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    Entry,
    Param,
)

CATALOGS: dict[str, Any] = {
    "activation": ACTIVATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "initialization": INITIALIZATIONS,
}
ENTRIES = [
    pytest.param(name, entry, id=f"{kind}-{name}")
    for kind, catalog in CATALOGS.items()
    for name, entry in catalog.items()
]
PARAMS = [
    pytest.param(param, id=f"{kind}-{name}-{param.name}")
    for kind, catalog in CATALOGS.items()
    for name, entry in catalog.items()
    for param in entry.params
]


def is_sentence(text: str) -> bool:
    """One sentence: a capital first, a full stop last and no other before a space."""
    return text[0].isupper() and text.endswith(".") and ". " not in text


@pytest.mark.parametrize(("name", "entry"), ENTRIES)
def test_entries_explain_themselves(name: str, entry: Entry) -> None:
    assert entry.name == name
    assert entry.label
    assert entry.formula.count("{") == entry.formula.count("}")
    assert is_sentence(entry.help), entry.help
    assert len({param.name for param in entry.params}) == len(entry.params)
    assert entry.conflict is None or entry.conflict(entry.defaults()) is None


@pytest.mark.parametrize("param", PARAMS)
def test_parameters_explain_themselves(param: Param) -> None:
    assert param.label
    assert is_sentence(param.help), param.help


@pytest.mark.parametrize("param", PARAMS)
def test_defaults_lie_inside_their_ranges(param: Param) -> None:
    kinds = {"float": float, "int": int, "bool": bool, "pair": tuple}
    assert type(param.default) is kinds[param.kind]
    numbers = param.default if isinstance(param.default, tuple) else (param.default,)
    assert len(numbers) == (2 if param.kind == "pair" else 1)
    for number, allowed in zip(numbers, param.ranges, strict=True):
        assert number in allowed
    if param.slider is not None:
        low, high = param.slider
        assert low <= numbers[0] <= high
        assert low > 0 or not param.log


def test_the_names_that_files_rely_on() -> None:
    assert " ".join(ACTIVATIONS) == (
        "identity linear binary_step sigmoid tanh arctan softsign relu leaky_relu elu trelu "
        "softplus bent_identity gaussian gelu silu selu mish hardtanh relu6"
    )
    assert " ".join(LOSSES) == "mse l1 huber bce cross_entropy hinge"
    assert " ".join(OPTIMIZERS) == (
        "sgd adam adamw rmsprop adagrad adadelta adamax nadam radam rprop asgd"
    )
    assert " ".join(INITIALIZATIONS) == (
        "torch zeros ones normal uniform xavier_uniform xavier_normal "
        "kaiming_uniform kaiming_normal"
    )
    assert "constant" in SCHEDULES
    assert list(ACTIVATIONS["linear"].defaults().items()) == [("slope", 1.0), ("intercept", 0.0)]
    assert ACTIVATIONS["leaky_relu"].defaults() == {"alpha": 0.01}
    assert ACTIVATIONS["elu"].defaults() == {"alpha": 1.0}
    assert ACTIVATIONS["trelu"].defaults() == {"threshold": 1.0}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_learning_rates_are_above_zero(name: str) -> None:
    rate = OPTIMIZERS[name].params[0]
    assert rate.name == "lr"
    assert rate.log
    assert str(rate.ranges[0]) == "> 0"


def test_conflicts_are_told() -> None:
    sgd, rprop = OPTIMIZERS["sgd"], OPTIMIZERS["rprop"]
    assert sgd.conflict is not None
    assert rprop.conflict is not None
    nesterov = sgd.defaults() | {"nesterov": True}
    assert "momentum" in (sgd.conflict(nesterov) or "")
    assert sgd.conflict(nesterov | {"momentum": 0.9}) is None
    assert "dampening" in (sgd.conflict(nesterov | {"momentum": 0.9, "dampening": 0.1}) or "")
    assert rprop.conflict({"step_sizes": (1.0, 0.5)})


def test_the_catalog_needs_neither_torch_nor_qt() -> None:
    script = (
        "import sys, engine.catalog\n"
        "print({n.partition('.')[0] for n in sys.modules} & {'torch', 'PySide6', 'pyqtgraph'})"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def factor(name: str, epoch: int, **values: float) -> float:
    entry = SCHEDULES[name]
    return eval(entry.target, {"math": math, "epoch": epoch, **entry.defaults(), **values})


@pytest.mark.parametrize("name", SCHEDULES)
def test_factors_are_never_negative(name: str) -> None:
    factors = [factor(name, epoch) for epoch in range(1001)]
    assert all(math.isfinite(value) and 0 <= value <= 1 for value in factors)


def test_factors_at_landmarks() -> None:
    assert factor("constant", 77) == 1
    assert [factor("step", e, step_size=3, gamma=0.5) for e in (0, 2, 3, 6)] == [1, 1, 0.5, 0.25]
    assert factor("exponential", 3, gamma=0.5) == 0.125
    middle = factor("cosine", 50, period=100, minimum=0.2)
    assert middle == pytest.approx(0.6)
    assert factor("cosine", 0) == 1
    assert factor("cosine", 150, period=100, minimum=0.2) == pytest.approx(0.2)
    assert [factor("linear", e, period=10, end_factor=0.5) for e in (0, 5, 10, 99)] == [
        *(1, 0.75, 0.5, 0.5)
    ]
    assert [factor("warmup", e, period=4) for e in (0, 1, 3, 4)] == [0.25, 0.5, 1, 1]
    both = {"warmup": 4, "period": 10, "minimum": 0.0}
    climb = [factor("warmup_cosine", e, **both) for e in (0, 3, 4, 9, 14, 20)]
    assert climb == pytest.approx([0.25, 1, 1, 0.5, 0, 0])


SCHEDULERS: dict[str, tuple[Any, dict[str, float], dict[str, float]]] = {
    "step": (
        torch.optim.lr_scheduler.StepLR,
        {"step_size": 7, "gamma": 0.6},
        {"step_size": 7, "gamma": 0.6},
    ),
    "exponential": (torch.optim.lr_scheduler.ExponentialLR, {"gamma": 0.97}, {"gamma": 0.97}),
    "cosine": (
        torch.optim.lr_scheduler.CosineAnnealingLR,
        {"T_max": 100, "eta_min": 0.05},
        {"period": 100, "minimum": 0.05},
    ),
    "linear": (
        torch.optim.lr_scheduler.LinearLR,
        {"start_factor": 1.0, "end_factor": 0.2, "total_iters": 60},
        {"period": 60, "end_factor": 0.2},
    ),
}


@pytest.mark.parametrize("name", SCHEDULERS)
def test_factors_match_torchs_schedulers(name: str) -> None:
    build, torchs, ours = SCHEDULERS[name]
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    scheduler = build(optimizer, **torchs)
    for epoch in range(101):
        assert factor(name, epoch, **ours) == pytest.approx(scheduler.get_last_lr()[0], rel=1e-9)
        optimizer.step()
        scheduler.step()


@pytest.mark.parametrize("name", INITIALIZATIONS)
def test_initializations_fill_a_weight(name: str) -> None:
    module, _, function = INITIALIZATIONS[name].target.rpartition(".")
    weight = torch.full((5, 4), 9.0)
    generator = torch.Generator().manual_seed(1)
    drawn = {} if name in ("zeros", "ones") else {"generator": generator}
    getattr(importlib.import_module(module), function)(weight, **drawn)
    assert weight.abs().max() < 9
    if name in ("zeros", "ones"):
        assert torch.equal(weight, getattr(torch, name)(5, 4))
