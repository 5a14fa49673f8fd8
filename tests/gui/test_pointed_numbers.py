"""Every number in a formula that is opened is the session's own, whatever is pointed at."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest
import torch

from engine import Experiment, Session
from engine.answers.views import answer
from engine.catalog import ACTIVATIONS
from engine.experiment.settings import find
from engine.frames import Pointed, PointRequest, Where
from engine.frames.pointed import AT_HAND
from engine.frames.sights import (
    Asleep,
    Bend,
    Cutoff,
    Flow,
    Height,
    Moment,
    Remainder,
    Shade,
    Spread,
)
from engine.frames.things import (
    Answer,
    Cell,
    Datum,
    Delta,
    Figure,
    Gradient,
    Input,
    Kept,
    Moved,
    Neuron,
    Number,
    Outcome,
    PhaseCard,
    Residual,
    Setting,
    Slope,
    StepLoss,
    Sum,
    Target,
    Term,
    Thing,
)
from engine.training.network import function
from engine.training.objective import loss_function
from gui.kit.worked.focus import Focus
from gui.kit.worked.lines import figure
from gui.kit.worked.links import Link
from gui.kit.worked.pointed import worked
from gui.kit.worked.telling import told
from gui.kit.worked.where import led, seen_from_view

LOOKS = 50
SMOOTH = ("tanh", "sigmoid", "relu", "softplus", "gelu", "leaky_relu")


def drawn(dice: random.Random) -> Experiment:
    """A random network on random data."""
    rows, features = dice.randint(4, 12), dice.randint(1, 3)
    names = [f"x{place}" for place in range(features)]
    columns: dict[str, Any] = {name: [dice.uniform(-2, 3) for _ in range(rows)] for name in names}
    kind = dice.choice(["number", "two", "three"])
    labels = {"number": [], "two": ["a", "b"], "three": ["a", "b", "c"]}[kind]
    target: list[Any] = [dice.uniform(-4, 5) for _ in range(rows)]
    if labels:
        target = [labels[place % len(labels)] for place in range(rows)]
    columns["y"] = target
    losses = {"number": ["mse", "l1", "huber"], "two": ["bce", "hinge"],
              "three": ["cross_entropy", "hinge"]}[kind]  # fmt: skip
    hidden = [dice.randint(1, 5) for _ in range(dice.randint(0, 3))]
    return Experiment.from_dict(
        {
            "data": {
                "columns": columns,
                "features": names,
                "target": "y",
                "task": "classification" if labels else "regression",
                "scaling": {"features": dice.choice(["none", "standardize"]),
                            "target": dice.choice(["none", "standardize"])},
            },
            "model": {"hidden": hidden, "activation": dice.choice(SMOOTH),
                      "bias": dice.random() < 0.9},
            "loss": {"name": dice.choice(losses), "reduction": dice.choice(["mean", "sum"])},
            "regularization": {"l2": dice.choice([0.0, 0.01])},
            "optimizer": {"name": dice.choice(["sgd", "adam", "rmsprop"]), "lr": 0.01},
            "training": {"batch_size": dice.choice([None, 3]), "seed": dice.randint(0, 99),
                         "dtype": dice.choice(["float32", "float64"])},
        }
    )  # fmt: skip


def things(session: Session, dice: random.Random) -> Thing:
    """Something of the model, of the data or of a step."""
    experiment = session.experiment
    shapes = experiment.parameter_shapes()
    name = dice.choice(list(shapes))
    place = dice.randrange(int(np.prod(shapes[name])))
    row = dice.randrange(experiment.data.table.rows)
    sizes = [shape[0] for key, shape in shapes.items() if key.endswith(".weight")]
    layer = dice.randrange(len(sizes))
    index = dice.randrange(sizes[layer])
    into = next(iter(shapes.values()))[1]
    every: list[Thing] = [
        Number(name, place), Gradient(name, place), Moved(name, place),
        Input(dice.randrange(into), row), Sum(layer, index, row), Neuron(layer, index, row),
        Delta(layer, index, row), Datum(row), Term(row), Target(row),
        Answer(tuple(dice.uniform(-2, 3) for _ in experiment.data.features)),
        PhaseCard(dice.choice(["forward", "loss", "backward", "update"])),
        Cell(experiment.data.features[0], row), Setting("optimizer.lr"),
        Spread(layer, dice.choice(["before", "after", "weights", "gradients"]),
               dice.choice([None, dice.randrange(40)])),
        Flow(layer), Asleep(layer), Bend(dice.uniform(-3, 3), name=dice.choice(SMOOTH)),
        Moment(dice.randint(0, session.step_number), "here"), Shade(1.0, 0.0, 3.0),
        *heights(session, dice), *kept(session, name, place, dice),
    ]  # fmt: skip
    if experiment.model.hidden:
        inner = dice.randrange(len(experiment.model.hidden))
        every.append(Slope(inner, dice.randrange(experiment.model.hidden[inner]), row))
        every.append(Bend(dice.uniform(-3, 3), layer=inner))
    if session.step_number:
        every.append(StepLoss(dice.randint(1, session.step_number)))
    if experiment.data.task == "regression":
        every += [Residual(row), Remainder(row), Figure(dice.choice(["r2", "mse", "mae"]))]
    else:
        count = len(experiment.data.classes)
        index = 1 if count == 2 else dice.randrange(count)
        every += [
            Outcome(dice.randrange(count), row),
            Cutoff(index, dice.choice([None, dice.uniform(0, 1)])),
            Figure("confusion", confusion=(dice.randrange(count), dice.randrange(count))),
            *(Figure(each, of=index) for each in ("precision", "recall", "f1", "area", "average")),
        ]
    return dice.choice(every)


def kept(session: Session, name: str, place: int, dice: random.Random) -> list[Thing]:
    """What the optimizer keeps for a number, and its decay rates."""
    found: list[Thing] = []
    if session.experiment.optimizer.name == "adam":
        found += [Kept(name, place, dice.choice(["mean", "square"])),
                  Setting("optimizer.betas", dice.randrange(2))]  # fmt: skip
    return found


def heights(session: Session, dice: random.Random) -> list[Thing]:
    """Places of the ground: of two numbers, of two directions, and of the way."""
    shapes = session.experiment.parameter_shapes()
    cells = [
        f"{name}[{','.join(map(str, index))}]" if shape else name
        for name, shape in shapes.items()
        for index in np.ndindex(shape)
    ]
    x, y, now = dice.uniform(-1, 1), dice.uniform(-1, 1), session.step_number
    found: list[Thing] = [Height("random", "", "", dice.randrange(9), now, x, y)]
    if len(cells) > 1:
        across, up = dice.sample(cells, 2)
        found += [Height("cells", across, up, 0, None, x, y, step)
                  for step in (None, dice.randint(0, now))]  # fmt: skip
    return found


class Reference:
    """The same numbers by plain PyTorch, from what the session gives and from nothing else."""

    def __init__(self, session: Session, where: Where) -> None:
        self.session, self.where = session, where
        experiment, machine = session.experiment, session.run.machine
        self.experiment = experiment
        if where.step is None:
            self.parameters = {k: p.detach().clone() for k, p in machine.parameters.items()}
            self.after: dict[str, torch.Tensor] = {}
            self.gradients: dict[str, torch.Tensor] = {}
            self.rows = np.arange(experiment.data.table.rows)
            inputs, targets = self._all()
        else:
            twin = self._twin(session, where.step)
            now = twin.run.now
            assert now is not None and now.gradients is not None and now.after is not None
            self.parameters = {k: p.clone() for k, p in now.before.items()}
            self.after, self.gradients, self.rows = dict(now.after), dict(now.gradients), now.rows
            self.memory = now.memory, now.memory_after or {}
            self.loss = twin.losses[-1]
            inputs, targets = now.inputs, now.targets
        self.inputs, self.targets = inputs, targets
        self._trace()

    @staticmethod
    def _twin(session: Session, step: int) -> Session:
        """A session of its own that has just made the step."""
        twin = Session(session.experiment)
        wanted = step if step != AT_HAND else max(session.step_number, 1)
        twin.step(wanted)
        return twin

    def _all(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Every row as the model sees it."""
        batches = self.session.run.machine.batches
        return batches.inputs, batches.targets

    def _trace(self) -> None:
        leaves = {k: p.detach().requires_grad_() for k, p in self.parameters.items()}
        names = [k.removesuffix(".weight") for k in leaves if k.endswith(".weight")]
        self.sums, self.outs, entering = [], [], self.inputs
        if self.where.features is not None:
            encoded = np.array([self.where.features])
            machine = self.session.run.machine
            scaled = machine.prepared.feature_scale.scaled(encoded)
            entering = torch.tensor(scaled).to(next(iter(leaves.values())).dtype)
            self.inputs = entering
        for place, name in enumerate(names):
            z = torch.nn.functional.linear(
                entering, leaves[f"{name}.weight"], leaves.get(f"{name}.bias")
            )
            self.sums.append(z)
            last = place == len(names) - 1
            entering = z if last else function(self.experiment.model.activations[place])(z)
            self.outs.append(entering)
        self.shown = [z.detach() for z in self.sums], [a.detach() for a in self.outs]
        self.deltas: list[torch.Tensor] = []
        if self.where.features is None:
            total = loss_function(self.experiment)(self.outs[-1], self.targets)
            self.deltas = list(torch.autograd.grad(total, self.sums))

    def features(self, rows: list[int]) -> dict[str, Any]:
        """The columns of some rows that a prediction is made from."""
        data = self.experiment.data
        return {name: data.table.columns[name][rows].tolist() for name in data.features}

    def place(self, thing: Thing) -> int:
        """Where a thing's row is among those that are laid open."""
        row = getattr(thing, "row", None)
        row = self.where.row if row is None else row
        found = np.flatnonzero(self.rows == (-1 if row is None else row))
        return int(found[0]) if len(found) else 0

    def number(self, thing: Thing) -> float:
        """The number that a thing is."""
        match thing:
            case Number(name, place):
                return float(self.parameters[name].reshape(-1)[place])
            case Gradient(name, place):
                return float(self.gradients[name].reshape(-1)[place])
            case Moved(name, place):
                return float(self.after[name].reshape(-1)[place])
            case Input(index):
                return float(self.inputs[self.place(thing), index])
            case Sum(layer, index):
                return float(self.shown[0][layer][self.place(thing), index])
            case Neuron(layer, index):
                return float(self.shown[1][layer][self.place(thing), index])
            case Delta(layer, index):
                return float(self.deltas[layer][self.place(thing), index])
            case Outcome(index):
                z = self.shown[1][-1][self.place(thing)].double()
                return float(torch.sigmoid(z[0])) if len(z) == 1 else float(z.softmax(0)[index])
            case Target():
                return float(self.targets[self.place(thing)])
            case Residual():
                at = self.place(thing)
                return float(self.shown[1][-1][at, 0].double() - self.targets[at].double())
            case Term():
                one = slice(self.place(thing), self.place(thing) + 1)
                judge = loss_function(self.experiment)
                return float(judge(self.shown[1][-1][one], self.targets[one]))
            case StepLoss():
                return float(self.loss)
            case Cell(column, row):
                return float(self.experiment.data.table.columns[column][row])
            case Setting(path, None):
                return float(find(self.experiment, path).of(self.experiment))
            case Setting(path, place):
                return float(find(self.experiment, path).of(self.experiment)[place])
            case Slope(layer, index):
                z = self.shown[0][layer][self.place(thing), index].clone().requires_grad_()
                bends = function(self.experiment.model.activations[layer])
                return float(torch.autograd.grad(bends(z), z)[0])
            case Kept(name, place, key, before):
                memory = self.memory[0 if before else 1]
                return float(memory[name][key].reshape(-1)[place])
            case Datum(row):
                return float(self.session.predict(self.features([row]))[0])
            case Figure():
                return self.figure(thing)
        raise AssertionError(thing)

    def figure(self, thing: Figure) -> float:
        """A figure of the training rows, from what the session answers for them."""
        data, rows = self.experiment.data, list(self.session.run.machine.prepared.train)
        truth = data.table.columns[data.target][rows]
        said = self.session.predict(self.features(rows))
        if data.task == "regression":
            errors = said - truth
            found = {
                "mse": np.mean(errors**2),
                "mae": np.mean(np.abs(errors)),
                "r2": 1 - np.sum(errors**2) / np.sum((truth - truth.mean()) ** 2),
            }
            return float(found[thing.name])
        true, called = (thing.of, thing.of) if thing.confusion is None else thing.confusion
        of, so = truth == data.classes[true or 0], said == data.classes[called or 0]
        if thing.name in ("area", "average"):
            share = self.session.probabilities(self.features(rows))[:, thing.of]
            return _area(share, of) if thing.name == "area" else _average(share, of)
        hits = float(np.sum(of & so))
        both = {
            "confusion": 1,
            "precision": so.sum(),
            "recall": of.sum(),
            "f1": (so.sum() + of.sum()) / 2,
        }[thing.name]
        return hits / both if both else math.nan


