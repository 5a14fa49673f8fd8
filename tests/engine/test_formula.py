"""Formulas: only what is allowed runs, and their source computes what they do."""

from __future__ import annotations

import ast
import math
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment
from engine.data import formula, quoting
from engine.errors import fill

COLUMNS = {
    "x": np.array([0.5, -2.0, 3.0, 0.0]),
    "sin": np.array([1.5, 2.0, -0.25, 4.0]),
    "키": np.array([-1.0, 1.0, 2.0, 0.125]),
}
NUMBERS = ["1", "2", "0.5", "3e2", "pi", "e", "10", "1e400"]


def expressions() -> st.SearchStrategy[str]:
    """Formulas of all shapes; some cannot be computed."""
    leaves = st.sampled_from([*COLUMNS, *NUMBERS])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**"]), inner).map(
                lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
            ),
            st.tuples(st.sampled_from(["-", "+"]), inner).map(
                lambda parts: f"{parts[0]}({parts[1]})"
            ),
            st.tuples(st.sampled_from(formula.FUNCTIONS), inner).map(
                lambda parts: f"{parts[0]}({parts[1]})"
            ),
        ),
        max_leaves=6,
    )


@settings(max_examples=400)
@given(expressions())
def test_source_computes_the_same_bits(text: str) -> None:
    columns = {name: torch.tensor(column) for name, column in COLUMNS.items()}
    try:
        expected = formula.evaluate(text, columns, torch)
    except EngineError:
        return
    source = formula.source(text, {"x": "a", "sin": "b", "키": "c"})
    scope = {"torch": torch, **dict(zip("abc", columns.values(), strict=True))}
    found = eval(source, scope)
    assert type(found) is type(expected)
    left, right = (torch.as_tensor(value, dtype=torch.float64) for value in (found, expected))
    assert torch.equal(left.view(torch.int64), right.view(torch.int64)) or (
        torch.equal(left.isnan(), right.isnan())
        and torch.equal(left.nan_to_num(), right.nan_to_num())
    )


@settings(max_examples=300)
@given(expressions())
def test_evaluation_warns_of_nothing_and_stays_real(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            value = formula.evaluate(text, COLUMNS)
        except EngineError as error:
            assert "cannot be computed" in str(error) or "has more than" in str(error)
        else:
            assert np.asarray(value).dtype == np.float64
            assert np.shape(value) in ((), (4,))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("x**2", "a ** 2.0"),
        ("(-2)**x", "(-2.0) ** a"),
        ("-2**x", "-2.0 ** a"),
        ("sin(x)*sin", "torch.sin(a) * b"),
        ("sin(2)*x", f"{math.sin(2)!r} * a"),
        ("x - (x - 1)", "a - (a - 1.0)"),
        ("2/3", repr(2 / 3)),
        ("log(-1) + x", "torch.nan + a"),
        ("x - 1e400", "a - torch.inf"),
    ],
)
def test_source(text: str, source: str) -> None:
    found = formula.source(text, {"x": "a", "sin": "b"})
    assert ast.dump(ast.parse(found)) == ast.dump(ast.parse(source))


def test_names_are_the_columns_used() -> None:
    assert formula.names("sin(x) + pi", COLUMNS) == {"x"}
    assert formula.names("sin + 1", COLUMNS) == {"sin"}
    assert formula.names("1", COLUMNS) == set()


@pytest.mark.parametrize(
    "text",
    [
        "", "x +", "x = 1", "x; x", "x if x else x", "[x]", "x[0]", "x.real", "'x'", "x < 1",
        "x @ x", "x // 2", "x % 2", "lambda: x", "f(x)", "sin(x, x)", "sin()", "sin(x=x)",
        "sin(*x)", "eval(x)", "__import__('os')", "x and x", "True", "1j", "y", "x\ny", "\0",
        "x" * 501, "+".join("x" * 120), "9**9**9", "1/0", "(-1)**0.5", "abs((-8)**(1/3))",
    ],
)  # fmt: skip
def test_refusals(text: str) -> None:
    with pytest.raises(EngineError) as caught:
        formula.evaluate(text, COLUMNS, where="model.inputs[0]")
    assert caught.value.where == "model.inputs[0]"


# ---- functions that a caller lends --------------------------------------------------------------


def lent() -> dict[str, Callable[[], np.ndarray]]:
    draw = np.random.default_rng(0)
    return {"rand": lambda: draw.random(4), "randn": lambda: draw.standard_normal(4)}


