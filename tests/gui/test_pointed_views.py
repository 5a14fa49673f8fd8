"""Everything that a view of a network paints answers, by the mouse and by keys, in both languages.

The views of a line are in ``test_popups``. Here one thing of each kind in a view is opened by the
mouse, and keys go through them all; the long test opens all of them in both ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from engine import Experiment
from engine.frames import Changed
from gui.app import App
from gui.kit import words
from gui.kit.numbers import NOTHING
from gui.kit.panel import Panel
from gui.kit.pointing import Mark
from gui.kit.scrolling import bring_into_view
from gui.kit.things import Painted
from gui.kit.wishes import WorkOut
from gui.model.settings import Settings
from gui.panels.metrics.panel import MetricsPanel
from gui.shell.popups.popup import Popup
from gui.stage.hand.tool import Tool
from tests.pointed import paints, pointing
from tests.there import found

LONG = 60_000
TURNS = 12
X1, X2 = [-2.0, -1.0, 0.5, 1.5, 2.0, 0.0], [1.0, -1.5, 2.0, 0.5, -0.5, 1.2]
CLASSES = {
    "data": {
        "columns": {"x1": X1, "x2": X2, "kind": ["a", "b", "b", "a", "b", "a"]},
        "features": ["x1", "x2"], "target": "kind", "task": "classification",
        "test_fraction": 0.34,
    },
    "model": {"hidden": [2], "activation": "tanh"},
    "optimizer": {"name": "adam", "lr": 0.01},
}  # fmt: skip
NUMBERS = {
    "data": {
        "columns": {"x1": X1, "x2": X2, "y": [1.0, 2.0, 0.0, 3.0, 1.5, 2.5]},
        "features": ["x1", "x2"], "target": "y",
    },
    "model": {"hidden": [2], "activation": "sigmoid"},
}  # fmt: skip
PLACES = (
    ("network", CLASSES, ""), ("metrics", CLASSES, "table"), ("metrics", CLASSES, "roc"),
    ("metrics", CLASSES, "precision"), ("layers", CLASSES, ""), ("surface", CLASSES, ""),
    ("table", CLASSES, ""), ("timeline", CLASSES, ""), ("activation", CLASSES, ""),
    ("bend", CLASSES, ""),
    ("stage", CLASSES, ""), ("loss", CLASSES, ""), ("parameters", CLASSES, ""),
    ("metrics", NUMBERS, "predicted"), ("metrics", NUMBERS, "residuals"), ("stage", NUMBERS, ""),
)  # fmt: skip


@pytest.fixture(scope="module", params=("en", pytest.param("ko", marks=pytest.mark.long)))
def shared(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[App]:
    words.set_language(request.param)
    app = App(qapp, Settings({"language": request.param, "theme": "light"}))
    app.files.may_discard = lambda: True  # type: ignore[method-assign]
    app.window.may_close = lambda: True
    app.start(None)
    app.window.resize(1400, 900)
    yield app
    app.close()
    app.window.close()
    qapp.setStyleSheet("")
    words.set_language("en")


@pytest.fixture
def app(shared: App) -> Iterator[App]:
    shared.pointed.close_all()
    shared.stage.choose_tool(Tool.MOVE)
    yield shared
    shared.pointed.close_all()
    shared.stage.choose_tool(Tool.PUT)


def shown(app: App, qtbot: QtBot, name: str, document: dict[str, object], page: str) -> Panel:
    """A view with something painted, after two steps."""
    experiment = Experiment.from_dict(document)
    if app.document.experiment != experiment:
        app.document.adopt(experiment)
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    for step in (1, 2):
        if not stands(app, 2):
            app.actions["run.step"].trigger()
            qtbot.waitUntil(partial(stands, app, step), timeout=LONG)
    if name != "timeline":
        app.window.show_view(name)
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow, timeout=LONG)
    kind = "Stage" if name == "stage" else f"{name.capitalize()}Panel"
    view = next(each for each in app.board.panels if type(each).__name__ == kind)
    if isinstance(view, MetricsPanel):
        view.closer.choose(page)
    qtbot.waitUntil(lambda: len(whole(view, page)) > 0, timeout=LONG)
    qtbot.waitUntil(Calm(view), timeout=LONG)
    return view


class Calm:
    """Whether a view has painted the same things for some turns."""

    def __init__(self, view: Panel) -> None:
        self._view, self._last, self._turns = view, list[Painted](), 0

    def __call__(self) -> bool:
        things = paints(self._view)
        same = [(one.thing, one.box) for one in things] == [(o.thing, o.box) for o in self._last]
        self._last, self._turns = things, self._turns + 1 if same else 0
        return self._turns > TURNS


def stands(app: App, step: int) -> bool:
    return app.board.last is not None and app.board.last.step == step


def whole(view: Panel, page: str) -> list[Painted]:
    """What is painted, once its page is too."""
    things = paints(view)
    return things if not page or len(things) > 6 else []


def one_of_each(things: list[Painted]) -> list[Painted]:
    """The first of each kind."""
    kinds: dict[object, Painted] = {}
    for one in things:
        thing = one.thing
        more = [getattr(thing, name, None) is None for name in ("confusion", "of", "bar", "step")]
        kinds.setdefault((type(thing), tuple(more)), one)
    return list(kinds.values())


def opened(app: App, qtbot: QtBot) -> Popup:
    """The newest popup, with its formula written."""
    popup = app.pointed.popups[-1]
    qtbot.waitUntil(lambda: popup.pointed is not None and popup.formulas.is_ready, timeout=LONG)
    qtbot.waitUntil(lambda: len(popup.formulas.lines) > 0, timeout=LONG)
    return popup


def answers_by_keys(app: App, qtbot: QtBot, view: Panel, wanted: list[Painted]) -> None:
    """Every thing is reached with Tab; those that are wanted are told and opened."""
    assert pointing(view).begin()
    mark, left = found(view, Mark), [one.thing for one in wanted]
    qtbot.waitUntil(mark.hasFocus)
    count, seen = len(paints(view)), set()
    for _ in range(count):
        assert mark.current is not None
        seen.add(mark.current.thing)
        if mark.current.thing in left:
            left.remove(mark.current.thing)
            heard = mark.current.thing
            qtbot.waitUntil(lambda: app.pointed.told.endswith("."), timeout=LONG)
            qtbot.keyClick(mark, Qt.Key.Key_Return)
            popup = opened(app, qtbot)
            assert popup.formulas.latex and popup.accessibleName(), heard
            qtbot.keyClick(popup.formulas, Qt.Key.Key_Escape)
            assert not app.pointed.popups and mark.hasFocus()
        qtbot.keyClick(mark, Qt.Key.Key_Tab)
    assert seen == {one.thing for one in paints(view)}
    assert left == []
    qtbot.keyClick(mark, Qt.Key.Key_Escape)


def answers_by_mouse(app: App, qtbot: QtBot, view: Panel, one: Painted) -> None:
    """It is told where the pointer rests on it, and opened with a click."""
    bring_into_view(view, one.box)
    at = one.box.center()
    hit = pointing(view).thing_at(at)
    assert hit is not None and hit.box.intersects(one.box), one
    ground, place = ground_of(view, at)
    QApplication.sendEvent(ground, QEvent(QEvent.Type.Leave))  # of whatever was told before
    QTest.mouseMove(ground, place + QPoint(1, 0))
    QTest.mouseMove(ground, place)
    qtbot.waitUntil(lambda: has_number(app.pointed.told), timeout=LONG)
    alt = type(view).__name__ == "TablePanel"
    keys = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(ground, Qt.MouseButton.LeftButton, keys, place)
    popup = opened(app, qtbot)
    assert popup.formulas.latex and not QToolTip.isVisible(), one
    app.pointed.close_all()
    app.pointed.tell(view, None, list[str]().append)


def has_number(told: str) -> bool:
    """Whether a sentence has come with its numbers; what is over nothing has a dash."""
    return any(letter.isdigit() for letter in told) or NOTHING in told


def ground_of(view: Panel, at: QPointF) -> tuple[QWidget, QPoint]:
    """The innermost widget at a place of a view, and the place on it."""
    ground = view.childAt(at.toPoint()) or view
    return ground, ground.mapFrom(view, at.toPoint())


@pytest.mark.parametrize(("name", "document", "page"), PLACES)
def test_one_of_each_kind_answers(
    app: App, qtbot: QtBot, name: str, document: dict[str, object], page: str
) -> None:
    view = shown(app, qtbot, name, document, page)
    wanted = one_of_each(paints(view))
    answers_by_keys(app, qtbot, view, wanted[:1])
    for one in wanted:
        answers_by_mouse(app, qtbot, view, one)


def test_what_if_over_two_features_is_a_ghost_of_the_level_lines(app: App, qtbot: QtBot) -> None:
    view = shown(app, qtbot, "parameters", NUMBERS, "")
    shown(app, qtbot, "stage", NUMBERS, "")
    one = paints(view)[0]
    app.pointed.work_out(WorkOut(view, one))
    popup = opened(app, qtbot)
    popup.think((Changed(one.thing, 5.0),))
    qtbot.waitUntil(lambda: has_ghost(app), timeout=LONG)
    popup.think(())
    assert not has_ghost(app)


def has_ghost(app: App) -> bool:
    ghost = app.stage.extras.ghost
    return ghost is not None and ghost.is_shown


@pytest.mark.long
@pytest.mark.parametrize(("name", "document", "page"), PLACES)
def test_every_thing_answers(
    app: App, qtbot: QtBot, name: str, document: dict[str, object], page: str
) -> None:
    view = shown(app, qtbot, name, document, page)
    every = paints(view)
    answers_by_keys(app, qtbot, view, every)
    for one in every:
        answers_by_mouse(app, qtbot, view, one)
