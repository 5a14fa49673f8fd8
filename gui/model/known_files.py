"""Files that were opened or saved: whether somebody else has changed them since."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from engine import parts, storage
from gui.kit.passing import ask
from gui.kit.words import tr

ELSEWHERE: storage.Stamp = (-1, -1, -1)  # of no file that there is


class KnownFiles:
    """Asks before a file is written over that is not as it was left, or that is protected."""

    def __init__(self) -> None:
        self._stamps: dict[Path, storage.Stamp | None] = {}
        self._begun: dict[Path, storage.Stamp | None] = {}  # as they were before they were read

    def begin(self, path: Path) -> None:
        """That a file is about to be read."""
        self._begun = {_place(path): storage.stamp(path)}

    def note_read(self, path: Path) -> None:
        """That a file was read: as it was before, for it may have been changed meanwhile."""
        place = _place(path)
        self.note(path)
        self._stamps[place] = self._begun.pop(place, self._stamps[place])

    def note(self, path: Path) -> None:
        """That a file is known as it is now; what a kill has left beside it goes."""
        place = _place(path)
        self._stamps[place] = storage.stamp(path)
        parts.clear(place.parent)

    def told(self, path: Path) -> str:
        """How a file was left, in a few letters that hold on another computer too."""
        return _told(self._stamps.get(_place(path)))

    def note_as(self, path: Path, told: str) -> None:
        """That a file was known as it was told; if it is another now, somebody has changed it."""
        if told:
            now = storage.stamp(path)
            self._stamps[_place(path)] = now if _told(now) == told else ELSEWHERE

    def has_changed(self, path: Path) -> bool:
        """Whether a known file is there and is another than it was left."""
        now, known = storage.stamp(path), self._stamps.get(_place(path))
        return now is not None and known is not None and now != known

    def may_write(self, path: Path, window: QWidget, chosen: str = "") -> bool:
        """Whether a file may be written over, as far as there is something to ask about.

        ``chosen`` is the name that the learner gave it, where that had no ending: what is there
        under the whole name was not asked about then.
        """
        if chosen and Path(chosen) != path and path.exists():
            text = tr("“{name}” is there already.", name=path.name)
            more = tr("Saving replaces what is in it.")
        elif self.has_changed(path):
            text = tr("“{name}” was changed by another program.", name=path.name)
            more = tr("Saving replaces what it has written.")
        elif storage.is_protected(path):
            text = tr("“{name}” is write-protected.", name=path.name)
            more = tr("Saving replaces it all the same.")
        else:
            return True
        box = QMessageBox(window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Save"))
        box.setText(text)
        box.setInformativeText(more)
        button = box.addButton(tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        button.setToolTip(tr("Write over the file that is there."))
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        ask(box)
        return box.clickedButton() is button


def _told(stamp: storage.Stamp | None) -> str:
    return f"{stamp[1]} {stamp[2]}" if stamp is not None else ""


def _place(path: Path) -> Path:
    """One place for all names of a file."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()
