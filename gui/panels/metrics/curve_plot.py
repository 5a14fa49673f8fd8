"""The plot of a ROC or a precision–recall curve, with the threshold as a point on it."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from engine.frames import Ranked, Ranking
from engine.frames.sights import Cutoff
from gui.kit.calm import CalmPlot, dots, finite, line, style
from gui.kit.guard import guarded
from gui.kit.theme import Theme
from gui.kit.things import Painted, apart, around, topmost
from gui.kit.words import tr
from gui.panels.metrics.titles import color_titles, entitle

Kind = Literal["roc", "precision"]
Array = NDArray[np.float64]
REACH = 24.0  # pixels from a curve that still are on it
MARGIN = 0.03
MOST = 16  # points of a curve that are named one by one
HALF = 5.0  # pixels of a point
SLACK = 4.0  # pixels that a hand trembles in a click
LEAST = 180  # pixels high


class CurvePlot(CalmPlot):
    """Training and test rows as two curves; the point of what the model answers now on each.

    Where the answer hangs on a threshold, the point can be dragged along the training curve; with
    the keyboard the arrow keys move it.
    """

    threshold_dragged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=False)
        self.setMouseEnabled(x=False, y=False)
        self.setMinimumHeight(LEAST)
        self.kind: Kind = "roc"
        self.can_drag = False
        self._ranking: Ranking | None = None
        self._chance = pg.PlotCurveItem()
        self._train, self._test = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._train_dot, self._test_dot = dots(11), dots(9)
        self._dragging = False
        self._began: QPointF | None = None  # where a press was that may become a drag
        for item in (self._chance, self._test, self._train, self._test_dot, self._train_dot):
            self.addItem(item)
        self.set_ranges((-MARGIN, 1 + MARGIN), (-MARGIN, 1 + MARGIN))
        self.name("roc")

    def name(self, kind: Kind) -> None:
        """Show the one or the other curve."""
        self.kind = kind
        roc = kind == "roc"
        self.setAccessibleName(tr("ROC curve") if roc else tr("Precision–recall curve"))
        recall, false = tr("recall"), tr("false alarms")
        entitle(self, *((false, recall) if roc else (recall, tr("precision"))))
        self._draw()

    def show_ranking(self, ranking: Ranking | None) -> None:
        """Draw these curves, or none."""
        self._ranking = ranking
        self._draw()

    def drawn(self, test: bool = False) -> tuple[Array, Array]:
        """The places of a curve's points."""
        x, y = (self._test if test else self._train).getData()
        return x, y

    def points(self) -> list[tuple[float, float]]:
        """Where the points of what the model answers now are: training, test."""
        found = [item.getData() for item in (self._train_dot, self._test_dot)]
        return [(float(x[0]), float(y[0])) for x, y in found if len(x)]

    def nearest(self, x: float, y: float) -> int | None:
        """The place of the training curve that is closest to a point of the plot."""
        curve = self._curve(self._part())
        distance = np.hypot(*(places - at for places, at in zip(curve, (x, y), strict=True)))
        known = np.isfinite(distance)
        return int(np.where(known, distance, np.inf).argmin()) if known.any() else None

    def things(self, positive: int) -> list[Painted]:
        """Some points of the curves, and those of what the model answers now, which lie over them.

        A point that no threshold leads to is none.
        """
        now, found = [], list[Painted]()
        for test, part in enumerate(self._parts()):
            if part is None:
                continue
            known = np.flatnonzero(np.isfinite(part.threshold))
            for place in known[:: max(1, len(known) // MOST)].tolist():
                found.append(self._cutoff(part, place, positive, bool(test)))
            at = self._now(part)
            if np.isfinite(at).all():
                now.append(Painted(Cutoff(positive, None, bool(test)), self._box(*at, HALF + 1)))
        return [*found, *now]

    def thing_at(self, at: QPointF, positive: int) -> Painted | None:
        """The points of what holds now, else the nearest point of a curve."""
        held = topmost(self.things(positive)[-2:], at)
        if held is not None and isinstance(held.thing, Cutoff) and held.thing.threshold is None:
            return held
        near = [
            self._cutoff(part, self._nearest(part, at), positive, bool(test))
            for test, part in enumerate(self._parts())
            if part is not None and np.isfinite(part.threshold).any()
        ]
        found = [one for one in near if apart(one, at) <= REACH / 2]
        return min(found, key=lambda one: apart(one, at), default=None)

    def _parts(self) -> tuple[Ranked | None, Ranked | None]:
        ranking = self._ranking
        return (None, None) if ranking is None else (ranking.train, ranking.test)

    def _nearest(self, part: Ranked, at: QPointF) -> int:
        """The place of a curve that is closest to a pixel and has a threshold."""
        place = self.view.mapSceneToView(at)
        x, y = self._curve(part)
        away = np.hypot(x - place.x(), y - place.y())
        return int(np.where(np.isfinite(part.threshold), away, np.inf).argmin())

    def _cutoff(self, part: Ranked, place: int, positive: int, test: bool) -> Painted:
        x, y = self._curve(part)
        thing = Cutoff(positive, float(part.threshold[place]), test)
        return Painted(thing, self._box(float(x[place]), float(y[place]), HALF))

    def _box(self, x: float, y: float, half: float) -> QRectF:
        at = self.view.mapViewToScene(QPointF(x, y))
        return around(at, half)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        style(self, theme)
        color_titles(self, theme)
        self._chance.setPen(line(theme.outline, dashed=True))
        self._train.setPen(line(theme.accent))
        self._test.setPen(line(theme.warning, dashed=True))
        self._train_dot.setBrush(pg.mkBrush(theme.accent))
        self._train_dot.setPen(line(theme.panel))
        self._test_dot.setBrush(pg.mkBrush(theme.panel))
        self._test_dot.setPen(line(theme.warning, width=2))

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the point along the curve, where the pointer is near it."""
        if event.button() == Qt.MouseButton.LeftButton and self._is_near(event.position()):
            self._dragging, self._began = False, event.position()
        else:
            super().mousePressEvent(event)

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._began is not None and (self._began - event.position()).manhattanLength() > SLACK:
            self._dragging = True
        if self._dragging:
            self._drag(event.position())
        else:
            over = self.can_drag and self._is_near(event.position())
            hand = Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(hand)
        super().mouseMoveEvent(event)

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the point go."""
        self._dragging, self._began = False, None
        super().mouseReleaseEvent(event)

    def _is_near(self, at: QPointF) -> bool:
        place = self.view.mapSceneToView(at)
        near = self.nearest(place.x(), place.y()) if self.can_drag else None
        if near is None:
            return False
        x, y = (float(values[near]) for values in self._curve(self._part()))
        away = self.view.mapViewToScene(QPointF(x, y)) - at
        return float(np.hypot(away.x(), away.y())) <= REACH

    def _drag(self, at: QPointF) -> None:
        """Wish for the threshold of the curve's nearest point that has one."""
        part, place = self._part(), self.view.mapSceneToView(at)
        if part is None:
            return
        x, y = self._curve(part)
        distance = np.hypot(x - place.x(), y - place.y())
        distance[~np.isfinite(part.threshold) | ~np.isfinite(distance)] = np.inf
        nearest = int(distance.argmin())
        if np.isfinite(distance[nearest]):
            self.threshold_dragged.emit(float(part.threshold[nearest]))

    def _part(self) -> Ranked | None:
        return None if self._ranking is None else self._ranking.train

    def _curve(self, part: Ranked | None) -> tuple[Array, Array]:
        if part is None:
            return np.empty(0), np.empty(0)
        roc = part.fall_out, part.recall
        return roc if self.kind == "roc" else (part.recall, part.precision)

    def _draw(self) -> None:
        test = None if self._ranking is None else self._ranking.test
        for part, curve, dot in (
            (self._part(), self._train, self._train_dot),
            (test, self._test, self._test_dot),
        ):
            x, y = self._curve(part)
            curve.setData(finite(x), finite(y), connect="finite")
            now = [np.nan, np.nan] if part is None else self._now(part)
            dot.setData(*([value] for value in now)) if np.isfinite(now).all() else dot.clear()
        diagonal = [0.0, 1.0] if self.kind == "roc" else []
        self._chance.setData(diagonal, diagonal)

    def _now(self, part: Ranked) -> tuple[float, float]:
        recall, fall_out, precision = part.now
        return (fall_out, recall) if self.kind == "roc" else (recall, precision)
