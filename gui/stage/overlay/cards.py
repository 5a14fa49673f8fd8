"""The cards under the legend: a tool's reach, the target's value, and the plane's lens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.kit.theme import Theme
from gui.kit.wishes import Refresh, Refuse
from gui.stage.hand.tool import Tool
from gui.stage.hand.tools import Tools
from gui.stage.modes.board import Board
from gui.stage.modes.plane_rows import CONTOURS
from gui.stage.overlay.bar import StageBar

if TYPE_CHECKING:
    from gui.stage.overlay.lens_card import LensCard
    from gui.stage.overlay.reach_card import ReachCard
    from gui.stage.overlay.value_card import ValueCard


class Cards(QObject):
    """Each is loaded and made with its first use, which is after the first paint."""

    wished = Signal(object)  # a Wish
    axes_chosen = Signal(str, str)  # by the page of the lens
    rows_changed = Signal()  # other lines are in the legend

    def __init__(self, board: Board, tools: Tools, bar: StageBar, stage: QWidget) -> None:
        super().__init__(stage)
        self._board, self._tools, self._bar, self._stage = board, tools, bar, stage
        self.reach: ReachCard | None = None
        self.value: ValueCard | None = None
        self.lens: LensCard | None = None

    def show_data(self) -> None:
        """Follow other data or another model."""
        self.show_value()
        self.show_lens()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        if self.lens is not None:
            self.lens.restyle(theme)

    def show_reach(self) -> None:
        """The card of a tool with a reach, as long as such a one is in the hand."""
        if self._tools.sweeps and self.reach is None:
            from gui.stage.overlay.reach_card import ReachCard

            self.reach = ReachCard(self._tools.sweeper, self._stage)
            self._bar.add_card(self.reach)
        if self.reach is not None:
            self.reach.setVisible(self._tools.sweeps)
            self._tools.hover(None)

    def show_value(self) -> None:
        """The card of the target's value, where the plane shows it as a colour."""
        mode = self._board.mode if self._board.experiment is not None else None
        values = None if mode is None else mode.value_range
        wanted = values is not None
        if wanted and self.value is None and self._stage.isVisible():
            from gui.stage.overlay.value_card import ValueCard

            self.value = ValueCard(self._stage)
            self._bar.add_card(self.value, self.value.spared)
            self.value.chosen.connect(self._on_value)
            self.value.settled.connect(self._on_settled)
        if not wanted:
            self._board.value = None
        if self.value is None:
            return
        self.value.setVisible(wanted)
        if values is not None:
            low, high = values
            value = self._board.value
            self.value.show_value((low + high) / 2 if value is None else value, low, high)

    def show_lens(self) -> None:
        """The button of the plane's levels and slices, where two features are the axes."""
        wanted = self._board.plane is not None and self._board.experiment is not None
        if wanted and self.lens is None and self._stage.isVisible():
            from gui.stage.overlay.lens_card import LensCard

            self.lens = LensCard(self._stage)
            self.lens.restyle(self._board.theme)
            self._bar.add_card(self.lens)
            self.lens.pressed_here.connect(self._open_lens)
        if self.lens is not None:
            self.lens.setVisible(wanted)
            self._bar.follow(self.lens)

    def _open_lens(self) -> None:
        from gui.stage.overlay.lens_card import LensPage

        plane, experiment = self._board.plane, self._board.experiment
        if plane is None or experiment is None or self.lens is None:
            return
        page = LensPage(self._board.lens, experiment.data, plane.axes, self.lens)
        page.changed.connect(self._on_lens)
        page.axes_chosen.connect(self.axes_chosen)
        page.leveled.connect(lambda: self._board.off.discard(CONTOURS))
        page.refused.connect(lambda error: self.wished.emit(Refuse(error)))
        self.lens.open(page)

    def _on_lens(self) -> None:
        """Another slice or other levels: drawn again, and asked for."""
        if self._board.mode is not None:
            self._board.mode.refit()
        self.rows_changed.emit()
        self.wished.emit(Refresh())

    def _on_value(self, value: float) -> None:
        """What new points get."""
        self._board.value = value
        self.show_value()

    def _on_settled(self, value: float) -> None:
        """With the select tool it becomes that of the selected points: one edit, at the end."""
        if self._tools.tool is Tool.SELECT and len(self._board.rows):
            self._tools.selecting.set_value(value)
