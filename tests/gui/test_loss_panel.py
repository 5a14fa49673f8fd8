"""The loss panel: what it reads off, when its axes move, and what drawing costs."""

from statistics import median
from time import thread_time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.answers import views
from engine.experiment import Experiment
from engine.frames import Frame, Metrics, MetricsRequest
from engine.training.session import Session
from gui.kit.theme import DARK, LIGHT
from gui.panels.loss.panel import LossPanel


def experiment(test_fraction=0.25):
    columns = {"x": [1, 2, 3, 4], "y": [2, 4, 6, 8]}
    data = {"columns": columns, "features": ["x"], "target": "y", "test_fraction": test_fraction}
    return Experiment.from_dict({"format": "gradus-experiment/1", "data": data})


def frame(losses, start=0, run=1, test_loss=None):
    step = start + len(losses)
    found = {} if test_loss is None else {MetricsRequest(): Metrics({}, {}, test_loss=test_loss)}
    return Frame(
        run=run,
        step=step,
        epoch=0,
        phase="update",
        running=False,
        losses_from=start,
        new_losses=np.array(losses, dtype=np.float64),
        loss=losses[-1] if len(losses) else None,
        shapes={},
        views=found,
    )


@pytest.fixture
def panel(qtbot):
    panel = LossPanel()
    qtbot.addWidget(panel)
    panel.resize(340, 220)
    panel.show_experiment(experiment())
    panel.restyle(LIGHT)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def figures(panel):
    return panel.train.text, panel.test.text, panel.where.text()


def test_it_shows_the_newest_losses(panel):
    panel.draw(frame([13.352, 9.5], test_loss=11.25))
    assert figures(panel) == ("9.5000", "11.2500", "step 2")
    assert panel.plot.train_curve() == ([1, 2], [13.352, 9.5])


def test_nothing_is_asked_for_without_test_rows(panel):
    assert panel.wants() == (MetricsRequest(),)
    panel.show_experiment(experiment(test_fraction=0))
    assert panel.wants() == ()
    assert not panel.test.isVisible()


def test_a_new_run_begins_anew_and_going_back_cuts(panel):
    panel.draw(frame([5.0, 4.0, 3.0, 2.0], test_loss=1))
    panel.draw(frame([], start=2))
    assert panel.plot.train_curve() == ([1, 2], [5, 4])
    panel.draw(frame([9.0], start=2))
    assert panel.plot.train_curve() == ([1, 2, 3], [5, 4, 9])
    panel.draw(frame([], run=2))
    assert panel.plot.train_curve() == ([], [])
    assert figures(panel) == ("—", "—", "step 0")


def test_axes_stand_still_until_they_must_grow_by_a_round_step(panel):
    panel.draw(frame([13.0]))
    first = panel.plot.view.viewRange()
    for step in range(1, 10):
        panel.draw(frame([13.0 - step], start=step))
        assert panel.plot.view.viewRange() == first
    panel.draw(frame([3.0], start=10))
    (_, right), (bottom, top) = panel.plot.view.viewRange()
    assert right > first[0][1]
    assert [bottom, top] == first[1]
    assert bottom < 0 < 13 < top < 16


def test_divergence_is_drawn_as_far_as_it_is_a_number(panel):
    panel.draw(frame([1.0, 1e10, 1e300, np.inf, np.nan]))
    y = panel.plot.train_curve()[1]
    assert y[:3] == [1, 1e10, 1e100]
    assert np.isnan(y[3:]).all()
    assert panel.train.text == "NaN"
    panel.log.setChecked(True)
    assert np.isfinite(panel.plot.view.viewRange()).all()
    panel.grab()


def test_only_losses_that_are_not_numbers_are_harmless(panel):
    panel.draw(frame([np.nan]))
    panel.log.setChecked(True)
    panel.draw(frame([np.inf], start=1))
    panel.grab()
    assert panel.train.text == "∞"


def test_a_single_step_is_a_dot(panel):
    panel.draw(frame([13.352]))
    before = panel.plot.grab().toImage()
    panel.draw(frame([], run=2))
    assert panel.plot.grab().toImage() != before


def test_the_logarithmic_scale_has_whole_powers_and_a_floor(panel):
    panel.log.click()
    panel.draw(frame([50.0, 0.5, 0.0]))
    assert panel.plot.train_curve()[1] == pytest.approx([np.log10(50), np.log10(0.5), -16])
    bottom, top = panel.plot.view.viewRange()[1]
    assert bottom < -16 < 2 < top < 3
    panel.log.click()
    assert panel.plot.train_curve()[1] == [50, 0.5, 0]


