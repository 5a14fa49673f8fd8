"""What a benchmark found: medians over rounds in which it took turns with its baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures of each round, and what else should be known."""

    unit: str
    values: Sequence[float]
    baselines: Sequence[float]
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The medians, their ratio, and the range of the rounds' own ratios."""
        pairs = zip(self.values, self.baselines, strict=True)
        ratios = sorted(value / baseline for value, baseline in pairs)
        return {
            "value": rounded(median(self.values)),
            "unit": self.unit,
            "baseline": rounded(median(self.baselines)),
            "ratio": rounded(median(ratios)),
            "detail": {
                "rounds": len(ratios),
                "ratio_range": [rounded(ratios[0]), rounded(ratios[-1])],
                **self.detail,
            },
        }


def rounded(value: float) -> float:
    """Four significant digits."""
    return float(f"{value:.4g}")
