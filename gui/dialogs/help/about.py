"""What this program is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.kit.icons import app_icon
from gui.kit.words import tr


def about(parent: QWidget) -> QMessageBox:
    """What this program is, which version, and whose work it stands on."""
    box = QMessageBox(parent)
    box.setWindowTitle(tr("About Gradus"))
    box.setIconPixmap(app_icon().pixmap(64))
    box.setTextFormat(Qt.TextFormat.PlainText)
    from gui.kit.version import (
        VERSION,  # looking it up takes longer than the rest of the window's help
    )

    box.setText(tr("Gradus {version}", version=VERSION))
    box.setInformativeText(
        tr(
            "Watch gradient descent work. MIT licence. "
            "Built with PyTorch, Qt for Python (LGPL), pyqtgraph and Lucide icons (ISC)."
        )
    )
    return box
