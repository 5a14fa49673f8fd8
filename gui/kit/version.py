"""The program's version, as it was installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("gradus")
except PackageNotFoundError:  # run from a folder that was never installed
    VERSION = "0"
