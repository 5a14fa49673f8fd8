"""Random experiments, valid ones, as the documents that users would write."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from hypothesis import strategies as st

from engine import Experiment
from engine.catalog import (
    ACTIVATIONS,
    INITIALIZATIONS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    Entry,
    Param,
)
from engine.experiment.specs import WORKSPACES

Document = dict[str, Any]
NAMES = ["x", "y2", "a b", "loss", "1st", "키", "sum", "model", "x-1", "é", "class", "hidden1_bias"]
TITLES = ["", "Hours", 'quotes """ and \\ and # and \n lines', "키와 몸무게", "a" * 200]
SOURCES = ["logits", "probabilities"]
LABELS = ["no", "yes", "it's", 'a "b"', "꽃", "\n", "z"]
FORMULAS = ["1", "{0}", "{0}**2", "sin({0})", "-{0}", "(-2)**3*{0}", "{0}*{1}", "abs({1})-e", "2/3"]
OUTCOMES = {"regression": ["mse", "l1", "huber"], "binary": ["bce", "hinge"]}
OUTCOMES["multiclass"] = ["cross_entropy", "hinge"]


def _is_plain(value: float, least: float) -> bool:
    return value == 0 or abs(value) > least


# Sums of such numbers depend on the order, so that a wrong one shows. What is given a number by
# its name is never read as source text to find bounds in it, which hypothesis does at every draw.
cells = st.floats(-4, 4, width=64).filter(partial(_is_plain, least=1e-6))

# Strategies are made once and drawn from again and again: a new one is looked through before it is
# drawn from, which takes longer than the drawing.


def one_of(names: Iterable[str]) -> st.SearchStrategy[str]:
    """One of the names, as likely as any other."""
    return _one_of(tuple(names))


