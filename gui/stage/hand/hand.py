"""The learner's hand on the plane: tools, mouse, keyboard, and what they tell the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal

from engine.experiment import Experiment
from gui.kit.theme import Theme
from gui.kit.wishes import Pick, Point, Preview
from gui.stage.hand.keyboard import Keyboard
from gui.stage.hand.mouse import Mouse
from gui.stage.hand.tool import Tool
from gui.stage.hand.tools import Tools
from gui.stage.modes.board import Board
from gui.stage.modes.editing import Label

if TYPE_CHECKING:
    from gui.stage.hand.selecting import Selecting


class Hand(QObject):
    """Wishes that the window knows what is pointed at, chosen, and dragged just now."""

    wished = Signal(object)  # a Wish
    pressed = Signal()

    def __init__(self, board: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self.tools = Tools(board, parent)
        self.mouse = Mouse(board, self.tools, parent)
        self.keyboard = Keyboard(board, self.tools, self.mouse, parent)
        self.tools.previewed.connect(self._on_previewed)
        self.tools.selected.connect(self._on_selected)
        self.mouse.hovered.connect(self._on_pointer)
        self.mouse.pressed.connect(self._on_pressed)
        self.keyboard.walked.connect(self._on_pointer)

    @property
    def selecting(self) -> Selecting:
        """What can be done with the selected points."""
        return self.tools.selecting

    def take(self, tool: Tool) -> bool:
        """Take a tool; the select tool, taken again, draws the other outline, and says so."""
        is_again = tool is Tool.SELECT is self.tools.tool
        if is_again:
            self.selecting.lasso = not self.selecting.lasso
        self.tools.tool = tool
        self.mouse.show_cursor()
        return is_again

    def give_class(self, label: Label) -> None:
        """With the select tool it becomes that of the selected points."""
        if self.tools.tool is Tool.SELECT:
            self.selecting.set_class(label)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.tools.restyle(theme)
        self.keyboard.restyle(theme)

    def _on_pressed(self) -> None:
        self.keyboard.hide_cross()
        self.pressed.emit()

    def _on_pointer(self, at: QPointF | None) -> None:
        canvas, mode = self._board.canvas, self._board.mode
        if at is None or mode is None or not canvas.pixels.contains(at):
            self.wished.emit(Point(""))
        else:
            self.wished.emit(Point(mode.describe(*canvas.to_data(at))))

    def _on_selected(self) -> None:
        row, mode = self._board.selected, self._board.mode
        self.wished.emit(Pick(self._board.rows))
        if row is not None and mode is not None:
            self.wished.emit(Point(mode.describe(*self._board.place_of(row))))

    def _on_previewed(self, experiment: Experiment) -> None:
        self.wished.emit(Preview(experiment))
