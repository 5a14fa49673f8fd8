"""Divergence: its cause is named from the state, and what helps is tried before it is offered."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine import Experiment, Session
from engine.frames import Cure
from engine.training.evidence import LEAP, evidence, first_loss, loss_now
from engine.training.stability import bound, curvature, is_quadratic, is_stable
from engine.training.trial import Trial
from engine.training.variants import rounded_down
from tests.planted import planted

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
ONES = {"init": {"scheme": "ones"}}
X, Y = [1.0, 2.0, 4.0, 7.0], [1.0, 3.0, 2.0, 5.0]


def line(**sections: Any) -> Experiment:
    data = {"columns": {"x": X, "y": Y}, "features": ["x"], "target": "y"}
    return Experiment.from_dict({"data": data, **sections})


def example(name: str, **optimizer: Any) -> Experiment:
    document = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return Experiment.from_dict({**document, "optimizer": {"name": "sgd", **optimizer}})


def short(experiment: Experiment) -> Experiment:
    """The same with fewer epochs."""
    return replace(experiment, training=replace(experiment.training, epochs=1000))


def lost(experiment: Experiment) -> Session:
    """A session that has run until its numbers were lost."""
    session = Session(experiment)
    session.run_steps(10**9, experiment.training.epochs)
    assert session.stopped is not None and session.stopped.reason == "diverged"
    return session


def cause_of(experiment: Experiment) -> str:
    stopped = lost(experiment).stopped
    assert stopped is not None
    return stopped.cause


def tried(session: Session) -> Cure | None:
    """What the trial after a divergence finds, tried in short slices."""
    assert session.stopped is not None
    trial = Trial(session.experiment, session.stopped.cause, session.step_number)
    while not trial.done:
        trial.go_on(0.01)
    return trial.cure


def holds(experiment: Experiment) -> bool:
    """Whether a whole run stays finite and ends lower than it began."""
    session = Session(experiment)
    session.run_steps(10**9, experiment.training.epochs)
    assert session.stopped is not None
    ended = loss_now(session.run.machine)
    return session.stopped.reason != "diverged" and ended < first_loss(experiment)


# ---- the largest stable rate --------------------------------------------------------------------


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("scaling", ["none", "center", "standardize"])
def test_the_curvature_is_that_of_autograds_hessian(
    scaling: str, reduction: str, bias: bool
) -> None:
    draw = np.random.default_rng(3)
    columns = {name: draw.normal(2, 3, 9).tolist() for name in ("a", "b", "y")}
    data = {"columns": columns, "features": ["a", "b"], "target": "y"}
    experiment = Experiment.from_dict(
        {
            "data": {**data, "scaling": {"features": scaling}, "test_fraction": 0.3},
            "model": {"inputs": ["a", "b", "a*b"], "bias": bias},
            "loss": {"name": "mse", "reduction": reduction},
            "regularization": {"l2": 0.7},
            "optimizer": {"name": "sgd", "weight_decay": 0.3},
            "training": {"dtype": "float64"},
        }
    )
    machine = Session(experiment).run.machine
    inputs, targets = machine.batches.inputs, machine.batches.targets
    count = inputs.shape[1]

    def loss(flat: torch.Tensor) -> torch.Tensor:
        errors = inputs @ flat[:count] + (flat[count] if bias else 0) - targets[:, 0]
        total = errors.square().sum() / (len(errors) if reduction == "mean" else 1)
        return total + 0.7 * flat[:count].square().sum() + 0.15 * flat.square().sum()

    start = torch.zeros(count + bias, dtype=torch.float64)
    hessian = torch.autograd.functional.hessian(loss, start)
    assert curvature(machine) == pytest.approx(float(torch.linalg.eigvalsh(hessian)[-1]))


@pytest.mark.parametrize("frozen", ["output.weight", "output.bias"])
def test_what_is_frozen_does_not_curve(frozen: str) -> None:
    machine = Session(line(model={"frozen": [frozen]})).run.machine
    expected = 2.0 if frozen == "output.weight" else 2 * float(np.mean(np.square(X)))
    assert curvature(machine) == pytest.approx(expected)


def test_of_many_parameters_the_power_method_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Session(line()).run.machine
    exact = curvature(machine)
    monkeypatch.setattr("engine.training.stability.EXACT", 1)
    assert curvature(machine) == pytest.approx(exact)


@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {"momentum": 0.5},
        {"momentum": 0.9},
        {"momentum": 0.9, "nesterov": True},
        {"momentum": 0.8, "dampening": 0.4},
        {"weight_decay": 0.5},
    ],
)
def test_just_below_the_bound_it_holds_and_just_above_it_does_not(numbers: dict[str, Any]) -> None:
    largest = bound(Session(line(optimizer={"name": "sgd", **numbers})).run.machine)
    assert largest is not None
    for factor, epochs, reason in ((0.95, 500, "finished"), (1.05, 20_000, "diverged")):
        optimizer = {"name": "sgd", "lr": largest * factor, **numbers}
        session = Session(line(optimizer=optimizer))
        session.run_steps(10**9, epochs)
        assert session.stopped is not None and session.stopped.reason == reason, factor


@pytest.mark.parametrize(
    "sections",
    [
        {"model": {"hidden": [2]}},
        {"loss": {"name": "huber"}},
        {"optimizer": {"name": "adam"}},
        {"training": {"batch_size": 2}},
        {"regularization": {"l1": 0.1}},
    ],
)
def test_where_the_loss_is_no_parabola_there_is_no_bound(sections: dict[str, Any]) -> None:
    experiment = line(**sections)
    assert not is_quadratic(experiment)
    assert bound(Session(experiment).run.machine) is None


@pytest.mark.parametrize(("lr", "stable"), [(0.02, True), (0.06, False), (1.0, False)])
def test_without_a_bound_a_few_steps_decide(lr: float, stable: bool) -> None:
    """Growing counts, not only what is beyond the type by then."""
    optimizer = {"name": "asgd", "lr": lr, "lambd": 0.0}
    assert bound(Session(line(optimizer=optimizer)).run.machine) is None
    assert is_stable(line(optimizer=optimizer), 8) == stable


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.3952, 0.39), (0.09, 0.09), (1.0, 1.0), (99.9, 99.0), (1e-7, 1e-7)]
)
def test_two_digits_rounded_down(value: float, rounded: float) -> None:
    assert rounded_down(value) == rounded


# ---- the cause and the cure ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lr", "momentum", "advised"), [(10, 0, 0.39), (1, 0, 0.39), (5, 0.9, 0.74)]
)
def test_half_of_the_bound_is_tried_for_the_first_example(
    lr: float, momentum: float, advised: float
) -> None:
    session = lost(short(example("a1-fit-a-line", lr=lr, momentum=momentum)))
    assert session.stopped is not None and session.stopped.cause == "rate"
    assert f"the learning rate {lr} is too large" in str(session.stopped)
    cure = tried(session)
    assert cure is not None and str(cure) == f"learning rate {advised}"
    cured = cure.applied(session.experiment)
    assert cured == replace(
        session.experiment, optimizer=session.experiment.optimizer.replace(lr=advised)
    )
    assert holds(cured)


def test_momentum_of_one_or_more_is_named() -> None:
    experiment = line(
        optimizer={"name": "sgd", "lr": 1e-4, "momentum": 1.2}, training={"epochs": 5000}
    )
    session = lost(experiment)
    assert "with the momentum 1.2" in str(session.stopped)
    cure = tried(session)
    assert cure is not None and str(cure) == "momentum 0.9"


@pytest.mark.parametrize("alpha", [0.99, 0.9])
def test_a_centred_variance_below_zero_is_named(alpha: float) -> None:
    data = {
        "columns": {"x": [1, 2, 3, 4], "y": [1000, 2000, 3000, 4000]},
        "features": ["x"],
        "target": "y",
    }
    optimizer = {"name": "rmsprop", "lr": 1e-4, "centered": True, "alpha": alpha}
    experiment = Experiment.from_dict(
        {
            "data": data,
            "loss": {"name": "l1"},
            "optimizer": optimizer,
            "training": {"epochs": 20_000},
        }
    )
    session = lost(experiment)
    assert session.stopped is not None and session.stopped.cause == "centered"
    cure = tried(session)
    assert cure is not None and str(cure) == "without the centring"


@pytest.mark.parametrize(
    ("sections", "cause"),
    [
        ({"optimizer": {"name": "adam", "eps": 0.0}, "model": {"inputs": ["x", "0*x"]}}, "eps"),
        ({"optimizer": {"name": "sgd", "lr": 0.01, "weight_decay": 1000.0}}, "weight_decay"),
        ({"optimizer": {"name": "adamw", "lr": 0.1, "weight_decay": 100.0}}, "weight_decay"),
        ({"optimizer": {"name": "asgd", "lr": 1.0, "lambd": 10.0, "alpha": 0.0}}, "weight_decay"),
        ({"regularization": {"l2": 500.0}}, "penalty"),
        ({"regularization": {"l1": 1e22}}, "penalty"),
        ({"regularization": {"l1": 1e38, "l2": 0.01}}, "penalty"),
        ({"regularization": {"l2": 3e38}, "model": {"inputs": ["x", "1"], **ONES}}, "penalty"),
        ({"model": {"init": {"values": {"output.bias": [1e30]}}}}, "start"),
        ({"model": {"inputs": ["1e25*x"], **ONES}}, "overflow"),
        ({"loss": {"name": "mse", "reduction": "sum"}, "optimizer": {"lr": 0.02}}, "sum"),
        ({"optimizer": {"name": "adam", "lr": 1e30}}, "rate"),
    ],
)
def test_each_cause_is_named(sections: dict[str, Any], cause: str) -> None:
    assert cause_of(line(**sections)) == cause


@pytest.mark.parametrize("column", ["x", "y"])
def test_columns_beyond_the_type_are_named(column: str) -> None:
    columns = {"x": X, "y": Y, column: [1e25 * value for value in X]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    session = lost(Experiment.from_dict({"data": data}))
    assert session.stopped is not None
    assert session.stopped.cause == ("inputs" if column == "x" else "target")
    cure = tried(session)
    assert cure is not None and holds(cure.applied(session.experiment))


def test_inputs_that_are_not_standardised_are_named_with_the_bound() -> None:
    columns = {"x": [100 * value for value in X], "y": Y}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    session = lost(Experiment.from_dict({"data": data, "optimizer": {"lr": 0.1}}))
    assert "not standardised, so that the learning rate must be below" in str(session.stopped)
    cure = tried(session)
    assert cure is not None and str(cure) == "standardise the inputs"


def test_inputs_and_targets_that_are_too_large_only_together_are_named_by_the_inputs() -> None:
    """Standardised alone, the inputs leave a target whose square is beyond float32."""
    columns = {"x": [1e25, -2e25, 3e25, 1e24], "y": [1e25, 2e25, -1e25, 3e24]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    stopped = lost(Experiment.from_dict({"data": data})).stopped
    assert stopped is not None and stopped.cause == "inputs"


@pytest.mark.parametrize(
    "optimizer", [{"momentum": 1.0}, {"momentum": 1.5}, {"momentum": 1.2, "nesterov": True}]
)
def test_with_a_momentum_of_one_or_more_there_is_no_bound(optimizer: dict[str, Any]) -> None:
    assert bound(Session(line(optimizer={"name": "sgd", **optimizer})).run.machine) is None


def test_where_nothing_curves_there_is_no_bound() -> None:
    data = {"columns": {"x": [0, 0, 0], "y": [1, 2, 3]}, "features": ["x"], "target": "y"}
    flat = Experiment.from_dict({"data": data, "model": {"bias": False}})
    assert bound(Session(flat).run.machine) is None


def test_steps_of_a_bounded_size_that_went_far_have_leapt() -> None:
    """Adam's steps are about lr: from about 1, after 1000 steps of 0.1, no further than 101."""
    session = Session(line(optimizer={"name": "adam", "lr": 0.1}))
    machine = session.run.machine
    start = max(abs(values).max() for values in session.parameters.values())
    for times, step, leapt in ((0.5, 0, False), (2, 0, True), (2, 999, False), (2000, 999, True)):
        far = times * LEAP * (float(start) + 0.1)
        parameters = {name: torch.full_like(p, far) for name, p in machine.parameters.items()}
        seen = evidence(machine, step)
        assert replace(seen, parameters=parameters, step=step).has_leapt() == leapt


