"""The learning-rate schedules; ``target`` is the factor on ``lr`` in a given epoch.

It is a plain Python expression in ``epoch`` (0 in the first), ``math`` and the parameters.
"""

from engine.catalog.entry import Entry, Param, Range, by_name

_EPOCHS = Range(low=1, high=10**9)
_SHARE = Range(low=0, high=1)


def _epochs(name: str, label: str, explanation: str, default: int) -> Param:
    """A number of epochs, of which there is at least one."""
    return Param(name, label, explanation, default, "int", (_EPOCHS,), (1, 1000), log=True)


def _gamma(explanation: str, default: float) -> Param:
    """A factor that shrinks the rate; above 1 it would grow without end."""
    above_zero = Range(low=0, high=1, low_open=True)
    return Param("gamma", "Gamma", explanation, default, ranges=(above_zero,), slider=(0.01, 1))


_PERIOD = _epochs("period", "Period", "How many epochs the way down takes.", 200)
_MINIMUM = Param(
    "minimum",
    "Minimum",
    "The share of the learning rate that is left in the end.",
    0.0,
    ranges=(_SHARE,),
    slider=(0, 1),
)

SCHEDULES: dict[str, Entry] = by_name(
    Entry("constant", "Constant", "Keeps the learning rate as it is.", r"1", "1.0"),
    Entry(
        "step",
        "Step",
        "Lowers the learning rate at once after every so many epochs.",
        r"\gamma^{\lfloor t / s \rfloor}",
        "gamma ** (epoch // step_size)",
        (
            _epochs("step_size", "Step size", "How many epochs lie between two drops.", 50),
            _gamma("The factor at each drop.", 0.5),
        ),
    ),
    Entry(
        "exponential",
        "Exponential",
        "Lowers the learning rate by the same factor after every epoch.",
        r"\gamma^{t}",
        "gamma ** epoch",
        (_gamma("The factor after each epoch.", 0.99),),
    ),
    Entry(
        "cosine",
        "Cosine",
        "Lowers the learning rate along half a cosine, slowly at both ends, and then keeps it.",
        r"m + (1 - m) \frac{1 + \cos(\pi t / T)}{2}",
        "minimum + (1 - minimum) * (1 + math.cos(math.pi * min(epoch / period, 1))) / 2",
        (_PERIOD, _MINIMUM),
    ),
    Entry(
        "linear",
        "Linear",
        "Moves the learning rate along a straight line to its end factor and then keeps it.",
        r"1 + (e - 1) \frac{t}{T}",
        "1 + (end_factor - 1) * min(epoch / period, 1)",
        (
            _PERIOD,
            Param(
                "end_factor",
                "End factor",
                "The share of the learning rate that is left in the end.",
                0.1,
                ranges=(_SHARE,),
                slider=(0, 1),
            ),
        ),
    ),
    Entry(
        "warmup",
        "Warm-up",
        "Starts with small steps and reaches the full learning rate after a few epochs.",
        r"\min\left( \frac{t + 1}{T}, 1 \right)",
        "min((epoch + 1) / period, 1)",
        (_epochs("period", "Period", "How many epochs the way up takes.", 10),),
    ),
    Entry(
        "warmup_cosine",
        "Warm-up and cosine",
        "Goes up along a straight line and then down along half a cosine, "
        "as large models are trained.",
        r"\frac{t + 1}{w} \text{ if } t < w \text{, else } "
        r"m + (1 - m) \frac{1 + \cos(\pi (t - w) / T)}{2}",
        "(epoch + 1) / warmup if epoch < warmup else minimum + (1 - minimum)"
        " * (1 + math.cos(math.pi * min((epoch - warmup) / period, 1))) / 2",
        (
            _epochs("warmup", "Warm-up", "How many epochs the way up takes.", 10),
            _PERIOD,
            _MINIMUM,
        ),
    ),
)
