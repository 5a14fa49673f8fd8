"""The optimizers' update functions as text, which an exported program shows; no source is needed.

A packaged program may have no source files. What is kept beside it is written anew with
``python3 -m engine.codegen.sources``; a test holds that it is what the functions are.
"""

from __future__ import annotations

import ast
import functools
import json
from pathlib import Path
from typing import Protocol, runtime_checkable

from engine.catalog import OPTIMIZERS

FILE = Path(__file__).parents[2] / "resources" / "code" / "updates.json"


@runtime_checkable
class Reads(Protocol):
    """What has imported this program, from a folder or from an archive, and reads what is in it."""

    def get_data(self, path: str) -> bytes:
        """The bytes of a file."""


def source_of(name: str) -> str:
    """The text of the update function of this name."""
    return _kept()[name]


def written() -> dict[str, str]:
    """The text of every update function, by its name, as it is in the source files."""
    names = {entry.update.rpartition(".")[2] for entry in OPTIMIZERS.values()}
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parents[1] / "training").glob("*updates.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name in names:
                lines = text.splitlines(keepends=True)[node.lineno - 1 : node.end_lineno]
                found[node.name] = "".join(lines)
    return found


@functools.cache
def _kept() -> dict[str, str]:
    loader = __spec__.loader
    content = loader.get_data(str(FILE)) if isinstance(loader, Reads) else FILE.read_bytes()
    texts: dict[str, str] = json.loads(content)
    return texts


if __name__ == "__main__":
    text = json.dumps(written(), ensure_ascii=False, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")
