"""What must hold between the parts of an experiment before it can be trained."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.catalog import LOSSES
from engine.data.codes import codes
from engine.errors import EngineError
from engine.experiment import inputs
from engine.experiment.fields import show
from engine.experiment.prepare import count_test_rows
from engine.experiment.specs import EVEN, Data, Loss, Model, parameter_shapes

MOST_CLASSES = 100
MOST_PARAMETERS = 20_000_000


def data(part: Data) -> None:
    """Columns that make a table, with at least two rows of what they are used for."""
    table(part)
    _rows(part)
    for name in part.features:
        if part.table.columns[name].dtype != object:
            _numeric(part, name)
        elif codes(part.table.columns[name]) is None:
            raise EngineError("must be all words or all whole numbers", f"data.columns.{name}")
    _categories(part)
    if part.task == "regression":
        _numeric(part, part.target)
    else:
        _classes(part)


def table(part: Data) -> None:
    """Columns that exist, of equal length, each playing one part; finished or not."""
    for name in (*part.features, part.target):
        if name not in part.table.columns:
            where = "data.target" if name == part.target else "data.features"
            raise EngineError(
                "there is no column {name}",
                where,
                "the columns are {names}",
                name=repr(name),
                names=", ".join(part.table.names) or "none",
            )
    if part.target in part.features:
        raise EngineError("{name} is also a feature", "data.target", name=repr(part.target))
    if len(set(part.features)) < len(part.features):
        raise EngineError("names a column twice", "data.features")
    lengths = {name: len(part.table.columns[name]) for name in _in_turn(part)}
    first = next(iter(lengths))
    for name, length in lengths.items():
        if length == 0 and any(lengths.values()):
            raise _empty(name)
        if length != lengths[first]:
            raise EngineError(
                "has {length} rows, but {first} has {other}",
                f"data.columns.{name}",
                length=length,
                first=first,
                other=lengths[first],
            )


def model(data: Data, part: Model) -> None:
    """Inputs that can be computed, tensors that exist and have their shape, something to learn."""
    if part.inputs is None and not data.features:
        raise EngineError("needs at least one feature", "data.features")
    _inputs(data, part)
    if isinstance(part.activation, tuple) and len(part.activation) != len(part.hidden):
        raise EngineError(
            "must be one name, or one for each of the {count} hidden layers, got {got}",
            "model.activation",
            count=len(part.hidden),
            got=len(part.activation),
        )
    shapes = parameter_shapes(data, part)
    size = sum(math.prod(shape) for shape in shapes.values())
    if size > MOST_PARAMETERS:
        raise EngineError(
            "makes {size} parameters, at most {most} are possible",
            "model.hidden",
            size=f"{size:,}",
            most=f"{MOST_PARAMETERS:,}",
        )
    if part.threshold != EVEN and data.outcome != "binary":
        raise EngineError("is only for two classes", "model.threshold", "leave it out")
    for name in part.frozen:
        _known(name, "model.frozen", shapes)
    if set(part.frozen) >= set(shapes):
        raise EngineError("freezes every parameter, so nothing would be learned", "model.frozen")
    for name, values in part.init.values.items():
        where = f"model.init.values.{name}"
        _known(name, where, shapes)
        if _shape(values) != shapes[name]:
            raise EngineError("must be numbers of shape {shape}", where, shape=shapes[name])


def loss(data: Data, part: Loss) -> None:
    """A loss that fits what the model predicts."""
    fitting = [name for name, entry in LOSSES.items() if data.outcome in entry.targets]
    if part.name not in fitting:
        kind = {
            "regression": "a numeric target",
            "binary": "two classes",
            "multiclass": "three or more classes",
        }[data.outcome]
        raise EngineError(
            "{name} does not fit {kind}",
            "loss.name",
            "choose one of {fitting}",
            name=part.name,
            kind=kind,
            fitting=", ".join(fitting),
        )
    if part.source == "probabilities" and data.outcome not in LOSSES[part.name].textbook:
        raise EngineError(
            "{name} is not computed from probabilities",
            "loss.from",
            "set it to logits, or choose a cross-entropy",
            name=part.name,
        )


def _rows(part: Data) -> None:
    rows = part.table.rows
    if rows == 0:
        raise _empty(_in_turn(part)[0])
    if rows < 2:
        raise EngineError("has one row, at least two are needed", "data.columns")
    if part.test_fraction and rows - count_test_rows(part) < 1:
        raise EngineError("leaves no row for training", "data.test_fraction")


def _empty(name: str) -> EngineError:
    return EngineError("is empty", f"data.columns.{name}", "at least two rows are needed")


def _in_turn(part: Data) -> tuple[str, ...]:
    """The columns, those first that play a part."""
    return tuple(dict.fromkeys((*part.features, part.target, *part.table.names)))


def _numeric(part: Data, name: str) -> None:
    column, where = part.table.columns[name], f"data.columns.{name}"
    if column.dtype == object:
        raise EngineError("must be a number, got {got}", f"{where}[0]", got=show(column[0]))
    if not np.isfinite(column[part.largest[name]]):
        row = int(np.argmin(np.isfinite(column)))
        got = show(float(column[row]))
        raise EngineError("must be a finite number, got {got}", f"{where}[{row}]", got=got)


def _categories(part: Data) -> None:
    """Every row's value stands in its column's list, where there is one."""
    for name, known in part.categories:
        column = part.table.columns[name]
        found = codes(column)
        labels = set(column.tolist()) if found is None else set(found.labels)
        if labels <= set(known):
            continue
        row = next(row for row, cell in enumerate(column.tolist()) if cell not in known)
        raise EngineError(
            "{got} is none of the column's categories",
            f"data.columns.{name}[{row}]",
            "known are {known}",
            got=show(column[row]),
            known=", ".join(map(str, known)),
        )


def _classes(part: Data) -> None:
    column = part.table.columns[part.target]
    where = f"data.columns.{part.target}"
    if codes(column) is None or len({type(label) for label in part.classes}) > 1:
        raise EngineError("must be all class names or all whole numbers", where)
    if len(part.classes) < 2:
        only = show(part.classes[0])
        raise EngineError("has one class only ({only}), at least two are needed", where, only=only)
    if len(part.classes) > MOST_CLASSES:
        raise EngineError(
            "has {count} classes, at most {most} are possible",
            where,
            "choose the task regression for a numeric target",
            count=len(part.classes),
            most=MOST_CLASSES,
        )


def _inputs(data: Data, part: Model) -> None:
    if part.inputs is None:
        return
    if not part.inputs:
        raise EngineError("must name at least one input", "model.inputs")
    places = {f"model.inputs[{place}]": text for place, text in enumerate(part.inputs)}
    inputs.check_telling_rows(data, places)


def _known(name: str, where: str, shapes: dict[str, tuple[int, ...]]) -> None:
    if name not in shapes:
        raise EngineError(
            "there is no parameter {name}",
            where,
            "the parameters are {names}",
            name=repr(name),
            names=", ".join(shapes),
        )


def _shape(values: Any) -> tuple[int, ...] | None:
    """The shape of nested tuples, None where they are ragged."""
    if not isinstance(values, tuple):
        return ()
    inner = {_shape(value) for value in values}
    if len(inner) != 1:
        return None
    only = inner.pop()
    return None if only is None else (len(values), *only)
