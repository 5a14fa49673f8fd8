"""One unbroken run: steps forward by phase or in a rush, and back to any step by replay."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from engine.errors import EngineError
from engine.experiment.specs import StopRule
from engine.frames import PHASES, Phase, Stop
from engine.training import advice
from engine.training.causes import diverged
from engine.training.history import Keyframe
from engine.training.losses import Losses
from engine.training.machine import Machine
from engine.training.standing import Standing
from engine.training.stopping import Watch

CHECK_EVERY = 64  # steps between two looks at whether all parameters are still numbers


class Run(Standing):
    """A machine, the losses of its steps, and the keyframes to return to.

    ``now`` is the step at hand or the last one; ``gradients`` and ``before`` (the parameters
    before the last update) are None until there are any.
    Going back forgets nothing: what was reached can be gone to again, up to ``furthest``, until
    training goes on in another way.
    """

    def watch(self, rule: StopRule) -> None:
        """End runs to a goal by this rule from now on; the same rule goes on as it was.

        Steps by hand, and those on the way to a step that was asked for, are never held back.
        """
        if self._watch is None or self._watch.rule != rule:
            self._watch = Watch(rule) if rule.is_active else None

    def phase(self) -> Phase:
        """Run the next phase and return its name."""
        self._go_on()
        self._save(self._guard if self._next else None)
        return self._phase()

    def _phase(self) -> Phase:
        name = PHASES[self._next]
        self.stopped = None
        if name == "forward":
            self._guard = self.machine.keyframe(self.step_number)
            self.now = self.machine.forward()
        else:
            assert self.now is not None
            getattr(self.machine, name)(self.now)
        self._next = (self._next + 1) % len(PHASES)
        if name == "loss":
            self._check_loss()
        elif name == "backward":
            self.gradients = self.now.gradients
        elif name == "update":
            self._check_update()
        return name

    def steps(self, most: int, goal: int | None = None) -> None:
        """At most ``most`` whole updates, until ``goal`` epochs are done or numbers are lost."""
        if most > 0:
            self._go_on()
        self._train(most, goal, saves=True)

    def _train(self, most: int, goal: int | None = None, *, saves: bool = False) -> None:
        target = self.step_number + most
        self.stopped = None
        while self._next and self.step_number < target and not self.stopped:
            if saves:
                self._save(self._guard)
            self._phase()
        if goal is not None:
            target = min(target, self.step_number + self.machine.batches.steps_until(goal))
        while self.step_number < target and not self.stopped:
            guard = self._record()
            if saves:
                self._save(guard)
            count = min(target - self.step_number, CHECK_EVERY)
            self._stretch(count, guard, stoppable=goal is not None)
        if goal is not None and not self.stopped and self.machine.batches.epoch >= goal:
            self.stopped = advice.finished(goal)

    def goto(self, step: int) -> None:
        """Stand after ``step`` updates, exactly as then; a later step is trained for."""
        if step < self.history.first:
            first = self.history.first
            raise EngineError("the history begins at step {first}", "step", first=first)
        keyframe = self.history.replay_from(min(step, self.furthest))
        self._save(self._guard if self._next else self.rest())
        if step <= self.step_number or keyframe.step > self.step_number or self._other:
            self._return_to(keyframe)
        self._forget_half_step()
        self._forks, self._other = False, None
        self._train(step - self.step_number)
        if keyframe.step == step:
            self._recall_step_before(keyframe)
        self._forks = self.history.changes_after(self.step_number)

    def continue_with(self, machine: Machine) -> None:
        """Exchange the machine; a half-done step is done again as far as it was."""
        done, before = self._next, self.machine
        self.machine = machine
        self._note_exchange(before)
        self._fork_with(machine.keyframe(self.step_number))
        if self._watch is not None:
            self._watch = Watch(self._watch.rule)  # patience begins anew
        self._forget_half_step()
        if before.experiment.model.hidden != machine.experiment.model.hidden:
            self._forget_step()  # it was one of another network
        self.stopped = None
        for _ in range(done):
            self._phase()

    def stand_in(self, machine: Machine) -> None:
        """Exchange the machine after a goto; what came after stays until training goes on."""
        self.machine = machine
        self._other = machine.keyframe(self.step_number)

    def foresee(self, keyframe: Keyframe) -> None:
        """After a goto stand as it was then, in a network that has been reshaped since.

        Going on begins with ``keyframe``; what came after stays until then.
        """
        self._other = keyframe

    def recall(self, losses: Losses, rule: StopRule, watched: Mapping[str, Iterable[Any]]) -> None:
        """Take over what is known of the steps, and what a stopping rule has seen of them."""
        self._losses = losses
        self._forks = self.history.changes_after(self.step_number)
        self.watch(rule)
        if self._watch is not None and watched:
            self._watch.recall(watched)

    @property
    def stands_in(self) -> bool:
        """Whether the machine is not that of the history: after a goto, with other choices."""
        return self._other is not None

    @property
    def watched(self) -> Mapping[str, array[Any]]:
        """What the stopping rule has seen; empty where there is none."""
        return self._watch.columns if self._watch else {}

    @property
    def is_ahead(self) -> bool:
        """Whether losses are known beyond the present step that ``news`` has not told."""
        return self.step_number < self.furthest and self._losses.has_news

    def news(self) -> tuple[int, array[float]]:
        """The losses that are new since this was last asked, and the step they come after."""
        return self._losses.news()

    def _return_to(self, keyframe: Keyframe) -> None:
        if keyframe.experiment is self.machine.experiment:
            self.machine.load(keyframe)
        else:
            self.machine = Machine(keyframe.experiment, keyframe)
        self.step_number = keyframe.step
        self._forget_step()

    def _recall_step_before(self, change: Keyframe) -> None:
        """Make the step again that led to where something was changed, to have its numbers."""
        earlier = self.history.replay_before(change.step)
        if earlier is None or earlier.experiment.model.hidden != change.experiment.model.hidden:
            return
        watch, self._watch = self._watch, None  # it has seen this step, or began after it
        self._return_to(earlier)
        self._train(change.step - self.step_number)
        self._watch = watch
        before, self.machine = self.machine, Machine(change.experiment, change)
        self._note_exchange(before)

    def _go_on(self) -> None:
        """Training goes on from here: what it leads to may not be what it once led to."""
        if self._other is not None:
            self._fork_with(self._other)
        elif self._forks:
            self._cut(self.step_number)

    def _fork_with(self, keyframe: Keyframe) -> None:
        if self.machine.experiment is not keyframe.experiment:  # it was only foreseen
            self.machine = Machine(keyframe.experiment, keyframe)
            self._forget_step()
        self._cut(keyframe.step)
        self.history.record_change(keyframe)

    def _cut(self, step: int) -> None:
        """Forget what was reached after ``step``."""
        self.history.cut(step)
        if self._watch is not None:
            self._watch.cut(step)
        self._losses.cut(step)
        self._forks, self._other = False, None

    def _stretch(self, count: int, guard: Keyframe, stoppable: bool) -> None:
        """Some steps without a look at the parameters, then one look; the last step is kept."""
        last = self.step_number + count - 1
        while self.step_number < last:
            done = self.machine.batches.done
            losses = self.machine.rush(min(self._until_keyframe(), last - self.step_number))
            good = [*takewhile(math.isfinite, losses)]
            if enough := self._count(good, done, stoppable):
                return self._keep_last(guard, enough)
            if len(good) < len(losses):
                return self._find_where_lost(guard)
            if self.step_number % self.history.spacing == 0:
                self._record()
        loss = self._kept_step()
        if not math.isfinite(loss) or not self.machine.is_finite():
            return self._find_where_lost(guard)
        self.stopped = self._count_last(loss, stoppable)
        return None

    def _until_keyframe(self) -> int:
        """How many steps there are to the next one that is kept."""
        return self.history.spacing - self.step_number % self.history.spacing

    def _count(self, losses: Sequence[float], done: int, stoppable: bool = False) -> Stop | None:
        """The machine has made steps with these losses: why it should not have gone on, if so.

        Then no more are counted than up to there. ``done`` batches had been done before.
        """
        if self._watch is None:
            self._add(losses)
            return None
        first, size = 0, self.machine.batches.count
        while first < len(losses):
            last = min(first + size - (done + first) % size, len(losses))
            self._add(losses[first:last])
            epoch, rest = divmod(done + last, size)
            if not rest and (enough := self._enough(epoch)) and stoppable:
                return enough
            first = last
        return None

    def _count_last(self, loss: float, stoppable: bool = False) -> Stop | None:
        """The same of a single step."""
        return self._count([loss], self.machine.batches.done - 1, stoppable)

    def _enough(self, epoch: int) -> Stop | None:
        """Whether so many epochs, the last of which has just ended, are a reason to stop."""
        assert self._watch is not None
        losses = self.losses_since(self.step_number - self.machine.batches.count)
        return self._watch.end_epoch(self.step_number, epoch, losses)

    def _add(self, losses: Sequence[float]) -> None:
        self._losses.add(self.step_number, losses)
        self.step_number += len(losses)

    def _keep_last(self, guard: Keyframe, enough: Stop) -> None:
        """The last step was a quick one: from the guard to it once more, to keep its numbers."""
        last, self.stopped = self.step_number, enough
        self._return_to(guard)
        self.machine.rush(last - 1 - self.step_number)
        self._kept_step()
        self.step_number = last
        if not self.machine.is_finite():  # a low loss whose update was the one too far
            self._find_where_lost(guard)

    def _find_where_lost(self, guard: Keyframe) -> None:
        """From the last state known to be good, step by step to the last finite one."""
        if self.step_number == guard.step:
            self.machine.load(guard)  # what the last step has shown stays
        else:
            self._return_to(guard)
        self._cut(guard.step)
        for _ in range(CHECK_EVERY):
            good = self.rest()
            loss = self._kept_step()
            if not math.isfinite(loss) or not self.machine.is_finite():
                self.machine.load(good)
                self.stopped = diverged(self.machine, self.step_number)
                return
            self._count_last(loss)

    def _kept_step(self) -> float:
        step = self.machine.full_step()
        assert step.loss is not None
        loss = step.loss.item()
        if math.isfinite(loss):
            self.now, self.gradients, self.before = step, step.gradients, step.before
            self._after = {}
        return loss

    def _check_loss(self) -> None:
        assert self.now is not None and self.now.loss is not None
        if not math.isfinite(self.now.loss.item()):
            self._lost()

    def _check_update(self) -> None:
        assert self.now is not None and self.now.loss is not None
        if self.machine.is_finite():
            self.before, self._after = self.now.before, {}
            self._count_last(self.now.loss.item())
            if self.step_number % self.history.spacing == 0:
                self._record()
        else:
            assert self._guard is not None
            self.machine.load(self._guard)
            self._lost()

    def _lost(self) -> None:
        self._next = 0
        self.stopped = diverged(self.machine, self.step_number)

    def _record(self) -> Keyframe:
        keyframe = self.rest()
        if self.step_number % self.history.spacing == 0:
            self.history.record(keyframe)
        return keyframe

    def _forget_half_step(self) -> None:
        if self._next:
            self._next = 0
            self.now = None

    def _forget_step(self) -> None:
        self._next = 0
        self.now = self.gradients = self.before = None
        self._after = {}
