"""Pictures out: the dialog for a view, and where what it makes goes to."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.commands.context import Context
from gui.kit.passing import open_once, show_once
from gui.kit.words import tr


def take_picture(on: Context, wanted: QWidget | None = None) -> None:
    """Let a view be saved or copied: the one that is wanted, or the one that has the focus."""
    from gui.dialogs.picture import PictureDialog, Shown

    views = [Shown(title, panel) for title, panel in on.views()]
    views.sort(key=lambda view: view.panel is not wanted)  # the others keep their order
    if not views:
        return
    dialog = PictureDialog(views, on.document.experiment.title, on.window)
    dialog.saved.connect(on.files.copies.content)
    dialog.said.connect(on.bar.show_note)
    show_once(dialog)


def take_film(on: Context) -> None:
    """Let a view be saved over a range of steps."""
    from gui.dialogs.film import FilmDialog
    from gui.dialogs.picture import Shown
    from gui.model.filming import Filming

    views, frame = [Shown(title, panel) for title, panel in on.views()], on.frame()
    if not views or frame is None:
        on.bar.show_note(tr("There is no step to be shown yet."))
        return
    here = frame.step
    dialog = FilmDialog(
        views,
        (frame.earliest, max(frame.furthest or 0, here)),
        lambda steps, picture, parent: Filming(on.runner, steps, here, picture, parent),
        on.files.naming.suggestion(".gif"),
        on.window,
    )
    dialog.said.connect(on.bar.show_note)
    dialog.failed.connect(on.bar.show_error)
    open_once(dialog)
