"""The log as text: a table for other programs, and the lines that the course's programs print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gui.panels.log.columns import Column
from gui.panels.log.rows import Row


def table(rows: Iterable[Row], columns: Sequence[Column], delimiter: str = ",") -> str:
    """Names and rows; numbers read back as the same ones, and what has none is empty."""
    names = ["step", "epoch", "loss", *(column.name for column in columns)]
    lines = [delimiter.join(f'"{name}"' if delimiter in name else name for name in names)]
    for row in rows:
        figures = [_exact(value) for value in (row.loss, *row.values)]
        lines.append(delimiter.join([str(row.step), str(row.epoch), *figures]))
    return "\n".join(lines) + "\n"


def course(rows: Iterable[Row], columns: Sequence[Column], first: int, epochs: int) -> str:
    """``Epoch  100/3000 W: 2.987, b: 2.511 Cost: 0.083215``, the epoch counted from 0.

    The course's programs count from the first step that they print.
    """
    return "".join(_course_line(row, columns, first, epochs) for row in rows)


def _course_line(row: Row, columns: Sequence[Column], first: int, epochs: int) -> str:
    cells, figures = [], []
    for column, value in zip(columns, row.values, strict=True):
        if "[" in column.name:
            cells.append(f"{column.label}: {_decimals(value, 3)}")
        else:
            figures.append(f"{column.label.capitalize()}: {_decimals(value, 4)}")
    head = [f"Epoch {row.step - first:4d}/{epochs}", *([", ".join(cells)] if cells else [])]
    return " ".join([*head, f"Cost: {row.loss:.6f}", *figures]) + "\n"


def _exact(value: float | None) -> str:
    return "" if value is None or value != value else repr(float(value))


def _decimals(value: float | None, places: int) -> str:
    return "" if value is None else f"{value:.{places}f}"
