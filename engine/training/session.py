"""A training run that can be stepped by phase, run, changed on the way, and taken back in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import wraps
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.settings import differing
from engine.experiment.starts import new_start
from engine.frames import PHASES, Phase, Snapshot, Stop
from engine.training import predicting
from engine.training.arguments import check, count, tensor_of
from engine.training.carrying import carried
from engine.training.history import Keyframe
from engine.training.keeping import snapshot
from engine.training.machine import Machine
from engine.training.moments import run_of
from engine.training.run import Run
from engine.training.standing import Safe
from engine.training.switching import on_again, switched

Values = NDArray[np.floating]


P = ParamSpec("P")
R = TypeVar("R")


def _whole(act: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """A method that is done whole, or as far as the run says that it may stay, however it ends."""

    @wraps(act)
    def method(self: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self._alone, torch.inference_mode(False), torch.enable_grad():
            self._settle()
            run = self._run
            run.safe = Safe(run.mark())
            self._safe = self._experiment, run, run.safe
            result = act(self, *args, **kwargs)
            self._safe = None  # from here on it is done
            return result

    return method


class Session:
    """Trains one experiment. The same experiment gives the same losses, to the last bit.

    Training uses one processor thread: for models of this size that is fastest, and the sums in
    a step do not depend on how many there are. No global random state is read or written.
    One call after another, from whatever thread. Gradients are recorded in whatever mode torch is
    outside: a learner may stand in ``torch.no_grad()``, or an interrupt have left one on.
    """

    def __init__(self, experiment: Experiment, run: Run | None = None) -> None:
        check(experiment)
        torch.set_num_threads(1)
        self._experiment = experiment
        self._alone = RLock()  # one that its own thread may take again: an interrupt may leave it
        with torch.inference_mode(False):
            self._run = run or self._begun(Machine(experiment))
        self._safe: tuple[Experiment, Run, Safe] | None = None  # while something is being done

    @property
    def experiment(self) -> Experiment:
        """What is trained now."""
        self._settle()
        return self._experiment

    @property
    def run(self) -> Run:
        """The run that training is in."""
        self._settle()
        return self._run

    def __copy__(self) -> Session:
        """Two sessions never share what training changes."""
        with self._alone, torch.inference_mode(False):
            return Session(self.experiment, self.run.copied())

    def __deepcopy__(self, _: dict[int, Any]) -> Session:
        return copy(self)

    def __reduce__(self) -> tuple[Callable[[Snapshot], Session], tuple[Snapshot]]:
        """Pickled it is a snapshot, and unpickled it stands where it stood."""
        with self._alone:
            return Session.restored, (snapshot(self),)

    def _settle(self) -> None:
        """Where a call was ended in the middle, stand where that has left something whole."""
        with self._alone:
            if self._safe is not None:
                experiment, run, safe = self._safe
                run.safe = None
                with torch.inference_mode(False), torch.enable_grad():
                    run.go_back(safe.mark)
                self._experiment, self._run = experiment, run
                self._safe = None

    # ---- going on ---------------------------------------------------------------------------

    @_whole
    def phase(self) -> Phase:
        """Run the next of the four phases and return its name."""
        return self._run.phase()

    @_whole
    def step(self, n: int = 1) -> None:
        """Run ``n`` whole updates; a half-done one is finished first and counts."""
        self._run.steps(count(n, "n"))

    @_whole
    def epoch(self, n: int = 1) -> None:
        """Run to the end of the ``n``-th epoch from here; a begun one counts."""
        batches = self._run.machine.batches
        self._run.steps(batches.steps_until(batches.epoch + count(n, "n")))

    @_whole
    def run_steps(self, most: int, goal: int | None = None) -> int:
        """At most ``most`` updates, until ``goal`` epochs are done; returns how many were made.

        ``stopped`` says whether the goal was reached or the numbers were lost.
        """
        first = self._run.step_number
        self._run.steps(most, goal)
        return self._run.step_number - first

    # ---- going elsewhere --------------------------------------------------------------------

    @_whole
    def goto(self, step: int) -> None:
        """Stand after ``step`` updates exactly as the run did; a later step is trained for.

        Raises EngineError where the history does not reach.
        """
        self._run.goto(count(step, "step"))
        then = self._run.machine.experiment
        if differing(then, self._experiment, "keeps", "anew"):
            rest = carried(self._run.rest(), self._experiment)
            if then.model.hidden == self._experiment.model.hidden:
                self._run.stand_in(Machine(self._experiment, rest))
            else:  # what is seen is the network as it was
                self._run.foresee(rest)

    @_whole
    def reset(self) -> None:
        """Back to the start of the same run: same parameters, same shuffle."""
        self._run = self._begun(Machine(self._experiment))

    @_whole
    def change(self, experiment: Experiment) -> bool:
        """Go on with another experiment; True where the parameters could be kept.

        They are kept unless the architecture, the start or the number type differ; where a neuron
        or a layer is new, or gone, the others' are kept. Before the
        first step other starting values begin no other run: they lead to another branch of it.
        """
        check(experiment)
        if self._starts_at_other_values(experiment):
            self._experiment = experiment
            self._run.continue_with(Machine(experiment))
            self._run.watch(experiment.training.stop)
            return True
        if new_start(self._experiment, experiment):
            self._experiment = experiment
            self._run = self._begun(Machine(experiment))
            return False
        if differing(self._experiment, experiment, "keeps", "anew"):
            self._continue_from(self._run.rest(), experiment)
        self._experiment = experiment
        self._run.watch(experiment.training.stop)
        return True

    @_whole
    def set_parameter(self, name: str, values: ArrayLike) -> None:
        """Give one parameter other values, of its own shape; training goes on from there."""
        rest = self._run.rest()
        tensor = tensor_of(self._run.machine, name, values)
        mask = self._run.machine.off.get(name)
        tensor = tensor if mask is None else tensor.masked_fill(mask.cpu(), 0.0)
        parameters = {**rest.parameters, name: tensor}
        keyframe = replace(rest, parameters=parameters)
        if rest.experiment.model.hidden != self._experiment.model.hidden:  # back before a reshaping
            keyframe = carried(keyframe, self._experiment)
        self._run.continue_with(Machine(self._experiment, keyframe))

    @_whole
    def switch(self, name: str, places: Sequence[int], off: bool) -> None:
        """Let single weights count as 0 until they are switched on again, as they were, or Reset.

        A change on the way that no file and no program knows of.
        """
        rest = self._run.rest()
        if name not in rest.parameters:
            raise EngineError("there is no parameter {name}", "parameters", name=repr(name))
        count = rest.parameters[name].numel()
        changed = switched(rest, name, [place for place in places if 0 <= place < count], off)
        self._run.continue_with(Machine(self._run.machine.experiment, changed))

    @_whole
    def switch_on(self) -> None:
        """Let everything be on again at the end of the run; before it, history stays as it was."""
        run = self._run
        if run.machine.off and run.step_number == run.furthest:
            run.continue_with(Machine(run.machine.experiment, on_again(run.rest())))

    @classmethod
    def restored(cls, told: Snapshot) -> Session:
        """The session that a snapshot tells of, standing where it stood, with all it knew."""
        session = cls(told.experiment, run_of(told))
        session.goto(told.step)
        for _ in range(told.phases):
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
        left = self.run.updated
        before = self.run.before or {}
        return self._by_name({name: left[name].detach() - before[name] for name in before})

    @property
    def losses(self) -> NDArray[np.float64]:
        """The loss of every step, computed before its update."""
        return np.array(self.run.losses, dtype=np.float64)

    def losses_since(self, start: int) -> NDArray[np.float64]:
        """The losses of the steps after the first ``start``."""
        return np.array(self.run.losses_since(start), dtype=np.float64)

    def _begun(self, machine: Machine) -> Run:
        run = Run(machine)
        run.watch(self._experiment.training.stop)
        return run

    def _by_name(self, tensors: Mapping[str, torch.Tensor] | None) -> dict[str, Values | None]:
        found = tensors or {}
        return {
            name: _array(found[name]) if name in found else None
            for name in self.run.machine.parameters
        }

    def _continue_from(self, keyframe: Keyframe, experiment: Experiment) -> None:
        self._run.continue_with(Machine(experiment, carried(keyframe, experiment)))

    def _starts_at_other_values(self, new: Experiment) -> bool:
        """Whether nothing but starting values lies between this run's start and another's."""
        others = new_start(self._experiment, new)
        return self._run.step_number == 0 and others == {"model.init.values"}


def _array(tensor: torch.Tensor) -> Values:
    values: Values = tensor.detach().cpu().numpy().copy()
    return values
