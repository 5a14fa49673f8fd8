"""``main.py train``: what it writes, and how it refuses."""

from __future__ import annotations

import csv
import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine import Experiment, Session
from engine.commandline import main
from engine.project import Project, save
from tests.golden import GOLDENS, Golden
from tests.tracing import Trace

MAIN = Path(__file__).parents[2] / "main.py"


def document(**sections: Any) -> dict[str, Any]:
    """Eight rows near a line."""
    x = [0.5, -1.0, 2.0, 0.25, 1.5, -0.75, 3.0, 1.0]
    y = [2.1, -1.0, 4.2, 0.5, 3.5, -2.0, 6.5, 2.9]
    return {
        "data": {"columns": {"x": x, "y": y}, "features": ["x"], "target": "y"},
        "optimizer": {"name": "sgd", "lr": 0.05},
        "training": {"epochs": 6, "batch_size": 3, "seed": 1},
        **sections,
    }


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """That document as a file."""
    return saved(tmp_path, document())


def saved(folder: Path, content: Any) -> Path:
    """A JSON document as a file."""
    path = folder / "case.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def train(*arguments: object) -> int:
    """The command in this process."""
    return main([str(argument) for argument in arguments])


def table(path: Path) -> list[dict[str, float]]:
    """A table of losses."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [{key: float(cell) for key, cell in row.items()} for row in csv.DictReader(stream)]


def state(path: Path) -> dict[str, Any]:
    """A result; numbers that JSON does not have are refused."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    text = path.read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return found


# ---- what it writes -----------------------------------------------------------------------------


def test_the_log_has_every_step(case: Path, tmp_path: Path) -> None:
    log = tmp_path / "loss.csv"
    assert train(case, "--log", log) == 0
    session = Session(Experiment.load(case))
    session.epoch(6)
    rows = table(log)
    assert log.read_text(encoding="utf-8").startswith("step,epoch,loss\n1,1,")
    assert [row["loss"] for row in rows] == session.losses.tolist()
    assert [row["step"] for row in rows] == list(range(1, 19))
    assert [row["epoch"] for row in rows] == [epoch for epoch in range(1, 7) for _ in range(3)]


def test_a_project_is_trained_from_its_experiment_s_start(case: Path, tmp_path: Path) -> None:
    logs = [tmp_path / "project.csv", tmp_path / "json.csv"]
    save(Project(Experiment.load(case)), tmp_path / "a.gradus")
    for path, log in zip((tmp_path / "a.gradus", case), logs, strict=True):
        assert train(path, "--log", log) == 0
    assert logs[0].read_bytes() == logs[1].read_bytes()
    (tmp_path / "a.gradus").write_bytes(b"no zip")
    assert train(tmp_path / "a.gradus") == 2


def test_the_log_can_leave_out_steps(case: Path, tmp_path: Path) -> None:
    for every in (1, 4, 18, 19):
        assert train(case, "--log", tmp_path / f"{every}.csv", "--every", every) == 0
    whole = table(tmp_path / "1.csv")
    assert table(tmp_path / "4.csv") == whole[3::4]
    assert table(tmp_path / "18.csv") == [whole[-1]]
    assert table(tmp_path / "19.csv") == []


@pytest.mark.parametrize("every", [1, 4])
def test_test_losses_are_those_before_the_step(every: int, tmp_path: Path) -> None:
    data = {**document()["data"], "test_fraction": 0.25}
    penalty = {"l2": 0.1}
    case = saved(tmp_path, document(data=data, regularization=penalty))
    log = tmp_path / "loss.csv"
    assert train(case, "--log", log, "--every", every) == 0
    session = Session(Experiment.load(case))
    rows = table(log)
    assert len(rows) == 12 // every
    for row in rows:
        session.goto(int(row["step"]) - 1)
        prepared = session.run.machine.prepared
        x, y = prepared.features[prepared.test, 0], prepared.targets[prepared.test]
        weight, bias = (session.parameters[name].item() for name in session.parameters)
        expected = ((weight * x + bias - y) ** 2).mean() + 0.1 * weight**2
        assert row["test_loss"] == pytest.approx(expected, rel=1e-5)
        session.step()
        assert row["loss"] == session.losses[-1]


def test_a_log_of_no_rows_names_its_columns_too(tmp_path: Path) -> None:
    data = {**document()["data"], "test_fraction": 0.25}
    case = saved(tmp_path, document(data=data))
    log = tmp_path / "loss.csv"
    assert train(case, "--log", log, "--every", 1000) == 0
    assert log.read_text(encoding="utf-8") == "step,epoch,loss,test_loss\n"


