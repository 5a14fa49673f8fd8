"""What textbooks write: losses from probabilities, one bias for all classes, a threshold."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from engine import EngineError, Experiment, Session
from engine.answers.metrics import metrics
from engine.edits import parts as edits
from engine.edits.classes import with_class_added
from tests.experiments import line
from tests.there import there

SIX = {"a": [1, 2, 3, 4, 5, 6], "b": [2, 3, 1, 3, 3, 2], "k": [0, 0, 0, 1, 1, 1]}
EIGHT = {
    "a": [1, 2, 3, 4, 1, 1, 1, 1],
    "b": [2, 1, 1, 1, 7, 2, 6, 7],
    "c": [1, 3, 3, 5, 5, 5, 6, 7],
    "d": [1, 2, 4, 5, 5, 6, 6, 7],
    "k": [2, 2, 2, 1, 1, 1, 0, 0],
}
ZEROS = {"init": {"scheme": "zeros"}}


def classified(columns: dict[str, list[int]], **sections: object) -> Experiment:
    data = {"columns": columns, "features": list(columns)[:-1], "target": "k"}
    return Experiment.from_dict({"data": {**data, "task": "classification"}, **sections})


def matrix(columns: dict[str, list[int]]) -> Tensor:
    return torch.tensor([columns[name] for name in list(columns)[:-1]], dtype=torch.float32).t()


def test_two_classes_are_trained_as_the_textbook_writes_it() -> None:
    session = Session(
        classified(SIX, model=ZEROS, loss={"from": "probabilities"}, optimizer={"lr": 1})
    )
    session.step(50)
    x, y = matrix(SIX), torch.tensor(SIX["k"], dtype=torch.float32).reshape(-1, 1)
    w, b = torch.zeros(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=1)
    costs = []
    for _ in range(50):
        h = torch.sigmoid(x.matmul(w) + b)
        cost = (-(y * torch.log(h) + (1 - y) * torch.log(1 - h))).mean()
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    np.testing.assert_allclose(session.losses, costs, rtol=1e-5)


def test_three_classes_with_a_shared_bias_are_trained_as_the_textbook_writes_it() -> None:
    session = Session(
        classified(
            EIGHT,
            model={**ZEROS, "bias": "shared"},
            loss={"from": "probabilities"},
            optimizer={"lr": 0.1},
        )
    )
    session.step(50)
    x, y = matrix(EIGHT), torch.tensor(EIGHT["k"])
    w, b = torch.zeros(4, 3, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=0.1)
    one_hot = torch.zeros(8, 3).scatter_(1, y.unsqueeze(1), 1)
    costs = []
    for _ in range(50):
        h = torch.softmax(x.matmul(w) + b, dim=1)
        cost = (one_hot * -torch.log(h)).sum(dim=1).mean()
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    np.testing.assert_allclose(session.losses, costs, rtol=1e-5)
    assert session.parameters["output.bias"].shape == (1,)
    assert abs(there(session.gradients["output.bias"]).item()) < 1e-6


def test_a_shared_bias_belongs_to_the_output_alone() -> None:
    experiment = classified(EIGHT, model={"bias": "shared", "hidden": [5]})
    assert experiment.parameter_shapes()["hidden1.bias"] == (5,)
    assert experiment.parameter_shapes()["output.bias"] == (1,)


def test_probabilities_that_are_rounded_to_one_lose_the_loss_and_logits_do_not() -> None:
    start = {"init": {"values": {"output.weight": [[500.0, 0.0]], "output.bias": [-1000.0]}}}
    for source, stopped in (("probabilities", "diverged"), ("logits", None)):
        session = Session(classified(SIX, model=start, loss={"from": source}))
        session.step()
        assert (session.stopped and session.stopped.reason) == stopped


def test_only_cross_entropies_are_computed_from_probabilities() -> None:
    with pytest.raises(EngineError, match=r"loss\.from: hinge is not computed from probabilities"):
        classified(SIX, loss={"name": "hinge", "from": "probabilities"}).check()
    with pytest.raises(EngineError, match=r"loss\.from"):
        line(loss={"from": "probabilities"}).check()


def test_the_threshold_decides_the_answer_and_never_the_training() -> None:
    usual, strict = (
        Session(classified(SIX, model={**ZEROS, "threshold": threshold}))
        for threshold in (0.5, 0.9)
    )
    for session in (usual, strict):
        session.step(200)
    np.testing.assert_array_equal(usual.losses, strict.losses)
    logits = matrix(SIX).numpy() @ usual.parameters["output.weight"].T
    p = 1 / (1 + np.exp(-(logits + usual.parameters["output.bias"])))[:, 0]
    for session, threshold in ((usual, 0.5), (strict, 0.9)):
        right = np.mean((p >= threshold) == np.array(SIX["k"]))
        assert metrics(session).train["accuracy"] == right
    assert metrics(usual).train["accuracy"] != metrics(strict).train["accuracy"]
    before = usual.step_number
    assert usual.change(strict.experiment) and usual.step_number == before
    assert metrics(usual).train["accuracy"] == metrics(strict).train["accuracy"]


@pytest.mark.parametrize("threshold", [0, 1, -0.1, 1.5, "half"])
def test_a_threshold_lies_between_zero_and_one(threshold: object) -> None:
    with pytest.raises(EngineError, match=r"model\.threshold"):
        classified(SIX, model={"threshold": threshold})


def test_a_threshold_is_of_two_classes_and_goes_with_them() -> None:
    refused = r"model\.threshold: is only for two classes \(leave it out\)"
    three = {**SIX, "k": [0, 1, 2] * 2}
    with pytest.raises(EngineError, match=refused):
        classified(three, model={"threshold": 0.7})
    with pytest.raises(EngineError, match=refused):
        line(model={"threshold": 0.7}).check()
    assert line(model={"threshold": 0.5}).model.threshold == 0.5
    two = classified(SIX, model={"threshold": 0.7})
    assert edits.with_features(two, ("a",)).model.threshold == 0.7
    for after in (edits.with_task(two, "regression"), with_class_added(two, (0, 1), 2)):
        after.check()
        assert after.model.threshold == 0.5


@pytest.mark.parametrize("bias", ["Shared", 1, None, []])
def test_a_bias_is_true_false_or_shared(bias: object) -> None:
    with pytest.raises(EngineError, match=r"model\.bias"):
        classified(SIX, model={"bias": bias})
