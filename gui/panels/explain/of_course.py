"""What is said of how training goes."""

from __future__ import annotations

from collections.abc import Mapping

from engine.frames import Finding
from gui.kit.numbers import count, loss, short
from gui.kit.words import tr
from gui.panels.explain.figures import percent

Numbers = Mapping[str, float]


def diverging(_: Finding, given: Numbers) -> str:
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


def zigzag(_: Finding, given: Numbers) -> str:
    return tr(
        "The last step has jumped across a valley, the gradients before and after it point "
        "against each other (cosine {cosine}): the learning rate {lr} is large for so steep walls.",
        cosine=short(given["cosine"]),
        lr=short(given["lr"]),
    )


def penalty(_: Finding, given: Numbers) -> str:
    return tr(
        "The penalty (L1 {l1}, L2 {l2}) pulls on the weights as hard as the data: the largest is "
        "{largest}, and the answers differ by only {spread} of what the targets do.",
        l1=short(given["l1"]),
        l2=short(given["l2"]),
        largest=short(given["largest"]),
        spread=percent(given["spread"]),
    )


def plateau(_: Finding, given: Numbers) -> str:
    return tr(
        "For {steps} steps the loss has stayed near {now}, as low as one answer for all rows "
        "makes it ({constant}), although neighbouring rows tell more.",
        steps=count(int(given["steps"])),
        now=loss(given["loss"]),
        constant=loss(given["constant"]),
    )


def slow(_: Finding, given: Numbers) -> str:
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


def noisy(_: Finding, given: Numbers) -> str:
    return tr(
        "A step by all rows would lower the loss by {gain}, one by a batch of {batch} loses {lost} "
        "of it to chance: too much for the learning rate {lr}.",
        gain=short(given["gain"]),
        batch=count(int(given["batch"])),
        lost=short(given["lost"]),
        lr=short(given["lr"]),
    )


def overfitting(_: Finding, given: Numbers) -> str:
    return tr(
        "The loss is {train} on the training rows and {test} on the test rows: the model has "
        "learned its rows by heart.",
        train=loss(given["train"]),
        test=loss(given["test"]),
    )


def converged(_: Finding, given: Numbers) -> str:
    return tr(
        "The loss rests at {now}, and no small change of the parameters would lower it by more "
        "than {gain}.",
        now=loss(given["loss"]),
        gain=short(given["gain"]),
    )
