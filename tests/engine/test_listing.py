"""The program as it is shown, and the style whose gradients are formulas, against the app."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment, Session
from engine.answers import views
from engine.catalog import OPTIMIZERS
from engine.codegen import program, write
from engine.codegen.listing import MOST_ROWS
from engine.frames import PHASES, Listing, ListingRequest, Style
from tests import strategies
from tests.experiments import flowers, line

STYLES: tuple[Style, ...] = ("module", "scratch", "formula")
LINEAR: dict[str, Any] = {"hidden": []}


def ask(session: Session, style: Style = "module", known: str = "") -> Listing | None:
    request = ListingRequest(style, known)
    found = views.answer(session, (request,)).get(request)
    assert found is None or isinstance(found, Listing)
    return found


def asked(session: Session, style: Style = "module") -> Listing:
    found = ask(session, style)
    assert found is not None
    return found


def long_table(rows: int) -> Experiment:
    x = (np.arange(rows) / 7).tolist()
    return line(data={"columns": {"x": x, "y": list(range(rows))}})


# ---- what is shown ------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_a_small_experiment_is_shown_whole(style: Style) -> None:
    found = asked(Session(line()), style)
    expected = program(line(), style).lines
    assert found.lines == tuple(one.text for one in expected)
    assert found.phases == tuple(one.phase for one in expected)
    assert set(PHASES) <= set(found.phases)
    assert found.refused is None


def test_a_long_table_is_shown_in_part_and_saved_whole(tmp_path: Path) -> None:
    experiment = long_table(1000)
    shown = asked(Session(experiment)).lines
    assert len(shown) < 80
    gaps = [row.strip() for row in shown if "more rows" in row]
    assert gaps == [f"# … {1000 - MOST_ROWS} more rows; the saved program has them all"] * 2
    namespace: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()):
        exec("\n".join(shown).replace("range(200)", "range(1)"), namespace)
    last = MOST_ROWS // 4
    whole = [*range(MOST_ROWS - last), *range(1000 - last, 1000)]
    assert namespace["y"].tolist() == whole
    assert namespace["x_2"].tolist() == [row / 7 for row in whole]
    write(experiment, tmp_path / "all.py")
    text = (tmp_path / "all.py").read_text(encoding="utf-8")
    assert "more rows" not in text and "500, 501, 502" in text


@pytest.mark.parametrize("rows", [MOST_ROWS, MOST_ROWS + 1])
def test_only_longer_tables_are_shortened(rows: int) -> None:
    text = "\n".join(asked(Session(long_table(rows))).lines)
    assert ("… 1 more rows" in text) == (rows > MOST_ROWS)


def test_a_listing_is_written_once_and_not_sent_again() -> None:
    session = Session(line())
    first = asked(session)
    assert ask(session) is first
    assert ask(session, known=first.digest) is None
    assert asked(session, "scratch").digest != first.digest
    session.step(3)
    assert ask(session, known=first.digest) is None
    assert ask(session) is first
    changed = replace(session.experiment, optimizer=session.experiment.optimizer.replace(lr=0.5))
    session.change(changed)
    other = ask(session, known=first.digest)
    assert other is not None and "lr=0.5" in "\n".join(other.lines)
    session.change(line())
    assert asked(session).digest == first.digest, "the digest is that of the text"


# ---- gradients by formula -----------------------------------------------------------------------


def run(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[float], dict[str, Any]]:
    """The losses that a program prints, and the names that it leaves."""
    monkeypatch.setattr(sys, "argv", ["program.py", "--trace"])
    namespace: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()) as output:
        exec(text, namespace)
    return [float(row) for row in output.getvalue().splitlines()], namespace


@st.composite
def linear_documents(draw: st.DrawFn) -> dict[str, Any]:
    document = draw(strategies.documents(optimizer="sgd"))
    outcome = {"mse": "regression", "l1": "regression", "huber": "regression"}
    name = document["loss"]["name"]
    classes = len(set(document["data"]["columns"][document["data"]["target"]]))
    loss = "mse" if name in outcome else "bce" if classes == 2 else "cross_entropy"
    reduction = document["loss"]["reduction"]
    model = {**document["model"], "hidden": [], "activation": "tanh"}
    model["frozen"] = [one for one in model["frozen"] if one.startswith("output.")][:1]
    model["init"] = {"scheme": model["init"]["scheme"]}
    if not model["bias"]:
        model["frozen"] = []
    optimizer = {**document["optimizer"], "lr": draw(st.floats(1e-4, 2e-3))}
    optimizer["momentum"] = min(optimizer["momentum"], 0.9)
    return {
        **document,
        "model": model,
        "loss": {"name": loss, "reduction": reduction},
        "optimizer": optimizer,
        "schedule": {"name": "constant"},
    }


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(document=linear_documents())
def test_formulas_give_the_losses_and_parameters_of_autograd(
    document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = Experiment.from_dict(document)
    session = Session(experiment)
    session.run_steps(10**6, experiment.training.epochs)
    if session.stopped is not None and session.stopped.reason == "diverged":
        return
    losses, names = run(program(experiment, "formula").text, monkeypatch)
    tolerance = 1e-5 if experiment.training.dtype == "float32" else 1e-12
    np.testing.assert_allclose(losses, session.losses, rtol=tolerance, atol=tolerance)
    for name, values in session.parameters.items():
        found = names[name.replace(".", "_")].numpy()
        np.testing.assert_allclose(found, values, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("kind", ["regression", "binary", "multiclass"])
def test_each_formula_is_the_gradient(
    kind: str, reduction: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: dict[str, Any] = {
        "training": {"epochs": 1, "dtype": dtype},
        "loss": {"name": {"regression": "mse", "binary": "bce"}.get(kind, "cross_entropy")},
        "regularization": {"l1": 0.1, "l2": 0.3},
        "model": LINEAR,
    }
    settings["loss"] |= {"reduction": reduction}
    binary = {"columns": {"x": [1, 2, 3, 4, 5], "y": list("aabab")}, "task": "classification"}
    experiment = {
        "regression": lambda: line(**settings),
        "binary": lambda: line(data=binary, **settings),
        "multiclass": lambda: flowers(**settings),
    }[kind]()
    session = Session(experiment)
    session.step()
    _, names = run(program(experiment, "formula").text, monkeypatch)
    for part in ("weight", "bias"):
        gradient = session.gradients[f"output.{part}"]
        assert gradient is not None
        tolerance = 1e-5 if dtype == "float32" else 1e-12
        np.testing.assert_allclose(names[f"{part}_gradient"].numpy(), gradient, rtol=tolerance)


def test_formulas_need_no_autograd() -> None:
    text = program(flowers(model=LINEAR), "formula").text
    assert not [word for word in ("backward", ".grad", "requires_grad") if word in text]
    assert "∂L/∂W" in text


def test_a_schedule_and_momentum_are_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = line(
        optimizer={"name": "sgd", "lr": 0.01, "momentum": 0.8, "nesterov": True},
        schedule={"name": "exponential"},
        training={"epochs": 30, "batch_size": 2, "dtype": "float64"},
    )
    session = Session(experiment)
    session.epoch(30)
    losses, _ = run(program(experiment, "formula").text, monkeypatch)
    np.testing.assert_allclose(losses, session.losses, rtol=1e-12)


@pytest.mark.parametrize(
    ("sections", "where"),
    [
        ({"model": {"hidden": [3]}}, "model.hidden"),
        ({"loss": {"name": "huber"}}, "loss.name"),
        *(
            ({"optimizer": {"name": name}}, "optimizer.name")
            for name in OPTIMIZERS
            if name != "sgd"
        ),
    ],
)
def test_what_has_no_formulas_is_refused(sections: dict[str, Any], where: str) -> None:
    experiment = line(**sections)
    with pytest.raises(EngineError) as caught:
        program(experiment, "formula")
    assert caught.value.where == where and caught.value.hint
    found = asked(Session(experiment), "formula")
    assert found.refused is not None and found.refused.where == where
    assert found.lines == found.phases == ()
    assert ask(Session(experiment), "formula", found.digest) is None


def test_everything_frozen_has_no_gradients(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = line(model={"frozen": ["output.weight"], "bias": True})
    text = program(experiment, "formula").text
    assert "weight_gradient" not in text and "bias_gradient" in text
    _, names = run(text, monkeypatch)
    assert not torch.is_grad_enabled() or names["output_weight"].grad is None
