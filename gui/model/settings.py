"""Every setting that outlives the window: its type, its default and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QLocale, QSettings

from gui.kit.words import LANGUAGES

T = TypeVar("T")
RECENT_COUNT = 10
NO_FILES: list[str] = []


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One remembered value. ``default`` also says its type."""

    key: str
    default: T
    help: str


LANGUAGE = Setting("language", "", "Code of the interface's language; empty: the system's.")
THEME = Setting("theme", "system", "light, dark, or system to follow the desktop.")
SPEED = Setting("speed", 10.0, "Steps a second while running; 0: as fast as it goes.")
GEOMETRY = Setting("window/geometry", QByteArray(), "Where the window was.")
ARRANGEMENT = Setting("window/arrangement", "", "Where the views stood, as JSON.")
OWN_ARRANGEMENTS = Setting("window/own", "{}", "The learner's own arrangements by name, as JSON.")
RECENT = Setting("recent", NO_FILES, "Files opened or saved last, newest first.")
FOLDER = Setting("folder", "", "Folder of the last file.")


class Settings:
    """The remembered values; ``overrides`` (by key) win for this start and are not remembered."""

    def __init__(self, overrides: Mapping[str, object] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Gradus", "Gradus"
        )

    def get(self, setting: Setting[T]) -> T:
        """The value that holds; a value of another type, from an edited file, is the default."""
        value = self._overrides.get(setting.key)
        if value is None:
            value = _converted(self._store.value(setting.key), setting.default)
        return value if isinstance(value, type(setting.default)) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Remember a value."""
        self._overrides.pop(setting.key, None)
        self._store.setValue(setting.key, value)

    def language(self) -> str:
        """The code of the language to use: the chosen one, the system's, or English."""
        code = self.get(LANGUAGE) or QLocale.system().name().partition("_")[0]
        return code if code in LANGUAGES else "en"

    def recent(self) -> list[Path]:
        """The recent files that are still there, newest first."""
        files: list[str] = self.get(RECENT)
        return [Path(name) for name in files if Path(name).is_file()]

    def remember(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        path = path.resolve()
        files: list[str] = self.get(RECENT)
        others = [name for name in files if name != str(path)]
        self.set(RECENT, [str(path), *others][:RECENT_COUNT])
        self.set(FOLDER, str(path.parent))


def _converted(value: object, default: object) -> object:
    """The value as the INI file's text means it: numbers and one-item lists are kept as text."""
    if isinstance(default, list):
        if isinstance(value, str):
            return [value] if value else []
        return [str(item) for item in value] if isinstance(value, list) else None
    if isinstance(default, float) and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return value
