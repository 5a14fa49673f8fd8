"""Commands of the Help menu."""

from __future__ import annotations

from gui.commands.context import Context
from gui.commands.entry import SEPARATOR, Command, Entry
from gui.kit.passing import open_once, show_once
from gui.kit.words import tr


def entries() -> tuple[Entry, ...]:
    """The menu from top to bottom."""
    return (
        *_found(),
        SEPARATOR,
        *_program(),
    )


def _found() -> tuple[Entry, ...]:
    """Where an answer is found."""
    return (
        Command(
            "help.tasks",
            tr("&How do I …?"),
            tr("Search among questions for how something is done."),
            "circle-help",
            ("F1",),
            do=_show_tasks,
        ),
        Command(
            "help.palette",
            tr("&Find a command…"),
            tr("Type a few letters of any command, example or setting, and do it."),
            "search",
            ("Ctrl+K",),
            do=_show_palette,
        ),
        Command(
            "help.keys",
            tr("&Keyboard shortcuts"),
            tr("List every key that does something."),
            "keyboard",
            ("Ctrl+F1",),
            do=_show_keys,
        ),
    )


def _program() -> tuple[Entry, ...]:
    """The program itself."""
    return (
        Command(
            "help.report",
            tr("&Report a problem…"),
            tr("Show what helps to find a mistake, to be copied; nothing is sent."),
            do=_show_problem,
        ),
        Command(
            "help.about",
            tr("&About Gradus"),
            tr("Version and licences."),
            "info",
            do=_show_about,
        ),
    )


def _show_tasks(on: Context) -> None:
    from gui.dialogs.help.task_dialog import TaskDialog

    show_once(TaskDialog(on.action, on.window))


def _show_palette(on: Context) -> None:
    from gui.dialogs.palette import Palette, offers

    Palette(list(offers(on.menus())), on.window).open_over(on.window)


def _show_keys(on: Context) -> None:
    from gui.dialogs.help.keys import KeysDialog  # nothing before the first paint needs it

    open_once(KeysDialog(on.keys(), on.window))


def _show_problem(on: Context) -> None:
    from gui.dialogs.help.problem import problem

    open_once(problem(on.window))


def _show_about(on: Context) -> None:
    from gui.dialogs.help.about import about

    open_once(about(on.window))
