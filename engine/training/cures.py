"""What may help against each cause of divergence, likeliest first; none of it is tried here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from engine.catalog.entry import Value
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.inputs import check_every_row
from engine.frames import Cure
from engine.frames.cure import Words
from engine.training import variants
from engine.training.machine import Machine
from engine.training.stability import bound

SMALL_DECAY = 0.01
SMALL_PENALTY = 0.001
USUAL_MOMENTUM = 0.9
STAIRS = (0.1, 0.01, 0.001, 1e-4)  # shares of a learning rate
DEEP_STAIRS = (1e-5, 1e-6, 1e-8, 1e-10)


def cures(experiment: Experiment, cause: str) -> Iterator[Cure]:
    """Changes to try, in order: the cause's own, then with smaller rates, then all that helps."""
    seen = [_parts(experiment)]
    for other in _candidates(experiment, cause):
        if _parts(other) not in seen and _is_valid(other):
            seen.append(_parts(other))
            yield _cure(experiment, other)


def _candidates(experiment: Experiment, cause: str) -> Iterator[Experiment]:
    own = FIXES.get(cause, _nothing)(experiment)
    scaled = variants.standardized(experiment, features=True)
    tame = _tamed(variants.standardized(scaled, target=True))
    yield from own
    for other in (*own[:2], experiment):
        yield from _slower(other, STAIRS)
    for other in (scaled, tame):
        yield other
        yield from _slower(other, STAIRS)
    for other in (*own[:2], experiment, tame):
        yield from _slower(other, DEEP_STAIRS)


def _slower(experiment: Experiment, stairs: Iterable[float]) -> Iterator[Experiment]:
    """Smaller learning rates: half of the largest stable one, where there is such a one."""
    lr = experiment.optimizer.number("lr")
    usual = variants.usual(experiment.optimizer).number("lr")
    largest = bound(Machine(experiment))
    rates = [] if largest is None else [variants.rounded_down(largest / 2)]
    start = usual if lr > 100 * usual else lr
    rates += [start, *(float(f"{start * share:.2g}") for share in stairs)]
    for rate in rates:
        if 0 < rate < lr:
            yield variants.with_numbers(experiment, lr=rate)


def _tamed(experiment: Experiment) -> Experiment:
    """Everything as it usually is."""
    usual = variants.usual(experiment.optimizer)
    lr = min(usual.number("lr"), experiment.optimizer.number("lr"))
    usual = usual.replace(lr=lr)
    other = variants.without_values(variants.without_penalty(experiment))
    return replace(variants.from_logits(variants.with_mean(other)), optimizer=usual)


# ---- what each cause asks for -------------------------------------------------------------------


def _nothing(_: Experiment) -> list[Experiment]:
    return []


def _usual(*names: str) -> Callable[[Experiment], list[Experiment]]:
    """Numbers of the optimizer as they usually are."""

    def fix(experiment: Experiment) -> list[Experiment]:
        usual = variants.usual(experiment.optimizer).as_dict()
        values = {name: usual[name] for name in names if name in usual}
        return [variants.with_numbers(experiment, **values)]

    return fix


def _momentum(experiment: Experiment) -> list[Experiment]:
    return [
        variants.with_numbers(experiment, momentum=USUAL_MOMENTUM),
        variants.with_numbers(experiment, momentum=0.0, nesterov=False),
    ]


def _decay(experiment: Experiment) -> list[Experiment]:
    usual = variants.usual(experiment.optimizer).as_dict()
    lambd = usual.get("lambd", 0.0)
    return [
        variants.with_numbers(experiment, weight_decay=SMALL_DECAY, lambd=lambd),
        variants.with_numbers(experiment, weight_decay=0.0, lambd=lambd),
    ]


def _penalty(experiment: Experiment) -> list[Experiment]:
    old = experiment.regularization
    small = replace(old, l1=min(old.l1, SMALL_PENALTY), l2=min(old.l2, SMALL_PENALTY))
    return [replace(experiment, regularization=small), variants.without_penalty(experiment)]


