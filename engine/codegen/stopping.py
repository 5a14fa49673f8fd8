"""The lines of a program that end training early: the loss is low enough, or falls no more."""

from __future__ import annotations

from engine.codegen.lines import Line, code
from engine.codegen.words import said
from engine.experiment import Experiment


def stopping(experiment: Experiment) -> tuple[list[Line], list[Line], list[Line]]:
    """What each step, the program before the loop, and the end of an epoch add; often nothing."""
    rule = experiment.training.stop
    if not rule.is_active:
        return [], [], []
    keep = [] if experiment.training.batch_size is None else code("losses.append(loss.item())")
    before: list[str] = []
    judge = ["epoch_mean = sum(losses) / len(losses)" if keep else "epoch_mean = loss.item()"]
    if rule.loss_below is not None:
        told = said("low enough")
        judge += [f"if epoch_mean < {rule.loss_below!r}:  # {told}", "    break"]
    if rule.patience is not None:
        before = ["lowest, waited = math.inf, 0"]
        judge += [
            f"if epoch_mean < lowest * (1 - {rule.min_change!r}):",
            "    lowest, waited = epoch_mean, 0",
            "else:",
            "    waited += 1",
            f"if waited == {rule.patience}:  # {said('it falls no more')}",
            "    break",
        ]
    return keep, code("\n".join(before)), code("\n".join(judge))
