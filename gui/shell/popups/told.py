"""A thing that is pointed at, as long as its sentence stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.kit.things import Painted
from gui.shell.popups.tip import show_tip

if TYPE_CHECKING:
    from engine.frames import PointRequest


class Told:
    """A thing that is pointed at, whose sentence waits for its numbers."""

    def __init__(
        self, view: QWidget, painted: Painted, heard: Callable[[str], None], request: PointRequest
    ) -> None:
        self.view, self.painted, self.heard, self.request = view, painted, heard, request
        self.known = False
        self.looks = 0  # in vain
        self.sentence = ""

    def say(self, sentence: str) -> None:
        """Write it below the thing, and let it be heard."""
        self.sentence = sentence
        show_tip(self.view, self.painted, sentence)
        self.heard(sentence)
