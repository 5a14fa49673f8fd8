"""A film shows the view at each of its steps; given up or failed, it leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine.frames import Frame
from gui.dialogs.film import FilmDialog
from gui.dialogs.picture import Shown
from gui.kit.theme import LIGHT
from gui.model.filming import Filming
from gui.model.journal.journal import Journal
from gui.model.training.runner import Runner
from gui.panels.loss.panel import LossPanel
from tests.experiments import line

STEPS = 12


class Room:
    """A view that follows a run, and the run."""

    def __init__(self, qtbot: QtBot) -> None:
        self.runner, self.panel, self.journal = Runner(), LossPanel(), Journal()
        self.here = -1
        qtbot.addWidget(self.panel)
        experiment = line()
        self.panel.resize(300, 240)
        self.panel.restyle(LIGHT)
        self.panel.read_journal(self.journal)
        self.panel.show()
        self.panel.show_experiment(experiment)
        self.journal.show_experiment(experiment)
        self.runner.frame.connect(self._draw)
        self.runner.watch(self.panel.wants)
        self.runner.open(experiment)
        self.runner.step(STEPS)

    def _draw(self, frame: Frame) -> None:
        self.journal.take(frame)
        self.panel.draw(frame)
        self.here = frame.step

    def dialog(self, qtbot: QtBot) -> FilmDialog:
        dialog = FilmDialog(
            [Shown("Loss", self.panel)],
            (0, STEPS),
            lambda steps, picture, parent: Filming(self.runner, steps, STEPS, picture, parent),
            "run.gif",
        )
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    room = Room(qtbot)
    qtbot.waitUntil(lambda: room.here == STEPS, timeout=30_000)
    yield room
    room.runner.close()


def test_a_film_goes_through_its_steps(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = room.dialog(qtbot)
    dialog.frames.setValue(5)
    dialog.width_field.setValue(320)
    assert dialog.steps == [0, 3, 6, 9, 12]
    size = dialog.pixels
    path = tmp_path / "run.gif"
    with qtbot.waitSignal(dialog.accepted, timeout=60_000):
        dialog.start(path, "gif")
    with Image.open(path) as film:
        frames = [np.array(frame.convert("RGB")) for frame in ImageSequence.Iterator(film)]
    assert len(frames) == 5 and frames[0].shape == (size.height(), size.width(), 3)
    assert all(not np.array_equal(a, b) for a, b in pairwise(frames))
    qtbot.waitUntil(lambda: room.here == STEPS, timeout=30_000)


def test_a_film_can_be_given_up(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = room.dialog(qtbot)
    said: list[str] = []
    dialog.said.connect(said.append)
    dialog.start(tmp_path / "run.webp", "webp")
    qtbot.waitUntil(lambda: dialog.progress.value() > 1, timeout=60_000)
    assert not dialog.save.isEnabled() and dialog.cancel.text() == "Cancel"
    dialog.cancel.click()
    assert [*tmp_path.iterdir()] == [] and said and dialog.save.isEnabled()
    qtbot.waitUntil(lambda: room.here == STEPS, timeout=30_000)


def test_what_cannot_be_written_is_said_and_the_dialog_stays(
    room: Room, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = room.dialog(qtbot)
    failed: list[object] = []
    dialog.failed.connect(failed.append)
    chosen = str(tmp_path / "none" / "run")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(failed), timeout=60_000)
    assert dialog.isVisible() and dialog.save.isEnabled()
    assert "run.gif" in str(failed[0])


def test_few_steps_have_few_pictures(room: Room, qtbot: QtBot) -> None:
    dialog = room.dialog(qtbot)
    dialog.first.setValue(5)
    dialog.last.setValue(7)
    assert dialog.steps == [5, 6, 7] and dialog.told.text().startswith("3 pictures")
    dialog.last.setValue(2)  # before the first
    assert dialog.steps == [5]
