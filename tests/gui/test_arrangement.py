"""Where views stand is plain arithmetic: no view is lost, none is in two places."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui import workspaces
from gui.shell.arrangement import STAGE, Arrangement, placed

NAMES = ("stage", "loss", "parameters", "metrics", "inside", "code", "table")
names = st.sampled_from(NAMES)
groups = st.lists(st.lists(names, max_size=4).map(tuple), max_size=3).map(tuple)
arrangements = st.builds(
    Arrangement,
    groups=groups,
    tabs=st.lists(names, max_size=3).map(tuple),
    drawer=st.sampled_from(["", "data", "gone"]),
    center=names,
    beside=st.just("") | names,
    strip=st.sampled_from(["full", "line", "off"]),
    share=st.floats(0.1, 0.9),
)


@given(arrangements, st.booleans(), st.booleans(), st.sets(names.filter(lambda n: n != STAGE)))
def test_every_view_is_in_one_place_and_the_stage_in_any_case(
    wanted: Arrangement, tall: bool, wide: bool, away: set[str]
) -> None:
    found = placed(wanted, NAMES, tall=tall, wide=wide, away=away)
    everywhere = [found.center, *filter(None, [found.beside]), *sum(found.groups, ())]
    assert len(everywhere) == len(set(everywhere))
    assert STAGE in everywhere
    assert not set(everywhere) & away
    assert len(found.groups) <= (3 if tall else 2)
    assert all(tab in group for tab, group in zip(found.tabs, found.groups, strict=True))
    assert wide or not found.beside


@given(arrangements)
def test_it_comes_back_from_its_file(wanted: Arrangement) -> None:
    text = json.dumps(wanted.to_dict())
    assert Arrangement.from_dict(json.loads(text), Arrangement()) == wanted


@pytest.mark.parametrize(
    "broken",
    [None, [], 3, {"groups": 1}, {"tabs": {}}, {"share": 7.0}, {"strip": "thick"}, {"drawer": 3}],
)
def test_what_is_no_arrangement_is_the_usual_one(broken: object) -> None:
    usual = Arrangement(groups=(("loss",),), drawer="data", share=0.4)
    assert Arrangement.from_dict(broken, usual) == usual


@given(arrangements, names)
def test_an_exchange_is_taken_back_by_the_next(wanted: Arrangement, name: str) -> None:
    there = wanted.exchanged(name)
    assert there.center == name
    assert there.exchanged(wanted.center).center == wanted.center


@given(arrangements, names, st.integers(0, 2))
def test_a_moved_view_is_in_front_of_its_new_group(wanted: Arrangement, name: str, to: int) -> None:
    moved = wanted.moved(name, to)
    assert [name in group for group in moved.groups].count(True) == 1
    assert name in moved.groups[to] and moved.tabs[0] == name


@given(arrangements, names)
def test_what_is_asked_for_is_seen(wanted: Arrangement, name: str) -> None:
    found = placed(wanted.shown(name), NAMES, tall=True, wide=True, away=())
    assert name in (found.center, found.beside, *found.tabs)


def test_built_in_arrangements_name_views_and_sections_that_there_are() -> None:
    views = {view.name for view in workspaces.views()}
    sections = {view.name for view in workspaces.sections()}
    assert set(workspaces.BUILT_IN) == set(workspaces.titles())
    for arrangement in workspaces.BUILT_IN.values():
        inside = [name for group in arrangement.groups for name in group]
        assert set(inside) <= views and len(inside) == len(set(inside))
        assert set(arrangement.tabs) <= set(inside)
        assert arrangement.drawer in {"", *sections}
