"""Every activation is its formula, with the right slope, in both types."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from engine.catalog import ACTIVATIONS

SELU_SCALE, SELU_ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
Curve = Callable[..., Any]


def normal_share(z: Any) -> Any:
    """The share of a standard normal distribution below z."""
    return np.vectorize(lambda value: math.erfc(-value / math.sqrt(2)) / 2)(z)


def expm1_below(z: Any) -> Any:
    return np.expm1(np.minimum(z, 0))


CURVES: dict[str, Curve] = {
    "identity": lambda z: z,
    "linear": lambda z, slope, intercept: slope * z + intercept,
    "binary_step": lambda z: (z >= 0).astype(float),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "arctan": np.arctan,
    "softsign": lambda z: z / (1 + np.abs(z)),
    "relu": lambda z: np.maximum(z, 0),
    "leaky_relu": lambda z, alpha: np.where(z > 0, z, alpha * z),
    "elu": lambda z, alpha: np.where(z > 0, z, alpha * expm1_below(z)),
    "trelu": lambda z, threshold: np.where(z > threshold, z, 0),
    "softplus": lambda z: np.logaddexp(z, 0),
    "bent_identity": lambda z: (np.sqrt(z**2 + 1) - 1) / 2 + z,
    "gaussian": lambda z: np.exp(-(z**2)),
    "gelu": lambda z: z * normal_share(z),
    "silu": lambda z: z / (1 + np.exp(-z)),
    "selu": lambda z: SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * expm1_below(z)),
    "mish": lambda z: z * np.tanh(np.logaddexp(z, 0)),
    "hardtanh": lambda z: np.clip(z, -1, 1),
    "relu6": lambda z: np.clip(z, 0, 6),
}
OTHER_VALUES: dict[str, dict[str, float]] = {
    "linear": {"slope": -2.5, "intercept": 0.75},
    "leaky_relu": {"alpha": 0.3},
    "elu": {"alpha": 2.5},
    "trelu": {"threshold": -0.5},
}
SHAPES = [
    pytest.param(name, values, id=f"{name}-{'default' if values is None else 'other'}")
    for name in CURVES
    for values in ([None, OTHER_VALUES[name]] if name in OTHER_VALUES else [None])
]
KINKS = [-1.0, -0.5, 0.0, 1.0, 6.0]
# torch's softplus is z itself above 20, which is 2e-9 away from the curve.
TOLERANCE = {"softplus": 3e-9, "mish": 1e-12}


def activate(name: str, z: torch.Tensor, values: dict[str, Any] | None = None) -> torch.Tensor:
    """What the entry's expression gives."""
    entry = ACTIVATIONS[name]
    scope = {"torch": torch, "F": functional, "z": z, **(values or entry.defaults())}
    return eval(entry.target, scope)


def slope(name: str, z: torch.Tensor, values: dict[str, Any] | None = None) -> torch.Tensor:
    """The derivative by autograd."""
    z = z.clone().requires_grad_()
    return torch.autograd.grad(activate(name, z, values).sum(), z)[0]


@pytest.mark.parametrize(("name", "values"), SHAPES)
def test_activations_are_their_formulas(name: str, values: dict[str, Any] | None) -> None:
    near = [kink + shift for kink in KINKS for shift in (-1e-9, 0.0, 1e-9)]
    z = np.concatenate([near, [-50, 50, -700, 700], np.linspace(-30, 30, 2001)])
    expected = CURVES[name](z, **(values or ACTIVATIONS[name].defaults()))
    got = activate(name, torch.from_numpy(z), values).numpy()
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=TOLERANCE.get(name, 1e-14))


@pytest.mark.parametrize(("name", "values"), SHAPES)
def test_activations_have_the_right_slope(name: str, values: dict[str, Any] | None) -> None:
    z = np.linspace(-12, 12, 999)
    z = z[np.min(np.abs(z[:, None] - KINKS), axis=1) > 1e-3]
    numbers, h = values or ACTIVATIONS[name].defaults(), 1e-5
    expected = (CURVES[name](z + h, **numbers) - CURVES[name](z - h, **numbers)) / (2 * h)
    got = slope(name, torch.from_numpy(z), values).numpy()
    np.testing.assert_allclose(got, expected, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_keep_type_and_shape(name: str, dtype: torch.dtype) -> None:
    for shape in [(), (0,), (5,), (4, 3)]:
        result = activate(name, torch.ones(shape, dtype=dtype))
        assert (result.dtype, result.shape) == (dtype, torch.Size(shape))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@given(number=st.floats(-(2.0**50), 2.0**50, width=32))
def test_activations_and_slopes_stay_finite(dtype: torch.dtype, number: float) -> None:
    z = torch.tensor([number, -number, 0.0, -0.0], dtype=dtype)
    for name in ACTIVATIONS:
        assert torch.isfinite(activate(name, z)).all(), name
        assert torch.isfinite(slope(name, z)).all(), name
