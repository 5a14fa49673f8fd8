"""The columns of a project's tables: long ones are members, and each is written once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.catalog.entry import Range
from engine.data.codes import Codes, codes
from engine.data.table import Column, Table, labels
from engine.experiment import Experiment
from engine.experiment.columns import cells_written
from engine.experiment.fields import Fields, integer, sequence
from engine.experiment.readers import label, mapping
from engine.experiment.specs import Data
from engine.project.arrays import Numbers
from engine.project.limits import COLUMNS, LARGE, misfit

FOLDER = "data"
PLACES = Range(low=0, high=2**31)
LARGEST_WHOLE = 2**53  # up to which every whole number is a float64


class ColumnsWritten:
    """Writes columns down and knows each of them again, whichever table it is in."""

    def __init__(self) -> None:
        self.members: dict[str, Numbers] = {}
        self._places: dict[int, int] = {}  # by the columns' identities
        self._kept: list[Column] = []  # so that no other column gets one of these
        self.document: list[Any] = []

    def of_contract(self, data: Data) -> dict[str, Any]:
        """The columns as ``experiment.json`` has them, which every program may read."""
        return {name: self._of_contract(data, name) for name in data.table.names}

    def places(self, table: Table) -> dict[str, int]:
        """The columns as places in ``document``."""
        return {name: self._place(column) for name, column in table.columns.items()}

    def _of_contract(self, data: Data, name: str) -> Any:
        column = data.table.columns[name]
        found = column if column.dtype != object else _as_numbers(column)
        if len(column) < LARGE or found is None:
            return cells_written(data, name)
        return {"member": self._member(column, found)}

    def _place(self, column: Column) -> int:
        if id(column) not in self._places:
            self._places[id(column)] = len(self.document)
            self._kept.append(column)
            self.document.append(self._written(column))
        return self._places[id(column)]

    def _written(self, column: Column) -> Any:
        if column.dtype != object:
            return {"member": self._member(column, column)}
        known = codes(column)
        if known is None or len(column) < LARGE:
            return {"labels": column.tolist()}
        return {"labels": list(known.labels), "member": self._member(column, known.places)}

    def _member(self, column: Column, found: Numbers) -> str:
        """The name of the member that has a column's numbers."""
        for name, array in self.members.items():
            if array is found or _equal(array, found):
                return name
        self._kept.append(column)
        name = f"{FOLDER}/{len(self.members)}.npy"
        self.members[name] = found
        return name


def in_members(document: Any, members: Mapping[str, Numbers]) -> Any:
    """An experiment's document whose columns are lists and the members' numbers."""
    section = document.get("data") if isinstance(document, Mapping) else None
    columns = section.get("columns") if isinstance(section, Mapping) else None
    if not isinstance(section, Mapping) or not isinstance(columns, Mapping):
        return document  # which is refused by those who know experiments
    found = {
        name: _only_a_member(column, members, f"data.columns.{name}")
        if isinstance(column, Mapping)
        else column
        for name, column in columns.items()
    }
    return {**document, "data": {**section, "columns": found}}


def read_columns(document: Any, members: Mapping[str, Numbers]) -> list[Column]:
    """The columns that were written by their places."""
    items = [(item, f"{COLUMNS}[{i}]") for i, item in enumerate(sequence(document, COLUMNS))]
    return [_column(mapping(item, where), members, where) for item, where in items]


class Tables:
    """Tables of such columns: those that are equal are one, and may be the experiment's own."""

    def __init__(self, own: Table, columns: list[Column]) -> None:
        self._own = own
        self._columns = columns
        self._known: dict[tuple[tuple[str, int], ...], Table] = {}

    def experiment(self, item: Any, where: str) -> Experiment:
        """An experiment whose columns are those at the places that its document has."""
        data = mapping(mapping(item, where).get("data"), f"{where}.data")
        given = mapping(data.get("columns"), f"{where}.data.columns")
        places = tuple((name, integer(place, where, PLACES)) for name, place in given.items())
        if any(place >= len(self._columns) for _, place in places):
            raise misfit(where)
        if places not in self._known:
            self._known[places] = self._table(places, where)
        whole = {**item, "data": {**data, "columns": self._known[places]}}
        return Experiment.from_dict(whole, unfinished=True)

    def _table(self, places: tuple[tuple[str, int], ...], where: str) -> Table:
        columns = {name: self._columns[place] for name, place in places}
        if len({len(column) for column in columns.values()}) > 1:
            raise misfit(where)
        table = Table(columns)
        return self._own if table == self._own else table


def _column(item: Mapping[str, Any], members: Mapping[str, Numbers], where: str) -> Column:
    if "labels" not in item:
        return _numbers(item, members, where)
    names = [label(name, where) for name in sequence(item["labels"], where)]
    if "member" not in item:
        return labels(names)
    places = _member(item, members, where)
    if places.dtype != np.int32 or len(set(names)) < len(names):
        raise misfit(where)
    if len(places) and not 0 <= places.min() <= places.max() < len(names):
        raise misfit(where)
    return Codes(tuple(names), places).column()


def _only_a_member(item: Mapping[str, Any], members: Mapping[str, Numbers], where: str) -> Numbers:
    """A column as ``experiment.json`` names it."""
    return _numbers(Fields(item, where, ("member",)).values, members, where)


def _numbers(item: Mapping[str, Any], members: Mapping[str, Numbers], where: str) -> Numbers:
    found = _member(item, members, where)
    if found.dtype != np.float64:
        raise misfit(where)
    return found


def _member(item: Mapping[str, Any], members: Mapping[str, Numbers], where: str) -> Numbers:
    name = item.get("member")
    if not isinstance(name, str) or name not in members:
        raise misfit(where)
    if members[name].ndim != 1:
        raise misfit(where)
    return members[name]


def _equal(one: Numbers, other: Numbers) -> bool:
    """Whether two columns are written the same; gaps are equal."""
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return np.array_equal(one.view(np.uint8), other.view(np.uint8))


def _as_numbers(column: Column) -> Numbers | None:
    """Whole numbers that name classes, as numbers; None where there are words among them."""
    known = codes(column)
    if known is None or not all(_is_whole(name) for name in known.labels):
        return None
    numbers: Numbers = np.array(known.labels, dtype=np.float64)[known.places]
    return numbers


def _is_whole(name: object) -> bool:
    return isinstance(name, int) and abs(name) < LARGEST_WHOLE
