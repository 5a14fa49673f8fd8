"""What a menu is made of: commands, each with all there is to say of it, lines and submenus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from gui.commands.context import Context

# What must hold to use a command; what is empty always holds.
Condition = Literal[
    "", "undo", "redo", "generated", "trained", "changed", "paused", "ready", "selected"
]


def nothing(_: Context) -> None:
    """What a command does that is switched on and off instead."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something the learner can ask for. Menus, buttons, keys and the help all read this.

    ``tip`` is one sentence that says what it does, ``when`` the condition under which it can be
    used. ``do`` does it; a command with ``switch`` is on or off and told which.
    """

    id: str
    text: str
    tip: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    when: Condition = ""
    do: Callable[[Context], object] = nothing
    switch: Callable[[Context, bool], object] | None = None


@dataclass(frozen=True, slots=True)
class Separator:
    """A line between two groups of a menu."""


@dataclass(frozen=True, slots=True)
class Submenu:
    """A part of a menu that the window fills, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Nested:
    """Commands in a menu of their own."""

    text: str
    commands: tuple[Command, ...]


Entry = Command | Separator | Submenu | Nested
SEPARATOR = Separator()
