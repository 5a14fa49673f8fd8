"""A note with Undo after a gesture that took more than it may have seemed to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from engine.experiment import Experiment
from engine.experiment.starts import is_reshaped
from gui.kit.message import Action
from gui.kit.numbers import count
from gui.kit.words import tr
from gui.model.document import Document
from gui.shell.messages import Messages


class Toasts(QObject):
    """Says so when an edit removed several rows, or when it began the network anew."""

    def __init__(self, document: Document, messages: Messages) -> None:
        super().__init__(messages)
        self._document = document
        self._messages = messages
        document.edited.connect(self._look)

    def _look(self, before: Experiment, after: Experiment) -> None:
        sentence = told(before, after) or self._ended(before, after)
        if sentence:
            self._messages.show_note(sentence, Action(tr("Undo"), self._document.undo))

    def _ended(self, before: Experiment, after: Experiment) -> str:
        reshaped = before.parameter_shapes() != after.parameter_shapes()
        if reshaped and self._document.history.would_train_on:
            return tr("The model was rebuilt: training starts with new weights.")
        return ""


def told(before: Experiment, after: Experiment) -> str:
    """What is worth a note; empty where nothing is."""
    fewer = before.data.table.rows - after.data.table.rows
    if fewer > 1:
        return tr("{count} points were removed.", count=count(fewer))
    if before.goal and not after.goal and after != replace(before, goal=""):
        return tr(
            "The goal “{goal}” asks for what this experiment does not have any more: it was "
            "removed.",
            goal=before.goal,
        )
    name, value = _new_value(before, after)
    if name:
        return tr(
            "“{value}” is a new value of {name}: the model is rebuilt with an input for it.",
            value=value, name=name,
        )  # fmt: skip
    if is_reshaped(before, after):
        return tr("The other weights stay. Reset starts the new network from its seed.")
    if before.model.hidden != after.model.hidden or _rebuilt(before, after):
        return tr("The network was rebuilt: training starts with new weights.")
    return ""


def _new_value(before: Experiment, after: Experiment) -> tuple[str, str]:
    """A category that was a feature before and has a value more, and that value."""
    known = before.data.encoding.values
    for name, values in after.data.encoding.values.items():
        for value in values:
            if name in known and value not in known[name]:
                return name, str(value)
    return "", ""


def _rebuilt(before: Experiment, after: Experiment) -> bool:
    return bool(after.model.hidden) and before.parameter_shapes() != after.parameter_shapes()
