"""Kept runs on the stage: each one's line, curve or border where it ended, by dash and colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.companions import COMPANIONS, mark_of
from engine.answers.views import answer
from engine.frames import BesideRequest, Companion, CurveRequest, Frame, PlaneRequest
from gui.kit.pinned import PinnedRun
from gui.kit.theme import DARK
from gui.stage.layers.contour import chained
from gui.stage.modes.kept import KeptLines
from gui.stage.stage import Stage
from tests.experiments import flowers, line
from tests.there import there


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    yield
    COMPANIONS.put(())


def kept(experiment: Experiment, number: int, steps: int = 5, hidden: bool = False) -> PinnedRun:
    session = Session(experiment)
    session.step(steps)
    return PinnedRun(experiment, session.losses, number, hidden=hidden)


def shown(qtbot: QtBot, experiment: Experiment, *runs: PinnedRun) -> Stage:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(700, 500)
    stage.show()
    stage.opened(experiment)
    COMPANIONS.put([Companion(r.number, r.experiment, r.steps, mark_of(r.losses)) for r in runs])
    stage.extras.show_kept(runs)
    draw(stage, experiment)
    return stage


def draw(stage: Stage, experiment: Experiment) -> None:
    views = answer(Session(experiment), stage.wants())
    stage.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))


def lines(stage: Stage) -> KeptLines:
    return there(stage.extras.kept)


def asked(stage: Stage) -> list[BesideRequest]:
    return [one for one in stage.wants() if isinstance(one, BesideRequest)]


def test_each_line_is_what_its_run_came_to(qtbot: QtBot) -> None:
    fast, other = line(optimizer={"lr": 0.03}), line(loss={"name": "l1"})
    far = line(data={"columns": {"z": [1, 2], "y": [3, 4]}, "features": ["z"]})
    stage = shown(qtbot, line(), kept(fast, 1), kept(other, 2), kept(fast, 3, hidden=True),
                  kept(far, 4))  # fmt: skip
    assert lines(stage).shown == (1, 2)
    own = Session(fast)
    own.step(5)
    x, y = lines(stage)._items[1].getData()
    assert y[[0, -1]] == pytest.approx(own.predict({"x": x[[0, -1]]}))
    pens = [lines(stage)._items[number].opts["pen"] for number in (1, 2)]
    assert pens[0].style() != pens[1].style() and pens[0].color() != pens[1].color()
    names = [row.text for row in stage._board.extra_rows]
    assert names == ["Learning rate 0.03 (1)", "Loss Mean absolute error"]
    stage.restyle(DARK)
    stage.grab()


def test_they_are_asked_for_once_and_switched_off_in_the_legend(qtbot: QtBot) -> None:
    stage = shown(qtbot, line(), kept(line(optimizer={"lr": 0.03}), 1))
    stage.fit()  # what came into view by the first frame
    draw(stage, line())
    assert asked(stage) == []
    stage._board.canvas.show_area(stage._board.canvas.area.grown(0.5))
    (request,) = asked(stage)
    assert isinstance(request.request, CurveRequest)
    stage._legend._on_switched("run 1", False)
    assert lines(stage).shown == ()
    stage._legend._on_switched("run 1", True)
    assert lines(stage).shown == (1,)
    stage.extras.show_kept((kept(line(optimizer={"lr": 0.001}), 1),))  # another of that number
    assert lines(stage).shown == () and len(asked(stage)) == 1
    stage.extras.show_kept(())
    assert asked(stage) == [] and stage._board.extra_rows == ()


def test_of_classes_it_is_the_border(qtbot: QtBot) -> None:
    run = kept(flowers(optimizer={"lr": 0.5}), 1, 40)
    stage = shown(qtbot, flowers(), run)
    (request,) = [one for one in [lines(stage)._request()] if one is not None]
    assert isinstance(request.request, PlaneRequest) and request.request.size == 64
    x, y = lines(stage)._items[1].getData()
    assert np.isnan(x).sum() < len(x) / 8  # few long lines, along which the dashes run
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    own = Session(run.experiment)
    own.step(40)
    found = own.probabilities({"length": x, "width": y})
    top = np.sort(found, axis=1)
    assert len(x) and np.abs(top[:, -1] - top[:, -2]).max() < 0.1


def test_of_numbers_over_two_features_it_is_a_few_levels(qtbot: QtBot) -> None:
    columns = {"a": [1.0, 2, 3, 1], "b": [1.0, 0, 1, 3], "y": [1.0, 2, 4, 3]}
    flat = line(data={"columns": columns, "features": ["a", "b"]}, optimizer={"lr": 0.05})
    stage = shown(qtbot, flat, kept(flat, 1, 200))
    x, y = lines(stage)._items[1].getData()
    there_at = np.isfinite(x)
    own = Session(flat)
    own.step(200)
    found = own.predict({"a": x[there_at], "b": y[there_at]})
    levels = there(stage._board.mode).outline_levels
    assert len(set(levels)) == len(levels) == 3
    assert {float(np.round(value, 2)) for value in found} == {float(np.round(v, 2)) for v in levels}
    (row,) = stage._board.extra_rows
    assert ", ".join(f"{level:g}" for level in levels) in row.help
    stage._board.lens.levels = (2.0, 3.0)
    assert there(stage._board.mode).outline_levels == (2.0, 3.0)


def test_of_three_classes_over_one_feature_each_has_its_curve_in_its_lane(qtbot: QtBot) -> None:
    columns = {"x": [0.0, 1, 2, 3, 4, 5], "kind": ["a", "a", "b", "b", "c", "c"]}
    data = {"columns": columns, "features": ["x"], "target": "kind", "task": "classification"}
    lanes = line(data=data, loss={"name": "cross_entropy"}, optimizer={"lr": 0.3})
    stage = shown(qtbot, lanes, kept(lanes, 1, 30))
    x, y = lines(stage)._items[1].getData()
    own = Session(lanes)
    own.step(30)
    there_at = np.isfinite(y)
    lane = np.cumsum(~there_at)[there_at]
    shares = own.probabilities({"x": x[there_at]})[np.arange(len(lane)), lane]
    assert set(lane) == {0, 1, 2}
    np.testing.assert_allclose(y[there_at], lane + 0.8 * shares, atol=1e-5)


def test_pieces_are_chained_and_none_is_lost() -> None:
    ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    line = [(5.0, 5.0), (6.0, 5.0), (7.0, 6.0)]
    pieces = [*pairwise(ring), *pairwise(line)]
    shuffled = [pieces[k][:: 1 if k % 2 else -1] for k in (3, 0, 5, 2, 1, 4)]
    ends = np.array(shuffled).reshape(-1, 2)
    x, y = chained(ends[:, 0], ends[:, 1])
    walked = [*zip(x.tolist(), y.tolist(), strict=True)]
    found = {frozenset(pair) for pair in pairwise(walked) if np.isfinite(pair).all()}
    assert found == {frozenset(piece) for piece in pieces}
    assert np.isnan(x).sum() == 2  # one line and one ring
    assert len(chained(np.empty(0), np.empty(0))[0]) == 0
