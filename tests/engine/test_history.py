"""What a run keeps of its past: few keyframes, the right ones, and no more than is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from engine import Session
from engine.training import history
from engine.training.history import FIRST_SPACING, History, Keyframe
from tests.experiments import line


@pytest.fixture(scope="module")
def start() -> Keyframe:
    return Session(line()).run.rest()


def at(start: Keyframe, *steps: int) -> list[Keyframe]:
    return [replace(start, step=step) for step in steps]


def steps(keyframes: Iterable[Keyframe]) -> list[int]:
    return [keyframe.step for keyframe in keyframes]


def test_where_there_are_too_many_every_other_one_goes(
    start: Keyframe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_KEYFRAMES", 4)
    kept = History(start)
    for step in range(1, 4 * FIRST_SPACING + 1):
        if step % kept.spacing == 0:
            kept.record(replace(start, step=step))
            kept.record(replace(start, step=step))  # the same is not kept twice
    assert (kept.spacing, len(kept.regular)) == (FIRST_SPACING, 4)
    for step in range(4 * FIRST_SPACING + 1, 7 * FIRST_SPACING):
        if step % kept.spacing == 0:
            kept.record(replace(start, step=step))
    assert kept.spacing == 2 * FIRST_SPACING
    assert steps(kept.regular) == [2 * FIRST_SPACING, 4 * FIRST_SPACING, 6 * FIRST_SPACING]


def test_of_changes_by_hand_the_newer_half_stays(
    start: Keyframe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_CHANGES", 4)
    kept = History(start)
    for keyframe in at(start, 3, 8, 13, 16):
        kept.record_change(keyframe)
        kept.record(replace(start, step=keyframe.step + 1))
    assert steps(kept.changes) == [13, 16] and kept.first == 13  # of five
    assert steps(kept.regular) == [14, 17]


def test_keyframes_have_no_more_bytes_than_is_allowed(
    start: Keyframe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_BYTES", 3 * start.size)
    kept = History(start)
    for step in range(1, 5 * FIRST_SPACING):
        if step % kept.spacing == 0:
            kept.record(replace(start, step=step))
    assert steps(kept.regular) == [2 * FIRST_SPACING, 4 * FIRST_SPACING]
    assert kept.size == 3 * start.size


def test_a_change_cuts_off_what_comes_after_it_and_itself_takes_the_place_of_one(
    start: Keyframe,
) -> None:
    kept = History(start)
    for keyframe in at(start, 8, 16, 24):
        kept.record(keyframe)
    kept.record_change(replace(start, step=16))
    kept.record_change(replace(start, step=16))
    assert (steps(kept.changes), steps(kept.regular)) == ([0, 16], [8, 16])
    assert kept.changes_after(15) and not kept.changes_after(16)
    assert kept.cuts == [16, 16] and kept.version == 2
    kept.cut(15)
    assert (steps(kept.changes), steps(kept.regular)) == ([0], [8])


def test_replay_begins_before_the_step_that_is_shown_again(start: Keyframe) -> None:
    kept = History(start)
    for keyframe in at(start, 8, 16):
        kept.record(keyframe)
    kept.record_change(replace(start, step=20))
    kept.record(replace(start, step=24))
    asked = (0, 1, 8, 9, 16, 17, 19, 20, 21, 24, 25)
    assert [kept.replay_from(step).step for step in asked] == [
        0, 0, 0, 8, 8, 16, 16, 20, 20, 20, 24
    ]  # fmt: skip


def test_a_copy_goes_its_own_way_and_a_mark_is_returned_to(start: Keyframe) -> None:
    kept = History(start)
    kept.record(replace(start, step=8))
    copied, mark = kept.copied(), kept.mark()
    copied.record(replace(start, step=16))
    assert (steps(kept.regular), steps(copied.regular)) == ([8], [8, 16])
    kept.record_change(replace(start, step=4))
    kept.go_back(mark)
    assert (steps(kept.changes), steps(kept.regular)) == ([0], [8])
    assert kept.version == 2 and kept.spacing == copied.spacing


def test_by_phases_as_many_are_kept_as_by_steps() -> None:
    session = Session(line())
    for _ in range(4 * (2 * FIRST_SPACING + 1)):
        session.phase()
    assert steps(session.run.history.regular) == [FIRST_SPACING, 2 * FIRST_SPACING]
