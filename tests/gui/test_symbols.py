"""Symbols drawn quickly look as pyqtgraph's own scatter item draws them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.stage.layers.symbols import Symbols
from gui.stage.plane.canvas import Canvas

X, Y = np.random.default_rng(0).uniform(1, 9, (2, 300))
STYLES = [
    {"symbol": "o", "size": 9.0, "pen": pg.mkPen("w"), "brush": pg.mkBrush("r")},
    {"symbol": "t", "size": 14.0, "pen": pg.mkPen(None), "brush": pg.mkBrush("c")},
]


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(500, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(canvas: Canvas, item: pg.ScatterPlotItem) -> QImage:
    canvas.add(item, 1)
    image = canvas.grab().toImage()
    canvas.remove(item)
    return image


def plain(x: NDArray[np.float64], y: NDArray[np.float64], **style: Any) -> pg.ScatterPlotItem:
    item = pg.ScatterPlotItem(pxMode=True)
    item.setData(x=x, y=y, **style)
    return item


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("count", [0, 1, 300])
def test_the_same_picture(canvas: Canvas, style: dict[str, Any], count: int) -> None:
    quick = Symbols()
    quick.put(X[:count], Y[:count], **style)
    own = picture(canvas, quick)
    assert own == picture(canvas, plain(X[:count], Y[:count], **style))
    assert (own == picture(canvas, Symbols())) == (count == 0)


def test_points_put_again(canvas: Canvas) -> None:
    quick = Symbols()
    for count, style in ((300, STYLES[0]), (5, STYLES[1]), (200, STYLES[0])):
        quick.put(X[:count], Y[:count], **style)
    assert picture(canvas, quick) == picture(canvas, plain(X[:200], Y[:200], **STYLES[0]))
    quick.put(X[:0], Y[:0], **STYLES[0])
    assert picture(canvas, quick) == picture(canvas, Symbols())


def test_veiled_points_are_not_drawn(canvas: Canvas) -> None:
    quick, rows = Symbols(), X > 5
    quick.put(X, Y, **STYLES[0])
    whole = picture(canvas, quick)
    quick.veil(rows)
    assert picture(canvas, quick) == picture(canvas, plain(X[~rows], Y[~rows], **STYLES[0]))
    quick.veil(np.zeros_like(rows))
    assert picture(canvas, quick) == whole
