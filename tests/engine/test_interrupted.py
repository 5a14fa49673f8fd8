"""A session that is interrupted, copied or called wrongly goes on with the same bits."""

from __future__ import annotations

import copy
import pickle
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment, Session
from tests.comparison import equal
from tests.experiments import flowers
from tests.interrupting import interrupted, lines_of

BIAS = np.array([0.5, -0.5, 0.25])


def start(**sections: Any) -> Experiment:
    """Small batches in a fresh shuffle each epoch, and an optimizer with a memory."""
    training = {"batch_size": 2, "epochs": 1000, "stop": {"patience": 50}}
    return flowers(optimizer={"name": "adam", "lr": 0.05}, training=training, **sections)


def phases(session: Session) -> None:
    while session.step_number < 42:
        session.phase()


def epochs(session: Session) -> None:
    while session.epoch_number < 16:
        session.epoch()


OTHER = replace(start(), optimizer=start().optimizer.replace(lr=0.01))
# What can be done again after it was interrupted, and then has led to the same.
ACTS: dict[str, Callable[[Session], object]] = {
    "steps": lambda session: session.step(52 - session.step_number),
    "epochs": epochs,
    "phases": phases,
    "back": lambda session: session.goto(13),
    "on": lambda session: session.goto(44),
    "set": lambda session: session.set_parameter("output.bias", BIAS),
    "change": lambda session: session.change(OTHER),
    "rebuild": lambda session: session.change(start(model={"hidden": [5]})),
    "reset": lambda session: session.reset(),
}


def stood(act: str) -> Session:
    """A session in the middle of its life: trained, changed, gone back, half a step done."""
    session = Session(start())
    session.step(30)
    session.set_parameter("output.weight", np.full((3, 2), 0.1))
    session.step(10)
    if act in ("steps", "on", "set"):
        session.goto(27)
    if act in ("change", "phases", "set"):
        session.phase()
        session.phase()
    return session


def go_on(*sessions: Session) -> None:
    """All of them lead to the same, and have come the same way."""
    one, *others = sessions
    for session in sessions:
        session.step(54 - session.step_number)
    for step in (54, 13, 31):
        for session in sessions:
            session.goto(step)
        for other in others:
            assert one.experiment == other.experiment
            np.testing.assert_array_equal(one.losses, other.losses)
            equal(one.parameters, other.parameters)


def interrupt(act: str, times: int) -> None:
    do, draw, whole = ACTS[act], random.Random(act), stood(act)
    lines = lines_of(lambda: do(whole))
    for line in draw.sample(range(1, lines + 1), min(times, lines)):
        session, twin = stood(act), stood(act)
        assert interrupted(partial(do, session), line), line
        if draw.random() < 0.5:  # and once more while it is being mended
            interrupted(partial(getattr, session, "losses"), draw.randint(1, 60))
        do(session)
        do(twin)
        go_on(session, twin)


@pytest.mark.parametrize("act", ACTS)
def test_an_interrupted_call_is_done_again_to_the_same_end(act: str) -> None:
    interrupt(act, 3)


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("act", ACTS)
def test_an_interrupted_call_is_done_again_to_the_same_end_at_any_line(act: str) -> None:
    interrupt(act, 20)


def test_the_first_rows_of_an_epoch_are_those_of_its_own_shuffle() -> None:
    session, twin = Session(start()), Session(start())
    for one in (session, twin):
        one.epoch(3)
    lines = lines_of(copy.copy(twin).phase)
    for line in range(1, lines + 1):
        interrupted(session.phase, line)
    go_on(session, twin)


def test_what_was_trained_before_the_interrupt_stays() -> None:
    session, twin = Session(start()), Session(start())
    twin.step(200)
    session.step(3)
    interrupted(lambda: session.step(400), lines_of(lambda: Session(start()).step(150)))
    assert session.step_number >= 64
    np.testing.assert_array_equal(session.losses, twin.losses[: session.step_number])


@pytest.mark.parametrize("act", ["steps", "change"])
def test_a_pickle_goes_on_with_the_same_bits(act: str) -> None:
    session, twin = stood(act), stood(act)
    made = pickle.loads(pickle.dumps(session))
    assert made.last_phase == session.last_phase and made.loss == session.loss
    go_on(twin, made, session)


@pytest.mark.parametrize("act", [*ACTS, "nothing"])
@pytest.mark.parametrize("copied", [copy.deepcopy, copy.copy])
def test_a_copy_trains_by_itself(act: str, copied: Callable[[Session], Session]) -> None:
    session, twin = stood(act), stood(act)
    made = copied(session)
    assert made.last_phase == session.last_phase and made.loss == session.loss
    equal(made.gradients, session.gradients)
    equal(made.changes, session.changes)
    made.step(7)
    assert session.step_number == twin.step_number
    do = ACTS.get(act, lambda _: None)
    for one in (session, twin):
        do(one)
    fresh = stood(act)
    fresh.step(7)
    go_on(session, twin)
    go_on(made, fresh)


