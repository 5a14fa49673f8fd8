"""Where the system wants what a program remembers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def state_folder() -> Path:
    """The folder of what a program remembers of its work, the learner's own."""
    kind = QStandardPaths.StandardLocation.StateLocation
    return Path(QStandardPaths.writableLocation(kind))
