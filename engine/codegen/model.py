"""The second part of a program: the network and its starting parameters, in both styles."""

from __future__ import annotations

from engine.catalog import ACTIVATIONS, INITIALIZATIONS
from engine.codegen import literals
from engine.codegen.lines import Line, code, indent, indented, listed
from engine.codegen.words import said
from engine.experiment import Experiment

CONSTANT = ("zeros", "ones")
SCRATCH = {
    "zeros": "torch.zeros({shape})",
    "ones": "torch.ones({shape})",
    "normal": "torch.randn({shape})",
    "uniform": "torch.rand({shape})",
}


def module(experiment: Experiment) -> list[Line]:
    """A ``torch.nn.Module`` and its one instance, ``model``."""
    layers = _layers(experiment)
    setup = [f"self.{name} = {_linear(experiment, name, shape)}" for name, shape in layers.items()]
    if experiment.model.bias == "shared":
        setup.append(f"self.output.bias = nn.Parameter({_shared_bias(experiment)})")
    calls = {name: f"self.{name}({{x}})" for name in layers}
    return [
        *code("\nclass Model(nn.Module):\n    def __init__(self):\n        super().__init__()"),
        *indented(code("\n".join(setup)), 2),
        *code("\n    def forward(self, x):"),
        *indented(_forward(experiment, calls), 2),
        *code("\n"),
        *code("\n".join(_module_start(experiment))),
    ]


def scratch(experiment: Experiment) -> list[Line]:
    """Bare tensors, the list of those to train, and the function ``forward``."""
    shapes = experiment.parameter_shapes()
    free = [name for name in shapes if name not in experiment.model.frozen]
    calls = {}
    for layer in _layers(experiment):
        tensors = [variable(name) for name in shapes if name.startswith(f"{layer}.")]
        calls[layer] = f"F.linear({{x}}, {', '.join(tensors)})"
    return [
        *code("\n".join(start(experiment))),
        *code(f"parameters = {listed(variable(name) for name in free)}"),
        *code("for parameter in parameters:\n    parameter.requires_grad_()"),
        *code("\n\ndef forward(x):"),
        *indented(_forward(experiment, calls)),
    ]


def variable(parameter: str) -> str:
    """A parameter's name as a Python name."""
    return parameter.replace(".", "_")


def _forward(experiment: Experiment, calls: dict[str, str]) -> list[Line]:
    """The body of ``forward``: each layer's call with its activation around it."""
    lines = []
    for call, choice in zip(calls.values(), experiment.model.activations, strict=False):
        target, values = ACTIVATIONS[choice.name].target, choice.as_dict()
        layer = call.format(x="x")
        if literals.count(target, "z") == 1:
            lines.append(f"x = {literals.expression(target, values, {'z': layer})}")
        else:
            lines += [f"z = {layer}", f"x = {literals.expression(target, values)}"]
    last = list(calls.values())[-1].format(x="x")
    return code("\n".join([*lines, f"return {last}"]), "forward")


def _layers(experiment: Experiment) -> dict[str, tuple[int, ...]]:
    shapes = experiment.parameter_shapes()
    return {
        name.removesuffix(".weight"): shape
        for name, shape in shapes.items()
        if name.endswith(".weight")
    }


def _linear(experiment: Experiment, name: str, shape: tuple[int, ...]) -> str:
    arguments = [str(shape[1]), str(shape[0])]
    if f"{name}.bias" not in experiment.parameter_shapes() or _is_shared(experiment, name):
        arguments.append("bias=False")
    return f"nn.Linear({', '.join([*arguments, *_dtype(experiment)])})"


def _is_shared(experiment: Experiment, layer: str) -> bool:
    return experiment.model.bias == "shared" and layer == "output"


def _shared_bias(experiment: Experiment) -> str:
    """One number for all outputs, drawn where ``nn.Linear`` would draw its bias."""
    if experiment.model.init.scheme == "torch":
        return _fill(experiment, "output.bias", (1,))
    return f"torch.zeros({', '.join(['1', *_dtype(experiment)])})"


