"""A training run that can be stepped by phase, run, changed on the way, and taken back in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.inputs import check_every_row
from engine.experiment.settings import differing
from engine.frames import PHASES, Phase, Snapshot, Stop
from engine.training import predicting
from engine.training.batches import Place
from engine.training.history import Keyframe
from engine.training.machine import Machine
from engine.training.moments import run_of
from engine.training.network import DTYPES
from engine.training.run import Run

Values = NDArray[np.floating]


class Session:
    """Trains one experiment. The same experiment gives the same losses, to the last bit.

    Training uses one processor thread: for models of this size that is fastest, and the sums in
    a step do not depend on how many there are. No global random state is read or written.
    """

    def __init__(self, experiment: Experiment, run: Run | None = None) -> None:
        experiment.check()
        check_every_row(experiment.data, experiment.model.inputs)
        torch.set_num_threads(1)
        self.experiment = experiment
        self.run = run or self._begun(Machine(experiment))

    # ---- going on ---------------------------------------------------------------------------

    def phase(self) -> Phase:
        """Run the next of the four phases and return its name."""
        return self.run.phase()

    def step(self, n: int = 1) -> None:
        """Run ``n`` whole updates; a half-done one is finished first and counts."""
        self.run.steps(n)

    def epoch(self, n: int = 1) -> None:
        """Run to the end of the ``n``-th epoch from here; a begun one counts."""
        batches = self.run.machine.batches
        self.run.steps(batches.steps_until(batches.epoch + n))

    def run_steps(self, most: int, goal: int | None = None) -> int:
        """At most ``most`` updates, until ``goal`` epochs are done; returns how many were made.

        ``stopped`` says whether the goal was reached or the numbers were lost.
        """
        first = self.step_number
        self.run.steps(most, goal)
        return self.step_number - first

    # ---- going elsewhere --------------------------------------------------------------------

    def goto(self, step: int) -> None:
        """Stand after ``step`` updates exactly as the run did; a later step is trained for.

        Raises EngineError where the history does not reach.
        """
        if isinstance(step, bool) or not isinstance(step, int) or step < 0:
            raise EngineError("must be a whole number >= 0, got {got}", "step", got=repr(step))
        self.run.goto(step)
        if differing(self.run.machine.experiment, self.experiment, "keeps", "anew"):
            self.run.stand_in(Machine(self.experiment, _carried(self.run.rest(), self.experiment)))

    def reset(self) -> None:
        """Back to the start of the same run: same parameters, same shuffle."""
        self.run = self._begun(Machine(self.experiment))

    def change(self, experiment: Experiment) -> bool:
        """Go on with another experiment; True where the parameters could be kept.

        They are kept unless the architecture, the start or the number type differ. Before the
        first step other starting values begin no other run: they lead to another branch of it.
        """
        experiment.check()
        check_every_row(experiment.data, experiment.model.inputs)
        if self._starts_at_other_values(experiment):
            self.experiment = experiment
            self.run.continue_with(Machine(experiment))
            self.run.watch(experiment.training.stop)
            return True
        if _new_start(self.experiment, experiment):
            self.experiment = experiment
            self.run = self._begun(Machine(experiment))
            return False
        if differing(self.experiment, experiment, "keeps", "anew"):
            self._continue_from(self.run.rest(), experiment)
        self.experiment = experiment
        self.run.watch(experiment.training.stop)
        return True

    def set_parameter(self, name: str, values: ArrayLike) -> None:
        """Give one parameter other values, of its own shape; training goes on from there."""
        rest = self.run.rest()
        tensor = self._checked(name, values)
        parameters = {**rest.parameters, name: tensor}
        keyframe = replace(rest, parameters=parameters)
        self.run.continue_with(Machine(self.experiment, keyframe))

    @classmethod
    def restored(cls, snapshot: Snapshot) -> Session:
        """The session that a snapshot tells of, standing where it stood, with all it knew."""
        session = cls(snapshot.experiment, run_of(snapshot))
        session.goto(snapshot.step)
        for _ in range(snapshot.phases):
            session.phase()
        return session

    # ---- asking -----------------------------------------------------------------------------

    def predict(self, rows: Mapping[str, Any]) -> NDArray[Any]:
        """The model's answer for each row of columns by the features' names, shape (rows,).

        In the target's units, or class names. Raises EngineError for a missing column, a number
        that is not finite, or an unknown value.
        """
        return predicting.predictions(self.experiment, self._answers(rows))

    def probabilities(self, rows: Mapping[str, Any]) -> Values:
        """Every class's probability for each row, shape (rows, classes); EngineError otherwise."""
        return predicting.probabilities(self.experiment, self._answers(rows))

    def _answers(self, rows: Mapping[str, Any]) -> NDArray[np.float64]:
        features = predicting.numbers_of(self.experiment, rows)
        return predicting.answers_of(self.experiment, self.run.machine, features)

    # ---- looking ----------------------------------------------------------------------------

    @property
    def step_number(self) -> int:
        """How many updates were made."""
        return self.run.step_number

    @property
    def epoch_number(self) -> int:
        """How many epochs are done."""
        return self.run.machine.batches.epoch

    @property
    def last_phase(self) -> Phase | None:
        """The phase that ran last; None before the first step."""
        if self.run.phases_done == 0 and self.run.now is None:
            return None
        return PHASES[self.run.phases_done - 1]

    @property
    def stopped(self) -> Stop | None:
        """Why the last call stopped early, or None."""
        return self.run.stopped

    @property
    def loss(self) -> float | None:
        """The newest loss; None before the first."""
        now = self.run.now
        if now is not None and now.loss is not None:
            return now.loss.item()
        last = self.run.losses_since(self.step_number - 1)
        return last[0] if last else None

    @property
    def parameters(self) -> dict[str, Values]:
        """Every parameter by name, as copies."""
        return {name: _array(p) for name, p in self.run.machine.parameters.items()}

    @property
    def gradients(self) -> dict[str, Values | None]:
        """The gradients of the last backward phase; None before the first, and where frozen."""
        return self._by_name(self.run.gradients)

    @property
    def changes(self) -> dict[str, Values | None]:
        """What the last update did to each parameter; None before the first."""
        now = self.run.machine.parameters
        before = self.run.before or {}
        return self._by_name({name: now[name].detach() - before[name] for name in before})

    @property
    def losses(self) -> NDArray[np.float64]:
        """The loss of every step, computed before its update."""
        return np.array(self.run.losses, dtype=np.float64)

    def losses_since(self, start: int) -> NDArray[np.float64]:
        """The losses of the steps after the first ``start``."""
        return np.array(self.run.losses_since(start), dtype=np.float64)

    def _begun(self, machine: Machine) -> Run:
        run = Run(machine)
        run.watch(self.experiment.training.stop)
        return run

    def _by_name(self, tensors: Mapping[str, torch.Tensor] | None) -> dict[str, Values | None]:
        found = tensors or {}
        return {
            name: _array(found[name]) if name in found else None
            for name in self.run.machine.parameters
        }

    def _continue_from(self, keyframe: Keyframe, experiment: Experiment) -> None:
        self.run.continue_with(Machine(experiment, _carried(keyframe, experiment)))

    def _starts_at_other_values(self, new: Experiment) -> bool:
        """Whether nothing but starting values lies between this run's start and another's."""
        others = _new_start(self.experiment, new)
        return self.step_number == 0 and others == {"model.init.values"}

    def _checked(self, name: str, values: ArrayLike) -> torch.Tensor:
        parameters = self.run.machine.parameters
        if name not in parameters:
            raise EngineError("there is no parameter {name}", "parameters", name=repr(name))
        shape = tuple(parameters[name].shape)
        try:
            array = np.array(values, dtype=np.float64)
        except (TypeError, ValueError):
            array = np.array(None)
        if array.shape != shape:
            raise EngineError("must be numbers of shape {shape}", name, shape=shape)
        tensor = torch.from_numpy(array).to(DTYPES[self.experiment.training.dtype])
        if not bool(tensor.isfinite().all()):
            raise EngineError("must be finite numbers", name)
        return tensor


