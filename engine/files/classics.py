"""Classic data sets as experiments, read from files that scikit-learn brings along."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.catalog.classics import CLASSICS
from engine.data.table import Column, Table, labels, numbers
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import DEFAULT_LOSS, Data, Loss, Scaling

# The columns that a set starts with: two that tell most and that a plane can show.
FEATURES = {
    "iris": ("petal length (cm)", "petal width (cm)"),
    "wine": ("flavanoids", "color_intensity"),
    "breast_cancer": ("mean radius", "mean concave points"),
    "digits": ("component 1", "component 2"),
    "diabetes": ("bmi", "s5"),
    "linnerud": ("Situps", "Chins"),
}
TARGETS = {"iris": "species", "wine": "grower", "breast_cancer": "tumour", "digits": "digit"}
REGRESSIONS = {"diabetes": "progression", "linnerud": "Waist"}


def load(name: str) -> Experiment:
    """A classic data set under its label, its features standardised, ready to train.

    Every column stays in the table, whether or not it starts as a feature. Raises EngineError
    where there is no such set.
    """
    if name not in CLASSICS:
        raise EngineError("is no classic data set", name, "choose one of {known}",
                          known=", ".join(CLASSICS))  # fmt: skip
    import sklearn.datasets  # takes a second, which only those who ask for a set wait

    function = CLASSICS[name].target.rpartition(".")[2]
    options = {"scaled": False} if name == "diabetes" else {}
    found = getattr(sklearn.datasets, function)(**options)
    target = TARGETS.get(name) or REGRESSIONS[name]
    data = Data(
        Table(_columns(name, found)),
        FEATURES[name],
        target,
        "classification" if name in TARGETS else "regression",
        scaling=Scaling("standardize", "none" if name in TARGETS else "standardize"),
    )
    return Experiment(data, title=CLASSICS[name].label, loss=Loss(DEFAULT_LOSS[data.outcome]))


def _columns(name: str, found: Any) -> dict[str, Column]:
    if name == "digits":
        places = principal_components(found.data, 2)
        columns = {f"component {i + 1}": numbers(places[:, i]) for i in range(2)}
        return {**columns, TARGETS[name]: labels(int(label) for label in found.target)}
    columns = _named(found.feature_names, found.data)
    if name in TARGETS:
        return {**columns, TARGETS[name]: _classes(name, found)}
    if name == "linnerud":
        return {**columns, **_named(found.target_names, found.target)}
    return {**columns, REGRESSIONS[name]: numbers(found.target)}


def _named(names: Any, values: NDArray[np.float64]) -> dict[str, Column]:
    return {str(name): numbers(values[:, place]) for place, name in enumerate(names)}


def _classes(name: str, found: Any) -> Column:
    names = [str(label) for label in found.target_names]
    if name == "wine":
        names = ["first", "second", "third"]  # scikit-learn's file names them by number
    return labels(names[index] for index in found.target)


def principal_components(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """The first principal components of rows, shape (rows, count), largest variance first.

    From the singular value decomposition of the centred values; each component's sign is such
    that its largest loading is positive, so that the picture is the same on every machine.
    """
    centred = values - values.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:count]
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(count), largest])
    result: NDArray[np.float64] = centred @ (axes * signs[:, None]).T
    return result
