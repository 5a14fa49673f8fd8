"""The stage's menus and dialogs: a class's menu, the axes' limits, a point's exact values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from engine.data.moments import mean
from engine.data.table import Cell
from engine.experiment import Experiment
from gui.kit.passing import open_once, pop_up, show_once
from gui.stage.modes.board import Board
from gui.stage.modes.editing import Label
from gui.stage.modes.mode import Hand

if TYPE_CHECKING:
    from gui.stage.overlay.limits import LimitsDialog


class Asking(QObject):
    """Opens them over the stage. Each is loaded with its first use, after the first paint."""

    edited = Signal(str, object)  # what was done; the new Experiment
    refused = Signal(object)  # EngineError
    fit_wanted = Signal()

    def __init__(self, board: Board, stage: QWidget) -> None:
        super().__init__(stage)
        self._board = board
        self._stage = stage
        self._limits: LimitsDialog | None = None

    def class_menu(self, label: Label, at: QPoint) -> None:
        """What can be done to a class."""
        from gui.stage.overlay.class_menu import ClassMenu

        board = self._board
        if board.experiment is None:
            return
        menu = ClassMenu(board.experiment, board.classes, label, board.theme, self._stage)
        menu.edited.connect(self.edited)
        menu.refused.connect(self.refused)
        menu.rename.triggered.connect(partial(self._rename, board.experiment, label))
        pop_up(menu, at)

    def _rename(self, experiment: Experiment, label: Label, _checked: bool = False) -> None:
        from gui.stage.overlay.class_menu import RenameDialog

        dialog = RenameDialog(experiment, self._board.classes, label, self._stage)
        dialog.edited.connect(self.edited)
        open_once(dialog)

    def limits(self) -> None:
        """Type the axes' limits; the dialog stays while the plane is looked at."""
        from gui.stage.overlay.limits import LimitsDialog

        self.close()
        mode = self._board.mode
        if mode is None:
            return
        names = tuple(name for name in mode.columns if name is not None)
        self._limits = dialog = LimitsDialog(self._board.canvas, names, self._stage)
        dialog.fit_wanted.connect(self.fit_wanted)
        dialog.finished.connect(self._forget)
        show_once(dialog)

    def point(self) -> None:
        """Type the values of the selected point, or of a new one in the middle of the plane."""
        from gui.stage.overlay.coordinates import PointDialog

        experiment, row = self._board.experiment, self._board.selected
        if experiment is None or self._board.mode is None:
            return
        cells = self._middle() if row is None else experiment.data.table.row(row)
        dialog = PointDialog(experiment, row, cells, self._board.classes, self._stage)
        dialog.edited.connect(self.edited)
        open_once(dialog)

    def close(self) -> None:
        """Close the axes' limits: they are other axes now."""
        if self._limits is not None:
            self._limits.reject()

    def _forget(self) -> None:
        self._limits = None

    def _middle(self) -> dict[str, Cell]:
        """The cells of a point in the middle of the plane, all others at their mean."""
        board = self._board
        assert board.mode is not None and board.experiment is not None
        area, data = board.canvas.area, board.experiment.data
        x, y = (area.left + area.right) / 2, (area.bottom + area.top) / 2
        x, y = (float(f"{value:.4g}") for value in (x, y))
        cells: dict[str, Cell] = {}
        for name in (*data.features, data.target):
            column = data.table.columns[name]
            is_class = name == data.target and bool(board.classes)
            usual = column[0] if column.dtype == object and len(column) else board.label
            cells[name] = usual if is_class or column.dtype == object else mean(column)
        spot = board.mode.place(Hand(x, y, None, board.label))
        return {**cells, **spot.cells, **({data.target: board.label} if board.classes else {})}
