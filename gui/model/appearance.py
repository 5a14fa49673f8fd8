"""Which theme holds now: follows the setting and the desktop, and tells everyone who draws."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from gui.kit import words
from gui.kit.dressing import Dressing
from gui.kit.fonts import interface_font
from gui.kit.theme import chosen, palette, stylesheet
from gui.model.settings import THEME, Settings

STYLE = "fusion"


class Appearance(QObject):
    """Puts a theme on the whole application."""

    changed = Signal(object)  # Theme

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._dressing = Dressing(application)
        self._translator = words.of_qt(words.language(), application)
        application.installTranslator(self._translator)
        if application.style().name() != STYLE:  # it dresses every widget there is anew
            application.setStyle(STYLE)
        if interface_font(application.font()) != application.font():
            application.setFont(interface_font(application.font()))
        application.styleHints().colorSchemeChanged.connect(self._on_desktop)
        self._put_on()  # before there are widgets: styling them afterwards takes longer

    def apply(self) -> None:
        """Take on the theme that the settings choose."""
        self._put_on()
        self.changed.emit(self.theme)

    def choose(self, setting: str) -> None:
        """Use another theme from now on."""
        self._settings.set(THEME, setting)
        self.apply()

    def speak(self, code: str) -> None:
        """Use another language from now on, in Qt's own dialogs too."""
        words.set_language(code)
        self._application.removeTranslator(self._translator)
        self._translator.deleteLater()
        self._translator = words.of_qt(code, self._application)
        self._application.installTranslator(self._translator)

    def _put_on(self) -> None:
        self.theme = chosen(self._settings.get(THEME))
        self._application.setPalette(palette(self.theme))
        self._dressing.put_on(stylesheet(self.theme))

    def _on_desktop(self) -> None:
        if self._settings.get(THEME) == "system":
            self.apply()
