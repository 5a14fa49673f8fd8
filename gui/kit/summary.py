"""An experiment in a few words: how many rows it has, and its layers."""

from __future__ import annotations

from engine.experiment import Experiment
from gui.kit.words import tr

LONGEST = 6  # layers that are named one by one


def summary(experiment: Experiment) -> str:
    """``250 rows · 2 → 4 → 1``."""
    count = experiment.data.table.rows
    rows = tr("1 row") if count == 1 else tr("{count} rows", count=f"{count:,}")
    return f"{rows} · {layers(experiment)}"


def layers(experiment: Experiment) -> str:
    """The sizes of the layers from input to output: ``2 → 4 → 1``."""
    weights = [s for s in experiment.parameter_shapes().values() if len(s) == 2]
    sizes = [str(weights[0][1]), *(str(shape[0]) for shape in weights)]
    if len(sizes) > LONGEST:
        sizes = [*sizes[: LONGEST - 2], "…", sizes[-1]]
    return " → ".join(sizes)
