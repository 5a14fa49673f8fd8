"""A view as a picture of its own: any size, either theme, as pixels or as lines and letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPaintDevice, QPainter, QPalette, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QGraphicsItem,
    QGraphicsView,
    QPushButton,
    QToolButton,
    QWidget,
)

from gui.kit.focus import FocusRing
from gui.kit.fonts import keeping_fonts
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
    flags = QWidget.RenderFlag.DrawChildren
    for part in view.picture_parts():
        seen = _seen(part)
        with _without(_left_out(part)):
            QWidget.render(part, painter, QPoint(0, 0), QRegion(seen), flags)  # a plot has its own
        painter.translate(0, seen.height())
    painter.end()


def _own_size(view: Pictured) -> QSize:
    seen = [_seen(part) for part in view.picture_parts()]
    return QSize(max(box.width() for box in seen), sum(box.height() for box in seen))


def _left_out(part: QWidget) -> list[QWidget]:
    """What is only there to be pressed, and what shows where the keyboard is.

    A button that tells something has the property ``pictured``.
    """
    buttons: list[QAbstractButton] = part.findChildren(QAbstractButton)
    pressed = (QPushButton, QCheckBox, QToolButton)
    out = [b for b in buttons if isinstance(b, pressed) and not b.property("pictured")]
    return [w for w in (*out, *part.findChildren(FocusRing)) if w.isVisibleTo(part)]


def _seen(part: QWidget) -> QRect:
    """The part without those rows at its top and its foot that have nothing but buttons."""
    whole, out = part.rect(), _left_out(part)
    pressed = [_box(w, part) for w in out if isinstance(w, QAbstractButton)]
    if not pressed:
        return whole
    told = [_box(w, part) for w in _leaves(part) if w not in out]
    top = min((box.top() for box in told), default=0)
    foot = max((box.bottom() for box in told), default=whole.bottom())
    if any(box.bottom() < top for box in pressed):
        whole.setTop(max(top, 0))
    if any(box.top() > foot for box in pressed):
        whole.setBottom(min(foot, whole.bottom()))
    return whole


def _leaves(part: QWidget) -> list[QWidget]:
    """The widgets of a part that have no other ones in them."""
    widgets: list[QWidget] = part.findChildren(QWidget)
    holders = {w.parentWidget() for w in widgets if not isinstance(w, FocusRing)}
    return [
        w for w in widgets if w.isVisibleTo(part) and w not in holders and not w.size().isEmpty()
    ]


def _box(widget: QWidget, part: QWidget) -> QRect:
    return QRect(widget.mapTo(part, QPoint(0, 0)), widget.size())


@contextmanager
def _without(widgets: list[QWidget]) -> Iterator[None]:
    """These are not painted for a moment.

    Only the mark that painting asks for is set: hiding them would lay out everything anew, and
    take the focus away.
    """
    hidden = Qt.WidgetAttribute.WA_WState_Hidden
    for widget in widgets:
        widget.setAttribute(hidden, True)
    try:
        yield
    finally:
        for widget in widgets:
            widget.setAttribute(hidden, False)


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
        with keeping_fonts(widgets):
            view.setStyleSheet(f"* {{ color: {theme.text}; }}\n{stylesheet(theme)}")
        colors = palette(theme)
        view.setPalette(colors)
        for widget in widgets:  # under a style sheet they take nothing on from their parents
            widget.setPalette(colors)
        view.restyle(theme)
        view.settle()
        yield
    finally:
        with keeping_fonts(widgets):
            view.setStyleSheet("")  # the application's holds again
        view.setPalette(QPalette())
        for widget in widgets:
            widget.setPalette(QPalette())
        view.restyle(shown)
        view.settle()


@contextmanager
def _shapes(view: Pictured) -> Iterator[None]:
    """Points are drawn one by one and from no cache, but for layers of very many.

    ``setExportMode`` is pyqtgraph's own, which the stubs of its items leave out.
    """
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
