"""Experiments for tests: a few plain ones, and a hypothesis strategy over all kinds of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from engine.catalog import ACTIVATIONS, INITIALIZATIONS, LOSSES, OPTIMIZERS, SCHEDULES, Entry
from engine.experiment import Experiment

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
WHOLE = st.integers(-5, 5)
SCALINGS = st.sampled_from(["none", "center", "standardize"])


def line(**sections: Any) -> Experiment:
    """y over x, five rows."""
    columns = {"x": [1, 2, 3, 4, 5], "y": [2, 4, 6, 8, 11]}
    data = {"columns": columns, "features": ["x"], "target": "y", **sections.pop("data", {})}
    return Experiment.from_dict({"data": data, **sections})


def flowers(**sections: Any) -> Experiment:
    """Two of three numeric columns predict one of three words."""
    columns = {
        "length": [1.5, 2, 3, 4, 5.5, 6],
        "width": [3, 1, 4, 1, 5, 9],
        "height": [1, 2, 1, 2, 1, 2],
        "kind": ["a", "b", "c", "a", "b", "c"],
    }
    data = {"columns": columns, "features": ["length", "width"], "target": "kind"}
    data = {**data, "task": "classification", **sections.pop("data", {})}
    return Experiment.from_dict({"data": data, "model": {"hidden": [4, 2]}, **sections})


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Any experiment that can be trained, with all its settings drawn."""
    data = draw(_data())
    classes = len(set(data["columns"][data["target"]]))
    outcome = "regression"
    if data["task"] == "classification":
        outcome = "binary" if classes == 2 else "multiclass"
    losses = {name: entry for name, entry in LOSSES.items() if outcome in entry.targets}
    return Experiment.from_dict(
        {
            "data": data,
            "model": draw(_model(outcome)),
            "loss": draw(_loss(losses)),
            "regularization": {"l1": draw(st.floats(0, 1)), "l2": draw(st.floats(0, 1))},
            "optimizer": draw(_chosen(OPTIMIZERS)),
            "schedule": draw(_chosen(SCHEDULES)),
            "training": draw(_training()),
        }
    )


@st.composite
def _loss(draw: st.DrawFn, losses: dict[str, Any]) -> dict[str, Any]:
    chosen = draw(_chosen(losses))
    sources = ["logits", "probabilities"] if LOSSES[chosen["name"]].textbook else ["logits"]
    reduction = draw(st.sampled_from(["mean", "sum"]))
    return {**chosen, "reduction": reduction, "from": draw(st.sampled_from(sources))}


@st.composite
def _data(draw: st.DrawFn) -> dict[str, Any]:
    rows = draw(st.integers(4, 9))
    count = draw(st.integers(1, 3))
    columns: dict[str, Any] = {
        f"x{i}": draw(st.lists(NUMBERS, min_size=rows, max_size=rows)) for i in range(count)
    }
    columns["whole"] = draw(st.lists(WHOLE, min_size=rows, max_size=rows, unique=True))
    columns["words"] = [draw(st.sampled_from("abc")) for _ in range(rows - 2)] + ["a", "b"]
    target = draw(st.sampled_from(["whole", "words", "x0"] if count > 1 else ["whole", "words"]))
    possible = {"whole": ["regression", "classification"], "words": ["classification"]}
    usable = [name for name in columns if name not in (target, "words")]
    return {
        "columns": columns,
        "target": target,
        "task": draw(st.sampled_from(possible.get(target, ["regression"]))),
        "features": draw(st.lists(st.sampled_from(usable), min_size=1, unique=True)),
        "test_fraction": draw(st.sampled_from([0.0, 0.07, 0.25, 1 / 3, 0.5])),
        "split_seed": draw(st.integers(0, 2**63 - 1)),
        "stratified": draw(st.booleans()),
        "scaling": {"features": draw(SCALINGS), "target": draw(SCALINGS)},
    }


@st.composite
def _model(draw: st.DrawFn, outcome: str) -> dict[str, Any]:
    hidden = draw(st.lists(st.integers(1, 9), max_size=3))
    shared = draw(st.booleans())
    activation = (
        draw(_chosen(ACTIVATIONS)) if shared else [draw(_chosen(ACTIVATIONS)) for _ in hidden]
    )
    bias = draw(st.sampled_from([True, False, "shared"]))
    frozen = ["output.bias"] if bias and draw(st.booleans()) else []
    return {
        "hidden": hidden,
        "activation": activation,
        "bias": bias,
        "init": {"scheme": draw(st.sampled_from(list(INITIALIZATIONS)))},
        "frozen": frozen,
        "threshold": draw(st.sampled_from([0.5, 0.25])) if outcome == "binary" else 0.5,
    }


@st.composite
def _training(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "batch_size": draw(st.none() | st.integers(1, 500)),
        "shuffle": draw(st.booleans()),
        "epochs": draw(st.integers(1, 10**9)),
        "seed": draw(st.integers(0, 2**63 - 1)),
        "dtype": draw(st.sampled_from(["float32", "float64"])),
    }


@st.composite
def _chosen(draw: st.DrawFn, catalog: dict[str, Any]) -> dict[str, Any]:
    entry: Entry = catalog[draw(st.sampled_from(sorted(catalog)))]
    values: dict[str, Any] = {param.name: param.default for param in entry.params}
    for param in entry.params:
        if param.kind in ("float", "int") and param.slider and draw(st.booleans()):
            low, high = param.slider
            whole = param.kind == "int"
            number = st.integers(int(low), int(high)) if whole else st.floats(low, high)
            values[param.name] = draw(number.filter(param.ranges[0].__contains__))
    return {"name": entry.name, **values}


def small(**sections: object) -> Experiment:
    """Six rows, a hidden layer, three batches an epoch, an optimizer with a memory."""
    document = {
        "format": "gradus-experiment/1",
        "data": {
            "columns": {"x": [0, 1, 2, 3, 4, 5], "y": [0, 1, 4, 9, 16, 25]},
            "features": ["x"],
            "target": "y",
            "scaling": {"features": "standardize", "target": "standardize"},
        },
        "model": {"hidden": [2]},
        "optimizer": {"name": "adam", "lr": 0.05},
        "training": {"batch_size": 2, "epochs": 4},
    }
    return Experiment.from_dict({**document, **sections})


def parabola(*, rows: int = 40, epochs: int = 50, **sections: object) -> Experiment:
    """A small network on a parabola, in batches of eight."""
    x = np.linspace(-2, 2, rows)
    document = {
        "format": "gradus-experiment/1",
        "data": {
            "columns": {"x": x.tolist(), "y": (x * x).tolist()},
            "features": ["x"],
            "target": "y",
        },
        "model": {"hidden": [3]},
        "training": {"batch_size": 8, "epochs": epochs},
    }
    return Experiment.from_dict({**document, **sections})
