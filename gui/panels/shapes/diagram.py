"""Two shapes under one another, aligned at the right, and the shape of the result."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.data.shapes import Dimension, Operation, Shape
from gui.kit.colors import readable
from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme, mixed
from gui.kit.words import tr
from gui.panels.shapes.tensors import Tensor

CELL, HEIGHT, GAP = 52, 26, 6
NAMES, LEAST = 132, 40  # pixels for the tensors' names, and where the boxes need the others


class Diagram(QWidget):
    """A box a dimension; one that is repeated is dashed and in the accent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._rows: list[tuple[str, list[tuple[str, bool]]]] = []
        self._fits = True
        self.setFont(tabular(self.font()))
        self.setAccessibleName(tr("Shapes side by side"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_broadcast(
        self, left: Tensor, operation: Operation, right: Tensor, aligned: tuple[Dimension, ...]
    ) -> None:
        """Show how two shapes are made one, each dimension under the other's."""
        first = [(_size(d.left, d.stretches_left, d.result), d.stretches_left) for d in aligned]
        other = [(_size(d.right, d.stretches_right, d.result), d.stretches_right) for d in aligned]
        self._fits = all(dimension.result is not None for dimension in aligned)
        result = [("?" if d.result is None else str(d.result), False) for d in aligned]
        self._take(left, first, operation, right, other, result)

    def show_product(
        self, left: Tensor, operation: Operation, right: Tensor, result: Shape | None
    ) -> None:
        """Show a matrix product: the inner dimensions must be equal, the outer ones remain."""
        self._fits = result is not None
        shapes = [[(str(size), False) for size in shape] for shape in (left.shape, right.shape)]
        end = [("?", False)] if result is None else [(str(size), False) for size in result]
        self._take(left, shapes[0], operation, right, shapes[1], end)

    def texts(self) -> list[tuple[str, list[str]]]:
        """What is written, row by row."""
        return [(name, [text for text, _ in cells]) for name, cells in self._rows]

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Three rows."""
        return QSize(NAMES + 2 * (CELL + GAP), 3 * (HEIGHT + GAP))

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the boxes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        widest = max((len(cells) for _, cells in self._rows), default=0)
        names = max(min(NAMES, self.width() - widest * (CELL + GAP)), LEAST)
        for row, (name, cells) in enumerate(self._rows):
            top = row * (HEIGHT + GAP) + 1
            painter.setPen(QColor(self._theme.muted if row < 2 else self._theme.text))
            metrics = QFontMetrics(self.font())
            cut = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, names - 10)
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, names - 10, HEIGHT), side, cut)
            for place, (text, stretched) in enumerate(cells, start=widest - len(cells)):
                box = QRectF(names + place * (CELL + GAP), top, CELL, HEIGHT - 2)
                self._draw_box(painter, box, text, stretched, last=row == 2)

    def _draw_box(
        self, painter: QPainter, box: QRectF, text: str, stretched: bool, *, last: bool
    ) -> None:
        theme = self._theme
        color = theme.accent if stretched else theme.muted
        if last:
            color = theme.text if self._fits else theme.warning
        pen = QPen(QColor(color), 1.5 if stretched or last else 1.0)
        if stretched:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        ground = mixed(theme.panel, color, 0.12 if stretched else 0.0)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 5, 5)
        shade = color if stretched or last else theme.text
        painter.setPen(QColor(readable(shade, theme, ground)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _take(
        self,
        left: Tensor,
        first: list[tuple[str, bool]],
        operation: Operation,
        right: Tensor,
        other: list[tuple[str, bool]],
        result: list[tuple[str, bool]],
    ) -> None:
        sign = {"-": "−", "*": "×"}.get(operation, operation)
        rows = [(left.name, first), (f"{sign} {right.name}", other), ("=", result)]
        if rows != self._rows:
            self._rows = rows
            self.setAccessibleDescription(
                "; ".join(
                    f"{name} ({', '.join(text for text, _ in cells)})" for name, cells in rows
                )
            )
            self.update()


def _size(size: int | None, stretched: bool, result: int | None) -> str:
    if stretched:
        return f"1 → {result}"
    return "" if size is None else str(size)
