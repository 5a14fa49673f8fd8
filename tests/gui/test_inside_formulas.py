"""The formulas inside a step: the lessons' figures, and every optimizer against what it did."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from engine import Experiment, Session
from engine.answers.views import answer
from engine.catalog import ACTIVATIONS, LOSSES, OPTIMIZERS
from engine.frames import Detail, DetailRequest
from engine.frames.detail import Held
from gui.kit.worked import kept, typesetting
from gui.kit.worked.backward import backward_lines
from gui.kit.worked.focus import Cell, Focus
from gui.kit.worked.forward import forward_lines
from gui.kit.worked.lines import Line, factor, figure, summands, vector
from gui.kit.worked.loss import loss_lines
from gui.kit.worked.losses import MARGINS, SLOPES, TERMS, filled_slope, filled_term
from gui.kit.worked.optimizers import RULES, value_of
from gui.kit.worked.typesetting import typeset
from gui.kit.worked.update import scalars, update_lines
from tests.experiments import flowers, line
from tests.strategies import experiments
from tests.there import there

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def detail_of(session: Session, followed: int | None = None) -> Detail:
    request = DetailRequest(followed)
    view = answer(session, (request,))[request]
    assert isinstance(view, Detail)
    return view


def all_lines(experiment: Experiment, detail: Detail | None, focus: Focus) -> list[Line]:
    return [
        *forward_lines(experiment, detail),
        *loss_lines(experiment, detail),
        *backward_lines(experiment, detail, focus),
        *update_lines(experiment, detail, focus),
    ]


def written(lines: list[Line]) -> str:
    return "\n".join(line.latex for line in lines)


def test_the_lesson_of_one_step_by_hand() -> None:
    experiment = Experiment.load(SAMPLES / "b1-height-weight.json")
    session = Session(experiment)
    session.step()
    detail = detail_of(session)
    assert written(loss_lines(experiment, detail)).endswith("= 13.352")
    backward = written(backward_lines(experiment, detail, Focus()))
    assert r"\frac{2}{n} \sum_{i} (\hat{y}_i - y_i)\, x_{i}" in backward
    assert "= {-}19.04" in backward and backward.endswith("= 2")
    update = written(update_lines(experiment, detail, Focus()))
    assert r"= 1 - 0.001 \times \left({-}19.04\right) = 1.01904" in update
    assert r"= 1 - 0.001 \times 2 = 0.998" in update


def whole(held: Held | float) -> np.ndarray:
    """A tensor that is small enough to be sent."""
    assert isinstance(held, np.ndarray)
    return held


def test_momentum_says_what_its_velocity_is_made_of() -> None:
    experiment = line(optimizer={"name": "sgd", "lr": 0.01, "momentum": 0.9})
    session = Session(experiment)
    session.step(2)
    whose, velocity, update = update_lines(experiment, detail_of(session), Focus())[:3]
    assert whose.pieces[0] == "W"
    assert velocity.caption == "velocity: 0.9 × old + gradient"
    assert velocity.pieces[0] == r"v \leftarrow \mu v + g"
    old = detail_of(session).memory["output.weight"]["velocity"]
    assert velocity.pieces[1].startswith(
        rf"= 0.9 \cdot {factor(float(np.ravel(whole(old))[0]))} + "
    )
    assert update.pieces[0] == r"W \leftarrow W - \eta v"


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("adam", r"\beta_1", r"\beta_2"),
        ("adamw", r"\beta_1", r"\beta_2"),
        ("nadam", r"\beta_1", r"\beta_2"),
        ("radam", r"\beta_1", r"\beta_2"),
        ("adamax", r"\beta_1", None),
        ("rmsprop", None, r"\alpha"),
        ("adadelta", None, r"\rho"),
    ],
)
def test_each_running_average_has_a_share_of_its_own(
    name: str, first: str | None, second: str | None
) -> None:
    text = written(update_lines(line(optimizer={"name": name}), None, Focus()))
    if first is not None:
        assert rf"m \leftarrow {first} m + (1 - {first})\, g" in text
    if second is not None:
        assert rf"v \leftarrow {second} v + (1 - {second})\, g^2" in text
    assert r"\beta " not in text


def test_a_prediction_less_its_target_is_the_error() -> None:
    session = Session(line())
    session.step()
    (found,) = (
        one
        for one in forward_lines(session.experiment, detail_of(session))
        if r" - y_{1}" in one.latex
    )
    assert found.caption == "the error" and found.pieces[0] == r"\hat{y}_{1} - y_{1}"


@settings(max_examples=80)
@given(st.sampled_from(sorted(OPTIMIZERS)).flatmap(lambda name: experiments(optimizer=name)))
def test_every_optimizers_formulas_come_to_what_training_did(experiment: Experiment) -> None:
    session = Session(experiment)
    for _ in range(3):
        session.step()
        if session.stopped is not None:
            return
        detail = detail_of(session)
        assert detail.after is not None and detail.gradients is not None
        for name, gradient in detail.gradients.items():
            before, after = whole(detail.before[name]), whole(detail.after[name])
            size = float(np.abs(before).max() + np.abs(after).max())
            for place in range(min(whole(gradient).size, 3)):
                numbers = scalars(detail, Cell(name, place, "W"))
                wanted = float(np.ravel(after)[place])
                found = value_of(experiment.optimizer.name, numbers)
                moved = abs(wanted - numbers.parameter)
                assert found == pytest.approx(wanted, abs=1e-5 * size + 2e-3 * moved + 1e-30)


def test_every_optimizer_and_loss_has_its_formulas() -> None:
    assert set(RULES) == set(OPTIMIZERS)
    assert set(TERMS) == set(SLOPES) == set(LOSSES) | {MARGINS}


@settings(max_examples=100)
@given(
    st.sampled_from(["hinge", MARGINS]),
    st.lists(st.integers(-300, 300).map(lambda n: n / 100), min_size=3, max_size=3),
    st.integers(0, 2),
)
def test_the_hinge_is_written_as_torch_works_it_out(
    name: str, given_outputs: list[float], target: int
) -> None:
    many = name == MARGINS
    output = torch.tensor(given_outputs if many else given_outputs[:1], dtype=torch.float64)
    output.requires_grad_()
    target = target if many else target % 2
    loss = (
        F.multi_margin_loss(output[None], torch.tensor([target]))
        if many
        else torch.clamp(1 - (2 * target - 1) * output, min=0).mean()
    )
    loss.backward()
    numbers: list[float] = output.tolist()
    assert worked_out(filled_term(name, numbers, target, {})) == pytest.approx(
        [loss.item()], abs=2e-3
    )
    assert worked_out(filled_slope(name, numbers, target, {})) == pytest.approx(
        there(output.grad).numpy(), abs=1e-3
    )


def worked_out(latex: str | None) -> np.ndarray:
    """What a filled-in formula of a loss comes to."""
    assert latex is not None
    code = re.sub(r"\\frac\{1\}\{(\d+)\}", r"1 / \1 *", latex)
    for old, new in (("{-}", "-"), (r"\left", ""), (r"\right", ""), (r"\;", ""), (r"\max", "max")):
        code = code.replace(old, new)
    code = code.replace(r"\cdot", "*").replace(r"\le", "<=").replace("[", "(").replace("]", ")")
    code = re.sub(r"(?<!max)(\([^()]*,[^()]*\))", r"np.array(\1)", code)
    return np.atleast_1d(eval(code, {"np": np, "max": max}))


@settings(max_examples=100)
@given(experiments(), st.integers(0, 4), st.integers(0, 3))
def test_formulas_are_there_for_every_experiment_in_every_phase(
    experiment: Experiment, phases: int, place: int
) -> None:
    session = Session(experiment)
    assert all_lines(experiment, None, Focus(place=place))
    for _ in range(phases):
        session.phase()
    if phases and session.run.now is not None:
        detail = detail_of(session)
        for each in all_lines(experiment, detail, Focus(place=place)):
            text = each.latex
            assert text.count("{") == text.count("}")
            assert text.count(r"\left(") == text.count(r"\right)")
            assert "nan" not in text and "None" not in text


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_can_be_typeset(activation: str) -> None:
    experiment = flowers(model={"hidden": [3], "activation": activation})
    session = Session(experiment)
    session.step()
    for each in forward_lines(experiment, detail_of(session)):
        if activation_is_named(each):
            for piece in each.pieces:
                assert typeset(piece, 16.0, "#000000").width > 0


def activation_is_named(each: Line) -> bool:
    return each.pieces[0].startswith("a^{(1)} =")


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_can_be_typeset(optimizer: str) -> None:
    experiment = line(optimizer={"name": optimizer})
    session = Session(experiment)
    session.step(2)
    for known in (None, detail_of(session)):
        for each in update_lines(experiment, known, Focus())[:7]:
            for piece in each.pieces:
                assert typeset(piece, 16.0, "#000000").height > 0


@given(st.floats(-1e300, 1e300), st.integers(2, 6))
def test_a_figure_is_the_number_to_so_many_digits(value: float, digits: int) -> None:
    text = figure(value, digits).replace("{-}", "-")
    found = float(re.sub(r" \\times 10\^\{(-?\d+)\}", r"e\1", text))
    assert found == pytest.approx(value, rel=0.51 * 10 ** (1 - digits))


def test_what_is_not_a_number_is_written_as_such() -> None:
    assert figure(math.nan) == r"\mathrm{NaN}"
    assert (figure(math.inf), figure(-math.inf)) == (r"\infty", r"{-}\infty")
    assert factor(-2.0) == r"\left({-}2\right)"


def test_long_sums_and_vectors_are_shortened() -> None:
    assert summands(["1", "2"], 2, "3") == ["3 ( 1", "{} + 2 )"]
    assert summands(["1", "2"], 5) == ["1", "{} + 2", r"{} + \cdots"]
    assert summands(["1"], 1, "3") == [r"3 \cdot 1"]
    assert vector([1.0]) == "1"
    assert vector([1.0, 2, 3, 4, 5]).count(r",\; ") == 3


def test_the_row_that_is_followed_is_the_one_worked_out() -> None:
    experiment = line()
    session = Session(experiment)
    session.phase()
    found = forward_lines(experiment, detail_of(session, followed=3))
    assert r"\hat{y}_{4} = W x_{4}" in found[1].latex
    weight = session.parameters["output.weight"].item()
    assert rf"{factor(weight)} \cdot 4" in found[1].latex


@pytest.mark.parametrize("source", ["logits", "probabilities"])
def test_two_classes_are_told_as_z_sigma_and_y_hat(source: str) -> None:
    columns = {"x": [0.5, 1.0, 2.0, -1.0], "k": [0, 1, 1, 0]}
    data = {"columns": columns, "features": ["x"], "target": "k", "task": "classification"}
    session = Session(Experiment.from_dict({"data": data, "loss": {"from": source}}))
    session.step(3)
    request = DetailRequest()
    view = answer(session, (request,))[request]
    assert isinstance(view, Detail)
    forward = [line.latex for line in forward_lines(session.experiment, view)]
    assert forward[0].startswith("z = X W") and r"\hat{y}" not in forward[1]
    assert forward[-1].startswith(r"\hat{y}_{1} = \sigma(z_{1})")
    loss = loss_lines(session.experiment, view)
    assert r"y_i \ln \hat{y}_i + (1 - y_i) \ln(1 - \hat{y}_i)" in loss[0].latex
    z = (
        torch.tensor(columns["x"]) * whole(view.before["output.weight"]).item()
        + whole(view.before["output.bias"]).item()
    )
    y = torch.tensor([0.0, 1.0, 1.0, 0.0])
    assert list(view.beside) == [
        "F.binary_cross_entropy(torch.sigmoid(z), y)",
        "F.binary_cross_entropy_with_logits(z, y)",
    ]
    for value in view.beside.values():
        assert value == pytest.approx(
            torch.nn.functional.binary_cross_entropy_with_logits(z, y).item(), rel=1e-5
        )
    assert any("F.binary_cross_entropy(" in line.caption for line in loss)


def test_of_what_was_typeset_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 20_000)
    kept.forget()
    first = typesetting.typeset("x = 0", 14, "#000000")
    for number in range(30):
        typesetting.typeset(f"y = {number}", 14, "#000000")
        assert typesetting.typeset("x = 0", 14, "#000000") is first, "it was wanted lately"
    assert 0 < kept.letters_kept() <= 20_000
    kept.forget()
    assert kept.letters_kept() == 0
    assert typesetting.typeset("x = 0", 14, "#000000") is not first


def test_a_formula_in_another_colour_is_the_same_formula() -> None:
    latex = r"\frac{\hat{y}}{\sqrt{2}} = \left(0.5,\; {-}3\right)"
    kept.forget()
    other = typeset(latex, 14, "#00ff00")
    known, alone = typeset(latex, 14, "#ff0000"), pixels_of(other)
    kept.forget()
    fresh = pixels_of(typeset(latex, 14, "#ff0000"))
    assert (pixels_of(known) == fresh).all() and not (alone == fresh).all()
    assert (alone[..., 1] == fresh[..., 2]).all() and alone[..., 1].any()  # blue, green, red
    assert not fresh[..., :2].any() and not alone[..., 2].any()


def pixels_of(piece: typesetting.Piece) -> np.ndarray:
    image = QImage(200, 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    piece.paint(painter, QPointF(2, 40))
    painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(60, 200, 4).copy()


def test_brackets_grow_only_around_what_is_high() -> None:
    height = {text: typeset(text, 14, "#000000").height for text in (
        r"\left(x\right)", r"(x)", r"\left(\frac{1}{2}\right)", r"\frac{1}{2}",
        r"\left(\left(1,\; 2\right) - \frac{1}{2}\right)", r"\left((1) - {-}3\right)",
    )}  # fmt: skip
    plain = height["(x)"]
    assert height[r"\left(x\right)"] == height[r"\left((1) - {-}3\right)"] == plain
    assert height[r"\left(\frac{1}{2}\right)"] > height[r"\frac{1}{2}"] > plain
    assert height[r"\left(\left(1,\; 2\right) - \frac{1}{2}\right)"] > height[r"\frac{1}{2}"]
