"""The loss over a plane of parameters is the loss, at every place; its directions are as told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine import Experiment, Session
from engine.answers.redoing import step_of
from engine.answers.views import answer
from engine.errors import EngineError
from engine.frames import Ground, WayRequest
from engine.frames.pointed import AT_HAND
from engine.training.curvature import sharpness
from engine.training.directions import Projection, at_random, principal
from engine.training.machine import Machine
from engine.training.objective import loss_function, objective, penalties
from engine.training.path import flat
from engine.training.section import Parabola, Section, losses, place_of, through_cells
from tests.experiments import line
from tests.strategies import experiments
from tests.there import there

PLACES = 12


def direct(machine: Machine, parameters: Mapping[str, Tensor]) -> float:
    """The loss as training computes it."""
    batches = machine.batches
    prediction = machine.network_of(parameters)(batches.inputs)
    return objective(machine.experiment, parameters)(prediction, batches.targets).item()


def at(section: Section, a: Tensor, b: Tensor) -> dict[str, Tensor]:
    """The parameters at one place, number by number."""
    found = {}
    for name, tensor in section.origin.items():
        nothing = torch.zeros_like(tensor)
        along = section.across.get(name, nothing), section.up.get(name, nothing)
        found[name] = tensor + a * along[0] + b * along[1]
    return found


def agree(machine: Machine, section: Section, a: Tensor, b: Tensor) -> None:
    found = torch.cat([*losses(machine, section, a, b)]).tolist()
    within = 1e-5 if machine.experiment.training.dtype == "float32" else 1e-12
    for place, loss in enumerate(found):
        wanted = direct(machine, at(section, a[place], b[place]))
        if np.isfinite(wanted):
            scale = max(abs(wanted), direct(machine, section.origin) * 1e-3, 1e-30)
            assert abs(loss - wanted) <= within * scale * 3, (place, loss, wanted)


def places(machine: Machine, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    dtype = machine.batches.inputs.dtype
    a, b = torch.empty(2, PLACES, dtype=torch.float64).uniform_(-2, 2, generator=generator)
    return a.to(dtype), b.to(dtype)


def cells_of(machine: Machine) -> list[str]:
    return [
        f"{name}[{','.join(map(str, index))}]"
        for name, tensor in machine.parameters.items()
        for index in np.ndindex(*tensor.shape)
    ]


@settings(max_examples=25)
@given(experiment=experiments(), seed=st.integers(0, 1000))
def test_the_surface_is_the_loss(experiment: Experiment, seed: int) -> None:
    machine = Machine(experiment)
    cells = cells_of(machine)
    if len(cells) > 1:
        across, up = np.random.default_rng(seed).choice(cells, 2, replace=False).tolist()
        agree(machine, through_cells(machine.parameters, across, up), *places(machine, seed))
    agree(machine, at_random(machine.copy_parameters(), machine.free, seed), *places(machine, seed))


def test_many_rows_are_added_up_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.training.section.AT_ONCE", 7)
    for reduction in ("mean", "sum"):
        experiment = line(
            data={
                "columns": {"x": np.linspace(-1, 1, 40).tolist(), "y": np.arange(40.0).tolist()},
                "features": ["x"],
                "target": "y",
            },
            model={"hidden": [3]},
            loss={"name": "l1", "reduction": reduction},
            regularization={"l1": 0.1, "l2": 0.2},
            training={"dtype": "float64"},
        )
        machine = Machine(experiment)
        section = through_cells(machine.parameters, "hidden1.weight[0,0]", "output.bias[0]")
        agree(machine, section, *places(machine, 1))


def test_axes_that_are_gone_or_the_same_are_said() -> None:
    machine = Machine(line())
    for across, up in (
        ("hidden1.weight[0,0]", "output.bias[0]"),
        ("output.weight[0,1]", "output.bias[0]"),
        ("output.weight[0]", "output.bias[0]"),
        ("output.bias[0]", "output.bias[0]"),
    ):
        with pytest.raises(EngineError):
            through_cells(machine.parameters, across, up)
    assert place_of("output.weight[0,0]", machine.parameters) == ("output.weight", (0, 0))


def network(hidden: list[int], **sections: object) -> Session:
    x = np.random.default_rng(0).uniform(-1, 1, (2, 40))
    columns = {"x1": x[0].tolist(), "x2": x[1].tolist(), "y": (x[0] * x[1]).tolist()}
    data = {"columns": columns, "features": ["x1", "x2"], "target": "y"}
    return Session(Experiment.from_dict({"data": data, "model": {"hidden": hidden}, **sections}))


def test_random_directions_are_scaled_neuron_by_neuron() -> None:
    machine = network([4, 3]).run.machine
    with torch.no_grad():
        machine.parameters["hidden2.weight"][1] = 0
        machine.parameters["hidden2.bias"][1] = 0
    section = at_random(machine.copy_parameters(), machine.free, 5)
    for layer in ("hidden1", "hidden2", "output"):
        rows = [
            np.column_stack([tensors[f"{layer}.weight"], tensors[f"{layer}.bias"]])
            for tensors in (machine.copy_parameters(), section.across, section.up)
        ]
        lengths = np.linalg.norm(rows[0], axis=1)
        lengths[lengths == 0] = 1
        for direction in rows[1:]:
            np.testing.assert_allclose(np.linalg.norm(direction, axis=1), lengths, rtol=1e-5)
    other, again = (
        at_random(machine.copy_parameters(), machine.free, 6),
        at_random(machine.copy_parameters(), machine.free, 5),
    )
    assert not torch.equal(other.up["output.bias"], section.up["output.bias"])
    assert torch.equal(again.up["hidden1.weight"], section.up["hidden1.weight"])


def test_what_is_frozen_does_not_move() -> None:
    session = network([2], optimizer={"name": "sgd", "lr": 0.1})
    frozen = Experiment.from_dict(
        {**session.experiment.to_dict(), "model": {"hidden": [2], "frozen": ["hidden1.weight"]}}
    )
    machine = Machine(frozen)
    section = at_random(machine.copy_parameters(), machine.free, 1)
    assert "hidden1.weight" not in section.across and "output.weight" in section.across


def path_of(session: Session, steps: range) -> Tensor:
    places = []
    for step in steps:
        session.goto(step)
        places.append(flat(session.run.machine.parameters))
    return torch.stack(places)


def test_the_principal_plane_holds_as_much_of_the_path_as_any() -> None:
    session = network([3], optimizer={"name": "sgd", "lr": 0.3})
    path = path_of(session, range(0, 200, 4))
    found = principal(path, session.run.machine.copy_parameters())
    off = (path - path[-1]).numpy()
    values = np.linalg.eigvalsh(off.T @ off)
    assert found.explains == pytest.approx(values[-2:].sum() / values.sum(), rel=1e-6)
    places, away = Projection.onto(found.section).places(path)
    inside, outside = places.square().sum().item(), away.square().sum().item()
    assert inside / (inside + outside) == pytest.approx(found.explains, rel=1e-4)
    assert [*places[-1], away[-1]] == pytest.approx([0, 0, 0], abs=1e-6)


@pytest.mark.parametrize("count", [1, 2])
def test_a_path_of_one_or_two_places_has_a_plane_too(count: int) -> None:
    session = network([])
    path = path_of(session, range(count))
    found = principal(path, session.run.machine.copy_parameters())
    places, away = Projection.onto(found.section).places(path)
    assert found.explains == pytest.approx(1)
    assert away[0].item() == pytest.approx(0, abs=1e-6)
    assert count == 1 or places[0].abs().sum() > 0


def test_askew_directions_have_coordinates_too() -> None:
    machine = network([4]).run.machine
    section = at_random(machine.copy_parameters(), machine.free, 3)
    moved = {name: tensor.double() for name, tensor in section.origin.items()}
    for name, tensor in moved.items():
        moved[name] = tensor + 0.3 * section.across[name] - 0.7 * section.up[name]
    places, away = Projection.onto(section).places(flat(moved)[None])
    assert places[0].tolist() == pytest.approx([0.3, -0.7])
    assert away.item() == pytest.approx(0, abs=1e-6)


def formula(experiment: Experiment, prediction: Tensor, target: Tensor) -> Tensor:
    """The bare loss; in full where torch cannot differentiate it twice."""
    if (experiment.loss.name, experiment.data.outcome) != ("hinge", "multiclass"):
        return loss_function(experiment)(prediction, target)
    rows = []
    for z, label in zip(prediction, target, strict=True):
        others = [max(0, 1 - z[label] + z[k]) for k in range(len(z)) if k != label]
        rows.append(sum(others, torch.zeros(())) / len(z))
    total = sum(rows, torch.zeros(()))
    return total / len(rows) if experiment.loss.reduction == "mean" else total


def hessian(machine: Machine) -> np.ndarray:
    """All of it, one product of single numbers at a time."""
    names = list(machine.free)
    sizes = [machine.free[name].numel() for name in names]
    batches = machine.batches

    def loss(flat: Tensor) -> Tensor:
        parts = zip(names, flat.split(sizes), strict=True)
        free = {name: part.reshape(machine.free[name].shape) for name, part in parts}
        parameters = {n: free.get(n, p.detach().double()) for n, p in machine.parameters.items()}
        prediction = machine.network_of(parameters)(batches.inputs.double())
        targets = batches.targets
        targets = targets.double() if targets.is_floating_point() else targets
        return formula(machine.experiment, prediction, targets) + sum(
            penalties(machine.experiment, parameters)
        )

    flat = torch.cat([machine.free[name].detach().double().reshape(-1) for name in names])
    return torch.autograd.functional.hessian(loss, flat).numpy()


@settings(max_examples=15)
@given(experiment=experiments())
def test_sharpness_is_the_largest_eigenvalue(experiment: Experiment) -> None:
    machine = Machine(experiment)
    if not machine.free or not np.isfinite(direct(machine, machine.parameters)):
        return
    work = sharpness(machine)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found, _ = end.value
            break
    whole = hessian(machine)
    if np.isfinite(whole).all():
        values = np.linalg.eigvalsh(whole)
        assert found == pytest.approx(values[-1], rel=1e-4, abs=1e-9 * abs(values).max())


def test_the_way_straight_down_begins_where_training_stands_and_ends_lowest() -> None:
    machine = Machine(line())
    section = through_cells(machine.parameters, "output.weight[0,0]", "output.bias[0]")
    bowl = Parabola.of(machine, section)
    start = torch.tensor([2.0, -1.0], dtype=torch.float64)
    way = bowl.downhill_from(start)
    heights = bowl.at(*way.T)
    assert way[0].tolist() == pytest.approx(start.tolist(), abs=0.01)
    assert bool((heights.diff() <= 0).all())
    assert float(heights[-1]) == pytest.approx(float(bowl.low), rel=1e-6)


def test_straight_down_is_against_the_gradient() -> None:
    session = Session(line(model={"hidden": [2]}, training={"dtype": "float64"}))
    request = WayRequest(Ground("cells", "hidden1.weight[1,0]", "output.weight[0,1]"))
    found: Any = None
    for _ in range(100):  # the plane and the way are worked out some at a time
        found = answer(session, (request,)).get(request) or found
    session.step()
    names, places = ("hidden1.weight", "output.weight"), ((1, 0), (0, 1))
    slopes = [float(there(session.gradients[n])[p]) for n, p in zip(names, places, strict=True)]
    assert found.downhill == pytest.approx([-slope for slope in slopes])


def test_the_step_at_hand_has_its_end_too() -> None:
    session = Session(line())
    session.step(5)
    _, step, number, comes = there(step_of(session, AT_HAND))
    assert (number, comes) == (4, False)
    for name, values in there(step.after).items():
        assert values.tolist() == session.parameters[name].tolist()
