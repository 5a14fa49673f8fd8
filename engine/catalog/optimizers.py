"""The optimizers; ``target`` is torch's class, ``update`` the readable function with its bits."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.catalog.entry import Entry, Value, by_name
from engine.catalog.hyperparameters import (
    ALPHA,
    AMSGRAD,
    BETAS,
    CENTERED,
    DAMPENING,
    DECOUPLED,
    ETAS,
    INITIAL_ACCUMULATOR,
    LAMBD,
    LR_DECAY,
    MOMENTUM,
    MOMENTUM_DECAY,
    NESTEROV,
    STEP_SIZES,
    T0,
    average,
    epsilon,
    learning_rate,
    weight_decay,
)


@dataclass(frozen=True, slots=True)
class Optimizer(Entry):
    """An optimizer; ``update`` is the dotted name of the function that changes one parameter.

    ``memory`` is what that remembers of each parameter as soon as it has changed it.
    """

    update: str = ""
    memory: tuple[str, ...] = ()


def _nesterov_conflict(values: Mapping[str, Value]) -> str | None:
    if values["nesterov"] and (values["momentum"] == 0 or values["dampening"] != 0):
        return "nesterov needs momentum > 0 and dampening 0"
    return None


def _step_sizes_conflict(values: Mapping[str, Value]) -> str | None:
    sizes = values["step_sizes"]
    if isinstance(sizes, tuple) and sizes[0] > sizes[1]:
        return "step_sizes need the smallest step first and the largest second"
    return None


OPTIMIZERS: dict[str, Optimizer] = by_name(
    Optimizer(
        "sgd",
        "SGD",
        "Steps straight down the gradient, with momentum if asked; the place to start.",
        r"v \leftarrow \mu v + (1 - \tau) g, \quad \theta \leftarrow \theta - \eta v",
        "torch.optim.SGD",
        (learning_rate(0.01), MOMENTUM, DAMPENING, NESTEROV, weight_decay()),
        _nesterov_conflict,
        update="engine.training.updates.sgd",
    ),
    Optimizer(
        "adam",
        "Adam",
        "Gives every parameter its own step size from running averages of its gradients; "
        "works well almost anywhere.",
        r"\theta \leftarrow \theta - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
        "torch.optim.Adam",
        (learning_rate(0.001), BETAS, epsilon(1e-8), weight_decay(), AMSGRAD, DECOUPLED),
        update="engine.training.updates.adam",
        memory=("step", "mean", "square"),
    ),
    Optimizer(
        "adamw",
        "AdamW",
        "Adam with weight decay that shrinks the parameters directly, "
        "the usual choice for large models.",
        r"\theta \leftarrow (1 - \eta \lambda) \theta "
        r"- \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
        "torch.optim.AdamW",
        (learning_rate(0.001), BETAS, epsilon(1e-8), weight_decay(0.01), AMSGRAD),
        update="engine.training.updates.adamw",
        memory=("step", "mean", "square"),
    ),
    Optimizer(
        "rmsprop",
        "RMSprop",
        "Divides each gradient by its recent size, so that steep and flat directions move alike.",
        r"v \leftarrow \alpha v + (1 - \alpha) g^2, \quad "
        r"\theta \leftarrow \theta - \eta \frac{g}{\sqrt{v} + \epsilon}",
        "torch.optim.RMSprop",
        (
            learning_rate(0.01),
            average("alpha", 0.99),
            epsilon(1e-8),
            weight_decay(),
            MOMENTUM,
            CENTERED,
        ),
        update="engine.training.updates.rmsprop",
        memory=("square", "mean", "velocity"),
    ),
    Optimizer(
        "adagrad",
        "Adagrad",
        "Divides by the size of all gradients so far, so that steps shrink "
        "where much was learned already.",
        r"v \leftarrow v + g^2, \quad "
        r"\theta \leftarrow \theta - \eta \frac{g}{\sqrt{v} + \epsilon}",
        "torch.optim.Adagrad",
        (learning_rate(0.01), LR_DECAY, weight_decay(), INITIAL_ACCUMULATOR, epsilon(1e-10)),
        update="engine.training.updates.adagrad",
        memory=("step", "total"),
    ),
    Optimizer(
        "adadelta",
        "Adadelta",
        "Sets its step sizes from the sizes of its own past steps, so that the learning rate "
        "hardly needs tuning.",
        r"\theta \leftarrow \theta - \eta \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}} g",
        "torch.optim.Adadelta",
        (learning_rate(1.0), average("rho", 0.9), epsilon(1e-6), weight_decay()),
        update="engine.training.updates.adadelta",
        memory=("square", "moved"),
    ),
    Optimizer(
        "adamax",
        "Adamax",
        "An Adam that divides by the largest recent gradient instead of the average size.",
        r"u \leftarrow \max(\beta_2 u, |g| + \epsilon), \quad "
        r"\theta \leftarrow \theta - \eta \frac{\hat{m}}{u}",
        "torch.optim.Adamax",
        (learning_rate(0.002), BETAS, epsilon(1e-8), weight_decay()),
        update="engine.training.updates.adamax",
        memory=("step", "mean", "largest"),
    ),
    Optimizer(
        "nadam",
        "NAdam",
        "An Adam that looks one step of momentum ahead, as Nesterov does for SGD.",
        r"\theta \leftarrow \theta - \eta \frac{\mu' \hat{m} + (1 - \mu) \hat{g}}"
        r"{\sqrt{\hat{v}} + \epsilon}",
        "torch.optim.NAdam",
        (learning_rate(0.002), BETAS, epsilon(1e-8), weight_decay(), MOMENTUM_DECAY, DECOUPLED),
        update="engine.training.updates.nadam",
        memory=("step", "mean", "square", "product"),
    ),
    Optimizer(
        "radam",
        "RAdam",
        "An Adam that steps by plain momentum until it has seen enough gradients to trust "
        "their average size.",
        r"\theta \leftarrow \theta - \eta r_t \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
        "torch.optim.RAdam",
        (learning_rate(0.001), BETAS, epsilon(1e-8), weight_decay(), DECOUPLED),
        update="engine.training.updates.radam",
        memory=("step", "mean", "square"),
    ),
    Optimizer(
        "rprop",
        "Rprop",
        "Looks only at the signs of the gradients and lengthens or shortens each step by them; "
        "meant for all rows at once.",
        r"\theta \leftarrow \theta - s \, \mathrm{sign}(g)",
        "torch.optim.Rprop",
        (learning_rate(0.01), ETAS, STEP_SIZES),
        _step_sizes_conflict,
        update="engine.training.updates.rprop",
        memory=("last", "sizes"),
    ),
    Optimizer(
        "asgd",
        "ASGD",
        "SGD with shrinking steps that also keeps an average of the parameters on the side.",
        r"\theta \leftarrow (1 - \lambda \eta_t) \theta - \eta_t g, \quad "
        r"\eta_t = \frac{\eta}{(1 + \lambda \eta t)^{\alpha}}",
        "torch.optim.ASGD",
        (learning_rate(0.01), LAMBD, ALPHA, T0, weight_decay()),
        update="engine.training.updates.asgd",
        memory=("step", "average", "share", "rate"),
    ),
)
