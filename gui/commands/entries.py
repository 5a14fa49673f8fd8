"""Every menu, and with that every command of the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from gui.commands import edit, file, help, training, view
from gui.commands.entry import Command, Entry, Nested
from gui.kit.words import tr


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of the bar, from top to bottom."""

    title: str
    entries: tuple[Entry, ...]


def all_menus() -> tuple[Menu, ...]:
    """Every menu of commands, in the interface's language and the bar's order."""
    return (
        Menu(tr("&File"), file.entries()),
        Menu(tr("&Edit"), edit.entries()),
        Menu(tr("&Training"), training.entries()),
        Menu(tr("&View"), view.entries()),
        Menu(tr("&Help"), help.entries()),
    )


def all_commands() -> tuple[Command, ...]:
    """Every command, in the interface's language."""
    entries = [entry for menu in all_menus() for entry in menu.entries]
    parts = [entry.commands if isinstance(entry, Nested) else (entry,) for entry in entries]
    return tuple(entry for part in parts for entry in part if isinstance(entry, Command))


def key_lines() -> list[tuple[str, str]]:
    """The keys of each command that has some, as the system writes them, and what they do."""
    return [
        (" · ".join(map(native, command.keys)), command.tip)
        for command in all_commands()
        if command.keys
    ]


def native(key: str) -> str:
    """A key as the system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
