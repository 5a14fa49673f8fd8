"""What stands in for the window that grants wishes: it hears those of one panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from pytestqt.qtbot import QtBot

from engine.frames import Frame, Parameters, ParametersRequest, Request
from gui.app import App
from gui.kit.panel import Panel

LONG = 60_000  # milliseconds that loading torch may take on a slow machine


def whole() -> tuple[Request, ...]:
    """The model's numbers, which frames bring only where they are asked for."""
    return (ParametersRequest(),)


def numbers(frame: Frame) -> Parameters:
    """Those that a frame has brought."""
    view = frame.views[ParametersRequest()]
    assert isinstance(view, Parameters)
    return view


def watch_parameters(qtbot: QtBot, app: App) -> None:
    """Have them in each frame of the window, whatever it shows; once the first one has come."""
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    app.runner.watch(lambda: (*app.board.wanted(), *whole()))
    qtbot.waitUntil(
        lambda: app.board.last is not None and bool(app.board.last.parameters), timeout=LONG
    )


def hear(panel: Panel, kind: type, answer: Callable[..., object]) -> None:
    """Call ``answer`` with the parts of each wish of a kind."""

    def on_wished(wish: object) -> None:
        if isinstance(wish, kind):
            answer(*_parts(wish))

    panel.wished.connect(on_wished)


@contextmanager
def wished(qtbot: QtBot, panel: Panel, kind: type, count: int = 1) -> Iterator[list[Any]]:
    """Wait until so many wishes of a kind were heard; the list has the parts of the last one."""
    parts: list[Any] = []
    heard: list[list[Any]] = []
    hear(panel, kind, lambda *answer: heard.append(list(answer)))
    yield parts
    qtbot.waitUntil(lambda: len(heard) >= count)
    parts.extend(heard[-1])


@contextmanager
def nothing_wished(panel: Panel) -> Iterator[None]:
    """Fail where a panel wishes for anything."""
    heard: list[object] = []
    panel.wished.connect(heard.append)
    yield
    panel.wished.disconnect(heard.append)
    assert heard == []


def _parts(wish: Any) -> list[Any]:
    return [getattr(wish, field.name) for field in fields(wish)]
