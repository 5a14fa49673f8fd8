"""Every readable update gives the bits of the torch.optim class that it explains."""

from __future__ import annotations

import dis
import importlib
import inspect
from functools import cache
from itertools import product
from typing import Any

import pytest
import torch

from engine.catalog import OPTIMIZERS
from engine.training.together import Together, _numbers, gathered, scatter
from tests.there import there

SHAPES = [(), (7,), (3, 2), (33, 17)]
STEPS = 40
BETAS = [(0.9, 0.999), (0.0, 0.5)]
DECAY = [0.0, 0.1]
SWITCH = [False, True]
CHOICES: dict[str, dict[str, list[Any]]] = {
    "sgd": {
        "momentum": [0.0, 0.9],
        "dampening": [0.0, 0.3],
        "nesterov": SWITCH,
        "weight_decay": DECAY,
    },
    "adam": {
        "betas": BETAS,
        "eps": [1e-8, 1e-3],
        "weight_decay": DECAY,
        "amsgrad": SWITCH,
        "decoupled_weight_decay": SWITCH,
    },
    "adamw": {
        "betas": BETAS,
        "eps": [1e-8, 1e-3],
        "weight_decay": [0.0, 0.01],
        "amsgrad": SWITCH,
    },
    "rmsprop": {
        "alpha": [0.99, 0.5],
        "weight_decay": DECAY,
        "momentum": [0.0, 0.9],
        "centered": SWITCH,
    },
    "adagrad": {
        "lr_decay": [0.0, 0.01],
        "weight_decay": DECAY,
        "initial_accumulator_value": [0.0, 0.1],
        "eps": [1e-10, 1e-3],
    },
    "adadelta": {"rho": [0.9, 0.5], "eps": [1e-6, 1e-3], "weight_decay": DECAY},
    "adamax": {"betas": BETAS, "eps": [1e-8, 1e-3], "weight_decay": DECAY},
    "nadam": {
        "betas": BETAS,
        "weight_decay": DECAY,
        "momentum_decay": [0.004, 0.0, 0.3],
        "decoupled_weight_decay": SWITCH,
    },
    "radam": {
        "betas": [*BETAS, (0.9, 0.99)],
        "eps": [1e-8, 1e-3],
        "weight_decay": DECAY,
        "decoupled_weight_decay": SWITCH,
    },
    "rprop": {"etas": [(0.5, 1.2), (0.3, 1.7)], "step_sizes": [(1e-6, 50.0), (1e-3, 0.02)]},
    "asgd": {
        "lambd": [1e-4, 0.1],
        "alpha": [0.75, 0.0],
        "t0": [1e6, 10.0],
        "weight_decay": DECAY,
    },
}


def named(path: str) -> Any:
    """What a dotted name of the catalog stands for."""
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def combinations(name: str) -> list[dict[str, Any]]:
    """The defaults, and every mix of the choices that the entry allows."""
    entry, choices = OPTIMIZERS[name], CHOICES[name]
    mixes = [entry.defaults()]
    for values in product(*choices.values()):
        options = entry.defaults() | dict(zip(choices, values, strict=True))
        if entry.conflict is None or entry.conflict(options) is None:
            mixes.append(options)
    return mixes


CASES = [
    pytest.param(name, options, id=f"{name}-{number}")
    for name in OPTIMIZERS
    for number, options in enumerate(combinations(name))
]


@cache
def drawn(dtype: torch.dtype) -> tuple[list[torch.Tensor], list[list[torch.Tensor]]]:
    """Where the parameters begin, and each step's gradients; the same for every optimizer."""
    generator = torch.Generator().manual_seed(7)
    starts = [torch.randn(shape, generator=generator, dtype=dtype) for shape in SHAPES]
    return starts, [gradients(generator, dtype) for _ in range(STEPS)]


def gradients(generator: torch.Generator, dtype: torch.dtype) -> list[torch.Tensor]:
    """One gradient a shape, over many sizes and with some zeros."""
    normal = [torch.randn(shape, generator=generator, dtype=dtype) for shape in SHAPES]
    return [torch.where(g.abs() < 0.1, 0, g**3) for g in normal]


