"""Figures that the tutorials print, with the experiments that must give them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Golden:
    """One folder of ``tests/goldens``."""

    folder: Path

    def __str__(self) -> str:
        return self.folder.name

    @property
    def case(self) -> Path:
        """The experiment's file."""
        return self.folder / "case.json"

    @property
    def expected(self) -> dict[str, Any]:
        """What must come out."""
        document: dict[str, Any] = json.loads(
            (self.folder / "expect.json").read_text(encoding="utf-8")
        )
        return document

    @property
    def steps(self) -> int:
        """After how many steps the parameters are known."""
        (name,) = [key for key in self.expected if key.startswith("parameters_after_step_")]
        return int(name.rpartition("_")[2])

    def check(self, losses: Sequence[float], parameters: Mapping[str, Any]) -> None:
        """The losses of the steps and the parameters after the last one are as printed."""
        for step, loss in self.expected["loss_at_step"].items():
            self._close(losses[int(step) - 1], loss)
        for name, values in self.expected[f"parameters_after_step_{self.steps}"].items():
            self._close(parameters[name], values)

    def check_first_gradients(self, gradients: Mapping[str, Any]) -> None:
        """The gradients of the first step are as printed, where they are."""
        for name, values in self.expected.get("gradients_at_step_1", {}).items():
            self._close(gradients[name], values)

    def _close(self, actual: Any, expected: Any) -> None:
        np.testing.assert_allclose(actual, expected, rtol=self.expected.get("rtol", 1e-5))


GOLDENS = [Golden(folder) for folder in sorted((Path(__file__).parent / "goldens").iterdir())]