def test_by_phases_the_same_is_said_and_nothing_is_changed() -> None:
    experiment = example("a1-fit-a-line", lr=10)
    session, phased = lost(experiment), Session(experiment)
    while not phased.stopped:
        phased.phase()
    assert phased.stopped == session.stopped
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(phased.parameters[name], values)


def test_after_the_divergence_the_last_finite_step_is_still_shown() -> None:
    """Step by step as in one go: its gradients and what it changed."""
    experiment = example("a1-fit-a-line", lr=10)
    session, slow = lost(experiment), Session(experiment)
    while not slow.stopped:
        slow.step()
    assert slow.stopped == session.stopped and slow.step_number == session.step_number
    for one, other in ((slow.gradients, session.gradients), (slow.changes, session.changes)):
        for name, values in other.items():
            np.testing.assert_array_equal(one[name], values)
    assert slow.last_phase == session.last_phase == "update"


def test_where_nothing_helps_nothing_is_offered() -> None:
    session = lost(line(model={"inputs": ["1e200*x"]}, training={"dtype": "float64"}))
    assert session.stopped is not None and session.stopped.cause == "overflow"
    assert tried(session) is None


@pytest.mark.parametrize(("enough", "found"), [(10, True), (10**9, False)])
def test_where_time_runs_out_what_has_come_far_enough_counts(
    enough: int, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.training.trial.SECONDS", 0.1)
    monkeypatch.setattr("engine.training.trial.MANY", enough)
    experiment = example("a1-fit-a-line", lr=10)
    endless = replace(experiment.training, epochs=10**9)
    trial = Trial(replace(experiment, training=endless), "rate", 10**8)
    while not trial.done:
        trial.go_on(0.02)
    assert (trial.cure is not None) == found


def test_a_slice_of_the_trial_ends_with_the_step_at_hand() -> None:
    trial = Trial(example("a1-fit-a-line", lr=10), "rate", 13)
    made = 0
    while made < 3:
        trial.go_on(1e-5)
        assert trial._steps - made in (0, 1)
        made = trial._steps


def planted_and_cured(count: int, seed: int) -> tuple[float, float]:
    """The shares of planted divergences whose cause is named, and that are cured by the button."""
    named = cured = 0
    for _, (cause, experiment) in zip(range(count), planted(seed), strict=False):
        session = lost(experiment)
        assert session.stopped is not None
        named += session.stopped.cause == cause.split(" ")[0]
        cure = tried(session)
        cured += cure is not None and holds(cure.applied(experiment))
    return named / count, cured / count


def test_some_random_divergences_are_named_and_cured() -> None:
    named, cured = planted_and_cured(6, seed=1)
    assert named == cured == 1


@pytest.mark.long
@pytest.mark.soak
def test_500_random_divergences_are_named_and_cured() -> None:
    named, cured = planted_and_cured(500, seed=0)
    print(f"named {named:.3f}, cured {cured:.3f}")
    assert named >= 0.95 and cured >= 0.95
