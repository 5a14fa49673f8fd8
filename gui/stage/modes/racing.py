"""The lines of racers while their race is on, drawn as they will be as kept runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyqtgraph as pg

from gui.kit.racing import Racing, racing
from gui.kit.run_pens import run_color, run_pen, run_style
from gui.kit.swatches import line_sample
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.modes.board import Board
from gui.stage.modes.kept import KEPT_Z, WIDTH
from gui.stage.modes.mode import Row

if TYPE_CHECKING:
    from engine.frames import Frame, RacersRequest
    from gui.stage.modes.kept import KeptLines


class RacingLines:
    """Each racer's line moves as it trains; when the race is over it waits for the kept run's."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._on: Racing | None = None
        self._items: dict[int, Any] = {}  # by the number that the racer has as a kept run

    @property
    def on(self) -> bool:
        """Whether a race is on."""
        return self._on is not None

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the racers that are drawn."""
        return tuple(number for number, item in self._items.items() if item.isVisible())

    def wants(self) -> tuple[RacersRequest, ...]:
        """What each comes to over the part of the plane that is seen."""
        return () if self._on is None else self._requests(self._on)

    def draw(self, frame: Frame, kept: KeptLines) -> bool:
        """Follow the race that a frame brings; whether other racers are there, or none any more."""
        from engine.frames import Beside

        before, self._on = self._on, racing(frame, kept.every)
        same = before is not None and self._on is not None and before.request == self._on.request
        if not same and (self._on is not None or not _is_over(frame)) and not self._waits(kept):
            self._forget_lines()
        on = self._on or (before if _is_over(frame) else None)  # what they came to, too
        for request in () if on is None else self._requests(on):
            view = frame.views.get(request)
            if on is not None and isinstance(view, Beside):
                self._show(on, view)
        kept.make_way(self.on)
        return not same and before is not self._on

    def _requests(self, on: Racing) -> tuple[RacersRequest, ...]:
        from engine.frames import RacersRequest

        asked = None if self._board.mode is None else self._board.mode.beside()
        return () if asked is None else (RacersRequest(on.request, asked),)

    def _waits(self, kept: KeptLines) -> bool:
        """Whether the race is over, and lines of those that are kept of it are still to come."""
        return self._on is None and not kept.settled

    def rows(self) -> tuple[Row, ...]:
        """The legend's lines of them."""
        on, theme = self._on, self._board.theme
        if on is None or self._board.mode is None or self._board.mode.beside() is None:
            return ()
        help = tr("A racer, as far as it has come.")
        return tuple(
            Row(on.name(n), line_sample(run_color(n, theme), WIDTH, run_style(n)), help)
            for n in on.numbers
        )

    def forget(self) -> None:
        """None is on any more: they would stay where no frame of another training comes."""
        self._on = None
        self._forget_lines()

    def refresh(self) -> None:
        """They come anew with the next frame."""

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for number, item in self._items.items():
            item.setPen(run_pen(number, theme, WIDTH))

    def _forget_lines(self) -> None:
        while self._items:
            self._board.canvas.remove(self._items.popitem()[1])

    def _show(self, on: Racing, found: Any) -> None:
        mode = self._board.mode
        for place, view in found.views.items():
            number = on.first + place
            if number not in self._items:
                item = self._items[number] = pg.PlotCurveItem(antialias=True)
                item.setPen(run_pen(number, self._board.theme, WIDTH))
                self._board.canvas.add(item, KEPT_Z)
            line = None if mode is None else mode.outline(view)
            if line is not None:
                self._items[number].setData(*line, connect="finite")


def _is_over(frame: Frame) -> bool:
    """Whether a race came to its end with this frame."""
    from engine.frames import Race

    return any(isinstance(view, Race) and view.over for view in frame.views.values())
