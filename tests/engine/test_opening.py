"""What opening a table finds by itself: shapes of teaching tables, and cases that once failed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Session
from engine.answers.metrics import metrics
from engine.errors import EngineError
from engine.files import preview, read
from engine.files.inspecting import main, told
from tests.teaching import SHAPES

CASES = Path(__file__).parents[1] / "cases"
SEPAL = {"sepal": "feature", "species": "target", "column 1": "ignored"}
# Each case with what `inspect` tells: rows kept, task, and roles; and of some columns the kind.
RIGHT: dict[str, tuple[int, str, dict[str, str], dict[str, str]]] = {
    "01_ticket_mostly_numbers.csv": (
        20, "classification", {"Age": "feature", "Ticket": "ignored", "Survived": "target"},
        {"Ticket": "text"}),
    "02_unused_column_has_gaps.csv": (
        20, "classification", {"Age": "feature", "Fare": "feature", "Deck": "ignored"}, {}),
    "03_empty_column.csv": (
        10, "regression", {"a": "feature", "comment": "ignored", "y": "target"},
        {"comment": "empty"}),
    "04_index_column.csv": (30, "classification", SEPAL, {}),
    "05b_header_years_loads_silently.csv": (
        5, "regression", {"continent": "ignored", "1952": "feature", "1957": "target"}, {}),
    "06_r_write_table.csv": (
        8, "regression", {"row names": "ignored", "a": "feature", "y": "target"}, {}),
    "07_title_line_before_header.csv": (
        8, "regression", {"day": "feature", "temp": "feature", "y": "target"}, {}),
    "08_month_text.csv": (
        12, "regression", {"Month": "feature", "Passengers": "target"}, {"Month": "date"}),
    "11_ndjson.ndjson": (5, "regression", {"a": "feature", "y": "target"}, {}),
    "53_records_wrapped.json": (2, "regression", {"a": "feature", "y": "target"}, {}),
    "14_bool_features.csv": (
        10, "regression", {"smoker": "feature", "age": "feature", "y": "target"},
        {"smoker": "number"}),
    "15_day_first_dates.csv": (
        19, "regression", {"day": "feature", "y": "target"}, {"day": "date"}),
    "20_time_of_day.csv": (
        10, "regression", {"time": "feature", "y": "target"}, {"time": "number"}),
    "21_name_target_many_classes.csv": (
        120, "regression", {"mpg": "target", "weight": "feature", "name": "ignored"}, {}),
    "23_one_bad_byte.csv": (9, "regression", {"키": "feature", "몸무게": "target"}, {}),
    "30_header_only_numbers_quoted.csv": (
        5, "regression", {"1": "feature", "2": "feature", "y": "target"}, {}),
    "33_rows_end_in_delimiter.csv": (3, "regression", {"a": "feature", "y": "target"}, {}),
    "4x_sheets.xlsx": (5, "regression", {"키": "feature", "몸무게": "target"}, {}),
    "50_pandas_index.parquet": (
        3, "regression", {"a": "feature", "id": "ignored", "y": "target"}, {}),
    "56_html_named.xls": (1, "regression", {"a": "feature", "y": "target"}, {}),
    "57_csv.gz": (4, "regression", {"a": "feature", "b": "feature", "y": "target"}, {}),
}  # fmt: skip


def inspected(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(arguments) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("name", RIGHT)
def test_a_case_that_once_failed(name: str) -> None:
    rows, task, roles, kinds = RIGHT[name]
    found = told(preview(CASES / name))
    columns = {column["name"]: column for column in found["columns"]}
    assert {name: column["role"] for name, column in columns.items()}.items() >= roles.items()
    assert {name: columns[name]["kind"] for name in kinds} == kinds
    assert (found["rows"]["kept"], found["task"]) == (rows, task)
    assert all(column["why"] for column in columns.values())
    asked = ["encoding"] if name.startswith("23") else []
    assert [question["id"] for question in found["questions"]] == asked


def test_every_case_is_held() -> None:
    assert {path.name for path in CASES.iterdir()} == {*RIGHT, "4x_password.xlsx"}


def test_a_password_is_named() -> None:
    with pytest.raises(EngineError, match="has a password"):
        preview(CASES / "4x_password.xlsx")


def test_the_row_with_the_names_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    found = inspected(capsys, str(CASES / "07_title_line_before_header.csv"))
    assert (found["header_row"], found["encoding"], found["delimiter"]) == (3, "utf-8", ",")
    found = inspected(capsys, str(CASES / "4x_sheets.xlsx"))
    assert (found["sheet"], found["sheets"]) == ("자료", ["읽어 보세요", "자료"])
    assert found["encoding"] is None


def test_a_bad_byte_is_told_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    (question,) = inspected(capsys, str(CASES / "23_one_bad_byte.csv"))["questions"]
    assert question["text"].startswith("line 7 has letters of another encoding")


def test_no_table_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "no.xlsx"
    path.write_bytes(b"\x00\x01")
    assert main([str(path)]) == 2
    out, error = capsys.readouterr()
    assert (out, error.count("\n")) == ("", 1)


@pytest.mark.parametrize("arguments", [[], ["a.csv", "b.csv"], ["a.csv", "--sheets", "1"]])
def test_wrong_arguments_are_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert not told.out and told.err.startswith("main.py inspect: ")
    assert told.err.count("\n") == 1


def test_there_are_many_shapes() -> None:
    assert len(SHAPES) >= 60


@pytest.mark.parametrize("name", SHAPES)
def test_a_teaching_table_opens_with_enter(tmp_path: Path, name: str) -> None:
    shape = SHAPES[name]
    path = tmp_path / name
    path.write_bytes(shape.content)
    found = preview(path)
    assert found.target in ((shape.target,) if isinstance(shape.target, str) else shape.target)
    assert found.task == shape.task
    roles = {column.name: column.role for column in found.columns}
    assert {name: roles[name] for name in shape.ignored} == dict.fromkeys(shape.ignored, "ignored")
    others = [name for name in shape.features if name != found.target]
    assert {name: roles[name] for name in others} == dict.fromkeys(others, "feature")
    assert found.kept >= 0.8 * shape.total
    assert shape.rows in (None, found.kept)
    assert not found.questions
    assert found.problem is None


@pytest.mark.parametrize("name", ["titanic_kaggle.csv", "titanic_seaborn.csv"])
def test_titanic_is_learned_with_enter_and_run(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SHAPES[name].content)
    experiment = read(path)
    data = experiment.data
    assert data.table.rows >= 0.8 * 891
    assert {feature.lower() for feature in data.features} >= {"pclass", "sex", "age"}
    session = Session(experiment)
    session.epoch(experiment.training.epochs)
    shares = np.bincount(data.table.columns[data.target].astype(int)) / data.table.rows
    assert metrics(session).train["accuracy"] > shares.max() + 0.05
