"""Files that were opened or saved: whether somebody else has changed them since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from engine import parts, storage
from gui.kit.passing import ask
from gui.kit.words import tr
from gui.model.locks import as_one

ELSEWHERE: storage.Stamp = (-1, -1, -1)  # of no file that there is
NOWHERE = -1  # no medium that there is


class KnownFiles:
    """Asks before a file is written over that is not as it was left, or that is protected."""

    def __init__(self) -> None:
        self._stamps: dict[Path, storage.Stamp | None] = {}
        self._devices: dict[Path, int | None] = {}
        self._begun: dict[Path, storage.Stamp | None] = {}  # as they were before they were read

    def begin(self, path: Path) -> None:
        """That a file is about to be read."""
        self._begun = {as_one(path): storage.stamp(path)}

    def note_read(self, path: Path) -> None:
        """That a file was read: as it was before, for it may have been changed meanwhile."""
        place = as_one(path)
        self.note(path)
        self._stamps[place] = self._begun.pop(place, self._stamps[place])

    def note(self, path: Path) -> None:
        """That a file is known as it is now; what a kill has left beside it goes."""
        place = as_one(path)
        self._stamps[place] = storage.stamp(path)
        self._devices[place] = storage.device(path)
        parts.clear(place.parent)

    def told(self, path: Path) -> str:
        """How a file was left, in a few letters that hold on another computer too."""
        return storage.told(self._stamps.get(as_one(path)))

    def device(self, path: Path) -> int | None:
        """The medium that a file was known on."""
        return self._devices.get(as_one(path))

    def note_as(self, path: Path, told: str) -> None:
        """That a file was known as it was told; if it is another now, somebody has changed it."""
        if told:
            now, place = storage.stamp(path), as_one(path)
            self._stamps[place] = now if storage.told(now) == told else ELSEWHERE
            self._devices[place] = storage.device(path) if now is not None else NOWHERE

    def has_changed(self, path: Path) -> bool:
        """Whether a known file is there and is another than it was left."""
        now, known = storage.stamp(path), self._stamps.get(as_one(path))
        if now is None or known is None:
            return False
        if storage.device(path) != self.device(path):  # put in again, it counts its files anew
            return storage.told(now) != storage.told(known)
        return now != known

    def is_gone(self, path: Path) -> bool:
        """Whether a known file is not there, and its folder is another medium's than it was."""
        return storage.stamp(path) is None and storage.is_on_another(
            path, self.device(path), self.told(path)
        )

    def may_write(self, path: Path, window: QWidget, chosen: str = "") -> bool:
        """Whether a file may be written over, as far as there is something to ask about.

        ``chosen`` is the name that the learner gave it, where that had no ending: what is there
        under the whole name was not asked about then.
        """
        question = self._question(path, chosen)
        return question is None or _is_meant(question, window)

    def _question(self, path: Path, chosen: str) -> Question | None:
        name = path.name
        if chosen and Path(chosen) != path and path.exists():
            return Question(
                tr("“{name}” is there already.", name=name),
                tr("Saving replaces what is in it."),
            )
        if self.has_changed(path):
            return Question(
                tr("“{name}” was changed by another program.", name=name),
                tr("Saving replaces what it has written."),
            )
        if self.is_gone(path):
            return Question(
                tr(
                    "“{name}” is no longer where it was: its medium may have been pulled.",
                    name=name,
                ),
                tr(
                    "Put it in again, or save into the folder that is there now: {folder}",
                    folder=path.parent,
                ),
                tr("Save there"),
                tr("Make a new file in this folder."),
            )
        if storage.is_protected(path):
            return Question(
                tr("“{name}” is write-protected.", name=name),
                tr("Saving replaces it all the same."),
            )
        return None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before a file is written: a sentence, what comes of it, and its button."""

    text: str
    more: str
    label: str = ""
    help: str = ""


def _is_meant(question: Question, window: QWidget) -> bool:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("Save"))
    box.setText(question.text)
    box.setInformativeText(question.more)
    label = question.label or tr("Replace")
    button = box.addButton(label, QMessageBox.ButtonRole.DestructiveRole)
    button.setToolTip(question.help or tr("Write over the file that is there."))
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    ask(box)
    return box.clickedButton() is button
