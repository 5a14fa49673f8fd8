"""Commands of the Edit menu: undo, points and rows."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from gui.commands import generating
from gui.commands.context import Context
from gui.commands.entry import SEPARATOR, Command, Entry
from gui.kit.words import tr


def entries() -> tuple[Entry, ...]:
    """The menu from top to bottom."""
    return (
        *_done(),
        SEPARATOR,
        *_copied(),
        *_selected(),
        SEPARATOR,
        *_numbers(),
        SEPARATOR,
        Command(
            "edit.copy_reading",
            tr("Copy st&ep and loss"),
            tr("Copy the step, the epoch and the loss as one line of text."),
            "copy",
            ("Ctrl+Shift+C",),
            do=_copy_reading,
        ),
    )


def _done() -> tuple[Entry, ...]:
    """What was done."""
    return (
        Command(
            "edit.undo",
            tr("&Undo"),
            tr("Take back what was done last."),
            "undo-2",
            ("Ctrl+Z",),
            "undo",
            do=lambda on: on.document.undo(),
        ),
        Command(
            "edit.redo",
            tr("&Redo"),
            tr("Do again what was taken back."),
            "redo-2",
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            "redo",
            do=lambda on: on.document.redo(),
        ),
    )


def _copied() -> tuple[Entry, ...]:
    """Points by the clipboard."""
    return (
        Command(
            "edit.cut",
            tr("Cu&t points"),
            tr("Copy the selected points as text and remove them."),
            keys=("Ctrl+X",),
            when="selected",
            do=lambda on: on.stage.selecting.cut(),
        ),
        Command(
            "edit.copy",
            tr("&Copy points"),
            tr("Copy the selected points as text, for here or for a spreadsheet."),
            "copy",
            ("Ctrl+C",),
            "selected",
            do=lambda on: on.stage.selecting.copy(),
        ),
        Command(
            "edit.paste",
            tr("P&aste points"),
            tr("Add the points that were copied here or in a spreadsheet."),
            "clipboard-paste",
            ("Ctrl+V",),
            do=lambda on: on.files.sharing.paste() or on.stage.selecting.paste(),
        ),
    )


def _selected() -> tuple[Entry, ...]:
    """Points as they are."""
    return (
        Command(
            "edit.duplicate",
            tr("Dup&licate points"),
            tr("Put the selected points once more, a little aside."),
            keys=("Ctrl+D",),
            when="selected",
            do=lambda on: on.stage.selecting.duplicate(),
        ),
        Command(
            "edit.delete",
            tr("&Delete selected points"),
            tr("Remove the points that are selected on the stage."),
            "trash-2",
            ("Del",),
            "selected",
            do=lambda on: on.stage.selecting.delete(),
        ),
        Command(
            "edit.select_all",
            tr("&Select all points"),
            tr("Select every point that is shown."),
            keys=("Ctrl+A",),
            do=lambda on: on.stage.selecting.choose_all(),
        ),
    )


def _numbers() -> tuple[Entry, ...]:
    """Their numbers."""
    return (
        Command(
            "edit.point",
            tr("&Point…"),
            tr("Type the exact values of the selected point, or of a new one."),
            keys=("Ctrl+I",),
            do=lambda on: on.stage.asking.point(),
        ),
        Command(
            "edit.noise",
            tr("Add &noise…"),
            tr("Shake the selected rows' numbers, or those of all rows."),
            do=generating.add_noise,
        ),
    )


def _copy_reading(on: Context) -> None:
    QGuiApplication.clipboard().setText(on.transport.reading)
    on.bar.show_note(tr("Copied the step, the epoch and the loss."))