def test_numpy_s_numbers_are_numbers() -> None:
    session, twin = Session(start()), Session(start())
    session.step(np.int64(3))  # type: ignore[arg-type]
    session.epoch(np.uint8(2))  # type: ignore[arg-type]
    session.goto(np.int32(4))  # type: ignore[arg-type]
    session.step(np.array(2))  # type: ignore[arg-type]
    session.set_parameter(np.str_("output.bias"), BIAS.tolist())
    twin.step(6)
    twin.set_parameter("output.bias", BIAS)
    go_on(session, twin)


def test_numpy_s_arrays_are_lists_in_an_experiment() -> None:
    plain = start()
    document = plain.to_dict()
    columns = document["data"]["columns"]
    document["data"]["columns"] = {name: np.array(cells) for name, cells in columns.items()}
    document["model"]["hidden"] = np.array([4, 2])
    document["model"]["init"]["values"] = {"output.bias": BIAS.astype(np.float32)}
    document["training"] |= {"seed": np.int64(0), "batch_size": np.int16(2), "shuffle": np.True_}
    document["optimizer"]["lr"] = np.float64(0.05)
    document["optimizer"]["betas"] = np.array([0.9, 0.999])
    found = Experiment.from_dict(document)
    assert found.data == plain.data and found.training == plain.training
    assert found.optimizer == plain.optimizer and found.model.hidden == (4, 2)
    assert Experiment.from_dict(found.to_dict()) == found


WRONG: list[Any] = [None, 1.5, "2", -1, True, [1], np.float64(2), np.array([1, 2]), {}, np.nan, 1j]


@pytest.mark.parametrize("value", WRONG, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("call", ["step", "epoch", "goto"])
def test_what_is_no_number_of_steps_is_refused(call: str, value: Any) -> None:
    session = shared()
    before, parameters = session.step_number, session.parameters
    with pytest.raises(EngineError):
        getattr(session, call)(value)
    assert session.step_number == before
    equal(session.parameters, parameters)


SHARED: list[Session] = []


def shared() -> Session:
    if not SHARED:
        SHARED.append(Session(start()))
        SHARED[0].step(5)
    return SHARED[0]


odd = [object(), np.datetime64("2020"), np.array("x"), b"x", np.zeros((2, 2, 2)), 1j]
anything = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(odd),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=4,
)


@settings(max_examples=150)
@given(
    st.sampled_from(["set_parameter", "change", "predict", "probabilities"]),
    anything | st.sampled_from(["output.bias", "hidden1.weight"]),
    anything,
)
def test_any_wrong_argument_is_told_in_one_sentence(call: str, first: Any, second: Any) -> None:
    session = shared()
    before = session.parameters
    arguments = (first, second) if call == "set_parameter" else (first,)
    with pytest.raises(EngineError) as refused:
        getattr(session, call)(*arguments)
    assert "\n" not in str(refused.value)
    equal(session.parameters, before)


@pytest.mark.parametrize("cells", [10**400, [10**400], [-(10**400), 1]])
def test_a_number_beyond_all_types_is_told_in_one_sentence(cells: Any) -> None:
    session = shared()
    rows = dict.fromkeys(session.experiment.data.features, cells)
    with pytest.raises(EngineError, match="must be numbers"):
        session.predict(rows)


def test_what_is_masked_is_a_gap() -> None:
    session = shared()
    before, masked = session.parameters, np.ma.masked_array([1.0, 2.0, 3.0], [False, True, False])
    with pytest.raises(EngineError, match="must be finite numbers"):
        session.predict(dict.fromkeys(session.experiment.data.features, masked))
    with pytest.raises(EngineError, match="must be numbers"):
        session.set_parameter("output.bias", masked)
    equal(session.parameters, before)


@pytest.mark.parametrize("value", [None, {}, "x.json", 3])
def test_only_an_experiment_makes_a_session(value: Any) -> None:
    with pytest.raises(EngineError, match="must be an experiment"):
        Session(value)


@pytest.mark.parametrize("value", [None, 3, ["x.json"], 1.5])
def test_only_a_name_is_a_file(value: Any) -> None:
    with pytest.raises(EngineError, match="must be a file's name"):
        Experiment.load(value)
    with pytest.raises(EngineError, match="must be a file's name"):
        start().save(value)


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
def test_torch_s_modes_outside_are_outside(mode: Callable[[], Any]) -> None:
    twin = Session(start())
    go_on(twin)
    with mode():  # as a learner stands in it, or an interrupt has left it on
        session = Session(start())
        session.phase()
        interrupted(partial(session.step, 20), 300)
        go_on(session, twin, copy.deepcopy(session))


def test_threads_take_turns() -> None:
    session, twin = Session(start()), Session(start())

    def read_and_step() -> None:
        for _ in range(9):
            session.step()
            assert len(session.losses) > 0

    with ThreadPoolExecutor(6) as pool:
        for ended in [pool.submit(read_and_step) for _ in range(6)]:
            ended.result()
    twin.step(54)
    go_on(session, twin)
