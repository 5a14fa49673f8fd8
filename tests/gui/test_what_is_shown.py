"""What is shown is of now: no figure of a training outlives its experiment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.kit.numbers import NOTHING
from gui.model.examples import examples
from gui.model.settings import Settings
from gui.panels.inside.panel import InsidePanel
from gui.panels.loss.panel import LossPanel
from gui.panels.path.plot import PathPlot
from gui.panels.phases.cards import PhaseCard
from gui.panels.timeline.panel import TimelinePanel
from gui.panels.training.rate_plot import RatePlot
from gui.stage.stage import Stage
from tests.hearing import watch_parameters

LONG = 60_000
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    app = App(clean_qapp, Settings({"language": "en", "theme": "light"}))
    app.files.may_discard = lambda: True  # type: ignore[method-assign]
    qtbot.addWidget(app.window, before_close_func=lambda w: setattr(w, "may_close", lambda: True))
    app.start(None)
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    yield app
    app.close()
    clean_qapp.setStyleSheet("")


def look_everywhere(app: App) -> None:
    """Make every panel, and let it be asked and drawn as if it were seen."""
    for view in (*app.window.sections, *app.window.views):
        app.window.show_view(view.name)
    for panel in app.board.panels:
        panel.isVisible = lambda: True  # type: ignore[method-assign]


def part(app: App, kind: type[W]) -> W:
    """The panel of this kind, or the part of one, wherever the layout has it."""
    for panel in app.board.panels:
        found = panel if isinstance(panel, kind) else panel.findChild(kind)
        if isinstance(found, kind):
            return found
    raise AssertionError(kind)


def train(app: App, qtbot: QtBot, steps: int) -> None:
    for step in range(1, steps + 1):
        app.actions["run.step"].trigger()
        qtbot.waitUntil(partial(has_reached, app, step), timeout=LONG)


def reached(app: App) -> int:
    return -1 if app.board.last is None else app.board.last.step


def has_reached(app: App, step: int) -> bool:
    return reached(app) == step


def whole(widget: QLabel | QLineEdit | QPlainTextEdit) -> str:
    """What a widget says, all of it where it is cut to the room that there is."""
    text = widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text()
    first, cut, last = text.partition("…")
    told = widget.toolTip()
    return told if cut and told.startswith(first) and told.endswith(last) else text


# They show the experiment; Training beside it the epoch, and Network paints its numbers.
EXPERIMENTS = ("DataPanel", "TablePanel", "ModelPanel", "NetworkPanel", "TrainingPanel")


def shown(app: App) -> dict[str, object]:
    """Every text, table, formula and curve of the panels, and the header."""
    panels: list[QWidget] = [*app.board.panels, app.transport]
    found: dict[str, object] = {}
    for panel in panels:
        if type(panel).__name__ in EXPERIMENTS:
            continue
        said: list[QLabel | QLineEdit | QPlainTextEdit] = [
            *panel.findChildren(QLabel),
            *panel.findChildren(QLineEdit),
            *panel.findChildren(QPlainTextEdit),
        ]
        texts = [whole(widget) for widget in said if widget.isVisibleTo(panel)]
        if isinstance(panel, Stage):  # its chips come and go, their figures must not stay
            texts = [text for text in texts if any(letter.isdigit() for letter in text)]
        cells = [
            view.model().index(row, column).data(Qt.ItemDataRole.DisplayRole)
            for view in panel.findChildren(QTableView)
            for row in range(view.model().rowCount())
            for column in range(view.model().columnCount())
        ]
        cards = [(card.lines, card.state) for card in panel.findChildren(PhaseCard)]
        found[type(panel).__name__] = texts, cells, cards
    loss = part(app, LossPanel).plot
    found["curves"] = loss.train_curve(), loss.past_curve(), loss.turns and loss.blank
    found["formulas"] = part(app, InsidePanel).sections.latex
    found["rates"] = part(app, RatePlot)._epoch
    found["path"] = part(app, PathPlot).places()[0].tolist()
    slider = part(app, TimelinePanel).slider
    found["timeline"] = slider.minimum(), slider.maximum(), slider.value()
    return found


@pytest.mark.parametrize(
    "letters", ["BCD", pytest.param("ABCDEFG", marks=pytest.mark.long)], ids=["some", "all"]
)
def test_nothing_of_an_example_is_left_after_new(app: App, qtbot: QtBot, letters: str) -> None:
    blank: dict[str, dict[str, object]] = {}
    chosen = [example for example in examples() if example.group in letters]
    if len(letters) < 7:  # one of each group
        chosen = [next(one for one in chosen if one.group == letter) for letter in letters]
    for example in chosen:
        app.files.open_example(example.path)
        assert app.transport.loss.text == app.transport.steps.text == NOTHING
        look_everywhere(app)
        qtbot.waitUntil(lambda: reached(app) == 0, timeout=LONG)
        train(app, qtbot, 2)
        for task in ("regression", "classification"):
            app.document.new(task)
            assert app.transport.loss.text == app.transport.steps.text == NOTHING
            found = shown(app)
            QApplication.processEvents()  # frames that were on their way
            qtbot.wait(40)
            assert shown(app) == found, example.name
            for name, content in found.items():  # some panels are made with the first use
                assert content == blank.setdefault(task, {}).setdefault(name, content), example.name


def test_the_loss_has_its_name_once_training_answers_and_says_when_it_is_of(
    app: App, qtbot: QtBot
) -> None:
    _, caption = app.transport.loss.findChildren(QLabel)
    assert caption.toolTip() == "mean squared error"
    train(app, qtbot, 1)
    assert caption.toolTip() == "mean squared error, before update"
    assert app.transport.loss.toolTip().endswith("The loss of step 1, before its update.")


def test_new_points_begin_a_training_of_their_own(app: App, qtbot: QtBot) -> None:
    """Though its columns have the names that those of the experiment before had."""
    train(app, qtbot, 3)
    watch_parameters(qtbot, app)
    weights = app.board.last.parameters if app.board.last else {}
    fresh = app.document.experiment
    app.document.new("regression")
    empty = app.document.experiment
    for rows in (1, 2):
        table = fresh.data.table.take(range(rows))  # type: ignore[arg-type]
        app.document.edit("Add", _with(empty, table))
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    assert reached(app) == 0 and app.transport.loss.text == NOTHING
    assert app.board.last is not None
    start = app.board.last.parameters
    assert any((start[name] != weights[name]).any() for name in weights)


def test_a_table_that_cannot_be_trained_shows_no_figures_until_it_can_be(
    app: App, qtbot: QtBot
) -> None:
    train(app, qtbot, 3)
    loss, curve = app.transport.loss.text, part(app, LossPanel).plot.train_curve()
    app.actions["edit.select_all"].trigger()
    app.actions["edit.delete"].trigger()
    assert app.transport.loss.text == app.transport.steps.text == NOTHING
    assert part(app, LossPanel).plot.train_curve() == ([], [])
    assert not app.actions["run.back"].isEnabled()
    app.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: reached(app) == 3, timeout=LONG)
    assert app.transport.loss.text == loss
    assert part(app, LossPanel).plot.train_curve() == curve


def _with(experiment, table):
    from engine.edits import parts

    return parts.with_table(experiment, table)
