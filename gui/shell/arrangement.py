"""Where the views stand, as one plain value: what a workspace names and what is remembered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, cast, get_args

Strip = Literal["full", "line", "off"]
STAGE = "stage"
MOST_TABS = 12  # that are remembered
MOST_GROUPS = 3  # on a tall screen; on a lower one the last joins the first


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The open sections of the drawer, the centre, and the groups at the right with their tabs.

    ``drawer`` is the section that is open ("" is none) and ``pinned`` one that stays beside it on
    a tall screen. ``beside`` stands at the centre's right on a wide one. ``tabs`` are the views
    that were brought to the front, the last one first; ``share`` is the first group's part of the
    height.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    tabs: tuple[str, ...] = ()
    drawer: str = ""
    pinned: str = ""
    center: str = STAGE
    beside: str = ""
    strip: Strip = "full"
    share: float = 0.5

    def to_dict(self) -> dict[str, Any]:
        """As JSON knows it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, document: object, usual: Arrangement) -> Arrangement:
        """Back again; what is missing or of another kind is as in ``usual``."""
        if not isinstance(document, Mapping):
            return usual
        known = {name: document.get(name) for name in asdict(usual)}
        words = {
            name: known[name]
            for name in ("drawer", "pinned", "center", "beside")
            if isinstance(known[name], str)
        }
        if known["strip"] in get_args(Strip):
            words["strip"] = known["strip"]
        share, groups, tabs = known["share"], known["groups"], known["tabs"]
        if isinstance(share, float) and 0.1 <= share <= 0.9:
            words["share"] = share
        if isinstance(groups, list) and all(isinstance(group, list) for group in groups):
            words["groups"] = tuple(tuple(map(str, group)) for group in groups)
        if isinstance(tabs, list):
            words["tabs"] = tuple(map(str, tabs))
        return replace(usual, **cast(dict[str, Any], words))

    def with_tab(self, name: str) -> Arrangement:
        """With a view in front of its group."""
        others = tuple(other for other in self.tabs if other != name)
        return replace(self, tabs=(name, *others)[:MOST_TABS])

    def shown(self, name: str) -> Arrangement:
        """With a view to be seen: in front of its group, or in the first one if it had none."""
        if name in (self.center, self.beside) or any(name in group for group in self.groups):
            return self.with_tab(name)
        return self.moved(name, 0)

    def without(self, name: str) -> Arrangement:
        """With a view taken out of its group."""
        groups = (tuple(other for other in group if other != name) for group in self.groups)
        return replace(self, groups=tuple(groups))

    def exchanged(self, name: str) -> Arrangement:
        """With a view in the centre, and what stood there in the view's place."""
        if name == self.center:
            return self
        groups = tuple(
            tuple(self.center if other == name else other for other in group)
            for group in self.groups
        )
        beside = self.center if name == self.beside else self.beside
        exchanged = replace(self, center=name, groups=groups, beside=beside)
        return exchanged.with_tab(self.center)

    def put_beside(self, name: str) -> Arrangement:
        """With a view at the centre's right; "" ends that."""
        beside = "" if name == self.center else name
        return replace(self, beside=beside).with_tab(name) if name else replace(self, beside="")

    def moved(self, name: str, to: int) -> Arrangement:
        """With a view in another group, in front of it."""
        groups = [
            tuple(other for other in group if other != name)
            for group in (*self.groups, *[()] * MOST_GROUPS)
        ][:MOST_GROUPS]
        groups[to] = (*groups[to], name)
        return replace(self, groups=tuple(groups)).with_tab(name)


@dataclass(frozen=True, slots=True)
class Placing:
    """What an arrangement comes to on a screen: no view is in two places."""

    center: str
    beside: str
    groups: tuple[tuple[str, ...], ...]
    tabs: tuple[str, ...]


def placed(
    wanted: Arrangement, views: Collection[str], *, tall: bool, wide: bool, away: Collection[str]
) -> Placing:
    """Put views where ``wanted`` says, as far as the screen has room; the stage is always there.

    ``views`` are those that there are; those ``away`` stand in windows of their own.
    """
    there = [name for name in views if name not in away]
    center = wanted.center if wanted.center in there else STAGE
    beside = wanted.beside if wide and wanted.beside in there and wanted.beside != center else ""
    taken = {center, beside}
    groups: list[list[str]] = []
    for group in (*wanted.groups, (), (), ())[:MOST_GROUPS]:
        fresh = [name for name in group if name in there and name not in taken]
        taken.update(fresh)
        groups.append(list(dict.fromkeys(fresh)))
    if STAGE not in taken:
        groups[0].append(STAGE)
    if not tall:
        groups[0] += groups.pop()
    groups = [group for group in groups if group]
    tabs = [next((name for name in wanted.tabs if name in group), group[0]) for group in groups]
    return Placing(center, beside, tuple(map(tuple, groups)), tuple(tabs))
