"""Processes that have loaded torch before they are asked for."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

# What a training or a reading process loads before anything else.
LOADED = ["torch", "polars", "engine.link.worker", "engine.files.loading"]


@contextmanager
def processes_from_a_loaded_one() -> Iterator[None]:
    """On Linux, processes come from one that has loaded torch: else each is waited for."""
    if sys.platform != "linux":
        yield
        return
    context_of = multiprocessing.get_context
    context_of("forkserver").set_forkserver_preload(LOADED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiprocessing, "get_context", lambda _: context_of("forkserver"))
        yield
