"""Arrays as ``.npy`` members: plain numbers, little-endian, of the size that they say."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from engine.errors import EngineError

Numbers = NDArray[Any]
BEGIN = b"\x93NUMPY\x01\x00"
LENGTH = 2  # bytes that say how long the header is
# What NumPy writes, and nothing that would have to be run to be understood.
HEADER = re.compile(
    rb"\{'descr': '(<f8|<f4|<i8|<i4|\|u1|\|b1)', 'fortran_order': False, "
    rb"'shape': \(((?:\d{1,15}, ?)*(?:\d{1,15},?)?)\),? *\} *\n"
)
MOST_DIMENSIONS = 4


def written(array: Numbers) -> bytes:
    """The bytes of an ``.npy`` file, on any machine the same."""
    plain = np.asarray(array, order="C")
    plain = plain.astype(plain.dtype.newbyteorder("<"), copy=False)
    stream = io.BytesIO()
    npy.write_array(stream, plain, version=(1, 0), allow_pickle=False)
    return stream.getvalue()


def read(content: bytes) -> Numbers:
    """The array in these bytes, which is theirs; EngineError where there is none."""
    begin = len(BEGIN) + LENGTH
    start = begin + int.from_bytes(content[len(BEGIN) : begin], "little")
    header = HEADER.fullmatch(content[begin:start])
    if not content.startswith(BEGIN) or header is None:
        raise _no_array()
    shape = tuple(int(length) for length in header[2].split(b",") if length.strip())
    dtype = np.dtype(header[1].decode())
    if len(shape) > MOST_DIMENSIONS or _count(shape) * dtype.itemsize != len(content) - start:
        raise _no_array()
    array: Numbers = np.frombuffer(content, dtype, offset=start).reshape(shape)
    return array.astype(dtype.newbyteorder("="), copy=False)


def _no_array() -> EngineError:
    return EngineError("is no array of numbers as a project has them")


def _count(shape: tuple[int, ...]) -> int:
    """How many numbers there are; whole numbers of Python's, which never overflow."""
    count = 1
    for length in shape:
        count *= length
    return count
