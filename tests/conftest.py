"""What all tests share: no display is needed, settings are nobody's, no process is left behind."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "win32":
    importlib.import_module("torch")  # there it cannot be loaded after Qt in the same process

# What a worker or a process of a test compiles the others need not, whatever the machine's habits.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# What a library computes is small here: its second thread would wait for work, and take the
# processor from the tests beside it. The program itself trains in one, too.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# While files are loaded nothing is garbage; later it is looked for between tests, see below.
gc.disable()

# The same examples every time, so that what is green stays green and what fails fails for everyone;
# new ones are searched for with: pytest --hypothesis-profile explore
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("steady")

MOST_PROCESSES = 4  # each takes half a gigabyte
COLLECT_EVERY = 20  # tests
YOUNG, ALL = 0, 2  # generations of garbage: what was made since it was looked for last, and any
_tests = 0
_HOME = tempfile.TemporaryDirectory(prefix="gradus-tests-")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = _HOME.name


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The tests run in as many processes as there are processors, ``MOST_PROCESSES`` at most.

    One file, some tests by name and the real windows, which share a screen's keys, run in this
    process: starting others would take longer, or disturb.
    """
    options = config.option
    is_part = options.keyword or any("::" in name or name.endswith(".py") for name in config.args)
    if is_part or "e2e" in options.markexpr.replace("not e2e", ""):
        return 0
    return min(_processors(), MOST_PROCESSES)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):  # fewer than there are, in a container
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage takes a tenth of a second."""
    gc.collect()
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """Warnings of Qt fail tests, but for what the offscreen platform cannot do."""
    config.addinivalue_line("qt_log_ignore", r"This plugin does not support")


@pytest.fixture(scope="session", autouse=True)
def no_process_left() -> Iterator[None]:
    """Every training process must have been ended by whoever started it."""
    yield
    assert multiprocessing.active_children() == []


@pytest.fixture(autouse=True)
def garbage_between_tests() -> Iterator[None]:
    """Python looks for garbage only here, between two tests, never while Qt is painting.

    A window that a test has let go of may still be on the screen for a moment; were its parts
    collected just then, Qt would paint what is no longer there. The program holds on to its own.
    """
    global _tests
    gc.disable()
    yield
    _tests += 1
    if _tests % COLLECT_EVERY == 0:
        gc.collect(_worth_collecting())


@pytest.fixture(scope="module", autouse=True)
def garbage_between_files() -> Iterator[None]:
    """What the tests of a file have shared goes when they are done.

    What is left then is for all files, and is not looked through again and again.
    """
    yield
    gc.collect(_worth_collecting())
    gc.freeze()


def _worth_collecting() -> int:
    """All there is where windows are: each that is left makes every change of style take longer.

    Without them what is young is enough; to look through all takes twenty times as long.
    """
    core = sys.modules.get("PySide6.QtCore")
    return ALL if core is not None and core.QCoreApplication.instance() is not None else YOUNG


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, with fonts: without any, every label would be measured as nothing."""
    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QFontDatabase

    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, _HOME.name)
    assert QFontDatabase.families(), "this machine has no fonts that Qt can find"
    return qapp


@pytest.fixture
def clean_qapp(qapp: QApplication) -> QApplication:
    """The application without the windows of earlier tests, for what touches every widget.

    Python would destroy them whenever it happens to collect garbage, and Qt does not survive that
    while it restyles them.
    """
    gc.collect()
    return qapp
