"""Experiments as files: they come back equal, and what is wrong with one is said by its field."""

from __future__ import annotations

import copy
import errno
import json
import math
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment
from tests.strategies import experiments

DATA: dict[str, Any] = {
    "columns": {"x": [1, 2.5, 3], "y": [2, 4, 7], "kind": ["a", "b", "a"]},
    "features": ["x"],
    "target": "y",
}
MISSING = object()


def document(path: str = "", value: Any = None) -> dict[str, Any]:
    """A small experiment's document with one field exchanged, added or (MISSING) taken out."""
    found: dict[str, Any] = {"format": "gradus-experiment/1", "data": copy.deepcopy(DATA)}
    if not path:
        return found
    *folders, last = path.split(".")
    place = found
    for folder in folders:
        place = place.setdefault(folder, {})
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return found


def refusal(content: Any) -> EngineError:
    """The error that a document is refused with."""
    with pytest.raises(EngineError) as caught:
        Experiment.from_dict(content)
    return caught.value


# ---- there and back -----------------------------------------------------------------------------


@settings(max_examples=150)
@given(experiments())
def test_experiments_come_back_equal(experiment: Experiment) -> None:
    plain = experiment.to_dict()
    again = Experiment.from_dict(plain)
    assert again == experiment and again.to_dict() == plain
    text = json.dumps(plain, allow_nan=False)
    assert Experiment.from_dict(json.loads(text)) == experiment


@settings(max_examples=30)
@given(experiments())
def test_files_come_back_equal(
    tmp_path_factory: pytest.TempPathFactory, experiment: Experiment
) -> None:
    path = tmp_path_factory.getbasetemp() / "experiment.json"
    experiment.save(path)
    assert Experiment.load(path) == experiment


def test_defaults_are_those_of_the_format() -> None:
    found = Experiment.from_dict({"data": DATA}).to_dict()
    assert found == {
        "format": "gradus-experiment/1",
        "title": "",
        "data": {
            **DATA,
            "task": "regression",
            "test_fraction": 0.0,
            "split_seed": 0,
            "scaling": {"features": "none", "target": "none"},
        },
        "model": {
            "inputs": None,
            "hidden": [],
            "activation": "tanh",
            "bias": True,
            "init": {"scheme": "torch", "values": {}},
            "frozen": [],
        },
        "loss": {"name": "mse", "reduction": "mean"},
        "regularization": {"l1": 0.0, "l2": 0.0},
        "optimizer": {
            "name": "sgd",
            "lr": 0.01,
            "momentum": 0.0,
            "dampening": 0.0,
            "nesterov": False,
            "weight_decay": 0.0,
        },
        "schedule": {"name": "constant"},
        "training": {
            "batch_size": None,
            "shuffle": True,
            "epochs": 200,
            "seed": 0,
            "dtype": "float32",
            "device": "cpu",
        },
    }


@pytest.mark.parametrize(
    ("labels", "loss"), [(["a", "b", "a"], "bce"), ([0, 1, 2], "cross_entropy")]
)
def test_the_loss_left_out_is_the_usual_one(labels: list[Any], loss: str) -> None:
    content = document("data.columns.kind", labels)
    content["data"] |= {"target": "kind", "task": "classification"}
    assert Experiment.from_dict(content).loss.name == loss


def test_numbers_keep_every_digit(tmp_path: Path) -> None:
    cells = [0.1 + 0.2, 1e-310, 2.0**53 + 2]
    Experiment.from_dict(document("data.columns.x", cells)).save(tmp_path / "e.json")
    assert Experiment.load(tmp_path / "e.json").data.table.columns["x"].tolist() == cells


@pytest.mark.parametrize(
    ("about", "korean", "english"),
    [
        ("", "", ""),
        ("Press Phase.", "Press Phase.", "Press Phase."),
        ({"en": "Look.", "ko": "보세요."}, "보세요.", "Look."),
        ({"ko": "보세요."}, "보세요.", "보세요."),
        ({"en": "Look."}, "Look.", "Look."),
    ],
)
def test_what_is_said_about_it_in_a_language(about: object, korean: str, english: str) -> None:
    experiment = Experiment.from_dict(document("about", about))
    assert (experiment.about.text("ko"), experiment.about.text("en")) == (korean, english)
    assert experiment.to_dict().get("about", "") == about


# ---- what is refused ----------------------------------------------------------------------------

