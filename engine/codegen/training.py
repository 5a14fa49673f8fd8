"""The third part of a program: the loop over epochs and batches, and what it says at the end."""

from __future__ import annotations

import math

from engine.catalog import LOSSES, OPTIMIZERS, SCHEDULES
from engine.codegen import literals
from engine.codegen.lines import Line, call, code, indented, listed
from engine.codegen.model import variable
from engine.codegen.stopping import stopping
from engine.codegen.updates import Update, update
from engine.codegen.words import retold, said
from engine.experiment import Experiment

MOST_PRINTED = 20  # parameters that the summary still shows


def module(experiment: Experiment) -> list[Line]:
    """The training with a loss module and an optimizer of torch."""
    head, loss = _loss_module(experiment)
    choice = experiment.optimizer
    defaults = OPTIMIZERS[choice.name].defaults()
    numbers = [
        f"{name}={value!r}"
        for name, value in choice.values
        if name == "lr" or value != defaults[name]
    ]
    # On a GPU torch would pick another way of computing, with other last bits.
    numbers += ["foreach=False"] if experiment.training.device == "cuda" else []
    made = f"optimizer = {OPTIMIZERS[choice.name].target}("
    setup = [*head, call(made, ["model.parameters()", *numbers])]
    scheduled = experiment.schedule.name != "constant"
    if scheduled:
        setup.append("scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, rate_factor)")
    if is_penalised(experiment):
        setup.append(
            "weights = "
            '[tensor for name, tensor in model.named_parameters() if name.endswith("weight")]'
        )
    step = [
        *code(f"{output(experiment)} = model({batch(experiment, 'inputs')})", "forward"),
        *code("\n".join(loss_lines(experiment, loss)), "loss"),
        *code("optimizer.zero_grad()\nloss.backward()", "backward"),
        *code("optimizer.step()", "update"),
    ]
    end = code("scheduler.step()", "update") if scheduled else []
    rate = code(_function("rate_factor", _factor(experiment)), "update") if scheduled else []
    return [
        *rate,
        *code("\n".join(setup)),
        *loop(experiment, step, end),
        *summary(experiment, "model"),
    ]


def scratch(experiment: Experiment) -> list[Line]:
    """The training with the update written out."""
    rule = update(experiment.optimizer)
    schedule, lr = rate(experiment)
    head = [*code(retold(rule.source), "update"), *schedule]
    if rule.has_state:
        told = said("what each update hands to the next")
        head += code(f"states = [{{}} for _ in parameters]  # {told}")
    if is_penalised(experiment):
        weights = [name for name in experiment.parameter_shapes() if name.endswith(".weight")]
        head += code(f"weights = {listed(variable(name) for name in weights)}")
    step = [
        *code(f"{output(experiment)} = forward({batch(experiment, 'inputs')})", "forward"),
        *code("\n".join(loss_lines(experiment, loss_source(experiment))), "loss"),
        *code("loss.backward()", "backward"),
        *code(_update_loop(rule, lr), "update"),
    ]
    return [*head, *loop(experiment, step, []), *summary(experiment, "forward")]


def rate(experiment: Experiment) -> tuple[list[Line], str]:
    """The learning rate as source, and the lines of the function that it calls, if any."""
    lr = experiment.optimizer.number("lr")
    if experiment.schedule.name == "constant":
        return [], repr(lr)
    source = _function("learning_rate", _factor(experiment), lr)
    return code(source, "update"), "learning_rate(epoch)"


def loss_source(experiment: Experiment) -> str:
    """The loss as a call, without the arguments that say what holds anyway."""
    return literals.keywords(_loss_text(experiment), _loss_defaults(experiment))


def _update_loop(rule: Update, lr: str) -> str:
    each = (
        "parameter, state in zip(parameters, states)"
        if rule.has_state
        else "parameter in parameters"
    )
    state = "state, " if rule.has_state else ""
    return (
        "with torch.no_grad():\n"
        f"    for {each}:\n"
        f"        {rule.name}(parameter, parameter.grad, {state}lr={lr})\n"
        f"        parameter.grad = None  # {said('or the next gradient would be added to it')}"
    )


def loop(experiment: Experiment, step: list[Line], end: list[Line]) -> list[Line]:
    """The loop over epochs and batches around a step; ``end`` closes an epoch."""
    training = experiment.training
    keep, before, judge = stopping(experiment)
    body = [*step, *code("if trace:\n    print(repr(loss.item()))"), *keep]
    head: list[Line] = []
    if training.batch_size is not None:
        order = "torch.arange(len(inputs))"
        if training.shuffle:
            order = "torch.randperm(len(inputs), generator=shuffle)"
            head = code(f"shuffle = torch.Generator().manual_seed({training.seed})")
        rows = code(f"for rows in {order}.split({training.batch_size}):")
        body = [*rows, *indented(body)]
    clear = code("losses = []") if keep else []
    return [
        *head,
        *before,
        *code(f"\nfor epoch in range({training.epochs}):"),
        *indented([*clear, *body, *end, *judge]),
    ]


