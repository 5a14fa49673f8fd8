"""The application; where it can open no window, a sentence instead of Qt's abort."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gui.kit.words import tr

NO_DISPLAY = 2  # the exit status
PLATFORM = "QT_QPA_PLATFORM"
DISPLAYS = ("WAYLAND_DISPLAY", "DISPLAY")
ORDINARY = ("", "xcb", "wayland")  # platforms that have a display to name
UNREACHED = "could not connect to display"  # as Qt says it of a display named by DISPLAY


def application(arguments: Sequence[str]) -> QApplication:
    """Qt's application; without a display, one line on standard error and the end."""
    with _held_back() as told:
        heard: list[str] = []

        def hear(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
            """Qt aborts after a fatal message, with a core dump; this ends the program before."""
            if kind == QtMsgType.QtFatalMsg:
                os.write(told, f"main.py: {sentence(text, heard)}\n".encode())
                os._exit(NO_DISPLAY)
            if (getattr(context, "category", None) or "").startswith("qt.qpa"):
                heard.append(text)
            elif sys.stderr is not None:
                sys.stderr.write(f"{text}\n")

        before = qInstallMessageHandler(hear)
        try:
            return QApplication(list(arguments))
        finally:
            qInstallMessageHandler(before)


@contextmanager
def _held_back() -> Iterator[int]:
    """Standard error, past what libraries write to it meanwhile: that comes after the attempt."""
    if not hasattr(os, "memfd_create") or sys.stderr is None:
        yield 2
        return
    told, held = os.dup(2), os.memfd_create("told")
    os.dup2(held, 2)
    try:
        yield told
    finally:
        os.dup2(told, 2)
        os.lseek(held, 0, os.SEEK_SET)
        while words := os.read(held, 65536):
            os.write(2, words)
        os.close(told)
        os.close(held)


def sentence(reason: str, heard: Sequence[str] = ()) -> str:
    """Why no window can be opened, and what can be done without one; ``heard`` is Qt's advice."""
    if sys.platform != "linux":
        return " ".join(reason.split())
    names = [name for name in DISPLAYS if os.environ.get(name)]
    if os.environ.get(PLATFORM, "").partition(":")[0] not in ORDINARY:
        names = [PLATFORM, *names]
    elif os.environ.get("DISPLAY") and not any(UNREACHED in text for text in heard):
        return without_libraries()
    if not names:
        return tr(
            "there is no display to open a window on (DISPLAY is not set); without one, "
            "'main.py train EXPERIMENT.json' trains"
        )
    return tr(
        "no window can be opened with {display}; without one, "
        "'main.py train EXPERIMENT.json' trains",
        display=", ".join(f"{name}={os.environ[name]}" for name in names),
    )


def without_libraries() -> str:
    """What to do where Qt lies on the disk and the system's libraries under it do not."""
    return tr(
        "libraries of the system that a window needs are missing, such as libxcb-cursor0; "
        "README names all of them. Without a window, 'main.py train EXPERIMENT.json' trains"
    )
