"""Parquet files."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np

from engine.errors import EngineError
from engine.files import dates
from engine.files.limits import MOST_TEXT, check_cells
from engine.files.names import unique
from engine.files.sheet import Cells, Sheet
from engine.files.source import Options


def read_parquet(content: bytes, options: Options) -> Sheet:
    """All columns; how many rows there are is known before they are read."""
    import polars  # slow to import, and few files need it

    try:
        scan = polars.scan_parquet(io.BytesIO(content))
        schema = scan.collect_schema()
        rows = int(scan.select(polars.len()).collect().item())
        check_cells(rows, len(schema))
        unread = tuple((name, _unread(name, dtype)) for name, dtype in schema.items()
                       if dtype.is_nested() or dtype in (polars.Binary, polars.Object))  # fmt: skip
        if len(schema) - len(unread) < 2 and unread:
            raise unread[0][1].at(f"column {unread[0][0]}")
        scan = scan.drop([name for name, _ in unread])
        texts = [polars.col(name) for name, dtype in schema.items() if dtype == polars.String]
        letters = scan.select(text.str.len_bytes().sum() for text in texts).collect()
        if sum(letters.row(0)) > MOST_TEXT if texts else False:
            raise EngineError("has too much text in its cells")
        frame = scan.collect()
    except (polars.exceptions.PolarsError, ValueError, OSError, OverflowError) as error:
        raise EngineError("is damaged, or not of the kind that its name says") from error
    except BaseException as error:  # polars' own panic is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError("is damaged, or not of the kind that its name says") from error
    if rows == 0 or not schema:
        raise EngineError("is empty")
    columns = tuple(_cells(frame[name], polars) for name in frame.columns)
    names = unique(frame.columns)
    index = _pandas_index(content)
    row_names = tuple(
        name for name, given in zip(names, frame.columns, strict=True) if given in index
    )
    return Sheet("parquet", options, names, columns, range(1, rows + 1), "row",
                 row_names=row_names, unread=unread)  # fmt: skip


def _unread(name: str, dtype: Any) -> EngineError:
    if name.lower() in ("geometry", "geom", "wkb_geometry"):
        return EngineError("holds shapes of a map, which are neither numbers nor text")
    return EngineError("holds {kind}, which is neither numbers nor text", kind=str(dtype))


def _pandas_index(content: bytes) -> set[str]:
    """The columns that pandas wrote as the rows' names, as its words in the file say."""
    import polars

    try:
        told = json.loads(polars.read_parquet_metadata(io.BytesIO(content)).get("pandas", "{}"))
        return {name for name in told.get("index_columns", []) if isinstance(name, str)}
    except (polars.exceptions.PolarsError, ValueError, OSError, AttributeError, TypeError):
        return set()


def _cells(series: Any, polars: Any) -> Cells:
    if series.dtype.is_numeric():
        return np.asarray(series.cast(polars.Float64).to_numpy(), dtype=np.float64)
    if series.dtype == polars.Boolean:
        return [None if cell is None else str(cell).lower() for cell in series.to_list()]
    if series.dtype in (polars.Datetime, polars.Date):
        moments = series.cast(polars.Datetime("us")).to_physical().cast(polars.Float64) / 8.64e10
        return [None if days is None else dates.iso(days) for days in moments.to_list()]
    if series.dtype in (polars.Time, polars.Duration):
        hours = series.to_physical().cast(polars.Float64) / _per_hour(series.dtype)
        return np.asarray(hours.to_numpy(), dtype=np.float64)
    if series.dtype == polars.Null:
        return np.full(len(series), np.nan)
    cells: list[str | float | None] = [
        None if cell is None else cell.strip() for cell in series.cast(polars.String).to_list()
    ]
    return cells


def _per_hour(dtype: Any) -> float:
    """Units of a time or of a span in an hour."""
    unit = getattr(dtype, "time_unit", "ns")
    return 3600.0 * {"ms": 1e3, "us": 1e6, "ns": 1e9}[unit or "ns"]
