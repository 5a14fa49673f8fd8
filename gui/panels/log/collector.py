"""Fetches a whole log piece by piece, while everything else goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from engine.frames import Log, LogRequest
from gui.panels.log.rows import LogRows, Row

PIECE = 500  # rows asked for at once


class Collector(QObject):
    """Says how far it is; ``request`` is what it waits for."""

    progressed = Signal(object)  # the part that is there, None when there is nothing to wait for
    wanted = Signal()  # a frame with the next piece

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.request = LogRequest()
        self.is_active = False
        self._rows: list[Row] = []
        self._known = LogRows()
        self._done: Callable[[list[Row]], None] = lambda _: None

    def begin(self, request: LogRequest, rows: LogRows, done: Callable[[list[Row]], None]) -> None:
        """Fetch all rows of a log, and hand them on."""
        self._rows, self._known, self._done, self.is_active = [], rows, done, True
        self.request = replace(request, start=0, stop=PIECE)
        self.progressed.emit(0.0)
        self.wanted.emit()

    def take(self, view: Log) -> None:
        """A piece as far as it is computed; the next one is asked for when it is whole."""
        if view.complete:
            self._rows += [
                Row(int(step), int(epoch), float(loss), tuple(values))
                for step, epoch, loss, values in zip(
                    view.steps, view.epochs, view.losses, view.values.tolist(), strict=True
                )
            ]
            start = len(self._rows)
            self.request = replace(self.request, start=start, stop=start + PIECE)
            if start >= view.total:
                self.cancel()
                self._done(self._rows)
                return
        self.progressed.emit(len(self._rows) / max(view.total, 1))
        self.wanted.emit()

    def cancel(self) -> None:
        """Wait for nothing more."""
        if self.is_active:
            self.is_active = False
            self.progressed.emit(None)
