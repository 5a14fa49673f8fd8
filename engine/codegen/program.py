"""A whole program: its three parts in order, with the imports that they need."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from engine.codegen import model, training
from engine.codegen.data import data
from engine.codegen.lines import Line, code, comment, spaced
from engine.experiment import Experiment

Style = Literal["module", "scratch"]
SECTIONS = ("data", "model", "training")


@dataclass(frozen=True, slots=True)
class Program:
    """Lines of Python, each tagged with the phase of a step that it does, if any."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The program as the text of a file."""
        return "".join(f"{line.text}\n" for line in self.lines)


def program(experiment: Experiment, style: Style = "module") -> Program:
    """The same training as plain PyTorch; it needs only torch and gives the same losses.

    ``module`` uses torch.nn and torch.optim, ``scratch`` bare tensors and a written-out update.
    """
    parts = sections(experiment, style).values()
    return Program(tuple(spaced(line for part in parts for line in [*part, Line("")])))


def sections(experiment: Experiment, style: Style) -> dict[str, list[Line]]:
    """The parts of the program by name; they run in this order."""
    experiment.check()
    parts = {
        "data": code("\n".join(data(experiment))),
        "model": model.module(experiment) if style == "module" else model.scratch(experiment),
        "training": (
            training.module(experiment) if style == "module" else training.scratch(experiment)
        ),
    }
    text = "\n".join(line.text for lines in parts.values() for line in lines)
    parts = {name: [*code(f"# {name.capitalize()}"), *part] for name, part in parts.items()}
    parts["data"] = [*code(_head(experiment, text)), *parts["data"]]
    return {name: spaced(part) for name, part in parts.items()}


def _head(experiment: Experiment, text: str) -> str:
    title = "".join(letter if letter.isprintable() else " " for letter in experiment.title)
    lines = [comment(title)] if title.strip() else []
    lines += ["# Plain PyTorch, written by Gradus; with --trace it prints the loss of every step."]
    lines += ["import math"] if re.search(r"\bmath\.", text) else []
    lines += ["import sys", "", "import torch"]
    lines += ["import torch.nn.functional as F"] if re.search(r"\bF\.", text) else []
    lines += ["from torch import nn"] if re.search(r"\bnn\.", text) else []
    return "\n".join(
        [
            *lines,
            "",
            "# On one thread sums come out the same in every run, and small models train fastest.",
            "torch.set_num_threads(1)",
            'trace = "--trace" in sys.argv',
            "",
        ]
    )
