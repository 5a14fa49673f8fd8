"""What a popup is made of: its title and buttons, the formulas, what is thought, and a hint."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.forms.rows import describe
from gui.kit.icons import icon
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.kit.worked.followed import FollowedFormulas
from gui.shell.popups.thinking import Editor, Thinking

TARGET = 24  # pixels that can be aimed at
MOST_TITLE = 264  # pixels
MARGINS = (10, 6, 6, 8)
SPACE = 4
SLACK = 18  # pixels around the formulas that the area and the buttons take


class Parts(QObject):
    """Laid out in a popup, under one another."""

    def __init__(self, popup: QWidget) -> None:
        super().__init__(popup)
        self._popup = popup
        self._title = QLabel()
        self.back, self.pin, self.copy, self.close = (QToolButton() for _ in range(4))
        self.formulas = FollowedFormulas(tr("Formula"))
        self.editor = Editor(self.formulas)
        self.thinking = Thinking()
        self._hint = QLabel(
            tr(
                "Click a number to see where it comes from; F2 or a right click: what if it were "
                "another?"
            )
        )
        self._area = QScrollArea()
        self._describe()
        self._arrange()

    def name(self, title: str) -> None:
        """Say what the formula is of."""
        metrics, middle = self._title.fontMetrics(), Qt.TextElideMode.ElideMiddle
        self._title.setText(metrics.elidedText(title, middle, MOST_TITLE))
        self._title.setToolTip(title)
        self._popup.setAccessibleName(title)
        self.formulas.setAccessibleName(title)

    def show_hint(self, shown: bool) -> None:
        """Say what can be done with numbers, where there are some."""
        self._hint.setVisible(shown)

    def height_for(self, width: int) -> int:
        """How high all of it is in this width."""
        inner = width - MARGINS[0] - MARGINS[2]
        seen = [part for part in (self.thinking, self._hint) if not part.isHidden()]
        rows = [max(part.heightForWidth(inner), part.sizeHint().height()) for part in seen]
        high = TARGET + SLACK + self.formulas.sizeHint().height() + sum(rows)
        return high + MARGINS[1] + MARGINS[3] + (len(rows) + 1) * SPACE

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.formulas.restyle(theme)
        for button, name in self._icons():
            button.setIcon(icon(name, theme.muted, theme.on_accent))

    def _icons(self) -> tuple[tuple[QToolButton, str], ...]:
        return (
            (self.back, "chevron-left"), (self.pin, "pin"), (self.copy, "copy"), (self.close, "x"),
        )  # fmt: skip

    def _describe(self) -> None:
        self._title.setObjectName("Group")
        self._hint.setObjectName("Muted")
        self._hint.setWordWrap(True)
        self.pin.setCheckable(True)
        describe(self.back, tr("Back"), tr("Back to the formula before."))
        describe(self.pin, tr("Pin"), tr("Keeps this formula open beside others."))
        describe(self.copy, tr("Copy as LaTeX"), tr("Copy these formulas as LaTeX."))
        describe(self.close, tr("Close"), tr("Closes this formula (Esc)."))
        for button, _ in self._icons():
            button.setProperty("quiet", True)
            button.setMinimumSize(TARGET, TARGET)

    def _arrange(self) -> None:
        area, inside = self._area, QWidget()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, 4, 0)
        down.addWidget(self.formulas)
        down.addStretch()
        area.setWidget(inside)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        for button in (self.pin, self.copy, self.close):
            head.addWidget(button)
        column = QVBoxLayout(self._popup)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(self.thinking)
        column.addWidget(self._hint)
