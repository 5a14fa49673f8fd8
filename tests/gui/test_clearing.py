"""Widgets that are cleared away go one by one, parts before wholes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.shell.clearing import Clearing


def test_one_goes_in_a_turn_and_what_is_gone_already_is_passed_over(qtbot: QtBot) -> None:
    whole, owner = QWidget(), QWidget()
    parts = [QWidget(whole) for _ in range(4)]
    qtbot.addWidget(owner)
    gone: dict[str, int] = {}  # in the order in which they went: in which turn
    turns = QTimer(owner, interval=0)
    seen: list[None] = []
    turns.timeout.connect(lambda: seen.append(None))

    def note(name: str) -> Callable[[], None]:
        return lambda: gone.update({name: len(seen)})

    for name, widget in zip("abcd", parts, strict=True):
        widget.destroyed.connect(note(name))
    whole.destroyed.connect(note("whole"))
    parts[2].deleteLater()
    qtbot.waitUntil(lambda: "c" in gone)
    turns.start()
    clearing = Clearing(owner)
    clearing.take([*parts, whole])
    assert not clearing.is_over
    qtbot.waitUntil(partial(gone.__contains__, "whole"))
    assert [*gone] == ["c", "a", "b", "d", "whole"] and clearing.is_over
    assert len({*gone.values()} - {gone["c"]}) >= 3, "each in a turn of its own"