BAD_FIELDS: list[tuple[str, Any, str, str]] = [
    # path, value, where the error is, what it says
    ("format", "gradus-experiment/2", "format", "a newer Gradus"),
    ("format", "gradus-experiment/x", "format", "unknown name"),
    ("format", 1, "format", "must be text, got 1"),
    ("titel", "", "titel", "did you mean title?"),
    ("title", 3, "title", "must be text"),
    ("title", "\ud800", "title", "a character that is none"),
    ("about", 3, "about", "must be text"),
    ("about", {"en": 3}, "about.en", "must be text"),
    ("workspace", "lines", "workspace", "did you mean line?"),
    ("workspace", 1, "workspace", "must be text"),
    ("goal", 1, "goal", "must be text"),
    ("goal", "accuracy > 0.5", "goal", "accuracy needs classes"),
    ("data", MISSING, "data", "is missing"),
    ("data", [], "data", "must be an object, got a list of 0"),
    ("data.columns", MISSING, "data.columns", "is missing"),
    ("data.features", MISSING, "data.features", "is missing"),
    ("data.target", MISSING, "data.target", "is missing"),
    ("data.columns", [], "data.columns", "must be an object"),
    ("data.columns", {}, "data.features", "there is no column 'x'"),
    ("data.columns.x", [], "data.columns.x", "is empty"),
    ("data.columns.x", "123", "data.columns.x", "must be a list"),
    ("data.columns.x", [1, 2], "data.columns.y", "has 3 rows, but x has 2"),
    ("data.columns.z", [1, 2], "data.columns.z", "has 2 rows, but x has 3"),
    ("data.columns.x", [1, "2", 3], "data.columns.x[1]", "must be a number, got '2'"),
    ("data.columns.x", [1, None, 3], "data.columns.x[1]", "must be a number, got null"),
    ("data.columns.x", [1, True, 3], "data.columns.x[1]", "must be a number, got true"),
    ("data.columns.x", [1, math.nan, 3], "data.columns.x[1]", "must be a finite number, got nan"),
    ("data.columns.y", [1, 3, -math.inf], "data.columns.y[2]", "must be a finite number, got -inf"),
    ("data.columns.x", [1, 10**400, 3], "data.columns.x[1]", "must be a finite number"),
    ("data.columns.x", [1, 1e39, 3], "data.columns.x[1]", "too large for float32"),
    ("data.columns.kind", ["a", ["b"], "c"], "data.columns.kind[1]", "must be text"),
    ("data.features", [], "data.features", "needs at least one feature"),
    ("data.features", "x", "data.features", "must be a list"),
    ("data.features", [1], "data.features[0]", "must be text"),
    ("data.features", ["x", "x"], "data.features", "names a column twice"),
    ("data.features", ["x", "w"], "data.features", "there is no column 'w'"),
    ("data.features", ["x", "y"], "data.target", "'y' is also a feature"),
    ("data.target", "w", "data.target", "there is no column 'w'"),
    ("data.target", "kind", "data.columns.kind[0]", "must be a number, got 'a'"),
    ("data.task", "regresion", "data.task", "did you mean regression?"),
    ("data.test_fraction", 1.0, "data.test_fraction", "must be >= 0 and < 1, got 1.0"),
    ("data.test_fraction", -0.1, "data.test_fraction", "got -0.1"),
    ("data.split_seed", -1, "data.split_seed", "must be >= 0"),
    ("data.split_seed", 0.5, "data.split_seed", "must be a whole number"),
    ("data.scaling", "center", "data.scaling", "must be an object"),
    ("data.scaling.features", "centre", "data.scaling.features", "did you mean center?"),
    ("data.scaling.x", "none", "data.scaling.x", "unknown key"),
    ("model", None, "model", "must be an object, got null"),
    ("model.inputs", [], "model.inputs", "must name at least one input"),
    ("model.inputs", ["x", "w"], "model.inputs[1]", "unknown name 'w'"),
    ("model.inputs", ["__import__('os')"], "model.inputs[0]", "is not a function of one value"),
    ("model.inputs", ["x."], "model.inputs[0]", "is not a formula"),
    ("model.inputs", ["log(x-1)"], "model.inputs[0]", "is not a finite number in row 1"),
    ("model.inputs", ["9**9**9"], "model.inputs[0]", "cannot be computed"),
    ("model.inputs", ["(-1)**0.5*x"], "model.inputs[0]", "a root of a negative number"),
    ("model.inputs", ["x+" * 300 + "x"], "model.inputs[0]", "is longer than 500 characters"),
    ("model.hidden", [10**9], "model.hidden[0]", "must be >= 1 and <= 4096, got 1000000000"),
    ("model.hidden", [4096] * 9, "model.hidden", "at most 20,000,000 are possible"),
    ("model.hidden", [0], "model.hidden[0]", "got 0"),
    ("model.hidden", [2.5], "model.hidden[0]", "must be a whole number"),
    ("model.hidden", 3, "model.hidden", "must be a list"),
    ("model.activation", "tanhh", "model.activation", "did you mean tanh?"),
    ("model.activation", ["tanh"], "model.activation", "one for each of the 0 hidden layers"),
    ("model.activation", {"name": "elu", "alpha": -1}, "model.activation.alpha", "must be >= 0"),
    ("model.activation", [{"name": "elu", "beta": 1}], "model.activation[0].beta", "unknown key"),
    ("model.bias", 1, "model.bias", "must be true or false, got 1"),
    ("model.init.scheme", "xavier", "model.init.scheme", "unknown name"),
    ("model.init.values", [], "model.init.values", "must be an object"),
    (
        "model.init.values",
        {"output.weight": [1.0]},
        "model.init.values.output.weight",
        "must be numbers of shape (1, 1)",
    ),
    (
        "model.init.values",
        {"output.weight": [["a"]]},
        "model.init.values.output.weight[0][0]",
        "must be a number",
    ),
    (
        "model.init.values",
        {"hidden1.bias": [1.0]},
        "model.init.values.hidden1.bias",
        "there is no parameter 'hidden1.bias'",
    ),
    (
        "model.init.values",
        {"output.bias": [1e39]},
        "model.init.values.output.bias",
        "too large for float32",
    ),
    ("model.frozen", ["output.b"], "model.frozen", "there is no parameter 'output.b'"),
    ("model.frozen", ["output.bias", "output.weight"], "model.frozen", "nothing would be learned"),
    ("loss", "mse", "loss", "must be an object"),
    ("loss.name", "bce", "loss.name", "bce does not fit a numeric target"),
    ("loss.reduction", "none", "loss.reduction", "unknown name"),
    ("loss.delta", 1, "loss.delta", "unknown key"),
    ("regularization.l1", -1, "regularization.l1", "must be >= 0"),
    ("optimizer.name", "sdg", "optimizer.name", "did you mean sgd?"),
    ("optimizer.name", ["sgd"], "optimizer.name", "must be text"),
    ("optimizer.lr", -1, "optimizer.lr", "must be > 0, got -1"),
    ("optimizer.lr", 0, "optimizer.lr", "must be > 0, got 0"),
    ("optimizer.lr", "0.1", "optimizer.lr", "must be a number, got '0.1'"),
    ("optimizer.lr", math.inf, "optimizer.lr", "must be a finite number"),
    ("optimizer.betas", [0.9, 0.9], "optimizer.betas", "unknown key"),
    ("optimizer", {"name": "adam", "betas": [0.9]}, "optimizer.betas", "a list of 2 numbers"),
    ("optimizer", {"name": "adam", "betas": [0.9, 1]}, "optimizer.betas[1]", "< 1, got 1"),
    ("optimizer.nesterov", True, "optimizer", "nesterov needs momentum > 0"),
    ("schedule.name", "cos", "schedule.name", "unknown name"),
    ("schedule", {"name": "step", "step_size": 0}, "schedule.step_size", "must be >= 1"),
    ("schedule", {"name": "step", "step_size": 10**400}, "schedule.step_size", "must be >= 1"),
    ("training.batch_size", -1, "training.batch_size", "must be >= 1"),
    ("training.batch_size", 0, "training.batch_size", "must be >= 1"),
    ("training.batch_size", 10**30, "training.batch_size", "must be >= 1"),
    ("training.batch_size", 2.0, "training.batch_size", "must be a whole number"),
    ("training.shuffle", "yes", "training.shuffle", "must be true or false"),
    ("training.epochs", 0, "training.epochs", "must be >= 1"),
    ("training.epochs", 10**5000, "training.epochs", "must be >= 1"),
    ("training.seed", -1, "training.seed", "must be >= 0"),
    ("training.seed", 2**63, "training.seed", "must be >= 0"),
    ("training.dtype", "float16", "training.dtype", "unknown name"),
    ("training.device", "gpu", "training.device", "unknown name"),
    ("training.momentum", 1, "training.momentum", "unknown key"),
]


