"""The activation functions; ``target`` is a torch expression in ``z`` and the entry's parameters.

Where the expression runs, ``torch`` and ``F`` (``torch.nn.functional``) are in scope.
"""

from dataclasses import dataclass

from engine.catalog.entry import NOT_NEGATIVE, Entry, Param, by_name


@dataclass(frozen=True, slots=True)
class Activation(Entry):
    """An activation.

    ``backward`` is the kernel that autograd would call, from ``{gradient}``, ``{z}`` and
    ``{value}`` (= f(z)) into ``{out}``, which may be where the gradient is. It is optional and
    only makes training faster; so does ``forward``, from ``{z}`` into ``{value}``. They have
    ``torch``, ``torch.ops.aten`` and ``torch._C._nn`` in scope, as ``aten`` and ``nn``.
    ``span`` is the range of f, in the letters of its formula.
    """

    forward: str = ""
    backward: str = ""
    span: str = ""


ACTIVATIONS: dict[str, Activation] = by_name(
    Activation(
        "identity",
        "Identity",
        "Passes its input on unchanged, so that the layers before and after act as one.",
        r"z",
        "z",
        forward="{value} = {z}",
        backward="{out}.copy_({gradient})",
        span="(−∞, ∞)",
    ),
    Activation(
        "linear",
        "Linear",
        "Scales and shifts its input along a straight line, which adds no bend to the network.",
        r"a z + b",
        "slope * z + intercept",
        (
            Param("slope", "Slope", "How steep the line is.", 1.0, slider=(-3, 3)),
            Param("intercept", "Intercept", "The output at z = 0.", 0.0, slider=(-3, 3)),
        ),
        backward="torch.mul({gradient}, {slope}, out={out})",
        span="(−∞, ∞)",
    ),
    Activation(
        "binary_step",
        "Binary step",
        "Switches from 0 to 1 at z = 0, like the first perceptrons; its gradient is 0, "
        "so the layers before it never learn.",
        r"1 \text{ if } z \geq 0 \text{, else } 0",
        # sign, unlike a comparison, stays part of the graph and has a gradient of zero.
        "torch.clamp(torch.sign(z) + 1, max=1)",
        backward="{out}.zero_()",
        span="{0, 1}",
    ),
    Activation(
        "sigmoid",
        "Sigmoid",
        "Squeezes any number into 0 to 1 along an S-shaped curve, which suits probabilities.",
        r"\frac{1}{1 + e^{-z}}",
        "torch.sigmoid(z)",
        forward="torch.sigmoid({z}, out={value})",
        backward="aten.sigmoid_backward.grad_input({gradient}, {value}, grad_input={out})",
        span="(0, 1)",
    ),
    Activation(
        "tanh",
        "Tanh",
        "Squeezes any number into −1 to 1 around zero, a good first choice for small networks.",
        r"\tanh(z)",
        "torch.tanh(z)",
        forward="torch.tanh({z}, out={value})",
        backward="aten.tanh_backward.grad_input({gradient}, {value}, grad_input={out})",
        span="(−1, 1)",
    ),
    Activation(
        "arctan",
        "Arctan",
        "Squeezes any number into −π/2 to π/2 and flattens more slowly than tanh.",
        r"\arctan(z)",
        "torch.atan(z)",
        forward="torch.atan({z}, out={value})",
        backward="torch.div({gradient}, {z} * {z} + 1, out={out})",
        span="(−π/2, π/2)",
    ),
    Activation(
        "softsign",
        "Softsign",
        "Squeezes any number into −1 to 1 like tanh, with longer tails that keep some gradient.",
        r"\frac{z}{1 + |z|}",
        "F.softsign(z)",
        backward=(
            "torch.add({gradient} / (d := {z}.abs() + 1), "
            "-{gradient} * ({z} / d / d) * {z}.sgn(), out={out})"
        ),
        span="(−1, 1)",
    ),
    Activation(
        "relu",
        "ReLU",
        "Keeps positive numbers and turns negative ones into 0, the usual choice in deep networks.",
        r"\max(0, z)",
        "torch.relu(z)",
        backward="aten.threshold_backward.grad_input({gradient}, {value}, 0, grad_input={out})",
        span="[0, ∞)",
    ),
    Activation(
        "leaky_relu",
        "Leaky ReLU",
        "Works like ReLU with a small slope below zero, so that no neuron stops learning for good.",
        r"\max(0, z) + \alpha \min(0, z)",
        "F.leaky_relu(z, alpha)",
        (Param("alpha", "Alpha", "The slope for negative inputs.", 0.01, slider=(0, 1)),),
        forward="nn.leaky_relu({z}, {alpha}, out={value})",
        backward=(
            "aten.leaky_relu_backward.grad_input({gradient}, {z}, {alpha}, False, grad_input={out})"
        ),
        span="(−∞, ∞)",
    ),
    Activation(
        "elu",
        "ELU",
        "Works like ReLU above zero and levels off smoothly at −alpha below, "
        "which keeps the mean output near zero.",
        r"\max(0, z) + \alpha \min(0, e^{z} - 1)",
        "F.elu(z, alpha)",
        (
            Param(
                "alpha",
                "Alpha",
                "How far below zero the output can go.",
                1.0,
                ranges=(NOT_NEGATIVE,),
                slider=(0, 3),
            ),
        ),
        forward="nn.elu({z}, {alpha}, out={value})",
        backward=(
            "aten.elu_backward.grad_input({gradient}, {alpha}, 1, 1, False, {z}, grad_input={out})"
        ),
        span="(−α, ∞)",
    ),
    Activation(
        "trelu",
        "Thresholded ReLU",
        "Lets a number through only when it is above the threshold, so that weak signals are "
        "silenced.",
        r"z \text{ if } z > \theta \text{, else } 0",
        "F.threshold(z, threshold, 0)",
        (
            Param(
                "threshold",
                "Threshold",
                "Inputs up to this number give 0.",
                1.0,
                slider=(-3, 3),
            ),
        ),
        backward=(
            "aten.threshold_backward.grad_input({gradient}, {z}, {threshold}, grad_input={out})"
        ),
        span="{0} ∪ (θ, ∞)",
    ),
    Activation(
        "softplus",
        "Softplus",
        "A ReLU with its corner rounded off, for outputs that must stay positive.",
        r"\ln(1 + e^{z})",
        "F.softplus(z)",
        forward="nn.softplus({z}, out={value})",
        backward="aten.softplus_backward.grad_input({gradient}, {z}, 1, 20, grad_input={out})",
        span="(0, ∞)",
    ),
    Activation(
        "bent_identity",
        "Bent identity",
        "A straight line with a gentle bend at zero, whose slope is never 0.",
        r"\frac{\sqrt{z^2 + 1} - 1}{2} + z",
        "(torch.sqrt(z * z + 1) - 1) / 2 + z",
        backward=(
            "torch.add({gradient} + (d := {gradient} / 2 / (2 * torch.sqrt({z} * {z} + 1)) * {z}), "
            "d, out={out})"
        ),
        span="(−∞, ∞)",
    ),
    Activation(
        "gaussian",
        "Gaussian",
        "A bell that is 1 at z = 0 and fades on both sides, for neurons that answer to one region.",
        r"e^{-z^2}",
        "torch.exp(-z * z)",
        backward=("torch.add((d := {gradient} * {value}) * -{z}, -(d * {z}), out={out})"),
        span="(0, 1]",
    ),
    Activation(
        "gelu",
        "GELU",
        "Weights its input by the chance that a normal random number is smaller, "
        "the choice of many language models.",
        r"z \, \Phi(z)",
        "F.gelu(z)",
        forward="nn.gelu({z}, out={value})",
        backward="aten.gelu_backward.grad_input({gradient}, {z}, grad_input={out})",
        span="[−0.170, ∞)",
    ),
    Activation(
        "silu",
        "SiLU (Swish)",
        "Multiplies its input by its own sigmoid, a smooth ReLU that dips a little below zero.",
        r"z \, \sigma(z)",
        "F.silu(z)",
        forward="nn.silu({z}, out={value})",
        backward="aten.silu_backward.grad_input({gradient}, {z}, grad_input={out})",
        span="[−0.278, ∞)",
    ),
    Activation(
        "selu",
        "SELU",
        "An ELU with two fixed constants that keep mean and spread steady from layer to layer.",
        r"\lambda \left( \max(0, z) + \alpha \min(0, e^{z} - 1) \right)",
        "F.selu(z)",
        backward=(
            "aten.elu_backward.grad_input("
            "{gradient}, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946, "
            "1, False, {z}, grad_input={out})"
        ),
        span="(−1.758, ∞)",
    ),
    Activation(
        "mish",
        "Mish",
        "Multiplies its input by tanh of its softplus, a smooth curve close to SiLU.",
        r"z \tanh(\ln(1 + e^{z}))",
        "F.mish(z)",
        forward="nn.mish({z}, out={value})",
        backward="{out}.copy_(aten.mish_backward({gradient}, {z}))",
        span="[−0.309, ∞)",
    ),
    Activation(
        "hardtanh",
        "Hard tanh",
        "Cuts its input off at −1 and 1, a tanh made of three straight lines.",
        r"\max(-1, \min(1, z))",
        "F.hardtanh(z)",
        forward="nn.hardtanh({z}, -1, 1, out={value})",
        backward="aten.hardtanh_backward.grad_input({gradient}, {z}, -1, 1, grad_input={out})",
        span="[−1, 1]",
    ),
    Activation(
        "relu6",
        "ReLU6",
        "A ReLU that is cut off at 6, made for networks that run with few bits on phones.",
        r"\min(\max(0, z), 6)",
        "F.relu6(z)",
        forward="nn.hardtanh({z}, 0, 6, out={value})",
        backward="aten.hardtanh_backward.grad_input({gradient}, {z}, 0, 6, grad_input={out})",
        span="[0, 6]",
    ),
)
