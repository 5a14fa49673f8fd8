"""The loss history against a plain list, and its cost at a million steps."""

from time import thread_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.model.journal import losses as history
from gui.model.journal.losses import BUCKETS, LossHistory, Samples

LOSS = st.floats(allow_nan=True, allow_infinity=True, width=32)
ADD = st.tuples(st.just("add"), st.lists(LOSS, max_size=40))
CUT = st.tuples(st.just("cut"), st.integers(0, 200))
REPLACE = st.tuples(st.just("replace"), st.integers(0, 60), st.lists(LOSS, max_size=30))


def drawable(values):
    clean = np.array(values, dtype=np.float64)
    clean[~np.isfinite(clean)] = np.nan
    return np.clip(clean, -1e100, 1e100)


def brute_force(values):
    """The curve as its description says, one bucket at a time."""
    clean = drawable(values)
    if len(clean) <= 2 * history.BUCKETS:
        return np.arange(1.0, len(clean) + 1), clean
    width = 2
    while width * history.BUCKETS < len(clean):
        width *= 2
    x, y = [], []
    for start in range(0, len(clean), width):
        bucket, exact = clean[start : start + width], values[start : start + width]
        known = bucket[~np.isnan(bucket)]
        ends = (known.min(), known.max()) if len(known) else (np.nan, np.nan)
        x += [start + 1, start + len(bucket)]
        y += ends[::-1] if exact[0] >= exact[-1] else ends
    return np.array(x, dtype=np.float64), np.array(y)


@settings(max_examples=200)
@given(st.lists(st.one_of(ADD, CUT, REPLACE), max_size=12), st.sampled_from([4, 8, 512]))
def test_any_sequence_of_edits_draws_what_brute_force_draws(edits, buckets):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "BUCKETS", buckets)
        kept, plain = LossHistory(), []
        for edit in edits:
            if edit[0] == "cut":
                kept.cut(edit[1])
                del plain[edit[1] :]
            else:
                at = len(plain) if edit[0] == "add" else min(edit[1], len(plain))
                plain[at:] = edit[-1]
                kept.extend(at, np.array(edit[-1]))
        assert np.array_equal(kept.values, np.array(plain, dtype=float), equal_nan=True)
        for drawn, expected in zip(kept.curve(), brute_force(plain), strict=True):
            assert np.array_equal(drawn, expected, equal_nan=True)
        known = drawable(plain)
        known = known[~np.isnan(known)]
        assert kept.extremes() == ((known.min(), known.max()) if len(known) else None)


def falling(steps):
    noise = np.random.default_rng(3).random(steps)
    return np.exp(-np.arange(steps) / steps * 5) * 13 + noise * 0.01


@pytest.fixture(scope="module")
def million():
    return falling(1_000_000)


def test_a_million_losses_are_few_points_and_stay_exact(million):
    kept = LossHistory()
    kept.extend(0, million)
    x, y = kept.curve()
    assert len(x) <= 2 * BUCKETS
    assert (x[0], x[-1]) == (1, 1_000_000)
    assert (y.min(), y.max()) == (million.min(), million.max())
    assert kept.at(777_777) == million[777_776]
    assert kept.at(0) is None
    assert kept.at(1_000_001) is None


def test_a_part_looked_at_closely_is_drawn_from_the_exact_losses(million):
    kept = LossHistory()
    kept.extend(0, million)
    x, y = kept.curve(500_000, 500_100)
    assert x[0] <= 500_000
    assert x[-1] >= 500_100
    assert len(x) <= 110
    assert np.array_equal(y, million[x.astype(int) - 1])


def test_an_outlier_is_never_lost(million):
    spiked = million.copy()
    spiked[123_456] = 99
    kept = LossHistory()
    kept.extend(0, spiked)
    assert kept.curve()[1].max() == 99


def test_going_back_among_a_million_steps_takes_less_than_50_ms(million):
    kept = LossHistory()
    slowest = 0.0
    for at in (900_000, 500_000, 30_000, 10):
        kept.extend(0, million)
        started = thread_time()
        kept.cut(at)
        kept.curve()
        slowest = max(slowest, thread_time() - started)
        assert len(kept) == at
    assert slowest < 0.05


def test_losses_that_never_came_leave_a_gap():
    kept = LossHistory()
    kept.extend(0, np.array([3.0, 2.0]))
    kept.extend(4, np.array([1.0]))
    assert np.array_equal(kept.curve()[1], [3, 2, np.nan, np.nan, 1], equal_nan=True)
    assert kept.extremes() == (1, 3)


def test_the_exact_losses_cannot_be_written_to():
    kept = LossHistory()
    kept.extend(0, np.array([3.0]))
    with pytest.raises(ValueError, match="read-only"):
        kept.values[0] = 1
    kept.extend(1, np.array([2.0]))
    assert kept.values.tolist() == [3, 2]


def test_samples_stay_few_and_keep_the_newest():
    seen = Samples()
    for step in range(0, 500_000, 7):
        seen.add(step, 1 / (step + 1))
    assert 256 <= len(seen) <= Samples.LIMIT
    assert seen.at(10**9) == 1 / (499_996 + 1)
    assert seen.at(0) == 1
    x, y = seen.curve()
    assert np.all(np.diff(x) > 0)
    assert np.all(y == 1 / (x + 1))


def test_samples_are_read_from_a_file_as_far_as_they_are_some():
    seen = Samples()
    for step in (1, 5, 9):
        seen.add(step, np.nan if step == 5 else 1 / step)
    again = Samples()
    again.recall([list(pair) for pair in seen.pairs])
    assert again.pairs == [(1, 1.0), (9, 1 / 9)]
    for strange in (
        None,
        3,
        {"a": 1},
        [1, "x", [1], [-1, 2.0], ["1", 2.0], [10**300, 1.0], [1, None]],
    ):
        again.recall(strange)
        assert again.pairs == []


def test_samples_after_a_step_are_forgotten_when_it_is_gone_back_to():
    seen = Samples()
    for step in (1, 2, 3):
        seen.add(step, float(step))
    seen.cut(2)
    seen.add(2, np.nan)
    assert len(seen) == 2
    assert np.isnan(seen.curve()[1][1])
    assert seen.extremes() == (1, 1)
    assert seen.at(0) == 1  # of the step after it, which starts from the same parameters or nearly
    assert Samples().at(0) is None
