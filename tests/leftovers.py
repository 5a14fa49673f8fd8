"""What tests leave on the application: taken off again, so that no test finds another's."""

from __future__ import annotations

import gc
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTranslator
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsView, QToolTip, QWidget

from gui.app import App
from gui.kit import words
from gui.kit.fonts import interface_font
from gui.kit.theme import LIGHT, palette


@dataclass(frozen=True)
class Look:
    """What an application has only one of: how it looks, what it speaks, what it remembers."""

    palette: QPalette
    sheet: str
    font: QFont
    language: str
    translators: tuple[QTranslator, ...]
    remembered: dict[str, object]


def begin(application: QApplication) -> None:
    """Light, in the program's own font and English, as if nothing had ever been chosen."""
    application.setStyle("Fusion")
    application.setFont(interface_font(application.font()))
    application.setPalette(palette(LIGHT))
    store().clear()


def look(application: QApplication) -> Look:
    """As it is now."""
    kept = store()
    return Look(
        palette=application.palette(),
        sheet=application.styleSheet(),
        font=application.font(),
        language=words.language(),
        translators=tuple(application.findChildren(QTranslator)),
        remembered={key: kept.value(key) for key in kept.allKeys()},
    )


def restore(application: QApplication, before: Look) -> None:
    """As it was; what has not changed is not touched, for every widget that is left is told."""
    now = look(application)
    _restyle(application, now, before)
    if now.language != before.language:
        words.set_language(before.language)
    for translator in now.translators:
        if translator not in before.translators:
            application.removeTranslator(translator)
    if now.remembered != before.remembered:
        _remember(before.remembered)
    QToolTip.hideText()
    QGuiApplication.clipboard().clear()


def _restyle(application: QApplication, now: Look, before: Look) -> None:
    if (now.sheet, now.palette, now.font) == (before.sheet, before.palette, before.font):
        return
    gc.collect()  # Qt does not survive it while Python lets go of widgets
    if now.sheet != before.sheet:
        application.setStyleSheet(before.sheet)
    if now.palette != before.palette:
        application.setPalette(before.palette)
    if now.font != before.font:
        application.setFont(before.font)


def delete_windows(application: QApplication, before: set[QWidget]) -> None:
    """Every window but those that were there before, with the program's objects around it.

    A signal that is connected to a ``lambda`` of an object keeps it for good, and the whole window
    with it: a program has one, these tests have hundreds, and each makes every change of style,
    palette or font take longer.
    """
    for view in application.allWidgets():
        if isinstance(view, QGraphicsView) and view.window() not in before:
            _empty(view)
    for window in application.topLevelWidgets():
        if window.parent() is None and window not in before:
            window.deleteLater()
    for program in gc.get_objects():
        if type(program) is App and shiboken6.isValid(program):
            program.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _empty(view: QGraphicsView) -> None:
    """Parts of a plot go before what they are parts of: Qt does not survive the other way."""
    scene = view.scene()
    for item in scene.items() if scene is not None else ():
        if shiboken6.isValid(item) and item.parentItem() is None:
            _delete(item)


def _delete(item: QGraphicsItem) -> None:
    for part in item.childItems():
        _delete(part)
    shiboken6.delete(item)


def store() -> QSettings:
    """Where the program keeps its settings; in tests it is a folder of their own."""
    form, scope = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    return QSettings(form, scope, "Gradus", "Gradus")


def _remember(values: dict[str, object]) -> None:
    kept = store()
    kept.clear()
    for key, value in values.items():
        kept.setValue(key, value)
