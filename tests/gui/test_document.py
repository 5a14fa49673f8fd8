"""The document: one entry a gesture, undo that gives back the very same value, files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from engine.data.table import numbers
from engine.edits.setting import put
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import Training
from engine.report.value import Report
from gui.model import entry
from gui.model.beginning import empty, missing
from gui.model.differing import changed_number
from gui.model.document import Document
from gui.model.undo import Undo
from tests.experiments import line

pytestmark = pytest.mark.usefixtures("qapp")


def experiment(seed: int = 0) -> Experiment:
    data = {"columns": {"x": [1, 2, 3], "y": [2, 4, 6]}, "features": ["x"], "target": "y"}
    return Experiment.from_dict({"data": data, "training": {"seed": seed}})


def with_rate(base: Experiment, rate: float) -> Experiment:
    return replace(base, optimizer=base.optimizer.replace(lr=rate))


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "line.json"
    experiment().save(path)
    result = Document()
    result.open(path)
    return result


def test_opening_tells_and_starts_clean(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "line.json"
    experiment().save(path)
    document = Document()
    with qtbot.waitSignal(document.opened) as opened:
        document.open(path)
    assert opened.args == [experiment()]
    assert (document.path, document.title, document.dirty) == (path, "line", False)


def test_a_table_is_opened_as_an_experiment(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("hours,points\n1,10\n2,20\n3,30\n", encoding="utf-8")
    document = Document()
    document.open(path)
    assert document.experiment.data.table.names == ("hours", "points")
    assert document.path is None  # saving must not write JSON into the table's file


def test_what_cannot_be_opened_leaves_the_document_alone(document: Document) -> None:
    before = document.experiment
    with pytest.raises(EngineError):
        document.open("nowhere.json")
    assert document.experiment is before


def test_an_edit_is_told_undone_and_redone(document: Document) -> None:
    told: list[Experiment] = []
    document.changed.connect(told.append)
    before, after = document.experiment, replace(document.experiment, title="Line")
    document.edit("Rename", after)
    assert (document.dirty, document.history.undo_text) == (True, "Rename")
    document.undo()
    assert document.experiment is before
    assert (document.dirty, document.history.redo_text) == (False, "Rename")
    document.redo()
    assert told == [after, before, after]


def test_an_edit_that_changes_nothing_is_no_entry(document: Document) -> None:
    document.edit("Nothing", replace(document.experiment))
    assert not document.dirty
    assert document.history.undo_text == ""


def test_a_burst_on_one_number_is_one_entry(document: Document) -> None:
    before = document.experiment
    for rate in (0.02, 0.03, 0.04):
        document.edit("Learning rate", with_rate(document.experiment, rate))
    document.undo()
    assert document.experiment is before


def test_other_numbers_and_later_turns_are_their_own_entries(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.edit("Learning rate", with_rate(document.experiment, 0.02))
    first = document.experiment
    document.edit("Seed", replace(first, training=Training(seed=5)))
    document.undo()
    assert document.experiment is first
    monkeypatch.setattr("gui.model.undo.BURST", -1.0)
    document.edit("Learning rate", with_rate(first, 0.03))
    document.edit("Learning rate", with_rate(first, 0.04))
    document.undo()
    assert document.experiment.optimizer.as_dict()["lr"] == 0.03


def test_a_drag_with_a_key_is_one_entry(document: Document) -> None:
    before = document.experiment
    for x in (1.5, 1.75):
        table = document.experiment.data.table.put(0, {"x": x})
        data = replace(document.experiment.data, table=table)
        document.edit("Move a point", replace(document.experiment, data=data), merge="drag 1")
    document.undo()
    assert document.experiment is before


def test_saving_is_the_clean_state_even_after_undo(document: Document, tmp_path: Path) -> None:
    document.edit("Learning rate", with_rate(document.experiment, 0.02))
    document.save(tmp_path / "other.json")
    assert (document.dirty, document.path) == (False, tmp_path / "other.json")
    document.edit("Learning rate", with_rate(document.experiment, 0.03))
    assert document.dirty
    document.undo()
    assert not document.dirty  # the edit after saving did not merge into what was saved
    assert Experiment.load(tmp_path / "other.json") == document.experiment


def test_what_is_under_construction_is_held_but_not_saved(tmp_path: Path) -> None:
    document = Document()
    for task in ("regression", "classification"):
        document.new(task)
        assert missing(document.experiment.data)
        assert not document.trainable
        with pytest.raises(EngineError):
            document.save(tmp_path / "empty.json")
    assert list(tmp_path.iterdir()) == []


def test_points_make_an_empty_regression_trainable() -> None:
    document = Document()
    document.new("regression")
    for place in (1.0, 2.0):
        table = document.experiment.data.table.append([{"x": place, "y": place}])
        data = replace(document.experiment.data, table=table)
        document.edit("Add a point", replace(document.experiment, data=data))
    assert document.trainable
    assert missing(document.experiment.data) == ""
    document.undo()
    assert not document.trainable


def test_an_example_has_no_file(document: Document, tmp_path: Path) -> None:
    document.open(tmp_path / "line.json", example=True)
    assert document.path is None
    assert json.loads((tmp_path / "line.json").read_text(encoding="utf-8"))["title"] == ""


def test_the_undo_list_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "LIMIT", 5)
    history = Undo(experiment(0))
    for seed in range(1, 50):
        history.push("Seed", experiment(seed))
    steps = 0
    while history.undo():
        steps += 1
    assert steps == 4
    assert history.here.experiment.training.seed == 45


def test_large_tables_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "BYTES", 50_000)
    base = experiment()
    history = Undo(base)
    for _ in range(20):
        table = base.data.table.replace(x=numbers(range(1000)), y=numbers(range(1000)))
        history.push("Generate", replace(base, data=replace(base.data, table=table)))
    steps = 0
    while history.undo():
        steps += 1
    assert 1 <= steps <= 4


@given(st.lists(st.sampled_from(["push", "undo", "redo"]), max_size=60))
def test_undo_and_redo_walk_one_line(moves: list[str]) -> None:
    base = empty("regression")
    history, line, place = Undo(base), [base], 0
    for count, move in enumerate(moves):
        if move == "push":
            line = [*line[: place + 1], replace(base, title=str(count))]
            place += 1
            history.push("Rename", line[-1])
        elif move == "undo":
            assert history.undo() == (place > 0)
            place = max(place - 1, 0)
        else:
            assert history.redo() == (place < len(line) - 1)
            place = min(place + 1, len(line) - 1)
        assert history.here.experiment is line[place]


def test_only_one_number_is_a_merge_key() -> None:
    base = experiment()
    assert changed_number(base, with_rate(base, 0.5)) == changed_number(base, with_rate(base, 1))
    assert changed_number(base, replace(base, title="Line")) == ""
    assert changed_number(base, replace(with_rate(base, 0.5), training=Training(seed=1))) == ""
    wider = replace(base, model=replace(base.model, hidden=(4,)))
    assert changed_number(base, wider) == ""
    assert changed_number(wider, replace(base, model=replace(base.model, hidden=(5,)))) != ""
    without_bias = replace(base, model=replace(base.model, bias=False))
    assert changed_number(base, without_bias) == ""


def test_parameters_that_were_set_are_taken_back_and_set_again_until_training_moves() -> None:
    document = Document()
    first = document.experiment
    wanted: list[tuple[str, list[float]]] = []
    changes: list[Experiment] = []
    document.run.parameter_wanted.connect(
        lambda name, values: wanted.append((name, values.tolist()))
    )
    document.changed.connect(changes.append)
    document.run.set_parameters("Fit", {"b": np.array([1.0])}, {"b": np.array([2.0])})
    document.edit("Learning rate", with_rate(first, 0.5))
    document.run.set_parameters("Fit", {"b": np.array([2.0])}, {"b": np.array([3.0])})
    assert document.history.undo_text == "Fit"
    for step in (document.undo, document.undo, document.undo, document.redo):
        step()
    assert wanted == [("b", [2.0]), ("b", [1.0]), ("b", [2.0])] and changes[-1] is first
    assert document.dirty and document.history.redo_text == "Learning rate"
    document.redo()
    document.redo()
    document.run.forget_parameters()
    assert document.history.undo_text == "Learning rate" and document.history.redo_text == ""
    document.undo()
    assert document.experiment is first and document.history.undo_text == ""


@pytest.mark.parametrize("name", ["a.gradus", "a.json", ""])
def test_a_number_put_in_by_hand_is_unsaved_until_it_is_saved_undone_or_reset(name: str) -> None:
    path = Path(name) if name else None

    def fit(document: Document) -> None:
        document.run.set_parameters("Fit", {"b": np.array([1.0])}, {"b": np.array([2.0])})

    document = Document()
    document.adopt(line(), path)
    document.run.stands_at((1, 0, None))
    document.run.stands_at((1, 51, None))
    document.saved_as(path or Path("a.gradus"), document.stand)
    document.path, before = path, document.stand
    fit(document)
    assert document.dirty and document.stand != before
    document.undo()
    assert not document.dirty and document.stand == before
    document.redo()
    assert document.dirty
    document.saved_as(path or Path("a.gradus"), document.stand)
    assert not document.dirty
    document.undo()
    assert document.dirty
    document.redo()
    fit(document)
    document.run.stands_at((1, 52, None))
    document.run.forget_parameters()  # it is in what was trained since
    assert document.dirty
    document.path = None  # whose runs are not missed
    document.run.stands_at((2, 0, None))
    assert not document.dirty


def test_forgetting_parameters_keeps_what_was_undone() -> None:
    history = Undo(experiment(0))
    for seed in (1, 2):
        history.push_parameters("Fit", {}, {"b": np.ones(1)})
        history.push("Seed", experiment(seed))
    history.undo()
    history.undo()
    history.forget_parameters()
    assert not history.has_parameters
    assert history.here.experiment.training.seed == 1 and history.redo_text == "Seed"
    assert history.undo() and history.here.experiment.training.seed == 0 and not history.undo()


def test_the_report_is_part_of_what_is_done_undone_and_unsaved() -> None:
    document = Document()
    document.adopt(line())
    shown: list[str] = []
    changed: list[object] = []
    document.report_changed.connect(lambda report: shown.append(report.text))
    document.changed.connect(changed.append)
    document.write("Report", Report("a"), "typed")
    document.write("Report", Report("ab"), "typed")
    assert document.dirty and changed == [] and shown == ["a", "ab"]
    document.edit("Epochs", put(document.experiment, "training.epochs", 3))
    assert document.report.text == "ab"
    document.undo()
    assert (document.report.text, document.history.undo_text) == ("ab", "Report")
    document.undo()  # what was typed in one go
    assert document.report.text == "" and not document.dirty and len(changed) == 2
    document.redo()
    assert document.report.text == "ab" and len(changed) == 2
    document.reset()
    assert document.report.text == "ab"
    document.adopt(line(), None, Report("its own"))
    assert (document.report.text, document.dirty) == ("its own", False)
    document.adopt(line())
    assert document.report == Report() and shown[-1] == ""
