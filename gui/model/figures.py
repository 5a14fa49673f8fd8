"""Figures of a run by the names that a report calls them by: ``{loss}``, ``{W}``, ``{lr}``."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.experiment import Experiment
from engine.experiment.settings import among
from gui.kit.changes import told
from gui.kit.numbers import count, loss, number, short
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.frames import Frame, Request

TIED = "\u00a0"  # no line ends between a name and its number
MOST_NUMBERS = 12  # of a parameter that is written out
OF_ROWS = ("test_loss", "train_loss", "accuracy", "test_accuracy", "mse", "mae", "r2")
TRAINED = ("step", "epoch", "loss")
NAME = re.compile(r"[A-Za-z_]\w*(\.\w+)*", re.ASCII)
SHORT = {"lr": "optimizer.lr", "optimizer": "optimizer.name", "seed": "training.seed",
         "epochs": "training.epochs", "batch": "training.batch_size"}  # fmt: skip


def names(experiment: Experiment) -> tuple[str, ...]:
    """What a report of this experiment can name, but for the settings by their paths."""
    classes = experiment.data.task == "classification"
    wrong = ("mse", "mae", "r2") if classes else ("accuracy", "test_accuracy")
    tested = OF_ROWS if experiment.data.test_fraction else [n for n in OF_ROWS if "test" not in n]
    of_rows = [name for name in tested if name not in wrong]
    return (*TRAINED, *of_rows, *letters(experiment), *SHORT, "rows")


def letters(experiment: Experiment) -> dict[str, str]:
    """The parameters that are small enough to be written out: ``W``, or of a network ``W1``."""
    shapes = experiment.parameter_shapes()
    layers = list(dict.fromkeys(name.partition(".")[0] for name in shapes))
    found = {}
    for name, shape in shapes.items():
        layer, _, kind = name.partition(".")
        place = str(layers.index(layer) + 1) if len(layers) > 1 else ""
        if math.prod(shape) <= MOST_NUMBERS:
            found[("W" if kind == "weight" else "b") + place] = name
    return found


def unknown(experiment: Experiment, used: Iterable[str]) -> dict[str, str]:
    """Names that mean nothing here, each with the one that may be meant; empty if none is like it.

    What is no name at all, as a set of numbers, stands in braces for itself.
    """
    known = [*names(experiment), *among(experiment)]
    strange = [name for name in used if NAME.fullmatch(name) and name not in known]
    return {name: next(iter(get_close_matches(name, known, 1)), "") for name in strange}


def wanted(experiment: Experiment, used: Iterable[str]) -> tuple[Request, ...]:
    """The views that bring the figures of these names."""
    from engine.frames import MetricsRequest, ParametersRequest

    known = letters(experiment)
    parameters = tuple(dict.fromkeys(known[name] for name in used if name in known))
    metrics = (MetricsRequest(),) if set(OF_ROWS) & set(used) else ()
    return (*metrics, *((ParametersRequest(parameters),) if parameters else ()))


def figures(experiment: Experiment, frame: Frame | None) -> dict[str, str]:
    """Every figure that is known now, as it is written in the window."""
    found = {path: told(setting, setting.of(experiment)) for path, setting in _told(experiment)}
    found |= {name: found[path] for name, path in SHORT.items() if path in found}
    found["rows"] = count(experiment.data.table.rows)
    if frame is not None:
        found |= {"step": count(frame.step), "epoch": count(frame.epoch), "loss": loss(frame.loss)}
        found |= _of_rows(frame) | _parameters(experiment, frame)
    return found


def moment(experiment: Experiment, frame: Frame | None) -> str:
    """Where a run stands, by which settings and figures, in one line of plain words."""
    known = figures(experiment, frame)
    parts = [] if frame is None else [
        tr("step {step}, epoch {epoch}", step=known["step"], epoch=known["epoch"]),
        tr("loss {loss}", loss=known["loss"]),
    ]  # fmt: skip
    small = [name for name in letters(experiment) if name in known and len(known[name]) < 40]
    parts += [f"{name}{TIED}={TIED}{known[name]}" for name in small[:4]]
    parts += (
        [known["accuracy"] and f"{tr('Accuracy')}{TIED}{known['accuracy']}"]
        if "accuracy" in known
        else []
    )
    return " · ".join((*parts, settings(experiment, known)))


def settings(experiment: Experiment, known: Mapping[str, str]) -> str:
    """The settings that a reader asks for first."""
    hidden = "-".join(map(str, experiment.model.hidden))
    named = [(tr("Learning rate"), known["lr"]), (tr("Batch size"), known["batch"])]
    named += [(tr("Hidden layers"), hidden)] if hidden else []
    named += [(tr("Seed"), known["seed"])]
    parts = (f"{name}{TIED}{value}" for name, value in named)
    return ", ".join((known["optimizer"], *parts))


def _told(experiment: Experiment) -> Iterable[tuple[str, Any]]:
    return among(experiment).items()


def _of_rows(frame: Frame) -> dict[str, str]:
    from engine.frames import Metrics, MetricsRequest

    view = frame.views.get(MetricsRequest())
    if not isinstance(view, Metrics):
        return {}
    losses = {"train_loss": view.train_loss, "test_loss": view.test_loss}
    found = {name: loss(value) for name, value in losses.items() if value is not None}
    found |= {name: number(value) for name, value in view.train.items()}
    if "accuracy" in view.test:
        found["test_accuracy"] = number(view.test["accuracy"])
    return found


def _parameters(experiment: Experiment, frame: Frame) -> dict[str, str]:
    from engine.frames import Parameters

    values: dict[str, Any] = {}
    for view in frame.views.values():
        if isinstance(view, Parameters):
            values |= view.values
    known = letters(experiment)
    shapes = experiment.parameter_shapes()
    return {
        letter: _listed(values[name])
        for letter, name in known.items()
        if name in values and np.shape(values[name]) == shapes[name]
    }


def _listed(values: Any) -> str:
    """A number by itself, more as rows in brackets."""
    if np.size(values) == 1:
        return number(float(np.ravel(values)[0]))
    if np.ndim(values) == 1:
        return f"[{', '.join(short(float(value)) for value in values)}]"
    return _listed(values[0]) if len(values) == 1 else f"[{', '.join(map(_listed, values))}]"
