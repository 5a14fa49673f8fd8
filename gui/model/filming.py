"""Makes a film of a view: to each step in turn, a picture of it, and to the writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from engine.errors import EngineError
from engine.films import FilmWriter, Format
from engine.frames import Frame
from gui.model.training.runner import Runner

TICK = 4  # milliseconds between two looks at the writer


class Filming(QObject):
    """One film. At its end, however it ends, training stands where it stood before."""

    progressed = Signal(int)  # frames that are done
    failed = Signal(object)  # an EngineError
    finished = Signal()

    def __init__(
        self,
        runner: Runner,
        steps: Sequence[int],
        before: int,
        picture: Callable[[], QImage],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._steps, self._before = runner, tuple(steps), before
        self._picture = picture
        self._writer: FilmWriter | None = None
        self._next = 0  # the place of the step that is waited for
        self._taken: bytes | None = None  # a picture that the writer has no time for yet
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._poll)

    @property
    def count(self) -> int:
        """How many frames there will be."""
        return len(self._steps)

    def start(self, path: Path, form: Format, size: tuple[int, int], per_second: float) -> None:
        """Begin; the learner can go on looking, and give it up."""
        self._writer = FilmWriter(path, form, size, per_second)
        self._runner.pause()
        self._runner.frame.connect(self._on_frame)
        self._runner.time.scrub(self._steps[0])
        self._timer.start()

    def stop(self) -> None:
        """End it; what is not finished is taken away."""
        self._timer.stop()
        if self._writer is None:
            return
        self._runner.frame.disconnect(self._on_frame)
        self._writer.close()
        self._writer = None
        self._runner.time.scrub(self._before)

    def _on_frame(self, frame: Frame) -> None:
        """The views have drawn it by now; what is still worked on comes with a later one."""
        wanted = self._steps[self._next] if self._next < len(self._steps) else None
        if frame.step != wanted or self._taken is not None:
            return
        if frame.unfinished:
            self._runner.refresh()
            return
        image = self._picture().convertToFormat(QImage.Format.Format_RGB32)
        self._taken = bytes(image.constBits())
        self._next += 1
        if self._next < len(self._steps):
            self._runner.time.scrub(self._steps[self._next])
        self._poll()

    def _poll(self) -> None:
        writer = self._writer
        if writer is None:
            return
        try:
            writer.poll()
            if writer.done:
                self.stop()
                self.finished.emit()
            elif not writer.busy:
                self._hand_over(writer)
        except EngineError as error:
            self.stop()
            self.failed.emit(error)

    def _hand_over(self, writer: FilmWriter) -> None:
        if self._taken is not None:
            writer.send(self._taken)
            self._taken = None
            self.progressed.emit(self._next)
            if self._next < len(self._steps):
                self._runner.refresh()  # the frame may have come while this one was held
        elif self._next == len(self._steps):
            writer.end()
