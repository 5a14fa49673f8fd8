"""What is said of an experiment that can be trained but leaves something out, and its cure."""

from __future__ import annotations

from dataclasses import replace

from engine.edits import parts as edits
from engine.experiment import Experiment
from gui.kit.message import Action
from gui.kit.words import tr
from gui.model.document import Document
from gui.shell.messages import Messages


def caution(document: Document, bar: Messages) -> None:
    """Say what the training rows lack, with a button that mends it."""
    experiment = document.experiment
    if not experiment.data.test_fraction or not document.trainable:
        return
    from engine.experiment.cautions import caution as found  # only few experiments need it

    error = found(experiment.data)
    if error is None:
        return
    action = Action(tr("Stratify"), lambda: document.edit(tr("Stratified"), _stratified(document)))
    actions = () if experiment.data.stratified else (action,)
    bar.show_error(error, *actions)


def _stratified(document: Document) -> Experiment:
    experiment = document.experiment
    return edits.with_data(experiment, replace(experiment.data, stratified=True))
