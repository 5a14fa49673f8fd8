"""Categories as features: encoded, trained, exported and asked like any numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.codegen import write
from engine.edits.table import set_cell
from engine.errors import EngineError
from engine.experiment.prepare import prepare
from tests.tracing import Trace

SEX = ["male", "female", "female", "male", "male"]
TOWN = ["S", "C", "Q", "S", "C"]
AGE = [22.0, 38.0, 26.0, 35.0, 54.0]


def document(**data: Any) -> dict[str, Any]:
    part = {
        "columns": {"sex": SEX, "age": AGE, "town": TOWN, "y": [0, 1, 1, 0, 1]},
        "features": ["sex", "age", "town"],
        "target": "y",
        "task": "classification",
        "scaling": {"features": "standardize"},
    }
    return {"format": "gradus-experiment/1", "data": {**part, **data}}


def regression(columns: dict[str, Any], features: list[str]) -> dict[str, Any]:
    return {"columns": columns, "features": features, "target": "y", "task": "regression"}


def experiment(inputs: list[str] | None = None, **data: Any) -> Experiment:
    return Experiment.from_dict({**document(**data), "model": {"inputs": inputs}})


def by_hand(order: tuple[str, ...] = ("S", "C", "Q")) -> np.ndarray:
    age = np.array(AGE)
    columns = [np.array([float(sex == "female") for sex in SEX]), (age - age.mean()) / age.std()]
    columns += [np.array([float(town == value) for town in TOWN]) for value in order]
    return np.column_stack(columns)


def test_two_values_are_one_input_and_more_are_one_each() -> None:
    data = experiment().data
    assert data.encoding.names == ("sex=female", "age", "town=S", "town=C", "town=Q")
    np.testing.assert_array_equal(prepare(data).features, by_hand())
    assert experiment().parameter_shapes()["output.weight"] == (1, 5)


def test_a_place_among_values_is_the_input_of_the_nearest() -> None:
    """As the stage asks, where a category is an axis or is held."""
    encoding = experiment().data.encoding
    found = encoding.at(np.array([[1.0, 26.0, 2.0], [0.0, 54.0, 0.4]]))
    assert found.tolist() == [[1, 26, 0, 0, 1], [0, 54, 1, 0, 0]]


def test_values_stand_in_the_order_of_their_list() -> None:
    data = experiment(categories={"town": ["Q", "X", "S", "C"], "sex": ["female", "male"]}).data
    names = ("sex=male", "age", "town=Q", "town=X", "town=S", "town=C")
    assert data.encoding.names == names
    features = prepare(data).features
    assert features[:, 3].tolist() == [0.0] * 5
    np.testing.assert_array_equal(features[:, 0], 1 - by_hand()[:, 0])


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(EngineError, match=r"data.columns.town\[2\].*known are S, C"):
        experiment(categories={"town": ["S", "C"]})


def test_whole_numbers_that_are_meant_as_categories() -> None:
    columns = {"k": [3, 1, 2, 3], "y": [1.0, 2.0, 3.0, 4.0]}
    part = regression(columns, ["k"])
    data = experiment(**part, kinds={"k": "category"}).data
    assert data.encoding.names == ("k=3", "k=1", "k=2")
    again = Experiment.from_dict(experiment(**part, kinds={"k": "category"}).to_dict())
    assert again.data.encoding == data.encoding
    assert experiment(**part).data.encoding.names == ("k",)


def test_truth_values_are_numbers() -> None:
    columns = {"smokes": [True, False, True], "y": [1.0, 2.0, 3.0]}
    part = regression(columns, ["smokes"])
    assert experiment(**part).data.table.columns["smokes"].tolist() == [1.0, 0.0, 1.0]


def test_gaps_are_allowed_where_a_column_plays_no_part() -> None:
    columns = {"x": [1, 2], "cabin": ["C1", None], "seen": [None, 3], "y": [1, 2]}
    part = regression(columns, ["x"])
    made = experiment(**part)
    assert made.to_dict()["data"]["columns"] == columns
    assert Experiment.from_dict(made.to_dict()) == made
    with pytest.raises(EngineError, match=r"data.columns.seen\[0\]: must be a number, got null"):
        experiment(**{**part, "features": ["x", "seen"]})


def test_formulas_name_values_in_backquotes() -> None:
    made = experiment(["age", "`sex=female`", "`town=C`*age", "sex*2"])
    session = Session(made)
    features = by_hand()
    wanted = np.column_stack(
        [features[:, 1], features[:, 0], features[:, 3] * features[:, 1], features[:, 0] * 2]
    )
    np.testing.assert_allclose(
        session.run.machine.batches.inputs.numpy(), wanted.astype(np.float32), rtol=1e-6
    )
    with pytest.raises(EngineError, match="unknown name 'town'"):
        experiment(["town"])


def test_training_is_plain_pytorch() -> None:
    made = experiment()
    session = Session(made)
    start = session.parameters
    session.step(20)
    inputs = torch.tensor(by_hand(), dtype=torch.float32)
    targets = torch.tensor([[0.0], [1.0], [1.0], [0.0], [1.0]])
    weight = torch.tensor(start["output.weight"], requires_grad=True)
    bias = torch.tensor(start["output.bias"], requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=0.01)
    losses = []
    for _ in range(20):
        optimizer.zero_grad()
        output = torch.nn.functional.linear(inputs, weight, bias)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(output, targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    np.testing.assert_allclose(session.losses, losses, rtol=1e-6)


@pytest.mark.parametrize("inputs", [None, ["`sex=female`", "age*`town=Q`", "1"]])
@pytest.mark.parametrize("style", ["module", "scratch"])
def test_the_exported_program_prints_the_same_losses(
    tmp_path: Path, trace: Trace, inputs: list[str] | None, style: Any
) -> None:
    made = experiment(inputs, test_fraction=0.2)
    made = Experiment.from_dict({**made.to_dict(), "training": {"epochs": 5}})
    path = tmp_path / "program.py"
    write(made, path, style)
    session = Session(made)
    session.step(5)
    assert trace(path) == session.losses.tolist()


names = st.text(st.characters(codec="utf-8", exclude_characters="`\n"), min_size=1, max_size=8)


@given(values=st.lists(names, min_size=1, max_size=6, unique=True), draw=st.randoms())
def test_every_row_has_one_value(values: list[str], draw: Any) -> None:
    cells = values + [draw.choice(values) for _ in range(5)]
    columns = {"c": cells, "y": [float(place) for place in range(len(cells))]}
    part = regression(columns, ["c"])
    data = experiment(**part).data
    numbers = data.encoding.matrix(data.table.columns)
    if len(values) > 2:
        assert numbers.sum(axis=1).tolist() == [1.0] * len(cells)
        assert [values[place] for place in numbers.argmax(axis=1)] == cells
    else:
        assert numbers[:, 0].tolist() == [float(cell == values[-1]) for cell in cells]


def test_names_of_columns_are_written_in_one_way() -> None:
    apart = "\u110f\u1175"  # 키 in two parts, as some systems write it
    columns = {apart: [1, 2], "y": [1, 2]}
    part = regression(columns, ["키"])
    made = experiment([apart, f"`{apart}`**2"], **part)
    assert made.data.table.names == ("키", "y")
    assert Session(made).predict({apart: [3.0]}).shape == (1,)
    with pytest.raises(EngineError, match="is written like another column's name"):
        experiment(**{**part, "columns": {apart: [1, 2], "키": [1, 2], "y": [1, 2]}})


def test_a_day_is_typed_as_a_date() -> None:
    columns = {"day": [0.0, 1.0], "y": [1, 2]}
    part = regression(columns, ["day"])
    made = experiment(**part, kinds={"day": "date"}, scaling={"features": "none"})
    after = set_cell(made, 0, "day", "1970-02-01")
    assert after.data.table.columns["day"].tolist() == [31.0, 1.0]
    assert after.to_dict()["data"]["kinds"] == {"day": "date"}
    assert set_cell(after, 0, "day", "5").data.table.columns["day"].tolist() == [5.0, 1.0]


def test_a_new_value_is_one_input_more() -> None:
    made = experiment()
    after = set_cell(made, 0, "town", "X")
    assert after.data.encoding.values["town"] == ("S", "C", "Q", "X")
    after.check()
    assert after.parameter_shapes()["output.weight"] == (1, 6)
