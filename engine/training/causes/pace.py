"""What is too much for the learning rate, and the learning rate itself."""

from __future__ import annotations

from dataclasses import replace

from engine.experiment import Experiment
from engine.experiment.specs import Loss
from engine.frames import Stop
from engine.training import variants
from engine.training.evidence import Evidence, size_of
from engine.training.machine import Machine
from engine.training.stability import bound, curvature, is_stable

FELT = 0.5  # the share of a step's length from which a pull towards zero is worth naming
UNSCALED = 3.0  # the size from which values are worth standardising ...
STEEPER = 10.0  # ... and how many times as steep they make the loss
MOST_ROWS = 200_000  # of which other ways are tried while the learner waits for the cause


def decay(seen: Evidence) -> Stop | None:
    optimizer = seen.experiment.optimizer
    pulls = {"weight_decay": variants.decay(optimizer)}
    if "lambd" in optimizer.as_dict():
        pulls["lambd"] = optimizer.number("lambd")
    for name, pull in pulls.items():
        if _pulls_too_far(seen, name, pull):
            return Stop(
                "diverged",
                "diverged: the weight decay {decay} is too large for the learning rate {lr}, "
                "each step pulls the parameters past zero and further away",
                {"decay": f"{pull:.4g}", "lr": _rate(seen)},
                cause="weight_decay",
            )
    return None


def _pulls_too_far(seen: Evidence, name: str, decay: float) -> bool:
    experiment = seen.experiment
    pull = experiment.optimizer.number("lr") * decay
    if experiment.optimizer.name not in ("sgd", "asgd"):
        return pull > 2
    other = replace(experiment, optimizer=experiment.optimizer.replace(**{name: 0.0}))
    return pull > FELT and (pull > 2 or _is_stable(seen, other))


def penalty(seen: Evidence) -> Stop | None:
    experiment, added = seen.experiment, seen.experiment.regularization
    lr = experiment.optimizer.number("lr")
    squares, sizes = lr * 2 * added.l2, lr * added.l1
    if not _descends(experiment) or max(squares, sizes) <= FELT:
        return None
    if not _is_stable(seen, variants.without_penalty(experiment)):
        return None
    values = {"penalty": f"{added.l2 if squares >= sizes else added.l1:.4g}", "lr": _rate(seen)}
    if squares >= sizes:
        return Stop(
            "diverged",
            "diverged: the L2 penalty {penalty} is too large for the learning rate {lr}, "
            "each step pulls the weights past zero and further away",
            values,
            cause="penalty",
        )
    return Stop(
        "diverged",
        "diverged: the L1 penalty {penalty} is too large for the learning rate {lr}, "
        "each step throws the weights far past zero",
        values,
        cause="penalty",
    )


def sum_of_rows(seen: Evidence) -> Stop | None:
    experiment = seen.experiment
    if not _descends(experiment) or experiment.loss.reduction != "sum":
        return None
    if not _is_stable(seen, variants.with_mean(experiment)):
        return None
    rows = seen.machine.batches.size or len(seen.machine.batches.inputs)
    return Stop(
        "diverged",
        "diverged: the loss is a sum over {rows} rows, so that each step is {rows} times as long "
        "as with their mean, too long at the learning rate {lr}",
        {"rows": min(rows, len(seen.machine.batches.inputs)), "lr": _rate(seen)},
        cause="sum",
    )


def inputs(seen: Evidence) -> Stop | None:
    """Inputs that are large for this rate, and would not be if they were standardised."""
    other = variants.standardized(seen.experiment, features=True)
    if not _descends(seen.experiment) or other == seen.experiment:
        return None
    if not (_steepens(seen, other) and _is_stable(seen, other)):
        return None
    largest = bound(seen.machine)
    if largest is None:
        return Stop(
            "diverged",
            "diverged: the inputs are large and not standardised, "
            "too large for the learning rate {lr}",
            {"lr": _rate(seen)},
            cause="inputs",
        )
    return Stop(
        "diverged",
        "diverged: the inputs are large and not standardised, so that the learning rate "
        "must be below {bound}, and it is {lr}",
        {"lr": _rate(seen), "bound": f"{largest:.4g}"},
        cause="inputs",
    )


def _steepens(seen: Evidence, other: Experiment) -> bool:
    if bound(seen.machine) is None:
        return size_of(seen.machine.batches.inputs) >= UNSCALED
    return curvature(seen.machine) >= STEEPER * curvature(Machine(other))


def start(seen: Evidence) -> Stop | None:
    experiment = seen.experiment
    if not _descends(experiment) or not experiment.model.init.values or not _is_curved(seen):
        return None
    if not _is_stable(seen, variants.without_values(experiment)):
        return None
    return Stop(
        "diverged",
        "diverged: the start values are too large for the learning rate {lr}",
        {"lr": _rate(seen)},
        cause="start",
    )


def target(seen: Evidence) -> Stop | None:
    other = variants.standardized(seen.experiment, target=True)
    if not _descends(seen.experiment) or other == seen.experiment or not _is_curved(seen):
        return None
    if size_of(seen.machine.batches.targets) < UNSCALED or not _is_stable(seen, other):
        return None
    return Stop(
        "diverged",
        "diverged: the values of {target} are large and not standardised, "
        "too large for the learning rate {lr}",
        {"target": seen.experiment.data.target, "lr": _rate(seen)},
        cause="target",
    )


def rate(seen: Evidence) -> Stop:
    largest, lr = bound(seen.machine), seen.experiment.optimizer.number("lr")
    if largest is None or lr < largest:
        return Stop(
            "diverged",
            "diverged: the learning rate {lr} is too large",
            {"lr": _rate(seen)},
            cause="rate",
        )
    return Stop(
        "diverged",
        "diverged: the learning rate {lr} is too large, with this model and these inputs "
        "it must be below {bound}",
        {"lr": _rate(seen), "bound": f"{largest:.4g}"},
        cause="rate",
    )


def _descends(experiment: Experiment) -> bool:
    """Whether steps are as long as the gradients, so that what steepens the loss matters."""
    return experiment.optimizer.name in ("sgd", "asgd")


def _is_curved(seen: Evidence) -> bool:
    """Whether how far it is to the minimum matters for how steep it is: not so on a parabola."""
    experiment: Experiment = seen.experiment
    return bool(experiment.model.hidden) or experiment.loss != Loss()


def _is_stable(seen: Evidence, other: Experiment) -> bool:
    rows = seen.experiment.data.table.rows
    return rows <= MOST_ROWS and is_stable(other, seen.step)


def _rate(seen: Evidence) -> str:
    """The rate that was typed, whatever a schedule has made of it."""
    return f"{seen.experiment.optimizer.number('lr'):.4g}"
