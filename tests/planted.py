"""Random experiments in which one thing is too much, so that training diverges, by its name."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine import Experiment, Session
from engine.training.stability import bound

Document = dict[str, Any]


def planted(seed: int) -> Iterator[tuple[str, Experiment]]:
    """Without end: the cause that was planted, and an experiment that diverges of it."""
    draw = random.Random(seed)
    while True:
        cause = draw.choice(list(PLANTS))
        experiment = Experiment.from_dict(PLANTS[cause](draw))
        session = Session(experiment)
        session.run_steps(10**9, experiment.training.epochs)
        if session.stopped is not None and session.stopped.reason == "diverged":
            yield cause, experiment


def healthy(draw: random.Random, *, hidden: bool | None = None, size: float = 1.0) -> Document:
    """A regression that trains well: inputs of about ``size``, SGD, in one batch or several."""
    rows, features = draw.randint(8, 60), draw.randint(1, 3)
    noise = np.random.default_rng(draw.randrange(10**6))
    matrix = noise.normal(draw.choice([0.0, 0.5]) * size, size, (rows, features))
    target = matrix @ noise.normal(0, 1, features) / size + noise.normal(0, 0.1, rows)
    names = ["a", "b", "c"][:features]
    columns = {name: matrix[:, place].tolist() for place, name in enumerate(names)}
    if hidden is None:
        hidden = draw.random() < 0.4
    return {
        "data": {
            "columns": {**columns, "y": (target + draw.choice([0, 1])).tolist()},
            "features": names,
            "target": "y",
        },
        "model": {
            "hidden": [draw.randint(2, 8)] if hidden else [],
            "activation": draw.choice(["tanh", "relu", "softplus", "leaky_relu"]),
        },
        "optimizer": {"name": "sgd", "lr": 0.01},
        "training": {
            "epochs": draw.choice([200, 500]),
            "batch_size": draw.choice([None, None, 8]),
            "seed": draw.randrange(1000),
        },
    }


def classified(draw: random.Random) -> Document:
    """Two classes, told apart by a line."""
    document = healthy(draw, hidden=False)
    values = document["data"]["columns"]["y"]
    middle = sorted(values)[len(values) // 2]
    document["data"]["columns"]["y"] = [int(value >= middle) for value in values]
    document["data"]["task"] = "classification"
    return document


def rate(draw: random.Random) -> Document:
    """Above the bound on a parabola, and far too large for a network."""
    document = healthy(draw, hidden=False)
    document["training"]["batch_size"] = None
    if draw.random() < 0.5:
        document["optimizer"]["momentum"] = draw.choice([0.5, 0.9])
    largest = bound(Session(Experiment.from_dict(document)).run.machine)
    assert largest is not None
    document["optimizer"]["lr"] = largest * draw.uniform(1.3, 30)
    return document


def rate_of_network(draw: random.Random) -> Document:
    document = healthy(draw, hidden=True)
    document["data"]["scaling"] = {"features": "standardize", "target": "standardize"}
    document["optimizer"]["lr"] = 10 ** draw.uniform(0.5, 3)
    return document


def enormous_rate(draw: random.Random) -> Document:
    document = healthy(draw)
    document["optimizer"] = {
        "name": draw.choice(["adam", "adagrad", "rmsprop", "sgd", "nadam", "adamax"]),
        "lr": 10 ** draw.uniform(20, 30),
    }
    return document


def momentum(draw: random.Random) -> Document:
    document = healthy(draw)
    lr = 10 ** draw.uniform(-4, -1)
    document["optimizer"] = {"name": "sgd", "lr": lr, "momentum": draw.uniform(1.05, 2)}
    document["training"]["epochs"] = 5000
    return document


def weight_decay(draw: random.Random) -> Document:
    document = healthy(draw)
    name = draw.choice(["sgd", "adamw", "asgd"])
    lr = 0.01 if name != "adamw" else 0.001
    decay = draw.uniform(2.5, 50) / lr
    document["optimizer"] = {"name": name, "lr": lr, "weight_decay": decay}
    return document


def penalty(draw: random.Random) -> Document:
    document = healthy(draw)
    document["regularization"] = {"l2": draw.uniform(1.5, 30) / document["optimizer"]["lr"]}
    return document


def penalty_of_sizes(draw: random.Random) -> Document:
    document = healthy(draw)
    document["regularization"] = {"l1": 10 ** draw.uniform(22, 38)}
    return document


def eps(draw: random.Random) -> Document:
    document = healthy(draw, hidden=False)
    names = document["data"]["features"]
    document["data"]["columns"][names[0]] = [0.0] * len(document["data"]["columns"]["y"])
    name = draw.choice(["adam", "adamw", "rmsprop", "adagrad", "nadam", "adadelta"])
    document["optimizer"] = {"name": name, "eps": 0.0}
    return document


def centered(draw: random.Random) -> Document:
    rows = draw.randint(3, 12)
    x = [draw.uniform(1, 5) for _ in range(rows)]
    factor = 10 ** draw.uniform(2, 5)
    return {
        "data": {
            "columns": {"x": x, "y": [factor * value for value in x]},
            "features": ["x"],
            "target": "y",
        },
        "loss": {"name": "l1"},
        "optimizer": {
            "name": "rmsprop",
            "lr": 10 ** draw.uniform(-4, -2),
            "centered": True,
            "alpha": draw.choice([0.9, 0.99]),
        },
        "training": {"epochs": 10_000},
    }


def start(draw: random.Random) -> Document:
    document = healthy(draw)
    shapes = Experiment.from_dict(document).parameter_shapes()
    value = 10 ** draw.uniform(21, 35)
    values = {"output.weight": np.full(shapes["output.weight"], value).tolist()}
    document["model"]["init"] = {"values": values}
    return document


def target(draw: random.Random) -> Document:
    document = healthy(draw)
    factor = 10 ** draw.uniform(21, 35)
    columns = document["data"]["columns"]
    columns["y"] = [value * factor for value in columns["y"]]
    return document


def large_target(draw: random.Random) -> Document:
    document = healthy(draw, hidden=True)
    factor = 10 ** draw.uniform(2.5, 5)
    columns = document["data"]["columns"]
    columns["y"] = [value * factor for value in columns["y"]]
    return document


def inputs(draw: random.Random) -> Document:
    document = healthy(draw, size=10 ** draw.uniform(1.5, 4))
    document["optimizer"]["lr"] = draw.choice([0.01, 0.05])
    return document


def enormous_inputs(draw: random.Random) -> Document:
    return healthy(draw, hidden=False, size=10 ** draw.uniform(21, 35))


def total(draw: random.Random) -> Document:
    document = healthy(draw, hidden=False)
    document["data"]["scaling"] = {"features": "standardize"}
    document["loss"] = {"name": "mse", "reduction": "sum"}
    document["training"]["batch_size"] = None
    document["optimizer"]["lr"] = draw.uniform(0.1, 0.3)
    return document


def betas(draw: random.Random) -> Document:
    document = healthy(draw)
    mean = draw.uniform(0.8, 0.99)
    document["optimizer"] = {
        "name": draw.choice(["adam", "adamw"]),
        "betas": [mean, draw.choice([0.0, 0.01])],
        "lr": 0.1,
        "eps": draw.choice([1e-8, 1e-30]),
    }
    document["training"]["epochs"] = 2000
    return document


def step_sizes(draw: random.Random) -> Document:
    document = healthy(draw)
    document["optimizer"] = {
        "name": "rprop",
        "etas": [0.9, draw.uniform(10, 1000)],
        "step_sizes": [1e-6, 10 ** draw.uniform(20, 30)],
    }
    return document


def probabilities(draw: random.Random) -> Document:
    document = classified(draw)
    document["loss"] = {"name": "bce", "from": "probabilities"}
    document["optimizer"]["lr"] = draw.choice([5.0, 20.0, 100.0])
    return document


Plant = Callable[[random.Random], Document]
PLANTS: dict[str, Plant] = {
    "rate": rate,
    "rate of a network": rate_of_network,
    "rate of another optimizer": enormous_rate,
    "momentum": momentum,
    "weight_decay": weight_decay,
    "penalty": penalty,
    "penalty of sizes": penalty_of_sizes,
    "eps": eps,
    "centered": centered,
    "start": start,
    "target": target,
    "target of a network": large_target,
    "inputs": inputs,
    "inputs beyond the type": enormous_inputs,
    "sum": total,
    "betas": betas,
    "step_sizes": step_sizes,
    "probabilities": probabilities,
}
