"""Where the pointer is on the axes, in the margin below the plane."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gui.kit.fonts import tabular
from gui.stage.plane.canvas import Canvas

PART = 0.4  # of the plane's width, so that the axis's name in the middle stays free
MARGIN = 8


class Reading(QLabel):
    """At the right of the lower axis's name; the mouse goes through it."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._text = ""
        self.setObjectName("Muted")
        self.setFont(tabular(self.font(), 0.9))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_text(self, text: str) -> None:
        """Say it, as far as there is room."""
        self._text = text
        self._write()

    def place(self) -> None:
        """Follow the plane."""
        plane, height = self._canvas.pixels, self.fontMetrics().height() + 2
        width = round(PART * plane.width())
        bottom = self._canvas.height() - MARGIN
        self.setGeometry(round(plane.right()) - width, bottom - height, width, height)
        self._write()

    def _write(self) -> None:
        elide = Qt.TextElideMode.ElideLeft
        self.setText(self.fontMetrics().elidedText(self._text, elide, self.width()))
