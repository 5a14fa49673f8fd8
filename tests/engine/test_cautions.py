"""Classes without a training row are told, and stratifying gives them one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Experiment
from engine.commandline import main
from engine.experiment.cautions import caution
from engine.experiment.prepare import split
from engine.experiment.specs import Data
from tests.experiments import line


def data_of(labels: list[str], **more: Any) -> Data:
    columns = {"x": list(range(len(labels))), "c": labels}
    part = {"columns": columns, "features": ["x"], "target": "c", "task": "classification"}
    return Experiment.from_dict({"data": {**part, **more}}).data


def test_training_rows_of_one_class_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = data_of(["a", "a", "a", "a", "a", "c"], test_fraction=0.5, split_seed=0)
    found = caution(data)
    assert found is not None and found.where == "data.test_fraction"
    assert str(found) == (
        "data.test_fraction: all training rows are of the class 'a': nothing tells it from others "
        "(stratify the test rows)"
    )
    assert caution(replace(data, stratified=True)) is None
    assert caution(replace(data, test_fraction=0.0)) is None
    case = tmp_path / "case.json"
    Experiment.from_dict({"data": data_document(data)}).save(case)
    assert main([str(case), "--epochs", "2"]) == 0
    said = capsys.readouterr()
    assert said.err == f"main.py train: {found}\n" and said.out.startswith("finished")


def data_document(data: Data) -> dict[str, Any]:
    columns = {name: column.tolist() for name, column in data.table.columns.items()}
    return {
        "columns": columns, "features": list(data.features), "target": data.target,
        "task": data.task, "test_fraction": data.test_fraction,
    }  # fmt: skip


@given(
    st.lists(st.sampled_from("abc"), min_size=4, max_size=12).filter(lambda c: len(set(c)) > 1),
    st.sampled_from([0.2, 0.5, 0.7]),
    st.integers(0, 50),
    st.booleans(),
)
def test_it_is_told_exactly_where_a_class_is_missing(
    labels: list[str], share: float, seed: int, stratified: bool
) -> None:
    data = data_of(labels, test_fraction=share, split_seed=seed, stratified=stratified)
    train, _ = split(data)
    missing = set(labels) - {labels[row] for row in train}
    found = caution(data)
    assert (found is not None) == bool(missing)
    if found is not None and "no training row" in found.message:
        assert all(repr(name) in str(found) for name in missing)
    if stratified and found is not None:
        assert len(train) < len(set(labels)) and found.hint == "keep fewer rows for testing"


def test_a_rare_class_of_a_long_table_is_missed_too() -> None:
    """Its two rows among thirty thousand; a table is looked at once, whatever else is edited."""
    labels = ["a", "b"] * 15_000 + ["rare"] * 2
    for seed in range(40):
        data = data_of(labels, test_fraction=0.5, split_seed=seed)
        missing = set(split(data)[1]) >= {30_000, 30_001}
        found = caution(data)
        assert (found is not None) == missing
        if found is not None:
            assert "no training row is of the class 'rare'" in str(found)
            assert caution(data) is found and caution(replace(data, split_seed=seed)) is not found
            return
    raise AssertionError("no seed puts both rows among those for testing")


def test_regressions_have_no_classes() -> None:
    assert caution(line(data={"test_fraction": 0.5}).data) is None
