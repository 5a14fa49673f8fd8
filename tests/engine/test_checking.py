"""Projects that were handed in: honest ones come out again, what was tampered with is found."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from engine import Experiment, Session
from engine.answers.metrics import train_loss
from engine.checking import workers
from engine.checking.command import main, projects
from engine.checking.looking import looked_at
from engine.checking.own import is_own
from engine.checking.replaying import replayed
from engine.checking.row import COLUMNS, Row
from engine.edits.setting import put
from engine.errors import EngineError
from engine.project import Branch, Project, Trained, opened, save
from engine.training.keeping import snapshot
from engine.training.session import Session as Trainer
from tests.experiments import experiments, flowers, line
from tests.projects import DEEDS, done
from tests.there import there

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "resources" / "samples"
FORM = "How?\n\n```answer a\nso\n```\n\nWhy?\n\n```answer b\n```\n"


def trained(experiment: Experiment, steps: int = 60) -> Trainer:
    session = Session(experiment)
    session.step(steps)
    return session


def handed_in(path: Path, session: Trainer, **parts: Any) -> Path:
    save(Project(session.experiment, snapshot(session), **parts), path)
    return path


def tampered(path: Path, **fields: Any) -> Path:
    """The file with another run in it, every hash renewed."""
    project = opened(path)
    run = replace(there(project.run), **fields)
    other = path.with_name("tampered.gradus")
    save(replace(project, run=run), other)
    return other


def test_an_honest_file_is_a_line_of_the_table(tmp_path: Path) -> None:
    session = trained(line(title="=Mine", goal="loss < 1"))
    pinned = Trained(line(), np.ones(3))
    branch = Branch(np.arange(2.0), np.ones(2))
    path = handed_in(
        tmp_path / "a.gradus", session, report=FORM, pinned=(pinned,), branches=(branch, branch)
    )
    row = looked_at(path, None)
    expected = Trainer(line())
    expected.step(60)

    assert (row.steps, row.loss, row.exact) == (60, train_loss(expected), "yes")
    assert (row.goal, row.own_data, row.runs, row.answers) == ("reached", "yes", 4, "1/2")
    assert row.is_fine and row.title == "=Mine" and row.cells()[1] == "'=Mine"
    assert looked_at(path, "loss < 0").goal == "missed"
    assert looked_at(path, "step >= 60 and optimizer.lr < 1").goal == "reached"


@given(experiments(), DEEDS)
def test_whatever_was_done_comes_out_again(experiment: Experiment, deeds: list[Any]) -> None:
    session = done(experiment, deeds)
    run = snapshot(session)
    if run.furthest:
        found = replayed(run)
        assert found.exact == "yes" and found.other is None and found.astray is None
        assert found.session.step_number == run.furthest


@pytest.mark.parametrize("place", [0, 8, 31, 59])
@pytest.mark.parametrize("factor", [1.001, 0.5, -1.0])
def test_a_changed_loss_is_found_though_its_hash_fits(
    tmp_path: Path, place: int, factor: float
) -> None:
    path = handed_in(tmp_path / "a.gradus", trained(line()))
    losses = there(opened(path).run).losses.copy()
    losses[place] *= factor
    row = looked_at(tampered(path, losses=losses), None)
    assert row.exact == "no" and not row.is_fine
    assert row.problem == f"step {place + 1} has another loss than the file says"


@pytest.mark.parametrize("number", [1, -1])
def test_parameters_that_nobody_has_trained_are_found_though_every_loss_is_right(
    tmp_path: Path, number: int
) -> None:
    path = handed_in(tmp_path / "a.gradus", trained(line()))
    moments = [*there(opened(path).run).moments]
    assert looked_at(path, None).problem == ""
    numbers = there(moments[number].parameters)
    better = {name: values * np.float32(1.01) for name, values in numbers.items()}
    moments[number] = replace(moments[number], parameters=better)
    row = looked_at(tampered(path, moments=tuple(moments)), None)
    assert (row.exact, row.is_fine) == ("yes", False)
    assert row.problem == f"the parameters at step {moments[number].step} are not those of the run"


def test_the_last_bits_of_another_processor_are_close(tmp_path: Path) -> None:
    path = handed_in(tmp_path / "a.gradus", trained(line()))
    losses = there(opened(path).run).losses
    near = losses * (1 + 5e-6 * np.sign(np.sin(np.arange(60))))
    row = looked_at(tampered(path, losses=near), None)
    assert row.exact == "close" and row.is_fine
    far = losses * (1 + 3e-5)
    assert looked_at(tampered(path, losses=far), None).exact == "no"


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_loss_that_is_none_makes_no_other_one_close(tmp_path: Path, value: float) -> None:
    path = handed_in(tmp_path / "a.gradus", trained(line()))
    losses = there(opened(path).run).losses.copy()
    losses[3:5] = value, 7.0
    assert looked_at(tampered(path, losses=losses), None).exact == "no"


def test_no_keyframe_is_better_than_what_leads_to_it(tmp_path: Path) -> None:
    """Where training goes on from it, every loss that follows is right; but who has made it?"""
    honest = trained(line(), 60)
    cheat = trained(line(), 32)
    cheat.set_parameter("output.weight", [[2.1]])
    cheat.step(28)
    path = handed_in(tmp_path / "a.gradus", cheat)
    assert looked_at(path, None).exact == "yes"  # as a change on the way, which is told
    moments = there(opened(path).run).moments
    hidden = tuple(replace(moment, changed=not moment.step) for moment in moments)
    assert looked_at(tampered(path, moments=hidden), None).exact == "no"
    near = there(opened(handed_in(path, honest)).run).losses * (1 + 1e-7)
    assert looked_at(tampered(path, losses=near), None).exact == "close"


def test_a_loss_that_is_rounding_alone_is_no_reason(tmp_path: Path) -> None:
    """Where a line fits exactly, what is left of the loss is chance on every processor."""
    data = {"columns": {"x": [-1.0, 0, 1], "y": [-2.0, 0, 2]}, "features": ["x"], "target": "y"}
    experiment = Experiment.from_dict({"data": data, "optimizer": {"name": "sgd", "lr": 0.5}})
    path = handed_in(tmp_path / "a.gradus", trained(experiment, 200))
    losses = there(opened(path).run).losses.copy()
    assert losses[-1] < 1e-12
    losses[-1] = 3 * losses[-1] + 1e-15
    assert looked_at(tampered(path, losses=losses), None).exact == "close"


def test_a_run_that_begins_elsewhere_is_not_close(tmp_path: Path) -> None:
    """Parameters that nobody has trained stand at the start: on another processor that is no."""
    session = Trainer(line())
    session.set_parameter("output.weight", [[2.0]])
    session.step(40)
    path = handed_in(tmp_path / "a.gradus", session)
    assert looked_at(path, None).exact == "yes"
    near = there(opened(path).run).losses * (1 + 1e-7)
    assert looked_at(tampered(path, losses=near), None).exact == "no"


def test_edits_on_the_way_are_replayed(tmp_path: Path) -> None:
    session = trained(line(), 10)
    session.change(put(session.experiment, "optimizer.lr", 0.002))
    session.step(10)
    session.set_parameter("output.bias", [0.5])
    session.step(10)
    session.goto(5)
    row = looked_at(handed_in(tmp_path / "a.gradus", session), None)
    assert (row.steps, row.exact, row.problem) == (30, "yes", "")


def test_a_history_without_its_beginning_says_so(tmp_path: Path) -> None:
    path = handed_in(tmp_path / "a.gradus", trained(line()))
    moments = there(opened(path).run).moments
    row = looked_at(tampered(path, moments=moments[3:]), None)
    assert row.exact == "yes" and not row.is_fine
    assert row.problem.startswith(f"the history begins at step {moments[3].step}: ")


def test_a_run_of_another_experiment_is_told(tmp_path: Path) -> None:
    session = trained(line())
    other = put(session.experiment, "optimizer.lr", 0.5)
    path = tmp_path / "a.gradus"
    save(Project(other, snapshot(session)), path)
    assert looked_at(path, None).problem == "the run in it is of another experiment: optimizer.lr"
    longer = put(session.experiment, "training.epochs", 9)
    save(Project(longer, snapshot(session)), path)
    assert looked_at(path, None).problem == ""


def test_without_a_run_there_is_the_starting_loss(tmp_path: Path) -> None:
    path = tmp_path / "a.gradus"
    save(Project(line(goal="step > 1")), path)
    row = looked_at(path, None)
    assert (row.steps, row.exact, row.runs, row.goal, row.answers) == (0, "", 0, "missed", "0/0")
    assert row.loss == pytest.approx(float(trained(line(), 1).losses[0])) and row.is_fine


def test_figures_of_classes_and_test_rows_are_known_to_goals(tmp_path: Path) -> None:
    session = trained(flowers(data={"test_fraction": 0.4}))
    path = handed_in(tmp_path / "a.gradus", session)
    whole = "accuracy >= 0 and test_accuracy >= 0 and test_loss > 0 and epoch >= 1"
    assert looked_at(path, whole).goal == "reached"
    row = looked_at(handed_in(tmp_path / "b.gradus", trained(line())), whole)
    assert row.goal == "" and row.problem.startswith("goal: accuracy needs classes")
    assert row.exact == "yes"


def test_what_is_no_project_is_a_row_with_its_sentence(tmp_path: Path) -> None:
    path = handed_in(tmp_path / "a.gradus", trained(line()))
    for content in (b"", b"PK\x03\x04", path.read_bytes()[:-40], b"{}"):
        broken = tmp_path / "b.gradus"
        broken.write_bytes(content)
        row = looked_at(broken, None)
        assert row.problem.startswith("b.gradus: ") and row.steps is None and not row.is_fine
    run = there(opened(path).run)
    row = looked_at(tampered(path, moments=run.moments[::-1]), None)
    assert row.problem == "tampered.gradus: run.moments: does not fit the rest of the file"


# ---- whose data ---------------------------------------------------------------------------------


def test_an_example_s_data_are_not_ones_own_whatever_they_are_called() -> None:
    data = Experiment.load(SAMPLES / "b1-height-weight.json").data
    assert not is_own(data)
    table = data.table.rename("height", "키").rename("weight", "몸무게")
    assert not is_own(replace(data, table=table, features=("키",), target="몸무게"))
    columns = {name: column + 0.5 for name, column in data.table.columns.items()}
    assert is_own(replace(data, table=type(data.table)(columns)))
    assert is_own(line().data) and is_own(flowers().data)


def test_neither_are_those_of_a_classic_set() -> None:
    from engine.files import classics

    assert not is_own(classics.load("iris").data)


# ---- the command --------------------------------------------------------------------------------


def read(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_the_columns_that_were_promised() -> None:
    assert ",".join(COLUMNS) == (
        "file,title,steps,loss,goal,own_data,runs,answers,exact,seconds,problem"
    )


def test_folders_are_searched_in_order_and_links_are_not_followed(tmp_path: Path) -> None:
    for name in ("b/2.gradus", "b/1.GRADUS", "a.gradus", "b/c/3.gradus", "b/no.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "link.gradus").symlink_to(tmp_path / "a.gradus")
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    names = [str(path.relative_to(tmp_path)) for path in projects([tmp_path, tmp_path / "b"])]
    assert names == ["a.gradus", "b/1.GRADUS", "b/2.gradus", "b/c/3.gradus"]
    assert projects([tmp_path / "b" / "no.json"]) == [tmp_path / "b" / "no.json"]
    with pytest.raises(EngineError, match="no such file"):
        projects([tmp_path / "none"])


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "required: FILE_OR_FOLDER"),
        (["none.gradus"], "there is no such file"),
        (["."], "holds no project"),
        ([__file__, "--goal", "loss <"], "--goal: 'loss <' is no comparison"),
        ([__file__, "--limit", "0"], "must be more than 0"),
        ([__file__, "--csv", "no/where/out.csv"], "cannot be written"),
    ],
)
def test_wrong_arguments_are_one_line(
    arguments: list[str],
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert why in told.err and told.err.count("\n") == 1 and told.out == ""


def test_each_file_is_a_row_whatever_becomes_of_the_process(tmp_path: Path) -> None:
    """Through the program itself: two good files, a damaged one, and one that takes too long."""
    for name in "ab":
        handed_in(tmp_path / f"{name}.gradus", trained(line()))
    (tmp_path / "c.gradus").write_bytes(b"nothing")
    slow = trained(line(), 10)
    run = snapshot(slow)
    endless = replace(run, furthest=10**7, losses=np.ones(10**7))
    save(Project(slow.experiment, endless), tmp_path / "d.gradus")
    out = tmp_path / "out.csv"
    arguments = ["check", str(tmp_path), "--csv", str(out), "--limit", "4"]
    done = subprocess.run(
        [sys.executable, "main.py", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    rows = read(out)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "4 files: 2 yes, 2 with a problem\n"
    assert [row["file"] for row in rows] == [str(tmp_path / f"{name}.gradus") for name in "abcd"]
    assert [row["exact"] for row in rows] == ["yes", "yes", "", ""]
    assert "damaged" in rows[2]["problem"] and rows[3]["problem"] == "takes longer than 4 seconds"
    assert 4 <= float(rows[3]["seconds"]) < 8


class Failing(workers._Worker):
    """One whose process ends as soon as it has something to do."""

    def ask(self, number: int, path: Path) -> None:
        super().ask(number, path)
        self._process.kill()


def test_a_file_on_which_the_process_fails_is_a_row_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_Worker", Failing)
    path = handed_in(tmp_path / "a.gradus", trained(line(), 5))
    (row,) = workers.rows([path], None, 60.0)
    assert row.problem.startswith("could not be checked") and not row.is_fine


def test_what_training_saves_without_a_window_is_a_project(tmp_path: Path) -> None:
    experiment, project = tmp_path / "e.json", tmp_path / "p.gradus"
    line(title="Hours", training={"epochs": 30}).save(experiment)
    command = [sys.executable, "main.py", "train", str(experiment), "--save", str(project)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    found = opened(project)
    assert found.experiment == Experiment.load(experiment)
    assert there(found.run).losses.tolist() == trained(line(), 30).losses.tolist()
    assert looked_at(project, None).exact == "yes"
    back = Trainer.restored(there(found.run))
    back.goto(7)
    assert back.parameters == trained(line(), 7).parameters
    with zipfile.ZipFile(project) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    assert manifest["format"] == "gradus-project/1"
    again = subprocess.run([*command, "--out", str(project)], cwd=ROOT, capture_output=True)
    assert again.returncode == 2 and b"named twice" in again.stderr
    other = [*command[:-1], str(tmp_path / "p.zip")]
    refused = subprocess.run(other, cwd=ROOT, capture_output=True)
    assert refused.returncode == 2 and b"must end in .gradus" in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.json", "p.gradus"]


def test_a_row_says_whether_somebody_must_look() -> None:
    assert Row("a").is_fine and Row("a", exact="close").is_fine
    assert not Row("a", exact="no").is_fine and not Row("a", problem="x").is_fine
    assert Row("a", problem="two\nlines").cells()[-1] == "two lines"
    assert Row("a", loss=float("inf")).cells()[3] == ""  # as null is where training tells it


def test_a_run_that_diverged_is_honest_work(tmp_path: Path) -> None:
    session = Trainer(line(optimizer={"name": "sgd", "lr": 0.9}))
    session.run_steps(1000, 1000)
    assert there(session.stopped).reason == "diverged"
    row = looked_at(handed_in(tmp_path / "a.gradus", session), None)
    assert (row.steps, row.exact, row.problem) == (session.step_number, "yes", "")


@pytest.mark.long
@pytest.mark.soak
def test_thirty_files_of_three_thousand_steps_come_out_on_this_and_another_processor(
    tmp_path: Path,
) -> None:
    """As they are written by a machine with other instructions, where this one can act as such."""
    code = (
        "import sys; from tests.engine.test_checking import hand_in_thirty;"
        "from pathlib import Path; hand_in_thirty(Path(sys.argv[1]))"
    )
    for kind in ("", "avx2"):
        folder = tmp_path / (kind or "own")
        folder.mkdir()
        environment = {**os.environ, **({"ATEN_CPU_CAPABILITY": kind} if kind else {})}
        command = [sys.executable, "-c", code, str(folder)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        rows = workers.rows(projects([folder]), None, 60.0)
        assert len(rows) == 30 and {row.exact for row in rows} <= {"yes", "close"}
        assert all(row.is_fine and row.steps == 3000 for row in rows)
        assert kind or {row.exact for row in rows} == {"yes"}


def hand_in_thirty(folder: Path) -> None:
    """Thirty pupils' files, each with other numbers."""
    optimizers = [{"name": "sgd", "lr": 0.05}, {"name": "adam", "lr": 0.01}]
    for number in range(30):
        numbers = np.random.default_rng(number)
        x = numbers.normal(size=(2, 100))
        y = x[0] * x[1] + numbers.normal(0, 0.1, 100)
        columns = {"a": x[0].tolist(), "b": x[1].tolist(), "y": y.tolist()}
        experiment = Experiment.from_dict(
            {
                "data": {"columns": columns, "features": ["a", "b"], "target": "y"},
                "model": {"hidden": [[], [4], [16, 16]][number % 3]},
                "optimizer": optimizers[number % 2],
                "training": {"epochs": 3000, "batch_size": None},
            }
        )
        handed_in(folder / f"{number:02}.gradus", trained(experiment, 3000))
