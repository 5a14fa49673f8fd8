"""How things are done: a question, an answer in a few sentences, and the commands that do it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from gui.kit.words import language

FILE = Path(__file__).parents[3] / "resources" / "help" / "tasks.json"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a learner wants to do; ``commands`` are ids."""

    question: str
    answer: str
    commands: tuple[str, ...]


def tasks() -> tuple[Task, ...]:
    """Every task, from the first steps on, in the interface's language."""
    code = language()
    return tuple(
        Task(entry["question"][code], entry["answer"][code], tuple(entry["commands"]))
        for entry in json.loads(FILE.read_text(encoding="utf-8"))
    )
