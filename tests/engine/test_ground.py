"""The ground, the way over it and what is ahead, held to references over many random cases."""

from __future__ import annotations

from copy import copy
from time import monotonic
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment, Session
from engine.answers.views import answer
from engine.edits.setting import put, varied
from engine.experiment.prepare import prepare
from engine.frames import Futures, FuturesRequest, Log, LogRequest, OutcomeMap, OutcomeMapRequest
from engine.frames.outcome_map import CONVERGED, DIVERGED, SLOW
from engine.training.machine import Machine
from engine.training.objective import objective
from engine.training.path import Path, flat
from engine.training.section import Section, losses
from engine.training.stability import bound, curvature
from tests.strategies import experiments
from tests.there import there

SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# ---- path, trails and fans ----------------------------------------------------------------------


def walked(session: Session, data: Any) -> dict[int, np.ndarray]:
    """Some steps with a change among them; all parameters after each, in one row."""
    seen = {0: flat(session.run.machine.parameters).numpy().copy()}
    change = data.draw(st.integers(1, 12))
    for step in range(1, 20):
        if step == change:
            rate = data.draw(st.sampled_from([1e-3, 0.02, 0.3]))
            session.change(put(session.experiment, "optimizer.lr", rate))
        session.step()
        if session.stopped is not None:
            break
        seen[session.step_number] = flat(session.run.machine.parameters).numpy().copy()
    return seen


def check_way(experiment: Experiment, data: Any) -> None:
    """Path, trails and fans are the session's own numbers, to the last bit."""
    session = Session(experiment)
    seen = walked(session, data)
    path = Path(session.run.history)
    while not path.fill(seen, monotonic() + 1):
        pass
    for step, numbers in seen.items():
        known = path.known(step)
        assert known is not None
        np.testing.assert_array_equal(known.numpy(), numbers)
    names = [
        f"{name}[{','.join(map(str, index))}]"
        for name, values in session.parameters.items()
        for index in np.ndindex(values.shape)
    ]
    request = LogRequest(first=0, every=1, stop=99, columns=tuple(names[:9]))
    trail = answer(session, (request,))[request]
    while isinstance(trail, Log) and not trail.complete:
        trail = answer(session, (request,))[request]
    assert isinstance(trail, Log)
    for step, row in zip(trail.steps.tolist(), trail.values, strict=True):
        np.testing.assert_array_equal(row, seen[step][: len(names[:9])])
    check_fan(session, data)


def check_fan(session: Session, data: Any) -> None:
    rates = tuple(data.draw(st.lists(st.sampled_from([1e-3, 0.05, 2.0]), min_size=1, max_size=2)))
    cells = ("output.weight[0,0]", "output.weight[0,0]")
    here = session.step_number
    fan = FuturesRequest("optimizer.lr", rates, 25, cells)
    view = answer(session, (fan,))[fan]
    assert isinstance(view, Futures)
    for future in view.futures:
        other = copy(session)
        other.change(put(session.experiment, "optimizer.lr", future.value))
        way = [other.parameters["output.weight"][0, 0]]
        for _ in range(25):
            other.step()
            if other.stopped is not None:
                break
            way.append(other.parameters["output.weight"][0, 0])
        np.testing.assert_array_equal(future.losses, other.losses_since(here))
        np.testing.assert_array_equal(future.x[: len(way)], way)


@settings(SLOWLY, max_examples=6)
@given(experiment=experiments(), data=st.data())
def test_the_way_is_the_sessions_own(experiment: Experiment, data: st.DataObject) -> None:
    check_way(experiment, data)


@pytest.mark.long
@pytest.mark.soak
@settings(SLOWLY, max_examples=200)
@given(experiment=experiments(), data=st.data())
def test_two_hundred_ways_are_the_sessions_own(experiment: Experiment, data: st.DataObject) -> None:
    check_way(experiment, data)


# ---- the heights --------------------------------------------------------------------------------


