"""The marks along a run: where something happened, until training leads elsewhere."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.frames import Frame, Stop
from gui.kit.theme import LIGHT, palette, stylesheet
from gui.model.journal.marks import Marks
from gui.panels.timeline.panel import TimelinePanel
from tests.experiments import line


def frame(step: int, *, run: int = 1, furthest: int | None = None, diverged: bool = False) -> Frame:
    stop = Stop("diverged", "the loss is no number") if diverged else None
    return Frame(
        run=run,
        step=step,
        epoch=step,
        phase=None,
        running=False,
        losses_from=min(step, furthest or step),
        new_losses=np.empty(0),
        loss=1.0,
        shapes={},
        views={},
        stopped=stop,
        furthest=furthest,
    )


def faster(experiment: Experiment) -> Experiment:
    return line(optimizer={"name": "sgd", "lr": experiment.optimizer.number("lr") * 2})


def kinds(marks: Marks) -> list[tuple[int, str]]:
    return [(mark.step, mark.kind) for mark in marks.all()]


def test_a_run_is_marked_where_something_happened() -> None:
    marks, before = Marks(), line()
    after = faster(before)
    marks.take(frame(10), before)
    marks.test(10, 0.5)
    marks.change(before, after)
    marks.take(frame(20), after)
    marks.test(20, 0.25)
    marks.take(frame(30), after)
    marks.test(30, float("nan"))
    marks.test(30, 0.75)
    marks.take(frame(31, diverged=True), after)
    assert kinds(marks) == [(10, "change"), (20, "best"), (31, "diverged")]
    texts = [mark.text for mark in marks.all()]
    assert texts[0].startswith("step 10: Learning rate") and "0.25" in texts[1]


def test_what_was_left_behind_has_no_marks_and_a_branch_has_one() -> None:
    marks, before = Marks(), line()
    after = faster(before)
    marks.take(frame(40), before)
    marks.test(40, 0.1)
    marks.take(frame(15, furthest=40), before)  # gone back: nothing is lost yet
    assert kinds(marks) == [(40, "best")]
    marks.change(before, after)
    marks.take(frame(16), after)
    assert kinds(marks) == [(15, "change"), (16, "branch")]
    marks.take(frame(1, run=2), after)
    assert kinds(marks) == []


def test_marks_are_drawn_and_say_what_they_are(qtbot: QtBot) -> None:
    panel, before = TimelinePanel(), line()
    qtbot.addWidget(panel)
    panel.resize(400, 26)
    panel.setPalette(palette(LIGHT))  # whatever ground the application has
    panel.setStyleSheet(stylesheet(LIGHT))
    panel.restyle(LIGHT)
    panel.show_experiment(before)
    panel.show()
    panel.draw(frame(50))
    blank = panel.grab(panel.slider.geometry()).toImage()
    panel.show_experiment(faster(before))
    panel.draw(frame(100))
    QApplication.processEvents()
    marked = panel.grab(panel.slider.geometry()).toImage()
    (mark,) = panel.slider.marks
    x = panel.slider.place_of(mark.step)
    assert panel.slider.near(x + 3) == mark and panel.slider.near(x + 40) is None
    column = [(round(x), marked.height() - n) for n in range(2, 6)]
    light, ground = (
        [image.pixelColor(*at).lightness() for at in column] for image in (marked, blank)
    )
    assert any(abs(now - then) > 60 for now, then in zip(light, ground, strict=True))
    at = QPoint(round(x), 5)
    event = QHelpEvent(QEvent.Type.ToolTip, at, panel.slider.mapToGlobal(at))
    QApplication.sendEvent(panel.slider, event)
    assert QToolTip.text() == mark.text
    QToolTip.hideText()
    panel.forget()
    assert panel.slider.marks == ()
