"""How a plane is looked at: where the other features are held, which levels have lines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.experiment.specs import Data

MOST_LEVELS = 12


@dataclass(slots=True)
class Lens:
    """It belongs to the stage, whatever data come; what is held is of these ``features`` alone.

    A category is held at the place of one of its values. Without ``levels`` round ones are drawn.
    """

    features: tuple[str, ...] = ()
    held: dict[str, float] = field(default_factory=dict)
    levels: tuple[float, ...] = ()

    def held_of(self, data: Data, axes: tuple[str, str]) -> dict[str, float]:
        """Where the features that no axis shows are held by hand; the others are at their mean."""
        if self.features != data.features:
            return {}
        return {
            name: self.held[name]
            for name in data.features
            if name in self.held and name not in axes
        }

    def hold(self, data: Data, name: str, value: float | None) -> None:
        """Hold a feature there, or (None) at its mean again."""
        if self.features != data.features:
            self.features, self.held = data.features, {}
        if value is None:
            self.held.pop(name, None)
        else:
            self.held[name] = value

    def state(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {
            "features": list(self.features),
            "held": dict(self.held),
            "levels": list(self.levels),
        }

    def take(self, state: Mapping[str, Any]) -> None:
        """That again; what is of another kind is left out."""
        features, held, levels = (state.get(name) for name in ("features", "held", "levels"))
        if isinstance(features, list) and isinstance(held, Mapping):
            self.features = tuple(map(str, features))
            self.held = {str(name): float(at) for name, at in held.items() if _is_number(at)}
        if isinstance(levels, list) and all(map(_is_number, levels)):
            self.levels = tuple(map(float, levels[:MOST_LEVELS]))


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)
