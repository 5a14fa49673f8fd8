"""What the window keeps of training, so that it can go on should the training process be lost."""

from __future__ import annotations

from collections.abc import Mapping

from engine.data.table import Table
from engine.experiment import Experiment
from engine.frames import PHASES, Frame, Snapshot
from engine.link.book import Book
from engine.link.replies import Collected, Kept


class Shelf:
    """A book for each run that was heard of since the one that is shown, and what was shown."""

    def __init__(self) -> None:
        self._books: dict[int, Book] = {}
        self._place: Snapshot | None = None  # what was shown last, and the run that it is of
        self._run = 0

    def clear(self) -> None:
        """Forget everything: another experiment begins."""
        self._books, self._place = {}, None

    def adopt(self, snapshot: Snapshot, run: int) -> tuple[int, ...]:
        """A run goes on from a snapshot; the answer are the numbers of its changes."""
        self._books, self._run = {run: Book.of(snapshot)}, run
        self._place = _place(snapshot)
        return self._books[run].numbers

    def take(self, kept: Kept, tables: Mapping[int, Table]) -> None:
        """Take in what has arrived; the experiments in it get their tables."""
        if kept.run not in self._books:
            self._books[kept.run] = Book(kept.losses_from)
        self._books[kept.run].take(kept, tables)

    def spread(self, collected: Collected, tables: Mapping[int, Table]) -> None:
        """Take in keyframes on the way of a run, where that is still the same."""
        if collected.run in self._books:
            self._books[collected.run].spread(collected, tables)

    def show(self, frame: Frame, experiment: Experiment) -> None:
        """Note what is shown now: there training has to stand again."""
        furthest = frame.step if frame.furthest is None else frame.furthest
        self._place = Snapshot(experiment, frame.step, _phases(frame), furthest)
        self._run = frame.run
        self._books = {run: book for run, book in self._books.items() if run >= frame.run}

    def snapshot(self) -> Snapshot | None:
        """Where training stands by what was shown last, and the way there; None before that.

        Where something was changed that has not arrived, it stands as close as can be.
        """
        if self._place is None or self._run not in self._books:
            return self._place
        return self._books[self._run].complete(self._place)


def _place(snapshot: Snapshot) -> Snapshot:
    return Snapshot(snapshot.experiment, snapshot.step, snapshot.phases, snapshot.furthest)


def _phases(frame: Frame) -> int:
    """How many phases of a half-done step were shown."""
    return 0 if frame.phase is None else (PHASES.index(frame.phase) + 1) % len(PHASES)
