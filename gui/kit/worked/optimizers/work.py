"""The lines of one update as they come together, in letters and, once known, in numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gui.kit.words import tr
from gui.kit.worked.lines import Line, factor, figure, line, times

RESULT = 6  # digits of what is worked out


@dataclass(frozen=True, slots=True)
class Scalars:
    """One parameter before and after its update; ``old`` and ``new`` are its memory's numbers."""

    given: Mapping[str, Any]
    known: bool
    parameter: float = math.nan
    gradient: float = math.nan
    lr: float = math.nan
    after: float = math.nan
    old: Mapping[str, float] = field(default_factory=dict)
    new: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def symbols(cls, given: Mapping[str, Any]) -> Scalars:
        """Before the update: letters only."""
        return cls(given, False)

    def line(
        self, caption: str, symbols: str, worked: str = "", result: float | None = None
    ) -> Line:
        """A formula, with its numbers once they are known."""
        if not self.known:
            return line(caption, symbols)
        value = None if result is None else f"= {figure(result, RESULT)}"
        return line(caption, symbols, f"= {worked}" if worked else None, value)


class Work:
    """The lines of one update as they come together, and the gradient as it is changed."""

    def __init__(self, letter: str, scalars: Scalars) -> None:
        self.letter, self.s = letter, scalars
        self.lines: list[Line] = []
        self.gradient = scalars.gradient
        self.parameter = scalars.parameter
        self.value = math.nan

    def add(
        self, caption: str, symbols: str, worked: str = "", result: float | None = None
    ) -> None:
        """One more line."""
        self.lines.append(self.s.line(caption, symbols, worked, result))

    def number(self, name: str) -> float:
        """One of the optimizer's own numbers."""
        value = self.s.given[name]
        return value if isinstance(value, float) else float(value)

    def old(self, name: str, start: float = 0.0) -> float:
        """The memory before the update; it starts with ``start``."""
        return self.s.old.get(name, start)

    def new(self, name: str) -> float:
        """The memory after the update."""
        return self.s.new.get(name, math.nan)

    def decay(self) -> None:
        """Weight decay as a part of the gradient."""
        share = self.number("weight_decay")
        if share:
            before = self.gradient
            self.gradient = before + share * self.parameter
            self.add(
                tr("weight decay: pulls towards 0"),
                rf"g \leftarrow g + \lambda {self.letter}",
                f"{figure(before)} + {times(share, self.parameter)}",
                self.gradient,
            )

    def shrink(self, share: float, caption: str, symbols: str) -> None:
        """The parameter itself becomes smaller before it moves."""
        before = self.parameter
        self.parameter = before * (1 - share)
        worked = rf"(1 - {factor(share)}) \cdot {factor(before)}"
        self.add(caption, symbols, worked, self.parameter)

    def _average(self, letter: str, key: str, share: float, beta: str, caption: str) -> None:
        """A running average: ``share`` of the old, written ``beta``, the rest of the new."""
        symbols = "g^2" if key == "square" else "g"
        square = symbols.endswith("^2")
        fresh = factor(self.gradient) + ("^2" if square else "")
        self.add(
            caption,
            rf"{letter} \leftarrow {beta} {letter} + (1 - {beta})\, {symbols}",
            rf"{times(share, self.old(key))} + {figure(1 - share)} \cdot {fresh}",
            self.new(key),
        )

    def square(self, share: float, beta: str) -> None:
        """The running average of the squared gradients; ``beta`` is the share's symbol."""
        rest = figure(1 - share)
        caption = tr(
            "mean square: {share} × old + {rest} × gradient²", share=figure(share), rest=rest
        )
        self._average("v", "square", share, beta, caption)

    def mean(self, share: float, beta: str) -> None:
        """The running average of the gradients; ``beta`` is the share's symbol."""
        rest = figure(1 - share)
        caption = tr("mean: {share} × old + {rest} × gradient", share=figure(share), rest=rest)
        self._average("m", "mean", share, beta, caption)

    def move(self, symbols: str, size: Sequence[float | str], delta: float) -> None:
        """The last line: the parameter moves by ``delta``, the product of ``size``."""
        self.value = self.parameter - delta
        parts = [part if isinstance(part, str) else factor(part) for part in size]
        self.add(
            tr("the update"),
            rf"{self.letter} \leftarrow {self.letter} - {symbols}",
            f"{figure(self.parameter, RESULT)} - " + r" \times ".join(parts),
            self.s.after if self.s.known else None,
        )
