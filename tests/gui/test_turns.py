"""What waits for a turn of the event loop gets one of its own, never together with others."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.turns import Turns
from gui.kit.worked import kept
from gui.kit.worked.formulas import Formulas
from gui.kit.worked.lines import Line


class Worker(QWidget):
    """Works so many times, and notes down each."""

    def __init__(self, name: str, times: int, turns: Turns, done: list[str]) -> None:
        super().__init__()
        self.name, self.times, self.turns, self.done = name, times, turns, done

    def go_on(self) -> None:
        self.done.append(self.name)
        self.times -= 1
        if self.times:
            self.turns.ask(self)


@pytest.mark.usefixtures("qapp")
def test_each_works_in_a_turn_of_its_own_and_who_is_waited_for_first() -> None:
    turns, done = Turns(), list[str]()
    workers = [Worker(name, times, turns, done) for name, times in (("a", 3), ("b", 1), ("c", 1))]
    for worker in workers[:2]:
        turns.ask(worker)
        turns.ask(worker)
    turns.ask(workers[2], soon=True)
    for count in range(1, 6):
        QApplication.processEvents()
        assert len(done) <= count, "one in a turn"
    while len(done) < 5:
        QApplication.processEvents()
    assert done == ["c", "a", "b", "a", "a"]


def test_a_widget_that_is_gone_is_passed_over(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    gone, there = Worker("gone", 1, turns, done), Worker("there", 1, turns, done)
    turns.ask(gone)
    turns.ask(there)
    gone.deleteLater()
    qtbot.waitUntil(lambda: done == ["there"])
    del gone
    gc.collect()


def test_formulas_in_two_places_are_all_there_in_the_end(qtbot: QtBot) -> None:
    kept.forget()
    places = [Formulas("one"), Formulas("other")]
    for number, place in enumerate(places):
        qtbot.addWidget(place)
        place.show_lines([Line((f"x = {number}", r"\frac{1}{2}"))], faded=False)
        assert not place.is_ready
    qtbot.waitUntil(lambda: all(place.is_ready and place.height() > 10 for place in places))
