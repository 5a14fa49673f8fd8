"""The commands as Qt actions: made once, enabled by named conditions, in a theme's colours."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from gui.commands.context import Context
from gui.commands.entries import all_commands, native
from gui.commands.entry import Command
from gui.kit.icons import icon
from gui.kit.theme import Theme, faint


class Actions(QObject):
    """One QAction for each command, by its id."""

    asked = Signal(str)  # the id of the command that the learner asked for, once it is done

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self._early: list[QAction] = []  # asked for before there was anything to do it with
        self.commands = {command.id: command for command in all_commands()}
        self._actions = {name: self._action(command) for name, command in self.commands.items()}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def serve(self, context: Context) -> None:
        """From now on do what is asked for, and now what was asked for already."""
        self._context = context
        for action in self._early:
            self._do(action, context)
        self._early.clear()

    def all(self) -> list[QAction]:
        """Every action, for a window that must hear their keys."""
        return list(self._actions.values())

    def allow(self, conditions: Collection[str]) -> None:
        """Enable what the conditions that hold now permit."""
        for name, command in self.commands.items():
            self._actions[name].setEnabled(not command.when or command.when in conditions)

    def set_text(self, name: str, text: str) -> None:
        """Say more exactly what a command would do now."""
        self._actions[name].setText(text)

    def restyle(self, theme: Theme) -> None:
        """Draw the icons in a theme's colours."""
        for name, command in self.commands.items():
            if command.icon:
                self._actions[name].setIcon(icon(command.icon, theme.text, disabled=faint(theme)))

    def _action(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setCheckable(command.switch is not None)
        action.setToolTip(tip(command))
        action.setData(command.id)
        action.triggered.connect(self._on_triggered)
        action.setMenuRole(_role(command.id))
        return action

    def _on_triggered(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction):
            return
        if self._context is None:
            self._early.append(action)
        else:
            self._do(action, self._context)

    def _do(self, action: QAction, context: Context) -> None:
        command = self.commands[action.data()]
        if command.switch is not None:
            command.switch(context, action.isChecked())
        else:
            command.do(context)
        self.asked.emit(command.id)


def tip(command: Command) -> str:
    """What a command does and the keys that do it."""
    keys = ", ".join(map(native, command.keys))
    return f"{command.tip} ({keys})" if keys else command.tip


def _role(name: str) -> QAction.MenuRole:
    """Where macOS puts a command: quitting and About live in the program's own menu."""
    roles = {"file.quit": QAction.MenuRole.QuitRole, "help.about": QAction.MenuRole.AboutRole}
    return roles.get(name, QAction.MenuRole.NoRole)
