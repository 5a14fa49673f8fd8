"""What has to be said about the step that is shown."""

from __future__ import annotations

from engine.experiment import Experiment
from engine.frames import Detail, Setup
from gui.kit.words import tr


def note(detail: Detail | None, followed: int | None, experiment: Experiment | None) -> str:
    """A sentence where the numbers are not those that are looked for; else nothing."""
    if detail is None:
        return tr("Press Phase: each one fills in its numbers.")
    if followed is not None and not detail.has_followed:
        row = followed + 1
        return tr("Row {row} is not in this batch: its first rows are shown.", row=row)
    if experiment is not None and detail.setup != Setup.of(experiment):
        return tr("This step was made before the last change; the next one follows it.")
    return ""
