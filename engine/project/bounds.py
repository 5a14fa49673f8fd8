"""How much memory it may take to open a file, whatever lies in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST = 1_000_000_000  # bytes


@contextmanager
def bounded(most: int = MOST) -> Iterator[None]:
    """The process may take so many bytes more than it has: what would be beyond is a MemoryError.

    Only where the system tells how many it has, and holds to such a limit.
    """
    taken = _taken()
    if taken is None:
        yield
        return
    import resource  # not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    there = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([taken + most, *there]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _taken() -> int | None:
    """Bytes that the process may write to now; None where the system does not say."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            name, _, amount = line.partition(":")
            if name == "VmData":
                return 1024 * int(amount.split()[0])
    return None
