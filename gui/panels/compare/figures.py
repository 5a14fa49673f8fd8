"""How good kept runs are: asked for once, known as long as they are kept."""

from __future__ import annotations

from engine.frames import Beside, BesideRequest, Frame, Metrics, MetricsRequest, Request
from gui.kit.pinned import PinnedRun, PinnedRuns


class Figures:
    """A run is known by its losses, which are its own whatever it is called."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[PinnedRun, Metrics | None]] = {}

    def __len__(self) -> int:
        """How many runs are known."""
        return len(self._known)

    def of(self, run: PinnedRun) -> Metrics | None:
        """A run's figures; None where they are not known, or cannot be."""
        return self._known.get(id(run.losses), (run, None))[1]

    def keep(self, runs: PinnedRuns) -> None:
        """Forget those of others."""
        kept = {id(run.losses) for run in runs}
        self._known = {key: known for key, known in self._known.items() if key in kept}

    def request(self, runs: PinnedRuns) -> BesideRequest | None:
        """Ask for those that are not known."""
        missing = tuple(run.number for run in runs if id(run.losses) not in self._known)
        return BesideRequest(missing, MetricsRequest()) if missing else None

    def take(self, runs: PinnedRuns, frame: Frame) -> bool:
        """Know what a frame brings from now on; whether any is new. Some were known meanwhile."""
        before = len(self._known)
        for asked, view in frame.views.items():
            if isinstance(view, Beside) and _is_of_figures(asked):
                self._take(runs, view)
        return len(self._known) > before

    def _take(self, runs: PinnedRuns, found: Beside) -> None:
        for run in runs:
            view = found.views.get(run.number)
            if isinstance(view, Metrics) or run.number in found.astray:
                figures = view if isinstance(view, Metrics) else None
                self._known.setdefault(id(run.losses), (run, figures))


def _is_of_figures(asked: Request) -> bool:
    return isinstance(asked, BesideRequest) and asked.request == MetricsRequest()
