"""After a divergence: what the window says, and the button that applies what has helped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.model.settings import Settings
from tests.there import there

LONG = 60_000  # milliseconds that loading torch may take on a slow machine
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    app = App(clean_qapp, Settings({"language": "en", "theme": "light", "speed": 0.0}))

    def ask_nobody(window: Any) -> None:
        window.may_close = lambda: True

    qtbot.addWidget(app.window, before_close_func=ask_nobody)
    yield app
    app.close()
    clean_qapp.setStyleSheet("")


def diverge(app: App, qtbot: QtBot, folder: Path, lr: float, **more: Any) -> None:
    """Open the first example with another rate and run it until what it says is final."""
    document = json.loads((SAMPLES / "a1-fit-a-line.json").read_text(encoding="utf-8"))
    document["optimizer"] = {"name": "sgd", "lr": lr}
    document["training"] = {**document["training"], "epochs": 100}
    path = folder / "diverges.json"
    path.write_text(json.dumps({**document, **more}), encoding="utf-8")
    app.start(path)
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    app.actions["run.run"].trigger()
    qtbot.waitUntil(lambda: app.window.bar.text.startswith("Diverged"), timeout=LONG)
    qtbot.waitUntil(lambda: not there(app.board.last).more_comes, timeout=LONG)


def test_the_button_is_one_edit_and_a_reset(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    diverge(app, qtbot, tmp_path, 10)
    assert "the learning rate 10 is too large" in app.window.bar.text
    (button,) = app.window.bar.frame.buttons
    assert button.text() == "Learning rate 0.39"
    button.click()
    assert app.document.experiment.optimizer.number("lr") == 0.39
    qtbot.waitUntil(lambda: there(app.board.last).step == 0, timeout=LONG)
    assert app.window.bar.text == ""
    app.actions["run.run"].trigger()
    qtbot.waitUntil(lambda: "finished" in app.window.bar.text.lower(), timeout=LONG)
    app.document.undo()
    assert app.document.experiment.optimizer.number("lr") == 10
    assert not app.document.history.undo_text


def test_a_message_that_was_closed_stays_closed(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    diverge(app, qtbot, tmp_path, 10)
    stop = there(app.board.last).stopped
    app.window.bar.clear()
    app.state._tell(None)
    assert app.window.bar.text == ""
    app.state._tell(stop)
    assert app.window.bar.frame.buttons


def test_where_nothing_helps_it_is_said(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    more = {"model": {"inputs": ["1e200*x"]}, "training": {"dtype": "float64", "epochs": 100}}
    diverge(app, qtbot, tmp_path, 0.1, **more)
    assert "the very first loss is beyond" in app.window.bar.text
    assert app.window.bar.frame.buttons == []
    assert "None of the changes" in app.window.bar.frame._hint.text()
