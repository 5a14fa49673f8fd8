"""What the training panel offers, in words."""

from __future__ import annotations

from collections.abc import Mapping

from engine.catalog import Entry, Param
from engine.experiment.settings import SETTINGS
from gui.kit.forms.choosers import Item
from gui.kit.forms.entry_form import ChoiceForm
from gui.kit.forms.rows import keeps
from gui.kit.words import tr


def choice_form(path: str, catalog: Mapping[str, Entry]) -> ChoiceForm:
    """A form of one of a catalog's entries."""
    setting = SETTINGS[path]
    return ChoiceForm(catalog, tr(setting.label), tr(setting.help), keeps())


def sources() -> list[Item]:
    """What a loss is computed from."""
    return [
        Item("logits", tr("z (logits)"), tr("Exact, however sure the model is.")),
        Item("probabilities", tr("p (probabilities)"), tr("As textbooks write it.")),
    ]


def reductions() -> list[Item]:
    """How rows' losses are put together."""
    return [
        Item("mean", tr("Mean"), tr("The loss of an average row, whatever their number.")),
        Item("sum", tr("Sum"), tr("All rows' losses together: more rows, larger gradients.")),
    ]


def dtypes() -> list[Item]:
    """How many digits numbers have."""
    return [
        Item("float32", "float32", tr("About seven digits, as networks are usually trained.")),
        Item("float64", "float64", tr("About sixteen digits, for exact comparisons.")),
    ]


def penalties() -> list[Param]:
    """What keeps weights small."""
    found = [SETTINGS["regularization.l1"], SETTINGS["regularization.l2"]]
    return [
        Param(setting.key, tr(setting.label), tr(setting.help), 0.0, ranges=(setting.allowed,))
        for setting in found
    ]
