"""Kept runs on the surface: their own ways, by dash and colour, in the plane of the run at hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QPen
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.companions import COMPANIONS, mark_of
from engine.answers.views import answer
from engine.frames import Companion, Frame, SurfaceRequest
from gui.kit.pinned import MOST, PinnedRun, names_of
from gui.kit.run_pens import ahead_color, run_color, run_style
from gui.kit.theme import DARK, LIGHT, Theme
from gui.panels.futures.panel import MOST as MOST_AHEAD
from gui.panels.surface.panel import SurfacePanel
from tests.experiments import line
from tests.there import there


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    yield
    COMPANIONS.put(())


class Bench:
    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.session, self.panel = session, SurfacePanel()
        qtbot.addWidget(self.panel)
        self.panel.resize(560, 460)
        self.panel.restyle(LIGHT)
        self.panel.show()
        self.panel.show_experiment(session.experiment)

    def keep(self, *runs: PinnedRun) -> None:
        COMPANIONS.put(
            [Companion(r.number, r.experiment, r.steps, mark_of(r.losses)) for r in runs]
        )
        self.panel.show_pinned(runs)

    def look(self) -> None:
        session, panel = self.session, self.panel
        for _ in range(20):
            views = answer(session, panel.wants())
            step = session.step_number
            panel.draw(Frame(1, step, step, None, False, step, np.empty(0), 0.0, {}, views))
            if not any(isinstance(one, SurfaceRequest) for one in panel.wants()):
                views = answer(session, panel.wants())
                panel.draw(Frame(1, step, step, None, False, step, np.empty(0), 0.0, {}, views))
                return
        raise AssertionError("the panel never has enough")

    def lines(self) -> list[tuple[list[float], list[float]]]:
        found = [item.getData() for item in self.panel.kept._lines]
        return [(x.tolist(), y.tolist()) for x, y in found if x is not None and len(x)]


def pen_of(item: Any) -> QPen:
    pen: QPen = item.opts["pen"]
    return pen


def trained(experiment: Experiment, steps: int, number: int = 0, **words: Any) -> PinnedRun:
    session = Session(experiment)
    session.step(steps)
    return PinnedRun(experiment, session.losses, number, **words)


def test_a_kept_way_is_its_parameters_step_by_step(qtbot: QtBot) -> None:
    session = Session(line())
    session.step(5)
    bench = Bench(qtbot, session)
    fast = line(optimizer={"lr": 0.03})
    bench.keep(trained(fast, 8, 1), trained(line(loss={"name": "l1"}), 4, 2),
               trained(fast, 3, 3, hidden=True))  # fmt: skip
    bench.look()
    own = Session(fast)
    places = []
    for _ in range(9):
        places.append(
            (own.parameters["output.weight"].item(), own.parameters["output.bias"].item())
        )
        own.step()
    ((x, y),) = bench.lines()  # the other has another ground, the third is hidden
    assert [*zip(x, y, strict=True)] == places
    assert "Not shown, as it has another ground" in bench.panel.reading.text()
    assert bench.panel.kept.legend.names == ("this run", "Learning rate 0.03 (1)",
                                             "Loss Mean absolute error")  # fmt: skip
    first, second = pen_of(bench.panel.kept._lines[0]), pen_of(bench.panel.plot._way)
    assert first.style() != second.style() and first.color() != second.color()
    bench.panel.bar.fit_wanted.emit()
    bench.look()
    left, right, bottom, top = bench.panel.plot.window_shown
    assert left < min(x) and right > max(x) and bottom < min(y) and top > max(y)
    lowest = there(bench.panel.surface).minimum
    assert lowest is not None and left < lowest[0] < right and bottom < lowest[1] < top
    bench.panel.restyle(DARK)
    bench.panel.show_pinned(())
    assert bench.lines() == [] and bench.panel.kept.legend.isHidden()


def test_one_that_lies_elsewhere_fades_and_is_named(qtbot: QtBot) -> None:
    columns = {"x": [0.1, 0.4, 0.7, 1.0], "y": [0.0, 1.0, 0.0, 1.0]}
    net = line(data={"columns": columns}, model={"hidden": [2]}, optimizer={"lr": 0.1})
    session = Session(net)
    session.step(4)
    bench = Bench(qtbot, session)
    bench.panel.bar.kind.pick("random")
    bench.keep(trained(net, 30, 1, title="longer"))
    bench.look()
    full = bench.panel.kept._pen(2).color()
    assert "Faded: longer lies elsewhere than in this slice." in bench.panel.reading.text()
    faded = pen_of(bench.panel.kept._lines[0]).color()
    assert faded.lightness() > full.lightness()
    bench.panel.show_pinned(())
    assert "Faded" not in bench.panel.reading.text()
    names = ["Learning rate 0.1, Batch size 4, " * 4 + str(place) for place in range(6)]
    bench.keep(*(trained(net, 30, n, title=name) for n, name in enumerate(names, start=1)))
    bench.look()
    caption = bench.panel.reading
    assert "; ".join(names) in caption.text() == caption.toolTip()
    assert caption.height() < 3 * caption.fontMetrics().lineSpacing()
    line_of_it = caption.fontMetrics().horizontalAdvance(caption.shown()) / caption.width()
    assert caption.shown().endswith("…") and 1 < line_of_it < 2
    assert caption.text().startswith(caption.shown()[:-2])


def test_runs_of_one_name_are_told_apart_by_their_numbers() -> None:
    runs = [PinnedRun(line(optimizer={"lr": lr}), np.ones(1), n)
            for n, lr in enumerate((0.1, 0.2, 0.1), start=1)]  # fmt: skip
    own = PinnedRun(line(optimizer={"lr": 0.1}), np.ones(1), 4, title="mine")
    assert [*names_of((*runs, own), line()).values()] == [
        "Learning rate 0.1 (1)", "Learning rate 0.2", "Learning rate 0.1 (3)", "mine",
    ]  # fmt: skip


def test_a_racer_that_is_as_the_run_at_hand_is_called_by_what_its_rivals_do_otherwise() -> None:
    now, other = line(optimizer={"lr": 0.01}), line(optimizer={"lr": 0.1})
    first = PinnedRun(now, np.ones(1), 1)
    same, rival = (
        PinnedRun(experiment, np.ones(1), n, kind="racer")
        for n, experiment in enumerate((now, other), start=2)
    )
    names = names_of((first, same, rival), now)
    assert [*names.values()] == ["run 1", "Learning rate 0.01", "Learning rate 0.1"]
    assert names_of((same,), now) == {same: "run 2"}


def test_one_that_was_changed_on_its_way_says_so(qtbot: QtBot) -> None:
    session = Session(line())
    session.step(3)
    bench = Bench(qtbot, session)
    bench.keep(PinnedRun(line(), np.array([3.0, 2.0, 1.0]), 1, title="edited"))
    bench.look()
    assert bench.lines() == []
    said = bench.panel.reading.text()
    assert said.endswith("Not shown, as something was changed on its way: edited.")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_would_come_never_looks_like_a_kept_run(theme: Theme) -> None:
    kept = [(run_color(n, theme), run_style(n)) for n in range(1, MOST + 1)]
    ahead = {ahead_color(place, theme) for place in range(MOST_AHEAD)}
    assert len(set(kept)) == MOST and len(ahead) == MOST_AHEAD
    assert not ahead & {color for color, _ in kept}
