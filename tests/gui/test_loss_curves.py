"""How losses are looked at: smoothed, over a logarithm of the steps, one run less another."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from engine.frames import Frame
from gui.kit.numbers import NOTHING
from gui.kit.pinned import PinnedRun
from gui.kit.theme import DARK, LIGHT
from gui.model.journal.losses import LossHistory
from gui.panels.loss.derived import difference, smoothed, spread
from gui.panels.loss.panel import LossPanel
from tests.experiments import line
from tests.pointed import paints

LOSSES = st.lists(st.floats(1e-6, 1e6) | st.sampled_from([np.nan, np.inf]), max_size=60)


def history(values: list[float]) -> LossHistory:
    found = LossHistory()
    found.extend(0, np.array(values, dtype=np.float64))
    return found


def mean(values: list[float], factor: float) -> list[float]:
    """The exponential mean as one would write it down."""
    sums, weights, found = 0.0, 0.0, []
    for value in values:
        if np.isfinite(value):
            sums = factor * sums + (1 - factor) * value
            weights = factor * weights + (1 - factor)
        found.append(sums / weights if np.isfinite(value) else np.nan)
    return found


@given(LOSSES, st.sampled_from([0.5, 0.9, 0.99]), st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_the_mean_is_the_exponential_one_however_it_comes(
    values: list[float], factor: float, cut: int
) -> None:
    source = history(values[:cut])
    mean_of = smoothed(source, factor)
    mean_of.refresh()
    source.extend(len(source), np.array(values[cut:], dtype=np.float64))
    np.testing.assert_allclose(mean_of.refresh().values, mean(values, factor), rtol=1e-9)


def test_a_long_and_jumping_curve_is_smoothed_exactly() -> None:
    values = (10.0 ** np.random.default_rng(0).uniform(-8, 8, 5000)).tolist()
    found = smoothed(history(values), 0.5).refresh()
    np.testing.assert_allclose(found.values, mean(values, 0.5), rtol=1e-9)
    assert found.values[0] == pytest.approx(values[0])


def test_what_was_cut_off_and_became_other_is_worked_out_again() -> None:
    one, other = history([5.0, 4.0, 3.0]), history([1.0, 1.0, 2.0, 2.0])
    less, mean_of = difference(one, other), smoothed(one, 0.5)
    assert less.refresh().values.tolist() == [4, 3, 1]
    mean_of.refresh()
    one.extend(1, np.array([9.0, 8.0]))
    assert less.refresh().values.tolist() == [4, 8, 6]
    assert mean_of.refresh().values.tolist() == pytest.approx(mean([5, 9, 8], 0.5))


def test_over_a_logarithm_of_the_steps_no_extreme_is_lost() -> None:
    values = np.random.default_rng(1).uniform(1, 2, 50_000)
    values[[7, 40_000]] = 9.0, 0.1
    x, y = spread(history(values.tolist()), 1024)
    assert len(x) <= 1024 and x[0] == 1 and x[-1] == 50_000
    assert y.max() == 9 and y.min() == 0.1
    assert (np.diff(x) >= 0).all() and (x < 11).sum() >= 10  # its first steps one by one


@pytest.fixture
def panel(qtbot: QtBot) -> LossPanel:
    panel = LossPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 320)
    panel.restyle(LIGHT)
    panel.show_experiment(line())
    panel.show()
    draw(panel, np.array([8.0, 4.0, 2.0, 1.0, 0.5]))
    return panel


def draw(panel: LossPanel, losses: NDArray[np.float64]) -> None:
    panel.draw(Frame(1, len(losses), 0, None, False, 0, losses, float(losses[-1]), {}, {}))


def kept(panel: LossPanel, *losses: float) -> None:
    panel.show_pinned((PinnedRun(line(optimizer={"lr": 0.5}), np.array(losses), 1),))


def test_smoothing_says_so_and_leaves_the_figures(panel: LossPanel) -> None:
    assert panel.looks.caption.isHidden()
    panel.looks.menu.factors[0.9].trigger()
    assert panel.looks.caption.text() == "exponential mean, factor 0.9"
    assert panel.plot._runs.items[0].getData()[1].tolist() == [8, 4, 2, 1, 0.5]
    smooth = panel.plot._runs._means[0][0].getData()[1]
    assert smooth.tolist() == pytest.approx(mean([8, 4, 2, 1, 0.5], 0.9))
    assert panel.train.text == "0.5000"
    kept(panel, 3.0, 2.0)
    assert len(panel.plot._runs._means) == 2  # the pinned run's is smoothed too
    panel.restyle(DARK)
    panel.looks.menu.factors[0.0].trigger()
    assert panel.looks.caption.isHidden() and panel.plot._runs._means == []


def test_the_steps_stand_on_a_logarithmic_axis(panel: LossPanel) -> None:
    panel.looks.menu.log_x.trigger()
    x, y = panel.plot.train_curve()
    assert x == pytest.approx(np.log10([1, 2, 3, 4, 5])) and y == [8, 4, 2, 1, 0.5]
    panel.plot.hovered.emit(float(np.log10(3)), 0.0)
    assert panel.where.text() == "step 3" and panel.train.text == "2.0000"
    panel.plot.walked.emit(1)
    assert panel.where.text() == "step 4"
    first, *_, last = paints(panel)
    assert first.box.center().x() < last.box.center().x()
    panel.looks.menu.log_x.trigger()
    assert panel.plot.train_curve()[0] == [1, 2, 3, 4, 5]


def test_one_run_less_another_says_what_is_subtracted(panel: LossPanel) -> None:
    assert not panel.looks.menu.less.isEnabled()
    kept(panel, 3.0, 3.0, 3.0)
    panel.looks.menu.less.trigger()
    assert panel.looks.caption.text() == "this run less Learning rate 0.5, step by step"
    assert panel.plot.difference_curve() == ([1, 2, 3], [5, 1, -1])
    assert panel.plot.train_curve() == ([], [])
    panel.plot.hovered.emit(3.0, 0.0)
    assert panel.looks.row.value.text() == "−1.0000"
    panel.plot.hovered.emit(5.0, 0.0)
    assert panel.looks.row.value.text() == NOTHING
    panel.looks.row.one.setCurrentIndex(1)
    panel.looks.row.other.setCurrentIndex(0)
    panel.looks.row.chosen.emit()
    assert panel.plot.difference_curve()[1] == [-5, -1, 1]
    panel.plot.set_ranges((0, 2), (-6, 0))
    panel.show_experiment(line(optimizer={"lr": 0.5}))  # the pinned run has another name now
    assert panel.looks.caption.text() == "run 1 less this run, step by step"
    assert panel.plot.view.viewRange() == [[0, 2], [-6, 0]]
    draw(panel, np.array([8.0, 4.0]))  # it was gone back
    assert panel.plot.difference_curve()[1] == [-5, -1]
    panel.show_pinned(())
    assert panel.looks.row.isHidden() and panel.looks.caption.isHidden()
    assert panel.plot.train_curve()[1] == [8, 4]


def test_rows_of_kept_runs_have_their_room_at_once(panel: LossPanel) -> None:
    kept(panel, 3.0, 2.0)
    assert panel.pins.isVisible()
    panel.show_experiment(line(training={"seed": 3}))  # while they are seen they have other names
    assert panel.pins.sizeHint().height() > 10


def test_the_line_at_a_step_has_a_dot_on_each_curve(panel: LossPanel) -> None:
    kept(panel, 3.0, 2.5, 2.25)
    panel.plot.hovered.emit(2.0, 0.0)
    x, y = panel.plot._dots.runs.getData()
    assert (x.tolist(), y.tolist()) == ([2], [2.5])
    assert panel.pins.readings[0].text == "2.5000" and panel.train.text == "4.0000"
    panel.plot.hovered.emit(4.0, 0.0)  # where it has ended
    assert len(panel.plot._dots.runs.getData()[0]) == 0
    panel.plot.left.emit()
    assert len(panel.plot._dots.runs.getData()[0]) == 0


def test_how_it_is_looked_at_comes_back(panel: LossPanel, qtbot: QtBot) -> None:
    panel.looks.menu.factors[0.97].trigger()
    panel.looks.menu.log_x.trigger()
    state = json.loads(json.dumps(panel.view_state()))
    other = LossPanel()
    qtbot.addWidget(other)
    other.take_view_state(state)
    assert other.view_state() == state and other.plot.log_x and other.plot.factor == 0.97
    other.take_view_state({"smoothing": "x", "log_x": 3, "log": None})
    assert other.plot.factor == 0.97 and not other.plot.log_x
