"""Test rows by share: as exact as whole rows allow, the same for a seed, and trained without."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.data.table import Table, labels, numbers
from engine.experiment.prepare import count_test_rows, split
from engine.experiment.specs import Data


def data(targets: list[int], fraction: float, seed: int, stratified: bool = True) -> Data:
    table = Table({"x": numbers(range(len(targets))), "kind": labels(targets)})
    return Data(table, ("x",), "kind", "classification", fraction, seed, stratified=stratified)


targets = st.lists(st.integers(0, 4), min_size=3, max_size=60)


@given(targets, st.floats(0.01, 0.9), st.integers(0, 9))
def test_shares(kinds: list[int], fraction: float, seed: int) -> None:
    part = data(kinds, fraction, seed)
    train, test = split(part)
    assert len(test) == count_test_rows(part)
    assert sorted([*train, *test]) == list(range(len(kinds)))
    column = np.array(kinds)
    spare = len(kinds) - len(set(kinds))
    if len(test) <= spare:  # then no class is lost to training
        assert set(column[train]) == set(kinds)


@given(targets, st.integers(0, 9))
def test_the_same_seed_gives_the_same_rows(kinds: list[int], seed: int) -> None:
    one, other = (split(data(kinds, 0.4, seed)) for _ in range(2))
    assert np.array_equal(one[1], other[1])


def test_exact_shares() -> None:
    kinds = [0] * 60 + [1] * 30 + [2] * 10
    for seed in range(20):
        test = split(data(kinds, 0.2, seed))[1]
        assert np.bincount(np.array(kinds)[test]).tolist() == [12, 6, 2]
    plain = {tuple(np.bincount(np.array(kinds)[split(data(kinds, 0.2, seed, False))[1]],
                               minlength=3)) for seed in range(20)}  # fmt: skip
    assert len(plain) > 1


def test_where_many_classes_have_one_row_the_large_ones_give_more() -> None:
    kinds = [*range(10), *[10] * 12, *[11] * 8]
    train, test = split(data(kinds, 16 / 30, 0))
    assert len(test) == 16 and set(np.array(kinds)[train]) == set(kinds)


def test_another_seed_draws_other_rows() -> None:
    kinds = [0, 1] * 30
    drawn = {tuple(split(data(kinds, 0.3, seed))[1]) for seed in range(10)}
    assert len(drawn) == 10
