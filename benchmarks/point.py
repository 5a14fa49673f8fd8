"""From pointing at a thing to its sentence, and from a click to its formula.

Baseline: what any frame takes that is asked for while training stands still.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter, thread_time

from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import Window
from engine.experiment import Experiment
from gui.kit.panel import Panel
from gui.kit.things import Painted
from gui.kit.wishes import WorkOut

HOVER, OPEN, FORMULA = 50.0, 50.0, 150.0  # milliseconds at most
VIEWS = {
    "stage": "Stage", "network": "NetworkPanel", "metrics": "MetricsPanel",
    "layers": "LayersPanel", "surface": "SurfacePanel", "table": "TablePanel",
    "activation": "ActivationPanel", "loss": "LossPanel", "parameters": "ParametersPanel",
}  # fmt: skip
PATIENCE = 30.0  # seconds


def measure() -> Measurement:
    """Milliseconds from the click to the formula, of random things that the views paint."""
    window, dice = _trained(), random.Random(1)
    things = {name: _things(window, name) for name in VIEWS}
    _look(window, *things["network"][0])  # loads what formulas need
    times: dict[str, list[tuple[float, ...]]] = {name: [] for name in VIEWS}
    formulas: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        bare.append(_frame(window))
        found = []
        for name in VIEWS:
            window.app.window.show_view(name)
            found.append(_look(window, *dice.choice(things[name])))
            times[name].append(found[-1])
        formulas.append(median(formula for *_, formula, _ in found))
    window.close()
    every = [each for view in times.values() for each in view]
    hover, opened, answer, _, own = (median(column) for column in zip(*every, strict=True))
    detail = {
        "hover_ms": rounded(hover),
        "most_hover_ms": HOVER,
        "open_ms": rounded(opened),
        "most_open_ms": OPEN,
        "answer_ms": rounded(answer),
        "most_formula_ms": FORMULA,
        "window_thread_ms": rounded(own),
        "things": sum(map(len, things.values())),
        "hover_by_view_ms": {n: rounded(median(t[0] for t in times[n])) for n in VIEWS},
        "formula_by_view_ms": {n: rounded(median(t[3] for t in times[n])) for n in VIEWS},
    }
    return Measurement("ms", formulas, bare, detail)


def _things(window: Window, name: str) -> list[tuple[Panel, Painted]]:
    """What a view paints, once it stands."""
    window.app.window.show_view(name)
    kind = VIEWS[name]
    view = next(each for each in window.app.board.panels if type(each).__name__ == kind)
    pointing = view.ties().pointing
    assert pointing is not None, name
    _until(window, lambda: view.isVisible() and len(pointing.painted()) > 0)
    settled = perf_counter() + 0.3
    _until(window, lambda: perf_counter() > settled)
    return [(view, one) for one in pointing.painted()]


def _trained() -> Window:
    """A network after some steps, which stands still."""
    dice = random.Random(0)
    rows = range(120)
    columns = {
        "x1": [dice.uniform(-1, 1) for _ in rows],
        "x2": [dice.uniform(-1, 1) for _ in rows],
        "kind": [place % 2 for place in rows],
    }
    data = {"columns": columns, "features": ["x1", "x2"], "target": "kind",
            "task": "classification"}  # fmt: skip
    window = Window()
    window.app.document.adopt(Experiment.from_dict({"data": data, "model": {"hidden": [8, 8]}}))
    window.app.window.show_view("network")
    _until(window, lambda: window.app.board.last is not None)
    for step in range(1, 4):
        window.app.runner.step()
        _until(window, partial(_stands, window, step))
    settled = perf_counter() + 0.5
    _until(window, lambda: perf_counter() > settled)
    return window


def _stands(window: Window, step: int) -> bool:
    last = window.app.board.last
    return last is not None and last.step == step


def _frame(window: Window) -> float:
    before, begun = window.app.board.last, perf_counter()
    window.app.runner.refresh()
    _until(window, lambda: window.app.board.last is not before)
    return (perf_counter() - begun) * 1000


def _look(window: Window, panel: Panel, one: Painted) -> tuple[float, ...]:
    """Milliseconds to sentence, popup, numbers and formula, and of the window's own thread.

    The last is what the formula takes where nothing else runs.
    """
    pointed, begun = window.app.pointed, perf_counter()
    pointed.tell(panel, one, lambda _: None)
    _until(window, lambda: pointed.told != "")
    hovered = perf_counter()
    pointed.work_out(WorkOut(panel, one))
    popup = pointed.popups[-1]
    opened, worked = perf_counter(), thread_time()
    _until(window, lambda: popup.pointed is not None)
    answered = perf_counter()
    _until(window, lambda: popup.formulas.is_ready)
    written = perf_counter()
    pointed.close_all()
    own = thread_time() - worked
    times = (hovered - begun, opened - hovered, answered - hovered, written - hovered, own)
    return tuple(1000 * time for time in times)


def _until(window: Window, holds: Callable[[], bool]) -> None:
    last = perf_counter() + PATIENCE
    while not holds():
        window.paint()
        if perf_counter() > last:
            raise TimeoutError