def output(experiment: Experiment) -> str:
    """What the model gives: the prediction itself, or the logits that it is made of."""
    return "prediction" if experiment.data.outcome == "regression" else "logits"


def batch(experiment: Experiment, name: str) -> str:
    """The rows of the step at hand."""
    return name if experiment.training.batch_size is None else f"{name}[rows]"


def loss_lines(experiment: Experiment, text: str) -> list[str]:
    """The lines that compute the loss, the penalty on the weights included."""
    target = batch(experiment, "targets")
    names = {"target": target, "prediction": output(experiment)}
    lines = [f"loss = {literals.expression(text, {}, names)}"]
    if experiment.loss.source == "probabilities":
        textbook = LOSSES[experiment.loss.name].textbook[experiment.data.outcome]
        lines.insert(0, f"p = {literals.expression(textbook[0], {}, names)}")
    penalties = {
        "weight.abs().sum()": experiment.regularization.l1,
        "weight.square().sum()": experiment.regularization.l2,
    }
    for term, strength in penalties.items():
        if strength:
            lines.append(f"loss = loss + {strength!r} * sum({term} for weight in weights)")
    return lines


def _loss_text(experiment: Experiment) -> str:
    """The catalog's expression in ``prediction`` and ``target`` with its numbers put in."""
    spec, outcome = experiment.loss, experiment.data.outcome
    entry = LOSSES[spec.name]
    text = entry.textbook[outcome][1] if spec.source == "probabilities" else entry.targets[outcome]
    return literals.expression(text.format(reduction=spec.reduction), dict(spec.values))


def _loss_module(experiment: Experiment) -> tuple[list[str], str]:
    """Lines that make ``loss_function``, and its call; just the expression where torch has none."""
    spec = experiment.loss
    text = LOSSES[spec.name].modules[experiment.data.outcome].format(reduction=spec.reduction)
    if not text or spec.source == "probabilities":
        return [], _loss_text(experiment)
    made = literals.expression(text, dict(spec.values))
    made = literals.keywords(made, _loss_defaults(experiment))
    return [f"loss_function = {made}"], "loss_function(prediction, target)"


def _loss_defaults(experiment: Experiment) -> dict[str, object]:
    return {"reduction": "mean", **LOSSES[experiment.loss.name].defaults()}


def is_penalised(experiment: Experiment) -> bool:
    """Whether the loss has a penalty on the weights."""
    return experiment.regularization.l1 != 0 or experiment.regularization.l2 != 0


def _function(name: str, factor: str, scale: float = 1.0) -> str:
    """A function of the epoch with the learning rate or its factor; each case on its own line."""
    lines = [f"def {name}(epoch):"]
    condition, first, other = literals.cases(factor)
    if condition:
        lines += [f"    if {condition}:", f"        return {literals.product(scale, first)}"]
    return "\n".join([*lines, f"    return {literals.product(scale, other)}"])


def _factor(experiment: Experiment) -> str:
    choice = experiment.schedule
    factor = literals.expression(SCHEDULES[choice.name].target, choice.as_dict())
    return literals.simplified(factor)


def summary(experiment: Experiment, model: str) -> list[Line]:
    """What the program says at its end."""
    lines = ['print(f"loss of the last step, before its update: {loss.item():.6g}")']
    threshold = experiment.model.threshold
    second = (
        f"{model}(inputs) >= 0"
        if threshold == 0.5
        else f"torch.sigmoid({model}(inputs)) >= {threshold!r}"
    )
    right = {
        "binary": f"({second}) == (targets == 1)",
        "multiclass": f"{model}(inputs).argmax(dim=1) == targets",
    }.get(experiment.data.outcome)
    if right:
        lines += [
            f"correct = {right}",
            'print(f"right on {correct.float().mean().item():.1%} of these rows")',
        ]
    shapes = experiment.parameter_shapes()
    if sum(math.prod(shape) for shape in shapes.values()) <= MOST_PRINTED:
        lines += _shown(shapes, model)
    return [*code("\nif not trace:"), *indented(code("\n".join(lines)))]


def _shown(shapes: dict[str, tuple[int, ...]], model: str) -> list[str]:
    if model == "model":
        return [
            "for name, parameter in model.named_parameters():",
            "    print(name, parameter.tolist())",
        ]
    return [f'print("{name}", {variable(name)}.tolist())' for name in shapes]
