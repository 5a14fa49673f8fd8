"""One frame of the network view: the engine's and the window's work, each neuron with its map.

2-8-8-8-1 with maps of 46 pixels and the stage's border of 128 × 128 beside them; in the detail six
layers of eight, and how training runs with the network as the centre. Baseline: the same with the
maps worked out neuron by neuron too, each by a forward pass of its own, as a program does that asks
every neuron for its map.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.live import LiveWindow
from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import SIZE, Window
from engine.experiment import Experiment
from engine.frames import Frame, NetworkRequest, Request
from gui.shell.arrangement import STAGE, Arrangement

if TYPE_CHECKING:
    from engine import Session
    from engine.frames.network import Map
    from gui.kit.panel import Panel

ALONE = Arrangement(((STAGE,),), (STAGE,), center="network", strip="off")
ROWS = 250
SECONDS = 1.5  # of running, with and without
FRAMES = 20  # in each round
STEPS = 5  # from frame to frame
DEEP = 6
MOST, MOST_DEEP = 8.0, 16.0  # milliseconds


def measure() -> Measurement:
    """Milliseconds of a frame, from the question to the painted picture."""
    windows = {layers: _Opened(layers) for layers in (3, DEEP)}
    values, baselines, deep, parts = [], [], [], []
    for _ in range(ROUNDS):
        parts.append(windows[3].milliseconds(at_once=True))
        values.append(sum(parts[-1]))
        baselines.append(sum(windows[3].milliseconds(at_once=False)))
        deep.append(sum(windows[DEEP].milliseconds(at_once=True)))
    sides = [opened.side for opened in windows.values()]
    for opened in windows.values():
        opened.window.close()
    share, frames = live()
    engine, window = (median(each) for each in zip(*parts, strict=True))
    detail = {
        "network": "2-8-8-8-1 tanh",
        "map_pixels": sides,
        "engine_ms": rounded(engine),
        "window_ms": rounded(window),
        "most_ms": MOST,
        "six_layers_of_eight_ms": rounded(median(deep)),
        "most_six_layers_ms": MOST_DEEP,
        "live_over_without": rounded(share),
        "least_live_over_without": 0.8,
        "live_frames_per_second": rounded(frames),
        "least_frames_per_second": 50,
    }
    return Measurement("ms", values, baselines, detail)


class _Opened:
    """A window with the network in its centre and the data beside it; its engine at hand."""

    def __init__(self, layers: int) -> None:
        from engine import Session

        given = experiment(layers)
        self.window = Window(given)
        app = self.window.app
        app.window.apply(ALONE)
        app.window.resize(*SIZE)
        panel = _laid_out(self.window)
        self._requests = (*panel.wants(), *app.stage.wants())
        (request,) = (each for each in self._requests if isinstance(each, NetworkRequest))
        self.side = request.size
        self.window.end_training()
        self._session = Session(given)
        self._run = self.window.next_run()

    def milliseconds(self, *, at_once: bool) -> tuple[float, float]:
        """The median frame's time in the engine and in the window."""
        times = [self._frame(at_once) for _ in range(FRAMES)]
        engine, window = zip(*times, strict=True)
        return median(engine) * 1000, median(window) * 1000

    def _frame(self, at_once: bool) -> tuple[float, float]:
        from engine.answers.views import answer

        session = self._session
        session.step(STEPS)
        begun = perf_counter()
        views = answer(session, self._requests)
        if not at_once:  # the maps once more: those that came at once cost little beside it
            neuron_by_neuron(session, self._requests)
        answered = perf_counter()
        frame = Frame(
            self._run, session.step_number, session.epoch_number, session.last_phase, True,
            session.step_number, np.empty(0), session.loss,
            session.experiment.parameter_shapes(), views,
        )  # fmt: skip
        shown = perf_counter()
        self.window.show(frame)
        return answered - begun, perf_counter() - shown


def _laid_out(window: Window) -> Panel:
    """The network's panel, once the window has its size and every part its place."""
    for _ in range(20):
        window.paint()
    panel = window.app.window.hosts["network"].panel
    assert panel is not None
    return panel


def live() -> tuple[float, float]:
    """Steps a second with the network as the centre, in parts of those without; frames a second."""
    window = LiveWindow(experiment(3))
    window.arrange("classify")
    shares, frames = [], []
    for _ in range(ROUNDS):
        window.arrange("classify")
        without = window.steps_per_second(SECONDS)
        window.arrange("network")
        shares.append(window.steps_per_second(SECONDS) / without)
        frames.append(window.frames_per_second)
    window.close()
    return median(shares), median(frames)


def neuron_by_neuron(session: Session, requests: tuple[Request, ...]) -> list[Map]:
    """Each hidden neuron's map by a forward pass of its own up to it, over the same grid."""
    import torch

    from engine.answers.outputs import seen

    (request,) = (each for each in requests if isinstance(each, NetworkRequest))
    x, y = (np.linspace(axis.low, axis.high, request.size) for axis in request.axes)
    grid = seen(session, np.array([(a, b) for b in y for a in x]))
    network, found = session.run.machine.network, []
    with torch.no_grad():
        for layer, count in enumerate(session.experiment.model.hidden):
            for neuron in range(count):
                values = network.trace(grid)[layer][1][:, neuron]
                found.append(values.reshape(request.size, request.size).numpy().copy())
    return found


def experiment(layers: int) -> Experiment:
    """Two classes of points with so many layers of eight between them."""
    x1, x2 = np.random.default_rng(0).uniform(-1, 1, (2, ROWS))
    return Experiment.from_dict(
        {
            "data": {
                "columns": {
                    "x1": x1.tolist(),
                    "x2": x2.tolist(),
                    "class": (x1 * x2 > 0).astype(int).tolist(),
                },
                "features": ["x1", "x2"],
                "target": "class",
                "task": "classification",
            },
            "model": {"hidden": [8] * layers},
            "optimizer": {"name": "adam", "lr": 0.01},
            "training": {"epochs": 1_000_000_000},
        }
    )
