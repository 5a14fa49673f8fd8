"""What is said to the learner, over the bar above the stage: a sentence, a hint, buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from gui.kit import telling
from gui.kit.guard import guarded
from gui.kit.icons import icon, pixmap
from gui.kit.message import SPARED, Action, Message
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr

MARGIN = 5
AXIS = 112  # pixels at the left where the stage has its tools and its axis
WIDTH = 720
NARROW = 460  # below it the buttons stand under the words
ICON = 18
SECONDS, A_LETTER = 5.0, 0.05  # how long a note stays


class Messages(QObject):
    """Says one thing at a time; notes go by themselves, warnings stay."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.frame = MessageFrame(host)
        self._fading = QTimer(self, singleShot=True)
        self._fading.timeout.connect(self._fade)

    @property
    def text(self) -> str:
        """What is said now; empty while nothing is."""
        return self.frame.text

    def show(self, message: Message) -> None:
        """Say something, in place of what was said before."""
        self.frame.show_message(message)
        self._fading.stop()
        if message.level == "note" and not message.lasting:
            letters = len(message.sentence) + len(message.hint)
            self._fading.start(round(1000 * (SECONDS + A_LETTER * letters)))

    def show_error(self, error: EngineError, *actions: Action) -> None:
        """Say what is wrong, where, and what to do about it."""
        sentence = telling.sentence(error)
        if error.where:
            sentence = f"{telling.place(error)}: {sentence}"
        self.show(Message(sentence, telling.hint(error), "warning", actions))

    def show_warning(self, sentence: str, *actions: Action) -> None:
        """Say what has gone wrong without anybody's mistake."""
        self.show(Message(sentence, level="warning", actions=actions))

    def show_note(self, sentence: str, *actions: Action) -> None:
        """Say something that is good to know."""
        self.show(Message(sentence, actions=actions))

    def clear(self) -> None:
        """Say nothing any more."""
        self._fading.stop()
        self.frame.hide()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.frame.restyle(theme)

    def _fade(self) -> None:
        if self.frame.underMouse() or any(button.hasFocus() for button in self.frame.buttons):
            self._fading.start(round(1000 * SECONDS))  # it is being read
        else:
            self.clear()


class MessageFrame(QFrame):
    """The words, a button for each action and one to close, over the top of ``host``."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("Message")
        self.setAccessibleName(tr("Message"))
        self._host = host
        self._theme = LIGHT
        self._message = Message("")
        self._sign = QLabel()
        self._sentence, self._hint = _line(""), _line("Muted")
        self.buttons: list[QPushButton] = []
        self._close = QToolButton()
        self._close.setProperty("quiet", True)
        self._close.setToolTip(tr("Close this message."))
        self._close.setAccessibleName(tr("Close"))
        self._close.clicked.connect(self.hide)
        self._acting = QHBoxLayout()
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row = QHBoxLayout(self)
        self._arrange()
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self.isHidden() else self._sentence.text()

    def show_message(self, message: Message) -> None:
        """Say it."""
        self._message = message
        self.setProperty("severity", message.level)
        self.style().unpolish(self)
        self.style().polish(self)
        self._sentence.setText(message.sentence)
        self._hint.setText(message.hint)
        self._hint.setVisible(bool(message.hint))
        self._offer(message.actions)
        self._draw_sign()
        self.show()
        self._place()
        self.raise_()
        QTimer.singleShot(0, self, self._place)  # what lies under it may come with the same click

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._close.setIcon(icon("x", theme.muted))
        self._draw_sign()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place over the host's top when the host's size changes."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._sentence)
        words.addWidget(self._hint)
        self._acting.setSpacing(6)
        self._middle.setSpacing(6)
        self._middle.addLayout(words, 1)
        self._middle.addLayout(self._acting)
        row = self._row
        row.setContentsMargins(10, 3, 4, 3)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addLayout(self._middle, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _offer(self, actions: tuple[Action, ...]) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [QPushButton(action.label) for action in actions]
        for button in self.buttons:
            button.setProperty("slim", True)
            button.clicked.connect(self._on_action)
            self._acting.addWidget(button)

    def _on_action(self) -> None:
        place = [button is self.sender() for button in self.buttons].index(True)
        self.hide()
        self._message.actions[place].do()

    def _draw_sign(self) -> None:
        warning = self._message.level == "warning"
        color = self._theme.warning if warning else self._theme.accent
        self._sign.setPixmap(pixmap("triangle-alert" if warning else "info", color, ICON))

    def _place(self) -> None:
        """Over the bar above the stage, and what is no higher on it alone: what lies under the bar
        stays to be read. What is higher keeps off the axis and the tools.

        No wider than its words and at the right: the legend at the left is what they often tell of.
        What is to be pressed at the right of a bar stays free.
        """
        room = self._free()
        high = self._height(room - 2 * MARGIN) > _bar_height(self)
        left = AXIS if high and room > AXIS + NARROW else MARGIN
        width = min(WIDTH, room - left - MARGIN, self._in_one_line())
        self.setFixedSize(width, self._height(width))
        top = max(0, min(MARGIN, _bar_height(self) - self.height()))
        self.move(room - MARGIN - width, top)

    def _free(self) -> int:
        """How many pixels from the left there is room: up to buttons that a view has spared."""
        buttons = self._host.findChildren(QToolButton)
        spared = [b for b in buttons if b.property(SPARED) and b.isVisibleTo(self._host)]
        lefts = [button.mapTo(self._host, QPoint(0, 0)).x() for button in spared]
        room = min([self._host.width(), *lefts])
        return room if room > NARROW else self._host.width()

    def _in_one_line(self) -> int:
        """The width in pixels at which no line of its words is broken."""
        words = [label for label in (self._sentence, self._hint) if label.text()]
        longest = max(label.fontMetrics().horizontalAdvance(label.text()) for label in words)
        beside = [ICON, self._close.sizeHint().width()]
        beside += [button.sizeHint().width() for button in self.buttons]
        margins = self._row.contentsMargins()
        gaps = self._row.spacing() * (len(beside) + 1) + margins.left() + margins.right()
        return longest + sum(beside) + gaps

    def _height(self, width: int) -> int:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        cramped = self.buttons and width < min(NARROW, self._in_one_line())
        self._middle.setDirection(down if cramped else across)
        self._row.invalidate()
        return self._row.totalHeightForWidth(width)


def _bar_height(widget: QWidget) -> int:
    return widget.fontMetrics().height() + 14


def _line(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
