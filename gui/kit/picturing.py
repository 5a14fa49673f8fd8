"""A view as a picture of its own: any size, either theme, as pixels or as lines and letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPaintDevice, QPainter, QPalette, QRegion
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from gui.kit.focus import FocusRing
from gui.kit.theme import Theme, of, palette, stylesheet

MOST_SHAPES = 5_000  # points that are each drawn as a shape; more are pixels in any format
TITLE = 0.045  # of the picture's width: the band that the title stands in
SMALLEST, LARGEST = 200, 8_000  # pixels wide


class Pictured(Protocol):
    """What can be pictured: a panel."""

    def picture_parts(self) -> list[QWidget]: ...
    def ground(self, theme: Theme) -> str: ...
    def palette(self) -> QPalette: ...
    def setPalette(self, palette: QPalette, /) -> None: ...
    def setStyleSheet(self, sheet: str, /) -> None: ...
    def restyle(self, theme: Theme) -> None: ...
    def settle(self) -> None: ...
    def findChildren(self, kind: type[QWidget], /) -> Any: ...


def size_of(view: Pictured, width: int, titled: bool) -> QSize:
    """A picture so wide, in pixels, and as high as the view's own proportions ask."""
    own = _own_size(view)
    height = round(width * own.height() / max(own.width(), 1))
    return QSize(width, max(1, height + (_band(width) if titled else 0)))


def image(view: Pictured, size: QSize, theme: Theme, title: str = "") -> QImage:
    """The view as pixels, as large as it fits into ``size``; its title above it, if it has one."""
    result = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    with _dressed(view, theme):
        _paint(view, result, size, theme, title)
    return result


def svg(view: Pictured, size: QSize, theme: Theme, title: str = "") -> bytes:
    """The same as an SVG document, UTF-8."""
    from PySide6.QtSvg import QSvgGenerator  # few export

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setResolution(96)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    with _dressed(view, theme), _shapes(view):
        _paint(view, generator, size, theme, title)
    buffer.close()
    return bytes(data.data())


def _paint(view: Pictured, device: QPaintDevice, size: QSize, theme: Theme, title: str) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(0, 0, size.width(), size.height())
    painter.fillRect(whole, QColor(view.ground(theme)))
    band = _band(size.width()) if title else 0
    if title:
        _write(painter, QRectF(band / 2, 0, size.width() - band, band), title, theme)
    own, room = _own_size(view), QSize(size.width(), size.height() - band)
    scale = min(room.width() / max(own.width(), 1), room.height() / max(own.height(), 1))
    painter.translate((size.width() - scale * own.width()) / 2, band)
    painter.scale(scale, scale)
    flags = QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.DrawWindowBackground
    for part in view.picture_parts():
        rings = [ring for ring in part.findChildren(FocusRing) if ring.isVisible()]
        for ring in rings:
            ring.hide()
        part.render(painter, QPoint(0, 0), QRegion(), flags)
        for ring in rings:
            ring.show()
        painter.translate(0, part.height())
    painter.end()


def _own_size(view: Pictured) -> QSize:
    parts = view.picture_parts()
    return QSize(max(part.width() for part in parts), sum(part.height() for part in parts))


def _write(painter: QPainter, box: QRectF, title: str, theme: Theme) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(9, round(box.height() * 0.52)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _band(width: int) -> int:
    return max(18, round(width * TITLE))


@contextmanager
def _dressed(view: Pictured, theme: Theme) -> Iterator[None]:
    """The view in a theme for a moment: too short for any of it to reach the screen."""
    shown = of(view.palette())
    if shown == theme:
        yield
        return
    widgets: list[QWidget] = view.findChildren(QWidget)
    try:
        view.setStyleSheet(f"* {{ color: {theme.text}; }}\n{stylesheet(theme)}")
        view.setPalette(palette(theme))
        for widget in widgets:  # under a style sheet they take nothing on from their parents
            widget.setPalette(palette(theme))
        view.restyle(theme)
        view.settle()
        yield
    finally:
        view.setStyleSheet("")  # the application's holds again
        view.setPalette(QPalette())
        for widget in widgets:
            widget.setPalette(QPalette())
        view.restyle(shown)
        view.settle()


@contextmanager
def _shapes(view: Pictured) -> Iterator[None]:
    """Points are drawn one by one and from no cache, but for layers of very many."""
    plots = [plot for part in view.picture_parts() for plot in part.findChildren(QGraphicsView)]
    items = [item for plot in plots for item in plot.items()]
    cached = [(item, item.cacheMode()) for item in items]
    few = [
        item
        for item in items
        if isinstance(item, pg.ScatterPlotItem) and len(item.data) <= MOST_SHAPES
    ]
    try:
        for item, _ in cached:
            item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        for item in few:
            item.setExportMode(True, {"antialias": True})  # type: ignore[attr-defined]
        yield
    finally:
        for item, mode in cached:
            item.setCacheMode(mode)
        for item in few:
            item.setExportMode(False)  # type: ignore[attr-defined]