def _inputs(experiment: Experiment) -> list[Experiment]:
    return [
        variants.standardized(experiment, features=True),
        variants.standardized(experiment, features=True, target=True),
    ]


def _target(experiment: Experiment) -> list[Experiment]:
    return [
        variants.standardized(experiment, target=True),
        variants.standardized(experiment, features=True, target=True),
    ]


def _overflow(experiment: Experiment) -> list[Experiment]:
    scaled = variants.standardized(experiment, features=True, target=True)
    double = replace(experiment, training=replace(experiment.training, dtype="float64"))
    return [scaled, double, variants.without_values(scaled), _tamed(scaled)]


FIXES: dict[str, Callable[[Experiment], list[Experiment]]] = {
    "probabilities": lambda experiment: [variants.from_logits(experiment)],
    "overflow": _overflow,
    "start": lambda experiment: [variants.without_values(experiment)],
    "target": _target,
    "inputs": _inputs,
    "penalty": _penalty,
    "momentum": _momentum,
    "centered": lambda experiment: [variants.with_numbers(experiment, centered=False)],
    "eps": _usual("eps"),
    "betas": _usual("betas"),
    "step_sizes": lambda experiment: [
        *_usual("step_sizes")(experiment),
        *_usual("step_sizes", "etas")(experiment),
    ],
    "weight_decay": _decay,
    "sum": lambda experiment: [variants.with_mean(experiment)],
}

# ---- from an experiment to what is different about it -------------------------------------------


def _is_valid(experiment: Experiment) -> bool:
    try:
        experiment.check()
        check_every_row(experiment.data, experiment.model.inputs)
    except EngineError:
        return False
    return True


def _parts(experiment: Experiment) -> dict[str, Any]:
    """The parts that a cure may change, by their names in one."""
    return {
        "scaling": experiment.data.scaling,
        "init": experiment.model.init,
        "loss": experiment.loss,
        "regularization": experiment.regularization,
        "optimizer": experiment.optimizer,
        "dtype": experiment.training.dtype,
    }


def _cure(old: Experiment, new: Experiment) -> Cure:
    before = _parts(old)
    parts = {name: part for name, part in _parts(new).items() if part != before[name]}
    return Cure(tuple(_words(old, new)), **parts)


def _words(old: Experiment, new: Experiment) -> Iterator[Words]:
    """What a button says: each change in a few words."""
    one, other = old.data.scaling, new.data.scaling
    if one.features != other.features:
        yield _said("standardise the inputs")
    if one.target != other.target:
        yield _said("standardise the target")
    if old.loss.reduction != new.loss.reduction:
        yield _said("the mean in place of the sum")
    if old.loss.source != new.loss.source:
        yield _said("compute from the logits")
    if old.model.init != new.model.init:
        yield _said("drop the start values")
    if old.training.dtype != new.training.dtype:
        yield _said("compute in {dtype}", dtype=new.training.dtype)
    if old.regularization != new.regularization:
        yield _penalties(old, new)
    before = old.optimizer.as_dict()
    for name, value in new.optimizer.values:
        if value != before[name]:
            yield _number(name, value)


def _penalties(old: Experiment, new: Experiment) -> Words:
    l1, l2 = new.regularization.l1, new.regularization.l2
    if l1 == l2 == 0:
        return _said("no penalty")
    if old.regularization.l2 != l2:
        return _said("L2 penalty {value}", value=f"{l2:.4g}")
    return _said("L1 penalty {value}", value=f"{l1:.4g}")


def _number(name: str, value: Value) -> Words:
    if isinstance(value, tuple):
        return _said("{name} {value}", name=name, value=", ".join(f"{part:g}" for part in value))
    if name == "lr":
        return _said("learning rate {value}", value=f"{value:.4g}")
    if name == "momentum":
        return _said("momentum {value}", value=f"{value:.4g}")
    if name in ("weight_decay", "lambd"):
        return _said("weight decay {value}", value=f"{value:.4g}")
    if name == "centered":
        return _said("without the centring")
    return _said("{name} {value}", name=name, value=f"{value:g}")


def _said(text: str, **values: str) -> Words:
    return text, values
