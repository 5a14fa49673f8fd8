"""Very many points: a picture of all, a finer one of a part, symbols where few are in view."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QGraphicsPixmapItem
from pytestqt.qtbot import QtBot

from engine.data.table import Table, labels, numbers
from engine.experiment import Experiment
from engine.experiment.specs import Data
from gui.stage.layers.crowd import FEW
from gui.stage.plane.canvas import Area
from gui.stage.stage import Stage
from tests.there import there

COUNT = 40_000


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage()
    qtbot.addWidget(made)
    made.resize(800, 600)
    with qtbot.waitExposed(made):
        made.show()
    draw = np.random.default_rng(0)
    columns = {
        "a": numbers(draw.uniform(0, 1, COUNT)),
        "b": numbers(draw.uniform(0, 1, COUNT)),
        "kind": labels([0, 1] * (COUNT // 2)),
    }
    made.opened(Experiment(Data(Table(columns), ("a", "b"), "kind", "classification")))
    return made


def symbols(stage: Stage) -> int:
    """How many points are drawn one by one."""
    return sum(len(item.data) for item in stage._board.points._items.values() if item.isVisible())


def picture_of(stage: Stage) -> QGraphicsPixmapItem:
    """What the many are drawn as."""
    return there(stage._board.points._crowd)._picture._item


def look(qtbot: QtBot, stage: Stage, area: Area) -> None:
    """Show a part of the plane, until what it deserves is drawn."""
    timer = there(stage._board.points._crowd)._timer
    with qtbot.waitSignal(timer.timeout):
        stage._canvas.show_area(area)


def test_all_are_one_picture(qtbot: QtBot, stage: Stage) -> None:
    look(qtbot, stage, Area(-0.5, 1.5, -0.5, 1.5))
    assert symbols(stage) == 0
    assert picture_of(stage).isVisible()


def test_a_part_has_a_picture_of_its_own(qtbot: QtBot, stage: Stage) -> None:
    before = picture_of(stage).pixmap().cacheKey()
    look(qtbot, stage, Area(0.0, 0.5, 0.0, 0.5))
    picture = picture_of(stage)
    assert picture.isVisible()
    assert picture.pixmap().cacheKey() != before
    covered = picture.mapRectToParent(picture.boundingRect())
    assert covered.right() == pytest.approx(stage._canvas.area.right)
    assert symbols(stage) == 0


def test_few_in_view_are_symbols_and_many_a_picture_again(qtbot: QtBot, stage: Stage) -> None:
    area = Area(0.2, 0.3, 0.2, 0.3)
    look(qtbot, stage, area)
    columns = there(stage.experiment).data.table.columns
    shown = stage._canvas.area
    inside = (columns["a"] >= shown.left) & (columns["a"] <= shown.right)
    inside &= (columns["b"] >= shown.bottom) & (columns["b"] <= shown.top)
    assert 0 < inside.sum() <= FEW
    assert symbols(stage) == inside.sum()
    assert not picture_of(stage).isVisible()
    look(qtbot, stage, Area(0.0, 1.0, 0.0, 1.0))
    assert symbols(stage) == 0
    assert picture_of(stage).isVisible()


def test_nobody_in_view(qtbot: QtBot, stage: Stage) -> None:
    look(qtbot, stage, Area(5.0, 6.0, 5.0, 6.0))
    assert symbols(stage) == 0
    assert not picture_of(stage).isVisible()


def test_an_edit_keeps_what_is_in_view(qtbot: QtBot, stage: Stage) -> None:
    look(qtbot, stage, Area(0.2, 0.3, 0.2, 0.3))
    shown = symbols(stage)
    beyond = there(stage.experiment).data.table.columns["a"] > 0.9
    stage._tools.delete(int(np.flatnonzero(beyond)[0]))
    experiment = there(stage.experiment)
    fewer = experiment.data.table.delete([0])
    stage.show_experiment(replace(experiment, data=replace(experiment.data, table=fewer)))
    assert abs(symbols(stage) - shown) <= 1
    assert not picture_of(stage).isVisible()


def test_no_symbols_of_few_points_stay_over_many(stage: Stage) -> None:
    many = there(stage.experiment)
    few = replace(many, data=replace(many.data, table=many.data.table.take(np.arange(50))))
    for _ in range(2):
        stage.opened(few)
        assert symbols(stage) == 50 and not picture_of(stage).isVisible()
        stage.opened(many)
        assert symbols(stage) == 0 and picture_of(stage).isVisible()


def test_hidden_rows_are_in_no_picture(qtbot: QtBot, stage: Stage) -> None:
    look(qtbot, stage, Area(-0.5, 1.5, -0.5, 1.5))
    points = stage._board.points
    before = picture_of(stage).pixmap().toImage()
    points.mark_test(there(stage.experiment).data.table.columns["a"] > 0.5)
    points.show_test(False)
    after = picture_of(stage).pixmap().toImage()
    assert after != before
    look(qtbot, stage, Area(0.6, 0.7, 0.2, 0.3))
    assert symbols(stage) == 0
