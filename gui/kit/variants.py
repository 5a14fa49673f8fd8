"""The same experiment but for one value: which settings it may be, and values worth trying."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from engine.data.numerals import number, several
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.setting import Setting
from engine.experiment.settings import among
from gui.kit.numbers import short
from gui.kit.words import tr

RATE, BATCH, SEED = "optimizer.lr", "training.batch_size", "training.seed"
NAMED = ("optimizer.name", "loss.name", "model.init.scheme", "data.scaling.features")
NUMBERS = ("optimizer.", "regularization.", BATCH)  # that keep the weights
FACTORS = (0.1, 0.3, 1.0, 3.0, 10.0)
SHARES = (0.0, 0.5, 0.9, 0.99)  # of what lies between nought and one
SMALL = (0.0, 0.001, 0.01, 0.1)
BATCHES = (1, 8, 32)
OPTIMIZERS = ("sgd", "adam", "rmsprop", "adagrad")
WORD = re.compile(r"[^,;，；、\s]+")


def offered(experiment: Experiment, *, from_start: bool) -> dict[str, Setting]:
    """Settings by path, the learning rate and the optimizer's other numbers first.

    ``from_start`` also those that begin another training: seeds, and what is chosen by name.
    """
    more = (SEED, *NAMED) if from_start else ()
    found = {
        path: setting
        for path, setting in among(experiment).items()
        if path in more or (path.startswith(NUMBERS) and _is_number(experiment, setting))
    }
    order = {RATE: 0, "optimizer.name": 2}
    return dict(
        sorted(found.items(), key=lambda item: order.get(item[0], 1 + ("optim" not in item[0])))
    )


def suggested(experiment: Experiment, path: str) -> tuple[Any, ...]:
    """Two to five values, the one that holds among them."""
    setting = among(experiment)[path]
    now = setting.of(experiment)
    if path == "optimizer.name":
        return OPTIMIZERS
    if setting.choices:
        return tuple(setting.choices)[:5]
    if path == SEED:
        return tuple(range(now, now + 5))
    if path == BATCH:
        return (*(size for size in BATCHES if size < experiment.data.table.rows), None)
    if setting.allowed.high <= 1 and path != RATE:
        return SHARES
    around = [float(f"{now * factor:.3g}") for factor in FACTORS] if now else SMALL
    return tuple(value for value in around if value in setting.allowed)


def read(text: str, path: str, fewest: int, most: int) -> tuple[Any, ...]:
    """What was typed; EngineError where it cannot be read, or are too few or too many."""
    parts = apart(text, path)
    if not fewest <= len(parts) <= most:
        raise EngineError("takes {fewest} to {most} values", path, fewest=fewest, most=most)
    return tuple(_read(part, path) for part in parts)


def apart(text: str, path: str) -> list[str]:
    """What was typed one by one: numbers, or words."""
    is_number = path not in NAMED and "." in path
    return several(text) if is_number else WORD.findall(text)


def written(values: Sequence[Any]) -> str:
    """The values as they are typed."""
    return "  ".join(shown(value) for value in values)


def shown(value: Any) -> str:
    """One value as it is read."""
    if value is None:
        return tr("all")
    return value if isinstance(value, str) else short(value)


def _read(part: str, path: str) -> Any:
    if path in NAMED or "." not in path:  # of what is no setting
        return part
    if path == BATCH and part == tr("all"):
        return None
    value = number(part, path)
    return int(value) if path in (BATCH, SEED) and value == int(value) else value


def _is_number(experiment: Experiment, setting: Setting) -> bool:
    value = setting.of(experiment)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return (is_number or (value is None and setting.optional)) and not setting.choices
