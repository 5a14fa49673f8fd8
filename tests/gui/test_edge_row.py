"""How large the learning rate may be stands under the optimizer, exactly or locally."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import EdgeRequest, Frame, Sharpness, SharpnessRequest
from gui.kit.theme import LIGHT
from gui.panels.training.panel import TrainingPanel
from tests.experiments import line


def hold(qtbot: QtBot, session: Session) -> TrainingPanel:
    panel = TrainingPanel()
    qtbot.addWidget(panel)
    panel.restyle(LIGHT)
    panel.show()
    panel.show_experiment(session.experiment)
    look(panel, session)
    return panel


def look(panel: TrainingPanel, session: Session) -> None:
    views = answer(session, panel.wants())
    none = np.empty(0)
    step, epoch = session.step_number, session.epoch_number
    panel.draw(Frame(1, step, epoch, None, False, step, none, session.loss, {}, views))


def steepest(experiment: Experiment) -> float:
    x = np.array(experiment.to_dict()["data"]["columns"]["x"], dtype=float)
    matrix = np.column_stack([x, np.ones(len(x))])
    return float(np.linalg.eigvalsh(2 * matrix.T @ matrix / len(x))[-1])


@pytest.mark.parametrize("momentum", [0.0, 0.5])
def test_the_bound_of_a_line(qtbot: QtBot, momentum: float) -> None:
    values = {"name": "sgd", "lr": 0.001, "momentum": momentum}
    session = Session(line(optimizer=values))
    panel = hold(qtbot, session)
    largest = 2 * (1 + momentum) / steepest(session.experiment)
    assert panel.edge.said.text() == f"Holds up to {largest:.4g}."
    assert not panel.edge.look.isVisible()
    above = line(optimizer={**values, "lr": largest * 1.01})
    session.change(above)
    panel.show_experiment(above)
    assert panel.edge.said.text().startswith("Above the edge")
    assert LIGHT.warning in panel.edge.said.styleSheet()


def network(**optimizer: Any) -> Session:
    return Session(line(model={"hidden": [3]}, optimizer={"name": "sgd", "lr": 0.01, **optimizer}))


def test_elsewhere_the_sharpness_is_found_when_it_is_asked_for(qtbot: QtBot) -> None:
    session = network()
    session.step(5)
    panel = hold(qtbot, session)
    assert panel.edge.said.text() == "" and panel.edge.look.isVisible()
    assert panel.wants() == (EdgeRequest(),)
    panel.edge.look.click()
    assert SharpnessRequest() in panel.wants()
    look(panel, session)
    view = answer(session, (SharpnessRequest(),))[SharpnessRequest()]
    assert isinstance(view, Sharpness)
    value = view.value
    said = panel.edge.said.text()
    assert said.startswith(f"Step 5: the steepest bend is {value:.4g}")
    assert f"{2 / value:.4g}" in said and panel.wants() == (EdgeRequest(),)
    panel.forget()
    assert panel.edge.said.text() == ""


def test_other_optimizers_have_no_edge_of_their_own(qtbot: QtBot) -> None:
    session = Session(line(optimizer={"name": "adam", "lr": 0.01}))
    panel = hold(qtbot, session)
    panel.edge.look.click()
    look(panel, session)
    assert "bend" in panel.edge.said.text() and "hold" not in panel.edge.said.text()
