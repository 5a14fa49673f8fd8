"""The application; where it finds no display, a sentence instead of Qt's abort."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gui.kit.words import tr

NO_DISPLAY = 2  # the exit status
DISPLAYS = ("WAYLAND_DISPLAY", "DISPLAY")


def application(arguments: Sequence[str]) -> QApplication:
    """Qt's application; without a display, one line on standard error and the end."""
    before = qInstallMessageHandler(_on_message)
    try:
        return QApplication(list(arguments))
    finally:
        qInstallMessageHandler(before)


def _on_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt aborts after a fatal message, with a core dump; this ends the program before."""
    if kind == QtMsgType.QtFatalMsg:
        os.write(2, f"main.py: {sentence(text)}\n".encode())
        os._exit(NO_DISPLAY)
    is_told = not (getattr(context, "category", None) or "").startswith("qt.qpa")
    if is_told and sys.stderr is not None:
        sys.stderr.write(f"{text}\n")


def sentence(reason: str) -> str:
    """That no window can be opened, on which display, and what can be done without one."""
    named = [f"{name}={os.environ[name]}" for name in DISPLAYS if os.environ.get(name)]
    if sys.platform != "linux":
        return " ".join(reason.split())
    if not named:
        return tr(
            "there is no display to open a window on (DISPLAY is not set); without one, "
            "'main.py train EXPERIMENT.json' trains"
        )
    return tr(
        "no window can be opened on the display {display}; without one, "
        "'main.py train EXPERIMENT.json' trains",
        display=", ".join(named),
    )
