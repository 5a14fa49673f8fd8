"""Tables written for other programs and read back; random tables and random bytes."""

from __future__ import annotations

import unicodedata
import zipfile
from functools import partial
from pathlib import Path

import numpy as np
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.cells import plain, safe
from engine.data.table import Table, labels, numbers
from engine.errors import EngineError
from engine.files import TABLES, Options, preview, read, read_table
from engine.files.saving import SUFFIXES, save_table
from engine.files.source import Asked

finite = st.floats(-1e300, 1e300)
# What a reader takes for a gap, a number or a date is no class name; blanks around it are not kept,
# and a name is composed.
words = (
    st.text(st.characters(categories=("L", "P", "S")), min_size=1, max_size=8)
    .map(partial(unicodedata.normalize, "NFC"))
    .filter(lambda text: any(letter.isalpha() for letter in text) and len(text) > 5)
)

dangerous = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "'", "''"]),
    st.sampled_from(["=", "+", "-", "@", "http:", "{="]),
    st.just("") | words,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows = draw(st.integers(2, 12))
    columns = {
        "first": numbers(draw(st.lists(finite, min_size=rows, max_size=rows))),
        "둘째": numbers(draw(st.lists(finite, min_size=rows, max_size=rows))),
        "word": labels(draw(st.lists(words | dangerous, min_size=rows, max_size=rows))),
    }
    return Table(columns)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=30)
@given(table=tables())
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, table: Table
) -> None:
    path = tmp_path_factory.mktemp("saved") / f"표{suffix}"
    save_table(table, path)
    again = read_table(path)
    assert again.names == table.names
    for name in ("first", "둘째"):
        # A workbook holds sixteen digits; the other files hold every bit.
        allowed = 1e-15 if suffix == ".xlsx" else 0
        np.testing.assert_allclose(again.columns[name], table.columns[name], rtol=allowed)
    assert again.columns["word"].tolist() == table.columns["word"].tolist()
    assert [child.name for child in path.parent.iterdir()] == [path.name]


def test_other_programs_find_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    columns = {"x": numbers([1.5, 2]), "digit": labels([3, 4]), "word": labels(["a", "b"])}
    save_table(Table(columns), path)
    kept = polars.read_parquet(path).schema
    assert dict(kept) == {"x": polars.Float64, "digit": polars.Int64, "word": polars.String}


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@sum", "\tx", "\rx"])
def test_no_cell_is_a_formula(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"t{suffix}"
    save_table(Table({"x": numbers([-1, 2]), text: labels([text, "b"])}), path)
    assert f"'{text}" in path.read_bytes().decode("utf-8-sig")
    first = path.read_bytes().decode("utf-8-sig").split("\n")[1]
    assert first.startswith("-1")  # a negative number stays a number


@given(st.text(alphabet="'=+-@\t\rab", max_size=6))
def test_what_is_made_safe_is_made_plain_again(text: str) -> None:
    assert plain(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_signs_are_class_names(tmp_path: Path, suffix: str) -> None:
    signs = ["+", "-", "=", "@", "'+", "=1+1", "+1a", "http://a.b", "internal:a"]
    table = Table({"=x": numbers(range(9)), "-y": labels(signs)})
    save_table(table, tmp_path / f"t{suffix}")
    assert read_table(tmp_path / f"t{suffix}") == table


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    table = Table({"=1+1": numbers([1, 2, 3]), "y": labels(["=1+1", "http://a.b", "@sum"])})
    save_table(table, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        texts = packed.read("xl/sharedStrings.xml").decode()
    assert "<f" not in sheet and "hyperlink" not in sheet
    assert "<t>=1+1</t>" in texts and "<t>@sum</t>" in texts


def test_a_name_that_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="must end in"):
        save_table(Table({"x": numbers([1.0])}), tmp_path / "t.docx")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_is_not_there(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(EngineError, match="cannot be written"):
        save_table(Table({"x": numbers([1.0])}), tmp_path / "nowhere" / f"t{suffix}")


@settings(max_examples=150)
@given(
    suffix=st.sampled_from((*TABLES, ".json")),
    content=st.binary(max_size=300)
    | st.text(alphabet="01.,;\t\n\"'ax-e{}[]:", max_size=300).map(str.encode),
    agreed=st.booleans(),
    header=st.sampled_from([None, 0, 1, 2]),
)
def test_anything_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    suffix: str, content: bytes, agreed: bool, header: int | None,
) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("any") / f"any{suffix}"
    path.write_bytes(content)
    agreements: frozenset[Asked] = frozenset(
        ("rows_lost", "decimal", "dates", "header", "encoding")
    )
    options = Options(header=header, agreed=agreements if agreed else frozenset())
    try:
        preview(path, options)
        experiment = read(path, options)
    except EngineError as error:
        assert "\n" not in str(error)
        assert str(error).startswith("any")
    else:
        experiment.check()


@settings(max_examples=60)
@given(
    st.lists(st.tuples(finite, finite), min_size=2, max_size=20),
    st.sampled_from([";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949", "utf-32"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_delimiters_encodings_and_decimal_commas(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[float, float]], delimiter: str, encoding: str, end: str,
) -> None:  # fmt: skip
    lines = [f"가로{delimiter}세로", *(delimiter.join(map(repr, row)) for row in rows)]
    path = tmp_path_factory.mktemp("any") / "t.csv"
    path.write_bytes(end.join(line.replace(".", ",") for line in lines).encode(encoding))
    table = read_table(path, Options(decimal=","))
    assert table.names == ("가로", "세로")
    np.testing.assert_array_equal(table.matrix(table.names), np.array(rows))


def test_a_million_rows_take_the_quick_way(tmp_path: Path) -> None:
    values = np.random.default_rng(0).normal(size=(30_000, 3))
    path = tmp_path / "t.csv"
    np.savetxt(path, values, fmt="%.17g", delimiter=",", header="a,b,c", comments="")
    table = read_table(path)
    np.testing.assert_array_equal(table.matrix(table.names), values)
    # What Excel is told about the delimiter is not the first row.
    told = path.with_name("told.csv")
    told.write_bytes(b"sep=,\n" + path.read_bytes())
    assert read_table(told) == table
    # One odd cell far down, and the careful way says where.
    text = path.read_text(encoding="utf-8").splitlines()
    text[20_000] = "1,x,3"
    path.write_text("\n".join(text), encoding="utf-8")
    assert read_table(path).rows == 29_999
    (left_out,) = preview(path).left_out
    assert str(left_out.reason).startswith("line 20001, column b: must be a number, got 'x'")
