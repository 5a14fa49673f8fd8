"""Every field of an experiment, described once: its path in the file, its words, what it does.

Reading, writing, ranges of forms, marks on the loss curve, undo texts and comparisons go by this.
What one choice of a catalog brings along, as ``optimizer.lr``, is described in the catalog and
found here by ``among``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from engine.catalog import INITIALIZATIONS, LOSSES, OPTIMIZERS, SCHEDULES, Entry
from engine.catalog.entry import ANY, FRACTION, NOT_NEGATIVE, POSITIVE, Range
from engine.errors import EngineError
from engine.experiment import readers
from engine.experiment.fields import param
from engine.experiment.setting import Effect, Setting, flag, integer, name, names, number, text

COUNT = Range(low=1, high=10**9)
SEED = Range(low=0, high=2**63 - 1)
NEURONS = Range(low=1, high=4096)
DEGREE = Range(low=1, high=10)
INSIDE = Range(low=0, high=1, low_open=True, high_open=True)
TASKS = {"regression": "Regression", "classification": "Classification"}
SCALINGS = {"none": "None", "center": "Center", "standardize": "Standardize"}
REDUCTIONS = {"mean": "Mean", "sum": "Sum"}
SOURCES = {"logits": "Logits", "probabilities": "Probabilities"}
DTYPES = {"float32": "float32", "float64": "float64"}
DEVICES = {"cpu": "cpu", "cuda": "cuda"}
CATALOGS: Mapping[str, Mapping[str, Entry]] = {
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
}


def _labels(catalog: Mapping[str, Entry]) -> dict[str, str]:
    return {key: entry.label for key, entry in catalog.items()}


_SETTINGS = (
    Setting("title", "Title", "shown", text()),
    Setting("about", "Text", "shown", readers.about),
    Setting("workspace", "Workspace", "shown", text()),
    Setting(
        "goal", "Goal", "shown", text(),
        "What is to be reached: loss < 0.5, or several of that kind joined by and. Training takes "
        "no notice of it and keeps the weights.",
        always=False,
    ),
    Setting("data.columns", "Data", "keeps", attribute="table"),
    Setting(
        "data.features", "Features", "anew", names(),
        "The columns that the model predicts from.",
    ),
    Setting(
        "data.target", "Target", "anew", text(),
        "The column that the model learns to predict.",
    ),
    Setting(
        "data.task", "Task", "anew", name(TASKS),
        "What is predicted: a number or a class.", choices=TASKS,
    ),
    Setting(
        "data.test_fraction", "Test rows", "keeps", number(FRACTION),
        "The share of rows kept out of training, to see how the model does on new ones.",
        FRACTION,
    ),
    Setting(
        "data.split_seed", "Split seed", "keeps", integer(SEED),
        "Another number draws other rows for testing.", SEED,
    ),
    Setting(
        "data.scaling.features", "Scale features", "keeps", name(SCALINGS),
        "How feature columns are brought to size before training.", choices=SCALINGS,
    ),
    Setting(
        "data.scaling.target", "Scale target", "keeps", name(SCALINGS),
        "How the target is brought to size before training; classes are not scaled.",
        choices=SCALINGS,
    ),
    Setting(
        "data.stratified", "Stratified", "keeps", flag(),
        "Each class has its share among the test rows.", always=False,
    ),
    Setting(
        "data.class_colors", "Class colours", "shown", readers.class_colors,
        always=False, write=dict,
    ),
    Setting(
        "data.kept_colors", "Colours of other targets", "shown", readers.kept_colors,
        always=False, write=readers.kept_colors_written,
    ),
    Setting("data.kinds", "Kinds of columns", "shown", always=False, write=dict),
    Setting(
        "data.categories", "Categories", "keeps",
        always=False, write=readers.categories_written,
    ),
    Setting("model.inputs", "Inputs", "anew", names(), optional=True),
    Setting("model.hidden", "Hidden layers", "anew", readers.sizes(NEURONS), allowed=NEURONS),
    Setting(
        "model.activation", "Activation", "keeps", readers.activations,
        write=readers.activations_written, get=lambda experiment: experiment.model.activations,
    ),
    Setting(
        "model.bias", "Bias", "anew", readers.bias, "Lets every neuron add a number of its own.",
    ),
    Setting(
        "model.init.scheme", "Start", "anew", name(INITIALIZATIONS),
        "How the starting values are drawn.", choices=_labels(INITIALIZATIONS),
    ),
    Setting(
        "model.init.values", "Start values", "anew", readers.tensors,
        write=readers.tensors_written,
    ),
    Setting("model.frozen", "Frozen parameters", "keeps", names()),
    Setting(
        "model.threshold", "Threshold", "shown", number(INSIDE),
        "From this probability on, the answer is the second class; training never sees it.",
        INSIDE, always=False,
    ),
    Setting(
        "loss.name", "Loss", "keeps", name(LOSSES), "What training makes small.",
        choices=_labels(LOSSES),
    ),
    Setting(
        "loss.reduction", "Over the rows", "keeps", name(REDUCTIONS),
        "Whether the loss is the mean or the sum over the rows.", choices=REDUCTIONS,
    ),
    Setting(
        "loss.from", "Loss from", "keeps", name(SOURCES),
        "Computed from z in one go, or from the probabilities as textbooks write it, which loses "
        "its numbers where a probability is rounded to 0 or 1.",
        attribute="source", choices=SOURCES, always=False,
    ),
    Setting(
        "regularization.l1", "L1 penalty", "keeps", number(NOT_NEGATIVE),
        "Adds this times the sum of the weights' sizes to the loss: some weights become zero.",
        NOT_NEGATIVE,
    ),
    Setting(
        "regularization.l2", "L2 penalty", "keeps", number(NOT_NEGATIVE),
        "Adds this times the sum of the squared weights to the loss: weights stay small.",
        NOT_NEGATIVE,
    ),
    Setting(
        "optimizer.name", "Optimizer", "keeps", name(OPTIMIZERS), "How gradients become steps.",
        choices=_labels(OPTIMIZERS),
    ),
    Setting(
        "schedule.name", "Schedule", "keeps", name(SCHEDULES),
        "How the learning rate changes from epoch to epoch.", choices=_labels(SCHEDULES),
    ),
    Setting(
        "training.batch_size", "Batch size", "keeps", integer(COUNT),
        "How many rows each step looks at: all, or a number.", COUNT, optional=True,
    ),
    Setting(
        "training.shuffle", "Shuffle", "keeps", flag(),
        "Goes through the rows in another order in every epoch.",
    ),
    Setting(
        "training.epochs", "Stop after epochs", "length", integer(COUNT),
        "After how many epochs a run stops.", COUNT,
    ),
    Setting(
        "training.seed", "Seed", "anew", integer(SEED),
        "The same seed draws the same starting values and the same order of rows.", SEED,
    ),
    Setting(
        "training.dtype", "Precision", "anew", name(DTYPES),
        "How many digits training computes with.", choices=DTYPES,
    ),
    Setting("training.device", "Device", "anew", name(DEVICES), choices=DEVICES),
    Setting(
        "training.stop.loss_below", "Stop below loss", "length", number(POSITIVE),
        "A run stops when the mean loss of an epoch comes below this. Run again to go on.",
        POSITIVE, optional=True,
    ),
    Setting(
        "training.stop.patience", "Stop when flat for", "length", integer(COUNT),
        "A run stops when the loss has not fallen for so many epochs.", COUNT, optional=True,
    ),
    Setting(
        "training.stop.min_change", "Fall at least", "length", number(FRACTION),
        "What counts as falling: at least so much below the lowest loss so far.", FRACTION,
    ),
)  # fmt: skip

SETTINGS: Mapping[str, Setting] = {setting.path: setting for setting in _SETTINGS}


def among(experiment: object) -> dict[str, Setting]:
    """Every setting that an experiment has, with those of what it has chosen, by path."""
    found = dict(SETTINGS)
    for section, catalog in CATALOGS.items():
        chosen = SETTINGS[f"{section}.name"].of(experiment)
        found |= _of_entry(section, catalog[chosen]) if chosen in catalog else {}
    return found


def differing(one: object, other: object, *effects: Effect) -> list[Setting]:
    """The settings with one of these effects in which two experiments differ.

    Numbers of another choice are no difference of their own: the choice is.
    """
    if one is other:
        return []
    alike = dict(SETTINGS)
    for section, catalog in CATALOGS.items():
        chosen, before = (SETTINGS[f"{section}.name"].of(of) for of in (other, one))
        if chosen == before and chosen in catalog:
            alike |= _of_entry(section, catalog[chosen])
    return [
        setting
        for setting in alike.values()
        if setting.effect in effects and setting.of(one) != setting.of(other)
    ]


def find(experiment: object, path: str) -> Setting:
    """The setting at a path; raises EngineError where this experiment has none."""
    found = among(experiment)
    if path not in found:
        raise EngineError("there is no such setting", path)
    return found[path]


def _of_entry(section: str, entry: Entry) -> dict[str, Setting]:
    """The settings that one choice of a catalog brings along."""
    settings = [
        Setting(
            f"{section}.{spec.name}", spec.label, "keeps", partial(param, spec=spec), spec.help,
            spec.ranges[0] if spec.ranges else ANY,
            get=partial(_number, section=section, key=spec.name, default=spec.default),
        )
        for spec in entry.params
    ]  # fmt: skip
    return {setting.path: setting for setting in settings}


def _number(experiment: Any, *, section: str, key: str, default: Any) -> Any:
    return dict(getattr(experiment, section).values).get(key, default)
