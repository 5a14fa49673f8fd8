"""What keeps the work: the parts of saving, autosaving and recovery, put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from gui.model.autosave import Autosave
from gui.model.document import Document
from gui.model.files import Files
from gui.model.journal.pinned import Pinned
from gui.model.sessions import Sessions
from gui.shell.arranging import Arranging
from gui.shell.board import Board
from gui.shell.gathering import Gathering
from gui.shell.recovering import Recovering, picture_of

if TYPE_CHECKING:
    from engine.frames import Frame
    from gui.model.training.runner import Runner

BEAT = 20_000  # milliseconds between two signs for other computers


class Safety(QObject):
    """``board``, ``arranging`` and ``view``, of which a picture is taken, are asked for each time.

    Work is saved and opened from the beginning; it is kept by itself only after ``begin``.
    """

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        files: Files,
        pinned: Pinned,
        board: Callable[[], Board],
        arranging: Callable[[], Arranging],
        view: Callable[[], QWidget],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._arranging = document, arranging
        self.sessions = Sessions()
        self.gathering = Gathering(document, pinned, board, arranging)
        self.autosave = Autosave(
            document,
            self.sessions,
            lambda: files.projects.desk,
            lambda: picture_of(view()),
            files.known,
        )
        self.recovering = Recovering(files, self.sessions, self.autosave, self.gathering, window)
        self._beating = QTimer(self, interval=BEAT)
        self._beating.timeout.connect(self.sessions.beat)
        document.opened.connect(self._on_opened)
        self.autosave.said.connect(self.said)
        files.projects.progressed.connect(self.said)

    def serve(self, runner: Runner) -> None:
        """From now on there is training."""
        self.gathering.serve(runner)

    def begin(self) -> None:
        """From now on keep what no file has, and offer what was left behind."""
        self.autosave.begin()
        self._beating.start()
        self.recovering.offer_lost()

    def follow(self, frame: Frame) -> None:
        """Training has moved, or stands still."""
        self.autosave.follow(frame)

    def keep(self) -> None:
        """The program may be ended in a moment: what no file has is kept before."""
        self.gathering.hear_out()
        self.autosave.keep_before_leaving()

    def leave(self) -> None:
        """The program is ended from outside: what no file has is kept before."""
        self.keep()
        self.sessions.leave()

    def end(self) -> None:
        """The learner has ended the program: nothing is left behind."""
        self.autosave.forget()
        self.sessions.claim(None)

    def _on_opened(self) -> None:
        """Another document: one without a file leaves the last one's to other windows."""
        self._arranging().take_notes({})
        if self._document.path is None:
            self.sessions.claim(None)
