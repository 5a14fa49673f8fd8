"""From a command line to the open window, and back with the program's exit status."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gui.app import App
from gui.kit import display, words
from gui.kit.collecting import Collector
from gui.model import log
from gui.model.settings import Settings
from gui.warming import Warming


def run(file: str | None, overrides: Mapping[str, object], stay: bool = True) -> int:
    """Open the window and stay until it is closed; the answer is the exit status.

    Without ``stay`` it says ``painted`` as soon as it is, and closes again.
    """
    QApplication.setApplicationName("Gradus")
    log.catch_crashes(log.folder())
    settings = Settings(overrides)
    words.set_language(settings.language())
    application = display.application(sys.argv[:1])
    app = App(application, settings)
    app.reporter.install()
    collector = Collector(app)
    app.begun.connect(collector.start)  # main.py turned it off: all that is loaded then stays
    app.document.opened.connect(collector.tidy)
    app.begun.connect(Warming(app).start)
    application.aboutToQuit.connect(app.close)

    def leave() -> None:
        app.leave()
        application.exit(0)

    for number in _endings():
        # Not quit(), which asks about unsaved work: nobody may be there to answer.
        # By a timer, as the event loop may not run yet, and exit() would do nothing.
        signal.signal(number, lambda *_: QTimer.singleShot(0, leave))
    application.commitDataRequest.connect(lambda _: app.keep())
    app.begun.connect(lambda: log.begin(log.folder()))
    app.begun.connect(app.protect)
    if not stay:
        app.window.painted.connect(lambda: print("painted", flush=True))
        app.window.painted.connect(application.quit)
    app.start(Path(file) if file else None)
    status = application.exec()
    log.note(f"Gradus ends with {status}")
    app.window.hide()  # where a signal has ended it: focus must not move while parts are destroyed
    return status


def _endings() -> list[int]:
    """The signals that end the program; that its terminal is closed may be meant not to."""
    found = [signal.SIGINT, signal.SIGTERM]
    hangup = getattr(signal, "SIGHUP", None)  # not on Windows
    if hangup is not None and signal.getsignal(hangup) != signal.SIG_IGN:
        found.append(hangup)
    return [*found]
