"""Categories on the stage: axes that show their values, points that snap to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.experiment.coordinates import cell, cells, coordinates, snapped, telling_axes
from gui.kit.theme import LIGHT
from gui.stage.layers.points import Points
from gui.stage.modes.line_mode import LineMode
from gui.stage.modes.mode import Hand
from gui.stage.modes.plane_mode import PlaneMode
from gui.stage.plane.canvas import Canvas
from gui.stage.plane.ticks import dates

COLUMNS = {
    "sex": ["male", "female", "male"], "town": ["S", "C", "Q"], "age": [22.0, 38.0, 26.0],
    "y": [1.0, 2.0, 3.0],
}  # fmt: skip


def experiment(*features: str, **more: Any) -> Experiment:
    data = {"columns": COLUMNS, "features": list(features), "target": "y", **more}
    return Experiment.from_dict({"data": data})


def shown(qtbot: Any, kind: type[Any], made: Experiment) -> Any:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    mode = kind(canvas, Points(canvas, LIGHT), LIGHT, set())
    mode.show(made, ())
    return mode


def test_places_are_those_of_the_values() -> None:
    data = experiment("town").data
    assert coordinates(data, "town").tolist() == [0.0, 1.0, 2.0]
    assert snapped(data, "town", np.array([-4.0, 0.6, 9.0])).tolist() == [0.0, 1.0, 2.0]
    assert cells(data, "town", np.array([1.4, 1.6])).tolist() == ["C", "Q"]
    assert (cell(data, "town", 0.2), cell(data, "age", 0.2)) == ("S", 0.2)


def test_a_line_s_axis_shows_values(qtbot: Any) -> None:
    mode = shown(qtbot, LineMode, experiment("town"))
    assert mode._x_ticks() == [(0.0, "S"), (1.0, "C"), (2.0, "Q")]
    spot = mode.place(Hand(1.3, 5.0, None, 0))
    assert (spot.x, spot.cells) == (1.0, {"town": "C", "y": 5.0})
    assert mode.describe(1.8, 2.0) == "town = Q, y = 2"
    assert mode.bounds()[:2] == (0.0, 2.0)


def test_a_plane_of_a_value_and_a_number(qtbot: Any) -> None:
    mode = shown(qtbot, PlaneMode, experiment("sex", "age"))
    spot = mode.place(Hand(0.7, 30.0, None, 0))
    assert (spot.x, spot.y) == (1.0, 30.0)
    assert spot.cells == {"sex": "female", "age": 30.0}
    moved = mode.cells(np.array([0.1, 0.9]), np.array([1.0, 2.0]))
    assert moved["sex"].tolist() == ["male", "female"]


def test_a_plane_begins_with_numbers_that_make_a_cloud() -> None:
    rows = 40
    columns = {
        "k": [place % 3 for place in range(rows)], "a": list(range(rows)),
        "b": [place * 0.5 for place in range(rows)], "y": list(range(rows)),
    }  # fmt: skip
    data = experiment("k", "a", "b", columns=columns).data
    assert telling_axes(data) == ("a", "b")


@pytest.mark.parametrize(
    ("low", "high", "first"),
    [
        (0, 6, "01-01"),
        (0, 200, "1970-01"),
        (0, 4000, "1970"),
        (0.0, 1.0, "00:00"),
        (-800, 0, "1968-01"),
    ],
)
def test_days_are_told_as_dates(low: float, high: float, first: str) -> None:
    found = dates(low, high, 6)
    assert 2 <= len(found) <= 8
    assert found[0][1] == first
    assert all(low <= place <= high for place, _ in found)
