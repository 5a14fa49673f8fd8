"""The bend panel: grid, rows and the next layer's border in the plane of two neurons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Bend, BendRequest, Frame
from gui.kit.theme import DARK
from gui.kit.wishes import Refresh
from gui.panels.bend.panel import BendPanel
from gui.panels.bend.plot import borders
from tests.hearing import hear
from tests.there import there

RANDOM = np.random.default_rng(6)
A, B = RANDOM.normal(size=(2, 40))


def session_of(hidden: list[int], classes: int = 2, features: str = "ab") -> Session:
    columns: dict[str, Any] = {"a": A.tolist(), "b": B.tolist()}
    noisy = A + B
    target = np.digitize(noisy, np.linspace(-0.5, 0.5, classes - 1)) if classes else noisy
    data = {
        "columns": {**{name: columns[name] for name in features}, "y": target.tolist()},
        "features": list(features),
        "target": "y",
        "task": "classification" if classes else "regression",
        "test_fraction": 0.2,
    }
    document = {"data": data, "model": {"hidden": hidden}, "optimizer": {"lr": 0.5}}
    session = Session(Experiment.from_dict(document))
    session.step(100)
    return session


def shown(panel: BendPanel, session: Session) -> Bend:
    panel.show_experiment(session.experiment)
    views = answer(session, panel.wants())
    panel.draw(Frame(1, 100, 1, None, False, 0, np.empty(0), None, {}, views))
    QApplication.processEvents()
    return there(panel._bend)


@pytest.fixture
def panel(qtbot: QtBot) -> BendPanel:
    panel = BendPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 480)
    panel.show()
    return panel


def test_the_last_layer_s_first_two_neurons_are_shown(panel: BendPanel) -> None:
    bend = shown(panel, session_of([4, 3]))
    assert panel.wants() == (BendRequest(1, 0, 1),)
    x, y = panel.plot.places()
    np.testing.assert_array_equal(np.column_stack([x, y]), bend.points)
    drawn = sum(len(item.getData()[0]) for item in panel.plot._groups)
    assert drawn == len(bend.rows) == 40
    ends = [family.getData()[0] for family in panel.plot._families]
    assert [len(values) for values in ends] == [17 * 50, 17 * 50]
    assert panel.in_words() == "40 rows as a₁ and a₂ of Hidden 2 see them"
    assert there(panel.columns())["a₂"] == bend.points[:, 1].tolist()
    panel.plot.hovered.emit(float(x[3]), float(y[3]))
    assert panel.reading.text().startswith("row 4: a₁ = ")
    before = panel.grab().toImage()
    panel.restyle(DARK)
    assert panel.grab().toImage() != before


def test_another_layer_and_other_neurons_can_be_chosen(panel: BendPanel) -> None:
    session = session_of([4, 1])
    shown(panel, session)
    assert panel.wants() == (BendRequest(1, 0, 0),)
    refreshed: list[bool] = []
    hear(panel, Refresh, lambda: refreshed.append(True))
    panel.layer.pick("0")
    panel.across.pick("3")
    panel.up.pick("2")
    assert panel.wants() == (BendRequest(0, 3, 2),) and len(refreshed) == 3
    state = panel.view_state()
    panel.layer.pick("1")
    panel.take_view_state(state)
    assert panel.wants() == (BendRequest(0, 3, 2),)
    panel.take_view_state({"layer": 7, "across": "99"})
    assert panel.wants() == (BendRequest(0, 3, 2),)
    panel.show_experiment(session_of([], 2).experiment)
    assert panel.wants() == ()
    panel.forget()
    assert panel.in_words() == "" and panel.columns() is None


@pytest.mark.parametrize("classes", [2, 3])
def test_the_border_is_where_the_output_ties(panel: BendPanel, classes: int) -> None:
    bend = shown(panel, session_of([3, 2], classes))
    x, y = panel.plot.border()
    known = np.isfinite(x)
    assert known.sum() > 20
    z = np.column_stack([x, y])[known] @ there(bend.weight).T + there(bend.bias)
    if classes == 2:
        np.testing.assert_allclose(z[:, 0], bend.level, atol=1e-8)
    else:
        largest = np.sort(z, axis=1)
        np.testing.assert_allclose(largest[:, -1], largest[:, -2], atol=1e-8)
    shown(panel, session_of([3, 3], classes))
    assert len(panel.plot.border()[0]) == 0


def test_a_border_that_is_nowhere_has_no_places() -> None:
    far = borders(np.array([[1.0, 0.0]]), np.array([-50.0]), 0.0, (-1, 1), (-1, 1))
    none = borders(np.zeros((1, 2)), np.zeros(1), 0.0, (-1, 1), (-1, 1))
    lost = borders(np.full((1, 2), np.nan), np.zeros(1), 0.0, (-1, 1), (-1, 1))
    assert all(np.isnan(found).all() for found in (far, none, lost))


@pytest.mark.parametrize(("classes", "features"), [(0, "ab"), (2, "a"), (0, "a")])
def test_numbers_and_single_features_have_a_view_too(
    panel: BendPanel, classes: int, features: str
) -> None:
    bend = shown(panel, session_of([3, 2], classes, features))
    assert panel.reading.text().startswith("Solid" if features == "ab" else "The line is a")
    assert bend.weight is None or classes
    assert sum(len(item.getData()[0]) for item in panel.plot._groups) == 40


def test_the_range_stays_while_everything_is_inside(panel: BendPanel) -> None:
    session = session_of([3, 2])
    shown(panel, session)
    before = panel.plot.view.viewRange()
    session.step(1)
    shown(panel, session)
    assert panel.plot.view.viewRange() == before
