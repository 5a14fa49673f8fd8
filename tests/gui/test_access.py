"""The whole window for those who do not see it or cannot aim well: names, descriptions, sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.kit.focus import FocusRing
from gui.kit.legend import Swatch
from gui.model.settings import Settings
from gui.panels.loss.controls import StepLabel
from gui.shell.thumbnail import Thumbnail
from tests.there import there

LONG = 60_000
TARGET = 24  # pixels: WCAG 2.2, 2.5.8
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
PRESSED = (QAbstractButton, QComboBox, QAbstractSpinBox, QSlider, QTabBar, QLineEdit)
NAMED = (*PRESSED, QAbstractItemView, QPlainTextEdit)
SILENT = (StepLabel, Swatch, Thumbnail, FocusRing)  # what stands beside them says it
CORNER = "QTableCornerButton"


@pytest.fixture(scope="module")
def app(qapp: QApplication) -> Iterator[App]:
    app = App(qapp, Settings({"language": "en", "theme": "light", "recent": []}))
    app.window.may_close = lambda: True
    app.start(None)
    app.window.resize(1280, 720)
    yield app
    app.close()
    app.window.close()
    qapp.setStyleSheet("")


class Seen(NamedTuple):
    """A control as it was when it was seen."""

    where: str
    name: str
    size: tuple[int, int]
    pressed: bool


@pytest.fixture(scope="module")
def seen(app: App) -> list[Seen]:
    """Every control that can come to be seen: each view of three kinds of models."""
    found: list[Seen] = []

    def look(where: str) -> None:
        spoken_for = {label.buddy(): label.text() for label in app.window.findChildren(QLabel)}
        for each in app.window.findChildren(QWidget):
            if isinstance(each, NAMED) and each.isVisible() and not is_inner(each):
                place = f"{where}: {type(each).__name__} in {type(each.parent()).__name__}"
                size = each.width(), each.height()
                is_pressed = isinstance(each, PRESSED)
                found.append(Seen(place, name_of(each, spoken_for), size, is_pressed))

    for sample in ("a1-fit-a-line", "f3-spiral", "d4-softmax"):
        app.files.open_example(SAMPLES / f"{sample}.json")
        for name in app.window.hosts:
            app.window.show_view(name)
            for _ in range(3):
                QApplication.processEvents()
            look(f"{sample}, {name}")
    app.show_start_page(True)
    QApplication.processEvents()
    look("start page")
    app.show_start_page(False)
    return found


def is_inner(widget: QWidget) -> bool:
    """Whether it is part of another control, which speaks for it."""
    parent, kind = widget.parent(), widget.metaObject().className()
    inside = isinstance(widget, QLineEdit) and isinstance(parent, QAbstractSpinBox | QComboBox)
    of_list = isinstance(parent, QFrame) and "ComboBox" in parent.metaObject().className()
    return inside or of_list or kind in (CORNER, "QHeaderView", "Header")


def name_of(widget: QWidget, spoken_for: dict[QWidget, str]) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or spoken_for.get(widget, "")


def test_every_control_has_a_name(seen: list[Seen]) -> None:
    assert len(seen) > 500
    assert sorted({each.where for each in seen if not each.name}) == []


def test_nothing_that_is_pressed_is_too_small_to_hit(seen: list[Seen]) -> None:
    small = {each for each in seen if each.pressed and min(each.size) < TARGET}
    assert sorted(small) == []


def test_every_painted_view_has_a_description_that_follows_the_run(app: App, qtbot: QtBot) -> None:
    app.files.open_example(SAMPLES / "f3-spiral.json")
    qtbot.waitUntil(lambda: hasattr(app, "runner"), timeout=LONG)
    before = app.board.last
    app.runner.step()
    qtbot.waitUntil(
        lambda: app.board.last is not before and there(app.board.last).step == 1, timeout=LONG
    )
    told = app.stage.in_words(), there(app.window.hosts["loss"].panel).in_words()
    assert told[0].startswith("250 points; regions of 2 classes")
    assert "after 1 step" in told[1]
    app.narrator._tell()
    assert there(app.stage.ties().speaker).accessibleDescription().startswith(told[0])
    assert there(app.stage.ties().speaker).accessibleDescription().endswith("after 1 step")
    painted = [
        widget
        for widget in app.window.findChildren(QWidget)
        if widget.isVisible() and not isinstance(widget, (*SILENT, *NAMED))
        if isinstance(widget, pg.PlotWidget)
        or ("paintEvent" in type(widget).__dict__ and type(widget).__module__.startswith("gui"))
    ]
    assert len(painted) > 4
    silent = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in painted
        if not widget.accessibleDescription()
        and not there(widget.parentWidget()).accessibleDescription()
    ]
    assert silent == []
