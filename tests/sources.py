"""The program's own source files, parsed once for all tests that look into them."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


@cache
def trees(folder: str) -> dict[Path, ast.Module]:
    """The syntax trees of the sources in a folder, by their paths and in their order.

    They have a million parts and are never garbage: looking through them for some takes a second.
    """
    paths = sorted((ROOT / folder).rglob("*.py"))
    parsed = {path: ast.parse(path.read_text("utf-8")) for path in paths}
    gc.freeze()
    return parsed