def _parted(memory: dict[str, Any]) -> list[dict[str, Any]]:
    """Each parameter's own part of a memory."""
    states: list[dict[str, Any]] = [{} for _ in SHAPES]
    scatter(memory, states)
    return states


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize(("name", "options"), CASES)
def test_same_bits_as_torch(name: str, options: dict[str, Any], dtype: torch.dtype) -> None:
    starts, steps = drawn(dtype)
    ours = [value.clone() for value in starts]
    theirs = [value.clone().requires_grad_() for value in ours]
    together, memory = Together(value.clone() for value in ours), dict[str, Any]()
    states: list[dict[str, Any]] = [{} for _ in SHAPES]
    update = named(OPTIMIZERS[name].update)
    optimizer = named(OPTIMIZERS[name].target)(theirs, **options)
    options = dict(options)
    for step, given in enumerate(steps):
        if step == STEPS // 2:
            options["lr"] = optimizer.param_groups[0]["lr"] = options["lr"] * 0.3
        slopes = [slope.clone() for slope in given]
        for value, slope in zip(theirs, slopes, strict=True):
            value.grad = slope.clone()
        optimizer.step()
        with torch.no_grad():
            for value, slope, state in zip(ours, slopes, states, strict=True):
                before = slope.clone()
                update(value, slope, state, **options)
                assert torch.equal(slope, before), "the gradient was changed"
            update(together, Together(slopes), memory, **options)
        for mine, all_at_once, torchs in zip(ours, together.tensors, theirs, strict=True):
            assert torch.isfinite(mine).all()
            assert torch.equal(mine, torchs), f"step {step + 1}"
            assert torch.equal(all_at_once, torchs), f"step {step + 1}"
        memory = there(gathered(_parted(memory)))
    if name == "asgd":
        for value, state in zip(theirs, states, strict=True):
            assert torch.equal(state["average"], optimizer.state[value]["ax"])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_state_owns_its_tensors(name: str) -> None:
    """A caller may use the gradient's memory again for the next step."""
    entry = OPTIMIZERS[name]
    options = entry.defaults()
    if name == "sgd":
        options["momentum"] = 0.9
    parameter, gradient, state = torch.ones(3), torch.ones(3), dict[str, Any]()
    with torch.no_grad():
        named(entry.update)(parameter, gradient, state, **options)
    memory = {value.data_ptr() for value in state.values() if isinstance(value, torch.Tensor)}
    assert memory.isdisjoint({gradient.data_ptr(), parameter.data_ptr()})


def test_amsgrad_can_be_switched_on_midway() -> None:
    parameter, state = torch.ones(3), dict[str, Any]()
    options = OPTIMIZERS["adam"].defaults()
    with torch.no_grad():
        for amsgrad in (False, True, False, True):
            options["amsgrad"] = amsgrad
            named(OPTIMIZERS["adam"].update)(parameter, torch.ones(3), state, **options)
    assert torch.isfinite(parameter).all()
    assert (parameter < 1).all()


def test_plain_sgd_is_one_operation() -> None:
    """The hot path: nothing but ``parameter.add_`` when every option is off."""
    calls: list[str] = []

    class Spy:
        def __getattr__(self, operation: str) -> Any:
            calls.append(operation)
            return lambda *_, **__: self

    named(OPTIMIZERS["sgd"].update)(Spy(), Spy(), {}, **OPTIMIZERS["sgd"].defaults())
    assert calls == ["add_"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_entry_and_torch_agree_on_names_and_defaults(name: str) -> None:
    entry = OPTIMIZERS[name]
    left_out = {"self", "params", "maximize", "foreach", "capturable", "differentiable", "fused"}
    signature = inspect.signature(named(entry.target).__init__).parameters
    torchs = {key: value.default for key, value in signature.items() if key not in left_out}
    if name == "sgd":
        torchs["lr"] = 0.01
    assert entry.defaults() == torchs


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_function_can_be_pasted_into_a_script(name: str) -> None:
    """It takes the entry's numbers by name and reaches for nothing but torch and math."""
    function = named(OPTIMIZERS[name].update)
    assert list(inspect.signature(function).parameters) == [
        *("parameter", "gradient", "state"),
        *OPTIMIZERS[name].defaults(),
    ]
    used = {i.argval for i in dis.get_instructions(function) if i.opname == "LOAD_GLOBAL"}
    assert used <= {"torch", "math", "max", "min"}
    scope: dict[str, Any] = {"torch": torch, "Tensor": torch.Tensor, "Any": Any}
    exec(inspect.getsource(function), scope)
    pasted, original = torch.ones(3), torch.ones(3)
    with torch.no_grad():
        scope[name](pasted, torch.ones(3), {}, **OPTIMIZERS[name].defaults())
        function(original, torch.ones(3), {}, **OPTIMIZERS[name].defaults())
    assert torch.equal(pasted, original)
    assert not torch.equal(pasted, torch.ones(3))


def test_a_number_that_was_first_given_while_nothing_is_recorded_serves_elsewhere_too() -> None:
    update, memory = named(OPTIMIZERS["sgd"].update), dict[str, Any]()
    values = {"momentum": 0.5, "dampening": 0.0, "nesterov": False, "weight_decay": 0.0}
    tensors, slopes = Together([torch.ones(2)]), Together([torch.ones(2)])
    _numbers.clear()
    with torch.inference_mode():
        update(tensors, slopes, memory, 0.5, **values)
        update(tensors, slopes, memory, 0.5, **values)
    memory = {}
    update(tensors, slopes, memory, 0.25, **values)
    update(tensors, slopes, memory, 0.25, **values)
    assert tensors.tensors[0].tolist() == [1 - 0.5 - 0.75 - 0.25 - 0.375] * 2