def test_lent_functions_give_a_value_a_row() -> None:
    expected = np.random.default_rng(0)
    found = formula.evaluate("2*x + rand() - rand()", COLUMNS, lent=lent())
    wanted = 2 * COLUMNS["x"] + expected.random(4) - expected.random(4)
    assert np.array_equal(found, wanted)


@pytest.mark.parametrize("text", ["rand()", "x + randn()", "rand", "sin(rand())"])
def test_only_who_lends_them_allows_random_functions(text: str) -> None:
    with pytest.raises(EngineError):
        formula.evaluate(text, COLUMNS)
    with pytest.raises(EngineError):
        formula.names(text, COLUMNS)


def test_an_experiment_s_inputs_cannot_be_random() -> None:
    data = {"columns": {"x": [1, 2], "y": [1, 2]}, "features": ["x"], "target": "y"}
    with pytest.raises(EngineError, match="rand is not a function"):
        Experiment.from_dict(
            {
                "format": "gradus-experiment/1",
                "data": {**data, "task": "regression"},
                "model": {"inputs": ["x", "x + rand()"]},
            }
        )


def test_variables_come_in_the_order_of_the_text() -> None:
    assert formula.variables("b*sin(a) + pi*b + c + rand()", ["rand"]) == ("b", "a", "c")
    assert formula.variables("1 + e") == ()


@pytest.mark.parametrize(
    "text",
    ["rand", "randn + 1", "rand(1)", "rand(x)", "rand(*x)", "rand(size=4)", "rand()()", "exp",
     "sin()", "_x", "__import__", "x.y", "random()", "rand().x"],
)  # fmt: skip
def test_refused_beside_lent_functions(text: str) -> None:
    with pytest.raises(EngineError):
        formula.variables(text, ["rand", "randn"])
    with pytest.raises(EngineError):
        formula.evaluate(text, COLUMNS, lent=lent())


# ---- what must never run ------------------------------------------------------------------------

ESCAPES = (
    "__import__('os').system('true')", "().__class__.__bases__[0].__subclasses__()",
    "(lambda: x)()", "[x for x in (1, 2)]", "{x: x for x in x}", "(x for x in x)", "f'{x}'",
    "f'{open(1)}'", "(x := 1)", "x if x else x", "open('/etc/passwd')", "eval('x')", "exec('x')",
    "compile('x', '', 'eval')", "globals()", "locals()['x']", "vars()", "getattr(x, 'tofile')",
    "x.tofile('a')", "x.__array_interface__", "x.dump('a')", "np.save('a', x)", "numpy.load('a')",
    "save('a', x)", "fromfile(x)", "loadtxt(x)", "memmap(x)", "DataSource(x)", "frombuffer(x)",
    "sin(x, x)", "sin(x, out=x)", "sin(*[x, x])", "sin(**{'out': x})", "sin.__globals__",
    "rand.__self__", "rand().tofile('a')", "randn().__class__", "rand.__call__()", "9**9**9",
    "9**9**9**9", "10**1000000", "(2**1024)**2", "x" + "**x" * 90, "-" * 490 + "x",
    "(" * 240 + "x" + ")" * 240, "sin(" * 120 + "x" + ")" * 120, "x\0", "\0", "\ud800", "x\ny",
    "x;import os", "import os", "x#\nimport os", "\uff3f\uff3fimport\uff3f\uff3f('os')",
    "ｅval('x')",
    "ｘ.ｄump", "х", "ｓin(ｘ, ｘ)", "print(x)", "breakpoint()", "help()", "exit()", "yield x",
    "await x", "*x", "...", "None", "True", "b'x'", "'x' * 99999999", "'%s' % x",
    "'{0.x}'.format(x)",
    "x[0]", "x[::]", "x @ x", "x << 99999", "x or open('a')", "not x", "x < open('a')",
    "assert_(x)", "type(x)", "__builtins__", "x.__class__.__init__.__globals__",
    "0or x", "1if x else x",
    "9" * 490, "0x" + "f" * 480, "1e999**x", "1_0**x", "1j**x", "x**1e308", "rand()**randn()**x",
)  # fmt: skip
PARTS = (
    "x", "sin", "키", "rand", "randn", "os", "np", "__class__", "__import__", "lambda", "for", "in",
    "if", "else", "import", "yield", "await", "open", "eval", "9", "1e400", "0x1", "1j", "'a'",
    "f'{",
    "(", ")", "()", "[", "]", "{", "}", ".", ",", ":", ":=", "=", ";", "\n", "\0", "\\", "#", "@",
    "*",
    "**", "+", "-", "/", "//", "%", "<", "~", "_", " ", "ｘ", "．", "（", "\u202e", "\ud800", "pi",
    "e",
)  # fmt: skip