def _area(share: Any, of: Any) -> float:
    """Pairs of one of the class and one of the rest in the right order; ties are half."""
    pairs = [(a > b) + (a == b) / 2 for a in share[of] for b in share[~of]]
    return float(np.mean(pairs))


def _average(share: Any, of: Any) -> float:
    """Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds from above."""
    found, before = 0.0, 0.0
    for at in sorted(set(share), reverse=True):
        called = share >= at
        recall = np.sum(called & of) / of.sum()
        found += (recall - before) * np.sum(called & of) / called.sum()
        before = recall
    return float(found)


def same(one: float, other: float) -> bool:
    """To the last digit that is written."""
    return figure(one) == figure(other)


def differences(session: Session, thing: Thing, where: Where, depth: int) -> list[str]:
    """Numbers that are not the session's, here and in the formulas that are followed to."""
    request, view = PointRequest(thing, where), None
    for _ in range(LOOKS):  # an earlier step may take more than one
        view = view or answer(session, (request,)).get(request)
    assert isinstance(view, Pointed), (thing, where)
    assert told(session.experiment, view, Focus()).endswith(".")
    found, links = [], list[tuple[Link, int | None]]()
    for part in worked(session.experiment, view):
        features = where.features if part.step == where.step else None
        reference = Reference(session, Where(where.row, features, part.step))
        for line in part.lines:
            assert line.latex
            for link in line.links:
                links.append((link, part.step))
                if not same(link.value, reference.number(link.thing)):
                    found.append(f"{thing} {where}: {link} != {reference.number(link.thing)}")
    for link, step in links[: 3 if depth else 0]:
        found += differences(session, *led(link.thing, where, step), depth - 1)
    return found


