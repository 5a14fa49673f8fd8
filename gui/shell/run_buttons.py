"""The buttons that make training go, from Reset to Run."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.commands.actions import Actions
from gui.kit.icons import icon
from gui.kit.theme import LIGHT, Theme, faint
from gui.kit.words import tr
from gui.shell.levels import Level

BUTTONS = ("run.reset", "run.back", "run.phase", "run.step", "run.epoch", "run.run")
BACK = ("run.back_phase", "run.back", "run.back_epoch")
ICON = QSize(16, 16)


class RunButtons(QObject):
    """One of them stands out: what is to be pressed next."""

    def __init__(self, actions: Actions, bar: QWidget) -> None:
        super().__init__(bar)
        self._actions, self._bar = actions, bar
        self._theme = LIGHT
        self._running = False
        self._widest = 0
        self.all: dict[str, QToolButton] = {}
        for name in BUTTONS:
            self.all[name] = self._button(name)

    def show_running(self, running: bool) -> None:
        """Pause is what Run is now, or the other way round."""
        if running != self._running:
            self._running = running
            self.mark_primary()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.keep_width()
        self.mark_primary()

    def take(self, level: Level) -> None:
        """Say as much as there is room for."""
        style = Qt.ToolButtonStyle
        for name, button in self.all.items():
            words = level.words or (name == "run.phase" and not level.bare)
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly
            )
            button.setMinimumWidth(self._widest if name == "run.run" and words else 0)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self._bar)
        button.setDefaultAction(self._actions[name])
        self._actions[name].changed.connect(self._draw_primary)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(ICON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if name == "run.back":
            menu = QMenu(button)
            menu.setToolTipsVisible(True)
            menu.addActions([self._actions[back] for back in BACK])
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        return button

    def keep_width(self) -> None:
        """Let the last button be as wide as the longer of its two words, so that nothing moves."""
        button, action = self.all["run.run"], self._actions["run.run"]
        button.setMinimumWidth(0)
        button.ensurePolished()
        style = button.toolButtonStyle()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        widths = []
        for word in (tr("Pause"), tr("Run")):
            action.setText(word)
            widths.append(button.sizeHint().width())
        button.setToolButtonStyle(style)
        self._widest = max(widths)

    def _draw_primary(self) -> None:
        """The button on the accent has its icon in another colour than the action in menus.

        Whenever an action changes, its button takes all of it on again.
        """
        for name, button in self.all.items():
            if button.property("primary"):
                command = self._actions.commands[name]
                drawing = "pause" if name == "run.run" and self._running else command.icon
                theme = self._theme
                button.setIcon(icon(drawing, theme.on_accent, disabled=faint(theme)))

    def mark_primary(self) -> None:
        """Let the next thing to press stand out: Phase, or Pause while training runs."""
        primary = "run.run" if self._running else "run.phase"
        action = self._actions["run.run"]
        action.setText(tr("Pause") if self._running else tr("Run"))
        for name, button in self.all.items():
            command = self._actions.commands[name]
            drawing = "pause" if name == "run.run" and self._running else command.icon
            own = icon(drawing, self._theme.text, disabled=faint(self._theme))
            self._actions[name].setIcon(own)  # as menus show it
            button.setProperty("primary", name == primary)
            button.setIcon(own)
            button.style().unpolish(button)
            button.style().polish(button)
        self._draw_primary()
