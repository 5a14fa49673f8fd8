"""Rows by their class, or by the stretch of the target that they lie in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.edits.classes import class_names, class_places
from engine.experiment import Experiment
from gui.kit.colors import Look, class_look, heat_colors, ramp
from gui.kit.theme import Theme

BINS = 12  # of a number's colours


def looks(experiment: Experiment | None, theme: Theme) -> tuple[Look, ...]:
    """How the rows of each class, or of each stretch of the target, are drawn."""
    if experiment is None:
        return ()
    data = experiment.data
    if data.task == "classification":
        places = class_places(data, class_names(data)).values()
        return tuple(class_look(theme, place) for place in places)
    colors = ramp(heat_colors(theme), BINS)
    return tuple(Look(f"#{color & 0xFFFFFF:06x}") for color in colors.tolist())


def groups(experiment: Experiment | None, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of them each row belongs to; -1 for rows that are gone."""
    if experiment is None:
        return np.zeros(len(rows), np.int64)
    data = experiment.data
    column = data.table.columns[data.target]
    cells = column[rows[rows < len(column)]]
    if data.task == "classification":
        place = {name: index for index, name in enumerate(class_names(data))}
        found = np.array([place.get(cell, 0) for cell in cells.tolist()], dtype=np.int64)
    else:
        low, high = float(column.min()), float(column.max())
        share = (cells.astype(np.float64) - low) / (high - low if high > low else 1.0)
        found = np.clip(share * BINS, 0, BINS - 1).astype(np.int64)
    return np.append(found, np.full(len(rows) - len(found), -1))
