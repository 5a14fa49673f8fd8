"""The views of the window, how each is made, and the arrangements of them that have a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from engine.experiment import Experiment
from gui.kit.panel import Panel
from gui.kit.words import language, tr
from gui.shell.arrangement import STAGE, Arrangement
from gui.shell.views import View

TASKS = {"regression": "line", "classification": "classify"}
REST = ("table", "shapes")
GROUPS = (("loss", "metrics", "explain"), ("parameters", "activation", "inside", "code"), REST)
CLASSES = (
    ("loss", "parameters", "explain"),
    ("metrics", "activation", "inside", "code"),
    ("table",),
)
CAUSES = (("inside", "code"), ("loss", "parameters", "metrics", "activation"), REST)
LAYERS = (
    (STAGE, "table", "explain"),
    ("loss", "metrics", "activation", "parameters"),
    ("inside", "code"),
)
RUNS = (
    ("compare", "race", "futures", "outcome_map"),
    ("loss", "metrics", "parameters"),
    (STAGE, "inside", "code"),
)

BUILT_IN: Mapping[str, Arrangement] = {
    "line": Arrangement(GROUPS, ("loss", "parameters", "table"), "about"),
    "classify": Arrangement(CLASSES, ("loss", "metrics", "table"), "about"),
    "network": Arrangement(LAYERS, (STAGE, "loss", "inside"), center="network"),
    "inside": Arrangement(CAUSES, ("inside", "parameters", "shapes"), "", share=0.64),
    "code": Arrangement(CAUSES, ("code", "loss", "table"), "", share=0.64),
    "compare": Arrangement(RUNS, ("compare", "loss", STAGE), "training", center="surface"),
}  # of those in engine.experiment.specs.WORKSPACES, whose views exist


def titles() -> dict[str, str]:
    """What the arrangements are called, in the interface's language."""
    return {
        "line": tr("Line"),
        "classify": tr("Classify"),
        "network": tr("Network"),
        "inside": tr("Inside"),
        "code": tr("Code"),
        "compare": tr("Compare"),
    }


def best_for(experiment: Experiment) -> str:
    """The arrangement that an experiment names; where there is none of that name, its task's."""
    named = experiment.workspace
    return named if named is not None and named in BUILT_IN else TASKS[experiment.data.task]


def views() -> tuple[View, ...]:
    """Everything that can be looked at; a new view is one line here."""
    return (*_centre(), *_effects(), *_written_out(), *_runs(), *_parts(), *_strips())


def _centre() -> tuple[View, ...]:
    """What can take the middle."""
    stage = tr("The points, and what the model makes of them.")
    network = tr("Every layer, every neuron, every weight.")
    surface = tr("The loss over two parameters, and the way over it.")
    return (
        View(STAGE, tr("Data"), stage, _stage, scrolls=False, mode=True),
        _view("network", tr("Network"), network, "NetworkPanel", scrolls=False, mode=True),
        _view("surface", tr("Surface"), surface, "SurfacePanel", scrolls=False, mode=True),
    )


def _effects() -> tuple[View, ...]:
    """What comes of training."""
    return (
        _view("loss", tr("Loss"), tr("The loss over the steps."), "LossPanel"),
        _view("parameters", tr("Parameters"), tr("Values and gradients."), "ParametersPanel"),
        _view("metrics", tr("Metrics"), tr("How good the model is."), "MetricsPanel"),
        _view("explain", tr("Explain"), tr("What happens at this step, and why."), "ExplainPanel"),
        _view("activation", tr("Activation"), tr("The curves."), "ActivationPanel", _bends),
    )


def _written_out() -> tuple[View, ...]:
    """The step and the data, number by number."""
    return (
        _view("inside", tr("Inside"), tr("The step at hand as formulas."), "InsidePanel"),
        _view("code", tr("Code"), tr("The same training as a program."), "CodePanel"),
        _view("table", tr("Table"), tr("The data as a spreadsheet."), "TablePanel"),
        _view("shapes", tr("Shapes"), tr("How two tensors meet."), "ShapesPanel"),
        _view("answer", tr("Answer"), tr("The model's answer, worked out."), "AnswerPanel"),
        _view("path", tr("Path"), tr("Two parameters, step by step."), "PathPanel"),
    )


def _runs() -> tuple[View, ...]:
    """Runs beside the one at hand."""
    compare = tr("Runs side by side: what differs, and what came of it.")
    outcome_map = tr("What comes of every pair of two numbers' values.")
    return (
        _view("compare", tr("Compare"), compare, "ComparePanel"),
        _view("futures", tr("Ahead"), tr("Other values, from this very step."), "FuturesPanel"),
        _view("race", tr("Race"), tr("Variants train side by side."), "RacePanel"),
        _view("outcome_map", tr("Map"), outcome_map, "OutcomeMapPanel"),
    )


def _parts() -> tuple[View, ...]:
    """One matter each."""
    report = tr("What you write about it.")
    return (
        _view("log", tr("Log"), tr("Rows of numbers, one every few steps."), "LogPanel"),
        _view("softmax", tr("Softmax"), tr("From logits to a loss."), "SoftmaxPanel"),
        _view("bend", tr("Bend"), tr("What two neurons make of the plane."), "BendPanel", _bends),
        _view("layers", tr("Layers"), tr("Where their numbers lie."), "LayersPanel", _bends),
        _view("gallery", tr("Functions"), tr("Every activation function."), "GalleryPanel"),
        _view("report", tr("Report"), report, "ReportPanel", scrolls=False),
    )


def _strips() -> tuple[View, ...]:
    """What stands below the centre."""
    return (
        _view("timeline", tr("Timeline"), "", "TimelinePanel", scrolls=False),
        _view("phases", tr("One step"), "", "PhasesPanel", scrolls=False),
    )


def sections() -> tuple[View, ...]:
    """What the drawer at the left can show, from top to bottom."""
    about, data = tr("What to do here, and what to see."), tr("What is learned from.")
    model, training = tr("What is trained."), tr("How the model learns.")
    return (
        _view("about", tr("About"), about, "AboutPanel", _is_told, icon="notebook-text"),
        _view("data", tr("Data"), data, "DataPanel", icon="chart-scatter"),
        _view("model", tr("Model"), model, "ModelPanel", icon="network"),
        _view("training", tr("Training"), training, "TrainingPanel", icon="gauge"),
    )


def _view(
    name: str,
    title: str,
    help: str,
    kind: str,
    fits: Callable[[Experiment], bool] = lambda _: True,
    icon: str = "",
    scrolls: bool = True,
    mode: bool = False,
) -> View:
    """A view whose panel is loaded when somebody looks at it, not before."""

    def make() -> Panel:
        panel: Panel = getattr(import_module(f"gui.panels.{name}.panel"), kind)()
        return panel

    return View(name, title, help, make, icon, fits, scrolls, mode)


def _stage() -> Panel:
    raise AssertionError("the stage is there from the beginning")


def _bends(experiment: Experiment) -> bool:
    """Whether there is an activation to look at."""
    return bool(experiment.model.hidden)


def _is_told(experiment: Experiment) -> bool:
    """Whether the experiment says something about itself, or what is to be reached."""
    return bool(experiment.about.text(language()) or experiment.goal)
