"""The button that checks the gradient, in the panel and against a real session."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Session
from engine.answers.views import answer
from engine.frames import Frame, GradientCheck, GradientCheckRequest, ParameterCheck
from gui.kit.wishes import Refresh
from gui.panels.parameters.panel import ParametersPanel
from gui.shell.views import Host, View
from tests.experiments import line
from tests.hearing import wished
from tests.holding import Holder


def frame_of(panel: ParametersPanel, session: Session) -> Frame:
    return Frame(
        run=0, step=session.step_number, epoch=0, phase=session.last_phase, running=False,
        losses_from=0, new_losses=np.empty(0), loss=None, shapes={},
        views=answer(session, panel.wants()),
    )  # fmt: skip


def test_a_press_asks_once_and_the_answer_stays_until_training_moves(qtbot: QtBot) -> None:
    panel = ParametersPanel()
    Holder(qtbot, panel, line())
    session = Session(line())
    for _ in range(3):
        session.phase()
    assert panel.check.wants() == ()
    with wished(qtbot, panel, Refresh):
        qtbot.mouseClick(panel.check.button, Qt.MouseButton.LeftButton)
    assert panel.wants()[1:] == (GradientCheckRequest(1),)
    panel.draw(frame_of(panel, session))
    assert panel.check.wants() == ()
    assert panel.check.answer.text().startswith("agrees, relative error ")
    assert "output.weight: relative error " in panel.check.answer.toolTip()
    panel.draw(frame_of(panel, session))
    assert panel.check.answer.text() != ""
    session.step()
    panel.draw(frame_of(panel, session))
    assert panel.check.answer.text() == ""


def test_another_experiment_forgets(qtbot: QtBot) -> None:
    panel = ParametersPanel()
    holder = Holder(qtbot, panel, line())
    panel.check.button.click()
    panel.draw(frame_of(panel, Session(line())))
    assert panel.check.answer.text() != ""
    panel.show_experiment(line(optimizer={"name": "adam", "lr": 0.1}))
    assert panel.check.answer.text() == ""
    assert holder is not None


def test_what_differs_says_so(qtbot: QtBot) -> None:
    panel = ParametersPanel()
    Holder(qtbot, panel, line())
    panel.check.button.click()
    one = np.ones(1)
    view = GradientCheck(
        0, (ParameterCheck("output.weight", np.zeros(1, np.int64), one, 2 * one, one > 0, 0.5),)
    )
    panel.draw(replace(frame_of(panel, Session(line())), views={panel.wants()[1]: view}))
    assert panel.check.answer.text() == "differs, relative error 0.5000"
    assert "kink, where there is no gradient: 1" in panel.check.answer.toolTip()


@pytest.mark.parametrize("width", [220, 300])
def test_the_answer_is_shown_whole_and_moves_no_row(qtbot: QtBot, width: int) -> None:
    host = Host(View("parameters", "Parameters", "", ParametersPanel))
    qtbot.addWidget(host)
    host.resize(width, 170)
    host.show()
    host.allow()
    panel = host.panel
    assert isinstance(panel, ParametersPanel)
    panel.show_experiment(line())
    QApplication.processEvents()
    assert not panel.check.button.visibleRegion().isEmpty()
    before = panel.view.rowViewportPosition(0), panel.view.mapTo(host, panel.view.pos())
    panel.check.button.click()
    panel.draw(frame_of(panel, Session(line())))
    QApplication.processEvents()
    answer = panel.check.answer
    needed = answer.fontMetrics().horizontalAdvance(answer.text())
    assert answer.text() and answer.width() >= needed
    assert not answer.visibleRegion().isEmpty()
    assert answer.visibleRegion().boundingRect() == answer.rect()
    assert (panel.view.rowViewportPosition(0), panel.view.mapTo(host, panel.view.pos())) == before
