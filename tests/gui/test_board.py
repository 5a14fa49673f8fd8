"""What panels hear: all that happens while they are seen, else what holds once they are."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.edits import parts as edits
from engine.experiment import Experiment, checks
from engine.experiment.specs import Data
from gui.kit.forms.editing import EditingPanel
from gui.kit.panel import Panel
from gui.kit.theme import DARK, Theme
from gui.kit.wishes import Edit
from gui.model.document import Document
from gui.shell.board import Board
from tests.experiments import line
from tests.hearing import hear


class Listener(Panel):
    """A panel that writes down what it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Experiment] = []

        self.themes: list[Theme] = []

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        self.heard.append(experiment)

    def restyle(self, theme: Theme) -> None:
        self.themes.append(theme)


class Faithful(Listener):
    hears_always = True


def test_hidden_panels_hear_of_the_last_edit_only_when_they_are_seen(qtbot: QtBot) -> None:
    board, seen, hidden, faithful = Board(), Listener(), Listener(), Faithful()
    for panel in (seen, hidden, faithful):
        qtbot.addWidget(panel)
        board.add(panel)
    seen.show()
    edits = [line(title=title) for title in "abc"]
    for experiment in edits:
        board.show_experiment(experiment)
    assert seen.heard == edits and faithful.heard == edits
    assert hidden.heard == []
    with qtbot.waitSignal(board.stale):
        hidden.show()
    assert hidden.heard == edits[-1:]
    hidden.hide()
    hidden.show()
    assert len(hidden.heard) == 1  # nothing was missed


def test_a_theme_is_taken_on_where_it_is_seen_and_then_one_by_one(qtbot: QtBot) -> None:
    board, seen, hidden, shown, gone = Board(), *(Listener() for _ in range(4))
    for panel in (seen, hidden, shown, gone):
        qtbot.addWidget(panel)
        board.add(panel)
    seen.show()
    board.restyle(DARK)
    board.remove(gone)
    assert [panel.themes for panel in (seen, hidden, shown)] == [[DARK], [], []]
    shown.show()
    assert shown.themes == [DARK]
    qtbot.waitUntil(lambda: hidden.themes == [DARK])
    QApplication.processEvents()
    assert [panel.themes for panel in (seen, shown, gone)] == [[DARK], [DARK], []]


def test_an_edit_is_checked_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[object] = []
    check = checks.data

    def counted(data: Data) -> None:
        checked.append(data)
        check(data)

    monkeypatch.setattr(checks, "data", counted)
    document, panel = Document(), EditingPanel()
    qtbot.addWidget(panel)
    document.adopt(line())
    panel.show_experiment(document.experiment)
    hear(panel, Edit, document.edit)
    checked.clear()
    panel.edit("Freeze", lambda old: edits.with_frozen(old, "output.bias", True))
    document.experiment.check()  # as training does
    assert document.trainable and len(checked) == 1


def test_what_cannot_be_trained_says_so_as_often_as_it_is_asked() -> None:
    from engine.errors import EngineError

    experiment = edits.with_table(line(), line().data.table.take(np.array([0])))
    said = []
    for _ in range(2):
        with pytest.raises(EngineError) as error:
            experiment.check()
        said.append(error.value)
    assert str(said[0]) == str(said[1]) and said[0] is not said[1]
