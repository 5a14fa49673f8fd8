"""The parts of an experiment: frozen values with the defaults of the file format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from engine.catalog import Entry, Value
from engine.data.table import Table, classes, values
from engine.experiment.encoding import Encoding
from engine.experiment.reshaping import Reshaping

Label = str | int
Task = Literal["regression", "classification"]
Outcome = Literal["regression", "binary", "multiclass"]
Bias = Literal[True, False, "shared"]
LossSource = Literal["logits", "probabilities"]
DEFAULT_LOSS: Mapping[Outcome, str] = {
    "regression": "mse",
    "binary": "bce",
    "multiclass": "cross_entropy",
}
EVEN = 0.5  # the probability from which the answer is the second of two classes
WORKSPACES = ("line", "classify", "network", "inside", "code", "compare")


@dataclass(frozen=True, slots=True)
class About:
    """What to do with an experiment and what to see: by language; "" is any other."""

    texts: tuple[tuple[str, str], ...] = ()

    def text(self, language: str) -> str:
        """In a language, else in English, else in whichever there is; empty where none is."""
        found = dict(self.texts)
        return next((found[code] for code in (language, "en", "", *found) if code in found), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """A catalog entry chosen by name, with the values of its parameters."""

    name: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, entry: Entry, **values: Value) -> Choice:
        """An entry with its defaults but for the values given."""
        return cls(entry.name, tuple({**entry.defaults(), **values}.items()))

    def as_dict(self) -> dict[str, Value]:
        """The parameters by name."""
        return dict(self.values)

    def number(self, name: str) -> float:
        """One parameter that is a single number."""
        value = self.as_dict()[name]
        assert not isinstance(value, tuple)
        return value

    def replace(self, **values: Value) -> Choice:
        """The same entry with some values changed."""
        return Choice(self.name, tuple({**self.as_dict(), **values}.items()))


@dataclass(frozen=True, slots=True)
class Scaling:
    """How columns are brought to size: ``none``, ``center`` or ``standardize``."""

    features: str = "none"
    target: str = "none"


Colors = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Data:
    """The table and the part each column plays."""

    table: Table
    features: tuple[str, ...]
    target: str
    task: Task = "regression"
    test_fraction: float = 0.0
    split_seed: int = 0
    scaling: Scaling = Scaling()
    stratified: bool = False  # as many test rows of each class as its share
    class_colors: Colors = ()  # a class's place in the palette, where chosen
    kept_colors: tuple[tuple[str, Colors], ...] = ()  # those of columns that were the target
    categories: tuple[tuple[str, tuple[Label, ...]], ...] = ()  # where rows alone give other lists
    kinds: tuple[tuple[str, str], ...] = ()  # "date", "category": where the cells do not tell

    @cached_property
    def encoding(self) -> Encoding:
        """The numbers that the features are for a model."""
        columns = self.table.columns
        categories = tuple(
            (name, self.values_of(name))
            for name in self.features
            if name in columns and columns[name].dtype == object
        )
        return Encoding(self.features, categories)

    def kind_of(self, name: str) -> str:
        """``number``, ``category`` or ``date``."""
        if self.table.columns[name].dtype == object:
            return "category"
        return dict(self.kinds).get(name, "number")

    @property
    def variables(self) -> tuple[str, ...]:
        """The names that formulas may use."""
        return tuple(self.encoding.variables)

    @cached_property
    def largest(self) -> dict[str, int]:
        """The row of the largest magnitude in each column of numbers; NaN is larger than all."""
        return {
            name: int(np.abs(column).argmax())
            for name, column in self.table.columns.items()
            if column.dtype != object and len(column)
        }

    @cached_property
    def classes(self) -> tuple[Label, ...]:
        """The class names in their order, with or without rows; empty for a regression."""
        if self.task == "regression" or self.target not in self.table.columns:
            return ()
        return self.values_of(self.target)

    def values_of(self, name: str) -> tuple[Label, ...]:
        """The values of a column of categories in their order, whether or not a row has them.

        Where no list says otherwise: the target's sorted, another column's by first appearance.
        """
        known = dict(self.categories)
        return known[name] if name in known else self._values_of_rows(name)

    def with_categories(self, lists: Mapping[str, Sequence[Label]]) -> Data:
        """These values for some columns; a list that the rows give by themselves is not kept."""
        known = {**dict(self.categories), **{name: tuple(found) for name, found in lists.items()}}
        kept = tuple(
            (name, known[name])
            for name, column in self.table.columns.items()
            if name in known
            and column.dtype == object
            and known[name] != self._values_of_rows(name)
        )
        return self if kept == self.categories else replace(self, categories=kept)

    def with_table(self, table: Table) -> Data:
        """Other rows of the same columns: values stay in their order, new ones come after them."""
        after = replace(self, table=table, categories=())
        lists = {
            name: _grown(self.values_of(name), after._values_of_rows(name))
            for name in self._categorical()
            if name in table.columns and table.columns[name].dtype == object
        }
        return after.with_categories(lists)

    def _categorical(self) -> set[str]:
        """The columns of this table whose values have an order that is to be kept."""
        used = {*self.features, *(name for name, _ in self.categories)}
        if self.task == "classification":
            used.add(self.target)
        columns = self.table.columns
        return {name for name in used if name in columns and columns[name].dtype == object}

    def _values_of_rows(self, name: str) -> tuple[Label, ...]:
        is_class = name == self.target and self.task == "classification"
        return (classes if is_class else values)(self.table.columns[name])

    @property
    def outcome(self) -> Outcome:
        """What the model's output means: a number, one logit, or one logit a class."""
        if self.task == "regression":
            return "regression"
        return "binary" if len(self.classes) <= 2 else "multiclass"


