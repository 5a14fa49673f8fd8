"""A whole program: its three parts in order, with the imports that they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.codegen import by_formula, model, training
from engine.codegen.data import data
from engine.codegen.lines import Line, code, comment, spaced
from engine.codegen.words import said, speaking
from engine.experiment import Experiment
from engine.frames import Style

SECTIONS = ("data", "model", "training")
Writer = Callable[[Experiment], list[Line]]
PARTS: Mapping[Style, tuple[Writer, Writer]] = {
    "module": (model.module, training.module),
    "scratch": (model.scratch, training.scratch),
    "formula": (by_formula.model, by_formula.training),
}


@dataclass(frozen=True, slots=True)
class Program:
    """Lines of Python, each tagged with the phase of a step that it does, if any."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The program as the text of a file."""
        return "".join(f"{line.text}\n" for line in self.lines)


def program(
    experiment: Experiment,
    style: Style = "module",
    most_rows: int | None = None,
    language: str = "en",
    begun: int = 0,
) -> Program:
    """The same training as plain PyTorch; it needs only torch and gives the same losses.

    ``module`` uses torch.nn and torch.optim, ``scratch`` bare tensors and a written-out update.
    ``formula`` also writes out the gradients, whose last bits may differ; EngineError where it
    has none. Of a table with more than ``most_rows`` only the first and last rows are written.
    The comments are in ``language``. Where the experiment's start is that of a run after ``begun``
    steps they say so.
    """
    parts = sections(experiment, style, most_rows, language, begun).values()
    return Program(tuple(spaced(line for part in parts for line in [*part, Line("")])))


def sections(
    experiment: Experiment,
    style: Style,
    most_rows: int | None = None,
    language: str = "en",
    begun: int = 0,
) -> dict[str, list[Line]]:
    """The parts of the program by name; they run in this order."""
    experiment.check()
    with speaking(language):
        return _sections(experiment, style, most_rows, begun)


def _sections(
    experiment: Experiment, style: Style, most_rows: int | None, begun: int
) -> dict[str, list[Line]]:
    build_model, build_training = PARTS[style]
    parts = {
        "data": code("\n".join(data(experiment, most_rows))),
        "model": build_model(experiment),
        "training": build_training(experiment),
    }
    text = "\n".join(line.text for lines in parts.values() for line in lines)
    parts = {name: [*code(f"# {said(name.capitalize())}"), *part] for name, part in parts.items()}
    parts["data"] = [*code(_head(experiment, text, begun)), *parts["data"]]
    return {name: spaced(part) for name, part in parts.items()}


def _head(experiment: Experiment, text: str, begun: int) -> str:
    title = "".join(letter if letter.isprintable() else " " for letter in experiment.title)
    lines = [comment(title)] if title.strip() else []
    told = "Plain PyTorch, written by Gradus; with --trace it prints the loss of every step."
    lines += [f"# {said(told)}"]
    start = "It starts from the weights after step {step}, where the network was changed."
    lines += [f"# {said(start, step=begun)}"] if begun else []
    lines += ["import math"] if re.search(r"\bmath\.", text) else []
    lines += ["import sys", "", "import torch"]
    lines += ["import torch.nn.functional as F"] if re.search(r"\bF\.", text) else []
    lines += ["from torch import nn"] if re.search(r"\bnn\.", text) else []
    threads = "On one thread sums come out the same in every run, and small models train fastest."
    return "\n".join(
        [
            *lines,
            "",
            f"# {said(threads)}",
            "torch.set_num_threads(1)",
            'trace = "--trace" in sys.argv',
            "",
        ]
    )
