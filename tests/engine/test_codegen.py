"""Exported programs: plain PyTorch with the losses of the app, to the last bit."""

from __future__ import annotations

import ast
import builtins
import keyword
import os
import subprocess
import sys
import unicodedata
import zipfile
from itertools import cycle
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment, Session
from engine.catalog import ACTIVATIONS, LOSSES, OPTIMIZERS
from engine.codegen import Line, Style, program, write
from engine.codegen.lines import WIDTH, filled
from engine.codegen.names import identifiers
from engine.frames import PHASES
from tests.strategies import experiments
from tests.tracing import Trace

NEEDLES = {
    "prediction = ": "forward",
    "loss = ": "loss",
    "loss.backward()": "backward",
    "optimizer.step()": "update",
    "parameter.grad,": "update",
}
STYLES: tuple[Style, ...] = ("module", "scratch")
SLOW = settings(
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


def session_losses(experiment: Experiment) -> list[float]:
    """The losses of a whole run in the app."""
    session = Session(experiment)
    session.run_steps(10**6, experiment.training.epochs)
    return session.losses.tolist()


def check(experiment: Experiment, folder: Path, trace: Trace) -> None:
    """Both styles of an experiment give the losses of the app."""
    losses = session_losses(experiment)
    for style in STYLES:
        path = folder / f"{style}.py"
        write(experiment, path, style)
        printed = trace(path)
        assert len(printed) >= len(losses)
        assert printed[: len(losses)] == losses, (style, path.read_text(encoding="utf-8"))


def document(index: int, optimizer: str, activation: str, loss: str) -> dict[str, Any]:
    """A small experiment with one choice of each kind."""
    rows = 7
    x = [((index + 3) * row * 37 % 100) / 17 - 2 for row in range(rows)]
    y = [((index + 5) * row * 61 % 100) / 13 - 3 for row in range(rows)]
    z = [a * b / 3 + a for a, b in zip(x, y, strict=True)]
    classes = 3 if loss == "cross_entropy" or (loss == "hinge" and index % 2) else 2
    classified = loss in ("bce", "cross_entropy", "hinge")
    target = [row % classes for row in range(rows)] if classified else z
    return {
        "data": {
            "columns": {"x": x, "y": y, "z": target},
            "features": ["x", "y"],
            "target": "z",
            "task": "classification" if classified else "regression",
        },
        "model": {"hidden": [3], "activation": activation},
        "loss": {"name": loss, "reduction": "sum" if index % 3 == 0 else "mean"},
        "optimizer": {"name": optimizer},
        "training": {
            "epochs": 12,
            "batch_size": None if index % 2 else 3,
            "dtype": "float64" if index % 5 == 0 else "float32",
        },
    }


@pytest.mark.parametrize(
    ("optimizer", "activation", "loss", "index"),
    list(zip(cycle(OPTIMIZERS), ACTIVATIONS, cycle(LOSSES), range(len(ACTIVATIONS)))),
)
def test_every_choice(
    optimizer: str, activation: str, loss: str, index: int, tmp_path: Path, trace: Trace
) -> None:
    assert len(ACTIVATIONS) >= max(len(OPTIMIZERS), len(LOSSES)), "else some would be left out"
    check(Experiment.from_dict(document(index, optimizer, activation, loss)), tmp_path, trace)


@settings(SLOW, max_examples=20)
@given(experiments())
def test_random_programs(tmp_path: Path, trace: Trace, experiment: Experiment) -> None:
    check(experiment, tmp_path, trace)


@settings(SLOW, max_examples=60)
@given(experiments())
def test_programs_are_tidy(experiment: Experiment) -> None:
    for style in STYLES:
        found = program(experiment, style)
        tree = ast.parse(found.text)
        code = [line.text for line in found.lines if not line.text.startswith("#")]
        assert max(map(len, code)) <= 140  # where many numbers have all their digits
        assert all(line.text == line.text.rstrip() for line in found.lines)
        assert "\n\n\n\n" not in found.text and found.text.endswith("\n")
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        modules = {ast.unparse(node).split()[1] for node in imports}
        assert modules <= {"math", "sys", "torch", "torch.nn.functional"}
        for module, alias in (("math", "math"), ("torch.nn.functional", "F"), ("torch", "torch")):
            assert (module in modules) == (f"{alias}." in found.text)


@settings(SLOW, max_examples=60)
@given(experiments())
def test_every_line_of_a_step_knows_its_phase(experiment: Experiment) -> None:
    for style in STYLES:
        lines = program(experiment, style).lines
        phases = {line.phase for line in lines if "epoch" not in line.text} - {None}
        assert phases == set(PHASES)
        loop = [line for line in lines[_first(lines, "for epoch") :] if "    " in line.text]
        order = [line.phase for line in loop if line.phase]
        assert order == sorted(order, key=PHASES.index)
        for needle, phase in NEEDLES.items():
            assert all(line.phase == phase for line in lines if needle in line.text), needle


def _first(lines: tuple[Line, ...], start: str) -> int:
    return next(index for index, line in enumerate(lines) if line.text.startswith(start))


def test_a_script_is_run_as_promised(tmp_path: Path, trace: Trace) -> None:
    """As a learner runs it, alone; the style that is not traced so is traced as all others are."""
    experiment = Experiment.from_dict(document(1, "adam", "tanh", "mse"))
    losses = session_losses(experiment)
    for style in STYLES:
        write(experiment, tmp_path / f"{style}.py", style)
    command = [sys.executable, "-I", "-W", "error"]
    options: dict[str, Any] = {"cwd": tmp_path, "capture_output": True, "text": True}
    traced = subprocess.run([*command, "scratch.py", "--trace"], **options, check=True)
    assert (traced.stdout, traced.stderr) == ("".join(f"{x!r}\n" for x in losses), "")
    assert trace(tmp_path / "module.py") == losses
    summary = subprocess.run([*command, "module.py"], **options, check=True)
    assert summary.stderr == ""
    told = f"loss of the last step, before its update: {losses[-1]:.6g}\n"
    assert summary.stdout.startswith(told)
    assert summary.stdout.count("output") == 2


@pytest.mark.parametrize("style", STYLES)
def test_notebooks_are_valid_and_compute_the_same(
    style: Style, tmp_path: Path, trace: Trace
) -> None:
    experiment = Experiment.from_dict(document(2, "nadam", "bent_identity", "bce"))
    path = tmp_path / "notebook.ipynb"
    write(experiment, path, style)
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [cell.id for cell in notebook.cells] == ["data", "model", "training"]
    script = tmp_path / "cells.py"
    script.write_text("\n\n".join(cell.source for cell in notebook.cells), encoding="utf-8")
    assert trace(script) == session_losses(experiment)
    before = path.read_bytes()
    write(experiment, path, style)
    assert path.read_bytes() == before


def test_other_endings_are_refused(tmp_path: Path) -> None:
    experiment = Experiment.from_dict(document(1, "sgd", "tanh", "mse"))
    for name in ("script.txt", "script", ".py"):
        with pytest.raises(EngineError, match=r"must end in \.py or \.ipynb"):
            write(experiment, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_update_by_hand_has_only_what_is_used() -> None:
    def text(**optimizer: object) -> str:
        content = {**document(1, "sgd", "tanh", "mse"), "optimizer": optimizer}
        return program(Experiment.from_dict(content), "scratch").text

    plain = text(name="sgd", lr=0.5)
    assert "def sgd(parameter, gradient, lr):" in plain
    assert "sgd(parameter, parameter.grad, lr=0.5)" in plain
    assert "state" not in plain and "momentum" not in plain
    heavy = text(name="sgd", momentum=0.9, nesterov=True)
    assert "def sgd(parameter, gradient, state, lr, momentum=0.9, dampening=0.0):" in heavy
    assert "gradient = gradient.add(velocity, alpha=momentum)\n" in heavy
    assert "weight_decay" not in heavy
    adam = text(name="adam", weight_decay=0.1)
    assert "    # Both averages start at zero; dividing by these corrects for it.\n" in adam
    assert "amsgrad" not in adam and "decoupled" not in adam
    assert "    gradient = gradient.add(parameter, alpha=weight_decay)\n" in adam


def test_the_optimizer_is_given_only_what_differs_from_torchs_own() -> None:
    content = document(1, "adam", "tanh", "mse")
    content["optimizer"] = {"name": "adam", "lr": 0.001, "betas": [0.8, 0.999], "amsgrad": False}
    text = program(Experiment.from_dict(content)).text
    assert "torch.optim.Adam(model.parameters(), lr=0.001, betas=(0.8, 0.999))\n" in text


@pytest.mark.parametrize("method", ["none", "center", "standardize"])
def test_hard_numbers_survive(method: str, tmp_path: Path, trace: Trace) -> None:
    rows = 200
    x = [(0.1 + row * 1e7 / 3) * (-1) ** row for row in range(rows)]
    part = {
        "columns": {"x": x, "never": [0.3] * rows, "z": [-0.0, 1e-310, 5e15] + [0.5] * (rows - 3)},
        "features": ["x", "never"],
        "target": "z",
        "scaling": {"features": method, "target": method},
        "test_fraction": 0.3,
    }
    training = {"dtype": "float64", "epochs": 5, "batch_size": 64}
    content = {"data": part, "training": training, "optimizer": {"name": "adam"}}
    check(Experiment.from_dict(content), tmp_path, trace)


def test_inputs_without_any_column(tmp_path: Path, trace: Trace) -> None:
    part = {"columns": {"y": [1, 2, 4]}, "features": [], "target": "y"}
    check(Experiment.from_dict({"data": part, "model": {"inputs": ["1", "pi/2"]}}), tmp_path, trace)


@pytest.mark.parametrize("inputs", [["x**2"], ["-x"], ["x + y"], ["x"]])
def test_an_only_input_may_be_a_formula(inputs: list[str], tmp_path: Path, trace: Trace) -> None:
    content = document(0, "sgd", "tanh", "mse")
    content["model"]["inputs"] = inputs
    content["optimizer"]["lr"] = 1e-4
    check(Experiment.from_dict(content), tmp_path, trace)


def test_a_layer_stands_inside_its_activation_where_that_names_it_once() -> None:
    def forward(activation: str) -> list[str]:
        content = document(0, "sgd", activation, "mse")
        text = program(Experiment.from_dict(content)).text
        return [line.strip() for line in text.split("\n") if "hidden1(x)" in line]

    assert forward("relu") == ["x = torch.relu(self.hidden1(x))"]
    assert forward("bent_identity") == ["z = self.hidden1(x)"]  # it is used twice


@pytest.mark.parametrize("separator", [", ", " "])
def test_rows_of_code_are_filled_up_to_the_width(separator: str) -> None:
    items = [str(n) * 7 for n in range(10, 100)]
    rows = list(filled(items, separator))
    assert separator.join(rows) == separator.join(items)
    assert all(WIDTH - 12 - 20 < len(row) <= WIDTH - 12 for row in rows[:-1])


def test_a_program_runs_on_where_the_app_stops(tmp_path: Path, trace: Trace) -> None:
    content = {**document(1, "sgd", "relu", "mse"), "optimizer": {"name": "sgd", "lr": 1e4}}
    experiment = Experiment.from_dict(content)
    assert len(session_losses(experiment)) < experiment.training.epochs
    check(experiment, tmp_path, trace)
    assert len(trace(tmp_path / "module.py")) == experiment.training.epochs


@pytest.mark.parametrize("batch_size", [None, 3])
@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"patience": 4, "min_change": 0.2}, "plateau"),
        ({"patience": 1, "min_change": 0.5}, "plateau"),
        ({"loss_below": 3.0}, "loss_below"),
        ({"loss_below": 1e-9, "patience": 4, "min_change": 0.2}, "plateau"),
    ],
)
def test_a_program_stops_at_the_same_step(
    rule: dict[str, Any], reason: str, batch_size: int | None, tmp_path: Path, trace: Trace
) -> None:
    part = document(1, "sgd", "tanh", "mse")
    training = {"epochs": 300, "batch_size": batch_size, "stop": rule}
    experiment = Experiment.from_dict({**part, "training": training})
    session = Session(experiment)
    session.run_steps(10**6, 300)
    assert session.stopped is not None and session.stopped.reason == reason
    for style in STYLES:
        write(experiment, tmp_path / "stops.py", style)
        assert trace(tmp_path / "stops.py") == session.losses.tolist()


