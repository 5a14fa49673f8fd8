"""How much of a file is read at most, looked up before anything large is made of it."""

from __future__ import annotations

import io
import zipfile
import zlib

from engine.errors import EngineError

MOST_BYTES = 500_000_000  # of a file
MOST_CELLS = 20_000_000  # rows times columns
MOST_COLUMNS = 10_000
MOST_UNPACKED = 300_000_000  # bytes of a packed file
MOST_TEXT = 200_000_000  # letters in all cells
# What Python says of packed files whose bytes are not what they should be.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
    KeyError,
)


def check_size(size: int) -> None:
    """Refuse a file that is too large to be looked at."""
    if size > MOST_BYTES:
        raise EngineError(
            "is larger than {most} MB",
            hint="save the part of it that you need as a file of its own",
            most=MOST_BYTES // 1_000_000,
        )


def check_cells(rows: int, columns: int) -> None:
    """Refuse a table that is too large to be worked with."""
    if columns > MOST_COLUMNS:
        raise EngineError("has more than {most} columns", most=f"{MOST_COLUMNS:,}")
    if rows * columns > MOST_CELLS:
        raise EngineError("has more than {most} cells", most=f"{MOST_CELLS:,}")


def unpacked(content: bytes) -> zipfile.ZipFile:
    """A packed file whose parts are as large as they say, and not too large together."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise EngineError(
                "would be larger than {most} MB when unpacked", most=MOST_UNPACKED // 1_000_000
            )
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise EngineError("is damaged, or not of the kind that its name says") from error
    return packed


def part_of(packed: zipfile.ZipFile, name: str) -> bytes:
    """One part of a packed file; what is damaged or longer than it says is refused."""
    try:
        return packed.read(name)
    except DAMAGED as error:
        raise EngineError("is damaged, or not of the kind that its name says") from error
