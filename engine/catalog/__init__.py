"""What can be chosen, as plain data: forms, checks, training and the code writer all read it."""

from engine.catalog.activations import ACTIVATIONS
from engine.catalog.entry import Entry, Kind, Param, Range, Value
from engine.catalog.initializations import INITIALIZATIONS
from engine.catalog.losses import LOSSES, Loss
from engine.catalog.optimizers import OPTIMIZERS, Optimizer
from engine.catalog.schedules import SCHEDULES

__all__ = [
    "ACTIVATIONS",
    "INITIALIZATIONS",
    "LOSSES",
    "OPTIMIZERS",
    "SCHEDULES",
    "Entry",
    "Kind",
    "Loss",
    "Optimizer",
    "Param",
    "Range",
    "Value",
]
