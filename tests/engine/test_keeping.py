"""What is kept of a run and of its columns: so much as fits, and the same numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine import Session
from engine.data.mapped import Handle, heavy, light, mapped
from engine.training import keeping
from tests.experiments import line


@pytest.mark.parametrize(("size", "kept"), [(1, 20), (4, 5), (20, 1), (1000, 1)])
def test_a_file_holds_as_many_keyframes_as_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch, size: int, kept: int
) -> None:
    session = Session(line())
    session.step(20 * 16)
    each = session.run.history.regular[-1].size
    monkeypatch.setattr(keeping, "MOST_BYTES", 20 * each // size)
    steps = [moment.step for moment in keeping.moments_between(session.run)]
    assert len(steps) <= kept + 1 and steps[-1] >= 19 * 16 and len(steps) >= min(kept, 19)


def test_a_column_in_a_file_is_the_same_numbers_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "0.npy"
    np.save(path, np.arange(5.0))
    column = mapped(path)
    sent = light(column)
    assert sent == Handle(path)
    assert heavy(sent).tolist() == column.tolist() == [0, 1, 2, 3, 4]
    assert heavy(light(np.arange(3.0))).tolist() == [0, 1, 2]
    del column
    assert not path.exists()