def _module_start(experiment: Experiment) -> list[str]:
    model, seed = experiment.model, experiment.training.seed
    scheme = model.init.scheme
    given = set(model.init.values) >= set(experiment.parameter_shapes())
    lines = ["model = Model()"]
    if scheme == "torch" and not given:
        lines.insert(0, f"torch.manual_seed({seed})")
    elif not given:
        if scheme not in CONSTANT:
            lines.append(f"torch.manual_seed({seed})")
        lines += _reset(experiment)
    if model.init.values:
        lines.append("with torch.no_grad():")
        for name in _in_order(experiment):
            lines.append(indent(_given(experiment, name, f"    model.{name}.copy_(", ")")))
    lines += [f"model.{name}.requires_grad_(False)  # {said('frozen')}" for name in model.frozen]
    if experiment.training.device == "cuda":
        lines.append('model.to("cuda")')
    return lines


def _reset(experiment: Experiment) -> list[str]:
    """Another start than the one that ``nn.Linear`` has drawn."""
    scheme = experiment.model.init.scheme
    fill = INITIALIZATIONS[scheme].target.removeprefix("torch.")
    lines = ["for layer in model.children():", f"    {fill}(layer.weight)"]
    if experiment.model.bias:
        lines.append(f"    {fill if scheme in CONSTANT else 'nn.init.zeros_'}(layer.bias)")
    return lines


def start(experiment: Experiment) -> list[str]:
    """The parameters as bare tensors with their starting values."""
    init, shapes = experiment.model.init, experiment.parameter_shapes()
    given = init.values
    drawn = [name for name in shapes if _is_drawn(experiment, name)]
    needed = [index for index, name in enumerate(drawn) if name not in given]
    # What is drawn before a needed draw must be drawn too, or the needed one would be another.
    drawn = drawn[: needed[-1] + 1] if needed else []
    lines = [f"torch.manual_seed({experiment.training.seed})"] if drawn else []
    for name, shape in shapes.items():
        if name in drawn or name not in given:
            lines.append(f"{variable(name)} = {_fill(experiment, name, shape)}")
    lines += [_given(experiment, name, f"{variable(name)} = ") for name in _in_order(experiment)]
    if experiment.training.device == "cuda":
        lines += [f'{variable(name)} = {variable(name)}.to("cuda")' for name in shapes]
    return lines


def _fill(experiment: Experiment, name: str, shape: tuple[int, ...]) -> str:
    """A new tensor in the experiment's scheme."""
    scheme = experiment.model.init.scheme
    size = ", ".join([*(str(length) for length in shape), *_dtype(experiment)])
    if not _is_drawn(experiment, name) and scheme not in CONSTANT:
        return f"torch.zeros({size})"
    if scheme in SCRATCH:
        return SCRATCH[scheme].format(shape=size)
    fill = INITIALIZATIONS[scheme].target.removeprefix("torch.")
    if scheme != "torch":
        return f"{fill}(torch.empty({size}))"
    if len(shape) == 2:
        return f"{fill}(torch.empty({size}), a=math.sqrt(5))"
    inputs = experiment.parameter_shapes()[name.replace("bias", "weight")][1]
    bound = f"1 / math.sqrt({inputs})"
    return f"torch.empty({size}).uniform_(-{bound}, {bound})"


def _is_drawn(experiment: Experiment, name: str) -> bool:
    scheme = experiment.model.init.scheme
    return scheme == "torch" or (scheme not in CONSTANT and name.endswith(".weight"))


def _in_order(experiment: Experiment) -> list[str]:
    return [name for name in experiment.parameter_shapes() if name in experiment.model.init.values]


def _given(experiment: Experiment, name: str, head: str, tail: str = "") -> str:
    values = literals.nested(experiment.model.init.values[name])
    return literals.tensor(values, experiment.training.dtype, head, tail)


def _dtype(experiment: Experiment) -> list[str]:
    return [] if experiment.training.dtype == "float32" else ["dtype=torch.float64"]