def model(seed: int, dtype: str) -> Machine:
    """A network of random size on random rows, with a random task, activation and penalty."""
    draw = np.random.default_rng(seed)
    rows, features = int(draw.integers(3, 60)), int(draw.integers(1, 4))
    names = [f"x{k}" for k in range(features)]
    x = draw.uniform(-2, 2, (features, rows))
    classes = int(draw.choice([0, 2, 3]))
    y: Any = x.sum(axis=0).tolist()
    if classes:
        y = [f"c{k % classes}" for k in range(rows)]
    document = {
        "data": {
            "columns": {**dict(zip(names, x.tolist(), strict=True)), "y": y},
            "features": names,
            "target": "y",
            "task": "classification" if classes else "regression",
        },
        "model": {
            "hidden": draw.integers(1, 9, draw.integers(0, 3)).tolist(),
            "activation": str(draw.choice(["tanh", "sigmoid", "softplus", "gelu", "sigmoid"])),
        },
        "regularization": {"l2": float(draw.choice([0.0, 0.01]))},
        "training": {"dtype": dtype, "seed": seed},
    }
    return Machine(Experiment.from_dict(document))


def check_heights(seed: int, dtype: str, count: int) -> None:
    """The loss at random places of a random plane, beside a forward pass in double precision."""
    machine = model(seed, dtype)
    draw = torch.Generator().manual_seed(seed)
    origin = machine.copy_parameters()
    across, up = (
        {name: torch.randn(t.shape, generator=draw, dtype=t.dtype) for name, t in origin.items()}
        for _ in range(2)
    )
    kind = machine.batches.inputs.dtype
    a, b = torch.empty(2, count, dtype=torch.float64).uniform_(-1, 1, generator=draw).to(kind)
    found = torch.cat([*losses(machine, Section(origin, across, up), a, b)]).double()
    inputs = machine.batches.inputs.double()
    targets = machine.batches.targets
    targets = targets.double() if targets.is_floating_point() else targets
    within = 1e-5 if dtype == "float32" else 1e-12
    for place in range(count):
        exact = {
            name: t.double() + a[place].double() * across[name] + b[place].double() * up[name]
            for name, t in origin.items()
        }
        output = machine.network_of(exact)(inputs)
        wanted = objective(machine.experiment, exact)(output, targets).item()
        assert found[place].item() == pytest.approx(wanted, rel=within, abs=within)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_heights_are_the_loss_itself(dtype: str) -> None:
    for seed in range(4):
        check_heights(seed, dtype, 20)


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("seed", range(50))
def test_a_thousand_heights_of_fifty_models(seed: int, dtype: str) -> None:
    check_heights(seed, dtype, 1000)


# ---- the edge -----------------------------------------------------------------------------------


def straight(seed: int) -> Experiment:
    """A linear model on random rows, of random scale, scaled or not, with or without momentum."""
    draw = np.random.default_rng(seed)
    rows, features = int(draw.integers(3, 80)), int(draw.integers(1, 6))
    names = [f"x{k}" for k in range(features)]
    x = draw.normal(draw.uniform(-3, 3), 10.0 ** draw.uniform(-1, 1), (features, rows))
    momentum = float(draw.choice([0.0, 0.5, 0.9]))
    return Experiment.from_dict(
        {
            "data": {
                "columns": {
                    **dict(zip(names, x.tolist(), strict=True)),
                    "y": draw.normal(1, 2, rows).tolist(),
                },
                "features": names,
                "target": "y",
                "scaling": {"features": str(draw.choice(["none", "center", "standardize"]))},
            },
            "model": {"bias": bool(draw.integers(2))},
            "loss": {"name": "mse", "reduction": str(draw.choice(["mean", "sum"]))},
            "regularization": {"l2": float(draw.choice([0.0, 0.05]))},
            "optimizer": {"name": "sgd", "lr": 0.01, "momentum": momentum},
            "training": {"dtype": "float64", "seed": seed},
        }
    )


