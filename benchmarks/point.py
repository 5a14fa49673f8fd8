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
A_ROUND = 8  # things of each round
PATIENCE = 5.0  # seconds


def measure() -> Measurement:
    """Milliseconds from the click to the formula, of random things that the window paints."""
    window, dice = _trained(), random.Random(1)
    things = [(panel, one) for panel in window.app.board.panels if panel.isVisible()
              for one in panel.things()]  # fmt: skip
    hovers: list[float] = []
    opens: list[float] = []
    answers: list[float] = []
    owns: list[float] = []
    formulas: list[float] = []
    bare: list[float] = []
    _look(window, *things[0])  # loads what formulas need
    for _ in range(ROUNDS):
        bare.append(_frame(window))
        found = [_look(window, *dice.choice(things)) for _ in range(A_ROUND)]
        hover, opened, answer, formula, own = zip(*found, strict=True)
        hovers += hover
        opens += opened
        answers += answer
        owns += own
        formulas.append(median(formula))
    window.close()
    detail = {
        "hover_ms": rounded(median(hovers)),
        "most_hover_ms": HOVER,
        "open_ms": rounded(median(opens)),
        "most_open_ms": OPEN,
        "answer_ms": rounded(median(answers)),
        "most_formula_ms": FORMULA,
        "window_thread_ms": rounded(median(owns)),
        "things": len(things),
    }
    return Measurement("ms", formulas, bare, detail)


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
