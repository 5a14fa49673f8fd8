"""Numbers of the optimizer itself that make it go ever further."""

from __future__ import annotations

from engine.frames import Stop
from engine.training import variants
from engine.training.evidence import Evidence

HELD_BY_SIGNS = 50.0  # Rprop's usual largest step


def momentum(seen: Evidence) -> Stop | None:
    momentum = seen.experiment.optimizer.as_dict().get("momentum", 0)
    if isinstance(momentum, tuple) or momentum < 1:
        return None
    return Stop(
        "diverged",
        "diverged: with the momentum {momentum} nothing of the steps before fades, "
        "it must be below 1",
        {"momentum": f"{momentum:.4g}"},
        cause="momentum",
    )


def division(seen: Evidence) -> Stop | None:
    """The update divided by nothing, or took the root of a variance below zero."""
    sizes = seen.sizes().values()
    if _is_centered(seen) and (seen.has_leapt() or any(bool((s < 0).any()) for s in sizes)):
        return Stop(
            "diverged",
            "diverged: the variance of the gradients, which the centred RMSprop divides by, "
            "is zero or below it by rounding",
            cause="centered",
        )
    eps = seen.experiment.optimizer.as_dict().get("eps")
    zero = any(bool((size == 0).any()) for size in sizes)
    if eps is None or not (eps == 0 and (zero or seen.experiment.optimizer.name == "adadelta")):
        return None
    return Stop(
        "diverged",
        "diverged: epsilon is 0, and where a gradient was 0 the update divided by zero",
        cause="eps",
    )


def averages(seen: Evidence) -> Stop | None:
    """The mean of the gradients lasts longer than their size: old ones are divided by new ones."""
    betas = seen.experiment.optimizer.as_dict().get("betas")
    if not isinstance(betas, tuple) or betas[0] ** 2 <= betas[1] or not seen.has_leapt():
        return None
    return Stop(
        "diverged",
        "diverged: the mean of the gradients (β₁ = {mean}) lasts longer than their size "
        "(β₂ = {size}), so that large old gradients are divided by small new ones",
        {"mean": f"{betas[0]:.4g}", "size": f"{betas[1]:.4g}"},
        cause="betas",
    )


def small_epsilon(seen: Evidence) -> Stop | None:
    eps = seen.experiment.optimizer.as_dict().get("eps")
    usual = variants.usual(seen.experiment.optimizer).as_dict().get("eps")
    if isinstance(eps, tuple) or isinstance(usual, tuple) or eps is None or usual is None:
        return None
    if eps >= usual or not seen.has_leapt():
        return None
    return Stop(
        "diverged",
        "diverged: epsilon is {eps}, too small where gradients are: the update divides by it",
        {"eps": f"{eps:.4g}"},
        cause="eps",
    )


def step_sizes(seen: Evidence) -> Stop | None:
    sizes = seen.experiment.optimizer.as_dict().get("step_sizes")
    if not isinstance(sizes, tuple) or sizes[1] <= HELD_BY_SIGNS:
        return None
    return Stop(
        "diverged",
        "diverged: Rprop may grow its steps up to {size}",
        {"size": f"{sizes[1]:.4g}"},
        cause="step_sizes",
    )


def _is_centered(seen: Evidence) -> bool:
    return bool(seen.experiment.optimizer.as_dict().get("centered", False))