@cache
def _one_of(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(names)


@cache
def _of_length(length: int) -> st.SearchStrategy[list[float]]:
    return st.lists(cells, min_size=length, max_size=length)


@cache
def _classes(count: int) -> st.SearchStrategy[list[Any]]:
    words: st.SearchStrategy[list[Any]] = st.lists(
        one_of(LABELS), min_size=count, max_size=count, unique=True
    )
    codes = st.lists(st.integers(-3, 9), min_size=count, max_size=count, unique=True)
    return words | codes


def numbers(param: Param) -> st.SearchStrategy[Any]:
    """Values of one parameter of a catalog entry that do not drive training to infinity at once."""
    return _numbers(param.name, param.kind, param.slider or (0, 1))


@cache
def _numbers(name: str, kind: str, slider: tuple[float, float]) -> st.SearchStrategy[Any]:
    if kind == "bool":
        return st.booleans()
    if kind == "int":
        return st.integers(1, 5)
    special: dict[str, st.SearchStrategy[Any]] = {
        "lr": st.floats(1e-4, 0.5) | st.sampled_from([0.1, 30.0]),
        "betas": st.lists(st.floats(0, 0.999), min_size=2, max_size=2),
        "etas": st.tuples(st.floats(0.1, 0.9), st.floats(1.1, 2)).map(list),
        "step_sizes": st.tuples(st.floats(1e-6, 1e-3), st.floats(0.01, 50)).map(list),
    }
    return special.get(name, st.floats(*slider))


@st.composite
def choices(draw: st.DrawFn, entry: Entry) -> Document:
    """A catalog entry with some of its parameters changed."""
    values = dict(entry.defaults())
    for param in entry.params:
        if draw(st.booleans()):
            values[param.name] = draw(numbers(param))
    if entry.conflict and entry.conflict(
        {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    ):
        values = dict(entry.defaults())
    return {"name": entry.name, **values}


@st.composite
def data(draw: st.DrawFn, outcome: str, most_rows: int = 12) -> Document:
    """A small table with a part for every column."""
    names = draw(st.lists(one_of(NAMES), min_size=2, max_size=4, unique=True))
    rows = draw(st.integers(3, most_rows))
    columns: Document = {name: draw(_of_length(rows)) for name in names}
    *features, target = names
    lists: list[Any] | None = None
    if outcome != "regression":
        count = 2 if outcome == "binary" else 3
        known = draw(_classes(count))
        rest = st.lists(st.sampled_from(known), min_size=rows - count, max_size=rows - count)
        columns[target] = draw(st.permutations([*known, *draw(rest)]))
        spare: list[Any] = ["spare" if isinstance(known[0], str) else 77] * (count > 2)
        lists = draw(st.none() | st.permutations([*known, *spare]))
    scalings = one_of(["none", "center", "standardize"])
    return {
        **({"categories": {target: lists}} if lists else {}),
        "columns": columns,
        "features": features,
        "target": target,
        "task": "regression" if outcome == "regression" else "classification",
        "test_fraction": draw(st.sampled_from([0.0, 0.0, 0.25, 0.5])),
        "split_seed": draw(st.integers(0, 3)),
        "stratified": draw(st.booleans()),
        "scaling": {"features": draw(scalings), "target": draw(scalings)},
    }


@st.composite
def models(draw: st.DrawFn, part: Document, outputs: int, activation: str | None) -> Document:
    """A network for the data; with an activation asked for, it has a hidden layer."""
    least = 1 if activation or draw(st.booleans()) else 0
    hidden = draw(st.lists(st.integers(1, 5), min_size=least, max_size=2))
    kinds = [activation or draw(one_of(ACTIVATIONS)) for _ in hidden]
    inputs = draw(st.none() | inputs_of(part["features"]))
    bias = draw(st.sampled_from([True, True, False, "shared"]))
    count = len(part["features"] if inputs is None else inputs)
    sizes = [count, *hidden, outputs]
    is_binary = outputs == 1 and part["task"] == "classification"
    shapes: dict[str, tuple[int, ...]] = {}
    layers = [*(f"hidden{i + 1}" for i in range(len(hidden))), "output"]
    for name, into, out in zip(layers, sizes, sizes[1:], strict=False):
        shapes[f"{name}.weight"] = (out, into)
        if bias:
            shapes[f"{name}.bias"] = (1,) if bias == "shared" and name == "output" else (out,)
    chosen = st.lists(one_of(shapes), unique=True, max_size=len(shapes) - 1)
    values = {name: draw(tensors(shapes[name])) for name in draw(chosen)}
    return {
        "inputs": inputs,
        "hidden": hidden,
        "activation": [draw(choices(ACTIVATIONS[kind])) for kind in kinds],
        "bias": bias,
        "init": {"scheme": draw(one_of(INITIALIZATIONS)), "values": values},
        "frozen": draw(chosen),
        "threshold": draw(st.sampled_from([0.5, 0.3])) if is_binary else 0.5,
    }


@st.composite
def inputs_of(draw: st.DrawFn, features: list[str]) -> list[str]:
    """Formulas over the columns whose names can stand in one."""
    known = [name for name in features if name in ("x", "y2", "키", "sum", "loss", "model", "é")]
    usable = FORMULAS if known else ["1", "2/3"]
    texts = draw(st.lists(one_of(usable), min_size=1, max_size=4))
    names = one_of(known) if known else st.just("")
    return [text.format(draw(names), draw(names)) for text in texts]


def _outputs(part: Document, outcome: str) -> int:
    if outcome != "multiclass":
        return 1
    return len(part.get("categories", {}).get(part["target"], "abc"))


@cache
def tensors(shape: tuple[int, ...]) -> st.SearchStrategy[Any]:
    """Nested lists of numbers."""
    if not shape:
        return cells
    return st.lists(tensors(shape[1:]), min_size=shape[0], max_size=shape[0])


@st.composite
def documents(
    draw: st.DrawFn,
    optimizer: str | None = None,
    activation: str | None = None,
    loss: str | None = None,
    most_rows: int = 12,
) -> Document:
    """An experiment's document, of whatever kind, that takes some dozens of steps at most."""
    fitting = [kind for kind, names in OUTCOMES.items() if loss is None or loss in names]
    outcome = draw(one_of(fitting))
    part = draw(data(outcome, most_rows))
    loss_entry = LOSSES[loss or draw(one_of(OUTCOMES[outcome]))]
    return {
        "title": draw(one_of(TITLES)),
        "data": part,
        "model": draw(models(part, _outputs(part, outcome), activation)),
        "loss": {
            **draw(choices(loss_entry)),
            "reduction": draw(one_of(["mean", "sum"])),
            "from": draw(one_of(SOURCES if loss_entry.textbook else SOURCES[:1])),
        },
        "regularization": {
            "l1": draw(st.sampled_from([0.0, 0.0, 0.01])),
            "l2": draw(st.sampled_from([0.0, 0.0, 0.03])),
        },
        "optimizer": draw(choices(OPTIMIZERS[optimizer or draw(one_of(OPTIMIZERS))])),
        "schedule": draw(choices(SCHEDULES[draw(one_of(SCHEDULES))])),
        "training": {
            "batch_size": draw(st.none() | st.integers(1, 5) | st.integers(6, most_rows + 1)),
            "shuffle": draw(st.booleans()),
            "epochs": draw(st.integers(5, 15)),
            "seed": draw(st.integers(0, 5) | st.just(2**63 - 1)),
            "dtype": draw(one_of(["float32", "float64"])),
            "stop": draw(stops()),
        },
        "about": draw(st.sampled_from(ABOUTS)),
        "workspace": draw(st.none() | one_of(WORKSPACES)),
    }


ABOUTS: list[Any] = [
    "",
    "Press Phase.",
    {"en": "Press Phase.", "ko": "단계를 누르세요."},
    {"ko": "보세요."},
]


@st.composite
def stops(draw: st.DrawFn) -> Document:
    """A reason to stop early; mostly none."""
    if draw(st.booleans()):
        return {}
    return {
        "loss_below": draw(st.none() | st.floats(1e-3, 10)),
        "patience": draw(st.none() | st.integers(1, 4)),
        "min_change": draw(st.sampled_from([0.0, 0.001, 0.3])),
    }


def experiments(**wishes: Any) -> st.SearchStrategy[Experiment]:
    """Valid experiments of all kinds; ``wishes`` are the arguments of ``documents``."""
    return documents(**wishes).map(Experiment.from_dict)