def looked_over(seed: int) -> list[str]:
    """One random network, trained a little, and something in it."""
    dice = random.Random(seed)
    session = Session(drawn(dice))
    session.step(dice.randint(0, 4))
    if session.stopped is not None:
        return []
    thing, where = seen_from_view(things(session, dice), dice.randrange(4))
    return differences(session, thing, where, depth=1)


@pytest.mark.parametrize("seed", range(25))
def test_numbers_in_formulas_are_the_session_s(seed: int) -> None:
    assert looked_over(seed) == []


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_numbers_in_formulas_are_the_session_s_for_many(seed: int) -> None:
    assert looked_over(seed) == []


def test_every_activation_has_a_formula() -> None:
    for name in ACTIVATIONS:
        dice = random.Random(3)
        experiment = drawn(dice)
        model = {"hidden": [2], "activation": name}
        session = Session(Experiment.from_dict({**experiment.to_dict(), "model": model}))
        assert differences(session, Neuron(0, 1), Where(row=0), depth=0) == []


@pytest.mark.parametrize(
    ("column", "said"),
    [("x", "Row 2, x: 0.123456789."), ("name", "Row 2, name: 홍."), ("free", "Row 2, free: —."),
     ("day", "Row 2, day: 2024-01-02.")],
)  # fmt: skip
def test_cells_of_any_column_are_told_as_the_table_has_them(column: str, said: str) -> None:
    columns = {"x": [1.0, 0.123456789], "y": [1.0, 2.0], "name": ["김", "홍"],
               "free": [1.0, None], "day": [19723.0, 19724.0]}  # fmt: skip
    data = {"columns": columns, "features": ["x"], "target": "y", "kinds": {"day": "date"}}
    session = Session(Experiment.from_dict({"data": data}))
    request = PointRequest(*seen_from_view(Cell(column, 1), None))
    view = answer(session, (request,))[request]
    assert isinstance(view, Pointed)
    assert told(session.experiment, view, Focus()) == said
    assert worked(session.experiment, view)[0].lines[0].latex
