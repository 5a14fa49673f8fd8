"""The update of one number in the Adam family: running means, corrected for their start."""

from __future__ import annotations

import math

from gui.kit.words import tr
from gui.kit.worked.lines import factor, figure, over, ratio, times
from gui.kit.worked.optimizers.work import Work


def adam(work: Work) -> None:
    """Adam (Kingma and Ba, 2015)."""
    _decay_or_shrink(work, bool(work.s.given.get("decoupled_weight_decay", True)))
    _adam_averages(work)
    beta1, beta2 = work.s.given["betas"]
    step = work.new("step")
    mean, square = work.new("mean") / (1 - beta1**step), work.new("square")
    if work.s.given.get("amsgrad"):
        square = work.new("largest")
        work.add(
            tr("the largest v so far"),
            r"v_{\mathrm{max}} = \max(v_{\mathrm{max}}, v)",
            result=square,
        )
    letter = r"v_{\mathrm{max}}" if work.s.given.get("amsgrad") else "v"
    corrected = square / (1 - beta2**step)
    _corrected(work, r"\hat{m}", "m", r"\beta_1", work.new("mean"), beta1, mean)
    _corrected(work, r"\hat{v}", letter, r"\beta_2", square, beta2, corrected)
    size = math.sqrt(corrected) + work.number("eps") if work.s.known else math.nan
    symbols = r"\eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}"
    work.move(symbols, [work.s.lr, over(mean, size)], ratio(work.s.lr * mean, size))


def adamax(work: Work) -> None:
    """Adamax (Kingma and Ba, 2015)."""
    work.decay()
    beta1, beta2 = work.s.given["betas"]
    work.mean(beta1, r"\beta_1")
    largest = work.new("largest")
    sizes = rf"{times(beta2, work.old('largest'))},\; |{figure(work.gradient)}| + \epsilon"
    symbols = r"u \leftarrow \max(\beta_2 u,\; |g| + \epsilon)"
    work.add(tr("the largest recent gradient"), symbols, rf"\max({sizes})", largest)
    mean = work.new("mean") / (1 - beta1 ** work.new("step"))
    _corrected(work, r"\hat{m}", "m", r"\beta_1", work.new("mean"), beta1, mean)
    work.move(
        r"\eta \frac{\hat{m}}{u}",
        [work.s.lr, over(mean, largest)],
        ratio(work.s.lr * mean, largest),
    )


def nadam(work: Work) -> None:
    """Adam with Nesterov momentum (Dozat, 2016)."""
    _decay_or_shrink(work, bool(work.s.given["decoupled_weight_decay"]))
    _adam_averages(work)
    beta1, beta2 = work.s.given["betas"]
    step, psi = work.new("step"), work.number("momentum_decay")
    now = beta1 * (1 - 0.5 * 0.96 ** (step * psi))
    ahead = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * psi))
    product = work.new("product")
    caption = tr("the momentum of this step and the next one")
    symbols = r"\mu_t,\; \mu_{t+1}"
    pair = rf"{figure(now)},\; {figure(ahead)}"
    work.add(caption, symbols, pair if work.s.known else "")
    square = work.new("square") / (1 - beta2**step)
    _corrected(work, r"\hat{v}", "v", r"\beta_2", work.new("square"), beta2, square)
    size = math.sqrt(square) + work.number("eps") if work.s.known else math.nan
    fresh = (1 - now) / (1 - product) * work.gradient
    carried = ahead / (1 - product * ahead) * work.new("mean")
    work.add(
        tr("gradient and mean, one step of momentum ahead"),
        r"d = \frac{1 - \mu_t}{1 - \prod \mu}\, g + \frac{\mu_{t+1}}{1 - \mu_{t+1} \prod \mu}\, m",
        f"{figure(fresh)} + {factor(carried)}",
        fresh + carried,
    )
    symbols = r"\eta \frac{d}{\sqrt{\hat{v}} + \epsilon}"
    work.move(
        symbols,
        [work.s.lr, over(fresh + carried, size)],
        ratio(work.s.lr * (fresh + carried), size),
    )


def radam(work: Work) -> None:
    """Rectified Adam (Liu et al., 2020)."""
    _decay_or_shrink(work, bool(work.s.given["decoupled_weight_decay"]))
    _adam_averages(work)
    beta1, beta2 = work.s.given["betas"]
    step = work.new("step")
    mean = work.new("mean") / (1 - beta1**step)
    _corrected(work, r"\hat{m}", "m", r"\beta_1", work.new("mean"), beta1, mean)
    limit = 2 / (1 - beta2) - 1
    count = limit - 2 * step * beta2**step / (1 - beta2**step) if work.s.known else math.nan
    caption = tr("how many gradients the mean square rests on")
    work.add(caption, r"\rho_t", result=count)
    if work.s.known and count <= 5:
        work.add(tr("5 or fewer: not trusted yet, plain momentum"), r"\rho_t \leq 5")
        work.move(r"\eta \hat{m}", [work.s.lr, mean], work.s.lr * mean)
        return
    trust = size = math.nan
    if work.s.known:
        rest = (count - 4) * (count - 2) * limit / ((limit - 4) * (limit - 2) * count)
        trust = math.sqrt(rest)
        size = (math.sqrt(work.new("square")) + work.number("eps")) / math.sqrt(1 - beta2**step)
    work.add(tr("how far it is trusted"), "r_t", result=trust)
    symbols = r"\eta\, r_t \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}"
    work.move(symbols, [work.s.lr, trust, over(mean, size)], ratio(work.s.lr * trust * mean, size))


def _decay_or_shrink(work: Work, decoupled: bool) -> None:
    share = work.number("weight_decay")
    if decoupled and share:
        symbols = rf"{work.letter} \leftarrow (1 - \eta \lambda) {work.letter}"
        caption = tr("weight decay: shrinks the parameter itself")
        work.shrink(work.s.lr * share, caption, symbols)
    elif not decoupled:
        work.decay()


def _adam_averages(work: Work) -> None:
    beta1, beta2 = work.s.given["betas"]
    work.mean(beta1, r"\beta_1")
    work.square(beta2, r"\beta_2")


def _corrected(
    work: Work, name: str, letter: str, beta: str, value: float, share: float, result: float
) -> None:
    """Both averages start at 0; dividing by this makes up for it."""
    step = work.new("step")
    power = f"{figure(share)}^{{{int(step)}}}" if work.s.known else ""
    work.add(
        tr("corrected for its start at 0"),
        rf"{name} = \frac{{{letter}}}{{1 - {beta}^t}}",
        over(value, f"1 - {power}"),
        result,
    )