def test_the_state(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "state.json"
    assert train(case, "--out", out, "--epochs", 2) == 0
    found = state(out)
    keys = ["step", "epoch", "loss", "metrics", "parameters", "gradients", "stopped"]
    assert list(found) == keys
    session = Session(Experiment.load(case))
    session.epoch(2)
    assert (found["step"], found["epoch"], found["stopped"]) == (6, 2, "finished")
    for name, values in session.parameters.items():
        assert found["parameters"][name] == values.tolist()
    for name, gradient in session.gradients.items():
        assert gradient is not None and found["gradients"][name] == gradient.tolist()
    columns = document()["data"]["columns"]
    weight, bias = found["parameters"]["output.weight"][0][0], found["parameters"]["output.bias"][0]
    errors = [weight * x + bias - y for x, y in zip(columns["x"], columns["y"], strict=True)]
    mse = sum(error**2 for error in errors) / len(errors)
    assert found["loss"] == pytest.approx(mse, rel=1e-5)
    assert found["metrics"]["train"]["mse"] == pytest.approx(mse, rel=1e-5)
    assert found["metrics"]["test"] == {}


def test_the_state_of_a_classification(tmp_path: Path) -> None:
    data = {
        "columns": {"x": [-2, -1, 1, 2, -1.5, 1.5], "kind": ["a", "a", "b", "b", "a", "b"]},
        "features": ["x"],
        "target": "kind",
        "task": "classification",
        "test_fraction": 0.34,
        "scaling": {"features": "standardize"},
    }
    out = tmp_path / "state.json"
    case = saved(tmp_path, {"data": data, "optimizer": {"lr": 1}})
    assert train(case, "--out", out) == 0
    metrics = state(out)["metrics"]
    assert metrics["classes"] == ["a", "b"]
    assert sum(map(sum, metrics["confusion"])) == 6
    assert metrics["train"]["accuracy"] == metrics["test"]["accuracy"] == 1
    assert set(metrics["in_units"]) == {"output.weight", "output.bias"}


@pytest.mark.parametrize("style", ["module", "scratch"])
def test_the_code_prints_the_logged_losses(
    case: Path, tmp_path: Path, trace: Trace, style: str
) -> None:
    script, log = tmp_path / "script.py", tmp_path / "loss.csv"
    assert train(case, "--code", script, "--style", style, "--log", log, "--epochs", 3) == 0
    assert trace(script) == [row["loss"] for row in table(log)]


def test_the_summary_is_one_line(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(case) == 0
    output = capsys.readouterr()
    assert output.out.startswith("finished at epoch 6, step 18, with the loss ")
    assert output.out.count("\n") == 1 and output.err == ""


@pytest.mark.parametrize("golden", GOLDENS, ids=str)
def test_goldens(golden: Golden, tmp_path: Path) -> None:
    log, out = tmp_path / "loss.csv", tmp_path / "state.json"
    assert train(golden.case, "--log", log, "--out", out) == 0
    found = state(out)
    assert found["step"] == golden.steps
    golden.check([row["loss"] for row in table(log)], found["parameters"])
    if golden.steps == 1:
        golden.check_first_gradients(found["gradients"])


# ---- how it ends otherwise ----------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_diverged_run(dtype: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    training = {**document()["training"], "dtype": dtype}
    case = saved(tmp_path, document(optimizer={"name": "sgd", "lr": 100}, training=training))
    log, out, code = tmp_path / "loss.csv", tmp_path / "state.json", tmp_path / "code.py"
    assert train(case, "--log", log, "--out", out, "--code", code, "--epochs", 500) == 3
    found, rows = state(out), table(log)
    assert found["stopped"] == "diverged"
    assert found["step"] == len(rows) < 1500
    assert isinstance(found["parameters"]["output.weight"][0][0], float)
    assert code.exists()
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"after step {len(rows)}: diverged: the learning rate 100 is too large" in error


@pytest.mark.parametrize(("method", "status"), [("none", 3), ("center", 3), ("standardize", 0)])
def test_numbers_too_large_to_square(
    method: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = {
        **document()["data"],
        "columns": {"x": [1e308, 1.5e308, -1e308, 1.7e308], "y": [1, 2, 3, 4]},
        "scaling": {"features": method, "target": "none"},
    }
    case = saved(tmp_path, document(data=data, training={"dtype": "float64"}))
    out = tmp_path / "state.json"
    assert train(case, "--out", out, "--code", tmp_path / "code.py") == status
    assert (state(out)["step"] == 0) == (status == 3)
    assert capsys.readouterr().err.count("\n") == (status == 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: EXPERIMENT.json"),
        (["{case}", "--epochs", "0"], "--epochs: must be a whole number >= 1"),
        (["{case}", "--epochs", "-3"], "--epochs: must be a whole number >= 1"),
        (["{case}", "--epochs", "many"], "got 'many'"),
        (["{case}", "--epochs", "1e3"], "got '1e3'"),
        (["{case}", "--epochs", "9" * 5000], "--epochs: must be a whole number"),
        (["{case}", "--every", "0"], "--every: must be a whole number >= 1"),
        (["{case}", "--every"], "--every: expected one argument"),
        (["{case}", "--style", "best"], "invalid choice"),
        (["{case}", "--bogus"], "unrecognized arguments: --bogus"),
        (["{case}", "more.json"], "unrecognized arguments: more.json"),
        (["{case}", "--code", "{folder}/script.txt"], "must end in .py or .ipynb"),
        (["{case}", "--code", "{folder}/script"], "must end in .py or .ipynb"),
        (["{case}", "--log", "{folder}/none/loss.csv"], "no such file or directory"),
        (["{case}", "--log", "{folder}"], "is a folder"),
        (["{case}", "--out", "{case}/state.json"], "not a directory"),
        (["{case}", "--out", "{case}"], "is named twice"),
        (["{case}", "--out", "{folder}/a", "--log", "{folder}/../{name}/a"], "is named twice"),
        (["{folder}/none.json"], "there is no such file"),
        (["{folder}"], "is a folder"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_bad_input(
    arguments: list[str],
    message: str,
    case: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = case.read_bytes()
    places = {"folder": tmp_path, "name": tmp_path.name, "case": case}
    assert main([argument.format(**places) for argument in arguments]) == 2
    output = capsys.readouterr()
    assert message in output.err
    assert output.err.startswith("main.py train: ") and output.err.count("\n") == 1
    assert output.out == ""
    assert list(tmp_path.iterdir()) == [case] and case.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "case.json: is empty"),
        (b"\xff\xfe\x00\x01", "case.json: is not a text file"),
        (b"{", "case.json: is not JSON"),
        (b"[]", "must be an object"),
        (b'{"data": {}}', "case.json: data.columns: is missing"),
        (b'{"model": {"hidden": [0]}}', "case.json: data: is missing"),
    ],
)
def test_bad_files(
    content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)
    assert train(path, "--out", tmp_path / "state.json") == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "state.json"
    out.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert train(case, "--out", out) == 2
    assert "no space left on device" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == [case, out]


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    for option in ("--epochs", "--log", "--every", "--out", "--code", "--style", "EXPERIMENT"):
        assert option in output.out


# ---- as a program -------------------------------------------------------------------------------


def test_as_a_program(case: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(MAIN), "train", str(case), "--log", "l.csv", "--out", "s.json"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert len(table(tmp_path / "l.csv")) == state(tmp_path / "s.json")["step"] == 18


def test_a_refusal_as_a_program(tmp_path: Path) -> None:
    path = saved(tmp_path, document(optimizer={"name": "sgd", "lr": -1}))
    command = [sys.executable, str(MAIN), "train", str(path)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "main.py train: case.json: optimizer.lr: must be > 0, got -1\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_the_keyboard_stops_it(tmp_path: Path) -> None:

    case = saved(tmp_path, document(training={"epochs": 10**9}))
    command = [sys.executable, "-c", INTERRUPTED, str(case), "--out", str(tmp_path / "s.json")]
    with subprocess.Popen(
        command, cwd=MAIN.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "training\n"
        process.send_signal(signal.SIGINT)
        error = process.stderr.read()
    assert process.returncode == 130
    assert error == "main.py train: stopped by the keyboard, nothing was written\n"
    assert list(tmp_path.iterdir()) == [case]


# The command, saying when its first stretch of training is done.
INTERRUPTED = """
import sys
from engine import Session, commandline
run_steps = Session.run_steps
def told(*arguments):
    done = run_steps(*arguments)
    print("training", flush=True)
    return done
Session.run_steps = told
sys.exit(commandline.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("can't allocate memory: 9 TB")])
def test_too_little_memory_is_one_line(
    case: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("engine.training.session.Session.run_steps", fail)
    assert train(case) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "there is not enough memory for these data" in told
