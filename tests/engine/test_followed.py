"""One row and one parameter of a step, against plain PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.answers.followed import followed
from engine.experiment import Experiment
from engine.frames import FollowRequest
from engine.training.session import Session

ROWS = 6
DATA = {
    "columns": {"a": [1, 2, 3, 4, 5, 6], "b": [2, 3, 1, 2, 0, 1], "y": [1, 3, 2, 5, 4, 7]},
    "features": ["a", "b"],
    "target": "y",
}


def session(**sections):
    model = {"hidden": [3], "activation": "relu"}
    return Session(Experiment.from_dict({"data": DATA, "model": model, **sections}))


def by_torch(start, row):
    """The row's outputs and the gradient of the mean square over all rows."""
    tensors = {name: torch.tensor(values, requires_grad=True) for name, values in start.items()}
    x = torch.tensor(list(zip(DATA["columns"]["a"], DATA["columns"]["b"], strict=True)))
    hidden = torch.relu(x.float() @ tensors["hidden1.weight"].T + tensors["hidden1.bias"])
    output = hidden @ tensors["output.weight"].T + tensors["output.bias"]
    terms = (output[:, 0] - torch.tensor(DATA["columns"]["y"]).float()) ** 2
    terms.mean().backward()
    return hidden[row], output[row], terms[row], terms.mean(), tensors


def test_before_the_first_step_there_is_nothing_to_follow():
    assert followed(session(), FollowRequest()) is None


@pytest.mark.parametrize("row", [0, 4])
def test_it_is_what_torch_computes_phase_by_phase(row):
    run = session(optimizer={"name": "sgd", "lr": 0.1})
    request = FollowRequest(row, "hidden1.weight", 3)
    hidden, output, term, loss, tensors = by_torch(run.parameters, row)
    run.phase()
    seen = followed(run, request)
    assert (seen.row, seen.found, seen.batch_rows) == (row, True, ROWS)
    np.testing.assert_allclose(seen.activations[0], hidden.detach().numpy(), rtol=1e-6)
    np.testing.assert_allclose(seen.activations[1], output.detach().numpy(), rtol=1e-6)
    assert (seen.term, seen.loss, seen.gradient, seen.after) == (None, None, None, None)
    run.phase()
    seen = followed(run, request)
    assert seen.term == pytest.approx(term.item(), rel=1e-6)
    assert seen.loss == pytest.approx(loss.item(), rel=1e-6)
    run.phase()
    slope = tensors["hidden1.weight"].grad[1, 1].item()
    assert followed(run, request).gradient == pytest.approx(slope, rel=1e-5)
    run.phase()
    seen = followed(run, request)
    assert seen.before == tensors["hidden1.weight"][1, 1].item()
    assert seen.after == run.parameters["hidden1.weight"][1, 1]
    assert seen.after == pytest.approx(seen.before - 0.1 * slope, rel=1e-6)


def test_after_a_run_it_speaks_of_the_last_step():
    run = session()
    run.step(7)
    seen = followed(run, FollowRequest())
    assert seen.after == run.parameters["output.weight"][0, 0]
    assert seen.loss == run.losses[-1]


def test_a_row_of_another_batch_gives_way_to_the_first():
    run = session(training={"batch_size": 1})
    run.phase()
    row = int(run.run.now.rows[0])
    seen = followed(run, FollowRequest((row + 1) % ROWS))
    assert (seen.row, seen.found) == (row, False)


@pytest.mark.parametrize(("name", "place"), [("hidden7.weight", 0), ("output.bias", 99)])
def test_a_parameter_that_is_not_there_any_more_gives_way_to_one_that_is(name, place):
    run = session()
    run.step()
    seen = followed(run, FollowRequest(None, name, place))
    assert seen.parameter in run.parameters and seen.before is not None


def test_a_frozen_parameter_has_no_gradient_and_stays():
    run = session(model={"hidden": [3], "frozen": ["output.weight"]})
    run.step()
    seen = followed(run, FollowRequest())
    assert seen.gradient is None and seen.after == seen.before
