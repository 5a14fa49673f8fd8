"""Sessions compared to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from engine import Session


def same(left: Session, right: Session, shown: bool = True) -> None:
    """Both stand at the same place, with the same everything; ``shown`` includes the last step."""
    assert left.step_number == right.step_number
    assert left.epoch_number == right.epoch_number
    assert left.losses.tolist() == right.losses.tolist()
    assert left.run.phases_done == right.run.phases_done
    equal(left.parameters, right.parameters)
    if shown:
        assert left.last_phase == right.last_phase
        equal(left.gradients, right.gradients)
        equal(left.changes, right.changes)
    one, other = left.run.rest(), right.run.rest()
    assert torch.equal(one.place.shuffle, other.place.shuffle)
    assert (one.place.epoch, one.place.batch) == (other.place.epoch, other.place.batch)
    assert one.state.keys() == other.state.keys()
    for name, state in one.state.items():
        equal(state, other.state[name])


def equal(left: Any, right: Any) -> None:
    """Two dicts hold the same numbers, to the last bit."""
    assert left.keys() == right.keys()
    for name, value in left.items():
        if isinstance(value, np.ndarray | torch.Tensor):
            assert right[name] is not None, name
            assert np.array_equal(np.asarray(value), np.asarray(right[name]), equal_nan=True), name
        else:
            assert value == right[name], name