def _array(tensor: torch.Tensor) -> Values:
    values: Values = tensor.detach().cpu().numpy().copy()
    return values


def _new_start(old: Experiment, new: Experiment) -> set[str]:
    """The paths of what decides the parameters' shapes, meaning and start, where they differ.

    The values of categories are among the data: with other ones inputs or outputs are others.
    """
    paths = {setting.path for setting in differing(old, new, "anew")}
    same = _meaning(old) == _meaning(new)
    return paths if same else {*paths, "data.columns"}


def _meaning(experiment: Experiment) -> tuple[Any, ...]:
    data = experiment.data
    return experiment.parameter_shapes(), data.encoding, data.outcome


def _carried(keyframe: Keyframe, new: Experiment) -> Keyframe:
    """What of a keyframe holds for another experiment.

    Other rows or batches begin the epoch again, and another optimizer begins without memory.
    """
    old, place = keyframe.experiment, keyframe.place
    if _order(old) != _order(new):
        place = Place(place.epoch, 0, place.shuffle)
    same = old.optimizer.name == new.optimizer.name
    return replace(keyframe, experiment=new, place=place, state=keyframe.state if same else {})


def _order(experiment: Experiment) -> tuple[Any, ...]:
    data, training = experiment.data, experiment.training
    return (
        (data.table.rows, data.test_fraction, data.split_seed, data.stratified),
        (training.batch_size, training.shuffle),
    )
