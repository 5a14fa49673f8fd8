"""A program whose gradients are written out as formulas, for models without hidden layers."""

from __future__ import annotations

from engine.codegen.lines import Line, code, indented, listed
from engine.codegen.model import start
from engine.codegen.training import (
    batch,
    is_penalised,
    loop,
    loss_lines,
    loss_source,
    output,
    rate,
    summary,
)
from engine.codegen.updates import Update, update
from engine.errors import EngineError
from engine.experiment import Experiment

# ∂L/∂ŷ of each loss, or ∂L/∂z where ŷ is a probability: a factor, and what it multiplies in
# words and as source.
SLOPES = {
    "mse": (2, "ŷ − y", "prediction - {target}"),
    "bce": (1, "σ(z) − y", "torch.sigmoid(logits) - {target}"),
    "cross_entropy": (
        1,
        "softmax(z) − onehot(y)",
        "torch.softmax(logits, dim=1) - F.one_hot({target}, {classes})",
    ),
}
HINT = "choose another style of program"


def model(experiment: Experiment) -> list[Line]:
    """Bare tensors and the function ``forward``; EngineError where there are no formulas."""
    _check(experiment)
    bias = " + output_bias" if experiment.model.bias else ""
    return [
        *code("\n".join(start(experiment))),
        *code("\n\ndef forward(x):"),
        *indented(code(f"return x @ output_weight.T{bias}", "forward")),
    ]


def training(experiment: Experiment) -> list[Line]:
    """The training without autograd."""
    head, lr = rate(experiment)
    rule = update(experiment.optimizer)
    free = _free(experiment)
    if not _is_plain(experiment):
        head = [*code(rule.source, "update"), *head]
    if rule.has_state:
        head += code("\n".join(f"{name}_state = {{}}" for name in free))
    if is_penalised(experiment):
        head += code(f"weights = {listed(['output_weight'])}")
    step = [
        *code(f"{output(experiment)} = forward({batch(experiment, 'inputs')})", "forward"),
        *code("\n".join(loss_lines(experiment, loss_source(experiment))), "loss"),
        *code("\n".join(_gradients(experiment, free)), "backward"),
        *code("\n".join(_update(experiment, name, rule, lr) for name in free), "update"),
    ]
    return [*head, *loop(experiment, step, []), *summary(experiment, "forward")]


def _gradients(experiment: Experiment, free: list[str]) -> list[str]:
    """The derivative by the prediction, then by each parameter through the chain rule."""
    lines = _slope(experiment) if free else []
    if "weight" in free:
        inputs = batch(experiment, "inputs")
        lines += [
            f"# ∂L/∂W = (∂L/∂{_letter(experiment)})ᵀ X",
            f"weight_gradient = slope.T @ {inputs}",
        ]
        lines += _penalty(experiment)
    if "bias" in free:
        total = "sum().reshape(1)" if experiment.model.bias == "shared" else "sum(dim=0)"
        lines += [f"# ∂L/∂b = Σ ∂L/∂{_letter(experiment)}", f"bias_gradient = slope.{total}"]
    return lines


def _letter(experiment: Experiment) -> str:
    return "ŷ" if experiment.data.outcome == "regression" else "z"


def _slope(experiment: Experiment) -> list[str]:
    factor, words, source = SLOPES[experiment.loss.name]
    letter = _letter(experiment)
    classes = experiment.parameter_shapes()["output.weight"][0]
    source = source.format(target=batch(experiment, "targets"), classes=classes)
    if experiment.loss.reduction == "mean":
        return [
            f"# ∂L/∂{letter} = {factor}/n · ({words})",
            f"slope = {factor} / len({output(experiment)}) * ({source})",
        ]
    return [f"# ∂L/∂{letter} = {factor} · ({words})", f"slope = {factor} * ({source})"]


def _penalty(experiment: Experiment) -> list[str]:
    """What the penalty on the weight adds to its gradient."""
    lines, penalty = [], experiment.regularization
    if penalty.l1:
        lines.append(f"weight_gradient += {penalty.l1!r} * output_weight.sign()")
    if penalty.l2:
        lines.append(f"weight_gradient += 2 * {penalty.l2!r} * output_weight")
    return lines


def _update(experiment: Experiment, name: str, rule: Update, lr: str) -> str:
    if _is_plain(experiment):
        return f"output_{name} -= {lr} * {name}_gradient"
    state = f"{name}_state, " if rule.has_state else ""
    return f"{rule.name}(output_{name}, {name}_gradient, {state}lr={lr})"


def _is_plain(experiment: Experiment) -> bool:
    """Whether the update is nothing but a step against the gradient."""
    return not any(value for name, value in experiment.optimizer.values if name != "lr")


def _free(experiment: Experiment) -> list[str]:
    """``weight`` and ``bias``, as far as they are trained."""
    shapes, frozen = experiment.parameter_shapes(), experiment.model.frozen
    return [name.removeprefix("output.") for name in shapes if name not in frozen]


def _check(experiment: Experiment) -> None:
    if experiment.model.hidden:
        raise EngineError(
            "gradients by formula are written only for models without hidden layers",
            "model.hidden",
            HINT,
        )
    if experiment.loss.name not in SLOPES:
        raise EngineError(
            "gradients by formula are written only for the mean squared error and cross-entropies",
            "loss.name",
            HINT,
        )
    if experiment.optimizer.name != "sgd":
        raise EngineError(
            "gradients by formula are written only for the optimizer SGD", "optimizer.name", HINT
        )
