"""Files of a learner's own: each is read, or refused in one sentence that names file and line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import EngineError
from engine.files import Options, preview, read_table
from engine.files import read as read_csv
from engine.files.encodings import guess_encoding


def write(folder: Path, content: str | bytes, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    text = "a,b,y\n1,2.5,10\n2,-3e2,20\n".replace(",", delimiter)
    data = read_csv(write(tmp_path, text)).data
    assert data.features == ("a", "b")
    assert (data.target, data.task) == ("y", "regression")
    assert data.table.columns["b"].tolist() == [2.5, -300]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_korean_encodings(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "키,몸무게\n166,58.7\n176,75.7\n".encode(encoding))
    assert read_csv(path).data.table.names == ("키", "몸무게")


def test_names_for_a_file_without_a_header(tmp_path: Path) -> None:
    assert read_csv(write(tmp_path, "1,2,3\n4,5,7\n")).data.table.names == ("x1", "x2", "y")


def test_percentages_do_not_mix_with_plain_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, "x,y\n15%,1\n0.15,2\n20%,3\n")
    with pytest.raises(EngineError, match="has no column to learn from"):
        read_csv(path)
    assert str(preview(path).columns[0].why) == "mixes percentages and plain numbers"
    same = read_csv(
        write(tmp_path, "x,y\n15%,1\n ,2\n20%,3\n"), Options().with_column("x", fill="drop")
    )
    assert same.data.table.columns["x"].tolist() == [15.0, 20.0]


@pytest.mark.parametrize(
    ("column", "task"),
    [
        ("yes,no,yes", "classification"),
        ("0,1,1", "classification"),
        ("200,400,600", "regression"),
        ("0.5,1,1.5", "regression"),
    ],
)
def test_task(tmp_path: Path, column: str, task: str) -> None:
    rows = "".join(f"{i},{cell}\n" for i, cell in enumerate(column.split(",")))
    assert read_csv(write(tmp_path, f"x,y\n{rows}")).data.task == task


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "own.csv: is empty"),
        ("\n \n", "own.csv: is empty"),
        ("x,y\n", "own.csv: has a header but no rows"),
        ("x,y\n1,2\n", "has one row, at least two are needed"),
        ("x\n1\n2\n", "own.csv: has one column only"),
        ("x,y\n1,2\n3\n", "own.csv, line 3: has 1 cells, but the first row has 2"),
        ("y,x\n1,2\ntall,3\n4,5\n", "own.csv, line 3, column y: must be a number, got 'tall'"),
        ("y,x\n1,2\n,3\n4,5\n", "own.csv, line 3, column y: is an empty cell"),
        ("y,x\n1,2\ninf,3\n4,5\n", "line 3, column y: must be a finite number, got 'inf'"),
        ("x,y\n1,2\n2,NaN\n4,5\n", "line 3, column y: stands for no value: 'NaN'"),
        ("x,y\n1,a\n2,a\n", "has no column to learn from"),
        ("x,y\na,1\nb,2\n", "has no column to learn from"),
        ('x,y\n1,"2\n3,4\n', "own.csv, line 3: is not a table"),
        (b"\x00\x01\x02\xff", "own.csv: is not a text file"),
        (b"x,y\n1,2\n\x003,4\n", "own.csv: is not a text file"),
    ],
)
def test_bad_files(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(EngineError) as caught:
        read_csv(write(tmp_path, content))
    assert message in str(caught.value)
    assert "own.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="is a folder"):
        read_csv(tmp_path)
    with pytest.raises(EngineError, match="no such file"):
        read_csv(tmp_path / "nowhere.csv")


@given(content=st.binary(max_size=200) | st.text(alphabet="01.,;\t\n\"'ax-e", max_size=200))
def test_anything_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    path = write(tmp_path_factory.mktemp("any"), content)
    try:
        experiment = read_csv(path)
    except EngineError as error:
        assert "\n" not in str(error)
    else:
        experiment.check()


@given(
    rows=st.lists(
        st.tuples(st.floats(-1e30, 1e30), st.floats(-1e30, 1e30)), min_size=2, max_size=30
    )
)
def test_numbers_survive(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, float]]
) -> None:
    text = "x,y\n" + "".join(f"{x!r},{y!r}\n" for x, y in rows)
    try:
        data = read_csv(write(tmp_path_factory.mktemp("any"), text)).data
    except EngineError as error:
        same = len({x for x, _ in rows}) == 1 or len({y for _, y in rows}) == 1
        assert same or "one class" in str(error)
        return
    assert np.array_equal(data.table.columns["x"], [x for x, _ in rows])
    assert np.array_equal(data.table.columns["y"].astype(float), [y for _, y in rows])


@pytest.mark.parametrize(
    ("text", "column", "unsure"),
    [
        ('n,y\n"1,000",2\n"2,500",3\n', [1000, 2500], ""),
        ('n,y\n"1,000",2\n"1,234,567",3\n', [1000, 1_234_567], ""),
        ('n,y\n"$1,000",2\n"-$2,500",3\n', [1000, -2500], ""),
        ('n,y\n"3,14",2\n"2,500",3\n', [3.14, 2.5], ""),
        ('n,y\n"1,000",2.5\n"2,500",3.5\n', [1000, 2500], ""),
        ("n\ty\n1,234,567\t2\n2,500\t3\n", [1_234_567, 2500], ""),
        ("n\ty\n1,234\t2.5\n2,500\t3.5\n", [1234, 2500], ""),
        ("n\ty\n0,234\t2\n2,500\t3\n", [0.234, 2.5], ""),
        ("n\ty\n1,234\t2\n2,500\t3\n", [1.234, 2.5], "1,234"),
        ("n;y\n1,234;2\n2,500;3\n", [1.234, 2.5], "1,234"),
        ("n;y\n1.234;2\n2.500;3\n", [1.234, 2.5], "1.234"),
        ("n;y\n1.234;2\n2.500,5;3\n", [1234, 2500.5], ""),
        ("n;y\n1.234.567;2\n2.500;3\n", [1_234_567, 2500], ""),
        ("n;y\n3,5%;2\n2,25%;3\n", [3.5, 2.25], ""),
        ("n,y\n1.234,2\n2.500,3\n", [1.234, 2.5], ""),
        ("n\ty\n" + 300 * "1,234\t2\n" + "1,234,567\t3\n", [1234, 1234], ""),
    ],
)
def test_thousands_and_decimals(
    tmp_path: Path, text: str, column: list[float], unsure: str
) -> None:
    path = write(tmp_path, text)
    found = preview(path)
    assert [float(row[0]) for row in found.rows[:2]] == column
    asked = [str(question.text) for question in found.questions if question.id == "decimal"]
    assert len(asked) == bool(unsure)
    assert unsure in "".join(asked)
    assert read_table(path, found.options).columns["n"][:2].tolist() == column
    if unsure:
        with pytest.raises(EngineError, match=f"own.csv: {unsure} may have thousands or decimals"):
            read_csv(path)
    else:
        assert read_table(path).columns["n"][:2].tolist() == column


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_decimal_commas_without_a_header(tmp_path: Path, delimiter: str) -> None:
    table = read_table(write(tmp_path, f"1,5{delimiter}2,25\n3,5{delimiter}4,5\n"))
    assert table.matrix(table.names).tolist() == [[1.5, 2.25], [3.5, 4.5]]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=20))
def test_thousands_survive(tmp_path_factory: pytest.TempPathFactory, values: list[int]) -> None:
    text = "n,y\n" + "".join(f'"{value:,}",{place}.5\n' for place, value in enumerate(values))
    table = read_table(write(tmp_path_factory.mktemp("any"), text))
    assert table.columns["n"].tolist() == values


def test_nothing_stands_for_what_is_predicted(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b,y\n1,,2\n3,4,\n5,6,7\n6,8,9\n7,3,1\n")
    table = read_table(path)
    assert table.columns["y"].tolist() == [2, 7, 9, 1]
    assert table.columns["b"].tolist() == [5, 6, 8, 3]  # of all rows, with the one left out
    found = preview(path)
    assert [column.fill for column in found.columns] == [None, "median", "drop"]
    assert found.left_out_total == 1
    assert str(found.left_out[0].reason).startswith("line 3, column y: is an empty cell")
    assert found.rows[0] == ("1", "", "2")  # as it stands there
    chosen = read_csv(path, Options().with_column("b", role="target")).data
    assert chosen.features == ("a", "y")
    assert chosen.table.columns["b"].tolist() == [4, 6, 8, 3]
    assert chosen.table.columns["y"].tolist() == [4.5, 7, 9, 1]


@pytest.mark.parametrize(
    "text",
    [
        "이름,값\n똠방,1\n펲시,2\n", "키,몸무게\n1,2\n", "값,y\n1,2\n", "x,형\n1,A형\n2,B형\n",
        "x,y\n1,햏햏\n2,뷁\n3,가\n", "온도(℃),넓이(㎡)\n1,2\n", "x,y\n1,자이\n2,이리\n",
        "x,y\n1,네\n2,아니오\n", "李 선생,y\n1,2\n", "x,y\n1,A이\n2,B가\n", "쀍,y\n1,똠방각하\n",
    ],
)  # fmt: skip
def test_small_korean_files(text: str) -> None:
    assert guess_encoding(text.encode("cp949")) in ("cp949", "euc-kr")


@pytest.mark.parametrize(
    "word",
    [
        "café", "Müller", "naïve", "élève", "façade", "größe", "Ärger", "Ångström", "Århus",
        "ação", "AÇÃO", "SÃO", "São", "T °C", "µm", "m²", "don’t", "“Hello”", "¿Qué?", "¡Él", "§ 5",
        "ÄÖÜß", "äöüß", "£5", "3½ l", "±0.5", "Çelik", "l’été", "“Été”", "ÉÈ", "naïveté",
        "Äpfel", "Öl", "Übung", "Ægir", "«École»", "São Tomé", "coração", "CORAÇÃO", "Nação",
        "jusqu’à", "Áður", "HEITTÄÄ",
        "Ñandú", "El Niño", "crème brûlée", "€", "1–2", "À",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["{},y\n1,2\n", "x,y\n1,{}\n2,b\n", "x {} z;y\n1;2\n"])
def test_small_latin_files(word: str, form: str) -> None:
    text = form.format(word)
    content = text.encode("cp1252")
    assert content.decode(guess_encoding(content)) == text


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1월", "2월", "3월"], [1, 2, 3]),
        (["2,020년", "2,021년", "2,022년"], [2020, 2021, 2022]),
        (["1.5 km", "-2 km", "3 km"], [1.5, -2, 3]),
        (["20°C", "21°C", "25.5°C"], [20, 21, 25.5]),
    ],
)
def test_numbers_with_one_unit(tmp_path: Path, cells: list[str], values: list[float]) -> None:
    rows = "".join(f'"{cell}",{place * place}\n' for place, cell in enumerate(cells))
    table = read_table(write(tmp_path, f"a,y\n{rows}"))
    assert table.columns["a"].tolist() == values


@pytest.mark.parametrize("cells", [["90 min", "1 season", "2 min"], ["5A", "7B", "9A"]])
def test_different_units_are_no_numbers(tmp_path: Path, cells: list[str]) -> None:
    rows = "".join(f"{cell},{place}\n" for place, cell in enumerate(cells))
    assert preview(write(tmp_path, f"a,y\n{rows}")).columns[0].kind == "text"


def test_truths_with_a_gap_are_still_truths(tmp_path: Path) -> None:
    path = write(tmp_path, "x,smoker,y\n1,true,5\n2,,6\n3,false,7\n4,true,9\n")
    (found,) = (column for column in preview(path).columns if column.name == "smoker")
    assert (found.kind, found.gaps) == ("number", 1)


@pytest.mark.parametrize("cell", ["25:00", "12:60", "12:30:61"])
def test_what_no_clock_shows_is_no_time_of_day(tmp_path: Path, cell: str) -> None:
    kinds = [
        preview(write(tmp_path, f"t,y\n09:30,1\n{other},2\n17:45,3\n")).columns[0].kind
        for other in ("12:15", cell)
    ]
    assert kinds == ["number", "text"]