@pytest.mark.parametrize(
    ("path", "value", "where", "message"), BAD_FIELDS, ids=[row[0] + row[3] for row in BAD_FIELDS]
)
def test_bad_fields(path: str, value: Any, where: str, message: str) -> None:
    error = refusal(document(path, value))
    assert error.where == where
    assert message in str(error)
    assert len(str(error)) < 400 and "\n" not in str(error)


@pytest.mark.parametrize(
    ("labels", "where", "message"),
    [
        ([1, 1, 1], "data.columns.kind", "has one class only (1)"),
        (["a", 1, "b"], "data.columns.kind", "all class names or all whole numbers"),
        ([0.5, 1, 2], "data.columns.kind[0]", "must be a class name or a whole number, got 0.5"),
        ([True, False, True], "data.columns.kind[0]", "must be a class name"),
        ([1, True, 0], "data.columns.kind[1]", "must be a class name"),
        (["a", ["b"], "c"], "data.columns.kind[1]", "must be a class name"),
        (["a", "\udfff", "b"], "data.columns.kind[1]", "a character that is none"),
        ([math.nan, 1, 2], "data.columns.kind[0]", "got nan"),
    ],
)
def test_bad_classes(labels: list[Any], where: str, message: str) -> None:
    content = document("data.columns.kind", labels)
    content["data"] |= {"target": "kind", "task": "classification"}
    error = refusal(content)
    assert (error.where, message in str(error)) == (where, True)