def mutants(count: int) -> Iterator[str]:
    """Known escapes, and what comes of exchanging their parts at random."""
    draw = random.Random(0)
    yield from ESCAPES
    for _ in range(count - len(ESCAPES)):
        text = list(draw.choice((*ESCAPES, "2*x + rand()", "sin(x)**2 - 키/3")))
        for _ in range(draw.randint(1, 6)):
            start = draw.randrange(len(text) + 1)
            text[start : start + draw.randint(0, 4)] = list(draw.choice(PARTS))
        yield "".join(text)


DANGERS = (
    "open", "import", "exec", "os.", "subprocess.", "socket.", "ctypes.", "shutil.", "pickle.",
    "code.", "function.", "marshal.", "tempfile.", "urllib.",
)  # fmt: skip


class Watch:
    """Hears what the interpreter is about to do: opening files, importing, starting programs."""

    def __init__(self) -> None:
        self.on = False
        self.heard: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _values: object) -> None:
        if self.on and event.startswith(DANGERS):
            self.heard.append(event)

    def tries(self, text: str) -> float:
        """Processor seconds that a formula took; whatever it makes must be a number or numbers."""
        columns = {name: column.copy() for name, column in COLUMNS.items()}
        functions = lent()
        start = time.process_time()
        self.on = True
        try:
            formula.variables(text, functions)
            value = formula.evaluate(text, columns, lent=functions)
        except EngineError as error:
            assert error.message
        else:
            assert isinstance(value, float) or (
                isinstance(value, np.ndarray) and value.dtype == np.float64 and value.shape == (4,)
            )
        finally:
            self.on = False
        assert all(np.array_equal(columns[name], COLUMNS[name]) for name in COLUMNS)
        return time.process_time() - start


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


def test_the_watch_hears_an_escape(watch: Watch, tmp_path: Path) -> None:
    watch.on = True
    (tmp_path / "a").write_text("a", encoding="utf-8")
    watch.on = False
    assert "open" in watch.heard
    watch.heard.clear()


def test_ten_thousand_hostile_formulas_do_nothing(watch: Watch) -> None:
    slowest = max(map(watch.tries, mutants(10_000)))
    assert watch.heard == []
    print(f"the slowest took {1000 * slowest:.1f} ms")
    assert slowest < 1


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=12).map("".join))
def test_any_text_is_a_formula_or_an_error(watch: Watch, text: str) -> None:
    assert watch.tries(text) < 1
    assert watch.heard == []


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("x^2 + 2x", "is not a formula at 'x^2'", "** for powers and * for products"),
        ("x**2 + 2x", "is not a formula at '2x'", "write * for products"),
        ("x ^ 2 + 1", "is not a formula at 'x ^ 2'", "write ** for powers"),
        ("2(x + 1)", "is not a formula at '2('", "write * for products"),
        ("(x + 1)(x - 1)", "is not a formula at ')('", "write * for products"),
        ("3 키", "is not a formula at '3 키'", "write * for products"),
        ("x + (3", "is not a formula at '(3'", "use the columns' names"),
        ("x + 키 < 1", "is not a formula at 'x + 키 < 1'", "use the columns' names"),
        ("0,5*x + 2x", "is not a formula at '0,5'", "write numbers with a point"),
        ("x +", "is not a formula at 'x +'", "use the columns' names"),
        ("x + 1/0", "cannot be computed: division by zero", "divide by what is not zero"),
        ("x * 0**(-1)", "cannot be computed: division by zero", "divide by what is not zero"),
        ("9**9**9*x", "cannot be computed: a number that is too large", "write smaller numbers"),
        ("(-8)**(1/3)", "cannot be computed: a root of a negative number", ""),
    ],
)
def test_what_is_said_of_a_mistake(text: str, message: str, hint: str) -> None:
    with pytest.raises(EngineError) as caught:
        formula.evaluate(text, COLUMNS)
    assert fill(caught.value.message, caught.value.values) == message
    assert hint in caught.value.hint
    assert bool(hint) == bool(caught.value.hint)


