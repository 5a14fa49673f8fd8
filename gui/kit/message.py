"""What is said to the learner, as plain data: words, how grave it is, and buttons that act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["note", "warning"]
SPARED = "spared"  # the property of buttons that no message may cover


@dataclass(frozen=True, slots=True)
class Action:
    """A button beside a message: ``label`` says what ``do`` does. The message then goes."""

    label: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, perhaps a hint, and the buttons that do what it advises.

    A note fades after a while unless it is ``lasting``; a warning stays until it is closed,
    answered, or replaced.
    """

    sentence: str
    hint: str = ""
    level: Level = "note"
    actions: tuple[Action, ...] = ()
    lasting: bool = False
