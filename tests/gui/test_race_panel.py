"""The race: chosen, guessed, run, told, and one of the racers made the run at hand."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.race import race
from engine.answers.views import answer
from engine.edits.setting import varied
from engine.frames import Frame, RaceRequest, Request, View
from gui.kit.pinned import MOST, PinnedRun, newest
from gui.kit.run_pens import run_pen
from gui.kit.theme import LIGHT
from gui.kit.wishes import Pause, PinRuns, Refuse, ReopenRun, Say, Wish
from gui.panels.race.kept import KEPT
from gui.panels.race.panel import RacePanel
from gui.shell.board import Board
from tests.experiments import flowers, line


class Bench:
    def __init__(self, qtbot: QtBot, experiment: Experiment) -> None:
        self.session = Session(experiment)
        self.panel = RacePanel()
        self.wishes: list[Wish] = []
        qtbot.addWidget(self.panel)
        self.panel.wished.connect(self.wishes.append)
        self.panel.resize(300, 480)
        self.panel.show()
        self.panel.show_experiment(experiment)

    def choose(self, path: str, values: str, epochs: int = 20) -> None:
        form = self.panel.form
        form.setting.pick(path)
        form.values.setText(values)
        form.epochs.set_value(epochs)

    def run(self) -> None:
        self.panel.form.start.click()
        views = answer(self.session, self.panel.wants())
        self.panel.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))

    def of(self, kind: type[Wish]) -> list[Any]:
        return [wish for wish in self.wishes if isinstance(wish, kind)]


def test_a_race_is_guessed_run_and_told(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("optimizer.lr", "0.001 0.05 0,02", epochs=400)
    bench.panel.form.below.set_value(1.0)
    bench.panel.form.guess.setCurrentText("0.001")
    bench.panel.form.reason.setText("it is careful")
    bench.run()
    assert len(bench.of(Pause)) == 1 and bench.panel.wants() == ()
    said = bench.panel.outcome.text()
    assert said.startswith("First, by steps: 0.05.")
    assert "Your guess 0.001 (it is careful): not so." in said
    places = [row[0] for row in bench.panel.standings.texts()]
    assert places == ["3", "1", "2"]
    assert bench.panel.standings.order == [1, 2, 0], "the first on top"


def test_a_race_goes_on_while_others_are_looked_at(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    board = Board()
    board.add(bench.panel)
    bench.choose("optimizer.lr", "0.001 0.05", epochs=30)
    assert board.wanted() == ()
    bench.panel.form.start.click()
    bench.panel.hide()
    (request,) = board.wanted()
    views = answer(bench.session, (request,))
    board.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))
    assert board.wanted() == () and len(bench.of(PinRuns)) == 1
    (said,) = bench.of(Say)
    assert said.text == bench.panel.outcome.text() and "0.05" in said.text
    bench.panel.show()
    bench.panel.form.start.click()
    bench.panel.hide()
    board.show_experiment(line(optimizer={"lr": 0.3}))
    assert board.wanted() == () and "given up" in bench.panel.outcome.text()


def test_a_racer_becomes_the_run_at_hand(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("optimizer.name", "sgd adam rmsprop")
    bench.run()
    bench.panel.standings.buttons[1].click()
    (opened,) = bench.of(ReopenRun)
    assert opened.run.steps == 20 and opened.run.fork is None
    assert opened.run.experiment == varied(line(), "optimizer.name", "adam")


def test_racers_are_kept_in_place_of_those_of_the_last_race(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    panel, mine = bench.panel, PinnedRun(line(), np.ones(3), 4)
    old = PinnedRun(line(), np.ones(2), 5, kind="racer")
    panel.show_pinned((mine, old))
    bench.choose("optimizer.name", "sgd adam rmsprop")
    bench.run()
    (pins,) = bench.of(PinRuns)
    first, *racers = pins.runs
    assert first is mine and pins.text == ""  # with the race, not as an entry of its own
    assert [(run.number, run.kind) for run in racers] == [(n, "racer") for n in (5, 6, 7)]
    assert [run.experiment.optimizer.name for run in racers] == ["sgd", "adam", "rmsprop"]
    alone = Session(racers[2].experiment)
    alone.step(20)
    np.testing.assert_array_equal(racers[2].losses, alone.losses)
    panel.show_pinned(pins.runs)
    assert panel.plot.pen(1) == run_pen(6, LIGHT, width=2)  # as in every other view


def test_a_race_pushes_no_pinned_run_out() -> None:
    runs = [PinnedRun(line(), np.ones(1), n) for n in range(MOST + 1)]
    racers = [PinnedRun(line(), np.ones(1), n, kind="racer") for n in range(20, 30)]
    kept = newest((*runs, *racers))
    assert [run.number for run in kept] == [*range(1, MOST + 1), *range(22, 30)]


def test_one_that_cannot_run_says_why(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("optimizer.lr", "-1 0.01 1e30")
    bench.run()
    refused, fine, lost = bench.panel.standings.texts()
    assert refused[0] == "cannot run" and fine[0] == "1" and lost[0] == "lost"
    assert not bench.panel.standings.buttons[0].isEnabled()
    assert "1 cannot run: must be > 0, got -1" in bench.panel.outcome.text()
    assert "same start and the same batches" in bench.panel.outcome.text()


def test_runs_that_are_kept_race_with_the_one_at_hand(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    panel = bench.panel
    assert panel.form.setting.findData(KEPT) == -1
    fast = varied(line(), "optimizer.lr", 0.05)
    elsewhere = line(data={"columns": {"x": [1, 2], "y": [3, 4]}})
    losses = np.array([1.0])
    panel.show_pinned((PinnedRun(fast, losses, 2), PinnedRun(elsewhere, losses, 3)))
    bench.choose(KEPT, "now 2")
    assert [panel.form.guess.itemText(k) for k in (1, 2)] == ["now", "2: Learning rate 0.05"]
    panel.form.guess.setCurrentIndex(2)
    bench.run()
    assert "2: Learning rate 0.05: right" in panel.outcome.text()
    assert [row[0] for row in panel.standings.texts()] == ["2", "1"]
    panel.standings.buttons[1].click()
    assert bench.of(ReopenRun)[0].run.experiment == fast
    for typed, why in (("now 3", "other data"), ("now 7", "no kept run"), ("2 2", "twice")):
        bench.choose(KEPT, typed)
        panel.form.start.click()
        assert why in str(bench.of(Refuse)[-1].error) and panel.wants() == ()


def test_a_finish_by_accuracy_is_offered_for_classes(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.panel.form.accuracy.set_value(0.5)
    bench.panel.form.start.click()
    (request,) = bench.panel.wants()
    assert isinstance(request, RaceRequest) and request.finish.accuracy is None
    bench.panel.form.start.click()
    bench.panel.show_experiment(flowers())
    assert bench.panel.form.accuracy.isVisible()
    bench.panel.form.start.click()
    (request,) = bench.panel.wants()
    assert isinstance(request, RaceRequest) and request.finish.accuracy == 0.5


@pytest.mark.parametrize("typed", ["", "0.1", "0.1 0.1", "a b", "1 2 3 4 5 6 7 8 9"])
def test_what_is_no_race_is_refused(qtbot: QtBot, typed: str) -> None:
    bench = Bench(qtbot, line())
    bench.choose("optimizer.lr", typed)
    bench.panel.form.start.click()
    assert len(bench.of(Refuse)) == 1 and bench.panel.wants() == ()


def test_a_race_is_given_up_by_hand_or_by_a_change(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("training.seed", "0 1")
    bench.panel.form.start.click()
    assert len(bench.panel.wants()) == 1
    bench.panel.form.start.click()
    assert bench.panel.wants() == () and "given up" in bench.panel.outcome.text()
    bench.panel.form.start.click()
    bench.panel.show_experiment(line(loss={"name": "l1"}))
    assert bench.panel.wants() == () and "changed" in bench.panel.outcome.text()
    bench.panel.forget()
    assert bench.panel.outcome.text() == "" and list(bench.panel.standings.texts()) == []


def test_what_is_chosen_comes_back(qtbot: QtBot) -> None:
    one, other = Bench(qtbot, line()), Bench(qtbot, line())
    one.choose("training.batch_size", "1 2 all", 33)
    one.panel.form.below.set_value(0.25)
    other.panel.take_view_state(one.panel.view_state())
    assert other.panel.view_state() == one.panel.view_state()
    other.panel.take_view_state({"setting": 1, "values": 2, "epochs": "x", "below": -1.0})
    assert other.panel.view_state() == one.panel.view_state()


@pytest.mark.parametrize("values", ["0.001 0.05 0,02", "0.01 1e30"])
def test_a_race_that_is_over_is_in_the_file(qtbot: QtBot, values: str) -> None:
    bench = Bench(qtbot, line())
    bench.choose("optimizer.lr", values)
    bench.panel.form.guess.setCurrentIndex(1)
    assert bench.panel.notes() == {}
    bench.run()
    notes = json.loads(json.dumps(bench.panel.notes()))
    other = Bench(qtbot, line()).panel
    other.take_notes(notes)
    assert other.outcome.text() == bench.panel.outcome.text() != ""
    assert other.standings.texts() == bench.panel.standings.texts()
    assert json.dumps(other.notes()) == json.dumps(bench.panel.notes())
    if "0.05" in values:
        other.standings.buttons[1].click()
        other.show_experiment(line())
        assert other._whole(1) == varied(line(), "optimizer.lr", 0.05)
    other.forget()
    assert other.notes() == {}
    other.take_notes({**notes, "racers": [{"value": 1}]})  # of a file that somebody has edited
    assert other.notes() == {}


def test_a_race_under_way_is_in_the_file_too_and_can_be_run_again(qtbot: QtBot) -> None:
    bench = Bench(qtbot, line())
    bench.choose("optimizer.lr", "0.001 0.05", 4000)
    bench.panel.form.guess.setCurrentIndex(2)
    bench.panel.form.reason.setText("bold")
    bench.panel.form.start.click()
    (request,) = bench.panel.wants()
    assert isinstance(request, RaceRequest)
    on_the_way = next(view for view in race(bench.session, request) if view is not None)
    views: dict[Request, View] = {request: on_the_way}
    bench.panel.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))
    notes, chosen = json.loads(json.dumps(bench.panel.notes())), bench.panel.view_state()
    other = Bench(qtbot, line()).panel
    other.take_view_state(chosen)
    other.take_notes(notes)
    assert "under way" in other.outcome.text() and other.wants() == ()
    assert other.form.committed() == ("0.05", "bold") and other.form.values.text() == "0.001 0.05"
    assert not other.standings.buttons[0].isEnabled()
    other.form.start.click()
    (again,) = other.wants()
    assert isinstance(again, RaceRequest) and again.values == request.values

    bench.panel.form.start.click()  # given up by hand
    other.forget()
    other.take_notes(json.loads(json.dumps(bench.panel.notes())))
    assert "given up" in other.outcome.text() and "under way" not in other.outcome.text()
    assert other.notes()["given_up"] is True  # once more saved, it is still that


def test_the_number_chosen_stays_as_long_as_the_optimizer_has_it(qtbot: QtBot) -> None:
    panel = Bench(qtbot, line()).panel
    panel.form.setting.pick("optimizer.momentum")
    panel.form.values.setText("0.5 0.9")
    panel.show_experiment(line(data={"test_fraction": 0.3}, optimizer={"nesterov": False}))
    panel.show_experiment(line(optimizer={"name": "rmsprop"}))
    assert panel.form.setting.currentData() == "optimizer.momentum"
    assert panel.form.values.text() == "0.5 0.9"
    panel.show_experiment(line(optimizer={"name": "adam"}))
    assert panel.form.setting.currentData() == "optimizer.lr"
    assert panel.form.values.text() == "0.0001  0.0003  0.001  0.003  0.01"


def test_values_of_another_experiment_are_proposed_anew(qtbot: QtBot) -> None:
    panel = Bench(qtbot, line(optimizer={"lr": 3.0})).panel
    assert panel.form.values.text() == "0.3  0.9  3  9  30"
    panel.show_experiment(line(optimizer={"lr": 0.02}))
    assert panel.form.values.text() == "0.002  0.006  0.02  0.06  0.2"
    panel.form.values.setText("7 8")
    panel.show_experiment(line(optimizer={"lr": 0.03}))
    assert panel.form.values.text() == "7 8"  # the learner's own stay as long as it is the same one
    panel.forget()
    panel.show_experiment(line(optimizer={"lr": 0.02}))
    assert panel.form.values.text() == "0.002  0.006  0.02  0.06  0.2"
