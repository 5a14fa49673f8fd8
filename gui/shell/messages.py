"""What is said to the learner: a bar over the stage's foot, and a dialog for the unexpected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.errors import EngineError
from gui.kit import telling
from gui.kit.guard import guarded
from gui.kit.icons import icon, pixmap
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr

MARGIN = 8
TOOLS = 56  # pixels at the left where the stage has its tools
WIDTH = 560
ICON = 20


class MessageBar(QFrame):
    """One sentence, a hint and a close button, over the foot of its parent, which never moves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Message")
        self.setAccessibleName(tr("Message"))
        self._host = parent
        self._row = QHBoxLayout(self)
        self._theme = LIGHT
        self._severity = "info"
        self._sign = QLabel()
        self._sentence = _line("")
        self._hint = _line("Muted")
        self._close = QToolButton()
        self._close.setProperty("quiet", True)
        self._close.setToolTip(tr("Close this message."))
        self._close.setAccessibleName(tr("Close"))
        self._close.clicked.connect(self.clear)
        self._arrange()
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self.isHidden() else self._sentence.text()

    def show_error(self, error: EngineError) -> None:
        """Say what is wrong, where, and what to do about it."""
        sentence = telling.sentence(error)
        if error.where:
            sentence = f"{telling.place(error)}: {sentence}"
        self._say(sentence, telling.hint(error), "warning")

    def show_warning(self, sentence: str) -> None:
        """Say what has gone wrong without anybody's mistake."""
        self._say(sentence, "", "warning")

    def show_note(self, sentence: str) -> None:
        """Say something that is good to know."""
        self._say(sentence, "", "info")

    def clear(self) -> None:
        """Say nothing any more."""
        self.hide()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._close.setIcon(icon("x", theme.muted))
        self._draw_sign()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place over the parent's foot when the parent's size changes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._hint)
        row = self._row
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _say(self, sentence: str, hint: str, severity: str) -> None:
        self._severity = severity
        self.setProperty("severity", severity)
        self.style().unpolish(self)
        self.style().polish(self)
        self._sentence.setText(sentence)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._draw_sign()
        self.show()
        self._place()
        self.raise_()

    def _draw_sign(self) -> None:
        warning = self._severity == "warning"
        color = self._theme.warning if warning else self._theme.accent
        self._sign.setPixmap(pixmap("triangle-alert" if warning else "info", color, ICON))

    def _place(self) -> None:
        """Below what matters: neither over the tools at the left nor the legend at the top."""
        room = self._host.width() - TOOLS - MARGIN
        width = min(WIDTH, room)
        height = self._row.totalHeightForWidth(width)
        self.setFixedSize(width, height)
        self.move(TOOLS + (room - width) // 2, self._host.height() - height - MARGIN)


def _line(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
