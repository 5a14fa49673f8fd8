"""The network in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from engine.frames.things import Number
from gui.kit.numbers import number
from gui.kit.summary import layers
from gui.kit.thing_names import named
from gui.kit.words import tr


def in_words(
    experiment: Experiment,
    largest: tuple[Number, float] | None,
    off: Mapping[str, NDArray[np.bool_]],
) -> str:
    """The layers, the largest weight, and how many are off."""
    words = [layers(experiment)]
    if largest is not None:
        thing, value = largest
        name = named(thing, experiment)
        words.append(tr("largest: {name}, {value}", name=name, value=number(value)))
    many = sum(int(mask.sum()) for mask in off.values())
    words += [tr("{count} weights are off", count=many)] if many else []
    return "; ".join(words)
