"""What a report of a problem would tell: all of it is shown, and nothing is sent."""

from __future__ import annotations

import platform

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engine.version import version_of
from gui.kit.copied_text import CopiedText, Said
from gui.kit.version import VERSION
from gui.kit.words import tr
from gui.model import log

PACKAGES = ("PySide6_Essentials", "pyqtgraph", "numpy", "torch")


def problem(parent: QWidget | None = None) -> CopiedText:
    """The dialog."""
    said = Said(
        title=tr("Report a problem"),
        about=tr(
            "Nothing is sent. Copy this text, say what you did and what you saw instead, "
            "and give it to whoever looks after Gradus."
        ),
        name=tr("What would be copied"),
        copy=tr("Copy"),
        help=tr("Copy this text to the clipboard."),
    )
    return CopiedText(said, report(), parent)


def report() -> str:
    """The program, the computer, and what was noted last."""
    lines = [
        f"Gradus {VERSION}",
        f"Python {platform.python_version()}, {platform.platform()}, {platform.machine()}",
        ", ".join(f"{name} {version_of(name) or '?'}" for name in PACKAGES),
        _screens(),
    ]
    return "\n".join(lines) + "\n\n" + log.newest(log.folder())


def _screens() -> str:
    screens = QGuiApplication.screens()
    sizes = (f"{s.size().width()}×{s.size().height()} at {s.devicePixelRatio():g}" for s in screens)
    return "Screens: " + ", ".join(sizes)
