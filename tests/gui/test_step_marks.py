"""The step at hand on the plane: batch, gradient arrows, and the line before the update."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import qGray

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame
from gui.kit.wishes import Refresh
from gui.stage.modes.mode import STEP
from gui.stage.modes.step_marks import LONGEST, SHORTEST, StepMarks, magnification
from gui.stage.stage import Stage
from tests.experiments import flowers, line
from tests.hearing import hear


class Watched:
    """A stage and a session whose frames it is shown."""

    def __init__(self, stage: Stage, experiment: Experiment) -> None:
        self.stage, self.session = stage, Session(experiment)
        self.asked = 0
        hear(stage, Refresh, self._ask)
        stage.opened(experiment)
        self.look()

    def _ask(self) -> None:
        self.asked += 1

    def look(self, *, running: bool = False) -> None:
        session = self.session
        self.stage.draw(
            Frame(
                run=1,
                step=session.step_number,
                epoch=session.epoch_number,
                phase=session.last_phase,
                running=running,
                losses_from=0,
                new_losses=np.zeros(0),
                loss=session.loss,
                shapes=session.experiment.parameter_shapes(),
                views=answer(session, self.stage.wants()),
            )
        )

    def phases(self, count: int) -> None:
        for _ in range(count):
            self.session.phase()
        self.look()
        self.look()  # the first one only says that there is a step

    @property
    def marks(self) -> StepMarks:
        found = self.stage.extras.marks
        assert found is not None
        return found


@pytest.fixture
def watch(qtbot):
    def watch(experiment: Experiment) -> Watched:
        stage = Stage()
        qtbot.addWidget(stage)
        stage.resize(700, 600)
        stage.show()
        return Watched(stage, experiment)

    return watch


def ringed(watched: Watched) -> list[tuple[float, float]]:
    x, y = watched.marks._batch.getData()
    return sorted(zip(x.tolist(), y.tolist(), strict=True))


def test_nothing_is_made_before_the_first_phase(watch) -> None:
    watched = watch(line())
    assert watched.stage.extras.marks is None
    watched.phases(1)
    assert watched.marks is not None


def test_the_points_of_the_batch_are_ringed(watch) -> None:
    watched = watch(line(training={"batch_size": 2, "shuffle": True, "seed": 3}))
    watched.phases(1)
    columns = watched.session.experiment.data.table.columns
    rows = watched.session.run.now.rows
    assert len(rows) == 2
    assert ringed(watched) == sorted((columns["x"][r], columns["y"][r]) for r in rows)
    watched.phases(4)
    assert ringed(watched) == sorted(
        (columns["x"][r], columns["y"][r]) for r in watched.session.run.now.rows
    )


def test_a_batch_is_told_from_what_is_selected_even_where_everything_is(watch) -> None:
    watched = watch(flowers(training={"batch_size": 2, "seed": 3}))
    watched.phases(1)
    stage, batch = watched.stage, watched.session.run.now.rows.tolist()

    def darkest(row: int) -> list[int]:
        """The darkest grey on each of 12 ways from a point outwards, beyond the point itself."""
        board = stage._board
        x, y = board.points.places()
        across, down = board.canvas.to_pixels(x[row : row + 1], y[row : row + 1])
        image = board.canvas.grab().toImage()
        ways = np.linspace(0, 2 * np.pi, 12, endpoint=False) + 0.1
        return [
            min(
                qGray(image.pixel(round(across[0] + r * c), round(down[0] + r * s)))
                for r in np.arange(board.points.size / 2 + 2, board.points.size / 2 + 5, 0.5)
            )
            for c, s in zip(np.cos(ways), np.sin(ways), strict=True)
        ]

    plain = np.median(darkest(others := next(row for row in range(6) if row not in batch)))
    stage.selecting.choose_all()
    assert plain - np.median(darkest(others)) > 20, "a selected point has a halo"
    for row in batch:
        assert np.median(darkest(others)) - np.median(darkest(row)) > 60, "a ring lies over it"


def test_a_batch_of_all_rows_needs_no_rings(watch) -> None:
    watched = watch(flowers())
    watched.phases(1)
    assert ringed(watched) == []


def test_a_point_put_after_a_step_over_all_rows_brings_no_rings(watch) -> None:
    watched = watch(line())
    watched.phases(4)
    more = {"columns": {"x": [1, 2, 3, 4, 5, 6], "y": [2, 4, 6, 8, 11, 3]}}
    watched.stage.show_experiment(line(data=more))
    watched.marks.refresh()
    assert ringed(watched) == []


def test_arrows_stand_between_backward_and_update(watch) -> None:
    watched = watch(line())
    watched.phases(2)
    assert watched.marks._arrows.path().isEmpty()
    watched.phases(1)
    assert not watched.marks._arrows.path().isEmpty()
    assert watched.marks._text.isVisible()
    watched.phases(1)
    assert watched.marks._arrows.path().isEmpty() and not watched.marks._text.isVisible()


def test_a_line_with_a_column_of_ones_has_the_arrows_of_one_with_a_bias(watch) -> None:
    start: dict[str, Any] = {"output.weight": [[0.5, 1.5]]}
    ones = watch(line(model={"inputs": ["1", "x"], "bias": False, "init": {"values": start}}))
    start = {"output.weight": [[1.5]], "output.bias": [0.5]}
    bias = watch(line(model={"init": {"values": start}}))
    found = []
    for watched in (ones, bias):
        watched.phases(3)
        path = watched.marks._arrows.path()
        found.append([(path.elementAt(i).x, path.elementAt(i).y) for i in range(6)])
    np.testing.assert_allclose(found[0], found[1], rtol=1e-4)


def test_an_arrow_is_as_long_as_gradient_descent_moves_the_line(watch) -> None:
    experiment = line(data={"scaling": {"features": "standardize", "target": "center"}})
    watched = watch(experiment)
    watched.phases(3)
    session, path = watched.session, watched.marks._arrows.path()
    start, end = path.elementAt(0), path.elementAt(1)
    x, scale = start.x, _scale(watched)
    feature, target = np.array([1, 2, 3, 4, 5.0]), np.array([2, 4, 6, 8, 11.0])
    scaled = (x - feature.mean()) / feature.std()
    weight, bias = (session.parameters[f"output.{name}"].item() for name in ("weight", "bias"))
    slopes = [session.gradients[f"output.{name}"].item() for name in ("weight", "bias")]
    assert start.y == pytest.approx(weight * scaled + bias + target.mean(), rel=1e-5)
    rate = session.experiment.optimizer.number("lr")
    moved = -rate * (slopes[0] * scaled + slopes[1])
    assert end.y - start.y == pytest.approx(scale * moved, rel=1e-4)


def _scale(watched: Watched) -> float:
    text = watched.marks._text.toPlainText()
    return float(text.partition("× ")[2].replace("\u202f", "") or 1)


@pytest.mark.parametrize("ones", [False, True])
def test_the_line_before_the_update_stays_for_comparison(watch, ones: bool) -> None:
    model = {"inputs": ["1", "x"], "bias": False} if ones else {}
    watched = watch(line(optimizer={"lr": 0.01}, model=model))
    numbers = [values.ravel() for values in watched.session.parameters.values()]
    weight, bias = reversed(numbers[0]) if ones else (numbers[0][0], numbers[1][0])
    watched.phases(4)
    x, y = watched.marks._before.getData()
    assert watched.marks._before.isVisible()
    assert y == pytest.approx(weight * x + bias, rel=1e-5)
    watched.phases(1)
    assert not watched.marks._before.isVisible()


def test_while_training_runs_nothing_is_marked_nor_asked(watch) -> None:
    watched = watch(line(training={"batch_size": 2}))
    watched.phases(4)
    assert ringed(watched)
    watched.look(running=True)
    assert ringed(watched) == [] and not watched.marks.wants()
    asked = watched.asked
    watched.look()
    assert watched.asked == asked + 1
    watched.look()
    assert ringed(watched)


def test_the_switch_in_the_legend_hides_all_of_it(watch) -> None:
    watched = watch(line(training={"batch_size": 2}))
    watched.phases(3)
    assert ringed(watched)
    watched.stage._legend._on_switched(STEP, False)
    assert ringed(watched) == [] and watched.marks._arrows.path().isEmpty()
    assert not watched.marks.wants()
    watched.stage._legend._on_switched(STEP, True)
    assert ringed(watched)


def test_other_data_forget_the_step(watch) -> None:
    watched = watch(line(training={"batch_size": 2}))
    watched.phases(3)
    columns = {"x": [1, 2, 3], "y": [2, 4, 6]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    training = {"batch_size": 2}
    watched.stage.show_experiment(Experiment.from_dict({"data": data, "training": training}))
    assert ringed(watched) == []


@given(st.floats(1e-12, 1e12))
def test_a_magnified_arrow_can_be_seen_and_its_factor_is_round(pixels: float) -> None:
    scale = magnification(pixels)
    assert SHORTEST <= scale * pixels <= LONGEST * (1 + 1e-9)
    digits = scale / 10.0 ** math.floor(math.log10(scale) + 1e-9)
    assert any(digits == pytest.approx(one) for one in (1, 2, 5))
