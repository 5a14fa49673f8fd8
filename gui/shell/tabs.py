"""The tabs of a group: those that have room stand in a row, the others are in a menu beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QTabBar, QToolButton, QWidget

from gui.kit.guard import guarded
from gui.kit.icons import icon
from gui.kit.passing import pop_up
from gui.kit.theme import Theme
from gui.kit.words import tr

LEAST = 60  # pixels
SPARE = 2  # pixels by which the style's own reckoning may be larger


class ViewTabs(QTabBar):
    """The tab in front always stands in the row; ``more`` opens the others."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.more = QToolButton(parent)
        self.more.setProperty("quiet", True)
        self.more.setFixedSize(QSize(24, 24))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setAccessibleName(tr("More views"))
        self.more.hide()
        self.more.clicked.connect(self._open)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(tr("Views"))
        self.currentChanged.connect(self.arrange)

    @property
    def left_out(self) -> list[int]:
        """The places of those that are in the menu."""
        return [place for place in range(self.count()) if not self.isTabVisible(place)]

    def arrange(self) -> None:
        """Show as many as there is room for, in their order, that in front in any case."""
        if not self.count():
            return
        widths = [self.tabSizeHint(place).width() for place in range(self.count())]
        room = self.width() - SPARE + (0 if self.more.isHidden() else self.more.width())
        there = list(range(self.count()))
        if sum(widths) > room:
            room -= self.more.width()
            while sum(widths[place] for place in there) > room and len(there) > 1:
                there.remove(next(p for p in reversed(there) if p != self.currentIndex()))
        for place in range(self.count()):
            if self.isTabVisible(place) != (place in there):  # else Qt forgets to lay them out
                self.setTabVisible(place, place in there)
        self._scroll_back(min(there))
        self.more.setHidden(len(there) == self.count())
        names = ", ".join(self.tabText(place) for place in self.left_out)
        self.more.setToolTip(tr("More views here: {names}", names=names))

    def menu(self) -> QMenu:
        """Those that have no room; its parent frees it."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for place in self.left_out:
            action = menu.addAction(self.tabText(place))
            action.setToolTip(self.tabToolTip(place))
            action.triggered.connect(lambda _=False, place=place: self.bring(place))
        return menu

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.more.setIcon(icon("ellipsis", theme.muted))

    def minimumSizeHint(self) -> QSize:
        """One tab, however many there are."""
        return QSize(LEAST, super().minimumSizeHint().height())

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """More of them may have room now."""
        super().resizeEvent(event)
        self.arrange()

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """So may be with another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.arrange()

    def bring(self, place: int) -> None:
        """Let a tab be the one in front, whether it had room or not."""
        if not self.isTabVisible(place):
            self.setTabVisible(place, True)
        self.setCurrentIndex(place)

    def _scroll_back(self, first: int) -> None:
        """Qt has scrolled to a tab that had no room, and stays there when it has some."""
        if self.tabRect(first).left() >= 0:
            return
        front = self.currentIndex()
        self.blockSignals(True)
        for place in (first, front):
            self.setCurrentIndex(place)
        self.blockSignals(False)

    def _open(self) -> None:
        pop_up(self.menu(), self.more.mapToGlobal(self.more.rect().bottomLeft()))
