"""What of the stage can be pointed at, and when the mouse means that and not the tool."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from engine.frames.sights import Shade
from engine.frames.things import Datum
from gui.kit.things import Painted
from gui.stage.hand.tool import Tool
from gui.stage.hand.tools import Tools
from gui.stage.modes import painted
from gui.stage.modes.board import Board
from gui.stage.overlay.chips import Chips
from gui.stage.overlay.extras import Extras

SHADES = 5  # values of the bar of colours that are named one by one


class StageThings:
    """Places are the stage's own, not those of the plane on it."""

    def __init__(
        self, stage: QWidget, board: Board, tools: Tools, extras: Extras, chips: Chips
    ) -> None:
        self._stage, self._board, self._tools, self._extras = stage, board, tools, extras
        self._chips = chips

    def all(self) -> list[Painted]:
        """The model, what shows the step, and the points over both."""
        board, mode = self._board, self._board.mode
        if mode is None or board.experiment is None:
            return []
        drawn = painted.points(board.canvas, board.points)
        every = (*mode.painted(), *self._extras.painted(), *drawn)
        return [*(self._moved(one) for one in every), *self._shades()]

    def at(self, at: QPointF) -> Painted | None:
        """A point, a mark of the step, or the model there."""
        board, mode, here = self._board, self._board.mode, at - self._origin()
        if mode is None or board.experiment is None or self._tools.busy:
            return None
        shade = self._shade_at(at)
        if shade is not None:
            return shade
        if not board.canvas.pixels.contains(here):
            return None
        row = board.hit(here)
        if row is not None:
            return self._moved(painted.point(board.canvas, board.points, row))
        found = self._extras.painted_at(here) or mode.painted_at(here)
        return None if found is None else self._moved(found)

    def _shades(self) -> list[Painted]:
        """Some values of the bar of colours."""
        found = (self._shade((place + 0.5) / SHADES) for place in range(SHADES))
        return [one for one in found if one is not None]

    def _shade_at(self, at: QPointF) -> Painted | None:
        scale = self._chips.scale_at(0.0)
        if scale is None:
            return None
        here, box = at - self._origin_of(self._chips), scale[0]
        return self._shade((here.x() - box.left()) / box.width()) if box.contains(here) else None

    def _shade(self, share: float) -> Painted | None:
        """The value so far along the bar of colours."""
        scale = self._chips.scale_at(share)
        if scale is None:
            return None
        box, value, low, high = scale
        wide = box.width() / SHADES
        piece = QRectF(box.left() + share * box.width() - wide / 2, box.top(), wide, box.height())
        thing = Shade(float(f"{value:.4g}"), low, high)
        return Painted(thing, piece.translated(self._origin_of(self._chips)))

    def may_tell(self, found: Painted, event: QMouseEvent) -> bool:
        """Only points and lines while another tool than Move is in the hand, or with Alt."""
        mode = self._board.mode
        on_line = mode is None or mode.is_border(found.box.center() - self._origin())
        free = self._tools.tool is Tool.MOVE or _alt(event)
        return free or on_line or isinstance(found.thing, Datum | Shade)

    def may_open(self, found: Painted, event: QMouseEvent) -> bool:
        """A click of the tool that puts points opens those that are there."""
        tool = self._tools.tool
        if isinstance(found.thing, Shade):
            return True
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        is_point = tool is Tool.PUT and isinstance(found.thing, Datum)
        return _alt(event) or (plain and (tool is Tool.MOVE or is_point))

    def _moved(self, one: Painted) -> Painted:
        return replace(one, box=one.box.translated(self._origin()))

    def _origin(self) -> QPointF:
        """Where the plane's widget is on the stage."""
        return self._origin_of(self._board.canvas)

    def _origin_of(self, part: QWidget) -> QPointF:
        return QPointF(part.mapTo(self._stage, QPoint(0, 0)))


def _alt(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
