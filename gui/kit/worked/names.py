"""How layers and single parameters are called in LaTeX: W, b, or W⁽¹⁾₂,₁ in a network."""

from __future__ import annotations

import numpy as np

from engine.catalog import ACTIVATIONS
from engine.experiment.specs import Choice
from engine.frames import Detail
from gui.kit.worked.lines import word

FUNCTIONS = {
    "tanh": r"\tanh", "sigmoid": r"\sigma", "arctan": r"\arctan", "relu": r"\mathrm{ReLU}",
    "gelu": r"\mathrm{GELU}", "silu": r"\mathrm{SiLU}", "elu": r"\mathrm{ELU}",
    "selu": r"\mathrm{SELU}", "mish": r"\mathrm{Mish}",
}  # fmt: skip
SLOPES = {  # f'(z) where it is short
    "identity": "1", "tanh": r"1 - \tanh^2(z)", "sigmoid": r"\sigma(z) (1 - \sigma(z))",
    "arctan": r"\frac{1}{1 + z^2}", "softplus": r"\sigma(z)",
    "softsign": r"\frac{1}{(1 + |z|)^2}", "gaussian": "-2 z e^{-z^2}",
}  # fmt: skip


def layer_mark(index: int, layers: int) -> str:
    """The number of a layer over its letter; a model of one layer has none."""
    return "" if layers == 1 else f"^{{({index + 1})}}"


def parameter(name: str, layers: list[str]) -> str:
    """A parameter's letter: ``W``, ``b^{(2)}``."""
    layer, _, kind = name.partition(".")
    letter = "b" if kind == "bias" else "W"
    return letter + layer_mark(layers.index(layer), len(layers))


def cell(name: str, place: int, shape: tuple[int, ...], layers: list[str]) -> str:
    """A single number of a parameter, with the indices that tell it apart."""
    index = np.unravel_index(place, shape)
    told = [str(int(i) + 1) for i, size in zip(index, shape, strict=True) if size > 1]
    letter = parameter(name, layers)
    return f"{letter}_{{{','.join(told)}}}" if told else letter


def row_mark(detail: Detail | None) -> str:
    """The number of the row that is followed, as a lower index; ``i`` where there is none yet.

    A place that is no row has a star.
    """
    if detail is None or not len(detail.rows):
        return "i"
    row = int(detail.rows[0])
    return str(row + 1) if row >= 0 else r"\ast"


def function(choice: Choice) -> str:
    """An activation's name as a function."""
    return FUNCTIONS.get(choice.name) or word(ACTIVATIONS[choice.name].name.replace("_", " "))
