"""The race that is on, as every view may show it: a frame brings it for the view that runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.kit.pinned import PinnedRuns

if TYPE_CHECKING:
    from engine.frames import Frame, Race, RaceRequest


@dataclass(frozen=True, eq=False)
class Racing:
    """A race under way; ``first`` is the number that the first racer will have as a kept run."""

    request: RaceRequest
    race: Race
    first: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those of the racers that run, by which they are drawn as when they are kept."""
        racers = enumerate(self.race.racers)
        return tuple(self.first + place for place, racer in racers if racer.refused is None)

    def place(self, number: int) -> int:
        """Which racer has this number."""
        return number - self.first

    def name(self, number: int) -> str:
        """What it is called."""
        from gui.kit.variants import shown  # no part in the first picture

        return shown(self.race.racers[self.place(number)].value)


def racing(frame: Frame, kept: PinnedRuns) -> Racing | None:
    """The race that is on in a frame, beside the runs that are kept; none where it is over."""
    from engine.frames import Race, RaceRequest  # with the first frame, after the window is there

    for request, view in frame.views.items():
        if isinstance(request, RaceRequest) and isinstance(view, Race) and not view.over:
            return Racing(request, view, first_number(kept))
    return None


def no_race(runs: PinnedRuns) -> PinnedRuns:
    """The kept runs that are of no race: while one is on, those of the last one are not drawn."""
    return tuple(run for run in runs if run.kind != "racer")


def first_number(kept: PinnedRuns) -> int:
    """That of the first racer of the next race among the kept runs."""
    return max((run.number for run in no_race(kept)), default=0) + 1
