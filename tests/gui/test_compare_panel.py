"""Compare: what differs between runs, what came of each; named, noted, hidden, sorted, opened."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.metrics import metrics
from engine.frames import Beside, BesideRequest, Frame, MetricsRequest, Request, View
from engine.training.keeping import snapshot
from gui.kit.numbers import NOTHING, loss
from gui.kit.pinned import PinnedRun
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import KeepRuns, PinRuns, Refuse, ReopenRun, Wish
from gui.model.journal.journal import Journal
from gui.panels.compare.differing import differences_among
from gui.panels.compare.panel import ComparePanel
from tests.experiments import flowers, line


class Bench:
    """The panel beside a session, and the list of runs that grants its wishes."""

    def __init__(self, qtbot: QtBot, experiment: Experiment, *others: Experiment) -> None:
        self.panel, self.wishes = ComparePanel(), list[Wish]()
        qtbot.addWidget(self.panel)
        self.panel.wished.connect(self._grant)
        self.journal = journal = Journal()
        self.panel.read_journal(journal)
        self.panel.resize(420, 320)
        self.panel.restyle(LIGHT)
        self.panel.show()
        session = Session(experiment)
        session.step(6)
        views: dict[Request, View] = {MetricsRequest(): metrics(session)}
        frame = Frame(1, 6, 6, None, False, 0, session.losses, session.loss, {}, views)
        journal.take(frame)
        self.panel.show_experiment(experiment)
        self.panel.draw(frame)
        journal.open(experiment)
        self.session, self.losses = session, session.losses
        self.keep(*(trained(other, number) for number, other in enumerate(others, start=1)))

    def _grant(self, wish: Wish) -> None:
        self.wishes.append(wish)
        if isinstance(wish, PinRuns):
            self.keep(*wish.runs)

    def keep(self, *runs: PinnedRun) -> None:
        self.runs = runs
        self.panel.show_pinned(runs)

    def of(self, kind: type[Wish]) -> list[Any]:
        return [wish for wish in self.wishes if isinstance(wish, kind)]

    def column(self, name: str) -> list[str]:
        table = self.panel.table
        place = [column.name for column in table.columns].index(name)
        return [table.index(row, place).data() for row in range(table.rowCount())]

    def choose(self, number: int) -> None:
        self.panel.view.selectRow(self.panel.table.row_of(number))


def trained(experiment: Experiment, number: int, steps: int = 4) -> PinnedRun:
    session = Session(experiment)
    session.step(steps)
    return PinnedRun(experiment, session.losses, number)


def test_only_what_differs_has_a_column(qtbot: QtBot) -> None:
    others = [line(optimizer={"lr": 0.05}), line(optimizer={"lr": 0.05, "momentum": 0.9})]
    bench = Bench(qtbot, line(), *others)
    names = [column.name for column in bench.panel.table.columns]
    differ = ["optimizer.lr", "optimizer.momentum"]
    assert names == ["run", "loss", "steps", *differ, "mse", "mae", "r2", "note"]
    assert bench.column("optimizer.lr") == ["0.01", "0.05", "0.05"]
    assert bench.column("optimizer.momentum") == ["0", "0", "0.9"]
    assert bench.column("run") == ["this run", "Learning rate 0.05",
                                   "Learning rate 0.05, Momentum 0.9"]  # fmt: skip
    assert bench.column("steps") == ["6", "4", "4"]
    assert bench.column("loss")[0] == f"{bench.losses[-1]:.4f}"
    squares = bench.column("mse")[0]  # written as a loss is, like the one in Metrics
    assert squares == loss(float(squares))
    assert bench.panel.said.text() == "They differ in: Learning rate, Momentum."


def test_numbers_of_another_optimizer_are_no_difference_but_a_dash() -> None:
    found = {d.path: d.texts for d in differences_among([
        line(optimizer={"name": "adam", "lr": 0.01, "betas": [0.8, 0.9]}),
        line(optimizer={"name": "adam", "lr": 0.01}), line(),
    ])}  # fmt: skip
    assert found == {"optimizer.name": ("Adam", "Adam", "SGD"),
                     "optimizer.betas": ("0.8, 0.9", "0.9, 0.999", NOTHING)}  # fmt: skip


def test_other_data_are_told_by_a_letter_and_their_rows() -> None:
    columns = {"x": [1, 2, 3], "y": [2, 4, 6]}
    (found,) = differences_among([line(), line(data={"columns": columns}), line()])
    assert (found.path, found.texts) == ("data.columns", ("A (5 rows)", "B (3 rows)", "A (5 rows)"))


def test_figures_of_test_rows_stand_where_there_are_some(qtbot: QtBot) -> None:
    bench = Bench(qtbot, flowers(data={"test_fraction": 0.34}))
    names = [column.name for column in bench.panel.table.columns]
    assert names == ["run", "loss", "steps", "test_loss", "accuracy", "test_accuracy", "note"]
    assert bench.column("test_loss") != [NOTHING] and "%" in bench.column("accuracy")[0]


def test_what_came_of_the_others_is_asked_for_once(qtbot: QtBot) -> None:
    data = {"test_fraction": 0.34}
    other = flowers(data=data, optimizer={"lr": 0.5})
    bench = Bench(qtbot, flowers(data=data), other, line())
    panel = bench.panel
    request = BesideRequest((1, 2), MetricsRequest())
    assert panel.wants() == (MetricsRequest(), request)
    own = Session(other)
    own.step(4)
    found = metrics(own)
    views: dict[Request, View] = {request: Beside({1: found}, (2,))}
    panel.draw(Frame(1, 6, 6, None, False, 6, np.empty(0), 0.1, {}, views))
    assert bench.column("test_loss")[1:] == [f"{found.test_loss:.4f}", NOTHING]
    assert bench.column("accuracy")[1] == f"{100 * found.train['accuracy']:.1f}\u202f%"
    assert panel.wants() == (MetricsRequest(),)
    bench.keep(replace(bench.runs[0], title="mine"))  # the same run
    assert panel.wants() == (MetricsRequest(),) and bench.column("test_loss")[1] != NOTHING
    bench.keep(trained(other, 1, 5))
    assert panel.wants()[1:] == (BesideRequest((1,), MetricsRequest()),)


def test_a_column_sorts_and_a_second_press_turns_it(qtbot: QtBot) -> None:
    rates = [line(optimizer={"lr": rate}) for rate in (0.05, 0.001, 0.02)]
    bench = Bench(qtbot, line(), *rates)
    panel = bench.panel
    bench.choose(2)
    place = [column.name for column in panel.table.columns].index("optimizer.lr")
    panel.view.sortByColumn(place, Qt.SortOrder.AscendingOrder)
    assert bench.column("optimizer.lr") == ["0.001", "0.01", "0.02", "0.05"]
    panel.view.sortByColumn(place, Qt.SortOrder.DescendingOrder)
    assert bench.column("optimizer.lr") == ["0.05", "0.02", "0.01", "0.001"]
    state = json.loads(json.dumps(panel.view_state()))
    panel.take_view_state({"by": "nothing", "descends": 3})
    assert bench.column("optimizer.lr") == ["0.01", "0.05", "0.001", "0.02"]
    panel.take_view_state(state)
    assert bench.column("optimizer.lr") == ["0.05", "0.02", "0.01", "0.001"]
    bench.keep(*bench.runs[1:])  # it stays sorted when the list is another
    assert bench.column("optimizer.lr") == ["0.02", "0.01", "0.001"]


def test_a_run_is_named_noted_hidden_and_removed_each_as_one_entry(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line(), line(optimizer={"lr": 0.05}), line(loss={"name": "l1"}))
    panel = bench.panel
    bench.choose(1)
    index = panel.table.index(panel.view.currentIndex().row(), 0)
    assert panel.table.setData(index, "  the   quick one ")
    assert bench.runs[0].title == "the quick one" and bench.column("run")[1] == "the quick one"
    panel.bar.note.setText("overshoots")
    panel.bar.note.editingFinished.emit()
    assert panel.bar.note.cursorPosition() == 0, "its beginning is seen"
    assert bench.runs[0].note == "overshoots" and bench.column("note")[1] == "overshoots"
    bench.choose(2)
    assert panel.bar.note.text() == ""  # each its own
    box = panel.table.index(panel.view.currentIndex().row(), 0)
    assert panel.table.setData(box, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert [run.hidden for run in bench.runs] == [False, True]
    panel.bar.remove.click()
    assert [run.number for run in bench.runs] == [1]
    texts = [wish.text for wish in bench.of(PinRuns)]
    assert texts == ["Rename the run", "Note on the run", "Hide Loss Mean absolute error",
                     "Remove Loss Mean absolute error"]  # fmt: skip


@pytest.mark.parametrize("typed", ["x" * 61, "taken"])
def test_a_name_that_cannot_be_is_refused_in_a_sentence(qtbot: QtBot, typed: str) -> None:
    bench = Bench(qtbot, line(), line(optimizer={"lr": 0.05}), line(loss={"name": "l1"}))
    bench.keep(bench.runs[0], PinnedRun(line(), np.ones(2), 2, title="taken"))
    index = bench.panel.table.index(1, 0)
    bench.panel.table.setData(index, typed)
    assert len(bench.of(Refuse)) == 1 and bench.of(PinRuns) == [] and bench.runs[0].title == ""


def test_a_blank_name_is_its_own_again(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.keep(PinnedRun(line(optimizer={"lr": 0.5}), np.ones(3), 1, title="mine"))
    bench.panel.table.setData(bench.panel.table.index(1, 0), " ")
    assert bench.column("run")[1] == "Learning rate 0.5"


def test_the_keyboard_opens_and_removes_and_the_run_at_hand_is_pinned(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line(), line(optimizer={"lr": 0.05}))
    panel = bench.panel
    assert not panel.bar.open.isEnabled()  # the run at hand
    panel.bar.pin.click()
    (kept,) = bench.of(KeepRuns)
    np.testing.assert_array_equal(kept.runs[0].losses, bench.losses)
    bench.choose(1)
    panel.activateWindow()
    panel.view.setFocus()
    qtbot.waitUntil(panel.view.hasFocus)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert bench.of(ReopenRun)[0].run is bench.runs[0]
    texts = [action.text() for action in panel.menu().actions() if action.text()]
    assert texts == ["Open", "Rename", "Hide", "Remove", "Pin the run", "Sort by"]
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert bench.runs == ()


def test_it_draws_on_in_the_dark_with_nothing_and_while_training_runs(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line(), line(optimizer={"lr": 0.05}))
    panel = bench.panel
    row = panel.view.currentIndex().row()
    panel.draw(Frame(1, 6, 6, None, True, 6, np.empty(0), 0.1, {}, {}))
    assert panel.view.currentIndex().row() == row
    panel.restyle(DARK)
    panel.forget()
    bench.keep()
    assert bench.column("run") == ["this run"] and "Pin a run" in panel.in_words()
    panel.grab()


def test_a_run_is_credited_to_what_it_was_trained_with(qtbot: QtBot) -> None:
    slow, fast = line(optimizer={"lr": 0.01}), line(optimizer={"lr": 0.02})
    bench = Bench(qtbot, slow, line(optimizer={"lr": 0.03}))
    panel, session = bench.panel, bench.session
    bench.journal.show_experiment(fast)
    panel.show_experiment(fast)
    assert bench.column("optimizer.lr") == ["0.01", "0.03"]  # nothing was trained with 0.02
    panel.bar.pin.click()
    session.change(fast)
    session.step(2)
    losses = session.losses[6:]
    frame = Frame(1, 8, 8, None, False, 6, losses, session.loss, {}, {})
    bench.journal.take(frame)
    panel.draw(frame)
    changed = "0.01, then 0.02 from step 6"
    assert bench.column("optimizer.lr") == [changed, "0.03"]
    panel.bar.pin.click()
    before, after = (wish.runs[0] for wish in bench.of(KeepRuns))
    assert before.experiment == slow and before.earlier == ()
    bench.keep(replace(before, number=1), replace(after, number=2))
    assert bench.column("optimizer.lr") == [changed, "0.01", changed]
    bench.journal.recall(snapshot(session), fast)  # reopened, or there again by undo
    bench.journal.take(replace(frame, run=2, losses_from=0, new_losses=session.losses))
    assert bench.journal.earned(fast) == (fast, after.earlier)


def test_an_answer_that_was_asked_for_before_some_were_known_counts(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line(), line(optimizer={"lr": 0.02}), line(optimizer={"lr": 0.03}))
    asked, found = BesideRequest((1, 2), MetricsRequest()), metrics(bench.session)
    for known in ({1: found}, {1: found, 2: found}):
        views: dict[Request, View] = {asked: Beside(dict[int, View](known), ())}
        bench.panel.draw(Frame(1, 6, 6, None, False, 6, np.empty(0), 0.0, {}, views))
    assert bench.panel.wants() == (MetricsRequest(),)
