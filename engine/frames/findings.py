"""What is noteworthy at this moment: each finding is an inequality of docs/findings.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.frames.base import Request, View

NAMES = (
    *("diverging", "leak", "symmetric", "dead", "saturated", "vanishing", "unscaled"),
    *("zigzag", "penalty", "plateau", "alike", "ignored", "threshold", "outlier", "slow"),
    *("noisy", "overfitting", "imbalance", "constant", "converged"),
)  # the most important first


@dataclass(frozen=True, slots=True)
class FindingsRequest(Request):
    """What holds now; what takes more than a few milliseconds only where it is ``thorough``."""

    thorough: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One of ``NAMES`` with the numbers of its sentence.

    ``place`` is the layer, column or class that it is about, ``rows`` are those of the table, as
    far as it is about some.
    """

    name: str
    numbers: Mapping[str, float]
    place: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings(View):
    """What was found, the most important first; ``looked`` says whether all was looked at.

    What is large is looked at only while training rests.
    """

    found: tuple[Finding, ...]
    thorough: bool
    looked: bool
