"""The slice that a plane of two features is: at what values the other features are held."""

from __future__ import annotations

from collections.abc import Collection

from engine.data.moments import mean
from engine.data.table import Column
from engine.experiment.coordinates import cell
from engine.experiment.encoding import Encoding, Values
from engine.experiment.specs import Data
from gui.kit.numbers import short
from gui.kit.swatches import patch_sample
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.modes.lens import Lens
from gui.stage.modes.mode import Row

MOST = 2  # features that are named; the tooltip has them all
LONGEST = 14  # letters of a name


class Held:
    """The means of the features that no axis shows; those of a column are worked out once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Column, Values | None, dict[str, float]]] = {}

    def row(self, data: Data, axes: tuple[str, str], lens: Lens, theme: Theme) -> tuple[Row, ...]:
        """The legend's line for them; none where both features are on the axes."""
        by_hand = lens.held_of(data, axes)
        values = {name: str(_cell(data, name, place)) for name, place in by_hand.items()}
        means = self.values(data, axes, by_hand)
        values |= {name: short(value) for name, value in means.items()}
        if not values:
            return ()
        told = [f"{_cut(name)} = {value}" for name, value in values.items()]
        more = f", … +{len(told) - MOST}" if len(told) > MOST else ""
        text = tr("at {values}", values=", ".join(told[:MOST]) + more)
        every = "\n".join(f"{name} = {value}" for name, value in values.items())
        help = tr("This plane is a slice: the other features are held at these values.")
        return (Row(text, patch_sample(theme.muted, 0.35), f"{help}\n{every}"),)

    def values(
        self, data: Data, axes: tuple[str, str], by_hand: Collection[str] = ()
    ) -> dict[str, float]:
        """Each other feature's mean over all rows, by name; of a category its values' shares."""
        found: dict[str, float] = {}
        for name in data.features:
            if name not in axes and name not in by_hand and data.table.rows:
                found |= self._means(data, name)
        return found

    def _means(self, data: Data, name: str) -> dict[str, float]:
        column, known = data.table.columns[name], self._known.get(name)
        values = data.encoding.values.get(name)
        if known is None or known[0] is not column or known[1] != values:
            self._known[name] = known = column, values, _worked_out(name, column, values)
        return known[2]


def _cell(data: Data, name: str, place: float) -> object:
    value = cell(data, name, place)
    return short(value) if isinstance(value, float) else value


def _worked_out(name: str, column: Column, values: Values | None) -> dict[str, float]:
    if values is None:
        return {name: mean(column)}
    encoding = Encoding((name,), ((name, values),))
    shares = encoding.matrix({name: column}).mean(axis=0)
    return dict(zip(encoding.names, shares.tolist(), strict=True))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
