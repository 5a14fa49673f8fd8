"""Tables in packed files: .gz, .bz2, .xz, and a .zip with one table or several."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any

from engine.errors import EngineError
from engine.files.limits import MOST_UNPACKED, part_of, unpacked

OPENERS: dict[str, Callable[[IO[bytes]], Any]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}
PACKED = (*OPENERS, ".zip")


def opened(name: str, content: bytes, kinds: tuple[str, ...], wanted: str | None) -> tuple[
    str, bytes, tuple[str, ...]
]:  # fmt: skip
    """The name and bytes of the table in a packed file, and all tables that are in it.

    ``kinds`` are the endings of tables; ``wanted`` names one of several. Raises EngineError where
    there is none, or where it would be too large.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix == ".zip":
        return _from_zip(content, kinds, wanted)
    inner = PurePath(name).stem
    known = PurePath(inner).suffix.lower() in kinds
    return inner if known else f"{inner}.csv", _unpacked(OPENERS[suffix], content), ()


def _unpacked(opener: Callable[[IO[bytes]], Any], content: bytes) -> bytes:
    try:
        with opener(io.BytesIO(content)) as stream:
            found: bytes = stream.read(MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
        raise EngineError("is damaged, or not of the kind that its name says") from error
    if len(found) > MOST_UNPACKED:
        raise EngineError(
            "would be larger than {most} MB when unpacked", most=MOST_UNPACKED // 1_000_000
        )
    if not found.strip():
        raise EngineError("is empty")
    return found


def _from_zip(
    content: bytes, kinds: tuple[str, ...], wanted: str | None
) -> tuple[str, bytes, tuple[str, ...]]:
    packed = unpacked(content)
    tables = tuple(
        part.filename
        for part in packed.infolist()
        if PurePath(part.filename).suffix.lower() in kinds
        and not part.is_dir()
        and not part.filename.startswith("__MACOSX")
    )
    if not tables:
        raise EngineError("has no table in it", hint="unpack it, and open what you need")
    if any(part.flag_bits & 1 for part in packed.infolist()):
        raise EngineError("has a password", hint="unpack it, and open what you need")
    name = wanted if wanted in tables else tables[0]
    found = part_of(packed, name)
    if not found.strip():
        raise EngineError("{name} in it is empty", name=name)
    return PurePath(name).name, found, tables
