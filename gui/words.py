"""The interface's language: English source text looked up in resources/i18n."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "resources" / "i18n"
LANGUAGES = {"en": "English", "ko": "한국어"}

_words: dict[str, str] = {}


def set_language(code: str) -> None:
    """Use a language of LANGUAGES from now on; widgets built before keep their words."""
    _words.clear()
    path = FOLDER / f"{code}.json"
    if path.exists():
        _words.update(json.loads(path.read_text(encoding="utf-8")))


def tr(text: str, **values: Any) -> str:
    """``text`` in the interface's language, its ``{name}`` placeholders filled in afterwards."""
    translated = _words.get(text, text)
    return translated.format(**values) if values else translated
