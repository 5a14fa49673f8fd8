"""Explain this moment: each rule with a case and without, and a second opinion on random runs."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from engine import Experiment, Session
from engine.answers.explaining.facts import Facts
from engine.answers.explaining.present import Present
from engine.answers.explaining.rules import OF_DATA, OF_MODEL
from engine.answers.explaining.trials import bends
from engine.answers.metrics import train_loss
from engine.answers.views import answer
from engine.edits import parts as edits
from engine.edits.setting import put
from engine.frames import Finding, Findings, FindingsRequest
from engine.frames.findings import NAMES
from tests.consequences import come_true
from tests.experiments import experiments, flowers, line
from tests.second_opinion import CHECKS, holds
from tests.situations import PLANTS, cured, nothing, run
from tests.there import there

RUNS, SEED = 500, 13
LEAST_SAID, LEAST_TRUE = 0.8, 0.95
ROOT = Path(__file__).parents[2]


def found(session: Session, thorough: bool = True) -> Findings:
    request = FindingsRequest(thorough)
    view = answer(session, (request,))[request]
    assert isinstance(view, Findings)
    return view


def names(session: Session) -> list[str]:
    return [finding.name for finding in found(session).found]


def test_every_name_has_its_rule_its_plant_and_its_second_opinion() -> None:
    assert len(set(NAMES)) == 20
    assert set(NAMES) == {*OF_DATA, *OF_MODEL} == set(PLANTS) == set(CHECKS)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_planted_is_said_and_what_is_taken_out_is_not(name: str) -> None:
    session = run(PLANTS[name](random.Random(5)))
    said = next(finding for finding in found(session).found if finding.name == name)
    assert holds(session, said)
    assert name not in names(run(cured(name, PLANTS[name](random.Random(5)))))


def test_what_trains_as_it_should_is_passed_over_in_silence() -> None:
    document, _ = nothing(random.Random(2))
    assert names(run((document, 3))) == []


def test_the_most_important_comes_first() -> None:
    draw = random.Random(1)
    document, steps = PLANTS["alike"](draw)
    said = names(run((document, steps)))
    assert len(said) > 1
    assert said == sorted(said, key=NAMES.index)


@pytest.mark.parametrize("name", ["zigzag", "noisy", "slow", "plateau"])
def test_back_in_time_the_same_is_found(name: str) -> None:
    session = run(PLANTS[name](random.Random(3)))
    here, then = session.step_number, found(session)
    session.step(37)
    session.goto(here)
    assert found(session) == then
    other = copy.deepcopy(session)
    other.step(5)
    other.goto(here)
    assert found(other) == then


def test_a_half_done_step_changes_nothing() -> None:
    session = run(PLANTS["zigzag"](random.Random(3)))
    then = found(session)
    for _ in range(3):
        session.phase()
        assert found(session) == then


def test_a_change_on_the_way_begins_anew() -> None:
    document, _ = PLANTS["diverging"](random.Random(4))
    session = run((document, 20))
    assert "diverging" in names(session)
    session.set_parameter("output.bias", session.parameters["output.bias"] + 1)
    assert "diverging" not in names(session) and "zigzag" not in names(session)


def test_what_is_set_by_hand_is_looked_at_anew_and_the_rest_is_kept() -> None:
    session = run(PLANTS["threshold"](random.Random(5)))
    then = found(session)
    assert found(session) is then and "threshold" in names(session)
    session.change(put(session.experiment, "model.threshold", 0.5))
    assert "threshold" not in names(session)
    session = run(PLANTS["symmetric"](random.Random(5)))
    assert "symmetric" in names(session)
    weight = session.parameters["hidden1.weight"]
    session.set_parameter("hidden1.weight", weight + np.arange(weight.size).reshape(weight.shape))
    assert "symmetric" not in names(session)


def test_before_a_reshaping_the_network_is_the_one_that_it_was() -> None:
    session = Session(flowers(training={"batch_size": 2}))
    session.step(30)
    assert session.change(edits.with_hidden(session.experiment, (4, 3, 2)))
    session.step(30)
    assert found(session).looked
    session.goto(12)
    assert "hidden3.weight" not in session.parameters and found(session).looked


def test_a_weight_that_is_switched_off_pulls_no_more() -> None:
    session = Session(flowers())
    session.step(3)
    session.switch("hidden1.weight", [0], off=True)
    session.step(3)
    now = Present.of(session, Facts.of(session), True).now
    assert now.pulls["hidden1.weight"][0, 0] != 0 and now.gradient[0] == 0
    assert now.gradient.count_nonzero() > 1 and found(session).looked


def test_looking_changes_nothing_of_the_training() -> None:
    one, other = (Session(flowers(training={"batch_size": 2})) for _ in range(2))
    for _ in range(12):
        one.step()
        found(one)
        other.step()
    assert one.losses.tolist() == other.losses.tolist()


def test_what_takes_long_is_looked_for_at_rest_only() -> None:
    session = run(PLANTS["slow"](random.Random(1)))
    assert "slow" in names(session)
    quick = found(session, thorough=False)
    assert quick.looked and "slow" not in [finding.name for finding in quick.found]
    large = Session(line(model={"hidden": [1200, 1200], "activation": "relu"}))
    assert not found(large, thorough=False).looked
    assert found(large).looked


def test_rows_are_those_of_the_table() -> None:
    document, steps = PLANTS["outlier"](random.Random(8))
    column = document["data"]["columns"]["y"]
    worst = max(range(len(column)), key=lambda row: abs(column[row]))
    said = next(f for f in found(run((document, steps))).found if f.name == "outlier")
    assert said.rows == (worst,) and said.numbers["row"] == worst + 1


def test_a_constant_input_has_the_value_that_stands_in_the_table() -> None:
    columns = {"x": [170.0] * 12, "y": [float(place) for place in range(12)]}
    scaling = {"features": "standardize"}
    session = Session(line(data={"columns": columns, "scaling": scaling}))
    session.step(2)
    (constant,) = [each for each in found(session).found if each.name == "constant"]
    assert (constant.place, dict(constant.numbers)) == ("x", {"value": 170.0})


def test_numbers_that_are_lost_are_diverging() -> None:
    session = Session(line(optimizer={"name": "sgd", "lr": 1e3}))
    session.step(200)
    assert session.stopped is not None and names(session)[0] == "diverging"


@given(experiments())
@settings(max_examples=30)
def test_any_experiment_can_be_looked_at(experiment: Experiment) -> None:
    session = Session(experiment)
    for steps in (0, 1, 25):
        session.step(steps)
        view = found(session)
        assert [finding.name for finding in view.found] == sorted(
            {finding.name for finding in view.found}, key=NAMES.index
        )
        for finding in view.found:
            assert all(isinstance(number, int | float) for number in finding.numbers.values())


@pytest.mark.parametrize("loss", ["mse", "l1", "huber", "bce", "cross_entropy", "hinge"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_every_loss_is_reckoned_as_training_does(loss: str, reduction: str) -> None:
    asked = {"loss": {"name": loss, "reduction": reduction}, "training": {"dtype": "float64"}}
    several = loss in ("cross_entropy", "hinge")
    experiment = flowers(**asked) if several else line(**asked) if loss != "bce" else two(**asked)
    session = Session(experiment)
    session.step(3)
    now = Present.of(session, Facts.of(session), True)
    assert now.now.objective == pytest.approx(train_loss(session), rel=1e-12)
    assert now.facts.floor > 0


def two(**sections: object) -> Experiment:
    columns = {"x": [1, 2, 3, 4, 5], "y": ["n", "n", "y", "n", "y"]}
    data = {"columns": columns, "features": ["x"], "target": "y", "task": "classification"}
    return Experiment.from_dict({"data": data, "regularization": {"l2": 0.1}, **sections})


@pytest.mark.parametrize("activation", ["tanh", "relu", "softsign", "gelu"])
def test_the_curvatures_are_those_of_autograds_hessian(activation: str) -> None:
    asked = {"hidden": [3, 2], "activation": activation, "frozen": ["hidden1.bias"]}
    session = Session(flowers(model=asked, regularization={"l2": 0.1}))
    session.step(3)
    now = Present.of(session, Facts.of(session), True).now
    free = list(now.free.values())
    slopes = torch.autograd.grad(now.terms.mean(), free, create_graph=True)
    lines = [
        torch.cat([part.reshape(-1) for part in torch.autograd.grad(one, free, retain_graph=True)])
        for one in torch.cat([slope.reshape(-1) for slope in slopes])
    ]
    penalties = [torch.full((t.numel(),), 0.2 * n.endswith("weight")) for n, t in now.free.items()]
    hessian = torch.stack(lines) + torch.diag(torch.cat(penalties)).double()
    values, along = there(bends(now))
    assert values == pytest.approx(torch.linalg.eigvalsh(hessian).numpy(), abs=1e-6)
    assert float(np.square(along).sum()) == pytest.approx(float(now.gradient.square().sum()))


def test_looking_loads_no_compiler() -> None:
    """torch's own takes seconds to load, and some second derivatives would do so."""
    code = (
        "import sys; from engine import Session; from engine.answers.views import answer; "
        "from engine.frames import FindingsRequest, SharpnessRequest; "
        "from tests.experiments import flowers; "
        "s = Session(flowers(model={'hidden': [3], 'activation': 'softsign'}, "
        "optimizer={'name': 'sgd', 'lr': 1e-9}, regularization={'l1': 0.01})); s.step(30); "
        "found = answer(s, (FindingsRequest(), SharpnessRequest())); "
        "assert 'torch._dynamo' not in sys.modules and 'sympy' not in sys.modules; "
        "import os; os._exit(0)"  # taking torch apart takes half as long as loading it
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.long
@pytest.mark.soak
def test_of_random_runs_what_is_planted_is_said_and_what_is_said_holds() -> None:
    """Prints the figures by condition: pytest -m long -n 0 -s tests/engine/test_findings.py"""
    draw, order = random.Random(SEED), [*NAMES, ""]
    planted, told, said, true, asked, came = (Counter[str]() for _ in range(6))
    for place in range(RUNS):
        name = order[place % len(order)]
        session = run((PLANTS[name] if name else nothing)(draw))
        findings: tuple[Finding, ...] = found(session).found
        planted[name] += 1
        told[name] += name in [finding.name for finding in findings]
        for finding in findings:
            said[finding.name] += 1
            true[finding.name] += holds(session, finding)
            comes = come_true(session, finding)
            asked[finding.name] += comes is not None
            came[finding.name] += bool(comes)
    del planted[""]
    for name in NAMES:
        print(
            f"{name:12} said {told[name]} of {planted[name]}, holds {true[name]} of {said[name]}, "
            f"came true {came[name]} of {asked[name]}"
        )
    recall, precision = told.total() / planted.total(), true.total() / said.total()
    kept = came.total() / asked.total()
    print(f"of what was planted {recall:.3f} is said, of what is said {precision:.3f} holds")
    print(f"of what is promised {kept:.3f} comes true")
    assert recall >= LEAST_SAID and precision >= LEAST_TRUE and kept >= LEAST_TRUE
