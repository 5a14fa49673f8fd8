"""The program's version."""

from __future__ import annotations

from engine.version import version

VERSION = version()
