"""What can be done about a finding, or looked at: a button's words and the wish that it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from engine.catalog import ACTIVATIONS
from engine.edits import parts as edits
from engine.edits.setting import put
from engine.experiment import Experiment
from engine.experiment.specs import Choice
from engine.experiment.starts import begins_anew
from engine.frames import Finding
from gui.kit.numbers import count, short
from gui.kit.wishes import Edit, Pick, ShowView, Wish
from gui.kit.words import tr

SMALL_PENALTY = 0.01
MORE_ROWS = 8  # times as large a batch
Advice = tuple[str, Wish]


def advice(finding: Finding, experiment: Experiment) -> Advice:
    """The button of a finding."""
    return _ADVICE[finding.name](finding, experiment)


def promise(wish: Wish, experiment: Experiment) -> str:
    """What a button says of training; empty of one that only shows or selects."""
    if not isinstance(wish, Edit):
        return ""
    if begins_anew(experiment, wish.experiment):
        return tr("Starts with new weights.")
    return tr("Training goes on with the weights it has.")


def _diverging(finding: Finding, experiment: Experiment) -> Advice:
    lr = experiment.optimizer.number("lr")
    largest = finding.numbers.get("bound", lr / 5)
    return _rate(experiment, min(largest, lr) / 2)


def _leak(finding: Finding, experiment: Experiment) -> Advice:
    return _without(finding, experiment) if finding.place else _rows(finding)


def _symmetric(_: Finding, experiment: Experiment) -> Advice:
    return _edit(tr("Draw the start at random"), edits.with_start(experiment, "torch"))


def _dead(_: Finding, experiment: Experiment) -> Advice:
    return _activation(experiment, "leaky_relu")


def _saturated(_: Finding, experiment: Experiment) -> Advice:
    if experiment.data.scaling.features != "standardize":
        return _standardized(experiment)
    return tr("Look at the activation"), ShowView("activation")


def _vanishing(_: Finding, experiment: Experiment) -> Advice:
    if any(choice.name == "relu" for choice in experiment.model.activations):
        return tr("Look at the activation"), ShowView("activation")
    return _activation(experiment, "relu")


def _unscaled(_: Finding, experiment: Experiment) -> Advice:
    if experiment.data.scaling.features != "standardize":
        return _standardized(experiment)
    return tr("Look at the inputs"), ShowView("model")


def _zigzag(_: Finding, experiment: Experiment) -> Advice:
    return _rate(experiment, experiment.optimizer.number("lr") / 2)


def _penalty(_: Finding, experiment: Experiment) -> Advice:
    asked = experiment.regularization
    less = replace(asked, l1=_rounded(asked.l1 / 10), l2=_rounded(asked.l2 / 10))
    return _edit(tr("A tenth of the penalty"), replace(experiment, regularization=less))


def _plateau(_finding: Finding, _experiment: Experiment) -> Advice:
    return tr("Look at the gradients"), ShowView("parameters")


def _alike(_finding: Finding, _experiment: Experiment) -> Advice:
    return tr("Look at the metrics"), ShowView("metrics")


def _chosen(finding: Finding, _: Experiment) -> Advice:
    return _rows(finding)


def _threshold(finding: Finding, experiment: Experiment) -> Advice:
    better = float(f"{finding.numbers['better']:.2g}")
    better = min(better, finding.numbers["largest"])
    text = tr("Threshold {value}", value=short(better))
    return _edit(text, put(experiment, "model.threshold", better))


def _slow(finding: Finding, experiment: Experiment) -> Advice:
    return _rate(experiment, finding.numbers["better"])


def _noisy(finding: Finding, experiment: Experiment) -> Advice:
    size = MORE_ROWS * int(finding.numbers["batch"])
    text = tr("Batches of {rows} rows", rows=count(size))
    return _edit(text, put(experiment, "training.batch_size", size))


def _overfitting(_: Finding, experiment: Experiment) -> Advice:
    asked = experiment.regularization
    more = replace(asked, l2=max(10 * asked.l2, SMALL_PENALTY))
    text = tr("L2 penalty {value}", value=short(more.l2))
    return _edit(text, replace(experiment, regularization=more))


def _converged(_finding: Finding, _experiment: Experiment) -> Advice:
    return tr("Look at the metrics"), ShowView("metrics")


def _without(finding: Finding, experiment: Experiment) -> Advice:
    """Take a feature out, where others are left and it is one."""
    features = experiment.data.features
    others = tuple(name for name in features if name != finding.place)
    if not others or others == features:
        return tr("Look at the table"), ShowView("table")
    text = tr("Leave {name} out", name=finding.place)
    return _edit(text, edits.with_features(experiment, others))


def _rows(finding: Finding) -> Advice:
    rows = np.array(finding.rows, dtype=np.int64)
    if len(rows) == 1:
        return tr("Select row {row}", row=count(int(rows[0]) + 1)), Pick(rows)
    return tr("Select its {rows} rows", rows=count(len(rows))), Pick(rows)


def _rate(experiment: Experiment, rate: float) -> Advice:
    rate = _rounded(rate)
    text = tr("Learning rate {value}", value=short(rate))
    return _edit(text, put(experiment, "optimizer.lr", rate))


def _standardized(experiment: Experiment) -> Advice:
    return _edit(tr("Standardise"), put(experiment, "data.scaling.features", "standardize"))


def _activation(experiment: Experiment, name: str) -> Advice:
    choice = Choice.of(ACTIVATIONS[name])
    text = tr("Use {activation}", activation=tr(ACTIVATIONS[name].label))
    return _edit(text, edits.with_activation(experiment, choice))


def _edit(text: str, experiment: Experiment) -> Advice:
    return text, Edit(text, experiment)


def _rounded(value: float) -> float:
    """To two digits, as one would type it."""
    return float(f"{value:.2g}")


_ADVICE: Mapping[str, Callable[[Finding, Experiment], Advice]] = {
    "diverging": _diverging,
    "leak": _leak,
    "symmetric": _symmetric,
    "dead": _dead,
    "saturated": _saturated,
    "vanishing": _vanishing,
    "unscaled": _unscaled,
    "zigzag": _zigzag,
    "penalty": _penalty,
    "plateau": _plateau,
    "alike": _alike,
    "ignored": _chosen,
    "threshold": _threshold,
    "outlier": _chosen,
    "slow": _slow,
    "noisy": _noisy,
    "overfitting": _overfitting,
    "imbalance": _chosen,
    "constant": _without,
    "converged": _converged,
}
