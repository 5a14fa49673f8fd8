"""All that a document has, as a file has it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.experiment import Experiment
from engine.report.value import Report
from gui.kit.pinned import PinnedRuns

Place = tuple[object, ...]  # where training stands: the run, the step, the phase; () for nowhere


@dataclass(frozen=True, slots=True)
class Stand:
    """All that a file would have: two are the same where nothing was done between them."""

    experiment: Experiment = field(compare=False)
    number: int  # of the experiment: as long as it is held, no other one has it
    report: Report
    place: Place
    runs: PinnedRuns = ()
    by_hand: tuple[int, ...] = ()  # each time that the learner put numbers into parameters

    def misses(self, now: Stand, whole: bool) -> bool:
        """Whether a file that has this lacks something of what there is now.

        Where it is a ``whole`` project, where training stands and the kept runs count too.
        """
        other = self.place != now.place or self.runs != now.runs
        same = (self.number, self.report, self.by_hand) == (now.number, now.report, now.by_hand)
        return (other and whole) or not same

    def following(self, place: Place, is_other: bool) -> Stand:
        """The same once training stands there: where it stood first is what the file has.

        In another run nothing was put in by hand.
        """
        return replace(self, place=self.place or place, by_hand=() if is_other else self.by_hand)

    def beside(self, before: Stand) -> Stand:
        """What a file has that is written anew with the experiment alone, after ``before``."""
        return replace(self, report=before.report, place=before.place, runs=before.runs)

    def with_runs(self, runs: PinnedRuns, unsaved: bool) -> Stand:
        """The same with these runs beside it; as one that no file has, where it is ``unsaved``."""
        return replace(self, runs=runs, number=0 if unsaved else self.number)
