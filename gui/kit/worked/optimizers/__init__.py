"""Each optimizer's update of one number in formulas. A new optimizer has its rule here.

The letters are those of its paper: g the gradient, η the learning rate; the captions say what they
are. Every rule also gives the number that it comes to, which tests hold to what training did.
"""

from collections.abc import Callable

from gui.kit.worked.lines import Line
from gui.kit.worked.optimizers.adaptive import adam, adamax, nadam, radam
from gui.kit.worked.optimizers.descent import asgd, rprop, sgd
from gui.kit.worked.optimizers.scaled import adadelta, adagrad, rmsprop
from gui.kit.worked.optimizers.work import Scalars, Work

__all__ = ["RULES", "Scalars", "lines_of", "value_of"]

RULES: dict[str, Callable[[Work], None]] = {
    "sgd": sgd,
    "adam": adam,
    "adamw": adam,
    "rmsprop": rmsprop,
    "adagrad": adagrad,
    "adadelta": adadelta,
    "adamax": adamax,
    "nadam": nadam,
    "radam": radam,
    "rprop": rprop,
    "asgd": asgd,
}


def lines_of(name: str, letter: str, scalars: Scalars) -> list[Line]:
    """The formulas of an optimizer's update for the parameter called ``letter``."""
    return _worked(name, letter, scalars).lines


def value_of(name: str, scalars: Scalars) -> float:
    """What those formulas come to, in double precision."""
    return _worked(name, "W", scalars).value


def _worked(name: str, letter: str, scalars: Scalars) -> Work:
    work = Work(letter, scalars)
    RULES[name](work)
    return work
