"""Pictures out: the dialog for a view, and where what it makes goes to."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.commands.context import Context
from gui.kit.passing import show_once


def take_picture(on: Context, wanted: QWidget | None = None) -> None:
    """Let a view be saved or copied: the one that is wanted, or the one that has the focus."""
    from gui.dialogs.picture import PictureDialog, Shown

    views = [Shown(title, panel) for title, panel in on.views()]
    views.sort(key=lambda view: view.panel is not wanted)  # the others keep their order
    if not views:
        return
    dialog = PictureDialog(views, on.document.experiment.title, on.window)
    dialog.saved.connect(on.files.save_bytes)
    dialog.said.connect(on.bar.show_note)
    show_once(dialog)