def test_one_row_is_too_few() -> None:
    error = refusal(document("data.columns", {"x": [1], "y": [2]}))
    assert error.where == "data.columns" and "has one row" in str(error)


def test_too_many_classes() -> None:
    columns = {"x": list(range(101)), "y": list(range(101))}
    content = document("data.columns", columns)
    content["data"]["task"] = "classification"
    assert "has 101 classes, at most 100" in str(refusal(content))


@pytest.mark.parametrize("content", [None, [], "text", 3, True, {}])
def test_what_is_no_experiment(content: Any) -> None:
    refusal(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
FIELDS = sorted({row[0] for row in BAD_FIELDS})


@settings(max_examples=300)
@given(st.sampled_from(FIELDS), JSON)
def test_anything_in_any_field_is_taken_or_refused(path: str, value: Any) -> None:
    content = document(path, value)
    try:
        experiment = Experiment.from_dict(content)
    except EngineError as error:
        assert str(error)
    else:
        assert Experiment.from_dict(experiment.to_dict()) == experiment


# ---- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "e.json: is empty"),
        (b" \n", "e.json: is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "e.json: is not a text file in UTF-8 (byte 0)"),
        (b"\x00\x00", "e.json: is not JSON"),
        (b'{"data": ', "e.json: is not JSON: Expecting value in line 1, column 10"),
        (b'{"data": 1, "data": 2}', "e.json: the key 'data' is given twice"),
        (b'{"data": {"target": "x", "target": "y"}}', "the key 'target' is given twice"),
        (b"[" * 100_000, "e.json: is not JSON that can be read"),
        (b'{"data": ' * 100_000, "e.json: is not JSON that can be read"),
        (b'{"title": ' + b"9" * 5000 + b"}", "e.json: "),
        (b'{"title": 1}', "e.json: data: is missing"),
        (b'{"title": "\\ud800", "data": {}}', "e.json: "),
        (b"null", "must be an object, got null"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_bad_files(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    path.write_bytes(content)
    with pytest.raises(EngineError) as caught:
        Experiment.load(path)
    assert message in str(caught.value)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    path.write_text(json.dumps(document()), encoding="utf-8-sig")
    assert Experiment.load(path).data.target == "y"


def test_folders_and_places_that_are_none(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("{}", encoding="utf-8")
    experiment = Experiment.from_dict(document())
    for path, message in {
        tmp_path: "is a folder",
        tmp_path / "none.json": "there is no such file",
        file / "below.json": "cannot be read",
        tmp_path / ("n" * 300): "cannot be read",
    }.items():
        with pytest.raises(EngineError, match=message):
            Experiment.load(path)
    for path in (file / "below.json", tmp_path / "none" / "e.json", tmp_path):
        with pytest.raises(EngineError, match="cannot be written"):
            experiment.save(path)
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "e.json"
    old = Experiment.from_dict(document("title", "old"))
    old.save(path)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EngineError, match="no space left on device"):
        Experiment.from_dict(document("title", "new")).save(path)
    assert Experiment.load(path) == old
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_saving_keeps_links_and_permissions(tmp_path: Path) -> None:
    path, link = tmp_path / "e.json", tmp_path / "link.json"
    experiment = Experiment.from_dict(document())
    experiment.save(path)
    path.chmod(0o640)
    link.symlink_to(path)
    experiment.save(link)
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o640
    assert Experiment.load(path) == experiment
