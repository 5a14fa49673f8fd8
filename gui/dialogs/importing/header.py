"""The header row of the preview: what each column is and is for, and where that is changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from engine.files.source import Fill, Found, Kind, Role
from gui.kit.guard import guarded
from gui.kit.theme import DARK, LIGHT
from gui.kit.words import tr

PAD = 6
KINDS: tuple[Kind, ...] = ("number", "category", "date", "text")
ROLES: tuple[Role, ...] = ("feature", "target", "ignored")


class ColumnHeader(QHeaderView):
    """Each section says name, kind and role; a click or the space key opens its choices."""

    role_chosen = Signal(str, str)  # column, role
    kind_chosen = Signal(str, str)  # column, kind
    fill_chosen = Signal(str, str)  # column, what is done about its gaps

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns: tuple[Found, ...] = ()
        self._menu: QMenu | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setMinimumSectionSize(84)
        self.setDefaultSectionSize(118)
        self.setFixedHeight(3 * self.fontMetrics().height() + 2 * PAD)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Columns"))
        self.setToolTip(tr("Space opens the choices of the current column."))
        self.setAccessibleDescription(self.toolTip())

    def show_columns(self, columns: Sequence[Found]) -> None:
        """Show other columns, or the same ones with other parts."""
        self._columns = tuple(columns)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(super().sizeHint().width(), 3 * self.fontMetrics().height() + 2 * PAD)

    @guarded(None)
    def paintSection(self, painter: QPainter, rect: QRect, place: int) -> None:
        if not 0 <= place < len(self._columns):
            super().paintSection(painter, rect, place)
            return
        column = self._columns[place]
        palette = self.palette()
        theme = DARK if palette.window().color().lightness() < 128 else LIGHT
        painter.save()
        painter.fillRect(rect, QColor(theme.panel))
        painter.setPen(QColor(theme.border))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        marks = {"feature": theme.accent, "target": theme.warning, "ignored": theme.border}
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width() - 1, 3),
                         QColor(marks[column.role]))  # fmt: skip
        faded = column.role == "ignored"
        height = self.fontMetrics().height()
        lines = (
            (column.name, theme.muted if faded else theme.text, True),
            (f"{roles()[column.role]} ▾", theme.muted if faded else marks[column.role], False),
            (self._second_line(column), theme.muted, False),
        )
        for line, (text, color, bold) in enumerate(lines):
            font = QFont(painter.font())
            font.setBold(bold)
            painter.setFont(font)
            painter.setPen(QColor(color))
            inner = QRect(rect.left() + PAD, rect.top() + PAD + line * height,
                          rect.width() - 2 * PAD, height)  # fmt: skip
            short = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), short)
        painter.restore()

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_resizing = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        super().mouseReleaseEvent(event)
        place = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0 and not was_resizing:
            self.open_menu(place)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Menu):
            self.open_menu(max(self.selectionModel().currentIndex().column(), 0))
        else:
            super().keyPressEvent(event)

    def open_menu(self, place: int) -> None:
        """Open the choices of one column under its section."""
        if not 0 <= place < len(self._columns):
            return
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = self.menu(place)
        corner = QPoint(self.sectionViewportPosition(place), self.height())
        self._menu.popup(self.viewport().mapToGlobal(corner))

    def menu(self, place: int) -> QMenu:
        """The choices of one column: its part, its kind, and what is done about its gaps."""
        column = self._columns[place]
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self._add(menu, tr("Role"), roles(), ROLES, column.role, self.role_chosen, column.name)
        self._add(menu, tr("Kind"), kinds(), KINDS, column.kind, self.kind_chosen, column.name)
        if column.gaps and column.role == "feature":
            choices = fills_of(column)
            title = tr("Gaps: {count}", count=column.gaps)
            self._add(menu, title, fills(), choices, column.fill, self.fill_chosen, column.name)
        return menu

    def _add(
        self,
        menu: QMenu,
        title: str,
        words: dict[str, str],
        choices: Sequence[str],
        current: str | None,
        signal: SignalInstance,
        name: str,
    ) -> None:
        if menu.actions():
            menu.addSeparator()
        menu.addAction(title).setEnabled(False)
        group = QActionGroup(menu)
        for choice in choices:
            action = QAction(words[choice], menu)
            action.setCheckable(True)
            action.setChecked(choice == current)
            action.setData(choice)
            group.addAction(action)
            menu.addAction(action)
        group.triggered.connect(lambda action: signal.emit(name, action.data()))

    def _second_line(self, column: Found) -> str:
        text = kinds().get(column.kind, column.kind)
        if column.kind == "category" and column.values:
            text = f"{text}: {', '.join(column.values[:4])}"
        elif column.first:
            text = f"{text}: {column.first}"
        return text if not column.gaps else f"{text} · {tr('gaps {count}', count=column.gaps)}"


def fills_of(column: Found) -> tuple[Fill, ...]:
    """What can be done about a column's gaps."""
    if column.kind in ("category", "text"):
        return ("drop", "missing", "most_common")
    return ("drop", "median", "mean", "most_common")


def kinds() -> dict[str, str]:
    """What a column can hold, in words."""
    return {
        "number": tr("Number"),
        "category": tr("Category"),
        "date": tr("Date"),
        "text": tr("Text"),
        "empty": tr("Empty"),
    }


def roles() -> dict[str, str]:
    """What a column can be for."""
    return {"feature": tr("Feature"), "target": tr("Target"), "ignored": tr("Ignored")}


def fills() -> dict[str, str]:
    """What can be done about gaps."""
    return {
        "drop": tr("Leave the rows out"),
        "mean": tr("Fill with the mean"),
        "median": tr("Fill with the median"),
        "most_common": tr("Fill with the most common value"),
        "missing": tr("A category “missing”"),
    }
