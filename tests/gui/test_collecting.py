"""When another document is open, what the last one has left goes, and its memory goes back."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.memory import give_back
from gui.kit.collecting import Collector

MANY, SMALL, EVERY = 60_000, 1_000, 50  # pieces of so many bytes, of which each fiftieth stays


class Knot:
    """What only a search for garbage finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    parent = QObject(qapp)
    collector = Collector(parent)
    collector.start()
    yield collector
    parent.deleteLater()
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # as it was found


def test_old_garbage_goes_soon_after_another_document_is_open(
    collector: Collector, qtbot: QtBot
) -> None:
    knot = Knot()
    left = weakref.ref(knot)
    gc.collect()  # from now on only a search through everything finds it
    del knot
    qtbot.wait(50)
    assert left() is not None
    collector.tidy()
    qtbot.waitUntil(lambda: left() is None, timeout=60_000)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_free_memory_between_what_is_in_use_goes_back() -> None:
    pieces = [bytearray(SMALL) for _ in range(MANY)]
    kept = pieces[::EVERY]
    full = resident()
    del pieces
    give_back()
    assert resident() < full - MANY * SMALL // 2
    assert len(kept) == MANY // EVERY


def resident() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * 4096
