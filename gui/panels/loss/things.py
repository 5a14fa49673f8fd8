"""Where the losses of single steps are drawn, so that they can be pointed at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtWidgets import QWidget

from engine.frames.things import Figure, StepLoss
from gui.kit.things import Painted, apart, around
from gui.model.journal.journal import Journal
from gui.panels.loss.plot import LossPlot

MOST = 24  # steps that are named one by one
NEAR = 12.0  # pixels beside the curve that still belong to it
HALF = 5.0  # pixels of a dot


def painted(panel: QWidget, plot: LossPlot, journal: Journal) -> list[Painted]:
    """Some steps of the curve, the newest and those where something was changed among them."""
    if plot.blank or plot.is_level:
        return []
    steps = len(journal.losses)
    few = np.unique(np.linspace(1, steps, min(steps, MOST)).round().astype(int)).tolist()
    turns = [min(step + 1, steps) for step in journal.turns.steps]
    found = [_step(panel, plot, journal, step) for step in sorted({*few, *turns}) if step > 0]
    found.append(_test(panel, plot, journal))
    inside = QRectF(plot.geometry()).translated(_origin(panel, plot) - QPointF(plot.pos()))
    return [one for one in found if one is not None and inside.contains(one.box.center())]


def at_place(panel: QWidget, plot: LossPlot, journal: Journal, at: QPointF) -> Painted | None:
    """The step whose loss is drawn at a place of the panel."""
    if plot.blank or plot.is_level:
        return None
    scene = at - _origin(panel, plot)
    x = plot.view.mapSceneToView(scene).x()
    low, high = plot.view.viewRange()[0]
    if not low <= x <= high:
        return None
    step = min(max(round(plot.step_at(x)), 1), len(journal.losses))
    shown = _step(panel, plot, journal, step) if step else None
    every = (shown, _test(panel, plot, journal))
    near = [one for one in every if one is not None and apart(one, at) <= NEAR + HALF]
    return min(near, key=lambda one: apart(one, at), default=None)


def _test(panel: QWidget, plot: LossPlot, journal: Journal) -> Painted | None:
    """The newest loss on the test rows."""
    steps = len(journal.losses)
    loss = journal.tested(steps)
    if loss is None or not np.isfinite(loss):
        return None
    return Painted(Figure("loss", test=True), around(_place(panel, plot, steps, loss), HALF))


def _step(panel: QWidget, plot: LossPlot, journal: Journal, step: int) -> Painted | None:
    loss = journal.losses.at(step)
    if loss is None or not np.isfinite(loss):
        return None
    return Painted(StepLoss(step), around(_place(panel, plot, step, loss), HALF))


def _place(panel: QWidget, plot: LossPlot, step: int, loss: float) -> QPointF:
    x = float(plot.x_of([step])[0])
    at = plot.view.mapViewToScene(QPointF(x, plot.height_of(loss)))
    return at + _origin(panel, plot)


def _origin(panel: QWidget, plot: LossPlot) -> QPointF:
    return QPointF(plot.viewport().mapTo(panel, QPoint(0, 0)))
