"""What was done, so that it can be undone: whole experiments, which share what they have alike."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.experiment import Experiment
from engine.experiment.starts import loses_weights
from engine.report.value import Report
from gui.kit.pinned import PinnedRuns
from gui.model.entry import NO_REPORT, Entry, Parameters, bounded, fit, size, too_much

if TYPE_CHECKING:
    from engine.frames import Snapshot

BURST = 1.0  # seconds between two turns of the same spin box that count as one gesture


class Undo:
    """A list of entries and the place in it; the first entry is the experiment as opened."""

    def __init__(self, experiment: Experiment, report: Report = NO_REPORT) -> None:
        self.begin(experiment, report)

    def begin(self, experiment: Experiment, report: Report = NO_REPORT) -> None:
        """Forget all, and start with what was opened."""
        self._entries = [Entry("", experiment, report=report)]
        self._place = 0
        self._origins = 0
        self._numbers = 0
        self._last = 0.0  # when something was done

    @property
    def here(self) -> Entry:
        """The last gesture, and what holds since."""
        return self._entries[self._place]

    @property
    def undo_text(self) -> str:
        """What undo would take back; empty where there is nothing."""
        return self.here.text if self._place else ""

    @property
    def redo_text(self) -> str:
        """What redo would do again; empty where there is nothing."""
        following = self._entries[self._place + 1 : self._place + 2]
        return following[0].text if following else ""

    @property
    def would_train_on(self) -> bool:
        """Whether undo brings back steps that the last gesture has ended."""
        before = self._entries[self._place - 1 : self._place]
        return any(entry.training is not None and entry.training.step > 0 for entry in before)

    @property
    def by_hand(self) -> tuple[int, ...]:
        """The gestures that set parameters and hold now, by their numbers."""
        done = self._entries[: self._place + 1]
        return tuple(entry.number for entry in done if entry.parameters is not None)

    @property
    def has_parameters(self) -> bool:
        """Whether some gesture set parameters."""
        return any(entry.parameters for entry in self._entries)

    def push(
        self, text: str, experiment: Experiment, merge: str = "", *, other_data: bool = False
    ) -> None:
        """Do something; with the last entry's ``merge`` key it becomes part of that entry."""
        self._origins += other_data
        origin = self._origins if other_data else self.here.origin
        self._push(Entry(text, experiment, merge, origin, report=self.here.report))

    def push_report(self, text: str, report: Report, merge: str = "") -> None:
        """Write in the report, which leaves the experiment as it is."""
        self._push(
            Entry(text, self.here.experiment, merge, self.here.origin, report=report, writes=True)
        )

    def _beside(self, text: str, merge: str = "") -> Entry:
        """A gesture that leaves both as they are."""
        here = self.here
        return Entry(text, here.experiment, merge, here.origin, report=here.report)

    def _push(self, entry: Entry) -> None:
        del self._entries[self._place + 1 :]
        if entry.merge and self._entries[-1].merge == entry.merge:
            self._entries.pop()
        self._append(entry)

    def push_parameters(self, text: str, before: Parameters, after: Parameters) -> None:
        """Set parameters, which leaves the experiment as it is."""
        del self._entries[self._place + 1 :]
        self._numbers += 1
        entry = Entry(
            text,
            self.here.experiment,
            "",
            self.here.origin,
            (before, after),
            report=self.here.report,
        )
        self._append(replace(entry, number=self._numbers))

    def push_runs(self, text: str, before: PinnedRuns, after: PinnedRuns) -> None:
        """Keep other runs, which leaves the experiment as it is."""
        self._push(replace(self._beside(text), runs=(before, after)))

    def forget_parameters(self) -> None:
        """Training has moved on: what parameters were before means nothing any more."""
        first, *rest = self._entries
        self._place -= sum(entry.parameters is not None for entry in rest[: self._place])
        kept = [replace(first, parameters=None)]
        for entry in rest:
            if entry.parameters is None:
                kept.append(entry)
            elif entry.training is not None:  # the experiment before it is the same
                kept[-1] = replace(kept[-1], training=entry.training)
        self._entries = kept

    def push_reset(self, text: str, experiment: Experiment) -> None:
        """Train from the start again, with this experiment."""
        del self._entries[self._place + 1 :]
        self._append(replace(self._beside(text), experiment=experiment, reset=True))

    def loses(self, by: int) -> bool:
        """Whether going so many entries on, or back, ends the run that is there."""
        place = self._place + by
        if not 0 <= place < len(self._entries):
            return False
        here, there = self.here, self._entries[place]
        return (there if by > 0 else here).reset or loses_weights(here.experiment, there.experiment)

    def keep(self, training: Snapshot) -> str:
        """Keep a run beside the entry at hand, which is about to be left.

        The answer is the gesture before which another run was that had to go for it, or nothing.
        """
        self._put_training(self._place, bounded(training))
        held = [place for place, entry in enumerate(self._entries) if entry.training is not None]
        sizes = {place: size(self._entries[place].training) for place in held}
        gone = ""
        for place in sorted(held, key=lambda place: -abs(place - self._place)):
            if fit(sizes.values()):
                break
            following = self._entries[place + 1 : place + 2]
            gone = following[0].text if following else self._entries[place].text
            self._put_training(place, None)
            del sizes[place]
        return gone

    def take_training(self) -> Snapshot | None:
        """The run that was there when the entry at hand was left, once."""
        training = self.here.training
        self._put_training(self._place, None)
        return training

    def _put_training(self, place: int, training: Snapshot | None) -> None:
        self._entries[place] = replace(self._entries[place], training=training)

    def undo(self) -> bool:
        """Go one entry back; False at the first."""
        return self._go(self._place - 1)

    def redo(self) -> bool:
        """Go one entry on; False at the last."""
        return self._go(self._place + 1)

    def _append(self, entry: Entry) -> None:
        self._entries.append(entry)
        while len(self._entries) > 2 and too_much(self._entries):
            self._entries.pop(0)
        self._place = len(self._entries) - 1

    def begin_gesture(self, *, seals: bool = True) -> None:
        """What comes after a pause is another gesture, where a pause ``seals`` the one before."""
        now = time.monotonic()
        if seals and now - self._last > BURST:
            self.seal()
        self._last = now

    def seal(self) -> None:
        """Let nothing merge into the last entry any more."""
        self._entries[self._place] = replace(self.here, merge="")

    def _go(self, place: int) -> bool:
        if not 0 <= place < len(self._entries):
            return False
        self.seal()
        self._place = place
        return True
