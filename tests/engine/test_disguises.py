"""Tables in other clothes: packed, wrapped, hidden, merged, in old encodings; each is named."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import math
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

from engine.errors import EngineError
from engine.files import Options, preview, read, read_table
from engine.files.encodings import decoded
from engine.files.records import _cell
from engine.files.source import Preview
from tests.teaching import book

TEXT = b"x,y\n1,2\n3,4\n5,7\n"


def found(folder: Path, name: str, content: bytes | str, **options: Any) -> Preview:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return preview(path, Options(**options))


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("_dot_", "."), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv.bz2", bz2.compress(TEXT)),
        ("t.csv.xz", lzma.compress(TEXT)),
        ("t.zip", zipped(readme_dot_md=b"hello", t_dot_csv=TEXT)),
        ("t.xls", TEXT.replace(b",", b"\t")),
        (
            "t.html",
            b"<p>a</p><table><tr><th>x<th>y<tr><td>1<td>2<tr><td>3<td>4<tr><td>5<td>7</table>",
        ),
        ("t.jsonl", b'{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n{"x": 5, "y": 7}\n'),
    ],
)
def test_packed_and_disguised(tmp_path: Path, name: str, content: bytes) -> None:
    preview = found(tmp_path, name, content)
    assert (preview.names, preview.kept, preview.target) == (("x", "y"), 3, "y")
    assert read(tmp_path / name).title == "t"


def test_several_tables_in_one_file_are_all_offered(tmp_path: Path) -> None:
    content = zipped(one_dot_csv=TEXT, two_dot_csv=b"a,b\n1,2\n2,5\n")
    assert found(tmp_path, "t.zip", content).sheets == ("one.csv", "two.csv")
    assert found(tmp_path, "t.zip", content, sheet="two.csv").names == ("a", "b")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.gz", b"\x1f\x8b\x08 broken", "is damaged"),
        ("t.zip", zipped(picture_dot_png=b"x"), "has no table in it"),
        ("t.zip", zipped(t_dot_csv=b""), "t.csv in it is empty"),
    ],
)
def test_packed_files_without_a_table(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        found(tmp_path, name, content)


ROWS = [{"x": 1, "y": 2}, {"x": 3, "y": 4}, {"x": 5, "y": 7}]


@pytest.mark.parametrize(
    "document",
    [
        {"data": ROWS},
        {"meta": {"count": 3}, "results": ROWS},
        {"response": {"body": {"items": ROWS}}},
        {"columns": ["x", "y"], "index": [0, 1, 2], "data": [[1, 2], [3, 4], [5, 7]]},
        {"x": {"0": 1, "1": 3, "2": 5}, "y": {"0": 2, "1": 4, "2": 7}},
        {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 4}, "c": {"x": 5, "y": 7}},
        {"type": "FeatureCollection", "features": [{"properties": row} for row in ROWS]},
        {"x": [1, 3, 5], "y": [2, 4, 7]},
        {"empty": [], "numbers": [1, 2], "rows": ROWS},
        {"schema": {"fields": []}, "data": ROWS},
        {"page": {"x": {"0": 1, "1": 3, "2": 5}, "y": {"0": 2, "1": 4, "2": 7}}},
    ],
)
def test_wrapped_records(tmp_path: Path, document: Any) -> None:
    preview = found(tmp_path, "t.json", json.dumps(document))
    assert (preview.names, preview.total, preview.target) == (("x", "y"), 3, "y")


def test_rows_in_one_list_of_a_document_have_no_names(tmp_path: Path) -> None:
    rows = [[1, 2], [3, 4], [5, 7]]
    assert found(tmp_path, "t.json", json.dumps({"rows": rows, "page": 1})).names == ("x1", "x2")
    for document in ({"a": rows, "b": rows}, {"a": ROWS, "b": ROWS}, {"a": [], "b": 3}, {}):
        with pytest.raises(EngineError):
            found(tmp_path, "t.json", json.dumps(document))


def test_the_row_names_of_pandas_are_no_feature(tmp_path: Path) -> None:
    schema = {"fields": [], "primaryKey": ["x"]}
    text = json.dumps({"schema": schema, "data": ROWS})
    roles = {c.name: c.role for c in found(tmp_path, "t.json", text).columns}
    assert roles["x"] == "ignored"


def test_numbers_beyond_all_floats_are_infinite_with_their_sign() -> None:
    assert (_cell(10**400, ""), _cell(-(10**400), "")) == (math.inf, -math.inf)
    assert (_cell(True, ""), _cell(" a ", ""), _cell(2, ""), _cell(None, "")) == (
        "true", "a", 2.0, None
    )  # fmt: skip


def test_objects_in_records_are_flattened(tmp_path: Path) -> None:
    rows = [{"y": n, "size": {"w": n * n, "h": 2 * n}} for n in range(4)]
    assert found(tmp_path, "t.json", json.dumps(rows)).names == ("y", "size.w", "size.h")


def test_hidden_sheets_come_last(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name in ("secret", "table"):
            sheet = made.add_worksheet(name)
            for row, cells in enumerate([["x", "y"], [1, 2], [3, 4]]):
                sheet.write_row(row, 0, cells)
            if name == "secret":
                sheet.hide()
            else:
                sheet.activate()
    assert preview(path).sheets == ("table", "secret")
    assert preview(path).options.sheet == "table"


def test_a_merged_cell_stands_for_all_that_it_covers(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["group", "x", "y"]]
    rows += [["a" if n % 3 == 0 else None, n, 2 * n] for n in range(12)]
    spans = [f"A{start}:A{start + 2}" for start in (2, 5, 8, 11)]
    path = tmp_path / "t.xlsx"
    path.write_bytes(book(("one", rows), merges=spans))
    assert read_table(path).columns["group"].tolist() == ["a"] * 12


def test_errors_in_cells_are_gaps(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n}\n" for n in range(30))
    preview = found(tmp_path, "t.csv", f"x,y\n{rows}#DIV/0!,5\n")
    assert (preview.columns[0].kind, preview.columns[0].gaps) == ("number", 1)
    assert "stands for no value: '#DIV/0!'" in str(preview.left_out[0].reason)


def parquet(**columns: Sequence[Any]) -> bytes:
    buffer = io.BytesIO()
    polars.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


def test_a_map_in_parquet_is_told_and_left_out(tmp_path: Path) -> None:
    preview = found(
        tmp_path, "t.parquet", parquet(geometry=[b"\x01", b"\x02"], x=[1.0, 2.0], y=[2.0, 5.0])
    )
    (geometry,) = [column for column in preview.columns if column.name == "geometry"]
    assert str(geometry.why).startswith("holds shapes of a map")
    assert read_table(tmp_path / "t.parquet").names == ("x", "y")


def test_truth_and_time_in_parquet(tmp_path: Path) -> None:
    import datetime

    days = [datetime.date(1970, 1, 2), datetime.date(1970, 2, 1), datetime.date(1971, 1, 1)]
    found(tmp_path, "t.parquet", parquet(day=days, on=[True, False, True], y=[1.0, 2.0, 4.0]))
    data = read(tmp_path / "t.parquet").data
    assert data.table.columns["day"].tolist() == [1.0, 31.0, 365.0]
    assert data.table.columns["on"].tolist() == [1.0, 0.0, 1.0]
    assert dict(data.kinds) == {"day": "date"}


def test_images_become_pixels_or_are_named(tmp_path: Path) -> None:
    path = tmp_path / "images.npz"
    images = np.arange(4 * 3 * 3).reshape(4, 3, 3)
    np.savez(path, x=images, y=np.array([0, 1, 0, 1]))
    table = read_table(path)
    assert len(table.names) == 10
    np.testing.assert_array_equal(table.matrix(table.names[:9]), images.reshape(4, 9))
    np.savez(path, x=np.zeros((2, 64, 64)), y=np.array([0, 1]))
    with pytest.raises(EngineError, match="holds images of 64 × 64 pixels"):
        read_table(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(EngineError, match="is no file but a device or a pipe"):
        preview(tmp_path / "pipe.csv")


TEXTS = {
    "shift_jis": "番号,名前,身長\n1,山田太郎,170\n2,鈴木花子,160\n3,たかし,155\n",
    "euc-jp": "番号,名前,身長\n1,山田太郎,170\n2,鈴木花子,160\n3,たかし,155\n",
    "gb18030": "姓名,身高,体重\n张三,170,60\n李四,165,55\n王小明,180,75\n城市,北京,上海\n",
    "big5": "姓名,身高,體重\n張三,170,60\n李四,165,55\n王小明,180,75\n臺北,高雄,1\n",
    "cp1251": "имя,рост,вес\nИван,170,60\nМария,165,55\n",
    "koi8-r": "имя,рост,вес\nИван,170,60\nМария,165,55\n",
    "cp1250": "jméno,výška,váha\nŽofie,170,60\nJiří,165,55\nčeština,řeka,žlutý\n",
    "cp1252": "prénom,größe\nélève,1\nfaçade,2\nMünchen,3\nÉtat-major,4\nlycée,5\n",
    "cp1253": "όνομα,ύψος\nΓιώργος,170\nΜαρία,165\n",
    "cp1254": "şehir,nüfus\nİstanbul,15\nİzmir,4\nEskişehir,1\nMuğla,1\n",
    "euc-kr": "이름,키\n홍길동,170\n김철수,165\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_old_encodings(encoding: str) -> None:
    told = decoded(TEXTS[encoding].encode(encoding), None)
    assert told.text == TEXTS[encoding]
    assert told.encoding == encoding


def test_doubt_about_an_encoding_is_asked(tmp_path: Path) -> None:
    preview = found(tmp_path, "t.csv", TEXTS["shift_jis"].encode("shift_jis"))
    assert [question.id for question in preview.questions] == ["encoding"]
    assert "cp949" in preview.doubtful


@pytest.mark.parametrize(
    ("cells", "days", "asked"),
    [
        (["13/01/1970", "02/01/1970", "03/02/1970"], [12, 1, 33], False),
        (["01/13/1970", "01/02/1970", "02/03/1970"], [12, 1, 33], False),
        (["05/02/1970", "03/01/1970", "06/03/1970", "04/04/1970"], None, True),
        (["1970년 1월 2일", "1970년 2월 1일", "1970년 2월 2일"], [1, 31, 32], False),
        (["1970. 1. 2.", "1970. 2. 1.", "1970. 2. 2."], [1, 31, 32], False),
        (["2 Jan 1970", "1 Feb 1970", "2 Feb 1970"], [1, 31, 32], False),
        (["1970-01", "1970-02", "1970-03"], [0, 31, 59], False),
        (["1970-01-02T12:00:00Z", "1970-01-02T12:00:00+12:00", "1970-01-03"], [1.5, 1, 2], False),
        (["19700102", "19700201", "19700202"], [1, 31, 32], False),
    ],
)
def test_days(tmp_path: Path, cells: list[str], days: list[float] | None, asked: bool) -> None:
    rows = "".join(f"{cell},{place * place}\n" for place, cell in enumerate(cells))
    preview = found(tmp_path, "t.csv", f"date,y\n{rows}")
    assert preview.columns[0].kind == "date"
    assert [question.id for question in preview.questions] == ["dates"] * asked
    if days is not None:
        assert read_table(tmp_path / "t.csv").columns["date"].tolist() == days
    else:
        chosen = read_table(tmp_path / "t.csv", Options(day_first=True)).columns["date"]
        assert chosen.tolist() == [35.0, 2.0, 64.0, 93.0]


def test_skipped_lines_and_a_chosen_header(tmp_path: Path) -> None:
    text = "a,b\n1,2\n3,4\nc,d\n5,6\n7,8\n"
    assert found(tmp_path, "t.csv", text, skip=3).names == ("c", "d")
    assert found(tmp_path, "t.csv", text, header=4).total == 2
    problem = found(tmp_path, "t.csv", text.replace("c,d", ""), header=4).problem
    assert "is empty in line 4" in str(problem)


def test_columns_that_look_alike_stay_two(tmp_path: Path) -> None:
    text = "\u110f\u1175,키,ｘ,x,y\n" + "".join(
        f"{n},{n * n},{2 * n},{3 * n},{n}\n" for n in range(5)
    )
    names = found(tmp_path, "t.csv", text).names
    assert names == ("키", "키_2", "ｘ", "x_2", "y")


def test_days_times_and_truth_in_a_workbook(tmp_path: Path) -> None:
    import datetime

    import xlsxwriter

    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        day, clock = (
            made.add_format({"num_format": "yyyy-mm-dd"}),
            made.add_format({"num_format": "hh:mm"}),
        )
        sheet.write_row(0, 0, ["day", "time", "on", "y"])
        for row in range(12):
            sheet.write_datetime(row + 1, 0, datetime.datetime(1970, 1, 1 + row), day)
            sheet.write_datetime(row + 1, 1, datetime.time(row, 30), clock)
            sheet.write_boolean(row + 1, 2, row % 2 == 0)
            sheet.write_number(row + 1, 3, row * row)
    data = read(path).data
    assert data.features == ("day", "time", "on")
    assert data.table.columns["day"].tolist() == [float(row) for row in range(12)]
    assert data.table.columns["time"].tolist() == [row + 0.5 for row in range(12)]
    assert data.table.columns["on"].tolist() == [1.0, 0.0] * 6
