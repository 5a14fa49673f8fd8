"""What a small picture of an experiment needs: some of its rows, read from the file alone."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

Look = Literal["line", "curve", "classes", "heat"]
MOST_POINTS = 140
MOST_BYTES = 400_000  # of a file; a larger one is shown without a picture


@dataclass(frozen=True, slots=True)
class Sketch:
    """Points from 0 to 1 along both axes, upwards; ``shades`` are classes, or 0 to 1 for ``heat``.

    ``line`` is the least squares line's height at the left and the right edge, for ``line`` only.
    """

    look: Look
    x: tuple[float, ...]
    y: tuple[float, ...]
    shades: tuple[float, ...]
    line: tuple[float, float] | None
    rows: int
    task: str


@lru_cache(maxsize=64)
def sketch(path: Path) -> Sketch | None:
    """A sketch of the experiment in a file; None where the file says too little, or too much."""
    try:
        text = _text(path)
        return None if text is None else _sketch(json.loads(text))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None  # opening it will say what is wrong


def _text(path: Path) -> str | None:
    """The experiment's own text in a file that is not too large."""
    if path.suffix.lower() == ".json" and path.stat().st_size <= MOST_BYTES:
        return path.read_text(encoding="utf-8")
    if path.suffix.lower() != ".gradus":
        return None
    import zipfile  # mostly there is no such file

    try:
        with zipfile.ZipFile(path) as packed:
            part = packed.getinfo("experiment.json")
            return packed.read(part).decode() if part.file_size <= MOST_BYTES else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        # broken, packed in a way that zipfile does not know, or under a password: no picture
        return None


def _sketch(experiment: Mapping[str, Any]) -> Sketch:
    data = experiment["data"]
    columns, features, target = data["columns"], data["features"], data["target"]
    task, hidden = data.get("task", "regression"), experiment.get("model", {}).get("hidden")
    rows = len(columns[target])
    some = range(0, rows, max(1, math.ceil(rows / MOST_POINTS)))
    picked = {name: [columns[name][row] for row in some] for name in (*features[:2], target)}
    x = _scaled(picked[features[0]])
    if task == "classification":
        classes = sorted(set(picked[target]), key=str)
        shades = tuple(float(classes.index(label)) for label in picked[target])
        alone = len(features) == 1
        y = _scaled(list(shades)) if alone else _scaled(picked[features[1]])
        return Sketch("classes", x, y, shades, None, rows, task)
    if len(features) > 1:
        heights = _scaled(picked[features[1]])
        return Sketch("heat", x, heights, _scaled(picked[target]), None, rows, task)
    y = _scaled(picked[target])
    line = None if hidden else _fitted(x, y)
    return Sketch("curve" if hidden else "line", x, y, (0.0,) * len(x), line, rows, task)


def _scaled(values: Sequence[float]) -> tuple[float, ...]:
    numbers = [float(value) for value in values]
    low, high = min(numbers), max(numbers)
    if not (math.isfinite(low) and math.isfinite(high)) or high == low:
        return (0.5,) * len(numbers)
    return tuple((value - low) / (high - low) for value in numbers)


def _fitted(x: Sequence[float], y: Sequence[float]) -> tuple[float, float] | None:
    """The least squares line at both edges."""
    count = len(x)
    x_mean, y_mean = sum(x) / count, sum(y) / count
    spread = sum((value - x_mean) ** 2 for value in x)
    if not spread:
        return None
    slope = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y, strict=True)) / spread
    return y_mean - slope * x_mean, y_mean + slope * (1 - x_mean)
