"""What the tests of the window share: training processes that are there at once, a plain look."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.leftovers import begin, delete_windows, look, restore

# What a training or a reading process loads before anything else.
LOADED = ["torch", "polars", "engine.link.worker", "engine.files.loading"]


@pytest.fixture(scope="session", autouse=True)
def processes_from_a_loaded_one() -> Iterator[None]:
    """On Linux, processes come from one that has loaded torch: else every window waits for it.

    How the program itself starts them is tested with the engine, and in the real window.
    """
    if sys.platform != "linux":
        yield
        return
    context_of = multiprocessing.get_context
    context_of("forkserver").set_forkserver_preload(LOADED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiprocessing, "get_context", lambda _: context_of("forkserver"))
        yield


@pytest.fixture(scope="session", autouse=True)
def begun(qapp: QApplication) -> None:
    """The application as every file of tests finds it."""
    begin(qapp)


@pytest.fixture(scope="module", autouse=True)
def files_leave_nothing(qapp: QApplication) -> Iterator[None]:
    """The windows of a file go when its tests are done, with what they put on the application."""
    before, windows = look(qapp), set(qapp.topLevelWidgets())
    yield
    delete_windows(qapp, windows)
    restore(qapp, before)


@pytest.fixture(autouse=True)
def tests_leave_nothing(qapp: QApplication) -> Iterator[None]:
    """Theme, language, font, settings and clipboard are as before, whatever a test did to them."""
    before = look(qapp)
    yield
    restore(qapp, before)
