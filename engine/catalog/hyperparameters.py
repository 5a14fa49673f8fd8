"""The optimizers' numbers and switches, under torch's own names."""

from engine.catalog.entry import FRACTION, NOT_NEGATIVE, POSITIVE, Param, Range


def learning_rate(default: float) -> Param:
    """The size of the steps; the one number that every optimizer has."""
    return Param(
        "lr",
        "Learning rate",
        "How far each step goes: too small learns slowly, too large overshoots and diverges.",
        default,
        ranges=(POSITIVE,),
        slider=(1e-5, 10),
        log=True,
    )


def epsilon(default: float) -> Param:
    """The guard against a division by zero."""
    return Param(
        "eps",
        "Epsilon",
        "A small number added where the update divides, so that it never divides by zero.",
        default,
        ranges=(NOT_NEGATIVE,),
        slider=(1e-12, 1e-2),
        log=True,
    )


def weight_decay(default: float = 0.0) -> Param:
    """The pull of every parameter towards zero."""
    return Param(
        "weight_decay",
        "Weight decay",
        "How strongly each step also pulls the parameters towards zero.",
        default,
        ranges=(NOT_NEGATIVE,),
        slider=(0, 0.5),
    )


def average(name: str, default: float) -> Param:
    """The memory of a running average of squared gradients."""
    return Param(
        name,
        name.capitalize(),
        "The share of the running average of squared gradients that each step keeps.",
        default,
        ranges=(FRACTION,),
        slider=(0, 0.999),
    )


MOMENTUM = Param(
    "momentum",
    "Momentum",
    "The share of the last step's velocity that the next step keeps, like a rolling ball.",
    0.0,
    ranges=(NOT_NEGATIVE,),
    slider=(0, 0.999),
)

BETAS = Param(
    "betas",
    "Betas",
    "The shares that the running averages of gradients and of their sizes keep at each step.",
    (0.9, 0.999),
    "pair",
    (FRACTION, FRACTION),
)

AMSGRAD = Param(
    "amsgrad",
    "AMSGrad",
    "Divides by the largest average of squared gradients so far, so that steps never grow back.",
    False,
    "bool",
)

DECOUPLED = Param(
    "decoupled_weight_decay",
    "Decoupled weight decay",
    "Shrinks the parameters directly, as AdamW does, instead of through the gradient.",
    False,
    "bool",
)

DAMPENING = Param(
    "dampening",
    "Dampening",
    "The share of each new gradient that momentum leaves out.",
    0.0,
    ranges=(Range(low=0, high=1),),
    slider=(0, 1),
)

NESTEROV = Param(
    "nesterov",
    "Nesterov",
    "Looks one step of momentum ahead before it corrects its course.",
    False,
    "bool",
)

CENTERED = Param(
    "centered",
    "Centered",
    "Divides by the spread of the gradients around their mean instead of their size.",
    False,
    "bool",
)

LR_DECAY = Param(
    "lr_decay",
    "Learning rate decay",
    "How fast the learning rate shrinks with the number of steps.",
    0.0,
    ranges=(NOT_NEGATIVE,),
    slider=(0, 1),
)

INITIAL_ACCUMULATOR = Param(
    "initial_accumulator_value",
    "Initial accumulator",
    "The sum of squared gradients to start from, which softens the first steps.",
    0.0,
    ranges=(NOT_NEGATIVE,),
    slider=(0, 1),
)

MOMENTUM_DECAY = Param(
    "momentum_decay",
    "Momentum decay",
    "How fast momentum grows from half its strength to all of it.",
    0.004,
    ranges=(NOT_NEGATIVE,),
    slider=(0, 0.1),
)

ETAS = Param(
    "etas",
    "Etas",
    "The factors on a step after the gradient has changed sign and after it has not.",
    (0.5, 1.2),
    "pair",
    (Range(0, 1, low_open=True, high_open=True), Range(low=1, low_open=True)),
)

STEP_SIZES = Param(
    "step_sizes",
    "Step sizes",
    "The smallest and the largest step.",
    (1e-6, 50.0),
    "pair",
    (POSITIVE, POSITIVE),
)

LAMBD = Param(
    "lambd",
    "Lambda",
    "How strongly each step pulls towards zero and shrinks the steps after it.",
    1e-4,
    ranges=(NOT_NEGATIVE,),
    slider=(0, 0.1),
)

ALPHA = Param(
    "alpha",
    "Alpha",
    "The power by which the steps shrink.",
    0.75,
    ranges=(NOT_NEGATIVE,),
    slider=(0, 2),
)

T0 = Param(
    "t0",
    "Start of averaging",
    "The step after which the average of the parameters begins.",
    1e6,
    ranges=(NOT_NEGATIVE,),
    slider=(1, 1e6),
    log=True,
)
