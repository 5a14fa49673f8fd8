"""The cards of the phase strip: one a phase, painted, and one with the same step as code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.frames import Phase
from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme, faded, mixed
from gui.kit.words import tr
from gui.panels.phases.wrapping import wrapped

State = Literal["waiting", "done", "current"]
LINES = 5
PADDING = 7
RADIUS = 7
BELOW_TITLE = 3
SPACED = 1.36  # lines apart, in heights of the letters: the strip is low
CODE: tuple[tuple[Phase, str], ...] = (
    ("forward", "y_hat = model(x)"),
    ("loss", "loss = loss_fn(y_hat, y)"),
    ("backward", "optimizer.zero_grad()"),
    ("backward", "loss.backward()"),
    ("update", "optimizer.step()"),
)


class StripCard(QWidget):
    """A rounded ground of a size that no text changes; subclasses write on it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.setAccessibleName(name)
        self.setFont(tabular(self.font(), 0.95))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Room for a title and all the lines there may be."""
        return QSize(96, 2 * PADDING + (LINES + 1) * self.line_height() + BELOW_TITLE)

    def line_height(self) -> int:
        """From one line to the next."""
        return round(QFontInfo(self.font()).pixelSize() * SPACED)

    def minimumSizeHint(self) -> QSize:
        """Narrow cards break their lines; a low one has a single line."""
        return QSize(72, self.line_height() + 8)

    @property
    def is_low(self) -> bool:
        """Whether there is room for one line alone."""
        return self.height() < 2 * PADDING + BELOW_TITLE + 2 * self.line_height()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.theme = theme
        self.update()

    def ground(self, painter: QPainter, border: str, width: float) -> None:
        """Paint the card itself."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(border), width))
        painter.setBrush(QColor(self.theme.panel))
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS, RADIUS)


class PhaseCard(StripCard):
    """A title and as many lines as there is room for, broken where the card is narrow."""

    def __init__(self, title: str, help: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._title, self._help = title, help
        self._state: State = "waiting"
        self._lines: tuple[str, ...] = ()
        self._details: Callable[[], tuple[str, ...]] | None = None

    def minimumSizeHint(self) -> QSize:
        """The title is not cut."""
        title = QFontMetrics(self._bold()).horizontalAdvance(self._title)
        least = super().minimumSizeHint()
        return QSize(max(least.width(), title + 2 * PADDING), least.height())

    @property
    def state(self) -> State:
        """Whether the phase is the last that ran, ran before it in this step, or is to come."""
        return self._state

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written, before wrapping."""
        return self._lines

    def show_text(
        self, lines: tuple[str, ...], details: Callable[[], tuple[str, ...]], state: State
    ) -> None:
        """Write these lines; ``details`` are asked for the tooltip, when somebody wants it."""
        self._details = details
        if (lines, state) == (self._lines, self._state):
            return
        self._lines, self._state = lines, state
        self.setAccessibleDescription(", ".join(lines))
        self.update()

    def toolTip(self) -> str:
        """What the phase does, and its numbers with every digit."""
        details = ("", *self._details()) if self._details else ()
        return "\n".join([self._help, *details])

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Have the tooltip ready when it is wanted; it is not written at each frame."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.toolTip())
        return super().event(event)

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card as its state asks."""
        theme, current = self.theme, self._state == "current"
        waits = self._state == "waiting"
        painter = QPainter(self)
        self.ground(painter, theme.accent if current else theme.border, 2 if current else 1)
        ascent = self.fontMetrics().ascent()
        y = (self.height() - self.fontMetrics().height()) // 2 if self.is_low else PADDING
        y += ascent
        painter.setFont(self._bold())
        painter.setPen(QColor(theme.accent if current else theme.muted))
        painter.drawText(PADDING, y, self._title)
        painter.setFont(self.font())
        painter.setPen(QColor(faded(theme) if waits else theme.text))
        if self.is_low:
            self._write_beside(painter, y)
            return
        y += BELOW_TITLE
        room = self.width() - 2 * PADDING
        for line in wrapped(self._lines, self.fontMetrics(), room, self._most()):
            y += self.line_height()
            painter.drawText(PADDING, y, line)

    def _write_beside(self, painter: QPainter, y: int) -> None:
        """The last line, which has the outcome, beside the title as far as there is room."""
        x = PADDING + QFontMetrics(self._bold()).horizontalAdvance(f"{self._title}  ")
        text = self._lines[-1] if self._lines else ""
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            x, y, self.fontMetrics().elidedText(text, elide, self.width() - x - PADDING)
        )

    def _most(self) -> int:
        """How many lines there is room for below the title."""
        room = self.height() - 2 * PADDING - BELOW_TITLE
        return max(LINES, room // self.line_height() - 1)

    def _bold(self) -> QFont:
        font = self.font()
        font.setBold(True)
        return font


class CodeCard(StripCard):
    """The five lines of PyTorch that do a step; those of the last phase are lit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("The step as code"), parent)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())
        self.setFont(font)
        self.setToolTip(tr("The same step in PyTorch; the line of the last phase is lit."))
        self._phase: Phase | None = None
        self._code = CODE

    def show_output(self, name: str) -> None:
        """Call what the model gives by this name: ``y_hat``, or ``z`` before the sigmoid."""
        code = tuple((phase, text.replace("y_hat", name)) for phase, text in CODE)
        if code != self._code:
            self._code = code
            self.setAccessibleDescription("; ".join(self.lit))
            self.update()

    @property
    def lit(self) -> tuple[str, ...]:
        """The lines of the last phase."""
        return tuple(code for phase, code in self._code if phase == self._phase)

    def sizeHint(self) -> QSize:
        """As wide as the longest line."""
        longest = max(self.fontMetrics().horizontalAdvance(code) for _, code in CODE)
        return QSize(longest + 2 * PADDING + 8, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The code is not cut, where it is shown."""
        return QSize(self.sizeHint().width(), super().minimumSizeHint().height())

    def light(self, phase: Phase | None) -> None:
        """Light the lines of a phase."""
        if phase != self._phase:
            self._phase = phase
            self.setAccessibleDescription("; ".join(self.lit))
            self.update()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines, each over its light."""
        painter = QPainter(self)
        self.ground(painter, self.theme.border, 1)
        height = self.line_height() + 3
        top = (self.height() - height * len(CODE)) // 2
        for index, (phase, code) in enumerate(self._code):
            self._paint_line(painter, top + index * height, height, code, phase == self._phase)

    def _paint_line(self, painter: QPainter, y: int, height: int, code: str, lit: bool) -> None:
        theme, left = self.theme, PADDING
        if lit:
            light = mixed(theme.panel, theme.accent, 0.22)
            painter.fillRect(left, y, self.width() - 2 * left, height, QColor(light))
            painter.fillRect(left, y, 3, height, QColor(theme.accent))
        painter.setPen(QColor(theme.text if lit else theme.muted))
        painter.drawText(left + 8, y + 2 + self.fontMetrics().ascent(), code)
