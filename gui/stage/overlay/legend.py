"""The legend's chips and the choice of axes above the plane, and what they set."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from engine.edits.classes import class_places, with_class_added
from engine.experiment import Experiment
from gui.kit.words import tr
from gui.stage.layers.cloud import Cloud
from gui.stage.modes.board import Board
from gui.stage.modes.editing import Label, next_class
from gui.stage.modes.line_rows import TEST
from gui.stage.modes.plane_mode import PlaneMode
from gui.stage.overlay.asking import Asking
from gui.stage.overlay.bar import StageBar
from gui.stage.overlay.chips import Chips
from gui.stage.overlay.toolbox import AxisPicker


class Legend(QObject):
    """Keeps the card up to date, and turns its clicks into what the board shows."""

    edited = Signal(str, object)  # what was done; the new Experiment
    switched = Signal(str)  # the layer that is shown now, or not any more
    class_chosen = Signal()
    class_given = Signal(object)  # Label: chosen by hand, so that selected points may get it
    unselected = Signal()  # the selected point is hidden now
    axes_chosen = Signal()

    def __init__(self, board: Board, asking: Asking, stage: QWidget) -> None:
        super().__init__(stage)
        self._board = board
        self._counted: tuple[Cloud, list[int]] | None = None
        self._asking = asking
        self.chips = Chips()
        self._picker = AxisPicker(stage)
        self.bar = StageBar(self.chips, self._picker)
        self.chips.switched.connect(self._on_switched)
        self.chips.class_chosen.connect(self._give)
        self.chips.class_wanted.connect(self._on_class_wanted)
        self.chips.menu_wanted.connect(self._on_class_menu)
        self._picker.chosen.connect(self.choose_axes)

    def refresh(self) -> None:
        """Show the rows, the switches and the classes that hold now."""
        mode, experiment = self._board.mode, self._board.experiment
        features = _features(experiment)
        self.chips.setVisible(mode is not None and experiment is not None)
        self._picker.setVisible(isinstance(mode, PlaneMode) and len(features) > 2)
        if mode is None or experiment is None:
            return
        classes = class_places(experiment.data, self._board.classes)
        rows = (*mode.legend(), *self._board.extra_rows)
        self.chips.show_content(rows, self._board.off, classes, self._board.theme)
        if classes:
            self.chips.show_counts(self._counts(len(classes)))
        self.chips.choose(self._board.label)
        self.show_figures()
        if isinstance(mode, PlaneMode):
            self._picker.show_axes(features, mode.axes)

    def _counts(self, classes: int) -> list[int]:
        """How many points each class has; counted again only where they are others."""
        cloud = self._board.points.cloud
        if self._counted is None or self._counted[0] is not cloud:
            self._counted = cloud, np.bincount(cloud.group, minlength=classes).tolist()
        return self._counted[1]

    def show_figures(self) -> None:
        """Bring the figures of the mode's rows up to date."""
        if self._board.mode is not None:
            self.chips.show_figures(self._board.mode.figures())

    def follow(self, widget: QWidget) -> None:
        """Let Tab come here after a widget."""
        self.chips.after = widget

    def enter(self) -> None:
        """Give the keyboard to the legend."""
        self.chips.enter()

    def choose_place(self, index: int) -> None:
        """Choose the class at a place of the list, where there is one."""
        if index < len(self._board.classes):
            self._give(self._board.classes[index])

    def take_another(self) -> None:
        """Choose the first class without points, where there is one."""
        experiment = self._board.experiment
        have = () if experiment is None else experiment.data.classes
        others = [name for name in self._board.classes if name not in have]
        if others:
            self._choose(others[0])

    def _give(self, label: Label) -> None:
        self._choose(label)
        self.class_given.emit(label)

    def _choose(self, label: Label) -> None:
        self._board.label = label
        self.chips.choose(label)
        self.class_chosen.emit()

    def _on_switched(self, layer: str, shown: bool) -> None:
        board = self._board
        (board.off.discard if shown else board.off.add)(layer)
        if layer == TEST:
            board.points.show_test(shown)
            if len(board.rows) and board.points.hidden[board.rows].any():
                self.unselected.emit()
        if board.mode is not None:
            board.mode.refit()
            self.show_figures()
        self.switched.emit(layer)

    def _on_class_wanted(self) -> None:
        experiment, names = self._board.experiment, self._board.classes
        if experiment is not None:
            label = next_class(names)
            self.edited.emit(tr("Add class"), with_class_added(experiment, names, label))
            self._choose(label)

    def _on_class_menu(self, label: Label, at: QPoint) -> None:
        self._asking.class_menu(label, at)

    def choose_axes(self, x: str, y: str) -> None:
        """Show these two features."""
        if isinstance(self._board.mode, PlaneMode):
            self._asking.close()
            self._board.mode.axes = (x, y)
            self._board.mode.hide_model()
            self._board.refresh()
            self.refresh()
            self.axes_chosen.emit()


def _features(experiment: Experiment | None) -> tuple[str, ...]:
    return experiment.data.features if experiment is not None else ()
