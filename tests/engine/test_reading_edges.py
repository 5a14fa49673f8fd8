"""The edges of what is decided about a file: one step further, and something else is right."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import casting
from engine.files import Options, preview, read
from engine.files.asking import Wanted, rows_of
from engine.files.books import Part, _check_corner, _check_letters, merged
from engine.files.encodings import _is_broken
from engine.files.reading import Desk
from engine.files.records import is_records
from engine.files.saving import _number, _write_excel
from engine.files.scripts import _level
from engine.files.serving import answer_to
from engine.files.source import REPLACE, Preview
from engine.files.sources import is_table
from engine.files.tasks import Changed, Fetch, Fetched, Load, Unclear


def found(folder: Path, text: str | bytes, name: str = "table.csv", **options: object) -> Preview:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return preview(path, Options(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# a,b,c\n1,2,4\n3,4,9\n5,7,1\n", ("a", "b", "c")),
        ("# made by hand\n1,2,4\n3,4,9\n5,7,1\n", ("x1", "x2", "y")),
        ("#1,x\n1,2\n2,5\n3,1\n", ("#1", "x")),
        ("#id,x\n1,2\n2,5\n3,1\n", ("#id", "x")),
        ("country,2001,2002\na,2003,2004\nb,2001,2008\n", ("x1", "x2", "y")),  # years over years
        ("country,2001,2002\na,7,30\nb,20,8\n", ("country", "2001", "2002")),
        ("country,7,3,9\na,7,30,4\nb,20,8,5\n", ("x1", "x2", "x3", "y")),  # no even steps
        ("country,7,8\na,7,30\nb,20,8\n", ("country", "7", "8")),
        ("country,7,8,9\na,7,30,4\nb,20,8,5\n", ("country", "7", "8", "9")),
        ("country,7,7,7\na,7,30,4\nb,20,8,5\n", ("x1", "x2", "x3", "y")),
        ("country,1.5,2002\na,7,30\nb,20,8\n", ("x1", "x2", "y")),
    ],
)
def test_what_names_the_columns(tmp_path: Path, text: str, names: tuple[str, ...]) -> None:
    assert found(tmp_path, text).names == names


def test_rows_that_would_be_lost_are_named(tmp_path: Path) -> None:
    (question,) = found(tmp_path, "x,y\n1,2\n3,\n5,6\n").questions
    assert str(question.text) == "1 of 3 rows would be left out, such as line 3, column y"


@pytest.mark.parametrize(("span", "columns"), [("2", 3), ("x", 2), ("", 2)])
def test_a_span_that_is_no_number_is_one(tmp_path: Path, span: str, columns: int) -> None:
    head = f"<tr><th colspan='{span}'>a</th><th>y</th></tr>"
    row = f"<tr><td colspan='{span}'>1</td><td>2</td></tr>"
    page = f"<table>{head}{row * 5}</table>"
    assert len(found(tmp_path, page, "table.html").columns) == columns


def test_a_cell_keeps_what_stands_before_a_table_within_it(tmp_path: Path) -> None:
    inner = "<table><tr><td>9</td></tr></table>"
    rows = "".join(f"<tr><td>{n}{inner if n == 2 else ''}<td>{n * n}" for n in range(5))
    page = f"<table><tr><th>x<th>y{rows}</table>"
    assert ("2", "4") in found(tmp_path, page, "table.html").rows


def test_a_word_in_bold_is_a_word_of_its_cell(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>a <b>bold</b> word</td></tr>" for n in range(4))
    page = f"<table><tr><th>x</th><th>y</th></tr>{rows}</table>"
    assert set(found(tmp_path, page, "table.html").rows) == {
        (str(n), "a bold word") for n in range(4)
    }


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('[{"x": 1}, {"x": 2}]', True), ('{"x": 1}\n{"x": 2}\n', True), ('{"data": {}}', False),
        ("no JSON", False),
    ],
)  # fmt: skip
def test_a_file_of_json_is_looked_into(tmp_path: Path, text: str, holds: bool) -> None:
    (tmp_path / "t.json").write_text(text, encoding="utf-8")
    assert is_table(tmp_path / "t.json") == holds


def test_a_file_without_names_is_asked_about_by_the_places_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("1,2,0\n3,4,1\n5,6,1\n", encoding="utf-8")
    table = rows_of(path, (Wanted("x1"), Wanted("x2")))
    assert [column.tolist() for column in table.columns.values()] == [[1, 3, 5], [2, 4, 6]]


@pytest.mark.parametrize(
    ("document", "holds"),
    [
        ({"data": {"x": [1, 2], "y": [3, 4]}}, True), ({"data": {"x": [1, 2], "y": 3}}, False),
        ({"data": [{"x": 1}]}, True), ({"data": {}}, False), ({"data": {"columns": {}}}, False),
        ({"rows": []}, True),
    ],
)  # fmt: skip
def test_a_document_is_an_experiment_or_has_a_table(document: object, holds: bool) -> None:
    assert is_records(document) == holds


def test_an_array_is_taken_by_its_name(tmp_path: Path) -> None:
    packed = io.BytesIO()
    np.savez(packed, a=np.arange(12.0).reshape(4, 3), b=np.arange(8.0).reshape(4, 2))
    both = found(tmp_path, packed.getvalue(), "table.npz")
    assert both.sheets == ("a", "b") and len(both.columns) == 5
    assert len(found(tmp_path, packed.getvalue(), "table.npz", sheet="b").columns) == 2
    with pytest.raises(EngineError, match="has no array 'c'"):
        read(tmp_path / "table.npz", Options(sheet="c"))


def test_whole_numbers_that_are_many_or_not_often_are_no_classes(tmp_path: Path) -> None:
    def task(values: list[int]) -> str | None:
        rows = "".join(f"{place % 7},{value}\n" for place, value in enumerate(values))
        return found(tmp_path, f"x,class\n{rows}").task

    assert task([0, 1, 2] * 10) == "classification"
    assert task(list(range(30)) * 6) == "regression"


def test_a_sheet_may_have_as_many_cells_as_are_allowed() -> None:
    twenty, one_more = (b'<c r="A1"/><c r="%s1000000"/>' % letter for letter in (b"T", b"U"))
    assert _check_corner(twenty) == Part(1, 1)
    with pytest.raises(EngineError):
        _check_corner(one_more)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (",first,,second,\nname,a,b,a,b\n", ("name", "first a", "first b", "second a", "second b")),
        ("all,,,,\n,first,,second,\nname,a,b,a,b\n",
         ("name", "first a", "first b", "second a", "second b")),
        ("year 2,,,class 3,\nname,a,b,c,d\n", ("name", "a", "b", "c", "d")),  # tells none apart
    ],
)  # fmt: skip
def test_merged_cells_over_names_that_come_again_go_before_them(
    tmp_path: Path, head: str, names: tuple[str, ...]
) -> None:
    body = "kim,1,2,3,4\nlee,2,5,4,5\nchoi,5,4,4,6\n"
    opened = found(tmp_path, head + body)
    assert (tuple(column.name for column in opened.columns), opened.total) == (names, 3)


def test_a_feature_of_two_words_is_said_to_be_one_input(tmp_path: Path) -> None:
    opened = found(tmp_path, "sex,pet,y\n" + "m,cat,1.5\nf,dog,2.5\nf,cow,3\nm,cat,4\n" * 4)
    sex, pet, _ = opened.columns
    assert "one input: 0 or 1" in str(sex.why)
    assert str(pet.why) == "has 3 values, one input each"


def test_a_merged_cell_in_a_row_of_its_own_is_a_title() -> None:
    across = Part(merges=((1, 1, 1, 2),))
    assert merged([("title", None), ("a", "b")], across) == [("title", None), ("a", "b")]
    assert merged([("a", None, "c"), ("1", "2", "3")], across)[0] == ("a", "a", "c")
    down = Part(merges=((1, 1, 2, 2),))
    assert merged([("a", None), (None, None)], down) == [("a", "a"), ("a", "a")]


@pytest.mark.parametrize(
    ("text", "broken"), [("ééé", False), ("éééé", True), ("키", True), ("é" * 7, True)]
)
def test_a_wrong_byte_among_enough_letters_is_a_wrong_byte(text: str, broken: bool) -> None:
    assert _is_broken(text.encode() + b"\xff") == broken


@pytest.mark.parametrize(
    ("letter", "name", "level"),
    [
        ("座", "gb18030", 1.0), ("亍", "gb18030", 0.2), ("啊", "gb18030", 1.0),
        ("亜", "shift_jis", 1.0), ("腕", "shift_jis", 1.0), ("弌", "shift_jis", 0.2),
        ("一", "big5", 1.0), ("乂", "big5", 0.2), ("。", "big5", 0.3), ("a", "big5", 0.0),
    ],
)  # fmt: skip
def test_common_characters_are_those_of_the_first_level(
    letter: str, name: str, level: float
) -> None:
    assert _level(letter, name) == level


def test_a_file_that_has_changed_since_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("x,y\n1,2\n3,4\n5,9\n", encoding="utf-8")
    seen = preview(path, Options()).stamp
    path.write_text("x,y\n1,2\n3,4\n5,9\n7,8\n", encoding="utf-8")
    assert isinstance(answer_to(Load(path, Options(), seen), Desk(), None), Changed)  # type: ignore[arg-type]


def test_a_long_table_under_lines_that_are_skipped(tmp_path: Path) -> None:
    """It is read the quick way, from where its rows begin."""
    rows = "".join(f"{n},{n * 3 % 7},{n % 11}\n" for n in range(40_000))
    for head in ("", "made by hand\n\n"):
        path = tmp_path / "long.csv"
        path.write_text(f"{head}a,b,y\n{rows}", encoding="utf-8")
        table = read(path).data.table
        assert table.rows == 40_000
        assert {name: table.columns[name][0] for name in ("a", "b")} == {"a": 0, "b": 0}
    bare = tmp_path / "bare.csv"
    bare.write_text(rows.replace("0,0,0\n", "12,0,0\n", 1), encoding="utf-8")
    table = read(bare).data.table
    assert (table.rows, table.columns["x1"][0]) == (40_000, 12)


def test_rows_without_any_cell_under_a_long_table_are_none(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n * 3 % 7},{n % 11}\n" for n in range(40_000))
    seen = found(tmp_path, f"a,b,y\n{rows},,\n,,\n,,\n")
    assert (seen.total, seen.left_out) == (40_000, ())


def test_a_preview_of_many_columns_has_fewer_rows(tmp_path: Path) -> None:
    for columns, shown in ((2, 50), (400, 50), (1000, 20), (5000, 5)):
        line = ",".join(map(str, range(columns)))
        text = f"{','.join(f'c{n}' for n in range(columns))}\n" + f"{line}\n" * 60
        assert len(found(tmp_path, text).rows) == shown


def test_a_structured_array_counts_its_fields(tmp_path: Path) -> None:
    packed = io.BytesIO()
    np.save(packed, np.array([(1.0, 2), (3.0, 5)], dtype=[("x", "f8"), ("y", "i4")]))
    assert found(tmp_path, packed.getvalue(), "t.npy").names == ("x", "y")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2.0, "2"), (-0.0, "-0.0"), (2.5, "2.5"), (2.0**53 - 1, "9007199254740991"),
        (2.0**53, "9007199254740992.0"), (1e300, "1e+300"), (7, "7"),
    ],
)  # fmt: skip
def test_whole_numbers_are_written_as_such_while_floats_have_no_gaps(
    value: float, written: str
) -> None:
    assert _number(value) == written


def test_whole_numbers_are_classes_while_floats_have_no_gaps() -> None:
    assert casting.as_classes("c", np.array([1.0, 2.0**53 - 1])).tolist() == [1, 2**53 - 1]
    for column in ([1.0, 2.0**53], [1.0, 2.5]):
        with pytest.raises(EngineError, match="fractions"):
            casting.as_classes("c", np.array(column))


def test_a_table_that_no_sheet_holds_is_refused_by_its_rows_or_by_its_columns(
    tmp_path: Path,
) -> None:
    path = tmp_path / "t.xlsx"
    for table in (
        Table({"x": np.zeros(1_048_576)}),
        Table({f"c{n}": np.zeros(1) for n in range(16_385)}),
    ):
        with pytest.raises(EngineError, match="more rows or columns than a sheet"):
            _write_excel(table, path)
    assert not path.exists()


def test_fields_of_a_structured_array_are_columns_that_count(tmp_path: Path) -> None:
    packed = io.BytesIO()
    np.save(packed, np.zeros(100_001, dtype=[(f"c{n}", "i1") for n in range(200)]))
    with pytest.raises(EngineError, match="more than 20,000,000 cells"):
        found(tmp_path, packed.getvalue(), "t.npy")


def test_one_very_long_text_of_a_book_is_refused_however_short_the_others_are() -> None:
    def book(letters: int) -> zipfile.ZipFile:
        packed = zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED)
        packed.writestr("xl/sharedStrings.xml", f"<sst><si>a</si><si>{'b' * letters}</si></sst>")
        packed.writestr("xl/worksheets/sheet1.xml", '<c t="s"/>' * 3)
        return packed

    _check_letters(book(32_767))
    with pytest.raises(EngineError, match="too much text"):
        _check_letters(book(200_000))


def test_days_of_a_regular_order_are_taken_before_days_that_only_ascend(tmp_path: Path) -> None:
    """Six days of May and then six of April, or one day in each of twelve months."""
    days = [f"{day:02d}/{5 - day // 7:02d}/2021" for day in range(1, 13)]
    rows = "".join(f"{day},{place * place % 7}\n" for place, day in enumerate(days))
    seen = found(tmp_path, f"day,y\n{rows}").columns[0]
    assert (seen.kind, seen.first) == ("date", "2021-05-01")


@pytest.mark.parametrize("rows", [15, 40_000])
def test_row_names_that_the_header_does_not_know_are_left_out(tmp_path: Path, rows: int) -> None:
    """As another program writes them; a long table is read the quick way."""
    body = "".join(f"r{n},{n % 7},{n * 3 % 11}\n" for n in range(rows))
    path = tmp_path / "t.csv"
    path.write_text(f"x,y\n{body}", encoding="utf-8")
    assert read(path).data.features == ("x",)
    columns = preview(path, Options()).columns
    assert [column.role for column in columns] == ["ignored", "feature", "target"]
    assert str(columns[0].why) == "has the names of the rows"


def test_bytes_that_are_no_letters_are_shown_as_such_where_that_is_chosen(tmp_path: Path) -> None:
    seen = found(tmp_path, "x,y\n1,2\n3,é\n5,6\n".encode("latin-1"), encoding=REPLACE)
    assert ("3", "\ufffd") in seen.rows


def test_a_document_with_a_list_of_lists_is_a_table_and_one_of_both_is_none(
    tmp_path: Path,
) -> None:
    def document(*rows: object) -> str:
        return json.dumps({"about": "by hand", "rows": rows})

    assert len(found(tmp_path, document([1, 2], [3, 4], [5, 9]), "t.json").columns) == 2
    with pytest.raises(EngineError, match="holds no table"):
        found(tmp_path, document([1, 2], 7), "t.json")


@pytest.mark.parametrize("tables", [True, False])
def test_a_plain_table_opens_at_once_unless_every_table_is_to_be_looked_at(
    tmp_path: Path, tables: bool
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n1,2\n3,5\n4,9\n", encoding="utf-8")
    answer = answer_to(Fetch(path, tables), Desk(), None)  # type: ignore[arg-type]
    assert isinstance(answer, Fetched if tables else Unclear)
