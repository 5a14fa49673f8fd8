"""What is said of the data, of the neurons and of what is answered."""

from __future__ import annotations

from collections.abc import Mapping

from engine.frames import Finding
from gui.kit.numbers import count, short
from gui.kit.words import tr
from gui.panels.explain.figures import layer, percent

Numbers = Mapping[str, float]


def leak(finding: Finding, given: Numbers) -> str:
    if finding.place:
        return tr(
            "In {share} of the rows {name} is the target itself: the answer stands among the "
            "features, and there is nothing left to learn.",
            share=percent(given["share"]),
            name=finding.place,
        )
    return tr(
        "{rows} of the {test} test rows stand among the training rows too: "
        "the test says little about new rows.",
        test=count(int(given["test"])),
        rows=count(int(given["count"])),
    )


def symmetric(finding: Finding, given: Numbers) -> str:
    return tr(
        "The {neurons} neurons of {layer} have the same weights: they get the same gradients "
        "and stay one neuron for ever.",
        neurons=count(int(given["neurons"])),
        layer=layer(finding),
    )


def dead(finding: Finding, given: Numbers) -> str:
    return tr(
        "No gradient reaches {dead} of the {neurons} neurons of {layer}: their slope is 0 in each "
        "of {rows} training rows, and they learn no more.",
        neurons=count(int(given["neurons"])),
        layer=layer(finding),
        dead=count(int(given["count"])),
        rows=count(int(given["rows"])),
    )


def saturated(finding: Finding, given: Numbers) -> str:
    return tr(
        "{share} of the pre-activations of {layer} lie where the curve is flat: hardly any "
        "gradient comes through.",
        layer=layer(finding),
        share=percent(given["share"]),
    )


def vanishing(_: Finding, given: Numbers) -> str:
    return tr(
        "On its way back from the output to the first layer the gradient shrinks from {last} to "
        "{first}: the first layers hardly learn.",
        last=short(given["last"]),
        first=short(given["first"]),
    )


def unscaled(finding: Finding, given: Numbers) -> str:
    return tr(
        "What enters the first layer is of sizes from {small} to {large}, {name} is furthest off: "
        "no learning rate suits all of the weights.",
        small=short(given["small"]),
        large=short(given["large"]),
        name=finding.place,
    )


def alike(finding: Finding, given: Numbers) -> str:
    told = {"answer": short(given["answer"]), "spread": percent(given["spread"])}
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


def ignored(finding: Finding, given: Numbers) -> str:
    return tr(
        "The model never answers {label}, which {rows} of the {of} training rows are.",
        label=finding.place,
        rows=count(int(given["rows"])),
        of=count(int(given["of"])),
    )


def threshold(finding: Finding, given: Numbers) -> str:
    return tr(
        "The probability of {label} reaches {largest} at most and the threshold is {threshold}: "
        "it is never answered.",
        label=finding.place,
        largest=short(given["largest"]),
        threshold=short(given["threshold"]),
    )


def outlier(_: Finding, given: Numbers) -> str:
    return tr(
        "Row {row} alone makes {share} of the loss: it pulls the model towards itself.",
        row=count(int(given["row"])),
        share=percent(given["share"]),
    )


def imbalance(finding: Finding, given: Numbers) -> str:
    return tr(
        "The class {label} has {small} training rows, the largest has {large}: mistakes in the "
        "few hardly count.",
        label=finding.place,
        small=count(int(given["small"])),
        large=count(int(given["large"])),
    )


def constant(finding: Finding, given: Numbers) -> str:
    return tr(
        "{name} is {value} in every training row: nothing can be learned from it.",
        name=finding.place,
        value=short(given["value"]),
    )
