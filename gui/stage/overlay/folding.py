"""A card over the plane that folds up into one small button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from gui.kit.icons import icon
from gui.kit.theme import Theme
from gui.kit.words import tr


class Folding(QFrame):
    """What the learner chose holds until the program ends; until then, it may fold by itself."""

    turned = Signal()  # folded or unfolded by the learner

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Card")
        self._content = content
        self._chosen: bool | None = None
        self._theme: Theme | None = None
        self.fold = QToolButton()
        self.fold.setProperty("fold", True)
        self.fold.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # its sign at its right
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.clicked.connect(self.turn)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(0)
        layout.addWidget(content)
        layout.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        self._say()

    @property
    def folded(self) -> bool:
        """Whether only the button is shown."""
        return self._content.isHidden()

    def turn(self) -> None:
        """Fold or unfold, because the learner says so."""
        self._chosen = not self.folded
        self._set(self._chosen)
        self.turned.emit()

    def suggest(self, folded: bool) -> None:
        """Fold or unfold, unless the learner has said otherwise."""
        self._set(folded if self._chosen is None else self._chosen)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme, where it is another one."""
        if theme is not self._theme:
            self._theme = theme
            self._say()

    def _set(self, folded: bool) -> None:
        if folded != self.folded:
            self._content.setVisible(not folded)
            self._say()
        self.adjustSize()

    def _say(self) -> None:
        folded = self.folded
        self.fold.setText(tr("Legend") if folded else "")
        self.fold.setAccessibleName(tr("Show the legend") if folded else tr("Fold the legend"))
        self.fold.setToolTip(
            tr("Show what lines and colours mean, and the classes (L).")
            if folded
            else tr("Fold the legend into a small button (L).")
        )
        if self._theme is not None:
            name = "chevron-down" if folded else "chevron-up"
            self.fold.setIcon(icon(name, self._theme.muted))
