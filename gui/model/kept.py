"""The kept runs of a document: its file has them, and what is done with them can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from gui.kit.pinned import PinnedRuns
from gui.model.run_at_hand import RunAtHand
from gui.model.undo import Undo

if TYPE_CHECKING:
    from engine.frames import Snapshot


class Kept(QObject):
    """Those that are kept beside the run at hand, whoever holds and shows them."""

    wanted = Signal(object, object)  # PinnedRuns before and after: an undo or a redo of those
    begun = Signal(str, object)  # one of this Experiment is to be trained from its start again
    opened = Signal()  # one of them is the run at hand now
    held = Signal()  # others are kept
    changed = Signal()  # what can be undone is other

    def __init__(self, undo: Undo, run: RunAtHand, parent: QObject) -> None:
        super().__init__(parent)
        self._undo, self._run = undo, run
        self.runs: PinnedRuns = ()

    def hold(self, runs: PinnedRuns) -> None:
        """These are kept now."""
        self.runs = runs
        self.held.emit()

    def edit(self, text: str, before: PinnedRuns, after: PinnedRuns) -> None:
        """The learner has changed which ones are: an entry that leaves the experiment."""
        self._undo.push_runs(text, before, after)
        self.changed.emit()

    def open(self, text: str, experiment: Experiment, training: Snapshot | None) -> None:
        """Go on with one of them, of this experiment; without ``training``, from its start."""
        if training is None:
            self.begun.emit(text, experiment)
            return
        self._run.keep()
        self._undo.push_reset(text, experiment)
        self._undo.keep(training)
        self.opened.emit()
