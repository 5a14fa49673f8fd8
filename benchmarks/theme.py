"""Another theme and another language, as the window's thread feels them, every view opened.

Baseline: Qt's own way, the same style sheet put on the application at once.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter, thread_time

from PySide6.QtWidgets import QApplication

from benchmarks.load import Pulse
from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import Window
from gui.kit.theme import DARK, LIGHT, stylesheet

MOST = 100.0  # milliseconds in one piece
SETTLING = 1.0  # seconds


def measure() -> Measurement:
    """Milliseconds of the processor for which the window does nothing else."""
    window = Window()
    for name in window.app.window.hosts:
        window.app.window.show_view(name)
        _wait(window, 0.1)
    widgets = len(QApplication.allWidgets())
    themes, bare = [], []
    for _ in range(ROUNDS):
        themes.append(max(_themed(window, name) for name in ("dark", "light")))
        bare.append(_plainly(window))
    languages = [_spoken(window, code) for code in ("ko", "en") * 2]
    window.close()
    detail = {"widgets": widgets, "language_ms": rounded(median(languages)), "most_ms": MOST}
    return Measurement("ms", themes, bare, detail)


def _themed(window: Window, name: str) -> float:
    """The longest piece of another theme, from the choice to the last hidden view."""
    pulse, begun = Pulse(), thread_time()
    window.app.appearance.choose(name)
    first = thread_time() - begun
    _wait(window, SETTLING)
    return 1000 * max(pulse.busiest, first)


def _plainly(window: Window) -> float:
    begun = thread_time()
    window.application.setStyleSheet(stylesheet(DARK))
    spent = thread_time() - begun
    window.application.setStyleSheet(stylesheet(LIGHT))
    return 1000 * spent


def _spoken(window: Window, code: str) -> float:
    pulse = Pulse()
    window.app.menus.language_chosen.emit(code)
    _wait(window, SETTLING)
    return 1000 * pulse.busiest


def _wait(window: Window, seconds: float) -> None:
    until = perf_counter() + seconds
    while perf_counter() < until:
        window.paint()
