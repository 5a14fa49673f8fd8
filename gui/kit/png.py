"""A picture as PNG, in a third of the time that Qt takes: the window waits for it."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLORS, DEPTH, CHANNELS = 2, 8, 3  # red, green and blue, a byte each; nothing is transparent
UP = 2  # the filter: a line is told by how it differs from the one above
QUICK = 3  # of nine: how hard a picture is made small


def png(image: QImage) -> bytes:
    """A picture without transparent parts as a PNG file.

    Qt tries five filters for each line; views are lines and even grounds, for which one is enough.
    """
    pixels = _pixels(image)
    height, across = pixels.shape
    lines = np.empty((height, across + 1), dtype=np.uint8)
    lines[:, 0] = UP
    lines[:1, 1:] = pixels[:1]
    np.subtract(pixels[1:], pixels[:-1], out=lines[1:, 1:])
    header = struct.pack(">IIBBBBB", across // CHANNELS, height, DEPTH, COLORS, 0, 0, 0)
    content = zlib.compress(lines.tobytes(), QUICK)
    parts = ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, part) for kind, part in parts)


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """Row by row, three bytes a pixel."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8)
    rows = rows.reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : CHANNELS * plain.width()].copy()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
