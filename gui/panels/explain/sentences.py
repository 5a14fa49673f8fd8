"""What is said of each finding: what it is called, and one sentence with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.frames import Finding
from gui.kit.numbers import count, loss, short
from gui.kit.words import tr

PERCENT = "\u202f%"


def title(name: str) -> str:
    """What a finding is called."""
    return {
        "diverging": tr("Diverging"),
        "leak": tr("Leak"),
        "symmetric": tr("Symmetric start"),
        "dead": tr("Dead units"),
        "saturated": tr("Saturated"),
        "vanishing": tr("Vanishing gradient"),
        "unscaled": tr("Unscaled input"),
        "zigzag": tr("Zigzag across a valley"),
        "penalty": tr("Weights held by the penalty"),
        "plateau": tr("Plateau"),
        "alike": tr("All answers alike"),
        "ignored": tr("A class is ignored"),
        "threshold": tr("The threshold never fires"),
        "outlier": tr("An outlier rules the loss"),
        "slow": tr("Learning rate too small"),
        "noisy": tr("Batch too small for its rate"),
        "overfitting": tr("Overfitting"),
        "imbalance": tr("Imbalance"),
        "constant": tr("A constant input"),
        "converged": tr("Converged"),
    }[name]


def sentence(finding: Finding) -> str:
    """What happens and why, with its numbers."""
    return _SENTENCES[finding.name](finding, finding.numbers)


Numbers = Mapping[str, float]


def _diverging(_: Finding, given: Numbers) -> str:
    told = {"start": loss(given["start"]), "now": loss(given["loss"]), "lr": short(given["lr"])}
    step = count(int(given["since"]))
    if given.get("bound", given["lr"]) < given["lr"]:
        return tr(
            "Since step {step} the loss has grown from {start} to {now}: the learning rate {lr} "
            "is above {bound}, the largest with which it can fall.",
            step=step,
            bound=short(given["bound"]),
            **told,
        )
    return tr(
        "Since step {step} the loss has grown from {start} to {now}: at the learning rate {lr} "
        "the steps lead further away.",
        step=step,
        **told,
    )


def _leak(finding: Finding, given: Numbers) -> str:
    if finding.place:
        return tr(
            "In {share} of the rows {name} is the target itself: the answer stands among the "
            "features, and there is nothing left to learn.",
            share=_percent(given["share"]),
            name=finding.place,
        )
    return tr(
        "Of the {test} test rows {rows} stand among the training rows too: "
        "the test says little about new rows.",
        test=count(int(given["test"])),
        rows=count(int(given["count"])),
    )


def _symmetric(finding: Finding, given: Numbers) -> str:
    return tr(
        "The {neurons} neurons of {layer} have the same weights: they get the same gradients "
        "and stay one neuron for ever.",
        neurons=count(int(given["neurons"])),
        layer=_layer(finding),
    )


def _dead(finding: Finding, given: Numbers) -> str:
    return tr(
        "Of the {neurons} neurons of {layer} {dead} have slope 0 in each of {rows} training rows: "
        "no gradient reaches their weights, and they learn no more.",
        neurons=count(int(given["neurons"])),
        layer=_layer(finding),
        dead=count(int(given["count"])),
        rows=count(int(given["rows"])),
    )


def _saturated(finding: Finding, given: Numbers) -> str:
    return tr(
        "In {layer} {share} of the pre-activations lie where the curve is flat: hardly any "
        "gradient comes through.",
        layer=_layer(finding),
        share=_percent(given["share"]),
    )


def _vanishing(_: Finding, given: Numbers) -> str:
    return tr(
        "On its way back from the output to the first layer the gradient shrinks from {last} to "
        "{first}: the first layers hardly learn.",
        last=short(given["last"]),
        first=short(given["first"]),
    )


def _unscaled(finding: Finding, given: Numbers) -> str:
    return tr(
        "What enters the first layer is of sizes from {small} to {large}, {name} is furthest off: "
        "no learning rate suits all of the weights.",
        small=short(given["small"]),
        large=short(given["large"]),
        name=finding.place,
    )


def _zigzag(_: Finding, given: Numbers) -> str:
    return tr(
        "The last step has jumped across a valley, the gradients before and after it point "
        "against each other (cosine {cosine}): the learning rate {lr} is large for so steep walls.",
        cosine=short(given["cosine"]),
        lr=short(given["lr"]),
    )


def _penalty(_: Finding, given: Numbers) -> str:
    return tr(
        "The penalty (L1 {l1}, L2 {l2}) pulls on the weights as hard as the data: the largest is "
        "{largest}, and the answers differ by only {spread} of what the targets do.",
        l1=short(given["l1"]),
        l2=short(given["l2"]),
        largest=short(given["largest"]),
        spread=_percent(given["spread"]),
    )


def _plateau(_: Finding, given: Numbers) -> str:
    return tr(
        "For {steps} steps the loss has stayed near {now}, as low as one answer for all rows "
        "makes it ({constant}), although neighbouring rows tell more.",
        steps=count(int(given["steps"])),
        now=loss(given["loss"]),
        constant=loss(given["constant"]),
    )


def _alike(finding: Finding, given: Numbers) -> str:
    told = {"answer": short(given["answer"]), "spread": _percent(given["spread"])}
    if finding.place:
        return tr(
            "In every row the probability of {label} is about {answer}: the answers differ by only "
            "{spread} of what the targets do.",
            label=finding.place,
            **told,
        )
    return tr(
        "In every row the answer is about {answer}: the answers differ by only {spread} of what "
        "the targets do.",
        **told,
    )


def _ignored(finding: Finding, given: Numbers) -> str:
    return tr(
        "The model never answers {label}, which {rows} of the {of} training rows are.",
        label=finding.place,
        rows=count(int(given["rows"])),
        of=count(int(given["of"])),
    )


def _threshold(finding: Finding, given: Numbers) -> str:
    return tr(
        "The probability of {label} reaches {largest} at most and the threshold is {threshold}: "
        "it is never answered.",
        label=finding.place,
        largest=short(given["largest"]),
        threshold=short(given["threshold"]),
    )


def _outlier(_: Finding, given: Numbers) -> str:
    return tr(
        "Row {row} alone makes {share} of the loss: it pulls the model towards itself.",
        row=count(int(given["row"])),
        share=_percent(given["share"]),
    )


def _slow(_: Finding, given: Numbers) -> str:
    return tr(
        "At the learning rate {lr} the next {steps} steps lead from {now} to {plain}, at {better} "
        "they would lead to {best}.",
        lr=short(given["lr"]),
        steps=count(int(given["steps"])),
        now=loss(given["loss"]),
        plain=loss(given["plain"]),
        better=short(given["better"]),
        best=loss(given["best"]),
    )


def _noisy(_: Finding, given: Numbers) -> str:
    return tr(
        "A step by all rows would lower the loss by {gain}, one by a batch of {batch} loses {lost} "
        "of it to chance: too much for the learning rate {lr}.",
        gain=short(given["gain"]),
        batch=count(int(given["batch"])),
        lost=short(given["lost"]),
        lr=short(given["lr"]),
    )


def _overfitting(_: Finding, given: Numbers) -> str:
    return tr(
        "The loss is {train} on the training rows and {test} on the test rows: the model has "
        "learned its rows by heart.",
        train=loss(given["train"]),
        test=loss(given["test"]),
    )


def _imbalance(finding: Finding, given: Numbers) -> str:
    return tr(
        "The class {label} has {small} training rows, the largest has {large}: mistakes in the "
        "few hardly count.",
        label=finding.place,
        small=count(int(given["small"])),
        large=count(int(given["large"])),
    )


def _constant(finding: Finding, given: Numbers) -> str:
    return tr(
        "{name} is {value} in every training row: nothing can be learned from it.",
        name=finding.place,
        value=short(given["value"]),
    )


def _converged(_: Finding, given: Numbers) -> str:
    return tr(
        "The loss rests at {now}, and no small change of the parameters would lower it by more "
        "than {gain}.",
        now=loss(given["loss"]),
        gain=short(given["gain"]),
    )


def _layer(finding: Finding) -> str:
    return tr("hidden layer {number}", number=finding.place.removeprefix("hidden"))


def _percent(share: float) -> str:
    return f"{100 * share:.3g}{PERCENT}"


_SENTENCES: Mapping[str, Callable[[Finding, Numbers], str]] = {
    "diverging": _diverging,
    "leak": _leak,
    "symmetric": _symmetric,
    "dead": _dead,
    "saturated": _saturated,
    "vanishing": _vanishing,
    "unscaled": _unscaled,
    "zigzag": _zigzag,
    "penalty": _penalty,
    "plateau": _plateau,
    "alike": _alike,
    "ignored": _ignored,
    "threshold": _threshold,
    "outlier": _outlier,
    "slow": _slow,
    "noisy": _noisy,
    "overfitting": _overfitting,
    "imbalance": _imbalance,
    "constant": _constant,
    "converged": _converged,
}
