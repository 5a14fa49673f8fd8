"""The pinned runs: they outlive the run at hand, whatever is set and whichever panel shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from PySide6.QtCore import QObject, Signal

from gui.kit.pinned import PinnedRun, PinnedRuns, newest

if TYPE_CHECKING:
    from engine.frames import Companion, Snapshot

BYTES = 100_000_000  # that they may hold together ...
FORK = 8_000_000  # ... and of the way to where one of them is gone on from, beside the last moment


class Pinned(QObject):
    """Holds a few of them."""

    changed = Signal(object)  # PinnedRuns
    edited = Signal(str, object, object)  # as the undo menu calls it: PinnedRuns before and after
    forgot = Signal(int)  # so many, the oldest, had to go for others

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runs: PinnedRuns = ()

    def choose(self, runs: PinnedRuns, text: str = "") -> None:
        """Keep these from now on, the newest where there are too many or they are too large.

        With a ``text`` that can be undone by itself; else it goes with what is done just then.
        """
        before = self.runs
        kept = newest(runs)
        while len(kept) > 1 and sum(run.size for run in kept) > BYTES:
            kept = kept[1:]
        self.runs = kept
        self.changed.emit(self.runs)
        if text and kept != before:
            self.edited.emit(text, before, kept)
        if len(kept) < len(runs):
            self.forgot.emit(len(runs) - len(kept))

    def turn(self, have: PinnedRuns, want: PinnedRuns) -> None:
        """Take a change back, or make it again; what has come since stays."""
        if self.runs == have:
            self.choose(want)
            return
        left = [run for run in self.runs if run not in have or run in want]
        self.choose((*left, *(run for run in want if run not in left)))

    def add(self, runs: PinnedRuns, training: Snapshot | None, text: str = "") -> None:
        """Keep these too: runs that have come, or would come, from where training stands."""
        # The last losses may still be on their way here: what is known leads to where they are of.
        fork = None if training is None else training.cut().as_known().within(FORK)
        last = max((run.number for run in self.runs), default=0)
        new = tuple(
            replace(run, number=last + k, fork=fork if _leads_to(fork, run) else None)
            for k, run in enumerate(runs, start=1)
        )
        self.choose((*self.runs, *new), text)


def companion(run: PinnedRun) -> Companion:
    """What training has to know of a run to answer for it."""
    from engine.frames import Companion  # the window is painted without

    base = 0 if run.fork is None else run.fork.base
    mark = crc32(run.losses[base:].tobytes())
    return Companion(run.number, run.experiment, run.steps, mark, run.fork)


def _leads_to(fork: Snapshot | None, run: PinnedRun) -> bool:
    """Whether the run came by there."""
    if fork is None:
        return False
    before = run.losses[fork.base : fork.step]
    return np.array_equal(before, fork.losses, equal_nan=True)
