"""What the tests of the window share: training processes that are there at once, a plain look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.leftovers import begin, delete_windows, look, restore
from tests.loaded import processes_from_a_loaded_one


@pytest.fixture(scope="session", autouse=True)
def training_at_once() -> Iterator[None]:
    """No window waits for torch.

    How the program itself starts processes is tested with the engine, and in the real window.
    """
    with processes_from_a_loaded_one():
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
