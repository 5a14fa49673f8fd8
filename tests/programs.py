"""The whole program, opened for one test."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.model.settings import Settings

LONG = 60_000


def program(qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    """With the first example, once its first frame is there; closed without a question."""
    app = App(qapp, Settings({"language": "en", "theme": "light"}))
    qtbot.addWidget(
        app.window, before_close_func=lambda window: setattr(window, "may_close", lambda: True)
    )
    app.start(None)
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    yield app
    app.close()
    qapp.setStyleSheet("")
