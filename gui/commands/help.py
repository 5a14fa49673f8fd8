"""Commands of the Help menu."""

from __future__ import annotations

from gui.commands.context import Context
from gui.commands.entry import Command, Entry
from gui.kit.passing import open_once
from gui.kit.words import tr


def entries() -> tuple[Entry, ...]:
    """The menu from top to bottom."""
    return (
        Command(
            "help.keys",
            tr("&Keyboard shortcuts"),
            tr("List every key that does something."),
            "keyboard",
            ("F1",),
            do=_show_keys,
        ),
        Command(
            "help.about",
            tr("&About Gradus"),
            tr("Version and licences."),
            "info",
            do=_show_about,
        ),
    )


def _show_keys(on: Context) -> None:
    from gui.dialogs.help import KeysDialog  # nothing before the first paint needs it

    open_once(KeysDialog(on.keys(), on.window))


def _show_about(on: Context) -> None:
    from gui.dialogs.help import about

    open_once(about(on.window))
