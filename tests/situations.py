"""Random experiments in which one condition is planted, or none, with the steps to train them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment, Session
from engine.training.stability import bound

Document = dict[str, Any]
Situation = tuple[Document, int]
NAMES = ("a", "b", "c", "d")


def numbers(
    draw: random.Random, *, noise: float = 0.3, rows: int | None = None, most: int = 3
) -> Document:
    """A regression over one to three inputs near one, scaled, with a rate that suits it."""
    count = rows or draw.randint(20, 80)
    features = draw.randint(1, most)
    rng = np.random.default_rng(draw.randrange(10**9))
    x = rng.normal(0, 1, (count, features))
    y = x @ rng.uniform(0.5, 1.5, features) * rng.choice([-1, 1]) + rng.normal(0, noise, count)
    return document(draw, x, y, "regression")


def classes(
    draw: random.Random, *, kinds: int = 2, apart: float = 2.5, shares: list[float] | None = None
) -> Document:
    """Clouds of points, as far apart as asked for."""
    rng = np.random.default_rng(draw.randrange(10**9))
    count = draw.randint(40, 120)
    y = np.arange(count) % kinds
    if shares is not None:
        y = np.repeat(np.arange(kinds), [max(2, round(share * count)) for share in shares])
        rng.shuffle(y)
    turn = rng.uniform(0, 2 * np.pi) + 2 * np.pi * np.arange(kinds) / kinds
    middles = apart / 2 * np.column_stack([np.cos(turn), np.sin(turn)])
    return document(draw, middles[y] + rng.normal(0, 1, (len(y), 2)), y, "classification")


def document(
    draw: random.Random,
    x: NDArray[Any],
    y: NDArray[Any],
    task: str,
    hidden: list[int] | None = None,
) -> Document:
    columns = {name: column.tolist() for name, column in zip(NAMES, x.T, strict=False)}
    return {
        "data": {
            "columns": {**columns, "y": y.tolist()},
            "features": list(columns),
            "target": "y",
            "task": task,
            "scaling": {"features": "standardize", "target": "standardize"},
            "split_seed": draw.randrange(1000),
        },
        "model": {"hidden": hidden or [], "activation": draw.choice(["tanh", "softsign"])},
        "optimizer": {"name": "sgd", "lr": 0.1},
        "training": {"seed": draw.randrange(1000), "batch_size": None},
        **({"loss": {"name": "bce" if len(set(y.tolist())) == 2 else "cross_entropy"}}
           if task == "classification" else {}),
    }  # fmt: skip


def largest(found: Document) -> float:
    """The largest stable rate of a linear regression."""
    rate = bound(Session(Experiment.from_dict(found)).run.machine)
    assert rate is not None
    return rate


# ---- what is planted ----------------------------------------------------------------------------


def diverging(draw: random.Random) -> Situation:
    found = numbers(draw)
    found["optimizer"]["lr"] = largest(found) * draw.uniform(1.1, 4)
    return found, draw.randint(20, 60)


def zigzag(draw: random.Random) -> Situation:
    found = numbers(draw)
    found["optimizer"]["lr"] = largest(found) * draw.uniform(0.8, 0.97)
    return found, draw.randint(2, 5)


def plateau(draw: random.Random) -> Situation:
    rng = np.random.default_rng(draw.randrange(10**9))
    x = rng.uniform(-1, 1, (draw.randint(60, 120), 2))
    y = (x[:, 0] * x[:, 1] > 0).astype(int)
    found = document(draw, x, y, "classification", [draw.randint(3, 6)] * draw.randint(2, 3))
    found["model"]["activation"] = "sigmoid"
    return found, draw.randint(80, 200)


def dead(draw: random.Random) -> Situation:
    found = numbers(draw)
    size = draw.randint(3, 8)
    found["model"] = {"hidden": [size], "activation": "relu"}
    gone = set(draw.sample(range(size), draw.randint(1, size - 1)))
    bias = [-30.0 if place in gone else 0.1 for place in range(size)]
    found["model"]["init"] = {"values": {"hidden1.bias": bias}}
    found["optimizer"]["lr"] = 0.02
    return found, draw.randint(0, 60)


def saturated(draw: random.Random) -> Situation:
    found = numbers(draw)
    columns = found["data"]["columns"]
    for name in found["data"]["features"]:
        columns[name] = [value * draw.choice([100, 300]) for value in columns[name]]
    found["data"]["scaling"]["features"] = "none"
    found["model"] = {
        "hidden": [draw.randint(3, 8)],
        "activation": draw.choice(["tanh", "sigmoid", "softsign"]),
    }
    found["optimizer"]["lr"] = 0.001
    return found, draw.randint(0, 40)


def vanishing(draw: random.Random) -> Situation:
    found = numbers(draw)
    found["model"] = {"hidden": [draw.randint(4, 8)] * draw.randint(4, 5), "activation": "sigmoid"}
    return found, draw.randint(0, 40)


def unscaled(draw: random.Random) -> Situation:
    found = numbers(draw)
    found["data"]["scaling"]["features"] = "none"
    name = draw.choice(found["data"]["features"])
    columns, size = found["data"]["columns"], 10 ** draw.uniform(1.5, 3)
    columns[name] = [value * size for value in columns[name]]
    found["optimizer"]["lr"] = largest(found) * 0.3
    return found, draw.randint(0, 100)


def ignored(draw: random.Random) -> Situation:
    found = classes(draw, kinds=3, apart=1.0, shares=[0.46, 0.46, 0.08])
    return found, draw.randint(50, 200)


def imbalance(draw: random.Random) -> Situation:
    few = draw.uniform(0.06, 0.14)
    return classes(draw, apart=4.0, shares=[1 - few, few]), draw.randint(0, 200)


def overfitting(draw: random.Random) -> Situation:
    found = numbers(draw, noise=1.5, rows=draw.randint(30, 45))
    found["data"]["test_fraction"] = 0.4
    found["model"] = {"hidden": [20], "activation": "tanh"}
    found["optimizer"] = {"name": "adam", "lr": 0.03}
    return found, draw.randint(400, 700)


def slow(draw: random.Random) -> Situation:
    found = numbers(draw) if draw.random() < 0.6 else classes(draw)
    found["optimizer"]["lr"] = 10 ** draw.uniform(-5, -3)
    return found, draw.randint(10, 100)


def converged(draw: random.Random) -> Situation:
    found = numbers(draw, noise=draw.uniform(0.2, 1))
    found["optimizer"]["lr"] = largest(found) * draw.uniform(0.2, 0.4)
    return found, draw.randint(200, 600)


def symmetric(draw: random.Random) -> Situation:
    found = numbers(draw)
    found["model"] = {
        "hidden": [draw.randint(2, 8)],
        "activation": draw.choice(["tanh", "sigmoid"]),
        "init": {"scheme": draw.choice(["zeros", "ones"])},
    }
    found["optimizer"]["lr"] = 0.05
    return found, draw.randint(0, 100)


def leak(draw: random.Random) -> Situation:
    found = numbers(draw, most=2)
    data = found["data"]
    if draw.random() < 0.5:
        data["columns"]["d"] = list(data["columns"]["y"])
        data["features"].append("d")
    else:
        data["columns"] = {name: column * 3 for name, column in data["columns"].items()}
        data["test_fraction"] = 0.3
    return found, draw.randint(0, 100)


def alike(draw: random.Random) -> Situation:
    found = numbers(draw)
    found["data"]["scaling"]["features"] = "none"
    columns = found["data"]["columns"]
    for name in found["data"]["features"]:
        columns[name] = [value * 1e-3 for value in columns[name]]
    return found, draw.randint(20, 200)


def constant(draw: random.Random) -> Situation:
    found = numbers(draw)
    value = draw.choice([0.0, 1.0, 36.6])
    found["data"]["columns"]["d"] = [value] * len(found["data"]["columns"]["y"])
    found["data"]["features"].append("d")
    return found, draw.randint(0, 100)


def outlier(draw: random.Random) -> Situation:
    found = numbers(draw, rows=draw.randint(15, 60))
    column = found["data"]["columns"]["y"]
    column[draw.randrange(len(column))] = draw.choice([-1, 1]) * draw.uniform(20, 60)
    return found, draw.randint(0, 200)


def noisy(draw: random.Random) -> Situation:
    found = numbers(draw, noise=1.5, rows=draw.randint(30, 80))
    found["optimizer"]["lr"] = draw.uniform(0.15, 0.3)
    found["training"]["batch_size"] = draw.choice([1, 2])
    return found, draw.randint(60, 300)


def penalty(draw: random.Random) -> Situation:
    found = numbers(draw)
    found["optimizer"]["lr"] = 0.005
    if draw.random() < 0.5:
        found["regularization"] = {"l1": draw.uniform(2.5, 6)}
    else:
        found["regularization"] = {"l2": draw.uniform(20, 60)}
    return found, draw.randint(300, 600)


def threshold(draw: random.Random) -> Situation:
    found = classes(draw, apart=0.7)
    found["model"]["threshold"] = draw.uniform(0.9, 0.97)
    return found, draw.randint(30, 200)


PLANTS: dict[str, Callable[[random.Random], Situation]] = {
    plant.__name__: plant
    for plant in (
        diverging, leak, symmetric, dead, saturated, vanishing, unscaled, zigzag, penalty, plateau,
        alike, ignored, threshold, outlier, slow, noisy, overfitting, imbalance, constant,
        converged,
    )
}  # fmt: skip


def nothing(draw: random.Random) -> Situation:
    """What trains as it should."""
    found = numbers(draw) if draw.random() < 0.5 else classes(draw, kinds=draw.choice([2, 3]))
    if draw.random() < 0.6:
        found["model"]["hidden"] = [draw.randint(3, 8)]
        found["model"]["activation"] = draw.choice(["tanh", "leaky_relu", "relu", "softsign"])
    if draw.random() < 0.4:
        found["data"]["test_fraction"] = 0.3
    if draw.random() < 0.3:
        found["training"]["batch_size"] = 16
    if draw.random() < 0.3:
        found["optimizer"] = {"name": "adam", "lr": 0.02}
    return found, draw.randint(0, 300)


def run(situation: Situation) -> Session:
    """The session after its steps, or where its numbers were lost."""
    found, steps = situation
    session = Session(Experiment.from_dict(found))
    session.step(steps)
    return session


# ---- the same without it ------------------------------------------------------------------------


def cured(name: str, situation: Situation) -> Situation:
    """The same experiment with what was planted taken out, trained for as long."""
    found, steps = situation
    data, model, lr = found["data"], found["model"], found["optimizer"]["lr"]
    columns: dict[str, list[float]] = data["columns"]
    if name in ("diverging", "zigzag"):
        found["optimizer"]["lr"] = largest({**found, "optimizer": {"name": "sgd", "lr": lr}}) * 0.3
    elif name == "plateau":
        model["activation"], model["hidden"] = "tanh", [8]
        found["optimizer"] = {"name": "adam", "lr": 0.05}
    elif name == "dead":
        model["activation"] = "leaky_relu"
    elif name in ("saturated", "unscaled", "alike"):
        data["scaling"]["features"] = "standardize"
        found["optimizer"]["lr"] = 0.05
    elif name == "vanishing":
        model["hidden"], model["activation"] = [6, 6], "leaky_relu"
    elif name in ("ignored", "imbalance"):
        columns["y"] = [place % len(set(columns["y"])) for place in range(len(columns["y"]))]
        shift = {0: -2.0, 1: 2.0, 2: 6.0}
        columns["a"] = [a + shift[int(y)] for a, y in zip(columns["a"], columns["y"], strict=True)]
    elif name == "overfitting":
        model["hidden"] = []
        columns["y"] = [2 * a for a in columns["a"]]
    elif name == "slow":
        found["optimizer"]["lr"] = 0.2
    elif name == "converged":
        steps = 3
    elif name == "symmetric":
        model["init"] = {"scheme": "xavier_uniform"}
    elif name == "leak":
        data["features"] = [each for each in data["features"] if each != "d"]
        data["test_fraction"] = 0.0
    elif name == "constant":
        columns["d"] = [place % 3 for place in range(len(columns["d"]))]
    elif name == "outlier":
        columns["y"] = [max(min(value, 2.0), -2.0) for value in columns["y"]]
    elif name == "noisy":
        found["training"]["batch_size"] = None
    elif name == "penalty":
        found["regularization"] = {"l2": 0.001}
    elif name == "threshold":
        model["threshold"] = 0.5
    return found, steps
