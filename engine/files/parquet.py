"""Parquet files."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from engine.errors import EngineError
from engine.files.limits import MOST_TEXT, check_cells
from engine.files.sheet import Cells, Sheet, unique
from engine.files.source import Options


def read_parquet(content: bytes, options: Options) -> Sheet:
    """All columns; how many rows there are is known before they are read."""
    import polars  # slow to import, and few files need it

    try:
        scan = polars.scan_parquet(io.BytesIO(content))
        schema = scan.collect_schema()
        rows = int(scan.select(polars.len()).collect().item())
        check_cells(rows, len(schema))
        for name, dtype in schema.items():
            if dtype.is_nested() or dtype in (polars.Binary, polars.Object, polars.Duration):
                raise EngineError(
                    "holds {kind}, which is neither numbers nor text",
                    f"column {name}",
                    kind=str(dtype),
                )
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
    return Sheet("parquet", options, unique(frame.columns), columns, range(1, rows + 1), "row")


def _cells(series: Any, polars: Any) -> Cells:
    if series.dtype.is_numeric():
        return np.asarray(series.cast(polars.Float64).to_numpy(), dtype=np.float64)
    if series.dtype == polars.Null:
        return np.full(len(series), np.nan)
    cells: list[str | float | None] = [
        None if cell is None else cell.strip() for cell in series.cast(polars.String).to_list()
    ]
    return cells
