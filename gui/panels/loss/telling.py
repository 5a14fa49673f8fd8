"""The losses of a run for those who do not see the curve: a sentence, and a table."""

from __future__ import annotations

from typing import Any

from gui.kit.columns import Columns
from gui.kit.numbers import count, loss
from gui.kit.words import tr
from gui.model.journal.journal import Journal


def told(journal: Journal) -> str:
    """The newest loss, and that on the test rows; empty where there is none."""
    steps = len(journal.losses)
    if not steps:
        return ""
    newest = loss(journal.losses.at(steps))
    sentence = tr("loss {loss} after 1 step", loss=newest)
    if steps > 1:
        sentence = tr("loss {loss} after {steps} steps", loss=newest, steps=count(steps))
    test = journal.tested(steps)
    return sentence if test is None else f"{sentence}, {tr('test loss {loss}', loss=loss(test))}"


def columns(journal: Journal) -> Columns | None:
    """Step and loss, and the test losses that were asked for; None without a step."""
    steps = len(journal.losses)
    if not steps:
        return None
    found: dict[str, list[Any]] = {
        "step": list(range(1, steps + 1)),
        "loss": journal.losses.values.tolist(),
    }
    if len(journal.tests):
        known = dict(zip(*(part.tolist() for part in journal.tests.curve()), strict=True))
        found["test_loss"] = [known.get(step) for step in found["step"]]
    return found
