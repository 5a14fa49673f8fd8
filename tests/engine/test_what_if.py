"""What would be if some numbers were others, against the same done for good on a session's copy."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine import Experiment, Session
from engine.answers.metrics import train_loss
from engine.answers.views import answer
from engine.edits.setting import put
from engine.frames import (
    Changed,
    Curve,
    CurveRequest,
    MetricsRequest,
    Pointed,
    PointRequest,
    Request,
    WhatIf,
    WhatIfRequest,
    Where,
)
from engine.frames.pointed import AT_HAND
from engine.frames.things import (
    Cell,
    Delta,
    Gradient,
    Input,
    Neuron,
    Number,
    Outcome,
    PhaseCard,
    Residual,
    Setting,
    StepLoss,
    Sum,
    Target,
    Term,
)
from engine.training.network import function
from tests.experiments import flowers, line

EVERY = (
    Number("output.weight", 0), Cell("length", 1), Setting("optimizer.lr"), Input(0, 1),
    Sum(0, 1, 2), Neuron(0, 1, 2), Outcome(1, 3), Target(2), Term(1), Delta(0, 1, 2),
    Gradient("hidden1.weight", 3),
)  # fmt: skip


def imagined(
    session: Session, where: Where, *changes: Changed, requests: tuple[Request, ...] = ()
) -> WhatIf:
    request = WhatIfRequest(where, changes, requests)
    view = answer(session, (request,))[request]
    assert isinstance(view, WhatIf)
    return view


def heights(view: object) -> np.ndarray:
    """Of a curve."""
    assert isinstance(view, Curve)
    return view.y


def array(held: object) -> np.ndarray:
    """A tensor that was sent whole."""
    assert isinstance(held, np.ndarray)
    return held


def small(**sections: object) -> Session:
    session = Session(line(**{"model": {"hidden": [3]}, **sections}))
    session.step(3)
    return session


def test_a_parameter_is_what_setting_it_would_come_to() -> None:
    session, twin = small(), small()
    values = session.parameters["hidden1.weight"]
    values[1, 0] = 2.5
    twin.set_parameter("hidden1.weight", values)
    curve = CurveRequest(0, 6)
    found = imagined(session, Where(), Changed(Number("hidden1.weight", 1), 2.5), requests=(curve,))
    assert found.loss == pytest.approx(train_loss(twin))
    expected = answer(twin, (curve,))[curve]
    np.testing.assert_array_equal(heights(found.views[curve]), heights(expected))


def test_a_cell_is_what_typing_it_would_come_to() -> None:
    session, twin = small(), small()
    data = session.experiment.data
    table = data.table.put(2, {"y": 9.0})
    twin.change(replace(session.experiment, data=replace(data, table=table)))
    assert imagined(session, Where(), Changed(Cell("y", 2), 9.0)).loss == pytest.approx(
        train_loss(twin)
    )


@pytest.mark.parametrize("name", ["sgd", "adam"])
def test_another_learning_rate_leads_where_it_would_have_led(name: str) -> None:
    session = small(optimizer={"name": name, "lr": 0.01})
    twin = Session(session.experiment)
    twin.step(2)
    twin.change(put(twin.experiment, "optimizer.lr", 0.2))
    twin.step()
    curve = CurveRequest(0, 6)
    found = imagined(
        session, Where(step=AT_HAND), Changed(Setting("optimizer.lr"), 0.2), requests=(curve,)
    )
    expected = answer(twin, (curve,))[curve]
    np.testing.assert_allclose(heights(found.views[curve]), heights(expected), rtol=1e-6)
    assert found.loss == pytest.approx(session.losses[-1])  # which came before the update


def test_a_gradient_leads_by_its_own_update() -> None:
    session = small()
    before, gradients = session.run.now, session.gradients
    assert before is not None and gradients["output.weight"] is not None
    other = gradients["output.weight"].copy()
    other.flat[0] = 7.0
    after = before.before["output.weight"].numpy() - 0.01 * other
    where = Where(step=AT_HAND)
    request = PointRequest(
        Number("output.weight", 0), where, (Changed(Gradient("output.weight", 0), 7.0),)
    )
    view = answer(session, (request,))[request]
    assert isinstance(view, Pointed) and view.detail.after is not None
    np.testing.assert_allclose(array(view.detail.after["output.weight"]), after, rtol=1e-6)


def test_a_delta_changes_the_gradients_of_its_layer_and_of_those_below() -> None:
    session = small()
    now = session.run.now
    assert now is not None
    leaves = {name: tensor.clone().requires_grad_() for name, tensor in now.before.items()}
    z = now.inputs @ leaves["hidden1.weight"].T + leaves["hidden1.bias"]
    a = torch.tanh(z)
    out = a @ leaves["output.weight"].T + leaves["output.bias"]
    loss = torch.nn.functional.mse_loss(out, now.targets)
    delta_out = torch.autograd.grad(loss, out, retain_graph=True)[0]
    changed = delta_out.clone()
    changed[1, 0] = 0.5
    expected = torch.autograd.grad(out, list(leaves.values()), changed)
    row = int(now.rows[1])
    request = PointRequest(
        Number("hidden1.weight", 0), Where(step=AT_HAND), (Changed(Delta(1, 0, row), 0.5),)
    )
    view = answer(session, (request,))[request]
    assert isinstance(view, Pointed) and view.detail.gradients is not None
    for name, gradient in zip(leaves, expected, strict=True):
        np.testing.assert_allclose(
            array(view.detail.gradients[name]), gradient, rtol=1e-5, atol=1e-7
        )


@pytest.mark.parametrize("kind", [Sum, Neuron])
def test_a_neuron_that_says_otherwise_is_heard_by_those_after_it(kind: type[Sum | Neuron]) -> None:
    session = Session(flowers())
    session.step(2)
    machine = session.run.machine
    (w1, b1), (w2, b2), (w3, b3) = machine.network.layers
    bend = function(session.experiment.model.activations[0])
    with torch.no_grad():
        z1 = torch.nn.functional.linear(machine.batches.inputs[3:4], w1, b1)
        if kind is Sum:
            z1[0, 1] = 0.7
        a1 = bend(z1)
        if kind is Neuron:
            a1[0, 1] = 0.7
        a2 = bend(torch.nn.functional.linear(a1, w2, b2))
        z3 = torch.nn.functional.linear(a2, w3, b3)
    found = imagined(session, Where(row=3), Changed(kind(0, 1), 0.7))
    assert found.row == 3 and found.answer is not None
    np.testing.assert_allclose(found.answer, z3.double().softmax(1)[0], rtol=1e-6)


def test_a_row_s_term_moves_the_mean_by_its_share() -> None:
    session = small()
    request = PointRequest(Term(), Where(row=1))
    view = answer(session, (request,))[request]
    assert isinstance(view, Pointed) and view.detail.terms is not None
    found = imagined(session, Where(row=1), Changed(Term(), view.detail.terms[0] + 5))
    assert found.loss == pytest.approx(train_loss(session) + 1)


def test_a_probability_and_an_error_are_reached() -> None:
    session = Session(flowers())
    found = imagined(session, Where(row=2), Changed(Outcome(1), 0.8))
    assert found.answer is not None and found.answer[1] == pytest.approx(0.8)
    assert found.answer.sum() == pytest.approx(1)
    other = small()
    target = other.experiment.data.table.columns["y"][1]
    said = imagined(other, Where(row=1), Changed(Residual(), -3.0)).answer
    assert said is not None and said[0] == pytest.approx(target - 3, rel=1e-6)


@pytest.mark.parametrize("phases", range(4))
def test_the_run_is_never_touched(phases: int) -> None:
    session = Session(flowers(training={"batch_size": 4}))
    session.step(2)
    for _ in range(phases):
        session.phase()
    twin = copy(session)
    for thing in EVERY:
        for where in (Where(row=1), Where(row=1, step=AT_HAND), Where(row=1, step=2)):
            imagined(session, where, Changed(thing, 0.6), requests=(MetricsRequest(),))
    for whole in (PhaseCard("update"), StepLoss(1)):
        answer(session, (PointRequest(whole, Where(step=AT_HAND)),))
    assert session.last_phase == twin.last_phase
    for one in (session, twin):
        one.step(3)
    np.testing.assert_array_equal(session.losses, twin.losses)
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(values, twin.parameters[name])


def test_an_earlier_step_has_the_loss_that_was_logged() -> None:
    session = Session(flowers(training={"batch_size": 4}))
    session.step(9)
    for step in range(1, 10):
        request = PointRequest(StepLoss(step), Where(step=step))
        view = answer(session, (request,)).get(request)
        assert isinstance(view, Pointed) and view.detail.loss == session.losses[step - 1]


def test_what_is_not_there_any_more_is_not_answered() -> None:
    session = Session(Experiment.from_dict(line().to_dict()))
    gone = PointRequest(Number("hidden1.weight", 0)), PointRequest(Neuron(3, 0))
    assert answer(session, gone) == {}
    assert answer(session, (PointRequest(Term(), Where(row=99)),)) == {}
    assert answer(session, (PointRequest(StepLoss(5), Where(step=5)),)) == {}
