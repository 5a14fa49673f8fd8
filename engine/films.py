"""Moving pictures, written by a process of their own while the window makes the next frame."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from engine import storage
from engine.errors import EngineError

if TYPE_CHECKING:
    from PIL.Image import Image

Format = Literal["gif", "webp", "png"]
COLORS = 256
QUALITY = 85  # of WebP, of 100
GONE = 5.0  # seconds that a process which is told to end may take


class FilmWriter:
    """Takes frames one after another; at most one is on its way.

    Pictures are 32 bits a pixel, blue first, as screens have them. A sequence of PNG pictures is a
    folder. What is half written is never left: the film is there when all is done.
    """

    def __init__(self, path: Path, form: Format, size: tuple[int, int], per_second: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._name = path.name
        self._ours, theirs = context.Pipe()
        self._process = context.Process(
            target=_write, args=(theirs, path, form, size, per_second), daemon=True
        )
        self._process.start()
        theirs.close()
        self.busy = False  # a frame is on its way
        self.done = False

    def send(self, pixels: bytes) -> None:
        """The next frame; EngineError where it cannot be written."""
        self.busy = True
        try:
            self._ours.send_bytes(pixels)
        except OSError:
            self.poll()  # what the process has said before it ended
            raise self._lost() from None

    def end(self) -> None:
        """That was the last one; ``poll`` until it is ``done``."""
        self.send(b"")

    def poll(self) -> None:
        """See whether the frame has arrived; raises EngineError where it cannot be written."""
        try:
            while not self.done and self._ours.poll():
                answer = self._ours.recv()
                if isinstance(answer, EngineError):
                    raise answer
                self.busy, self.done = False, answer == "done"
        except (EOFError, OSError):
            raise self._lost() from None

    def close(self) -> None:
        """End the process; what is not finished is taken away."""
        self._ours.close()
        self._process.join(GONE)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(GONE)

    def _lost(self) -> EngineError:
        return EngineError("the film could not be written", self._name)


def _write(
    connection: Connection, path: Path, form: Format, size: tuple[int, int], per_second: float
) -> None:
    """The process: everything that is sent, into a film."""
    frames = _frames(connection, size)
    with suppress(EOFError, OSError, KeyboardInterrupt):  # nobody wants it any more
        try:
            if form == "png":
                _sequence(frames, path)
            else:
                storage.write(path, lambda stream: _animate(frames, stream, form, per_second))
        except EngineError as error:
            connection.send(error)
        else:
            connection.send("done")


def _frames(connection: Connection, size: tuple[int, int]) -> Iterator[Image]:
    from PIL import Image

    while content := connection.recv_bytes():
        yield Image.frombytes("RGBX", size, content, "raw", "BGRX").convert("RGB")
        connection.send("next")


def _animate(frames: Iterator[Image], stream: IO[bytes], form: Format, per_second: float) -> None:
    duration = round(1000 / per_second)
    if form == "gif":
        frames = (_reduced(frame) for frame in frames)
    first = next(frames)
    more = {"optimize": False} if form == "gif" else {"quality": QUALITY, "method": 0}
    first.save(stream, form, save_all=True, append_images=frames, duration=duration, loop=0, **more)


def _reduced(frame: Image) -> Image:
    """With the 256 colours that GIF has room for."""
    from PIL.Image import Dither, Quantize

    return frame.quantize(COLORS, method=Quantize.FASTOCTREE, dither=Dither.NONE)


def _sequence(frames: Iterator[Image], path: Path) -> None:
    if path.exists():
        raise EngineError("is there already", str(path), "choose another name")
    try:
        with tempfile.TemporaryDirectory(prefix=".film-", dir=path.parent) as folder:
            made = Path(folder) / path.name
            made.mkdir()
            for number, frame in enumerate(frames, start=1):
                frame.save(made / f"{path.name}-{number:04d}.png", "PNG", compress_level=1)
            made.rename(path)
    except EOFError:
        raise
    except OSError as error:
        why = error.strerror or str(error)
        raise EngineError("cannot be written: {why}", str(path), why=why) from error
