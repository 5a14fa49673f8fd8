"""The classic data sets: what they hold, held against scikit-learn, and that each one trains."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn.datasets
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler

from engine.catalog.classics import CLASSICS
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import DEFAULT_LOSS
from engine.files.classics import load, principal_components


@pytest.mark.parametrize("name", CLASSICS)
def test_a_set_can_be_trained_and_saved_as_it_is(name: str) -> None:
    experiment = load(name)
    experiment.check()
    data = experiment.data
    assert experiment.title == CLASSICS[name].label
    assert experiment.loss.name == DEFAULT_LOSS[data.outcome]
    assert data.scaling.features == "standardize"
    assert Experiment.from_dict(experiment.to_dict()) == experiment
    assert f"{data.table.rows:,}" in CLASSICS[name].help


@pytest.mark.parametrize(
    ("name", "rows", "columns", "classes"),
    [
        ("iris", 150, 5, ("setosa", "versicolor", "virginica")),
        ("wine", 178, 14, ("first", "second", "third")),
        ("breast_cancer", 569, 31, ("benign", "malignant")),
        ("digits", 1797, 3, tuple(range(10))),
        ("diabetes", 442, 11, ()),
        ("linnerud", 20, 6, ()),
    ],
)
def test_a_set_has_its_rows_columns_and_classes(
    name: str, rows: int, columns: int, classes: tuple[str | int, ...]
) -> None:
    data = load(name).data
    assert (data.table.rows, len(data.table.names), data.classes) == (rows, columns, classes)


def test_the_numbers_are_scikit_learn_s() -> None:
    iris = sklearn.datasets.load_iris()
    table = load("iris").data.table
    np.testing.assert_array_equal(table.matrix(iris.feature_names), iris.data)
    assert list(table.columns["species"]) == list(iris.target_names[iris.target])
    diabetes = load("diabetes").data.table
    assert diabetes.columns["age"][:3].tolist() == [59.0, 48.0, 72.0]  # in years, not scaled
    assert diabetes.columns["progression"][:3].tolist() == [151.0, 75.0, 141.0]


def test_principal_components_are_those_of_scikit_learn_but_for_their_sign() -> None:
    digits = sklearn.datasets.load_digits().data
    ours, theirs = principal_components(digits, 2), PCA(2).fit_transform(digits)
    np.testing.assert_allclose(np.abs(ours), np.abs(theirs), atol=1e-8)


@pytest.mark.parametrize(
    ("name", "least"),
    [("iris", 0.9), ("wine", 0.85), ("breast_cancer", 0.85), ("digits", 0.55)],
)
def test_the_two_first_features_tell_the_classes_apart(name: str, least: float) -> None:
    data = load(name).data
    features = StandardScaler().fit_transform(data.table.matrix(data.features))
    classes = [str(label) for label in data.table.columns[data.target]]
    assert LogisticRegression(max_iter=500).fit(features, classes).score(features, classes) > least


def test_the_two_first_features_explain_a_good_part_of_the_illness() -> None:
    data = load("diabetes").data
    features, target = data.table.matrix(data.features), data.table.columns[data.target]
    assert LinearRegression().fit(features, target).score(features, target) > 0.4


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(EngineError, match="choose one of iris, wine"):
        load("titanic")
