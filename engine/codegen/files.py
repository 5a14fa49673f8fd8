"""Programs as files: scripts and notebooks."""

from __future__ import annotations

import importlib
from pathlib import Path

from engine import storage
from engine.codegen.lines import Line
from engine.codegen.program import program, sections
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Style

SUFFIXES = (".py", ".ipynb")


def write(
    experiment: Experiment,
    path: str | Path,
    style: Style = "module",
    language: str = "en",
    begun: int = 0,
) -> None:
    """Write a script (.py) or a notebook (.ipynb), whole or not at all."""
    place = Path(path)
    storage.write_text(place, rendered(experiment, place, style, language, begun))


def rendered(
    experiment: Experiment, path: Path, style: Style, language: str = "en", begun: int = 0
) -> str:
    """The text of the file that ``path`` asks for."""
    check_suffix(path)
    if path.suffix.lower() == ".py":
        return program(experiment, style, language=language, begun=begun).text
    return _notebook(experiment, style, language, begun)


def check_suffix(path: Path) -> None:
    """Raise EngineError where a name says neither script nor notebook."""
    if path.suffix.lower() not in SUFFIXES:
        raise EngineError("must end in .py or .ipynb", str(path))


def _notebook(experiment: Experiment, style: Style, language: str, begun: int) -> str:
    nbformat = importlib.import_module("nbformat")  # slow to import, and few need it
    cells = [
        # Named, so that the same experiment gives the same file.
        nbformat.v4.new_code_cell(_text(lines), id=name)
        for name, lines in sections(experiment, style, language=language, begun=begun).items()
    ]
    metadata = {"language_info": {"name": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return f"{text}\n"


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines).strip("\n")
