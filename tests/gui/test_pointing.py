"""Pointing at what a view paints: by the mouse and by keys, the same things answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.frames.sights import Bend
from engine.frames.things import KINDS, Answer, Cell, Figure, Number, StepLoss, Thing, read, written
from gui.kit.panel import Panel
from gui.kit.pointing import Pointing
from gui.kit.things import Painted, nearest_towards, reading_order
from gui.kit.wishes import Tell, Wish, WorkOut

BOXES = {0: (10, 10), 1: (110, 12), 2: (12, 90), 3: (115, 95)}


class Four(Panel):
    """Four things, two and two."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Wish] = []
        self.wished.connect(self.heard.append)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.help = Pointing(self, self.wish, self, things=self.things, keys=self)

    def things(self) -> Sequence[Painted]:
        """Each a box of twenty pixels."""
        return [
            Painted(Number("output.weight", place), QRectF(x, y, 20, 20))
            for place, (x, y) in BOXES.items()
        ]

    def told(self) -> list[int | None]:
        """The places that were told, in their order; None where they were left."""
        return [
            None if wish.painted is None else place_of(wish.painted.thing)
            for wish in self.heard
            if isinstance(wish, Tell)
        ]

    def opened(self) -> list[tuple[int, bool]]:
        """The places that were opened, and whether by keys."""
        return [
            (place_of(wish.painted.thing), wish.by_keys)
            for wish in self.heard
            if isinstance(wish, WorkOut)
        ]


def place_of(thing: Thing) -> int:
    assert isinstance(thing, Number)
    return thing.place


@pytest.fixture
def four(qtbot: QtBot) -> Four:
    panel = Four()
    qtbot.addWidget(panel)
    panel.resize(200, 150)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.setFocus()
    return panel


def move(panel: Four, x: int, y: int) -> None:
    QTest.mouseMove(panel, QPoint(x, y))


def test_the_mouse_has_things_told_once_and_left(four: Four, qtbot: QtBot) -> None:
    for x, y in ((20, 20), (22, 21), (60, 60), (120, 20)):
        move(four, x, y)
    qtbot.waitUntil(lambda: len(four.told()) == 3)
    assert four.told() == [0, None, 1]


def test_a_click_opens_and_a_drag_does_not(four: Four, qtbot: QtBot) -> None:
    qtbot.mouseClick(four, Qt.MouseButton.LeftButton, pos=QPoint(20, 100))
    assert four.opened() == [(2, False)]
    qtbot.mousePress(four, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    qtbot.mouseRelease(four, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert four.opened() == [(2, False)]


def test_keys_go_from_thing_to_thing_and_back(four: Four, qtbot: QtBot) -> None:
    qtbot.waitUntil(four.hasFocus)
    qtbot.keyClick(four, Qt.Key.Key_Right)  # the first stroke only shows where it is
    mark = four.help.mark
    assert mark.hasFocus()
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Tab)
    for key in (*keys, Qt.Key.Key_Home):
        qtbot.keyClick(mark, key)
    assert four.told() == [0, 1, 3, 2, 2, 3, 0]
    qtbot.keyClick(mark, Qt.Key.Key_End)
    qtbot.keyClick(mark, Qt.Key.Key_Return)
    assert four.opened() == [(3, True)]
    qtbot.keyClick(mark, Qt.Key.Key_Escape)
    assert four.hasFocus() and mark.isHidden()
    assert four.told()[-1] is None


def test_what_is_heard_is_the_mark_s_description(four: Four, qtbot: QtBot) -> None:
    qtbot.waitUntil(four.hasFocus)
    qtbot.keyClick(four, Qt.Key.Key_Right)
    wish = four.heard[-1]
    assert isinstance(wish, Tell)
    wish.heard("A weight.")
    assert four.help.mark.accessibleDescription() == "A weight."


def test_towards_goes_to_the_nearest_that_lies_there() -> None:
    things = [Painted(StepLoss(step), QRectF(x, y, 2, 2)) for step, x, y in
              ((0, 0, 0), (1, 100, 5), (2, 50, 90), (3, 0, 100))]  # fmt: skip
    assert nearest_towards(things, things[0], (1, 0)) is things[1]
    assert nearest_towards(things, things[0], (0, 1)) is things[3]
    assert nearest_towards(things, things[0], (-1, 0)) is things[0]
    assert [one.thing for one in reading_order(things)] == [StepLoss(n) for n in (0, 1, 2, 3)]


def test_a_shape_is_pointed_at_within_its_path() -> None:
    from PySide6.QtGui import QPainterPath

    path = QPainterPath(QPointF(0, 0))
    path.addEllipse(QRectF(0, 0, 20, 20))
    painted = Painted(StepLoss(), QRectF(0, 0, 20, 20), path)
    assert painted.is_at(QPointF(10, 10)) and not painted.is_at(QPointF(1, 1))


def test_every_kind_of_thing_is_read_as_it_was_written() -> None:
    examples = (
        Answer((1.5, -2.0)),
        Cell("a \"b\" 'ㄱ'", 3),
        Figure("r2", True, (0, 2)),
        StepLoss(),
        Bend(0.5, name="elu", values=(("alpha", 0.9), ("beta", 1.0))),
    )
    for thing in (*examples, Number("hidden1.weight", 7)):
        assert read(written(thing)) == thing
    assert len(KINDS) == 30
