"""What is said of training whose process was lost."""

from __future__ import annotations

from engine.link.client import Lost
from gui.kit.words import tr


def account(lost: Lost) -> str:
    """What became of training whose process was lost."""
    if not lost.again:
        return tr(
            "Training stopped unexpectedly several times and stays off now. "
            "Change the experiment, then press Run to go on from step {step}.",
            step=lost.step,
        )
    said = (
        tr("Training was started again at step {step}.", step=lost.step)
        if lost.by_hand
        else tr(
            "Training stopped unexpectedly and was started again at step {step}.", step=lost.step
        )
    )
    if lost.step < lost.shown:
        said += " " + tr("The steps up to {shown} are gone.", shown=lost.shown)
    if lost.first:
        said += " " + tr("What was before step {first} is gone.", first=lost.first)
    return said
