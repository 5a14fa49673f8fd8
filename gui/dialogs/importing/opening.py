"""What opens the dialog, without loading it before it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from engine.files import Source
    from gui.model.loading import Loader


def look_at(loader: Loader, source: Source, parent: QWidget) -> QDialog:
    """The dialog in which a table is looked at."""
    from gui.dialogs.importing.dialog import ImportDialog

    return ImportDialog(loader, source, parent)
