"""The small bars on the layers of the drawn network: gradients, dead and saturated neurons."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame, Health, HealthRequest
from gui.kit.layer_state import share
from gui.kit.theme import DARK, LIGHT
from gui.panels.network.panel import HEALTH, NetworkPanel
from gui.panels.network.state import HIGH
from tests.there import there


def session_of(steps: int = 1) -> Session:
    x = np.linspace(-2, 2, 30)
    document = {
        "data": {
            "columns": {"x": x.tolist(), "z": x[::-1].tolist(), "y": np.sin(x).tolist()},
            "features": ["x", "z"],
            "target": "y",
        },
        "model": {
            "hidden": [4, 2],
            "activation": "relu",
            "init": {"values": {"hidden1.bias": [-50.0, -50.0, -50.0, 0.1]}},
        },
    }
    session = Session(Experiment.from_dict(document))
    if steps:
        session.step(steps)
    return session


def feed(panel: NetworkPanel, session: Session) -> Health:
    panel.show_experiment(session.experiment)
    views = answer(session, panel.wants())
    shapes = session.experiment.parameter_shapes()
    panel.draw(Frame(1, 1, 1, None, False, 0, np.empty(0), None, shapes, views))
    QApplication.processEvents()
    found = views[HEALTH]
    assert isinstance(found, Health)
    return found


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(890, 456)
    panel.restyle(LIGHT)
    panel.show()
    return panel


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_each_layer_has_its_bar_and_says_it(panel: NetworkPanel) -> None:
    health = feed(panel, session_of())
    heads = panel.canvas.heads
    assert [head.state.isVisible() for head in heads[:4]] == [False, True, True, True]
    assert heads[1].state.words.startswith("3 of 4 dead\nroot mean square")
    assert heads[3].state.words.startswith("root mean square")
    at_name = QPoint(5, 5)
    help = QHelpEvent(QEvent.Type.ToolTip, at_name, heads[1].title.mapToGlobal(at_name))
    QApplication.sendEvent(heads[1].title, help)
    assert heads[1].title.toolTip() == f"{heads[1].state.words}\nWhat can be done with this layer."
    QToolTip.hideText()
    first, last = there(health.layers[0].gradient), there(health.layers[2].gradient)
    image = heads[1].state.grab().toImage()
    ratio, wide = image.devicePixelRatio(), heads[1].state.width()

    def at(part: float) -> str:
        return image.pixelColor(int(part * wide * ratio), int(HIGH / 2 * ratio)).name()

    full = share(first, max(first, last)) * (0.6 - 4 / wide)
    assert at(full - 0.05) == QColor(LIGHT.accent).name() != at(min(full + 0.05, 0.52))
    assert at(0.6 + 0.35 * 0.75) == QColor(LIGHT.warning).name() != at(0.97)
    panel.restyle(DARK)
    assert heads[1].state.grab().toImage() != image


def test_the_bars_ask_for_no_histograms_and_go_with_what_is_shown(panel: NetworkPanel) -> None:
    health = feed(panel, session_of(0))
    assert HealthRequest(0) == HEALTH and not len(health.layers[0].before.counts)
    assert health.layers[0].dead == 3 and health.layers[0].curve is None
    assert panel.canvas.heads[1].state.words == "3 of 4 dead"
    panel.canvas.show_health(None)
    assert not panel.canvas.heads[1].state.isVisible()


@pytest.mark.parametrize(
    ("size", "largest", "expected"),
    [(1.0, 1.0, 1.0), (1e-3, 1.0, 0.5), (1e-9, 1.0, 0.0), (0.0, 1.0, 0.0), (np.inf, np.inf, 0.0)],
)
def test_a_bar_spans_six_decades(size: float, largest: float, expected: float) -> None:
    assert share(size, largest) == pytest.approx(expected)
