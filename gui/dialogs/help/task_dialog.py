"""Help by task: questions to search among, and beside them what to do and the keys for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.dialogs.help.tasks import Task, tasks
from gui.kit.searching import rank
from gui.kit.words import tr, without_accelerator

SIZE = (760, 460)


class TaskDialog(QDialog):
    """Stays open beside the window, so that an answer can be followed while it is read.

    ``action`` gives the action of a command, by its id.
    """

    def __init__(self, action: Callable[[str], QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("How do I …?"))
        self._action = action
        self._tasks = tasks()
        self.field, self.list = QLineEdit(), QListWidget()
        self.question, self.answer = QLabel(), QLabel()
        self.commands = QVBoxLayout()
        self._arrange()
        self.field.textChanged.connect(self._search)
        self.list.currentRowChanged.connect(self._show)
        self._search("")
        self.resize(*SIZE)
        self.field.setFocus()

    def _arrange(self) -> None:
        self.field.setPlaceholderText(tr("Search the questions"))
        self.field.setAccessibleName(tr("Search the questions"))
        self.field.setClearButtonEnabled(True)
        self.list.setObjectName("Kinds")
        self.list.setAccessibleName(tr("Questions"))
        self.list.setWordWrap(True)
        self.question.setObjectName("Heading")
        for label in (self.question, self.answer):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.field)
        left.addWidget(self.list, 1)
        right.setContentsMargins(14, 4, 0, 0)
        right.setSpacing(12)
        right.addWidget(self.question)
        right.addWidget(self.answer)
        right.addLayout(self.commands)
        right.addStretch(1)
        across = QHBoxLayout()
        across.addLayout(left, 2)
        across.addLayout(right, 3)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        down = QVBoxLayout(self)
        down.addLayout(across, 1)
        down.addWidget(buttons)

    def _search(self, typed: str) -> None:
        ranked = [(rank(typed, t.question, t.answer), i) for i, t in enumerate(self._tasks)]
        self.list.clear()
        for _, place in sorted(pair for pair in ranked if pair[0] is not None):
            item = QListWidgetItem(self._tasks[place].question)
            item.setData(Qt.ItemDataRole.UserRole, place)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not self.list.count():
            self._tell(Task(tr("No question has these words."), tr("Try a single word."), ()))

    def _show(self, row: int) -> None:
        item = self.list.item(row)
        if item is not None:
            self._tell(self._tasks[item.data(Qt.ItemDataRole.UserRole)])

    def _tell(self, task: Task) -> None:
        self.question.setText(task.question)
        self.answer.setText(task.answer)
        while (item := self.commands.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name in task.commands:
            self.commands.addWidget(self._button(self._action(name)), 0, Qt.AlignmentFlag.AlignLeft)

    def _button(self, action: QAction) -> QPushButton:
        """Does the command at once, and says which keys would."""
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        name = without_accelerator(action.text()).replace("&", "&&")
        button = QPushButton(f"{name}   {keys}" if keys else name)
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())
        button.setAutoDefault(False)
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        return button
