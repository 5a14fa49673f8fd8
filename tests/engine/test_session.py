"""Sessions: phases, steps and plain PyTorch agree to the last bit, and divergence is told."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from engine import EngineError, Experiment, Session
from engine.answers import views
from engine.catalog import OPTIMIZERS
from engine.edits import parts as edits
from engine.frames import PHASES, Metrics, MetricsRequest
from engine.frames.parameters import Parameters, ParametersRequest
from tests.comparison import equal, same
from tests.experiments import flowers, line
from tests.golden import GOLDENS, Golden
from tests.strategies import experiments
from tests.there import there

DTYPES = {"float32": torch.float32, "float64": torch.float64}
QUICK = settings(max_examples=40)


def document(**sections: Any) -> dict[str, Any]:
    """Ten rows of two features, on which a small network trains."""
    x = [row * 37 % 10 / 3 - 1.5 for row in range(10)]
    y = [row * 53 % 11 / 4 - 1.2 for row in range(10)]
    z = [a * b - a for a, b in zip(x, y, strict=True)]
    return {
        "data": {"columns": {"x": x, "y": y, "z": z}, "features": ["x", "y"], "target": "z"},
        "model": {"hidden": [4]},
        **sections,
    }


def session(**sections: Any) -> Session:
    """A fresh session of that document."""
    return Session(Experiment.from_dict(document(**sections)))


def plain(experiment: Experiment, steps: int) -> tuple[list[float], list[torch.Tensor]]:
    """The losses and last parameters of the loop that anybody would write with torch."""
    training, data = experiment.training, experiment.data
    dtype = DTYPES[training.dtype]
    inputs = torch.tensor(data.table.matrix(data.features)).to(dtype)
    targets = torch.tensor(data.table.columns[data.target]).to(dtype).reshape(-1, 1)
    with torch.random.fork_rng():
        torch.manual_seed(training.seed)
        model = nn.Sequential(nn.Linear(2, 4, dtype=dtype), nn.Tanh(), nn.Linear(4, 1, dtype=dtype))
    name = OPTIMIZERS[experiment.optimizer.name].target.rpartition(".")[2]
    optimizer = getattr(torch.optim, name)(model.parameters(), **experiment.optimizer.as_dict())
    shuffle = torch.Generator().manual_seed(training.seed)
    losses: list[float] = []
    while len(losses) < steps:
        order = torch.randperm(len(inputs), generator=shuffle)
        whole: tuple[Any, ...] = (slice(None),)
        for rows in whole if training.batch_size is None else order.split(training.batch_size):
            loss = nn.functional.mse_loss(model(inputs[rows]), targets[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses[:steps], [parameter.detach() for parameter in model.parameters()]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch_size", [None, 3])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_steps_phases_and_plain_torch_give_the_same_bits(
    optimizer: str, batch_size: int | None, dtype: str
) -> None:
    sections = {
        "optimizer": {"name": optimizer},
        "training": {"batch_size": batch_size, "dtype": dtype, "seed": 3},
    }
    stepped, phased = session(**sections), session(**sections)
    stepped.step(50)
    for _ in range(50):
        assert tuple(phased.phase() for _ in PHASES) == PHASES
    same(stepped, phased)
    losses, parameters = plain(stepped.experiment, 50)
    assert stepped.losses.tolist() == losses
    if batch_size is None:
        for ours, theirs in zip(stepped.parameters.values(), parameters, strict=True):
            assert np.array_equal(ours, theirs.numpy())


@QUICK
@given(experiments())
def test_steps_and_phases_agree_for_any_experiment(experiment: Experiment) -> None:
    stepped, phased = Session(experiment), Session(experiment)
    stepped.step(9)
    for _ in range(4 * 9):
        if not phased.stopped:
            phased.phase()
    assert phased.losses.tolist() == stepped.losses.tolist()
    equal(phased.parameters, stepped.parameters)


def numpy_state() -> list[int]:
    state: list[int] = np.random.get_state(legacy=False)["state"]["key"].tolist()
    return state


@QUICK
@given(experiments())
def test_no_global_random_state_is_touched(experiment: Experiment) -> None:
    before = (torch.get_rng_state(), numpy_state(), random.getstate())
    Session(experiment).step(7)
    after = (torch.get_rng_state(), numpy_state(), random.getstate())
    assert torch.equal(before[0], after[0])
    assert before[1:] == after[1:]


@QUICK
@given(experiments())
def test_the_same_experiment_gives_the_same_losses(experiment: Experiment) -> None:
    first = Session(experiment)
    first.step(12)
    torch.manual_seed(99)  # nothing outside matters
    second = Session(Experiment.from_dict(experiment.to_dict()))
    second.step(12)
    same(first, second)


def test_a_half_done_step_is_finished_first() -> None:
    one, other = session(), session()
    assert (one.phase(), one.phase()) == ("forward", "loss")
    assert one.step_number == 0 and one.losses.size == 0
    assert one.gradients == dict.fromkeys(one.parameters)
    one.step()
    other.step()
    same(one, other)


def test_epochs_end_where_the_rows_do() -> None:
    run = session(training={"batch_size": 4})
    run.step()
    run.epoch()
    assert (run.step_number, run.epoch_number) == (3, 1)
    run.epoch(2)
    assert (run.step_number, run.epoch_number) == (9, 3)


def test_every_row_is_used_once_an_epoch_in_a_fresh_order() -> None:
    run = session(training={"batch_size": 4, "seed": 5})
    orders = []
    for _ in range(2):
        rows: list[int] = []
        for _ in range(3):
            rows += run.run.machine.batches.rows.tolist()
            run.step()
        orders.append(rows)
    assert [sorted(rows) for rows in orders] == [list(range(10))] * 2
    assert orders[0] != orders[1] and orders[0] != list(range(10))


def test_the_loss_of_step_one_is_that_of_the_start() -> None:
    run = session(model={"init": {"scheme": "zeros"}})
    run.step(3)
    z = np.array(document()["data"]["columns"]["z"])
    assert run.losses[0] == pytest.approx(np.mean(z**2), rel=1e-6)


def test_frozen_parameters_stay_and_have_no_gradient() -> None:
    run = session(model={"hidden": [4], "frozen": ["hidden1.weight"]}, optimizer={"name": "adamw"})
    before = run.parameters
    run.step(5)
    assert np.array_equal(run.parameters["hidden1.weight"], before["hidden1.weight"])
    assert not np.array_equal(run.parameters["output.weight"], before["output.weight"])
    assert run.gradients["hidden1.weight"] is None
    assert run.gradients["output.weight"] is not None


def test_what_is_handed_out_are_copies() -> None:
    run = session()
    run.step()
    run.parameters["output.weight"][:] = 7
    run.losses[:] = 7
    other = session()
    other.step()
    same(run, other)


# ---- divergence ---------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [None, 3])
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_diverging_run_keeps_its_last_finite_parameters(
    dtype: str, batch_size: int | None
) -> None:
    sections = {
        "model": {},
        "optimizer": {"name": "sgd", "lr": 1000.0},
        "training": {"dtype": dtype, "batch_size": batch_size},
    }
    run, phased = session(**sections), session(**sections)
    run.step(10_000)
    assert run.stopped is not None and run.stopped.reason == "diverged"
    assert str(run.stopped).startswith("diverged: the learning rate 1000 is too large")
    assert run.step_number == len(run.losses) > 3
    assert np.isfinite(run.losses).all()
    assert all(np.isfinite(values).all() for values in run.parameters.values())
    while not phased.stopped:
        phased.phase()
    assert phased.losses.tolist() == run.losses.tolist()
    equal(phased.parameters, run.parameters)
    run.step()
    assert run.stopped.reason == "diverged" and run.step_number == len(run.losses)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("lr", [1e39, 1e308])
def test_a_rate_beyond_the_number_type_is_a_divergence(name: str, lr: float) -> None:
    run = session(optimizer={"name": name, "lr": lr})
    before = run.parameters
    run.step(3)
    assert run.stopped is not None and run.stopped.reason == "diverged"
    assert run.step_number == 0
    equal(run.parameters, before)


def test_a_start_whose_loss_is_not_finite() -> None:
    run = session(model={"init": {"values": {"output.weight": [[3e38, 3e38]]}}})
    run.step(5)
    assert run.stopped is not None and run.stopped.reason == "diverged"
    assert run.step_number == 0


def test_a_run_that_reaches_its_epochs_says_so() -> None:
    run = session(training={"batch_size": 5})
    assert run.run_steps(10, goal=3) == 6
    assert str(run.stopped) == "finished at epoch 3"
    assert run.run_steps(10, goal=3) == 0


# ---- the tutorials' own figures -----------------------------------------------------------------


@pytest.mark.parametrize("golden", GOLDENS, ids=str)
def test_goldens(golden: Golden) -> None:
    run = Session(Experiment.load(golden.case))
    run.step(golden.steps)
    golden.check(run.losses.tolist(), run.parameters)
    run.goto(1)
    golden.check_first_gradients(run.gradients)


def test_an_unknown_device_is_refused() -> None:
    if torch.cuda.is_available():
        pytest.skip("this computer has a GPU")
    with pytest.raises(EngineError) as caught:
        session(training={"device": "cuda"})
    assert caught.value.where == "training.device"


def test_other_starting_values_before_the_first_step_stay_in_the_run() -> None:
    start = flowers()
    session, other = Session(start), np.full((4, 2), 0.1)
    session.phase()
    changed = edits.with_start_values(start, {"hidden1.weight": other})
    assert changed.model.init.values["hidden1.weight"] == ((0.1, 0.1),) * 4
    run = session.run
    assert session.change(changed) and session.run is run and session.last_phase == "forward"
    session.step(20)
    fresh = Session(Experiment.from_dict(changed.to_dict()))
    fresh.step(20)
    np.testing.assert_array_equal(session.losses, fresh.losses)
    session.reset()
    assert session.parameters["hidden1.weight"] == pytest.approx(other)
    session.step()
    assert not session.change(start) and session.step_number == 0


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@given(values=st.lists(st.floats(-1e30, 1e30), min_size=3, max_size=3))
def test_typed_numbers_are_the_start_to_the_last_bit(dtype: str, values: list[float]) -> None:
    start = flowers(training={"dtype": dtype})
    by_hand, typed = Session(start), np.array(values)
    by_hand.set_parameter("output.bias", typed)
    changed = edits.with_start_values(start, {"output.bias": typed})
    found = Session(Experiment.from_dict(changed.to_dict())).parameters["output.bias"]
    np.testing.assert_array_equal(found, by_hand.parameters["output.bias"])


def test_a_number_put_in_by_hand_is_no_change_of_the_update() -> None:
    session = Session(line())
    session.step(3)
    by_update, bias = there(session.changes["output.weight"]), there(session.changes["output.bias"])
    session.set_parameter("output.weight", [[2.5]])
    session.set_parameter("output.weight", [[3.5]])
    assert there(session.changes["output.weight"]) == by_update
    assert there(session.changes["output.bias"]) == bias
    shown = views.answer(session, (ParametersRequest(),))[ParametersRequest()]
    assert isinstance(shown, Parameters) and shown.values["output.weight"] == 3.5
    assert there(shown.changes["output.weight"]) == by_update and is_by_hand(session)
    session.step()
    assert not is_by_hand(session)
    assert there(session.changes["output.weight"]) == session.parameters["output.weight"] - 3.5
    session.set_parameter("output.weight", [[1.0]])
    session.goto(2)
    assert not is_by_hand(session)


def is_by_hand(session: Session) -> bool:
    found = views.answer(session, (MetricsRequest(),))[MetricsRequest()]
    assert isinstance(found, Metrics)
    return found.is_by_hand
