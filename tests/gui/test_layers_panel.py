"""The layers panel: histograms, dead and saturated neurons, sizes of gradients."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame, HealthRequest, Pointed, PointRequest
from engine.frames.sights import Spread
from gui.kit.layer_state import neurons
from gui.kit.theme import DARK
from gui.kit.worked.focus import Focus
from gui.kit.worked.telling import told
from gui.panels.layers.panel import LayersPanel
from gui.panels.layers.rows import KINDS
from tests.there import there


def session_of(activation: str = "relu") -> Session:
    x = np.linspace(-2, 2, 40)
    document = {
        "data": {
            "columns": {"x": x.tolist(), "y": np.sin(x).tolist()}, "features": ["x"], "target": "y"
        },
        "model": {
            "hidden": [4, 3],
            "activation": activation,
            "init": {"values": {"hidden1.bias": [-50.0, 0.1, 0.1, 50.0]}},
        },
    }  # fmt: skip
    session = Session(Experiment.from_dict(document))
    session.step()
    return session


def shown(panel: LayersPanel, session: Session) -> None:
    panel.show_experiment(session.experiment)
    views = answer(session, panel.wants())
    panel.draw(Frame(1, 1, 1, None, False, 0, np.empty(0), None, {}, views))
    QApplication.processEvents()


@pytest.fixture
def panel(qtbot: QtBot) -> LayersPanel:
    panel = LayersPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 420)
    panel.show()
    return panel


def test_layers_stand_from_the_last_to_the_first_with_what_does_not_learn(
    panel: LayersPanel,
) -> None:
    session = session_of()
    shown(panel, session)
    assert panel.wants() == (HealthRequest(),)
    assert [layer.name for layer in panel.rows.layers] == ["output", "hidden2", "hidden1"]
    assert neurons(panel.rows.layers[2]) == "1 of 4 dead"
    assert neurons(panel.rows.layers[0]) == ""
    columns = there(panel.columns())
    gradient = there(session.gradients["hidden2.weight"])
    assert columns["gradient"][1] == pytest.approx(float(np.sqrt((gradient**2).mean())))
    assert panel.in_words().startswith("Output, root mean square of its weights' gradient ")
    shown(panel, session_of("tanh"))
    assert neurons(panel.rows.layers[2]) == "2 of 4 dead, 0 saturated"
    panel.forget()
    assert panel.rows.layers == () and panel.columns() is None


def test_a_bin_says_how_many_numbers_it_has(panel: LayersPanel) -> None:
    session = session_of()
    shown(panel, session)
    layer, box = panel.rows.layers[1], panel.rows.box(1)
    counts, size = layer.before.counts, layer.before.size
    place = int(counts.argmax())
    x = box.left() + (place + 0.5) / len(counts) * box.width()
    found = there(panel.thing_at(QPointF(panel.rows.pos()) + QPointF(x, box.center().y())))
    assert found.thing == Spread(1, "before", place)
    request = PointRequest(found.thing)
    pointed = answer(session, (request,))[request]
    assert isinstance(pointed, Pointed)
    said = told(session.experiment, pointed, Focus())
    low = -size + place * 2 * size / len(counts)
    assert f"{counts[place]} of 120 numbers from " in said
    assert f"{abs(low):.4g}" in said


def test_every_kind_is_drawn_in_both_themes(panel: LayersPanel) -> None:
    shown(panel, session_of("tanh"))
    seen = []
    for theme in (None, DARK):
        if theme:
            panel.restyle(theme)
        for kind in KINDS:
            panel.take_view_state({"kind": kind})
            assert panel.view_state() == {"kind": kind}
            seen.append(panel.rows.grab().toImage())
    assert all(one != other for i, one in enumerate(seen) for other in seen[:i])
    panel.take_view_state({"kind": "nothing"})
    assert panel.view_state() == {"kind": KINDS[-1]}


def test_what_is_lost_is_told(panel: LayersPanel) -> None:
    session = session_of()
    session.set_parameter("hidden2.weight", np.full((3, 4), 3e38, dtype=np.float32))
    shown(panel, session)
    assert "120 are no numbers any more" in panel.rows.sentence(panel.rows.layers[1])
    panel.grab()


def test_a_frame_that_comes_before_the_experiment_is_told_by_the_layers_own_names(
    qtbot: QtBot,
) -> None:
    early = LayersPanel()
    qtbot.addWidget(early)
    early.show()
    session = session_of()
    found = answer(session, early.wants())
    early.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, found))
    assert early.in_words().startswith("output") and not early.grab().isNull()
