"""One step laid open, against the same step in plain PyTorch with every gradient retained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Detail, DetailRequest, Tensors, TensorsRequest, TensorView
from engine.training.network import Network, function
from engine.training.objective import objective
from tests.experiments import flowers, line
from tests.strategies import experiments

LOSSES = {"ab": "bce", "abc": "cross_entropy"}


def detail_of(session: Session, request: DetailRequest | None = None) -> Detail:
    request = request or DetailRequest()
    view = answer(session, (request,))[request]
    assert isinstance(view, Detail)
    return view


def tensors_of(session: Session) -> dict[str, TensorView]:
    view = answer(session, (TensorsRequest(),))[TensorsRequest()]
    assert isinstance(view, Tensors)
    return {tensor.name: tensor for tensor in view.tensors}


def retained(session: Session) -> tuple[torch.Tensor, list[torch.Tensor], list[torch.Tensor]]:
    """The loss of the step at hand, and each layer's z and f(z), with gradients kept."""
    now = session.run.now
    assert now is not None
    model = now.experiment.model
    leaves = {name: tensor.clone().requires_grad_() for name, tensor in now.before.items()}
    names = [name.removesuffix(".weight") for name in leaves if name.endswith(".weight")]
    before, after, entering = [], [], now.inputs
    for place, name in enumerate(names):
        z = torch.nn.functional.linear(
            entering, leaves[f"{name}.weight"], leaves.get(f"{name}.bias")
        )
        z.retain_grad()
        before.append(z)
        entering = z if place == len(names) - 1 else function(model.activations[place])(z)
        after.append(entering)
    loss = objective(now.experiment, leaves)(entering, now.targets)
    loss.backward()
    return loss, before, after


@settings(max_examples=60)
@given(experiments(), st.integers(0, 3), st.data())
def test_layers_are_those_of_autograd(
    experiment: Experiment, steps: int, data: st.DataObject
) -> None:
    session = Session(experiment)
    session.step(steps)
    for _ in range(3):
        session.phase()
    if session.last_phase != "backward":
        return  # the numbers were lost on the way
    followed = data.draw(st.none() | st.integers(0, experiment.data.table.rows - 1))
    found = detail_of(session, DetailRequest(followed))
    loss, before, after = retained(session)
    now = session.run.now
    assert now is not None
    places = [list(now.rows).index(row) for row in found.rows]
    assert found.has_followed == (followed is not None and followed in now.rows)
    assert not found.has_followed or found.rows[0] == followed
    assert found.loss == pytest.approx(loss.item(), rel=1e-5, nan_ok=True)
    for layer, z, a in zip(found.layers, before, after, strict=True):
        assert z.grad is not None and layer.delta is not None
        np.testing.assert_array_equal(layer.before, z.detach().numpy()[places])
        np.testing.assert_array_equal(layer.after, a.detach().numpy()[places])
        scale = max(1e-30, float(z.grad.abs().max()))
        assert layer.delta == pytest.approx(z.grad.numpy()[places], abs=1e-5 * scale, nan_ok=True)


@settings(max_examples=60)
@given(experiments(), st.integers(1, 4))
def test_what_the_update_made_is_what_the_next_step_begins_with(
    experiment: Experiment, steps: int
) -> None:
    session = Session(experiment)
    session.step(steps)
    if session.step_number < steps:
        return
    first = detail_of(session)
    session.phase()
    second = detail_of(session)
    assert first.after is not None and first.memory_after is not None and second.after is None
    for name, values in first.after.items():
        np.testing.assert_array_equal(values, second.before[name])
    for name, memory in first.memory_after.items():
        assert second.memory[name].keys() == memory.keys()
        for key, value in memory.items():
            np.testing.assert_array_equal(value, second.memory[name][key])


