"""The path: every dot is where the parameters stood after a step."""

import numpy as np
import pytest

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame
from gui.panels.path.panel import MOST_DOTS, PathPanel


def four_steps(seed=0):
    """y = 2.5 + 4x + noise from (−5, 10), by the sum of squares."""
    rng = np.random.default_rng(seed)
    x = np.sort(rng.normal(size=100))
    y = 2.5 + 4 * x + 0.4 * rng.normal(size=100)
    return Experiment.from_dict(
        {
            "data": {
                "columns": {"x": x.tolist(), "y": y.tolist()}, "features": ["x"], "target": "y"
            },
            "model": {
                "inputs": ["1", "x"], "bias": False,
                "init": {"values": {"output.weight": [[-5.0, 10.0]]}},
            },
            "loss": {"reduction": "sum"},
            "optimizer": {"lr": 0.001},
        }
    )  # fmt: skip


class Bench:
    def __init__(self, panel, session):
        self.panel, self.session, self.run, self.told = panel, session, 1, 0
        panel.show_experiment(session.experiment)
        self.look()

    def look(self, losses_from=None):
        session, start = self.session, self.told if losses_from is None else losses_from
        for _ in range(5000):  # slices of the work are short on a busy machine
            views = answer(session, self.panel.wants())
            new = session.losses_since(start)
            frame = Frame(
                self.run, session.step_number, session.epoch_number, None, False, start, new,
                session.loss, {}, views,
            )  # fmt: skip
            self.told = start = session.step_number
            self.panel.draw(frame)
            if not self.panel.wants():
                return
        raise AssertionError("the panel never has enough")


@pytest.fixture
def panel(qtbot):
    panel = PathPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 300)
    panel.show()
    return panel


def walked(experiment, steps):
    session = Session(experiment)
    places = [session.parameters["output.weight"][0].tolist()]
    for _ in range(steps):
        session.step()
        places.append(session.parameters["output.weight"][0].tolist())
    return session, np.array(places)


def test_thirty_rounds_are_thirty_one_dots_from_the_start(panel):
    session, places = walked(four_steps(), 30)
    bench = Bench(panel, session)
    x, y = panel.plot.places()
    np.testing.assert_array_equal(np.column_stack([x, y]), places)
    assert (x[0], y[0]) == (-5, 10)
    assert panel.reading.text().startswith("step 30: W₁ (1) = ")
    panel.plot.hovered.emit(-5.0, 10.0)
    assert panel.reading.text() == "step 0: W₁ (1) = −5.000, W₂ (x) = 10.00"
    assert bench.panel.wants() == ()


def test_it_goes_on_with_training_and_follows_back(panel):
    session, _ = walked(four_steps(), 5)
    bench = Bench(panel, session)
    session.step(5)
    bench.look()
    assert len(panel.plot.places()[0]) == 11
    session.goto(3)
    bench.look(losses_from=3)
    assert len(panel.plot.places()[0]) == 4
    session.reset()
    bench.run += 1
    bench.look(losses_from=0)
    assert len(panel.plot.places()[0]) == 1


def test_a_long_way_is_thinned_and_the_axes_can_be_exchanged(panel):
    session, _ = walked(four_steps(), 3 * MOST_DOTS)
    bench = Bench(panel, session)
    x, y = panel.plot.places()
    assert MOST_DOTS * 0.6 < len(x) <= MOST_DOTS + 1
    panel.across.show_name("output.weight[0,1]")
    panel.up.show_name("output.weight[0,0]")
    panel._on_chosen()
    bench.look()
    exchanged = panel.plot.places()
    np.testing.assert_array_equal(exchanged[0], y)
    np.testing.assert_array_equal(exchanged[1], x)


def test_the_range_stays_while_the_way_is_inside(panel):
    session, _ = walked(four_steps(), 20)
    bench = Bench(panel, session)
    before = panel.plot.view.viewRange()
    session.step(3)
    bench.look()
    assert panel.plot.view.viewRange() == before
