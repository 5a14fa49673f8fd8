"""The command that holds random experiments to their last bit, and that it can find another."""

from __future__ import annotations

from random import Random

import pytest
import torch

from engine import Experiment
from engine.training.kernels import Program
from tests import bits
from tests.experiments import line


def test_some_random_experiments_keep_their_bits() -> None:
    seen, found = bits.differing(3, 5)
    assert not found and set(seen) == {"kernels", "programs", "walks"}


@pytest.mark.long
def test_500_random_experiments_keep_their_bits() -> None:
    seen, found = bits.differing(4, 500)
    assert not found and min(seen.values()) >= 500


@pytest.mark.parametrize("check", ["kernels", "programs"])
def test_one_bit_is_found(check: str, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment: Experiment = line(training={"epochs": 9})
    judge = getattr(bits, check)
    assert judge(experiment, Random(0))
    loss = Program.loss

    def next_number(self: Program, count: int) -> torch.Tensor:
        return torch.nextafter(loss(self, count), torch.tensor(torch.inf))

    monkeypatch.setattr(Program, "loss", next_number)
    assert not judge(experiment, Random(0))
