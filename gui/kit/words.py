"""The interface's language: English source text looked up in resources/i18n."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator

from gui.kit.korean import with_particles

FOLDER = Path(__file__).parents[2] / "resources" / "i18n"
LANGUAGES = {"en": "English", "ko": "한국어"}
ACCELERATOR = re.compile(r"\(&\w\)|&")  # ``&Open`` or, where letters are not Latin, ``열기(&O)``

_words: dict[str, str] = {}
_code = ["en"]  # of the language at hand


def set_language(code: str) -> None:
    """Use a language of LANGUAGES from now on; widgets built before keep their words."""
    _words.clear()
    _code[:] = [code]
    path = FOLDER / f"{code}.json"
    if path.exists():
        _words.update(json.loads(path.read_text(encoding="utf-8")))


def language() -> str:
    """The code of the language in use."""
    return _code[0]


def tr(text: str, **values: Any) -> str:
    """``text`` in the interface's language, its ``{name}`` placeholders filled in afterwards."""
    translated = _words.get(text, text)
    if not values:
        return translated
    filled = translated.format(**values)
    return with_particles(filled) if _code[0] == "ko" else filled


def without_accelerator(text: str) -> str:
    """A command's text without the mark of its key, for where there is none to press."""
    return ACCELERATOR.sub("", text)


def of_qt(code: str, parent: QObject) -> QTranslator:
    """Qt's own words in a language, those of its dialogs; an empty translator where it has none."""
    translator = QTranslator(parent)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator.load(f"qtbase_{code}", folder)
    return translator
