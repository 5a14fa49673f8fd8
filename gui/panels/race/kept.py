"""Racers from the run at hand and those that are kept, by their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames.race import MOST_RACERS
from gui.kit.pinned import PinnedRuns
from gui.kit.words import tr

KEPT = "kept"  # in the place of a setting's path


def called(runs: PinnedRuns) -> list[str]:
    """What is typed for all of them, the newest where there are too many."""
    return [tr("now"), *(str(run.number) for run in runs[1 - MOST_RACERS :])]


def chosen(typed: Iterable[Any], now: Experiment, runs: PinnedRuns) -> dict[str, Experiment]:
    """Each by its name; EngineError where there is no such run, or it has other data."""
    found: dict[str, Experiment] = {}
    known = {str(run.number): run for run in runs}
    for part in map(str, typed):
        if part == tr("now"):
            found[part] = now
        elif part in known:
            run = known[part]
            if run.experiment.data.table != now.data.table:
                hint = "race runs on the same rows"
                raise EngineError("run {number} was trained on other data", "", hint, number=part)
            found[f"{part}: {run.name(now)}"] = run.experiment
        else:
            raise EngineError("there is no kept run {number}", number=part)
    return found