@settings(max_examples=200)
@given(expressions())
def test_a_right_formula_is_never_called_wrong(text: str) -> None:
    try:
        formula.evaluate(text, COLUMNS)
    except EngineError as error:
        assert "is not a formula" not in error.message


def test_names_in_backquotes_are_columns_of_any_name() -> None:
    columns = {"petal length (cm)": np.array([1.0, 2.0]), "sex=female": np.array([0.0, 1.0])}
    text = "`petal length (cm)`**2 + 3*`sex=female`"
    assert formula.evaluate(text, columns).tolist() == [1.0, 7.0]
    assert formula.names(text, columns) == set(columns)
    with pytest.raises(EngineError, match="unknown name 'other'"):
        formula.evaluate("`other`", columns)
    with pytest.raises(EngineError, match="is not a formula"):
        formula.evaluate("`petal length (cm)", columns)


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("petal length (cm)*2", "`petal length (cm)`"), ("petal", "`petal length (cm)`"),
        ("Mean radius + x", "`mean radius`"), ("0,5*mean radius", "`mean radius`"),
        ("키 (cm)*2", "`키 (cm)`"), ("x +", ""), ("length +", ""), ("other", ""),
    ],
)  # fmt: skip
def test_who_leaves_backquotes_out_is_told_of_them(typed: str, quoted: str) -> None:
    columns = dict.fromkeys(["petal length (cm)", "mean radius", "키 (cm)", "x", "length"], 1.0)
    with pytest.raises(EngineError) as caught:
        formula.names(typed, columns)
    assert ("in backquotes" in caught.value.hint) == bool(quoted)
    assert str(caught.value).endswith(f"backquotes: {quoted})") or not quoted


@pytest.mark.parametrize("name", ["a`b", "`", "``", "`a`", "a``b (cm)", "x`"])
def test_a_backquote_in_a_name_stands_twice_in_a_formula(name: str) -> None:
    columns = {name: np.array([2.0, 3.0]), "x": np.array([1.0, 1.0])}
    text = f"{quoting.quoted(name)}**2 + x*{quoting.quoted(name)}"
    assert formula.evaluate(text, columns).tolist() == [6.0, 12.0]
    assert formula.names(text, columns) == set(columns)
    assert quoting.read(text) == f"{name}**2 + x*{name}"
    with pytest.raises(EngineError, match="unknown name") as caught:
        formula.evaluate(quoting.quoted(name), {"y": columns["x"]})
    assert caught.value.values["name"] == repr(name)


def test_letters_that_look_alike_are_different_columns() -> None:
    columns = {"x": np.array([1.0]), "ｘ": np.array([5.0]), "х": np.array([9.0])}
    assert [formula.evaluate(name, columns)[0] for name in columns] == [1.0, 5.0, 9.0]
    assert quoting.quoted("ｘ") == "`ｘ`"
    assert formula.evaluate("ｘ", {"x": np.array([1.0])})[0] == 1.0  # typed with wide letters


def test_decomposed_letters_are_composed() -> None:
    columns = {"키": np.array([3.0])}
    assert formula.evaluate("\u110f\u1175", columns)[0] == 3.0
    assert formula.evaluate("`\u110f\u1175`", columns)[0] == 3.0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("０．５＊x", "0.5*x"),
        ("−x", "-x"),
        ("2×x² ÷ 키", "2*x**2/키"),
        ("x²³ ‒ ٣*x⁴ + 1٫5", "x**23 - 3*x**4 + 1.5"),
        ("x\u00a0﹣\u20091⁄４\u200b", "x - 1/4"),
        ("（x＋３）·키³", "(x+3)*키**3"),
    ],
)
def test_signs_are_read_as_keyboards_write_them(typed: str, meant: str) -> None:
    found = formula.evaluate(typed, COLUMNS)
    np.testing.assert_array_equal(found, formula.evaluate(meant, COLUMNS))
    assert "２" in formula.names("`２`*x", {"２": 1.0, "x": 1.0})  # a name stays what it is
    assert formula.names("x١ + x", ["x", "x1", "x١"]) == {"x", "x١"}


def test_a_raised_number_that_is_raised_again_is_refused() -> None:
    with pytest.raises(EngineError, match="is not a formula at '²\\*\\*'"):  # x**2**3 is x**8
        formula.evaluate("x²**3", COLUMNS)
