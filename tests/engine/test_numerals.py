"""Numbers as people write them: the same in a field, in a cell and in a file."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import EngineError
from engine.data import numerals
from engine.edits.rows import cell_of
from engine.files import numbers
from engine.files.kinds import read_column

NARROW, THIN, WIDE = "\u202f", "\u2009", "\u3000"
EVERYWHERE = {  # what it means with a decimal point in the file, or with a comma
    "0.5": 0.5,
    "0,5": 0.5,
    ",5": 0.5,
    "1234,567": 1234.567,
    "1,5e3": 1500.0,
    "1 234": 1234.0,
    f"1{NARROW}234{NARROW}567.5": 1234567.5,
    f"1{THIN}234,5": 1234.5,
    f"{WIDE}12": 12.0,
    "1'234.5": 1234.5,
    "1’234": 1234.0,
    "1,234.5": 1234.5,
    "1.234,5": 1234.5,
    "1,234,567": 1234567.0,
    "1.234.567": 1234567.0,
    "−3": -3.0,
    "－３．５": -3.5,
    "１２３": 123.0,
    "+7": 7.0,
    "- 7": -7.0,
    "\u200b5\ufeff": 5.0,
    "‑2": -2.0,
    "‒2": -2.0,
    "１ｅ５": 1e5,
    "1,5E-3": 0.0015,
    "١٫٥": 1.5,
    "١٬٢٣٤٫٥": 1234.5,
    "१,२३४.५": 1234.5,
    "1ʼ234’567": 1234567.0,
    "$5": 5.0,
    "-₩1,234,567": -1234567.0,
    "−3.5 €": -3.5,
    "￦1000": 1000.0,
    "\u202a5\u202c": 5.0,
    "\u2066-5\u2069": -5.0,
    "½": 0.5,
    "-½": -0.5,
    "3¾": 3.75,
    "⅐": 1 / 7,
    "１／４": 0.25,
    "1 1/2": 1.5,
    "٣/٤": 0.75,
}
FRACTIONS = {
    "1/3": 1 / 3,
    "1⁄2": 0.5,
    "3∕4": 0.75,
    "-2/4": -0.5,
    "1,5/3": 0.5,
    "1 000/8": 125.0,
    "-2 1/4": -2.25,
}
LISTS = {
    "0.1, 0.3 ;1": [0.1, 0.3, 1.0],
    "0,1 0,3": [0.1, 0.3],
    "0,1, 0,3": [0.1, 0.3],
    "0,5": [0.5],
    "0.1,0.3": [0.1, 0.3],
    "1,2,3": [1.0, 2.0, 3.0],
    f"1{NARROW}234 1,234.5": [1234.0, 1234.5],
    "０．１；１／４、2": [0.1, 0.25, 2.0],
    " ; ": [],
}
NONE = ["", " ", "a", "1_000", "1 2", "1 23", "1,2,3", "--1", "1/0", "1/2/3", "1/", "0x10", "1.2.3"]


@pytest.mark.parametrize("text", EVERYWHERE)
def test_one_rule_for_fields_cells_and_files(text: str) -> None:
    value = EVERYWHERE[text]
    assert numerals.number(text) == value
    assert cell_of(np.array([1.0]), text, "y") == value
    assert value in (numbers.number(text.strip(), "."), numbers.number(text.strip(), ","))


@pytest.mark.parametrize("text", FRACTIONS)
def test_fractions_are_worked_out(text: str) -> None:
    assert numerals.number(text) == FRACTIONS[text]


@pytest.mark.parametrize("text", LISTS)
def test_a_list_of_them_is_read_by_the_same_rule(text: str) -> None:
    assert [numerals.number(part) for part in numerals.several(text)] == LISTS[text]


@pytest.mark.parametrize("text", ["1,234", "0,1,0,3", "1.5,a"])
def test_what_may_be_two_lists_is_no_list(text: str) -> None:
    assert numerals.several(text) == [text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(EngineError, match="must be a number"):
        numerals.number(text)


@pytest.mark.parametrize("text", ["1,000", "-12,345", "１，０００", "1,000/2", "₩1,234", "١,٢٣٤"])
def test_what_may_be_two_numbers_is_asked_about(text: str) -> None:
    with pytest.raises(EngineError, match="thousands or decimals"):
        numerals.number(text, "y")


@pytest.mark.parametrize("text", ["5%", "5 %", "-5%", "%5", "５％", "1,5 %", "٥٪", "1 234 %"])
def test_per_cent_is_asked_about_where_no_column_tells(text: str) -> None:
    with pytest.raises(EngineError, match="may mean hundredths"):
        cell_of(np.array([1.0]), text, "y")
    assert numbers.number(text, ",") == numerals.number(numerals.unified(text).strip("%％٪ "))
    with pytest.raises(EngineError, match="must be a number"):
        numerals.number(1000 * "%")


@pytest.mark.parametrize("cells", [["3/15", "1/9", "2/28"], ["120/80", "115/75", "1/2"]])
def test_days_and_pairs_of_numbers_in_a_file_are_no_fractions(cells: list[str]) -> None:
    assert not read_column(cells, name="날짜").numeric
    assert read_column(["1/2", "1/3", "¾"]).values.tolist() == [1 / 2, 1 / 3, 3 / 4]


@given(st.floats(allow_nan=False))
def test_what_python_writes_is_read_to_the_last_bit(value: float) -> None:
    assert numerals.number(repr(value)) == value


@given(st.integers(-(10**12), 10**12), st.sampled_from(" '" + numerals.SPACES))
def test_thousands_between_any_spaces(value: int, space: str) -> None:
    assert numerals.number(f"{value:,}".replace(",", space)) == value


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_an_error(text: str) -> None:
    with suppress(EngineError):
        assert isinstance(numerals.number(text), float)
