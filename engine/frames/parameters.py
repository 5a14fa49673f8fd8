"""The numbers that training changes, with their gradients and their last changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Values = Mapping[str, NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class ParametersRequest(Request):
    """Some parameters by name; all of them where none is named."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameters(View):
    """Arrays by parameter name, in the number type that training computes with.

    ``gradients`` are the last step's, None before the first; ``changes`` are what the last update
    did, None before the first.
    """

    values: Values
    gradients: Mapping[str, NDArray[np.floating] | None]
    changes: Mapping[str, NDArray[np.floating] | None]
