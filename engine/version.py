"""The program's version: of the source tree that runs, or as it was installed."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

UNKNOWN = "0"


def version_of(package: str) -> str:
    """The version of an installed package; empty where there is none."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


@cache
def version() -> str:
    """The program's own; what is run from a source tree need not be what was installed once."""
    return _of_the_tree() or version_of("gradus") or UNKNOWN


def _of_the_tree() -> str:
    try:
        text = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
        project = tomllib.loads(text).get("project", {})
    except (OSError, ValueError):
        return ""
    return str(project.get("version", "")) if project.get("name") == "gradus" else ""
