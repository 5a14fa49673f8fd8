"""The update of one number by gradients over their own size: RMSprop, Adagrad, Adadelta."""

from __future__ import annotations

import math

from gui.kit.words import tr
from gui.kit.worked.lines import factor, figure, over, ratio, times
from gui.kit.worked.optimizers.work import Work


def rmsprop(work: Work) -> None:
    """RMSprop (Hinton, 2012), centered as in Graves, 2013."""
    work.decay()
    share = work.number("alpha")
    work.square(share, r"\alpha")
    square = work.new("square")
    under = r"\sqrt{v} + \epsilon"
    if work.s.given["centered"]:
        work.mean(share, r"\alpha")
        square, under = square - work.new("mean") ** 2, r"\sqrt{v - m^2} + \epsilon"
    size = math.sqrt(max(square, 0.0)) + work.number("eps") if work.s.known else math.nan
    momentum = work.number("momentum")
    if momentum:
        worked = f"{times(momentum, work.old('velocity'))} + {over(work.gradient, size)}"
        caption = tr("velocity: {momentum} × old + scaled gradient", momentum=figure(momentum))
        velocity = work.new("velocity")
        work.add(caption, rf"u \leftarrow \mu u + \frac{{g}}{{{under}}}", worked, velocity)
        work.move(r"\eta u", [work.s.lr, velocity], work.s.lr * velocity)
        return
    _scaled(work, under, size)


def adagrad(work: Work) -> None:
    """Adagrad (Duchi, Hazan and Singer, 2011)."""
    rate, decay = work.s.lr, work.number("lr_decay")
    if decay:
        before = work.old("step")
        rate = rate / (1 + before * decay)
        worked = over(work.s.lr, f"1 + {times(before, decay)}")
        caption = tr("the learning rate shrinks with every step")
        work.add(caption, r"\eta_t = \frac{\eta}{1 + t\, d}", worked, rate)
    work.decay()
    total = work.new("total")
    start = work.number("initial_accumulator_value")
    worked = f"{figure(work.old('total', start))} + {factor(work.gradient)}^2"
    work.add(tr("sum of all squared gradients"), r"v \leftarrow v + g^2", worked, total)
    size = math.sqrt(total) + work.number("eps") if work.s.known else math.nan
    _scaled(work, r"\sqrt{v} + \epsilon", size, rate if decay else None)


def adadelta(work: Work) -> None:
    """Adadelta (Zeiler, 2012)."""
    work.decay()
    share, eps = work.number("rho"), work.number("eps")
    work.square(share, r"\rho")
    delta = math.nan
    if work.s.known:
        past = math.sqrt(work.old("moved") + eps)
        delta = ratio(past, math.sqrt(work.new("square") + eps)) * work.gradient
    work.add(
        tr("the step: past steps' size over past gradients' size"),
        r"\Delta = \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}}\, g",
        result=delta,
    )
    caption = tr(
        "mean square of the steps: {share} × old + {rest} × step²",
        share=figure(share),
        rest=figure(1 - share),
    )
    worked = f"{times(share, work.old('moved'))} + {times(1 - share, delta)}^2"
    symbols = r"u \leftarrow \rho u + (1 - \rho)\, \Delta^2"
    work.add(caption, symbols, worked, work.new("moved"))
    work.move(r"\eta \Delta", [work.s.lr, delta], work.s.lr * delta)


def _scaled(work: Work, under: str, size: float, rate: float | None = None) -> None:
    """The step g by its own size."""
    lr = work.s.lr if rate is None else rate
    letter = r"\eta" if rate is None else r"\eta_t"
    work.move(
        rf"{letter} \frac{{g}}{{{under}}}",
        [lr, over(work.gradient, size)],
        ratio(lr * work.gradient, size),
    )
