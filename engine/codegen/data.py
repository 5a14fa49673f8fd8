"""The first part of a program: the training rows, brought to size, as tensors."""

from __future__ import annotations

import numpy as np

from engine.codegen import literals
from engine.codegen.lines import call, comment
from engine.codegen.names import identifiers
from engine.codegen.words import said
from engine.data import formula
from engine.experiment import Experiment
from engine.experiment.prepare import Prepared, Scale, prepare
from engine.experiment.specs import Data

MOST_TOLD = 12  # inputs in a comment
METHODS = {
    "center": "subtract the mean.",
    "standardize": "subtract the mean, divide by the standard deviation.",
}


def data(experiment: Experiment, most_rows: int | None = None) -> list[str]:
    """Source that ends with ``inputs`` and ``targets``; long columns are shortened if asked to."""
    part = experiment.data
    prepared = prepare(part)
    names = identifiers((*part.encoding.names, part.target))
    features = _used(experiment)
    regression = part.task == "regression"
    target = names[part.target]
    lines = [_feature(part, prepared, name, names[name], most_rows) for name in features]
    if regression:
        lines.append(_column(part, prepared, part.target, target, most_rows))
    else:
        lines += _classes(part, prepared, target, most_rows)
    lines += _scaling(experiment, prepared, names, features)
    return [*lines, _inputs(experiment, prepared, names), _targets(experiment, target)]


def _used(experiment: Experiment) -> list[str]:
    """The features' numbers that the model's inputs are made of."""
    encoding, inputs = experiment.data.encoding, experiment.model.inputs
    if inputs is None:
        return list(encoding.names)
    used = set().union(*(formula.names(text, encoding.variables) for text in inputs))
    places = {encoding.variables[name] for name in used}
    return [name for place, name in enumerate(encoding.names) if place in places]


def _feature(part: Data, prepared: Prepared, number: str, name: str, most: int | None) -> str:
    """A feature's numbers; those of a category are 1 where a row has the value."""
    encoding = part.encoding
    place = encoding.names.index(number)
    if encoding.owners[place] not in encoding.values:
        return _column(part, prepared, number, name, most)
    cells = prepared.features[prepared.train, place]
    return literals.tensor(literals.column(cells, most), "float64", f"{name} = ")


def _column(part: Data, prepared: Prepared, column: str, name: str, most: int | None) -> str:
    cells = part.table.columns[column][prepared.train].astype(np.float64)
    return literals.tensor(literals.column(cells, most), "float64", f"{name} = ")


def _classes(part: Data, prepared: Prepared, name: str, most: int | None) -> list[str]:
    meaning = ", ".join(
        said("{index} is {label}", index=index, label=repr(label))
        for index, label in enumerate(part.classes)
    )
    cells = literals.column(prepared.targets[prepared.train].astype(np.float64), most)
    return [
        comment(said("The classes: {meaning}.", meaning=meaning)),
        literals.tensor(cells, head=f"{name} = "),
    ]


def _scaling(
    experiment: Experiment, prepared: Prepared, names: dict[str, str], features: list[str]
) -> list[str]:
    part = experiment.data
    inputs, target = prepared.feature_scale, prepared.target_scale
    lines = []
    if inputs.active and features:
        lines += ["", comment(said(f"Features: {METHODS[part.scaling.features]}"))]
        places = [part.encoding.names.index(name) for name in features]
        lines += [
            _scaled(names[name], inputs, place)
            for name, place in zip(features, places, strict=True)
            if part.encoding.owners[place] not in part.encoding.values
        ]
    if target.active:
        lines += ["", comment(said(f"Target: {METHODS[part.scaling.target]}"))]
        lines.append(_scaled(names[part.target], target, 0))
    return lines


def _scaled(name: str, scale: Scale, index: int) -> str:
    """The same operations on float64 numbers as in the app; without those that change nothing."""
    shift, factor, part = (float(of[index]) for of in (scale.shift, scale.factor, scale.parts))
    size = "" if part == 1 else f" * {part}"
    moved = f"{name}{size} - {literals.number(shift * part)}".replace("- -", "+ ")
    if factor * part == 1:
        return f"{name} = {moved}"
    return f"{name} = ({moved}) / {literals.number(factor * part)}"


def _inputs(experiment: Experiment, prepared: Prepared, names: dict[str, str]) -> str:
    texts = experiment.model.inputs
    encoding = experiment.data.encoding
    features = {name: names[encoding.names[place]] for name, place in encoding.variables.items()}
    if texts is None:
        columns = [names[name] for name in encoding.names]
    else:
        rows = len(prepared.train)
        columns = [_expression(text, features, rows) for text in texts]
    finish = _finish(experiment)
    if len(columns) == 1:
        bare = columns[0] if columns[0].isidentifier() else f"({columns[0]})"
        return f"\ninputs = {bare}{finish}.reshape(-1, 1){_device(experiment)}"
    tail = f"], dim=1){finish}{_device(experiment)}"
    return f"\n{_order(experiment)}inputs = {call('torch.stack([', columns, tail)}"


def _order(experiment: Experiment) -> str:
    """A comment that says which weight belongs to which input, where formulas are inputs."""
    inputs = experiment.model.inputs
    if inputs is None or len(inputs) > MOST_TOLD:
        return ""
    told = said("In the order of the first layer's weights: {inputs}.", inputs=", ".join(inputs))
    return comment(told) + "\n"


def _expression(text: str, features: dict[str, str], rows: int) -> str:
    source = formula.source(text, features)
    if formula.names(text, features):
        return source
    return f"torch.full(({rows},), {source}, dtype=torch.float64)"


def _targets(experiment: Experiment, name: str) -> str:
    device = _device(experiment)
    if experiment.data.outcome == "multiclass":
        return f"targets = {name}{device}"
    if experiment.data.outcome == "binary":
        kind = ".float()" if experiment.training.dtype == "float32" else ".double()"
        return f"targets = {name}{kind}.reshape(-1, 1){device}"
    return f"targets = {name}{_finish(experiment)}.reshape(-1, 1){device}"


def _finish(experiment: Experiment) -> str:
    """From the columns' float64 to the type that is trained with."""
    return ".float()" if experiment.training.dtype == "float32" else ""


def _device(experiment: Experiment) -> str:
    return '.to("cuda")' if experiment.training.device == "cuda" else ""
