"""Icons in a theme's colours: Lucide's drawings from resources/icons, and the program's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parents[2] / "resources" / "icons"
SIZE = 20  # pixels; drawn smaller where less is wanted


@lru_cache(maxsize=512)
def icon(name: str, color: str, checked: str = "", disabled: str = "") -> QIcon:
    """The drawing ``name`` in ``color`` (#rrggbb), in other colours where its button is different.

    ``checked`` is for a button that is down, ``disabled`` for one that cannot be used.
    """
    result = QIcon()
    mode, state = QIcon.Mode, QIcon.State
    for size in sizes():
        result.addPixmap(pixmap(name, color, size))
        if checked:
            result.addPixmap(pixmap(name, checked, size), mode.Normal, state.On)
        if disabled:
            result.addPixmap(pixmap(name, disabled, size), mode.Disabled, state.Off)
    return result


def sizes() -> tuple[int, ...]:
    """The pixels that are drawn: twice as many too where any screen is fine enough for them."""
    fine = any(screen.devicePixelRatio() > 1 for screen in QGuiApplication.screens())
    return (SIZE, 2 * SIZE) if fine else (SIZE,)


def pixmap(name: str, color: str, size: int) -> QPixmap:
    """The drawing ``name`` in ``color``, ``size`` pixels wide and high."""
    source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    return _render(source, size)


@lru_cache(maxsize=1)
def app_icon() -> QIcon:
    """The program's own icon: steps that go down to a minimum."""
    source = (FOLDER / "gradus.svg").read_text(encoding="utf-8")
    result = QIcon()
    for size in (16, 32, 64, 128, 256):
        result.addPixmap(_render(source, size))
    return result


def _render(source: str, size: int) -> QPixmap:
    drawn = QPixmap(size, size)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    return drawn
