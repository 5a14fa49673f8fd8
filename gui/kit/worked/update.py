"""The update phase in formulas: each optimizer as it really works, with its memory."""

from __future__ import annotations

from dataclasses import replace

from engine.experiment import Experiment
from engine.frames import Detail, Memory
from engine.frames.detail import number_at
from engine.frames.things import Gradient, Kept, Moved, Number
from gui.kit.words import tr
from gui.kit.worked import known
from gui.kit.worked.focus import Cell, Focus, cells
from gui.kit.worked.lines import Line, figure, line
from gui.kit.worked.links import Linked
from gui.kit.worked.loss import RESULT
from gui.kit.worked.optimizers import RULES, Scalars, lines_of


def update_lines(experiment: Experiment, detail: Detail | None, focus: Focus) -> list[Line]:
    """What the optimizer does to the parameters in focus."""
    found = cells(experiment.parameter_shapes(), focus)
    lines = []
    for cell in found:
        own = lines_for(experiment, detail, cell)
        if len(own) == 1:  # which says by itself whose it is
            own = [replace(own[0], caption="")]
        elif len(found) > 1:  # their letters m, v could be anybody's
            lines.append(line(tr("the parameter"), cell.latex))
        lines += own
    return lines


def lines_for(experiment: Experiment, detail: Detail | None, cell: Cell) -> list[Line]:
    """What the optimizer does to one number."""
    if cell.name in experiment.model.frozen:
        return [line(tr("frozen: it stays"), cell.latex)]
    done = detail is not None and detail.after is not None and detail.gradients is not None
    choice = detail.setup.optimizer if detail is not None and done else experiment.optimizer
    if choice.name not in RULES:
        return _plainly(detail if done else None, cell)
    if detail is None or not done:
        return lines_of(choice.name, cell.latex, Scalars.symbols(dict(choice.values)))
    return lines_of(choice.name, cell.latex, scalars(detail, cell))


def scalars(detail: Detail, cell: Cell) -> Scalars:
    """The numbers of one parameter that its optimizer has to do with."""
    before, gradient, after = (
        cell.of(arrays) for arrays in (detail.before, detail.gradients, detail.after)
    )
    if before is None or gradient is None or after is None:  # another one's were sent
        return Scalars.symbols(dict(detail.setup.optimizer.values))
    given = dict(detail.setup.optimizer.values)
    return Scalars(
        given={**given, **known.settings("optimizer", given.items())},
        known=True,
        parameter=Linked(before, Number(cell.name, cell.place)),
        gradient=Linked(gradient, Gradient(cell.name, cell.place)),
        lr=known.rate(detail),
        after=Linked(after, Moved(cell.name, cell.place)),
        old=_memory(detail.memory, cell, True),
        new=_memory(detail.memory_after or {}, cell, False),
    )


def _memory(memory: Memory, cell: Cell, before: bool) -> dict[str, float]:
    """Its numbers; those that it has for each number of a parameter know what they are."""
    found: dict[str, float] = {}
    for key, held in memory.get(cell.name, {}).items():
        value = number_at(held, cell.place)
        if value is not None:
            one_each = not isinstance(held, float) and held.shape != ()
            thing = Kept(cell.name, cell.place, key, before)
            found[key] = Linked(value, thing) if one_each else value
    return found


def _plainly(detail: Detail | None, cell: Cell) -> list[Line]:
    """Of an optimizer without a rule here: what came of it."""
    if detail is None:
        return [line("", rf"{cell.latex} \leftarrow {cell.latex} + \Delta {cell.latex}")]
    after = cell.of(detail.after)
    return [line("", rf"{cell.latex} \leftarrow {'' if after is None else figure(after, RESULT)}")]
