"""The log of a run, complete after the fact: every row is what the session itself went through."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.answers.log import log
from engine.answers.metrics import metrics
from engine.answers.metrics import test_loss as loss_on_test_rows
from engine.frames import Log, LogRequest
from tests.experiments import flowers, line
from tests.strategies import experiments


def cells(session: Session) -> tuple[str, ...]:
    return tuple(
        f"{name}[{','.join(map(str, index))}]"
        for name, values in session.parameters.items()
        for index in np.ndindex(values.shape)
    )


def whole(session: Session, **wishes: object) -> Log:
    """The log once all of it is computed."""
    while True:
        found = log(session, LogRequest(stop=10**6, **wishes))  # type: ignore[arg-type]
        if found.complete:
            return found


@given(experiments(), st.integers(1, 4), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_every_row_is_what_the_session_went_through(
    experiment: Experiment, every: int, first: int
) -> None:
    session = Session(experiment)
    columns = cells(session)[:7]
    walked: dict[int, list[float]] = {}
    while session.stopped is None and session.step_number < 30:
        session.run_steps(1, experiment.training.epochs)
        flat = [float(v) for values in session.parameters.values() for v in values.ravel()]
        walked[session.step_number] = flat[: len(columns)]
    found = whole(session, first=first, every=every, columns=columns)
    assert found.steps.tolist() == list(range(first, session.step_number + 1, every))
    np.testing.assert_array_equal(found.losses, session.losses[first - 1 :: every])
    expected = [walked[step] for step in found.steps.tolist()]
    np.testing.assert_array_equal(found.values, np.array(expected).reshape(found.values.shape))


def test_the_tutorials_rows_are_reached() -> None:
    session = Session(line())
    session.step(210)
    assert log(session, LogRequest(1, 100, stop=9)).steps.tolist() == [1, 101, 201]
    assert log(session, LogRequest(2, 10, stop=3)).steps.tolist() == [2, 12, 22]
    assert log(session, LogRequest(1, 100, stop=9)).epochs.tolist() == [1, 101, 201]


def test_epochs_of_batches_and_their_last_steps() -> None:
    session = Session(line(training={"batch_size": 2}))
    session.step(10)
    assert log(session, LogRequest(1, 1, stop=99)).epochs.tolist() == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4]
    found = log(session, LogRequest(1, 2, "epoch", stop=99))
    assert (found.total, found.steps.tolist(), found.epochs.tolist()) == (2, [3, 9], [1, 3])


def test_epochs_go_on_across_another_batch_size() -> None:
    session = Session(line(training={"batch_size": 2}))
    session.step(4)
    session.change(line(training={"batch_size": 5}))
    epochs = [1, 1, 1, 2]
    while session.step_number < 8:
        epochs.append(session.epoch_number + 1)
        session.step()
    assert log(session, LogRequest(1, 1, stop=99)).epochs.tolist() == epochs


def test_figures_are_those_of_the_parameters_before_the_step() -> None:
    experiment = flowers(data={"test_fraction": 0.4, "split_seed": 1})
    session = Session(experiment)
    expected = []
    for _ in range(12):
        found = metrics(session)
        row = (loss_on_test_rows(session), found.train["accuracy"], found.test["accuracy"])
        session.step()
        expected.append(row)
    columns = ("test_loss", "accuracy", "test_accuracy", "r2")
    values = whole(session, every=1, columns=columns).values
    np.testing.assert_array_equal(values[:, :3], np.array(expected))
    assert np.isnan(values[:, 3]).all()


def test_r2_is_that_of_the_targets_own_units() -> None:
    session = Session(line(data={"scaling": {"features": "standardize", "target": "standardize"}}))
    session.step(3)
    before = metrics(session).train["r2"]
    session.step()
    values = whole(session, first=4, every=1, columns=("r2",)).values
    np.testing.assert_allclose(values, [[before]], rtol=1e-5)


def test_another_threshold_is_another_accuracy() -> None:
    columns = {"x": [1, 2, 3, 4], "k": [0, 0, 1, 1]}
    data = {"columns": columns, "features": ["x"], "target": "k", "task": "classification"}
    model: dict[str, Any] = {"init": {"scheme": "zeros"}}
    document = {"data": data, "model": model, "optimizer": {"lr": 1}}
    session = Session(Experiment.from_dict(document))
    session.step()
    assert whole(session, every=1, columns=("accuracy",)).values.tolist() == [[0.5]]
    model["threshold"] = 0.9
    session.change(Experiment.from_dict(document))
    assert whole(session, every=1, columns=("accuracy",)).values.tolist() == [[0.5]]
    session.step(300)
    late = {"first": 301, "every": 1, "columns": ("accuracy",)}
    strict = whole(session, **late).values[0, 0]
    model["threshold"] = 0.5
    session.change(Experiment.from_dict(document))
    assert whole(session, **late).values[0, 0] != strict


def test_what_was_left_behind_is_forgotten_and_looking_moves_nothing() -> None:
    session = Session(line())
    session.step(40)
    columns = cells(session)
    whole(session, every=1, columns=columns)
    before = session.parameters
    session.goto(10)
    session.set_parameter("output.weight", [[5.0]])
    session.step(30)
    found = whole(session, every=1, columns=columns)
    again = Session(line())
    again.step(10)
    again.set_parameter("output.weight", [[5.0]])
    for step in range(11, 41):
        again.step()
        assert found.values[step - 1, 0] == again.parameters["output.weight"].item()
    assert before["output.weight"].item() != session.parameters["output.weight"].item()
    assert session.step_number == 40


def test_a_column_that_the_model_has_not_is_empty() -> None:
    session = Session(line())
    session.step(2)
    columns = ("hidden9.weight[0,0]", "output.weight[7,7]", "output.weight[0]", "nonsense")
    assert np.isnan(whole(session, every=1, columns=columns).values).all()


def test_a_log_before_the_first_step_is_empty() -> None:
    found = log(Session(line()), LogRequest(stop=5, columns=("output.bias[0]",)))
    assert (found.total, len(found.steps), found.complete) == (0, 0, True)
