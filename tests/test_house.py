"""The plan of the house: no circles, few arrows."""

from __future__ import annotations

from tests import house


def test_no_file_imports_itself_in_a_circle_even_late() -> None:
    assert house.circles(house.imports()) == []


def test_no_room_knows_one_that_knows_it() -> None:
    graph: dict[str, set[str]] = {}
    for one, other in house.arrows():
        graph.setdefault(one, set()).add(other)
    assert house.circles(graph) == []


def test_the_window_s_rooms_know_few_others() -> None:
    window = [arrow for arrow in house.arrows() if arrow[0].startswith("gui")]
    assert 0 < len(window) <= 60
