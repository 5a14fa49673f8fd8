"""Points that come and go cost nothing while there are none, and are seen when there are some."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from gui.kit.marks import KEPT, Marks


def test_only_marks_that_are_there_are_painted(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    paint = pg.ScatterPlotItem.paint

    def counted(self: pg.ScatterPlotItem, *args: Any) -> None:
        painted.append(len(self.data))
        paint(self, *args)

    monkeypatch.setattr(pg.ScatterPlotItem, "paint", counted)
    plot, marks = pg.PlotWidget(), Marks(symbol="o", size=20, pen=None, brush=pg.mkBrush("#ff0000"))
    qtbot.addWidget(plot)
    plot.setXRange(-1, 1)
    plot.setYRange(-1, 1)
    plot.addItem(marks)
    plot.resize(200, 200)
    red = [_red(plot)]
    for x in ([0.0], [], [0.0, 0.5]):
        marks.setData(x=x, y=x)
        red.append(_red(plot))
    assert painted and 0 not in painted
    assert red[0] == red[2] == 0 < red[1] < red[3]


def test_marks_keep_no_pictures_of_what_they_were(qtbot: QtBot) -> None:
    plot, marks = pg.PlotWidget(), Marks(symbol="o", size=20, pen=None)
    qtbot.addWidget(plot)
    plot.setXRange(-1, 1)
    plot.setYRange(-1, 1)
    plot.addItem(marks)
    plot.resize(200, 200)
    for number in range(50):
        red = "#ff0000" if number % 2 else "#00ff00"
        marks.setData(x=[0.0, 0.5], y=[0.0, 0.5], brush=pg.mkBrush(red))
        marks.setSize(20 + number % 3)
    assert len(marks.fragmentAtlas) <= KEPT + 2
    every = [pg.mkBrush(f"#{shade:02x}0000") for shade in range(200, 250)]
    for _ in range(3):
        marks.setData(x=np.linspace(-1, 1, 50), y=np.zeros(50), brush=every)
    assert len(marks.fragmentAtlas) >= len(every)
    assert _red(plot) > 1000


def _red(plot: pg.PlotWidget) -> int:
    """How many pixels are the marks'."""
    picture = plot.grab().toImage()
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(-1, 4)
    return int(((pixels[:, 2] > 200) & (pixels[:, 1] < 50)).sum())
