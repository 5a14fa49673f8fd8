"""Which theme holds now: follows the setting and the desktop, and tells everyone who draws."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from gui.settings import THEME, Settings
from gui.theme import LIGHT, Theme, chosen, palette, stylesheet


class Look(QObject):
    """Puts a theme on the whole application."""

    changed = Signal(object)  # Theme

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self.theme: Theme = LIGHT
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_desktop)

    def apply(self) -> None:
        """Take on the theme that the settings choose."""
        self.theme = chosen(self._settings.get(THEME))
        self._application.setPalette(palette(self.theme))
        self._application.setStyleSheet(stylesheet(self.theme))
        self.changed.emit(self.theme)

    def choose(self, setting: str) -> None:
        """Use another theme from now on."""
        self._settings.set(THEME, setting)
        self.apply()

    def _on_desktop(self) -> None:
        if self._settings.get(THEME) == "system":
            self.apply()
