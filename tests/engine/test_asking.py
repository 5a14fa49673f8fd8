"""A trained model asked about new rows: by the session, and by the command line from a file."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Experiment, Session
from engine.commandline import main
from engine.errors import EngineError

pytestmark = pytest.mark.usefixtures("processes_at_once")

HOURS = {"columns": {"x": [1, 2, 3], "y": [200, 400, 600]}, "features": ["x"], "target": "y"}
TITANIC = {
    "columns": {
        "sex": ["male", "female", "female", "male"], "age": [22, 38, 26, 35],
        "alive": ["no", "yes", "yes", "no"],
    },
    "features": ["sex", "age"], "target": "alive", "task": "classification",
    "scaling": {"features": "standardize"},
}  # fmt: skip


def saved(folder: Path, data: dict[str, Any], **more: Any) -> Path:
    path = folder / "experiment.json"
    path.write_text(json.dumps({"data": data, "training": {"epochs": 40}, **more}))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_a_line_predicts_by_its_own_numbers() -> None:
    data = {**HOURS, "scaling": {"features": "standardize", "target": "standardize"}}
    session = Session(Experiment.from_dict({"data": data}))
    session.step(50)
    x, y = np.array([1.0, 2.0, 3.0]), np.array([200.0, 400.0, 600.0])
    weight, bias = (session.parameters[f"output.{name}"].ravel()[0] for name in ("weight", "bias"))
    wanted = (weight * (np.array([4.0, 0.0]) - x.mean()) / x.std() + bias) * y.std() + y.mean()
    np.testing.assert_allclose(session.predict({"x": [4.0, 0.0]}), wanted, rtol=1e-5)
    with pytest.raises(EngineError, match="a regression has no probabilities"):
        session.probabilities({"x": [4.0]})


def test_a_column_is_found_by_its_name_however_that_is_written(tmp_path: Path) -> None:
    odd = "a\u00a0 b\u200b"
    data = {"columns": {odd: [1, 2, 3], "y": [2, 4, 6]}, "features": [odd], "target": "y"}
    session = Session(Experiment.from_dict({"data": data}))
    session.step()
    assert session.predict({odd: [4.0]}) == session.predict({"a b": [4.0]})
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text(f"{odd}\n4\n", encoding="utf-8")
    told = ["--predict", str(rows), "--predictions", str(out), "--epochs", "1"]
    assert main([str(saved(tmp_path, data)), *told]) == 0
    assert float(rows_of(out)[0]["prediction"]) == session.predict({odd: [4.0]})[0]


def test_classes_are_named_with_their_probabilities() -> None:
    session = Session(Experiment.from_dict({"data": TITANIC}))
    session.step(200)
    asked = {"sex": np.array(["female", "male"]), "age": np.array([30, 30]), "other": [1, 2]}
    assert session.predict(asked).tolist() == ["yes", "no"]
    shares = session.probabilities(asked)
    assert shares.shape == (2, 2)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares[0, 1] > 0.5 > shares[1, 1]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"sex": ["male"]}, "there is no column 'age'"),
        ({"sex": ["unknown"], "age": [3]}, "'unknown' is none of the column's categories"),
        ({"sex": ["male"], "age": [np.nan]}, "must be finite numbers"),
        ({"sex": ["male"], "age": ["old"]}, "must be numbers"),
        ({"sex": ["male"], "age": ["30"]}, "must be numbers"),
        ({"sex": ["male"], "age": [b"30"]}, "must be numbers"),
        ({"sex": ["male"], "age": np.array([30 + 1j])}, "must be numbers"),
        ({"sex": ["male"], "age": np.array(["2020"], "M8[D]")}, "must be numbers"),
        ({"sex": ["male"], "age": [1, 2]}, "columns of different lengths"),
        ([1, 2], "must be columns by their names"),
    ],
)
def test_a_wrong_question_is_refused(rows: Any, said: str) -> None:
    session = Session(Experiment.from_dict({"data": TITANIC}))
    with pytest.raises(EngineError, match=said):
        session.predict(rows)


def test_rows_of_a_file_are_answered_in_their_order(tmp_path: Path) -> None:
    path, rows, out = saved(tmp_path, TITANIC), tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text("name,age,sex\nA,30,female\nB,30,male\nC,,\n".replace("C,,\n", ""))
    assert main([str(path), "--predict", str(rows), "--predictions", str(out)]) == 0
    session = Session(Experiment.load(path))
    session.epoch(40)
    asked = {"sex": ["female", "male"], "age": [30, 30]}
    found = rows_of(out)
    assert [row["prediction"] for row in found] == session.predict(asked).tolist()
    shares = [[float(row["p(no)"]), float(row["p(yes)"])] for row in found]
    assert shares == session.probabilities(asked).tolist()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("sex,age\nfemale,\nmale,3\n", "rows.csv, line 2, column age: is an empty cell"),
        ("sex,age\nfemale,3\n,\nmale,3\n", "rows.csv, line 3: is an empty cell"),
        ("sex,age\n,\nmale,3\nmale,4\n", "rows.csv, line 2: is an empty cell"),
        ("sex\nfemale\nmale\n", "rows.csv: there is no column 'age'"),
        ("sex,age\nfemale,3\nother,3\n", "rows.csv, line 3, column sex: 'other' is none"),
        ("sex,age\nfemale,young\nmale,3\n", "line 2, column age: must be a number, got 'young'"),
    ],
)
def test_rows_that_cannot_be_answered_are_told_before_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, said: str
) -> None:
    path, out = saved(tmp_path, TITANIC), tmp_path / "out.csv"
    (tmp_path / "rows.csv").write_text(rows)
    asked = ["--predict", str(tmp_path / "rows.csv"), "--predictions", str(out)]
    assert main([str(path), *asked]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not out.exists()


def test_one_row_and_one_column_are_a_table_too(tmp_path: Path) -> None:
    path, rows, out = saved(tmp_path, HOURS), tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text("x\n4\n")
    assert main([str(path), "--predict", str(rows), "--predictions", str(out)]) == 0
    assert len(rows_of(out)) == 1


def test_after_divergence_the_last_finite_parameters_answer(tmp_path: Path) -> None:
    path = saved(tmp_path, HOURS, optimizer={"name": "sgd", "lr": 1e6})
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text("x\n1\n2\n")
    assert main([str(path), "--predict", str(rows), "--predictions", str(out)]) == 3
    assert all(np.isfinite(float(row["prediction"])) for row in rows_of(out))


@pytest.mark.parametrize("arguments", [["--predict", "rows.csv"], ["--predictions", "out.csv"]])
def test_questions_and_answers_need_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main([str(saved(tmp_path, HOURS)), *arguments]) == 2
    assert "need each other" in capsys.readouterr().err


def test_parameters_are_logged_as_they_are_after_each_step(tmp_path: Path) -> None:
    path, log = saved(tmp_path, HOURS), tmp_path / "log.csv"
    assert main([str(path), "--log", str(log), "--every", "3", "--parameters"]) == 0
    session = Session(Experiment.load(path))
    for row in rows_of(log):
        session.goto(int(row["step"]))
        assert float(row["output.weight[0,0]"]) == session.parameters["output.weight"][0, 0]
        assert float(row["output.bias[0]"]) == session.parameters["output.bias"][0]
        assert float(row["loss"]) == session.losses[int(row["step"]) - 1]


def test_an_experiment_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = saved(tmp_path, HOURS).read_bytes()
    out = tmp_path / "state.json"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["-", "--out", str(out)]) == 0
    assert json.loads(out.read_text())["step"] == 40
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"data": 3}')))
    assert main(["-"]) == 2
    assert "standard input: data: must be an object" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", None)  # as Python has it where it was closed
    assert main(["-"]) == 2
    assert "standard input: there is nothing to read" in capsys.readouterr().err


def test_days_times_and_truth_are_asked_as_they_were_read(tmp_path: Path) -> None:
    data = {
        "columns": {"day": [0, 1, 2], "hour": [0.5, 1.5, 2.5], "on": [1, 0, 1], "y": [1, 2, 4]},
        "features": ["day", "hour", "on"], "target": "y", "kinds": {"day": "date"},
    }  # fmt: skip
    path, rows, out = saved(tmp_path, data), tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text("day,hour,on\n1970-01-04,03:30,true\n1970-01-05,04:30,false\n")
    assert main([str(path), "--predict", str(rows), "--predictions", str(out)]) == 0
    session = Session(Experiment.load(path))
    session.epoch(40)
    asked = {"day": [3, 4], "hour": [3.5, 4.5], "on": [1, 0]}
    assert [float(row["prediction"]) for row in rows_of(out)] == session.predict(asked).tolist()
