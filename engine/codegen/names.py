"""Column names as Python names: valid, different from each other and from the program's own."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable

from engine.catalog import OPTIMIZERS

TAKEN = {
    *keyword.kwlist,
    *keyword.softkwlist,
    *dir(builtins),
    *OPTIMIZERS,
    *(
        "torch",
        "nn",
        "F",
        "math",
        "sys",
        "trace",
        "inputs",
        "targets",
        "losses",
        "lowest",
        "waited",
        "epoch_mean",
        "Model",
        "model",
        "layer",
    ),
    *("forward", "loss", "loss_function", "optimizer", "scheduler", "shuffle", "epoch", "rows"),
    *(
        "prediction",
        "logits",
        "p",
        "parameters",
        "parameter",
        "states",
        "state",
        "lr",
        "learning_rate",
        "rate_factor",
        "name",
    ),
    *("weights", "correct", "x", "z", "self", "slope"),
    *("weight_gradient", "bias_gradient", "weight_state", "bias_state"),
}
PARAMETER = re.compile(r"(hidden\d+|output)_(weight|bias)")


def identifiers(columns: Iterable[str]) -> dict[str, str]:
    """A Python name for each column."""
    found: dict[str, str] = {}
    for column in columns:
        name = _identifier(column)
        count = 2
        while not _is_free(name) or name in found.values():
            name = f"{_identifier(column)}_{count}"
            count += 1
        found[column] = name
    return found


def _identifier(column: str) -> str:
    # Python reads names in this form, so that two columns may be one name to it.
    text = unicodedata.normalize("NFKC", column)
    name = re.sub(r"\W+", "_", text).strip("_") or "column"
    if not name.isidentifier():
        name = f"column_{name}"
    return name if name.isidentifier() else "column"


def _is_free(name: str) -> bool:
    return name not in TAKEN and not PARAMETER.fullmatch(name)
