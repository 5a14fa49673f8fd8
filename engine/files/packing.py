"""Answers of the reading process on their way: long columns lie in files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.data.mapped import mapped
from engine.data.table import Table
from engine.experiment import Experiment
from engine.files.tasks import Answer, Fetched

LARGE = 100_000  # bytes of a column that travels as a file instead of through the pipe


@dataclass(frozen=True, slots=True)
class _Packed:
    """An experiment whose long columns of numbers lie in files."""

    experiment: Experiment
    names: tuple[str, ...]
    files: dict[str, Path]


def light(answer: Answer, folder: Path, count: int) -> object:
    """An answer as it travels: what is long in it lies in files."""
    if isinstance(answer, Experiment):
        return _packed(answer, folder, count)
    if isinstance(answer, Fetched):
        packed = _packed(answer.experiment, folder, count)
        return (packed, answer.path, answer.is_own, answer.found)
    return answer


def _packed(experiment: Experiment, folder: Path, count: int) -> _Packed | Experiment:
    """Long columns as files, which the window maps instead of receiving them."""
    table = experiment.data.table
    files = {}
    for place, (name, column) in enumerate(table.columns.items()):
        if column.dtype != object and column.nbytes > LARGE:
            files[name] = folder / f"{count}-{place}.npy"
            np.save(files[name], column)
    if not files:
        return experiment
    small = Table({name: column for name, column in table.columns.items() if name not in files})
    data = replace(experiment.data, table=small)
    return _Packed(replace(experiment, data=data), table.names, files)


def whole(answer: Any) -> Any:
    """An answer as it was before it travelled."""
    if isinstance(answer, tuple):
        packed, *rest = answer
        return Fetched(whole(packed), *rest)
    return _unpacked(answer) if isinstance(answer, _Packed) else answer


def _unpacked(packed: _Packed) -> Experiment:
    """The experiment over its files."""
    small = packed.experiment.data.table
    columns = {
        name: mapped(packed.files[name]) if name in packed.files else small.columns[name]
        for name in packed.names
    }
    data = replace(packed.experiment.data, table=Table(columns))
    return replace(packed.experiment, data=data)