def steepest(experiment: Experiment) -> float:
    """The largest eigenvalue of the Hessian, written out from the rows as the model sees them."""
    data = experiment.data
    inputs = prepare(data).features
    matrix, penalty = inputs, [2 * experiment.regularization.l2] * inputs.shape[1]
    if experiment.model.bias:
        matrix, penalty = np.column_stack([inputs, np.ones(len(inputs))]), [*penalty, 0.0]
    share = 2.0 / len(inputs) if experiment.loss.reduction == "mean" else 2.0
    return float(np.linalg.eigvalsh(share * matrix.T @ matrix + np.diag(penalty)).max())


def check_bound(experiment: Experiment) -> float:
    """The curvature is numpy's, and the bound is two over it, more with momentum."""
    machine = Machine(experiment)
    top, largest = steepest(experiment), there(bound(machine))
    assert curvature(machine) == pytest.approx(top, rel=1e-6)
    momentum = experiment.optimizer.number("momentum")
    assert largest == pytest.approx(2 * (1 + momentum) / top, rel=1e-6)
    return largest


def check_edge(seed: int) -> None:
    """Just below the bound training goes down, just above it goes up."""
    experiment = straight(seed)
    largest = check_bound(experiment)
    first, last, lost = ended(put(experiment, "optimizer.lr", 0.98 * largest))
    assert not lost and last < first
    first, last, lost = ended(put(experiment, "optimizer.lr", 1.02 * largest))
    assert lost or last > first


def ended(experiment: Experiment) -> tuple[float, float, bool]:
    """The first loss, that after a thousand steps, and whether numbers were lost."""
    session = Session(experiment)
    session.step(1000)
    found = session.losses
    return float(found[0]), float(found[-1]), session.stopped is not None


def test_the_edge_parts_what_falls_from_what_rises() -> None:
    for seed in range(1, 20):
        check_bound(straight(seed))
    check_edge(0)


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("first", range(0, 200, 20))
def test_the_edge_of_two_hundred_data_sets(first: int) -> None:
    for seed in range(first, first + 20):
        check_edge(seed)


# ---- the map ------------------------------------------------------------------------------------


def network() -> Experiment:
    x = np.random.default_rng(3).uniform(-1, 1, (2, 250))
    columns = {"x1": x[0].tolist(), "x2": x[1].tolist(), "y": (x[0] * x[1]).tolist()}
    data = {"columns": columns, "features": ["x1", "x2"], "target": "y"}
    return Experiment.from_dict({"data": data, "model": {"hidden": [4, 2]}})


def classed(experiment: Experiment, steps: int) -> tuple[int, float]:
    """What becomes of an experiment, by what the words mean."""
    try:
        session = Session(experiment)
    except EngineError:
        return DIVERGED, np.nan
    session.step(steps)
    found = session.losses
    if session.stopped is not None or found[-1] > found[0]:
        return DIVERGED, float(found[-1])
    before = found[-1 - round(steps / 10)]
    near = abs(found[-1] - before) <= 0.01 * abs(before)
    return (CONVERGED if near else SLOW), float(found[-1])


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize(
    ("up", "values"),
    [
        ("optimizer.momentum", tuple(np.linspace(0, 0.95, 20).tolist())),
        ("training.seed", tuple(range(20))),
    ],
)
def test_every_cell_of_a_whole_map_is_its_exact_run(up: str, values: tuple[Any, ...]) -> None:
    subject, steps = network(), 200
    rates = tuple(np.geomspace(0.01, 100, 20).tolist())
    request = OutcomeMapRequest("optimizer.lr", up, rates, values, steps)
    view = answer(Session(subject), (request,))[request]
    assert isinstance(view, OutcomeMap) and view.over and view.done == 400
    kinds = set()
    for row, value in enumerate(values):
        for column, rate in enumerate(rates):
            cell = varied(varied(subject, "optimizer.lr", rate), up, value)
            kind, last = classed(cell, steps)
            assert (view.outcomes[row, column], view.losses[row, column]) == (kind, last)
            kinds.add(kind)
    assert kinds == {DIVERGED, CONVERGED, SLOW}
