"""Programs to be looked at: written once for each experiment and style."""

from __future__ import annotations

from hashlib import sha256

from engine.codegen.program import program
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Listing, Style

MOST_ROWS = 24  # of a table that a reader is shown


class Listings:
    """The programs of the newest experiment, so that asking again costs nothing."""

    def __init__(self) -> None:
        self._experiment: Experiment | None = None
        self._known: dict[tuple[Style, str], Listing] = {}

    def of(
        self, experiment: Experiment, style: Style, language: str = "en", begun: int = 0
    ) -> Listing:
        """The program of this very experiment; the same object until another one is asked for."""
        if experiment is not self._experiment:
            self._experiment, self._known = experiment, {}
        if (style, language) not in self._known:
            self._known[style, language] = written(experiment, style, language, begun)
        return self._known[style, language]


def written(experiment: Experiment, style: Style, language: str = "en", begun: int = 0) -> Listing:
    """The program, or why the style has none."""
    try:
        lines = program(experiment, style, MOST_ROWS, language, begun).lines
    except EngineError as error:
        return Listing(_digest(style, str(error)), (), (), error)
    texts = tuple(line.text for line in lines)
    return Listing(_digest(style, *texts), texts, tuple(line.phase for line in lines))


def _digest(*texts: str) -> str:
    return sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


listings = Listings()
