"""Shapes of tensors as text."""

from __future__ import annotations

import re

from engine.data.shapes import Shape

BOUND = "\u00a0"  # a space at which no line is broken
SHAPES = re.compile(r"\([\dn, ]+\)")


def written(shape: Shape) -> str:
    """A shape as Python writes it."""
    return str(tuple(shape))


def unbroken(text: str) -> str:
    """A sentence in which no line is broken within a shape."""
    return SHAPES.sub(lambda found: found[0].replace(" ", BOUND), text)
