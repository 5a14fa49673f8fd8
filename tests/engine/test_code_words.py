"""Comments of exported programs in Korean: all of them, and nothing but them."""

from __future__ import annotations

import io
import re
import tokenize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import Experiment
from engine.codegen.program import program
from engine.codegen.words import WORDS, said, speaking
from engine.errors import EngineError
from engine.frames import Style
from tests.strategies import experiments
from tests.there import there

HANGUL = re.compile("[가-힣]")
STYLES: tuple[Style, ...] = ("module", "scratch", "formula")


def split(text: str) -> tuple[list[str], list[str]]:
    """The tokens of a program without its comments, and the comments."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    return [token.string for token in tokens if token.type not in skipped], comments


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(experiments(), st.sampled_from(STYLES), st.none() | st.just(4))
def test_only_comments_differ(experiment: Experiment, style: Style, rows: int | None) -> None:
    try:
        english, remarks = split(program(experiment, style, rows).text)
        korean, told = split(program(experiment, style, rows, "ko").text)
    except EngineError:
        return
    assert korean == english
    title = experiment.title.split()
    for remark in told:
        # Formulas and the learner's own title are the same everywhere.
        own = "∂" in remark or "Σ" in remark or (title and remark in " ".join(remarks))
        assert own or HANGUL.search(remark), remark


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "nadam", "radam", "rprop", "asgd"])
def test_what_an_update_says_is_translated(optimizer: str) -> None:
    experiment = Experiment.from_dict(
        {
            "data": {"columns": {"x": [1, 2], "y": [2, 3]}, "features": ["x"], "target": "y"},
            "optimizer": {"name": optimizer},
        }
    )
    told = split(program(experiment, "scratch", language="ko").text)[1]
    assert told
    assert all(HANGUL.search(remark) for remark in told)


def test_every_sentence_is_used() -> None:
    """No sentence is translated that no source says any more."""
    import inspect

    from engine.codegen import data, lines, model, stopping, training
    from engine.codegen.program import SECTIONS, sections
    from engine.training import adam_updates, updates

    modules = (data, lines, model, stopping, training, updates, adam_updates)
    source = "\n".join(inspect.getsource(module) for module in modules)
    source += inspect.getsource(there(inspect.getmodule(sections)))
    composed = {
        f"{part}: {how}" for part in ("Features", "Target") for how in data.METHODS.values()
    }
    names = {name.capitalize() for name in SECTIONS}
    for text in WORDS["ko"]:
        assert text in source or text in composed | names, text


def test_english_afterwards() -> None:
    with speaking("ko"):
        assert said("Data") == "데이터"
    assert said("Data") == "Data"
