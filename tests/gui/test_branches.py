"""Values looked at ahead stay as branches: each reopens to its losses, from files too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Session
from engine.answers.companions import COMPANIONS
from engine.answers.views import answer
from engine.frames import Beside, BesideRequest, MetricsRequest
from engine.project import opened
from engine.training.keeping import snapshot
from gui.app import App
from gui.kit.pinned import PinnedRun
from gui.kit.wishes import PinRuns, ReopenRun
from gui.model.journal import pinned
from gui.model.journal.pinned import Pinned, companion
from gui.panels.compare.panel import ComparePanel
from gui.panels.futures.panel import FuturesPanel
from tests.experiments import line
from tests.programs import program
from tests.there import found, there

LONG = 60_000


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    yield from program(clean_qapp, qtbot)


def stand_at(app: App, qtbot: QtBot, step: int, *losses: NDArray[np.float64]) -> None:
    """Wait until training stands there, and with these losses where they are given."""

    def stands() -> bool:
        last, now = app.board.last, app.board.journal.losses.values
        is_there = last is not None and last.step == step == len(now)
        return is_there and all(np.array_equal(now, wanted) for wanted in losses)

    qtbot.waitUntil(stands, timeout=LONG)


def test_a_branch_is_gone_on_with_undone_and_kept(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    app.document.adopt(line(training={"batch_size": 2}))
    stand_at(app, qtbot, 0)
    app.runner.step(7)
    stand_at(app, qtbot, 7)
    app.window.show_view("futures")
    ahead = found(app.window, FuturesPanel)
    qtbot.waitUntil(lambda: ahead.setting.currentData() is not None, timeout=LONG)
    ahead.values.setText("0.01 0.02 0.03")
    ahead.steps.set_value(20)
    ahead.look.click()
    qtbot.waitUntil(lambda: len(ahead.outcomes) == 3, timeout=LONG)
    ahead.outcomes.buttons[0].click()
    stand_at(app, qtbot, 27)
    taken = app.board.journal.losses.values.copy()
    low, high = app.pinned.runs
    assert low.kind == high.kind == "branch"
    assert (low.number, high.number) == (1, 2) and there(high.fork).step == 7
    assert [(step, one.optimizer.number("lr")) for step, one in high.earlier] == [(7, 0.01)]

    app.board.wished.emit(ReopenRun(high))
    stand_at(app, qtbot, 27, high.losses)
    assert app.document.experiment.optimizer.number("lr") == 0.03
    assert there(app.board.last).earliest == 0  # and back to where it all began
    turns = app.board.journal.turns
    assert turns.steps == [7]
    app.document.undo()
    stand_at(app, qtbot, 27, taken)
    assert turns.steps == []
    app.document.redo()
    stand_at(app, qtbot, 27, high.losses)
    assert turns.steps == [7]

    named = replace(high, title="빠른 것", note="it overshoots\nand comes back", hidden=True)
    app.board.wished.emit(PinRuns((low, named), "Rename the run"))
    assert app.document.history.undo_text == "Rename the run"
    app.document.undo()
    assert app.pinned.runs == (low, high)
    app.document.redo()
    assert app.pinned.runs == (low, named)
    app.pinned.choose((*app.pinned.runs, replace(low, number=3)))  # not by hand: it stays
    app.document.undo()
    assert [(run.number, run.title) for run in app.pinned.runs] == [(1, ""), (3, ""), (2, "")]
    app.document.redo()
    app.pinned.choose((low, named))

    path = tmp_path / "fan.gradus"
    with qtbot.waitSignal(app.files.projects.saved, timeout=LONG):
        app.files.projects.save(path)
    app.document.adopt(line(loss={"name": "l1"}))
    stand_at(app, qtbot, 0)
    kept = there(opened(path).pinned[0].fork)
    assert kept.step == 7 and kept.experiment.optimizer.number("lr") == 0.01
    app._make_safe().gathering.give_back(opened(path), path)
    stand_at(app, qtbot, 27)
    again = app.pinned.runs[1]
    assert (again.title, again.note, again.hidden) == (named.title, named.note, True)
    assert again.kind == "branch" and not app.document.dirty
    app.board.wished.emit(PinRuns((app.pinned.runs[0], replace(again, note="")), "Note"))
    assert app.document.dirty  # the file has another note
    app.board.wished.emit(ReopenRun(app.pinned.runs[0]))
    stand_at(app, qtbot, 27, low.losses)

    app.window.show_view("compare")
    table = found(app.window, ComparePanel)
    for _ in range(2):  # of another training process too, which is told of them anew
        qtbot.waitUntil(lambda: len(table._figures) == 2, timeout=LONG)
        assert all(table._figures.of(run) is not None for run in app.pinned.runs)
        table._figures.keep(())
        app.runner.restart()


def test_memory_is_bounded_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(line())
    session.step(30)
    kept, said = Pinned(), list[int]()
    kept.forgot.connect(said.append)
    training = snapshot(session)
    one = PinnedRun(session.experiment, session.losses, 0)
    kept.add((one, one), training)
    assert [run.number for run in kept.runs] == [1, 2] and said == []
    monkeypatch.setattr(pinned, "BYTES", 2 * kept.runs[0].size)
    kept.add((one,), training)
    assert [run.number for run in kept.runs] == [2, 3] and said == [1]


def test_a_run_that_did_not_come_from_there_has_no_fork() -> None:
    session = Session(line())
    session.step(4)
    kept, other = Pinned(), PinnedRun(session.experiment, np.array([1.0, 2.0]), 0)
    kept.add((other,), snapshot(session))
    assert kept.runs[0].fork is None


def test_a_run_pinned_before_its_last_losses_have_arrived_still_comes_again() -> None:
    session = Session(line())
    session.step(20)
    session.change(line(optimizer={"lr": 0.002}))
    session.step(20)
    training = snapshot(session)
    at_once = replace(training, losses=training.losses[:31])
    kept, run = Pinned(), PinnedRun(session.experiment, session.losses, 0)
    kept.add((run,), at_once)
    COMPANIONS.put(tuple(map(companion, kept.runs)))
    asked = BesideRequest((1,), MetricsRequest())
    found = answer(Session(line()), (asked,))[asked]
    COMPANIONS.put(())
    assert isinstance(found, Beside) and found.astray == () and 1 in found.views
