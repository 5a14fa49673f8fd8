"""The update of one number by plain gradients: SGD, its average, and Rprop's signs."""

from __future__ import annotations

import math

from gui.kit.words import tr
from gui.kit.worked.lines import factor, figure, times
from gui.kit.worked.optimizers.work import Work


def sgd(work: Work) -> None:
    """Stochastic gradient descent, with momentum as Sutskever et al., 2013, and torch have it."""
    work.decay()
    momentum, damping = work.number("momentum"), work.number("dampening")
    letter, step = "g", work.gradient
    if momentum:
        letter, step = "v", _velocity(work, momentum, damping)
        if work.s.given["nesterov"]:
            letter, before = "d", step
            step = work.gradient + momentum * before
            worked = f"{figure(work.gradient)} + {times(momentum, before)}"
            work.add(tr("Nesterov: looks one step ahead"), r"d = g + \mu v", worked, step)
    work.move(rf"\eta {letter}", [work.s.lr, step], work.s.lr * step)


def _velocity(work: Work, momentum: float, damping: float) -> float:
    if work.s.known and "velocity" not in work.s.old:
        caption = tr("velocity: begins as the gradient")
        work.add(caption, "v = g", result=work.new("velocity"))
        return work.new("velocity")
    rest = r" + (1 - \tau) g" if damping else " + g"
    fresh = times(1 - damping, work.gradient) if damping else factor(work.gradient)
    worked = f"{times(momentum, work.old('velocity'))} + {fresh}"
    caption = tr("velocity: {momentum} × old + gradient", momentum=figure(momentum))
    work.add(caption, rf"v \leftarrow \mu v{rest}", worked, work.new("velocity"))
    return work.new("velocity")


def asgd(work: Work) -> None:
    """Averaged stochastic gradient descent (Polyak and Juditsky, 1992)."""
    work.decay()
    rate, lambd = work.old("rate", work.s.lr), work.number("lambd")
    symbols = rf"{work.letter} \leftarrow (1 - \lambda \eta_t) {work.letter}"
    work.shrink(lambd * rate, tr("decay: shrinks the parameter itself"), symbols)
    work.move(r"\eta_t g", [rate, work.gradient], rate * work.gradient)
    caption = tr("the average of the parameter, kept on the side")
    work.add(caption, rf"\bar{{{work.letter}}}", result=work.new("average"))


def rprop(work: Work) -> None:
    """Resilient backpropagation (Riedmiller and Braun, 1993)."""
    shorter, longer = work.s.given["etas"]
    last, size = work.old("last"), work.new("sizes")
    before = work.old("sizes", work.s.lr)
    agreement = work.gradient * last
    if not work.s.known:
        caption, worked = tr("the step grows while the sign stays, and shrinks when it turns"), ""
    elif agreement > 0:
        caption = tr("same sign as before: a longer step")
        worked = times(before, longer)
    elif agreement < 0:
        caption = tr("the sign has turned: a shorter step, after waiting once")
        worked = times(before, shorter)
    else:
        caption, worked = tr("no sign to compare with: the step stays"), ""
    work.add(caption, "s", worked, size)
    sign = 0.0 if agreement < 0 or not work.s.known else math.copysign(1, work.gradient)
    sign = 0.0 if work.gradient == 0 else sign
    work.move(r"s \cdot \mathrm{sign}(g)", [size, sign], size * sign)
