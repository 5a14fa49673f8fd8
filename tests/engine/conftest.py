"""What the tests of the engine share: one process that runs exported programs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.loaded import processes_from_a_loaded_one
from tests.tracing import Trace, tracing


@pytest.fixture(scope="session")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trace]:
    """Runs exported programs; loading torch for each anew would take longer than all of them."""
    with tracing(tmp_path_factory.mktemp("programs")) as run:
        yield run


@pytest.fixture(scope="module")
def processes_at_once() -> Iterator[None]:
    """For files that start many: how the program starts them is tested in ``test_process``."""
    with processes_from_a_loaded_one():
        yield
