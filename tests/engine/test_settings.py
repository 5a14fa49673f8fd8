"""The one description of an experiment's fields, held to what training and the file make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.edits.setting import put
from engine.errors import EngineError
from engine.experiment import Experiment, settings
from engine.experiment.parts import PARTS
from engine.experiment.setting import Effect
from engine.experiment.settings import SETTINGS, among, differing, find
from engine.training.session import Session
from gui.kit.changes import differences

GIVEN = "optimizer.lr", "optimizer.momentum", "schedule.gamma", "loss.delta"


def document() -> dict[str, Any]:
    """Numbers for which every field matters."""
    values = np.random.default_rng(0).normal(size=(3, 12)).round(3)
    columns = dict(zip("abc", values.tolist(), strict=True))
    return {
        "data": {
            "columns": columns, "features": ["a", "b"], "target": "c", "test_fraction": 0.25,
        },
        "model": {"hidden": [3]},
        "loss": {"name": "huber", "delta": 0.3},
        "optimizer": {"name": "sgd", "lr": 0.1},
        "schedule": {"name": "step", "step_size": 1, "gamma": 0.5},
        "training": {"batch_size": 4},
    }  # fmt: skip


def classes() -> dict[str, Any]:
    """The same for classes."""
    found = document()
    found["data"] |= {"task": "classification"}
    found["data"]["columns"] = {**found["data"]["columns"], "c": list("xyzxyxzyxxyz")}
    return {**found, "loss": {"name": "cross_entropy"}, "schedule": {"name": "constant"}}


# Another value for each field, as JSON has it; of numbers, or where classes are said, of classes.
OTHERS: Mapping[str, Any] = {
    "title": "Mine",
    "about": "Press Step.",
    "workspace": "network",
    "goal": "loss < 1",
    "data.columns": {"a": [1, 2, 3], "b": [1, 0, 1], "c": [2, 4, 7]},
    "data.features": ["b", "a"],
    "data.target": "b",
    "data.task": "classification",
    "data.test_fraction": 0.5,
    "data.split_seed": 7,
    "data.scaling.features": "standardize",
    "data.scaling.target": "center",
    "data.stratified": True,
    "data.class_colors": {"x": 3},
    "data.kept_colors": {"a": {"1": 2}},
    "data.kinds": {"a": "date"},
    "data.categories": {"c": ["z", "y", "x"]},
    "model.inputs": ["a", "b", "a*b"],
    "model.hidden": [9],
    "model.activation": "relu",
    "model.bias": False,
    "model.init.scheme": "xavier_normal",
    "model.init.values": {"output.bias": [0.5]},
    "model.frozen": ["output.bias"],
    "model.threshold": 0.7,
    "loss.name": "l1",
    "loss.reduction": "sum",
    "loss.from": "probabilities",
    "loss.delta": 0.05,
    "regularization.l1": 0.1,
    "regularization.l2": 0.1,
    "optimizer.name": "adam",
    "optimizer.lr": 0.2,
    "optimizer.momentum": 0.5,
    "schedule.name": "cosine",
    "schedule.gamma": 0.9,
    "training.batch_size": 3,
    "training.shuffle": False,
    "training.epochs": 300,
    "training.seed": 1,
    "training.dtype": "float64",
    "training.device": "cuda",
    "training.stop.loss_below": 0.001,
    "training.stop.patience": 5,
    "training.stop.min_change": 0.1,
}
OF_CLASSES = (
    "data.stratified",
    "data.class_colors",
    "data.categories",
    "loss.from",
    "model.threshold",
)
NOT_HERE = ("training.device",)  # there may be no such machine
MATTER_LITTLE = ("loss.from",)  # the same numbers but for their last bits
ALONE = {"data.features": {}, "data.target": {"features": ["a", "c"]}, "loss.name": None}


def changed(path: str) -> tuple[Experiment, Experiment]:
    """An experiment, and the same with another value at a path."""
    before = classes() if path in OF_CLASSES else document()
    if path == "data.stratified":
        before["data"]["test_fraction"] = 0.5
    if path == "model.threshold":  # it is of two classes only
        before["data"]["columns"]["c"] = list("xyxxyxyxxyyx")
        before["loss"] = {"name": "bce"}
    after = {key: dict(part) if isinstance(part, dict) else part for key, part in before.items()}
    *parts, key = path.split(".")
    place = after
    for part in parts:
        place[part] = dict(place.get(part, {}))
        place = place[part]
    if path in ("loss.name", "optimizer.name", "schedule.name"):
        place.clear()  # its numbers are another's
    place[key] = OTHERS[path]
    if path == "data.target":
        place["features"] = ["a", "c"]
    if path == "data.task":
        place["columns"] = {**place["columns"], "c": [0, 1] * 6}
        after["loss"] = {"name": "bce"}
    return Experiment.from_dict(before), Experiment.from_dict(after)


def test_every_field_is_described_and_tried() -> None:
    assert set(OTHERS) == {*SETTINGS, *GIVEN}
    for path in SETTINGS:
        before, after = changed(path)
        assert path in {setting.path for setting in differing(before, after, *EFFECTS)}


EFFECTS: tuple[Effect, ...] = ("shown", "length", "keeps", "anew")


@pytest.mark.parametrize("path", [path for path in OTHERS if path not in NOT_HERE])
def test_a_field_does_what_its_description_says(path: str) -> None:
    before, after = changed(path)
    effect = find(after, path).effect
    session, plain = Session(before), Session(before)
    for one in (session, plain):
        one.epoch(2)
    kept = session.change(after)
    for one in (session, plain):
        one.epoch(2)
    same = np.array_equal(session.losses, plain.losses)
    assert kept == (effect != "anew")
    assert same == (effect in ("shown", "length")) or path in MATTER_LITTLE
    if effect != "anew":  # whoever changes training on its way finds a mark on the curve
        assert bool(differences(before, after)) == (effect == "keeps")


def test_a_mark_says_what_was_changed() -> None:
    told = {path: differences(*changed(path)) for path in OTHERS}
    assert told["loss.reduction"] == ["Over the rows Mean → Sum"]
    assert told["data.scaling.features"] == ["Scale features None → Standardize"]
    assert told["data.split_seed"] == ["Split seed 0 → 7"]
    assert told["data.stratified"] == ["Stratified off → on"]
    assert told["model.frozen"] == ["Frozen parameters changed"]
    assert told["optimizer.lr"] == ["Learning rate 0.1 → 0.2"]
    assert told["optimizer.name"] == ["Optimizer SGD → Adam"]
    assert told["training.batch_size"] == ["Batch size 4 → 3"]
    assert told["data.columns"] == ["Data 12 → 3"]


def test_the_file_has_every_field_and_every_part_is_known() -> None:
    for path in SETTINGS:
        before, after = changed(path)
        written = after.to_dict()
        assert Experiment.from_dict(written) == after
        place: Any = written
        for key in path.split("."):
            place = place[key]
        assert place != () and place == after_json(path)
        assert path not in ("title",) or before.to_dict()["title"] == ""
    parts = {path.rpartition(".")[0] for path in SETTINGS} - {"", "optimizer", "schedule"}
    assert parts == set(PARTS)


def after_json(path: str) -> Any:
    if path == "data.task":
        return "classification"
    return OTHERS[path]


@pytest.mark.parametrize("path", GIVEN)
def test_numbers_of_a_choice_are_found_as_paths(path: str) -> None:
    experiment = Experiment.from_dict(document())
    assert find(experiment, path).of(put(experiment, path, 0.25)) == 0.25
    assert path in among(experiment)


def test_a_value_is_put_in_by_its_path() -> None:
    experiment = Experiment.from_dict(document())
    assert put(experiment, "training.epochs", 7).training.epochs == 7
    assert put(experiment, "data.scaling.target", "center").data.scaling.target == "center"
    assert put(experiment, "loss.from", "probabilities").loss.source == "probabilities"
    expected = replace(experiment.optimizer.replace(lr=0.5))
    assert put(experiment, "optimizer.lr", 0.5).optimizer == expected
    with pytest.raises(EngineError, match=r"optimizer\.betas: there is no such setting"):
        put(experiment, "optimizer.betas", (0.5, 0.5))


def test_ranges_are_those_that_the_file_is_held_to() -> None:
    for path, setting in SETTINGS.items():
        if setting.allowed != settings.ANY and path != "model.hidden":
            assert setting.read is not None
            outside = setting.allowed.low if setting.allowed.low_open else setting.allowed.low - 1
            with pytest.raises(EngineError, match="must be"):
                setting.read(type(setting.allowed.low)(outside), path)


@pytest.mark.parametrize(
    ("path", "least", "most"),
    [
        ("training.epochs", 1, 10**9), ("training.batch_size", 1, 10**9),
        ("training.seed", 0, 2**63 - 1), ("data.split_seed", 0, 2**63 - 1),
        ("training.stop.patience", 1, 10**9),
    ],
)  # fmt: skip
def test_whole_numbers_are_taken_to_the_ends_of_their_ranges(
    path: str, least: int, most: int
) -> None:
    def tried(value: int) -> None:
        found = document()
        place, (*parts, key) = found, path.split(".")
        for part in parts:
            place = place.setdefault(part, {})
        place[key] = value
        Experiment.from_dict(found)

    for value in (least, most):
        tried(value)
    for value in (least - 1, most + 1):
        with pytest.raises(EngineError, match=path):
            tried(value)


def test_layers_have_one_neuron_to_4096() -> None:
    for sizes in ([1], [4096], [1, 1]):
        assert Experiment.from_dict({**document(), "model": {"hidden": sizes}})
    for sizes in ([0], [4097]):
        with pytest.raises(EngineError, match=r"model\.hidden"):
            Experiment.from_dict({**document(), "model": {"hidden": sizes}})


def test_every_field_reads_its_own_values_and_refuses_what_is_none() -> None:
    by_hand = {"data.columns", "data.kinds", "data.categories"}
    for path, setting in SETTINGS.items():
        assert (setting.read is None) == (path in by_hand)
        if path in by_hand:
            continue
        assert setting.value(OTHERS[path], path) is not None, path
        with pytest.raises(EngineError, match=path.replace(".", r"\.")):
            setting.value({"no": object()}, path)
