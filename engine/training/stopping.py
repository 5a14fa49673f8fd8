"""When training stops by itself: the loss is low enough, or has not fallen for a while."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.experiment.specs import StopRule
from engine.frames import Stop
from engine.training import advice

Columns = tuple["array[Any]", ...]


def epoch_loss(losses: Sequence[float]) -> float:
    """The mean of an epoch's losses, computed as an exported program does."""
    return sum(losses) / len(losses)


class Watch:
    """Looks at each epoch's loss; what it says of an epoch does not depend on when it is asked.

    Training that goes on after a stop is stopped again when the loss has been above the limit in
    between, or has again not fallen for as long.
    """

    def __init__(self, rule: StopRule) -> None:
        self.rule = rule
        self._ends = array("q")  # the step at which each epoch ended
        self._losses = array("d")
        self._best = array("d")  # up to and with each epoch
        self._waited = array("q")  # epochs since then without a clear fall

    def end_epoch(self, step: int, epoch: int, losses: Sequence[float]) -> Stop | None:
        """An epoch ended after ``step`` updates in all; the answer is why training should stop."""
        place = bisect_left(self._ends, step)
        if place == len(self._ends):
            self._add(step, epoch_loss(losses))
        elif self._ends[place] != step:
            return None  # before the watch began
        return self._low(place, epoch) or self._flat(place)

    @property
    def columns(self) -> dict[str, array[Any]]:
        """What it has seen: where each epoch ended, its loss, the best one, the wait."""
        return {
            "ends": self._ends,
            "losses": self._losses,
            "best": self._best,
            "waited": self._waited,
        }

    def recall(self, columns: Mapping[str, Iterable[Any]]) -> None:
        """Go on from what another one has seen."""
        for name, column in self.columns.items():
            column[:] = array(column.typecode, columns[name])

    def cut(self, step: int) -> None:
        """Forget the epochs that ended after ``step``."""
        self._keep(bisect_right(self._ends, step))

    def mark(self) -> Columns:
        """What ``go_back`` needs."""
        return tuple(self.columns.values())

    def go_back(self, mark: Columns) -> None:
        """Know again what was known then; epochs that have ended since will have the same loss."""
        self._ends, self._losses, self._best, self._waited = mark
        self._keep(min(map(len, mark)))  # one may have been noted down by half

    def copied(self) -> Watch:
        """Another one that has seen the same."""
        watch = Watch(self.rule)
        watch.recall(self.columns)
        return watch

    def _keep(self, count: int) -> None:
        """The first epochs, in columns of their own: a mark still has the others."""
        self._ends, self._losses = self._ends[:count], self._losses[:count]
        self._best, self._waited = self._best[:count], self._waited[:count]

    def _add(self, step: int, loss: float) -> None:
        best = self._best[-1] if self._best else math.inf
        fell = loss < best * (1 - self.rule.min_change)
        self._ends.append(step)
        self._losses.append(loss)
        self._best.append(loss if fell else best)
        self._waited.append(0 if fell else self._waited[-1] + 1 if self._waited else 1)

    def _low(self, place: int, epoch: int) -> Stop | None:
        limit, loss = self.rule.loss_below, self._losses[place]
        if limit is None or loss >= limit or (place and self._losses[place - 1] < limit):
            return None
        return advice.low(epoch, loss, limit)

    def _flat(self, place: int) -> Stop | None:
        patience, waited = self.rule.patience, self._waited[place]
        if patience is None or not waited or waited % patience:
            return None
        return advice.flat(waited, self.rule.min_change)
