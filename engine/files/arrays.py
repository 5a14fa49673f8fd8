"""NumPy files: .npy and .npz, never with Python objects in them."""

from __future__ import annotations

import io
import math
import tokenize
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.files.limits import MOST_BYTES, MOST_CELLS, check_cells, part_of, unpacked
from engine.files.names import numbered, unique
from engine.files.sheet import Cells, Sheet, floats
from engine.files.source import Options

MOST_PIXELS = 1_024  # of an image
# What NumPy says of a header that is no header.
DAMAGED = (
    ValueError,
    TypeError,
    EOFError,
    OSError,
    SyntaxError,
    MemoryError,
    RecursionError,
    tokenize.TokenError,
)


def read_array(content: bytes, options: Options) -> Sheet:
    """An .npy file: a matrix, a vector, or a structured array with named fields."""
    return _sheet("npy", options, {"": _loaded(content)})


def read_arrays(content: bytes, options: Options) -> Sheet:
    """An .npz file: the array asked for, all of equal length side by side, or the first matrix."""
    packed = unpacked(content)
    names = tuple(name for name in packed.namelist() if name.endswith(".npy"))
    short = tuple(name.removesuffix(".npy") for name in names)
    if not names:
        raise EngineError("is empty")
    if options.sheet is not None and options.sheet not in short:
        raise EngineError("has no array {name}", name=repr(options.sheet))
    wanted = short if options.sheet is None else (options.sheet,)
    arrays = {name: _loaded(part_of(packed, f"{name}.npy")) for name in wanted}
    arrays = {name: _pixels(array) for name, array in arrays.items()}
    usable = {name: array for name, array in arrays.items() if array.ndim in (1, 2)} or arrays
    length = len(next(iter(usable.values()))) if next(iter(usable.values())).ndim else 0
    together = {
        name: array for name, array in usable.items() if array.ndim and len(array) == length
    }
    sheet = _sheet("npz", options, together or usable)
    return replace(sheet, sheets=short)


def array_names(content: bytes) -> tuple[str, ...]:
    """The arrays of an .npz file."""
    names = unpacked(content).namelist()
    return tuple(name.removesuffix(".npy") for name in names if name.endswith(".npy"))


def _pixels(array: NDArray[Any]) -> NDArray[Any]:
    """Images of three or four dimensions as rows of pixels, where those are few enough."""
    pixels = math.prod(array.shape[1:])
    if array.ndim not in (3, 4) or array.dtype.kind not in "fiub":
        return array
    shape = " × ".join(str(size) for size in array.shape[1:])
    if pixels > MOST_PIXELS or array.size > MOST_CELLS:
        raise EngineError(
            "holds images of {shape} pixels, too many for a table", shape=shape,
            hint="save smaller images, or fewer of them",
        )  # fmt: skip
    return array.reshape(len(array), pixels)


def _loaded(content: bytes) -> NDArray[Any]:
    """One array, once its header has said that it is as large as its file."""
    stream = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(stream)
        read = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }.get(version)
        if read is None:
            raise EngineError("is damaged, or not of the kind that its name says")
        shape, _, dtype = read(stream)
    except DAMAGED as error:
        raise EngineError("is damaged, or not of the kind that its name says") from error
    if dtype.hasobject:
        raise EngineError(
            "holds Python objects, which are never opened", hint="save it as numbers, or as CSV"
        )
    size = math.prod(shape) * dtype.itemsize
    if size != len(content) - stream.tell() or size > MOST_BYTES:
        raise EngineError("is damaged: its numbers do not fill the shape {shape}", shape=shape)
    check_cells(math.prod(shape[:1]), math.prod(shape[1:]) * max(len(dtype.names or ()), 1))
    stream.seek(0)
    array: NDArray[Any] = np.load(stream, allow_pickle=False)
    return array


def _sheet(kind: str, options: Options, arrays: dict[str, NDArray[Any]]) -> Sheet:
    names: list[str] = []
    columns: list[Cells] = []
    for name, array in arrays.items():
        for label, column in _columns(name, array):
            names.append(label)
            columns.append(_cells(column))
    if not columns or not len(columns[0]):
        raise EngineError("is empty")
    plain = all(not name for name in names)
    labels = numbered(len(columns)) if plain else unique(names)
    return Sheet(kind, options, labels, tuple(columns), range(1, len(columns[0]) + 1), "row")


def _columns(name: str, array: NDArray[Any]) -> list[tuple[str, NDArray[Any]]]:
    if array.dtype.names and array.ndim == 1:
        return [(field, array[field]) for field in array.dtype.names]
    if array.ndim == 1:
        return [(name, array)]
    if array.ndim != 2 or array.dtype.names:
        raise EngineError("must have one or two dimensions, got {count}", count=array.ndim)
    several = array.shape[1] > 1
    return [
        (f"{name}{place + 1}" if name and several else name, array[:, place])
        for place in range(array.shape[1])
    ]


def _cells(column: NDArray[Any]) -> Cells:
    if column.ndim != 1:
        raise EngineError("must have one or two dimensions, got {count}", count=column.ndim + 1)
    if column.dtype.kind in "fiub":
        return floats(column)
    if column.dtype.kind == "U":
        return [str(cell).strip() for cell in column]
    if column.dtype.kind == "S":
        return [bytes(cell).decode("utf-8", "replace").strip() for cell in column]
    if column.dtype.kind in "M":
        return floats(column.astype("datetime64[s]").astype(np.int64)) / 86_400
    raise EngineError("holds {kind}, which is neither numbers nor text", kind=str(column.dtype))
