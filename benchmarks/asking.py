"""A training process of its own that is asked for one view, as a window would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType

from engine.experiment import Experiment
from engine.frames import Frame, Request, View
from engine.link.client import Client

PATIENCE = 1.0  # seconds that an answer is waited for at once


class Asking:
    """Open as long as it is used; the process has answered once by then."""

    def __init__(self, experiment: Experiment) -> None:
        self._experiment, self._client = experiment, Client()

    def __enter__(self) -> Asking:
        self._client.open(self._experiment)
        while not any(isinstance(reply, Frame) for reply in self._ask(())):
            pass
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._client.exit()

    def until(self, request: Request, is_over: Callable[[View], bool]) -> Iterator[View]:
        """The view each time that it comes, up to one that is the last."""
        while True:
            for reply in self._ask((request,)):
                view = reply.views.get(request) if isinstance(reply, Frame) else None
                if view is not None:
                    yield view
                    if is_over(view):
                        return

    def _ask(self, requests: tuple[Request, ...]) -> list[object]:
        self._client.refresh()
        self._client.look(lambda: requests)
        return [*self._client.poll(PATIENCE)]
