"""Painting must not use up references to None: with some versions of PySide6 the program dies.

On Python 3.11 the count of references to None is a real one. PySide6 6.12 takes some with every
painted frame until none is left; from Python 3.12 on None is immortal and nothing can be lost.
"""

from __future__ import annotations

import sys

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.answers import views
from engine.frames import CurveRequest, Frame, PlaneRequest
from engine.training.session import Session
from gui.panels.loss.panel import LossPanel
from gui.stage.stage import Stage
from tests.experiments import flowers, line

FRAMES = 400  # painted by each of the two stages
NOISE = 40  # references that come and go with whatever else the interpreter does


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal")
@pytest.mark.parametrize("experiment", [line(), flowers()], ids=["line", "regions"])
def test_painting_loses_no_reference_to_none(qtbot: QtBot, experiment) -> None:
    stage, loss = Stage(), LossPanel()
    session = Session(experiment)
    for widget in (stage, loss):
        qtbot.addWidget(widget)
        widget.resize(320, 240)
        widget.show_experiment(experiment)
        widget.show()
    session.step()
    frame = answered(session, stage)
    paint(stage, loss, frame, 20)
    before = sys.getrefcount(None)
    paint(stage, loss, frame, FRAMES)
    assert sys.getrefcount(None) - before > -NOISE


def answered(session: Session, stage: Stage) -> Frame:
    found = views.answer(session, stage.wants())
    assert any(isinstance(request, CurveRequest | PlaneRequest) for request in found)
    return Frame(
        run=1,
        step=1,
        epoch=1,
        phase="update",
        running=True,
        losses_from=0,
        new_losses=np.array([1.0]),
        loss=1.0,
        shapes=session.experiment.parameter_shapes(),
        views=found,
    )


def paint(stage: Stage, loss: LossPanel, frame: Frame, count: int) -> None:
    for _ in range(count):
        for widget in (stage, loss):
            widget.draw(frame)
            widget.grab()
