"""In which light a thing is looked at, from a view or from another thing's formula."""

from __future__ import annotations

from dataclasses import replace

from engine.frames import things
from engine.frames.pointed import AT_HAND, Where
from engine.frames.sights import Moment

OF_A_ROW = (
    things.Sum,
    things.Neuron,
    things.Outcome,
    things.Target,
    things.Delta,
    things.Slope,
    things.Input,
    things.Residual,
    things.Term,
)
IN_A_STEP = (
    things.Gradient,
    things.Moved,
    things.Delta,
    things.Slope,
    things.Kept,
    things.PhaseCard,
)


def seen_from_view(thing: things.Thing, followed: int | None) -> tuple[things.Thing, Where]:
    """A thing that a view paints, where ``followed`` is the row that is selected."""
    if isinstance(thing, things.Answer):
        step = None if thing.step is None else thing.step + 1  # the one that begins there
        return thing, Where(features=thing.features, step=step)
    row = getattr(thing, "row", None)
    row = followed if row is None else row
    if isinstance(thing, OF_A_ROW):
        thing = replace(thing, row=None)
    if isinstance(thing, things.StepLoss):
        return thing, Where(row=row, step=AT_HAND if thing.step is None else thing.step)
    if isinstance(thing, Moment):
        return thing, Where(row=row, step=max(thing.step, 1))
    if isinstance(thing, IN_A_STEP) or thing == things.Setting("optimizer.lr"):
        return thing, Where(row=row, step=AT_HAND)
    return thing, Where(row=row)


def led(thing: things.Thing, where: Where, step: int | None) -> tuple[things.Thing, Where]:
    """From a formula that was looked at ``where``, in a line that is of a ``step``, if of one.

    What is of a row of its own is looked at as that row's, and then as the one at hand.
    """
    row = getattr(thing, "row", None)
    found = replace(where, step=step)
    if step != where.step or isinstance(thing, IN_A_STEP):
        found = replace(found, features=None)  # a step is of rows
    if row is not None:
        found = replace(found, row=row, features=None)
        if isinstance(thing, OF_A_ROW):
            thing = replace(thing, row=None)
    if isinstance(thing, things.StepLoss) and thing.step is not None:
        found = replace(found, step=thing.step)
    if isinstance(thing, IN_A_STEP) and found.step is None:
        found = replace(found, step=AT_HAND)
    return thing, found
