"""What of the data the stage shows, for the views that draw over the same axes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.experiment.coordinates import cell
from engine.experiment.specs import Data
from gui.kit.numbers import short
from gui.kit.words import tr

MOST = 2  # features that are named


@dataclass(frozen=True, slots=True)
class Sight:
    """From where to where its axes go, and where features without an axis are held by hand.

    Those that are not among ``held`` are at their mean.
    """

    axes: tuple[tuple[str, float, float], ...] = ()
    held: tuple[tuple[str, float], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The features on the axes."""
        return tuple(name for name, _, _ in self.axes)

    def fits(self, data: Data) -> bool:
        """Whether it is of such data."""
        return set(self.names) <= set(data.features) and len(self.axes) == min(
            len(data.features), 2
        )

    def told(self, data: Data) -> str:
        """Where the other features are held; empty where none are."""
        rest = [name for name in data.features if name not in self.names]
        if not rest or not self.fits(data):
            return ""
        held = [f"{name} = {_cell(data, name, at)}" for name, at in self.held if name in rest]
        means = len(rest) - len(held)
        if not held:
            return tr("the other features at their means")
        more = ", …" if len(held) > MOST or means else ""
        return tr("at {values}", values=", ".join(held[:MOST]) + more)


def _cell(data: Data, name: str, at: float) -> str:
    value = cell(data, name, at)
    return short(value) if isinstance(value, float) else str(value)