def test_pointing_reads_the_step_and_leaving_returns_to_the_newest(panel):
    panel.draw(frame([5.0, 4.0, 3.0], test_loss=3.5))
    place = panel.plot.mapFromScene(panel.plot.view.mapViewToScene(QPointF(1.8, 2)))
    QTest.mouseMove(panel.plot.viewport(), place)
    assert figures(panel) == ("4.0000", "—", "step 2")
    assert panel.train.toolTip().startswith("4\n")
    QTest.keyClick(panel.plot, Qt.Key.Key_Left)
    assert figures(panel)[2] == "step 1"
    QTest.keyClick(panel.plot, Qt.Key.Key_Left)
    assert figures(panel)[2] == "step 1"
    panel.draw(frame([2.0], start=3))
    assert figures(panel) == ("5.0000", "—", "step 1")
    QTest.keyClick(panel.plot, Qt.Key.Key_Escape)
    assert figures(panel) == ("2.0000", "3.5000", "step 4")


def test_figures_keep_their_place_whatever_they_say(panel):
    panel.draw(frame([13.352], test_loss=1.0))
    places = [panel.train.geometry(), panel.test.geometry(), panel.plot.geometry()]
    panel.draw(frame([0.01234], start=1, test_loss=1e-3))
    QApplication.processEvents()
    assert [panel.train.geometry(), panel.test.geometry(), panel.plot.geometry()] == places


def zoom(panel):
    place = QPointF(panel.plot.viewport().rect().center())
    wheel = QWheelEvent(
        place,
        panel.plot.mapToGlobal(place),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel.plot.viewport(), wheel)


def test_zooming_stops_the_axes_until_fit(panel):
    panel.draw(frame([13.0, 12.0]))
    assert not panel.fit.isEnabled()
    whole = panel.plot.view.viewRange()
    zoom(panel)
    closer = panel.plot.view.viewRange()
    assert closer[0][1] - closer[0][0] < whole[0][1] - whole[0][0]
    assert panel.fit.isEnabled()
    panel.draw(frame([500.0], start=2))
    assert panel.plot.view.viewRange() == closer
    panel.fit.click()
    assert panel.plot.view.viewRange()[1][1] > 500
    assert not panel.fit.isEnabled()


def test_losses_recorded_while_hidden_are_drawn_when_shown(panel):
    panel.hide()
    panel._journal.take(frame([5.0, 4.0]))
    panel.show()
    assert panel.plot.train_curve() == ([1, 2], [5, 4])
    assert figures(panel)[0] == "4.0000"


def test_it_follows_a_real_training(panel):
    session = Session(experiment())
    session.step(20)
    metrics = views.answer(session, panel.wants())[MetricsRequest()]
    panel.draw(frame(session.losses, test_loss=metrics.test_loss))
    assert panel.plot.train_curve()[1] == session.losses.tolist()
    assert float(panel.test.text.replace("−", "-")) == pytest.approx(metrics.test_loss, rel=1e-3)


def test_the_newest_test_loss_is_of_now_whichever_steps_were_seen(panel):
    panel.draw(frame([5.0], test_loss=9.0))
    panel.draw(frame([4.0], start=1, test_loss=8.0))
    assert figures(panel)[1] == "8.0000" and "8.0000" in panel.in_words()
    panel.draw(frame([], start=2, test_loss=7.0))  # a parameter was put in by hand
    assert figures(panel)[1] == "7.0000"
    panel.draw(frame([5.0, 4.0], run=2, test_loss=7.0))  # the same, opened from its file
    assert figures(panel)[1] == "7.0000" and "7.0000" in panel.in_words()


def test_colours_follow_the_theme(panel):
    panel.draw(frame([5.0, 4.0]))
    light = panel.grab().toImage()
    panel.restyle(DARK)
    dark = panel.grab().toImage()
    assert light != dark


def drawn(panel, losses):
    """Seconds to draw the next frame and to paint it, many times, after these losses."""
    panel.draw(frame(losses))
    step = len(losses)
    while True:
        started = thread_time()
        panel.draw(frame([1.0], start=step))
        panel.plot.viewport().repaint()
        yield thread_time() - started
        step += 1


def test_the_test_curve_is_seen_through_the_noise_of_small_batches(panel):
    panel.restyle(DARK)
    for step in range(0, 400, 10):
        panel.draw(frame([4.0, 8.0] * 5, start=step, test_loss=6.0))
    picture, color = panel.plot.grab().toImage(), QColor(DARK.warning).rgb()
    seen = sum(picture.pixel(x, y) == color for x in range(picture.width()) for y in range(20, 160))
    assert seen > 80, "half of its dashes, and not between the peaks only"


def test_a_million_steps_cost_what_a_thousand_do(panel, qtbot):
    other = LossPanel()
    qtbot.addWidget(other)
    other.resize(panel.size())
    other.show()
    falling = np.exp(-np.linspace(0, 5, 1_000_000)) * 13
    short, long = drawn(panel, falling[::1000]), drawn(other, falling)
    pairs = [(next(short), next(long)) for _ in range(80)]
    assert median(b for _, b in pairs[5:]) <= 1.2 * median(a for a, _ in pairs[5:])
    assert median(b for _, b in pairs[5:]) < 0.004
