"""The run at hand, as the document knows it: where it stands, and what undo brings back of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.experiment.starts import loses_weights
from gui.model.entry import Parameters
from gui.model.stand import Place
from gui.model.undo import Undo

if TYPE_CHECKING:
    from engine.frames import Snapshot


class RunAtHand(QObject):
    """What is done to training and not to the experiment; who trains says how it stands."""

    parameter_wanted = Signal(str, object)  # its name and its numbers: an undo or a redo of those
    reset_wanted = Signal()  # training has to begin at its start again
    forgot = Signal(str)  # the gesture before which training cannot be brought back any more
    moved = Signal(bool)  # it stands elsewhere; whether it is another one
    changed = Signal()  # what can be undone is other

    def __init__(self, undo: Undo, parent: QObject) -> None:
        super().__init__(parent)
        self._undo = undo
        self.snapshot: Callable[[], Snapshot | None] = lambda: None  # as it stands now
        self.place: Place = ()
        self._by_hand: tuple[int, ...] = ()  # what it has that cannot be undone any more

    @property
    def by_hand(self) -> tuple[int, ...]:
        """Each time that the learner put numbers into its parameters."""
        return (*self._by_hand, *self._undo.by_hand)

    def start_over(self) -> None:
        """Nothing is known of one yet."""
        self.place, self._by_hand = (), ()

    def stands_at(self, place: Place) -> None:
        """Training stands there now."""
        is_other = place[:1] != self.place[:1] and place[1:2] == (0,)
        if is_other:
            self._by_hand = ()
        self.place = place
        self.moved.emit(is_other)

    def set_parameters(self, text: str, before: Parameters, after: Parameters) -> None:
        """The learner has put numbers into parameters: an entry that leaves the experiment."""
        self._undo.push_parameters(text, before, after)
        self.changed.emit()

    def forget_parameters(self) -> None:
        """Training has moved on: parameters that were set are no entries any more."""
        if self._undo.has_parameters:
            self._by_hand = self.by_hand
            self._undo.forget_parameters()
            self.changed.emit()

    def keep(self) -> None:
        """Keep the run that is about to be lost, where there is one of this experiment.

        One that stands at its start too: what comes after may go on from there in another network.
        """
        training = self.snapshot()
        if training is None:
            return
        if loses_weights(training.experiment, self._undo.here.experiment):  # it was never shown
            return
        gone = self._undo.keep(training)
        if gone:
            self.forgot.emit(gone)

    def take(self) -> Snapshot | None:
        """The run that was lost when the experiment at hand was left, once."""
        return self._undo.take_training()
