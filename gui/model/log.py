"""What happened, for a report of a problem: kept on this computer, sent nowhere."""

from __future__ import annotations

import faulthandler
import logging
from contextlib import suppress
from pathlib import Path
from typing import IO

from gui.kit.places import state_folder

LOG, CRASHES = "gradus.log", "crashes.log"
MOST = 200_000  # bytes of one file of the log, of which there are three at most
LINES = 120  # that a report has of each
LOGGER = logging.getLogger("gradus")
_open: list[IO[str]] = []  # what a crash is written into must stay open


def folder() -> Path:
    """Where the logs are."""
    return state_folder() / "log"


def catch_crashes(place: Path) -> None:
    """Have it noted where the program was, should it end in the middle of a library."""
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        path = place / CRASHES
        if path.exists() and path.stat().st_size > MOST:
            path.unlink()
        stream = path.open("a", encoding="utf-8")
        _open.append(stream)
        faulthandler.enable(stream)


def begin(place: Path) -> None:
    """Note from now on what happens."""
    from logging.handlers import RotatingFileHandler  # both take time to load

    from gui.kit.version import VERSION

    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            place / LOG, maxBytes=MOST, backupCount=2, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        LOGGER.addHandler(handler)
        LOGGER.setLevel(logging.INFO)
        LOGGER.propagate = False
        LOGGER.info("Gradus %s begins", VERSION)


def note(text: str, *, is_error: bool = False) -> None:
    """Write something down."""
    LOGGER.log(logging.ERROR if is_error else logging.INFO, "%s", text)


def end() -> None:
    """Write nothing any more."""
    for handler in [*LOGGER.handlers]:
        LOGGER.removeHandler(handler)
        handler.close()
    if _open:
        faulthandler.disable()
    while _open:
        _open.pop().close()


def newest(place: Path) -> str:
    """The last lines of both, without the name of the learner's own folder."""
    parts = []
    for name in (LOG, CRASHES):
        with suppress(OSError):
            lines = (place / name).read_text(encoding="utf-8", errors="replace").splitlines()
            if lines:
                parts.append("\n".join([f"--- {name}", *lines[-LINES:]]))
    return "\n\n".join(parts).replace(str(Path.home()), "~")
