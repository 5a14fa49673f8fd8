"""The fast way to a gradient gives the bits of autograd, whatever the shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment
from engine.catalog import ACTIVATIONS, LOSSES
from engine.training import lean
from engine.training.machine import Machine
from tests.experiments import line
from tests.strategies import numbers

FAST_ACTIVATIONS = [name for name, entry in ACTIVATIONS.items() if entry.backward]
FAST_LOSSES = [(name, kind) for name, entry in LOSSES.items() for kind in entry.backwards]


@st.composite
def cases(draw: st.DrawFn, loss: str, kind: str) -> tuple[Experiment, int]:
    """An experiment with that loss, and how many rows a batch of it has."""
    rows, width = draw(st.integers(3, 70)), draw(st.integers(1, 9))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 1000)))
    scale = draw(st.sampled_from([1e-3, 1.0, 30.0, 1e4]))
    columns: dict[str, Any] = {
        f"x{index}": (torch.randn(rows, generator=generator) * scale).tolist()
        for index in range(width)
    }
    classes = draw(st.integers(3, 6)) if kind == "multiclass" else 2
    columns["y"] = [row % min(classes, rows) for row in range(rows)]
    if kind == "regression":
        columns["y"] = torch.randn(rows, generator=generator).tolist()
    hidden = draw(st.lists(st.integers(1, 17), max_size=3))
    weights = ["output.weight", *(f"hidden{place + 1}.weight" for place in range(len(hidden)))]
    bias = draw(st.booleans()) or not hidden
    activations = [draw(st.sampled_from(FAST_ACTIVATIONS)) for _ in hidden]
    experiment = Experiment.from_dict(
        {
            "data": {
                "columns": columns,
                "features": list(columns)[:-1],
                "target": "y",
                "task": "regression" if kind == "regression" else "classification",
            },
            "model": {
                "hidden": hidden,
                "activation": [
                    {"name": n, **{p.name: draw(numbers(p)) for p in ACTIVATIONS[n].params}}
                    for n in activations
                ],
                "bias": bias,
                "init": {"scheme": draw(st.sampled_from(["torch", "normal", "zeros"]))},
                "frozen": draw(st.sampled_from([[], [], weights[:1], weights[1:]])),
            },
            "loss": {"name": loss, "reduction": draw(st.sampled_from(["mean", "sum"]))},
            "training": {"dtype": draw(st.sampled_from(["float32", "float64"]))},
        }
    )
    return experiment, draw(st.integers(1, rows))


@pytest.mark.parametrize(("loss", "kind"), FAST_LOSSES)
@settings(max_examples=60)
@given(st.data())
def test_both_ways_give_the_same_bits(loss: str, kind: str, data: st.DataObject) -> None:
    experiment, rows = data.draw(cases(loss, kind))
    machine = Machine(experiment)
    inputs, targets = machine.batches.inputs[:rows], machine.batches.targets[:rows]
    fast, found = lean.ByKernels(experiment, machine.parameters).gradients(inputs, targets)
    slow, expected = lean.ByAutograd(experiment, machine.parameters).gradients(inputs, targets)
    assert torch.equal(fast, slow)
    for name, one, other in zip(machine.free, found, expected, strict=True):
        assert torch.equal(one, other), name
        assert torch.equal(torch.signbit(one), torch.signbit(other)), name


def test_what_has_no_kernel_goes_through_autograd() -> None:
    def way(**changes: Any) -> type[lean.Lean]:
        document = {
            "data": {"columns": {"x": [1, 2], "y": [1, 3]}, "features": ["x"], "target": "y"},
            "model": {"hidden": [2]},
            **changes,
        }
        experiment = Experiment.from_dict(document)
        return type(lean.lean(experiment, Machine(experiment).parameters))

    assert way() is lean.ByKernels
    assert way(model={"hidden": [2], "bias": "shared"}) is lean.ByAutograd
    assert way(regularization={"l2": 0.1}) is lean.ByAutograd


def test_a_program_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "experiment.json"
    monkeypatch.setattr("sys.argv", ["lean", str(path)])
    line(model={"hidden": [2], "activation": "softplus"}).save(path)
    lean.main()
    told = capsys.readouterr().out.splitlines()
    assert "    # a1 = F.softplus(z1)" in told
    assert "    torch.addmm(b2, a1, w2_t, out=z2)" in told
    line(model={"bias": "shared"}).save(path)
    lean.main()
    assert "autograd" in capsys.readouterr().out
