"""The choices that a step was made with, which those of the experiment may have left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.experiment import Experiment
from engine.experiment.specs import Choice, Loss, Model, Regularization


@dataclass(frozen=True, slots=True)
class Setup:
    """What a step's formulas hang on; formulas and numbers must be of the same setup."""

    model: Model
    loss: Loss
    regularization: Regularization
    optimizer: Choice

    @classmethod
    def of(cls, experiment: Experiment) -> Setup:
        """Those of an experiment."""
        return cls(
            experiment.model, experiment.loss, experiment.regularization, experiment.optimizer
        )

    def put_into(
        self, experiment: Experiment, shapes: Mapping[str, tuple[int, ...]]
    ) -> Experiment | None:
        """The experiment with these choices, its data as they are.

        None where the step's parameters are of other ``shapes``: its data were others.
        """
        made = replace(
            experiment,
            model=self.model,
            loss=self.loss,
            regularization=self.regularization,
            optimizer=self.optimizer,
        )
        return made if made.parameter_shapes() == dict(shapes) else None
