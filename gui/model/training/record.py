"""What a file has of a run: told by training as it goes, and all of it where a file is written."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from engine.frames import Snapshot
from engine.link import replies
from engine.link.client import Client, Told


class Record:
    """Asks the training process for what only it knows.

    ``soon`` has its answers looked for, ``heard`` is told those that were waited for.
    """

    def __init__(
        self, client: Client, soon: Callable[[], None], heard: Callable[[Told], None]
    ) -> None:
        self._client, self._soon, self._heard = client, soon, heard

    def snapshot(self) -> Snapshot | None:
        """Where training stands, and the way there; None before anything was shown."""
        return self._client.snapshot()

    def collect(self) -> None:
        """Have training tell all that a file needs; the runner says when it has."""
        self._client.collect()
        self._soon()

    def collect_now(self, seconds: float) -> None:
        """The same, waited for, so long at most."""
        self._client.collect()
        deadline, told = monotonic() + seconds, False
        while not told and self._client.pid is not None and monotonic() < deadline:
            arrived = self._client.poll(max(0.0, deadline - monotonic()))
            told = any(isinstance(reply, replies.Collected) for reply in arrived)
            for reply in arrived:
                self._heard(reply)
