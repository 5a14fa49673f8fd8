"""A change of the experiment that was tried before it is offered, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from engine.experiment import Experiment
from engine.experiment.specs import Choice, Init, Loss, Regularization, Scaling

Words = tuple[str, Mapping[str, str]]  # a text and what its placeholders stand for


@dataclass(frozen=True, slots=True)
class Cure:
    """The parts of an experiment that become others, and each of those changes in words.

    A part that is None stays as it is.
    """

    words: tuple[Words, ...]
    scaling: Scaling | None = None
    init: Init | None = None
    loss: Loss | None = None
    regularization: Regularization | None = None
    optimizer: Choice | None = None
    dtype: Literal["float32", "float64"] | None = None

    def __str__(self) -> str:
        return ", ".join(text.format(**values) for text, values in self.words)

    def applied(self, experiment: Experiment) -> Experiment:
        """The experiment with these parts in place of its own."""
        data, model, training = experiment.data, experiment.model, experiment.training
        parts: dict[str, Any] = {
            name: part
            for name in ("loss", "regularization", "optimizer")
            if (part := getattr(self, name)) is not None
        }
        if self.scaling is not None:
            parts["data"] = replace(data, scaling=self.scaling)
        if self.init is not None:
            parts["model"] = replace(model, init=self.init)
        if self.dtype is not None:
            parts["training"] = replace(training, dtype=self.dtype)
        return replace(experiment, **parts)
