"""Lines that break: a bar that goes on in the next one, and the height that a column then needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gui.kit.guard import guarded

SPACE = 4  # pixels between two things, and two lines
Policy = QSizePolicy.Policy
Line = list[tuple[QWidget, int]]  # each with its width


class BreakingBar(QWidget):
    """Its widgets beside one another, as wide as they like to be, in as many lines as that takes.

    What is left of a line goes to those in it that expand. It needs no more room across than the
    widest of them, and is no wider than that where a view is narrow.
    """

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._widgets = widgets
        for widget in widgets:
            widget.setParent(self)
        policy = QSizePolicy(Policy.Preferred, Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Less room across is more down."""
        return True

    @guarded(0)
    def heightForWidth(self, width: int) -> int:
        """Of all its lines."""
        heights = [_height(line) for line in self._lines(width)]
        return sum(heights) + SPACE * max(len(heights) - 1, 0)

    @guarded(QSize(0, 0))
    def sizeHint(self) -> QSize:
        """All in one line."""
        wide = [_wide(widget) for widget in self._seen()]
        across = sum(wide) + SPACE * max(len(wide) - 1, 0)
        return QSize(across, self.heightForWidth(across))

    @guarded(QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        """As wide as the widest can be."""
        least = max((_least(widget) for widget in self._seen()), default=0)
        return QSize(least, max((_height([(w, 0)]) for w in self._seen()), default=0))

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Another size of a widget, or one more or less of them, is another arrangement."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def _seen(self) -> list[QWidget]:
        return [widget for widget in self._widgets if widget.isVisibleTo(self)]

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        left = -1
        for widget in self._seen():
            wide = max(min(_wide(widget), width), _least(widget))
            if wide > left:
                lines.append([])
                left = width
            lines[-1].append((widget, wide))
            left -= wide + SPACE
        return [_filled(line, width) for line in lines]

    def _place(self) -> None:
        y = 0
        for line in self._lines(self.width()):
            x, height = 0, _height(line)
            for widget, wide in line:
                high = min(widget.sizeHint().height(), height)
                widget.setGeometry(QRect(x, y + (height - high) // 2, wide, high))
                x += wide + SPACE
            y += height + SPACE


def least_height(column: QVBoxLayout, width: int) -> int:
    """Pixels that a column needs: Qt keeps all of a part that breaks, and the least of all else.

    Its own ``totalMinimumHeightForWidth`` counts the least of both, and less than is kept. The
    parts are asked as widgets: PySide keeps what ``itemAt`` answers beyond the item's end.
    """
    margins, holder = column.contentsMargins(), column.parentWidget()
    inner = width - margins.left() - margins.right()
    parts = [part for part in holder.children() if isinstance(part, QWidget)]
    kept = [_kept(part, inner) for part in parts if column.indexOf(part) >= 0]
    return column.totalMinimumHeightForWidth(width) + sum(kept)


def _kept(part: QWidget, width: int) -> int:
    """What a part that breaks is given beyond its least."""
    layout = part.layout()
    if part.isHidden() or layout is None or not layout.hasHeightForWidth():
        return 0
    more = layout.totalHeightForWidth(width) - layout.totalMinimumHeightForWidth(width)
    return max(more, 0)


def _least(widget: QWidget) -> int:
    return max(widget.minimumSizeHint().width(), widget.minimumWidth())


def _wide(widget: QWidget) -> int:
    return min(max(widget.sizeHint().width(), _least(widget)), widget.maximumWidth())


def _height(line: Line) -> int:
    return max(max(widget.sizeHint().height(), widget.minimumHeight()) for widget, _ in line)


def _filled(line: Line, width: int) -> Line:
    """What is left of a line goes to those that expand, to each alike."""
    wanting = [w for w, _ in line if w.sizePolicy().horizontalPolicy() == Policy.Expanding]
    left = width - sum(wide for _, wide in line) - SPACE * (len(line) - 1)
    more = max(left, 0) // max(len(wanting), 1)
    return [
        (widget, min(wide + more, widget.maximumWidth()) if widget in wanting else wide)
        for widget, wide in line
    ]
