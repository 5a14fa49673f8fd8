"""Which numbers of an experiment can be gone on with otherwise, and with what values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.data.numerals import number
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.setting import Setting
from engine.experiment.settings import among
from gui.kit.numbers import short
from gui.kit.words import tr

MOST = 5  # values at once
FACTORS = (0.1, 0.3, 1.0, 3.0, 10.0)
SHARES = (0.0, 0.5, 0.9, 0.99)  # of what lies between nought and one
BATCHES = (1, 8, 32, 128)
BATCH = "training.batch_size"
PARTS = ("optimizer.", "regularization.", BATCH)
APART = re.compile(r"[;\s]+")
Values = tuple[float | None, ...]


def offered(experiment: Experiment) -> dict[str, Setting]:
    """The settings that are single numbers and keep the weights, by path; the rate first."""
    found = {
        path: setting
        for path, setting in among(experiment).items()
        if setting.effect == "keeps" and not setting.choices and path.startswith(PARTS)
        if _is_number(setting.of(experiment), setting)
    }
    return dict(sorted(found.items(), key=lambda item: not item[0].startswith("optimizer.")))


def suggested(experiment: Experiment, path: str) -> Values:
    """A few values around the one that holds."""
    setting = among(experiment)[path]
    now = setting.of(experiment)
    if path == BATCH:
        rows = experiment.data.table.rows
        return (*(size for size in BATCHES if size < rows), None)[-MOST:]
    if setting.allowed.high <= 1 and path != "optimizer.lr":
        return SHARES
    if not now:
        return tuple(value for value in (0.0, 0.001, 0.01, 0.1) if value in setting.allowed)
    found = (float(f"{now * factor:.3g}") for factor in FACTORS)
    return tuple(value for value in found if value in setting.allowed)


def read(text: str, path: str) -> Values:
    """What was typed; EngineError where it is no number, or there are too many."""
    parts = [part for part in APART.split(text.strip()) if part]
    if not 1 <= len(parts) <= MOST:
        raise EngineError("takes one to {most} values", path, most=MOST)
    return tuple(_read(part, path) for part in parts)


def written(values: Sequence[float | None]) -> str:
    """The values as they are typed."""
    return "  ".join(shown(value) for value in values)


def shown(value: float | None) -> str:
    """One value as it is read."""
    return tr("all") if value is None else short(value)


def _read(part: str, path: str) -> float | None:
    if path != BATCH:
        return number(part, path)
    if part == tr("all"):
        return None
    value = number(part, path)
    return int(value) if value == int(value) else value


def _is_number(value: object, setting: Setting) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number or (value is None and setting.optional)