def test_column_names_become_names() -> None:
    columns = [
        "height (cm)",
        "height cm",
        "1st",
        "",
        "class",
        "print",
        "키",
        "ﬁ",
        "fi",
        "loss",
        "_",
    ]
    names = identifiers(columns)
    assert names["height (cm)"] == "height_cm" and names["height cm"] == "height_cm_2"
    assert names["키"] == "키" and names["1st"] == "column_1st"
    assert len({unicodedata.normalize("NFKC", name) for name in names.values()}) == len(columns)
    for name in names.values():
        assert name.isidentifier() and not keyword.iskeyword(name) and not hasattr(builtins, name)


@settings(SLOW)
@given(st.lists(st.text(max_size=4), unique=True, max_size=6))
def test_any_column_names_become_names(columns: list[str]) -> None:
    names = identifiers(columns)
    assert list(names) == columns
    assert len({unicodedata.normalize("NFKC", name) for name in names.values()}) == len(columns)
    for name in names.values():
        ast.parse(f"{name} = 1")


@pytest.mark.long
@settings(SLOW, max_examples=300)
@given(experiments(most_rows=60))
def test_300_random_programs(tmp_path: Path, trace: Trace, experiment: Experiment) -> None:
    check(experiment, tmp_path, trace)


def test_the_kept_text_of_each_update_is_its_source() -> None:
    from engine.codegen import sources

    kept = {name: sources.source_of(name) for name in sources.written()}
    assert kept == sources.written(), "run: python3 -m engine.codegen.sources"


def test_an_archive_of_the_program_has_them_too(tmp_path: Path) -> None:
    root, archive = Path(__file__).parents[2], tmp_path / "program.pyz"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in [*(root / "engine").rglob("*.py"), root / "resources/code/updates.json"]:
            packed.write(path, path.relative_to(root))
    told = "from engine.codegen import sources; print(len(sources.source_of('sgd')))"
    asked = [sys.executable, "-c", told]
    environment = {**os.environ, "PYTHONPATH": str(archive)}
    found = subprocess.run(asked, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert int(found.stdout) > 50, found.stderr
