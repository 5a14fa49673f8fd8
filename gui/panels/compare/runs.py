"""The runs that are compared, and the columns of their table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QPixmap

from engine.experiment import Experiment
from engine.frames import Metrics
from gui.kit.numbers import NOTHING, count, full, loss, number
from gui.kit.pinned import Earlier, PinnedRun
from gui.kit.words import tr
from gui.panels.compare.differing import differences_among

FIGURES = {"regression": ("mse", "mae", "r2"), "classification": ("accuracy",)}
PERCENT = "\u202f%"
Key = float | str


@dataclass(frozen=True, eq=False)
class Compared:
    """One run of the table; ``run`` is None for the one at hand."""

    run: PinnedRun | None
    name: str
    experiment: Experiment
    steps: int
    loss: float | None
    figures: Metrics | None = None
    sample: QPixmap | None = None
    earlier: Earlier = ()  # settings that held until a step

    @property
    def kind(self) -> str:
        """What it is, in words."""
        if self.run is None:
            return tr("the run at hand")
        return {"pinned": tr("pinned"), "branch": tr("branch"), "racer": tr("racer")}[self.run.kind]


@dataclass(frozen=True, slots=True)
class Column:
    """What is said of each run: as it is written, in full, and by what it is sorted."""

    name: str
    label: str
    help: str
    text: Callable[[Compared], str]
    key: Callable[[Compared], Key]
    full: Callable[[Compared], str]


def columns_of(runs: Sequence[Compared]) -> list[Column]:
    """The name, its loss and how far it came, what differs, figures, and the learner's note."""
    found = [
        Column(
            "run", tr("run"), tr("Its own name, or in what it differs from the run at hand."),
            lambda run: run.name, lambda run: run.name, lambda run: f"{run.name} · {run.kind}",
        ),
        _number(
            "loss", tr("loss"), tr("The loss of its last step, before its update."),
            lambda run: run.loss, loss,
        ),
        _number(
            "steps", tr("steps"), tr("How far it has come."), lambda run: run.steps,
            lambda value: count(int(value)),
        ),
    ]  # fmt: skip
    return [*found, *_differing(runs), *_figures(runs), _note()]


def _differing(runs: Sequence[Compared]) -> list[Column]:
    found = []
    earlier = [experiment for run in runs for _, experiment in run.earlier]
    experiments = [*(run.experiment for run in runs), *earlier]
    ids = [id(experiment) for experiment in experiments]
    for difference in differences_among(experiments):
        texts = dict(zip(ids, difference.texts, strict=True))
        keys = dict(zip(ids, difference.keys, strict=True))
        found.append(
            Column(
                difference.path,
                difference.label,
                difference.help,
                partial(_on_the_way, texts),
                partial(_at_last, keys),
                partial(_on_the_way, texts),
            )
        )
    return found


def _at_last(keys: dict[int, Key], run: Compared) -> Key:
    return keys.get(id(run.experiment), math.inf)


def _on_the_way(texts: dict[int, str], run: Compared) -> str:
    """The value of its steps; where it was changed on the way, each, and from which step."""
    starts = [0, *(step for step, _ in run.earlier)]
    values = [texts.get(id(one), NOTHING) for one in (*(e for _, e in run.earlier), run.experiment)]
    said = last = values[0]
    for step, value in zip(starts[1:], values[1:], strict=True):
        if value != last:
            words = {"before": said, "value": value, "step": count(step)}
            said, last = tr("{before}, then {value} from step {step}", **words), value
    return said


def _figures(runs: Sequence[Compared]) -> list[Column]:
    has_test = any(run.experiment.data.test_fraction > 0 for run in runs)
    found = []
    if has_test:
        found.append(
            _number(
                "test_loss", tr("test loss"), tr("The loss on the test rows at its end."),
                lambda run: None if run.figures is None else run.figures.test_loss, loss,
            )
        )  # fmt: skip
    titles = {"mse": tr("MSE"), "mae": tr("MAE"), "r2": "R²", "accuracy": tr("accuracy")}
    for name in FIGURES[runs[0].experiment.data.task] if runs else ():
        write = {"accuracy": _percent, "mse": loss}.get(name, number)
        help = tr("On the training rows, at its end.")
        found.append(_number(name, titles[name], help, partial(_figure, name, False), write))
        if has_test:
            title, help = tr("{name}, test", name=titles[name]), tr("On the test rows, at its end.")
            found.append(
                _number(
                    f"test_{name}", title, help, partial(_figure, name, True), write
                )
            )  # fmt: skip
    return found


def _figure(name: str, test: bool, run: Compared) -> float | None:
    figures = run.figures and (run.figures.test if test else run.figures.train)
    return figures.get(name) if figures else None


def _note() -> Column:
    def words(run: Compared) -> str:
        return "" if run.run is None else " ".join(run.run.note.split())

    return Column("note", tr("note"), tr("What you noted of it."), words, words, words)


def _number(
    name: str,
    label: str,
    help: str,
    value: Callable[[Compared], float | None],
    write: Callable[[float], str],
) -> Column:
    def known(run: Compared, told: Callable[[float], str]) -> str:
        found = value(run)
        return NOTHING if found is None else told(found)

    def key(run: Compared) -> float:
        found = value(run)
        return math.inf if found is None or math.isnan(found) else float(found)

    return Column(name, label, help, lambda run: known(run, write), key, lambda r: known(r, full))


def _percent(value: float) -> str:
    return f"{100 * value:.1f}{PERCENT}"
