"""What is said of an experiment that can be trained but leaves something out, and its cure."""

from __future__ import annotations

from dataclasses import replace

from engine.edits import parts as edits
from engine.experiment import Experiment
from engine.experiment.specs import Data
from gui.kit.axes import LARGEST_SPAN
from gui.kit.message import Action
from gui.kit.numbers import short
from gui.kit.words import tr
from gui.model.document import Document
from gui.shell.messages import Messages


def caution(document: Document, bar: Messages) -> None:
    """Say what the training rows lack, with a button that mends it, and what is not drawn."""
    experiment = document.experiment
    if not document.trainable:
        return
    name = _undrawn(experiment.data)
    if name:
        bar.show_note(
            tr(
                "Numbers of {name} lie beyond {most}, where the plane draws nothing; training and "
                "all figures have them as they are.",
                name=name,
                most=short(LARGEST_SPAN),
            )
        )
    if not experiment.data.test_fraction:
        return
    from engine.experiment.cautions import caution as found  # only few experiments need it

    error = found(experiment.data)
    if error is None:
        return
    action = Action(tr("Stratify"), lambda: document.edit(tr("Stratified"), _stratified(document)))
    actions = () if experiment.data.stratified else (action,)
    bar.show_error(error, *actions)


def _undrawn(data: Data) -> str:
    """The first column in use with numbers that no axis reaches; none is the empty name."""
    for name in (*data.features, data.target):
        row = data.largest.get(name)
        if row is not None and abs(float(data.table.columns[name][row])) > LARGEST_SPAN:
            return name
    return ""


def _stratified(document: Document) -> Experiment:
    experiment = document.experiment
    return edits.with_data(experiment, replace(experiment.data, stratified=True))
