"""The loss functions: torch expressions in ``prediction`` and ``target``, by kind of output.

For ``regression`` and ``binary`` both are (n, 1) and floating; a ``binary`` prediction is a logit.
For ``multiclass`` the prediction is (n, classes) logits and the target (n,) class numbers.
Where the expressions run, ``torch``, ``F``, ``nn`` and the entry's parameters are in scope.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.catalog.entry import POSITIVE, Entry, Param, by_name


@dataclass(frozen=True, slots=True)
class Loss(Entry):
    """A loss; ``{reduction}`` in its texts stands for ``mean`` or ``sum``.

    ``targets`` has the expression for each kind of output that the loss can judge, ``modules`` the
    ``torch.nn`` constructor that gives the same bits, or nothing where there is none. ``backwards``
    are the kernels that autograd would call, from ``{prediction}`` and ``target`` into
    ``{gradient}``. Before it, those of ``terms`` have written what each prediction adds to the loss
    into ``terms``, or those of ``wholes`` the loss itself into ``loss``. They are optional and only
    make training faster. ``{reduction}`` is a number to them; they may use ``one``, the gradient of
    the loss, ``share``, that of a term, ``count``, how many terms it is the mean of, and ``logs``,
    ``rest`` and ``total`` to keep something in. ``textbook`` has, for each kind of output, how the
    loss is computed from probabilities: the probabilities ``p`` of ``prediction``, and the loss in
    ``p`` and ``target``. ``means`` and ``sums`` are what the loss is called over many rows.
    """

    targets: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    wholes: Mapping[str, str] = field(default_factory=dict)
    backwards: Mapping[str, str] = field(default_factory=dict)
    textbook: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    means: str = ""
    sums: str = ""


LOSSES: dict[str, Loss] = by_name(
    Loss(
        "mse",
        "Mean squared error",
        "Squares each error, so that large errors count most; the usual choice for regression.",
        r"(\hat{y} - y)^2",
        "",
        targets={"regression": 'F.mse_loss(prediction, target, reduction="{reduction}")'},
        modules={"regression": 'nn.MSELoss(reduction="{reduction}")'},
        terms={"regression": "nn.mse_loss({prediction}, target, reduction=0, out=terms)"},
        backwards={
            "regression": "aten.mse_loss_backward.grad_input("
            "one, {prediction}, target, {reduction}, grad_input={gradient})"
        },
        means="mean squared error",
        sums="sum of squared errors",
    ),
    Loss(
        "l1",
        "Mean absolute error",
        "Takes the size of each error, so that a few outliers pull less than with squares.",
        r"|\hat{y} - y|",
        "",
        targets={"regression": 'F.l1_loss(prediction, target, reduction="{reduction}")'},
        modules={"regression": 'nn.L1Loss(reduction="{reduction}")'},
        terms={"regression": "torch.sub({prediction}, target, out=terms).abs_()"},
        backwards={
            "regression": "torch.sub({prediction}, target, out={gradient}).sgn_().mul_(share)"
        },
        means="mean absolute error",
        sums="sum of absolute errors",
    ),
    Loss(
        "huber",
        "Huber",
        "Squares small errors and takes the size of large ones, "
        "a middle way when there are outliers.",
        r"\frac{1}{2} (\hat{y} - y)^2 \text{ if } |\hat{y} - y| \leq \delta "
        r"\text{, else } \delta \left( |\hat{y} - y| - \frac{\delta}{2} \right)",
        "",
        (
            Param(
                "delta",
                "Delta",
                "The error at which the square turns into a straight line.",
                1.0,
                ranges=(POSITIVE,),
                slider=(0.01, 100),
                log=True,
            ),
        ),
        targets={
            "regression": 'F.huber_loss(prediction, target, reduction="{reduction}", delta=delta)'
        },
        modules={"regression": 'nn.HuberLoss(reduction="{reduction}", delta=delta)'},
        terms={"regression": "nn.huber_loss({prediction}, target, 0, {delta}, out=terms)"},
        backwards={
            "regression": "aten.huber_loss_backward.out("
            "one, {prediction}, target, {reduction}, {delta}, grad_input={gradient})"
        },
        means="mean Huber loss",
        sums="sum of Huber losses",
    ),
    Loss(
        "bce",
        "Binary cross-entropy",
        "Measures how surprised the predicted probability is by the true one of two classes, "
        "the usual choice for two.",
        r"-[y \ln \hat{y} + (1 - y) \ln(1 - \hat{y})]",
        "",
        targets={
            "binary": "F.binary_cross_entropy_with_logits("
            'prediction, target, reduction="{reduction}")'
        },
        modules={"binary": 'nn.BCEWithLogitsLoss(reduction="{reduction}")'},
        terms={
            "binary": "terms.copy_("
            'F.binary_cross_entropy_with_logits({prediction}, target, reduction="none"))'
        },
        backwards={
            "binary": "torch.sigmoid({prediction}, out={gradient}).sub_(target).div_(count)"
        },
        textbook={
            "binary": (
                "torch.sigmoid(prediction)",
                "(-(target * p.log() + (1 - target) * (1 - p).log())).{reduction}()",
            )
        },
        means="mean binary cross-entropy",
        sums="sum of binary cross-entropies",
    ),
    Loss(
        "cross_entropy",
        "Cross-entropy",
        "Measures how surprised the predicted probabilities are by the true class, "
        "the usual choice for three or more.",
        r"-\ln \hat{y}_c",
        "",
        targets={"multiclass": 'F.cross_entropy(prediction, target, reduction="{reduction}")'},
        modules={"multiclass": 'nn.CrossEntropyLoss(reduction="{reduction}")'},
        wholes={
            "multiclass": "torch.log_softmax({prediction}, 1, out=logs)\n"
            "aten.nll_loss_forward.output("
            "logs, target, None, {reduction}, -100, output=loss, total_weight=total)"
        },
        backwards={
            "multiclass": "aten.nll_loss_backward.grad_input("
            "one, logs, target, None, {reduction}, -100, total, grad_input=rest)\n"
            "aten._log_softmax_backward_data.out("
            "rest, logs, 1, {prediction}.dtype, out={gradient})"
        },
        textbook={
            "multiclass": (
                "torch.softmax(prediction, dim=1)",
                "(-(F.one_hot(target, p.shape[1]) * p.log()).sum(dim=1)).{reduction}()",
            )
        },
        means="mean cross-entropy",
        sums="sum of cross-entropies",
    ),
    Loss(
        "hinge",
        "Hinge",
        "Asks for a margin of 1 between right and wrong and ignores rows that have it, "
        "as support vector machines do.",
        r"\max(0, 1 - (2 y - 1) z)",
        "",
        targets={
            "binary": "torch.clamp(1 - (2 * target - 1) * prediction, min=0).{reduction}()",
            "multiclass": 'F.multi_margin_loss(prediction, target, reduction="{reduction}")',
        },
        modules={"binary": "", "multiclass": 'nn.MultiMarginLoss(reduction="{reduction}")'},
        terms={"binary": "terms.copy_(torch.clamp(1 - (2 * target - 1) * {prediction}, min=0))"},
        wholes={
            "multiclass": "aten.multi_margin_loss.out("
            "{prediction}, target, 1, 1, None, {reduction}, out=loss)"
        },
        backwards={
            "binary": "torch.mul((sign := 2 * target - 1), "
            "-torch.where(1 - sign * {prediction} >= 0, share, 0), out={gradient})",
            "multiclass": "aten.multi_margin_loss_backward.grad_input("
            "one, {prediction}, target, 1, 1, None, {reduction}, grad_input={gradient})",
        },
        means="mean hinge loss",
        sums="sum of hinge losses",
    ),
)