@settings(max_examples=40)
@given(experiments())
def test_terms_and_penalty_add_up_to_the_loss(experiment: Experiment) -> None:
    session = Session(experiment)
    session.phase()
    session.phase()
    rows = experiment.data.table.rows
    found = detail_of(session, DetailRequest(rows=rows))
    if found.loss is None or not np.isfinite(found.loss):
        return
    assert found.terms is not None and len(found.terms) == found.batch_rows
    total = found.terms.mean() if experiment.loss.reduction == "mean" else found.terms.sum()
    scale = max(1.0, abs(found.loss), float(np.abs(found.terms).max()))
    assert found.loss == pytest.approx(total + found.penalty, abs=1e-4 * scale)


def test_each_phase_adds_what_it_computes() -> None:
    session = Session(line())
    assert answer(session, (DetailRequest(),)) == {}
    session.phase()
    found = detail_of(session)
    assert (found.loss, found.terms, found.gradients, found.after) == (None, None, None, None)
    assert found.layers[0].delta is None
    session.phase()
    assert detail_of(session).terms is not None and detail_of(session).gradients is None
    session.phase()
    found = detail_of(session)
    assert found.gradients is not None and found.layers[0].delta is not None
    assert found.after is None and found.step == 0
    session.phase()
    found = detail_of(session)
    assert found.after is not None and found.step == 0


def test_a_step_keeps_the_optimizer_that_made_it() -> None:
    session = Session(line(optimizer={"name": "sgd", "momentum": 0.9}))
    session.step(2)
    session.change(line(optimizer={"name": "adam"}))
    found = detail_of(session)
    assert found.setup.optimizer.name == "sgd"
    assert set(found.memory["output.weight"]) == {"velocity"}


def test_grad_is_none_before_the_first_backward_and_stays_so_where_frozen() -> None:
    session = Session(line(model={"frozen": ["output.bias"]}))
    session.phase()
    session.phase()
    found = tensors_of(session)
    assert found["output.weight"].grad is None and found["output.weight"].requires_grad
    session.phase()
    found = tensors_of(session)
    weight = found["output.weight"]
    assert weight.grad is not None and weight.grad.shape == weight.shape == (1, 1)
    assert found["output.bias"].grad is None and not found["output.bias"].requires_grad
    assert found["loss"].requires_grad and not found["loss"].is_leaf and found["loss"].grad is None
    assert found["X"].is_leaf and not found["X"].requires_grad
    assert (found["ŷ"].shape, found["loss"].shape) == ((5, 1), ())


def test_hidden_layers_and_the_optimizers_memory_have_names() -> None:
    session = Session(flowers(optimizer={"name": "adam"}))
    session.step()
    found = tensors_of(session)
    assert found["z1"].shape == found["a1"].shape == (6, 4)
    assert found["y"].dtype == "torch.int64"
    mean: Any = found["hidden1.weight.mean"].values
    gradient = found["hidden1.weight"].grad
    assert gradient is not None
    assert mean == pytest.approx(0.1 * gradient, rel=1e-4)


def test_long_tensors_come_by_their_first_rows() -> None:
    columns = {"x": list(range(300)), "y": list(range(300))}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    session = Session(Experiment.from_dict({"data": data, "optimizer": {"lr": 1e-9}}))
    session.step()
    seen = tensors_of(session)["X"]
    assert seen.shape == (300, 1) and seen.values.shape == (200, 1)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("words", ["ab", "abc"])
def test_torch_s_own_functions_give_what_stands_beside_them(words: str, reduction: str) -> None:
    """Each line is run as it is shown, on the z and y of the step."""
    kinds = [words[place % len(words)] for place in range(6)]
    columns = {"length": [1.5, 2, 3, 4, 5.5, 6], "width": [3, 1, 4, 1, 5, 9], "kind": kinds}
    made = flowers(data={"columns": columns}, loss={"name": LOSSES[words], "reduction": reduction})
    session = Session(made)
    for _ in range(3):
        session.phase()
    now = session.run.now
    assert now is not None
    z, y = Network(made.model, now.before)(now.inputs), now.targets
    beside = detail_of(session).beside
    assert len(beside) == 2
    for code, value in beside.items():
        run = eval(code, {"F": torch.nn.functional, "torch": torch, "z": z, "y": y})
        assert value == pytest.approx(float(run.detach()))
