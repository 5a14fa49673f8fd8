"""What can be done with a column: its part, the order by it, its name, its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from engine.edits import parts as edits
from engine.edits import table as table_edits
from engine.experiment import Experiment
from engine.experiment.specs import Task
from gui.kit.words import tr

Change = Callable[[Experiment], Experiment]


class ColumnMenu(QMenu):
    """Emits edits; opened with ``pop_up`` it goes away with its closing.

    What ``renaming`` asks for outlives it: whoever opens the menu calls ``ask_name``.
    """

    wanted = Signal(str, object)  # what the undo menu says; a Change
    sort_wanted = Signal(str, str, bool)  # what the undo menu says; the column; descending

    def __init__(self, experiment: Experiment, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, data = name, experiment.data
        is_target, is_feature = name == data.target, name in data.features
        self._add(
            tr("&Target"), tr("Choose target"), lambda old: edits.with_target(old, name),
            checked=is_target,
        )  # fmt: skip
        self._add(
            tr("&Feature"), tr("Choose features"),
            lambda old: table_edits.set_feature(old, name, not is_feature),
            checked=is_feature, enabled=not is_target,
        )  # fmt: skip
        if is_target:
            for text, task in _tasks():
                self._add(
                    text, tr("Task"), partial(edits.with_task, task=task),
                    checked=data.task == task,
                )  # fmt: skip
        self.addSeparator()
        self._add_sort(tr("Sort &ascending"), tr("Sort ascending"), False)
        self._add_sort(tr("Sort &descending"), tr("Sort descending"), True)
        self.addSeparator()
        self.renaming = self.addAction(tr("&Rename…"))
        self._add(
            tr("De&lete column"), tr("Delete column"),
            lambda old: table_edits.remove_column(old, name),
            enabled=not is_target and data.features != (name,),
        )  # fmt: skip

    def _add(
        self, text: str, said: str, change: Change, *, checked: bool | None = None,
        enabled: bool = True,
    ) -> None:  # fmt: skip
        action = self.addAction(text)
        action.setEnabled(enabled)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        action.triggered.connect(lambda: self.wanted.emit(said, change))

    def _add_sort(self, text: str, said: str, descending: bool) -> None:
        action = self.addAction(text)
        action.triggered.connect(lambda: self.sort_wanted.emit(said, self.name, descending))


def ask_name(
    parent: QWidget, old: str, edit: Callable[[str, Change], object], _checked: bool = False
) -> None:
    """Ask for another name of a column; the menu that led here is gone by the answer."""
    new, sure = QInputDialog.getText(parent, tr("Rename column"), tr("Name"), text=old)
    if sure:
        edit(tr("Rename column"), lambda now: table_edits.rename_column(now, old, new))


def _tasks() -> tuple[tuple[str, Task], ...]:
    return (tr("Predict &numbers"), "regression"), (tr("Predict &classes"), "classification")