@dataclass(frozen=True, slots=True)
class Init:
    """How parameters start: a scheme, and single tensors' values by parameter name over it."""

    scheme: str = "torch"
    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """A network of linear layers; without hidden ones it is a linear model.

    A ``shared`` bias is one number that is added to every output, of shape (1,).
    """

    inputs: tuple[str, ...] | None = None
    hidden: tuple[int, ...] = ()
    activation: Choice | tuple[Choice, ...] = Choice("tanh")
    bias: Bias = True
    init: Init = Init()
    frozen: tuple[str, ...] = ()
    threshold: float = EVEN  # of two classes: from this probability on the answer is the second
    # Which neurons of the model before these are, where that was meant; of no file.
    reshaped: Reshaping | None = field(default=None, compare=False, repr=False)

    @property
    def activations(self) -> tuple[Choice, ...]:
        """One activation for each hidden layer."""
        if isinstance(self.activation, tuple):
            return self.activation
        return (self.activation,) * len(self.hidden)


@dataclass(frozen=True, slots=True)
class Loss:
    """What is minimised.

    A cross-entropy is computed from the ``logits`` in one go, or from the ``probabilities`` as
    textbooks write it, which loses its numbers where a probability is rounded to 0 or 1.
    """

    name: str = "mse"
    reduction: Literal["mean", "sum"] = "mean"
    values: tuple[tuple[str, Value], ...] = ()
    source: LossSource = "logits"


@dataclass(frozen=True, slots=True)
class Regularization:
    """Added to the loss over weights, not biases: l1·Σ|w| + l2·Σw²."""

    l1: float = 0.0
    l2: float = 0.0


@dataclass(frozen=True, slots=True)
class StopRule:
    """When training stops before its epochs are done, by the mean loss of each epoch.

    Below ``loss_below``; or when it has not fallen by the share ``min_change`` under its lowest
    for ``patience`` epochs. None is never.
    """

    loss_below: float | None = None
    patience: int | None = None
    min_change: float = 0.001

    @property
    def is_active(self) -> bool:
        """Whether there is anything to watch."""
        return self.loss_below is not None or self.patience is not None


@dataclass(frozen=True, slots=True)
class Training:
    """How training goes through the rows."""

    batch_size: int | None = None
    shuffle: bool = True
    epochs: int = 200
    seed: int = 0
    dtype: Literal["float32", "float64"] = "float32"
    device: Literal["cpu", "cuda"] = "cpu"
    stop: StopRule = StopRule()


def _grown(known: tuple[Label, ...], found: tuple[Label, ...]) -> tuple[Label, ...]:
    """The known values and then new ones; fewer than two are no list that anything hangs on."""
    kinds = {type(value) for value in (*known, *found)}
    if len(known) < 2 or len(kinds) > 1:
        return found
    return (*known, *(value for value in found if value not in known))


def input_names(data: Data, model: Model) -> tuple[str, ...]:
    """What the first layer sees, in the order of its weights: features, or formulas of them."""
    return data.encoding.names if model.inputs is None else model.inputs


def parameter_shapes(data: Data, model: Model) -> dict[str, tuple[int, ...]]:
    """Every parameter's shape by name, in the network's order (out × in for weights)."""
    inputs = len(input_names(data, model))
    outputs = len(data.classes) if data.outcome == "multiclass" else 1
    sizes = (inputs, *model.hidden, outputs)
    names = [*(f"hidden{i + 1}" for i in range(len(model.hidden))), "output"]
    shapes: dict[str, tuple[int, ...]] = {}
    for name, into, out in zip(names, sizes, sizes[1:], strict=False):
        shapes[f"{name}.weight"] = (out, into)
        if model.bias:
            shared = model.bias == "shared" and name == "output"
            shapes[f"{name}.bias"] = (1,) if shared else (out,)
    return shapes
