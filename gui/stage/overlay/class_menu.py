"""The menu of one class in the legend: its name, its colour, its end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from engine.edits import classes as class_edits
from engine.edits.classes import PLACES
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import Label
from gui.kit.colors import class_look
from gui.kit.icons import icon
from gui.kit.small_dialog import SmallDialog, Standard, explain
from gui.kit.swatches import symbol_sample
from gui.kit.theme import Theme
from gui.kit.words import tr

LONGEST_NAME = 30


class ClassMenu(QMenu):
    """What can be done to a class of ``names``. Each entry is one edit.

    What ``rename`` asks for outlives the menu: whoever opens the menu opens that dialog too.
    """

    edited = Signal(str, object)  # what was done; the new Experiment
    refused = Signal(object)  # EngineError

    def __init__(
        self,
        experiment: Experiment,
        names: Sequence[Label],
        name: Label,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._experiment, self._names, self._name = experiment, names, name
        self.setToolTipsVisible(True)
        self.setAccessibleName(tr("class {name}", name=name))
        self.rename = self._entry(tr("&Rename…"), tr("Give this class another name."))
        self.colors = self.addMenu(tr("&Colour"))
        self._fill_colors(theme)
        self.remove = self._entry(tr("Re&move"), tr("Remove this class with all its points."))
        self.remove.setIcon(icon("trash-2", theme.text))
        self.remove.triggered.connect(self._on_remove)

    def _entry(self, text: str, help: str) -> QAction:
        action = self.addAction(text)
        action.setToolTip(help)
        return action

    def _fill_colors(self, theme: Theme) -> None:
        places = class_edits.class_places(self._experiment.data, self._names)
        owners = {place: name for name, place in places.items()}
        group = QActionGroup(self)
        self.colors.setToolTipsVisible(True)
        for place in range(PLACES):
            look, owner = class_look(theme, place), owners.get(place)
            taken = "" if owner is None else f"  ({_short(str(owner))})"
            action = self.colors.addAction(
                QIcon(symbol_sample(look.color, look.symbol)),
                tr("Colour {number}", number=place + 1) + taken.replace("&", "&&"),
            )
            action.setToolTip(tr("Draw the class in this colour; one that has it takes the old."))
            action.setCheckable(True)
            action.setChecked(owner == self._name)
            action.setData(place)
            group.addAction(action)
        group.triggered.connect(self._on_color)

    def _on_color(self, action: QAction) -> None:
        edit = class_edits.with_class_color
        changed = edit(self._experiment, self._names, self._name, action.data())
        self.edited.emit(tr("Recolour class"), changed)

    def _on_remove(self) -> None:
        try:
            changed = class_edits.with_class_removed(self._experiment, self._names, self._name)
        except EngineError as error:
            self.refused.emit(error)
        else:
            self.edited.emit(tr("Remove class"), changed)


class RenameDialog(SmallDialog):
    """Asks for another name of a class."""

    edited = Signal(str, object)

    def __init__(
        self, experiment: Experiment, names: Sequence[Label], name: Label, parent: QWidget | None
    ) -> None:
        super().__init__(tr("Rename class"), parent, Standard.Ok | Standard.Cancel)
        self._experiment, self._names, self._name = experiment, names, name
        self.field = QLineEdit(str(name))
        self.field.selectAll()
        self.add(tr("Name"), tr("The class's new name; its points and colour stay."), self.field)
        self.field.textEdited.connect(self._check)
        explain(self.buttons, tr("Take this name."), tr("Keep the old name."))

    def accept(self) -> None:
        """Hand over the edit, or say why the name cannot be."""
        changed = self._check()
        if changed is not None:
            self.edited.emit(tr("Rename class"), changed)
            super().accept()

    def _check(self) -> Experiment | None:
        edit = class_edits.with_class_renamed
        try:
            changed = edit(self._experiment, self._names, self._name, self.field.text())
        except EngineError as error:
            self.tell(error)
            return None
        self.tell(None)
        return changed


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
