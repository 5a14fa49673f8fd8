"""What a file of the document is called, and where it is looked for first."""

from __future__ import annotations

import re
from pathlib import Path

from gui.kit.words import tr
from gui.model.document import Document
from gui.model.settings import FOLDER, Settings


class Naming:
    """Names after the document's title, in the folder that the learner used last."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self._document, self._settings = document, settings

    @property
    def folder(self) -> str:
        """Where a file dialog begins."""
        path = self._document.path
        return str(path.parent) if path else self._settings.get(FOLDER)

    def suggestion(self, suffix: str) -> str:
        """A file of the document's title, without what some systems refuse in a name."""
        name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", self._document.title)
        name = " ".join(name.split()).strip(" .")
        return str(Path(self.folder) / f"{name or tr('experiment')}{suffix}")


def with_suffix(name: str, suffix: str, known: tuple[str, ...] = ()) -> Path:
    """The path with ``suffix`` unless it already ends in one of the known ones."""
    path = Path(name)
    endings = known or (suffix,)
    return path if path.suffix.lower() in endings else path.with_name(path.name + suffix)
