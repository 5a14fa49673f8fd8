"""Files as learners have them, good and malformed, each with what must come of it.

A file that is read stands with its rows, its columns' names and the first value of its last column;
one that is refused stands with a part of the sentence that says so.
"""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import polars


@dataclass(frozen=True, slots=True)
class Read:
    """The table that a file holds."""

    rows: int
    names: tuple[str, ...]
    last: float | str


Outcome = Read | str
Content = bytes | Callable[[], bytes]
XY = ("x", "y")
TWO = Read(2, XY, 2.0)
DAMAGED = "is damaged, or not of the kind that its name says"


def text(content: str, encoding: str = "utf-8") -> bytes:
    return content.encode(encoding)


def frame(**columns: list[Any]) -> polars.DataFrame:
    return polars.DataFrame(columns)


def excel(table: polars.DataFrame, *more: polars.DataFrame) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for place, one in enumerate((table, *more), start=1):
            sheet = book.add_worksheet(f"sheet {place}")
            for column, name in enumerate(one.columns):
                sheet.write(0, column, name)
                sheet.write_column(1, column, one[name].to_list())
    return buffer.getvalue()


def far_corner() -> bytes:
    """One cell at the first place and one at the last: 17 billion cells between them."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 2)
    return buffer.getvalue()


def parquet(table: polars.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()


def parquet_bomb() -> bytes:
    """A hundred million equal numbers take next to nothing in the file."""
    buffer = io.BytesIO()
    polars.LazyFrame().select(
        x=polars.repeat(1, 25_000_000, dtype=polars.Int8),
        y=polars.repeat(2, 25_000_000, dtype=polars.Int8),
    ).collect().write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def long_words() -> bytes:
    """A text of a thousand letters, a million times."""
    return parquet(
        frame(x=["a" * 1000]).select(polars.col("x").repeat_by(1_000_000)).explode("x")
        .with_columns(y=polars.lit(1.0))
    )  # fmt: skip


def npy(array: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, **options)
    return buffer.getvalue()


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def large_claim() -> bytes:
    """A header that claims eight terabytes."""
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }".ljust(117)
    return b"\x93NUMPY\x01\x00\x76\x00" + header.encode() + b"\n" + b"\0" * 64


def zip_of(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def npz_bomb() -> bytes:
    """Two gigabytes of noughts in two megabytes."""
    buffer = io.BytesIO()
    packed = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED)
    with packed, packed.open("x.npy", "w", force_zip64=True) as part:
        part.write(large_claim()[:128])
        for _ in range(32):
            part.write(bytes(10_000_000))
    return buffer.getvalue()


def ods(rows: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="one">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_of(
        mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
        content_dot_xml=content.encode(),
        **{"META-INF__manifest_dot_xml": MANIFEST},
    )


MANIFEST = (
    b'<?xml version="1.0"?><manifest:manifest '
    b'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    b'<manifest:file-entry manifest:full-path="/" '
    b'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    b"</manifest:manifest>"
)


def ods_cell(value: float | str, extra: str = "") -> str:
    kind = "float" if not isinstance(value, str) else "string"
    number = f' office:value="{value}"' if kind == "float" else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{number}{extra}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods_rows(*rows: tuple[float | str, ...]) -> str:
    return "".join(
        f"<table:table-row>{''.join(ods_cell(value) for value in row)}</table:table-row>"
        for row in rows
    )


ODS_BOMB = (
    '<table:table-row table:number-rows-repeated="1048576">'
    + ods_cell(1.0, ' table:number-columns-repeated="16384"')
    + "</table:table-row>"
)
TALL = frame(x=[1.0, 2.0], y=[2.0, 4.0])
WORDS = frame(x=[1.0, 2.0], kind=["a", "b"])

CORPUS: dict[str, tuple[Content, Outcome]] = {
    # ---- text that is read
    "comma.csv": (text("x,y\n1,2\n3,4\n"), TWO),
    "semicolon.csv": (text("x;y\n1;2\n3;4\n"), TWO),
    "tab.tsv": (text("x\ty\n1\t2\n3\t4\n"), TWO),
    "pipe.txt": (text("x|y\n1|2\n3|4\n"), TWO),
    "spaces.data": (text("x y\n1   2\n3  4\n"), TWO),
    "windows.csv": (text("x,y\r\n1,2\r\n3,4\r\n"), TWO),
    "old-mac.csv": (text("x,y\r1,2\r3,4\r"), TWO),
    "no-newline-at-the-end.csv": (text("x,y\n1,2\n3,4"), TWO),
    "blank-lines.csv": (text("\n\nx,y\n\n1,2\n\n3,4\n\n"), TWO),
    "trailing-delimiter.csv": (text("x,y,\n1,2,\n3,4,\n"), TWO),
    "spaces-around.csv": (text(" x , y \n 1 , 2 \n 3 , 4 \n"), TWO),
    "sep.csv": (text("sep=;\nx;y\n1;2\n3;4\n"), TWO),
    "sep-of-a-comma.csv": (text("SEP=,\r\nx,y\r\n1,2\r\n3,4\r\n"), TWO),
    "sep-in-quotes.csv": (text('"sep=|"\nx|y\n1|2\n3|4\n'), TWO),
    "sep-of-a-tab.csv": (text("sep=\t\nx\ty\n1\t2\n3\t4\n", "utf-16"), TWO),
    "sep-with-decimal-commas.csv": (text("sep=;\n1,5;2,0\n3,5;4,5\n"), Read(2, ("x1", "y"), 2.0)),
    "sep-and-a-gap.csv": (
        text("sep=;\nx;y\n1;2\n3;\n4;5\n"), "line 4, column y: is an empty cell"
    ),
    "only-sep.csv": (text("sep=;\n"), "is empty"),
    "comment.csv": (text("# made by hand\nx,y\n1,2\n3,4\n"), TWO),
    "quoted.csv": (text('"x","y"\n"1","2"\n"3","4"\n'), TWO),
    "newline-in-quotes.csv": (text('x,kind\n1,"a\nb"\n2,c\n'), Read(2, ("x", "kind"), "a\nb")),
    "delimiter-in-quotes.csv": (text('x;kind\n1;"a;b"\n2;c\n'), Read(2, ("x", "kind"), "a;b")),
    "quotes-in-quotes.csv": (
        text('x,kind\n1,"say ""a"""\n2,c\n'), Read(2, ("x", "kind"), 'say "a"')
    ),
    "quote-in-the-middle.csv": (text('x,kind\n1,a"b\n2,c\n'), Read(2, ("x", "kind"), 'a"b')),
    "empty-column.csv": (text("x,z,y\n1,,2\n3,,4\n"), TWO),
    "gap-filled.csv": (text("y,x\n1,2\n3,\n4,5\n"), Read(3, ("y", "x"), 2.0)),
    "no-header.csv": (text("1,2\n3,4\n"), Read(2, ("x1", "y"), 2.0)),
    "decimal-comma.csv": (text("x;y\n1,5;2,25\n3;4\n"), Read(2, XY, 2.25)),
    "german-thousands.csv": (text("x;y\n1,5;1.234,5\n3;4\n"), Read(2, XY, 1234.5)),
    "thousands.csv": (text('x,y\n1,"1,234,567.5"\n3,4\n'), Read(2, XY, 1234567.5)),
    "money-and-per-cent.csv": (text("x,y\n12%,$5\n3%,₩7\n"), Read(2, XY, 5.0)),
    "true-minus.csv": (text("x,y\n1,−2\n3,4\n"), Read(2, XY, -2.0)),
    "exponents.csv": (text("x,y\n1e3,2E-2\n3,4\n"), Read(2, XY, 0.02)),
    "duplicate-names.csv": (text("x,x\n1,2\n3,4\n"), Read(2, ("x", "x_2"), 2.0)),
    "empty-name.csv": (text("x,,y\n1,5,2\n3,6,4\n"), Read(2, ("x", "column 2", "y"), 2.0)),
    "dates.csv": (text("day,y\n1970-01-02,2\n1970-01-03,4\n"), Read(2, ("day", "y"), 2.0)),
    "utf-8-with-mark.csv": (text("키,y\n1,2\n3,4\n", "utf-8-sig"), Read(2, ("키", "y"), 2.0)),
    "utf-16.csv": (text("키,y\n1,2\n3,4\n", "utf-16"), Read(2, ("키", "y"), 2.0)),
    "utf-16-without-mark.csv": (text("x,y\n1,2\n3,4\n", "utf-16-le"), TWO),
    "utf-16-big.csv": (b"\xfe\xff" + text("x,y\n1,2\n3,4\n", "utf-16-be"), TWO),
    "utf-32.csv": (text("x,y\n1,2\n3,4\n", "utf-32"), TWO),
    "cp949.csv": (
        text("키,몸무게\n166,58.7\n176,75.7\n", "cp949"), Read(2, ("키", "몸무게"), 58.7)
    ),
    "euc-kr.csv": (text("이름,점수\n1,2\n3,4\n", "euc-kr"), Read(2, ("이름", "점수"), 2.0)),
    "latin-1.csv": (
        text("größe,prénom\n1,\xe9l\xe8ve\n2,fa\xe7ade\n", "latin-1"),
        Read(2, ("größe", "prénom"), "élève"),
    ),
    "emoji.csv": (text("x,kind\n1,🌱\n2,🌳\n"), Read(2, ("x", "kind"), "🌱")),
    "words-only.csv": (text("a,b\nred,blue\ngreen,red\n"), Read(2, ("a", "b"), "blue")),
    "one-row.csv": (text("x,y\n1,2\n"), Read(1, XY, 2.0)),
    "one-column.csv": (text("x\n1\n2\n"), Read(2, ("x",), 1.0)),
    "long-cell.csv": (
        text(f"x,kind\n1,{'a' * 100_000}\n2,b\n"), Read(2, ("x", "kind"), "a" * 100_000)
    ),
    # ---- text that is refused
    "ragged-short.csv": (text("x,y\n1,2\n3\n"), "line 3: has 1 cells, but the first row has 2"),
    "ragged-long.csv": (text("x,y\n1,2,3\n3,4\n"), "line 2: has 3 cells"),
    "lone-quote.csv": (text('x,y\n1,"2\n3,4\n'), "line 3: is not a table"),
    "nul.csv": (b"x,y\n1,2\n\x003,4\n", "is not a text file"),
    "noise.csv": (bytes(range(256)), "is not a text file"),
    "mixed-encodings.csv": (text("키,y\n") + b"1,\xff\xfe\xfa\n", "line 2"),
    "empty.csv": (b"", "is empty"),
    "only-a-mark.csv": (b"\xef\xbb\xbf", "is empty"),
    "only-blanks.csv": (b"\n \n\t\n", "is empty"),
    "header-only.csv": (text("x,y\n"), "has a header but no rows"),
    "empty-cell.csv": (text("y,x\n1,2\n,3\n4,5\n"), "line 3, column y: is an empty cell"),
    "nan-spellings.csv": (text("y,x\n1,2\nNA,3\n4,5\n"), "line 3, column y: stands for no value"),
    "missing-in-korean.csv": (text("y,x\n1,2\n결측,3\n4,5\n"), "line 3, column y"),
    "infinity.csv": (text("y,x\n1,2\ninf,3\n4,5\n"), "line 3, column y: must be a finite number"),
    "word-among-numbers.csv": (text("y,x\n1,2\ntall,3\n4,5\n"), "must be a number, got 'tall'"),
    "10000-columns.csv": (text(",".join(["1"] * 10_001) + "\n"), "more than 10,000 columns"),
    "very-long-cell.csv": (text(f"x,y\n1,{'2' * 200_000}\n"), "line 2: is not a table"),
    "renamed-workbook.csv": (partial(excel, TALL), "looks like a workbook"),
    "renamed-picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(50), "looks like a picture"),
    "renamed-gzip.csv": (gzip.compress(b"x,y\n1,2\n"), "looks like a packed file"),
    "renamed-pickle.csv": (pickle.dumps([1, 2], 4), "looks like a Python pickle"),
    # ---- workbooks
    "book.xlsx": (partial(excel, TALL), TWO),
    "words.xlsx": (partial(excel, WORDS), Read(2, ("x", "kind"), "a")),
    "first-sheet-empty.xlsx": (lambda: excel(polars.DataFrame(), TALL), TWO),
    "gap.xlsx": (
        partial(excel, frame(y=[1.0, None, 3.0], x=[2.0, 3.0, 4.0])), "row 3, column y: is an empty"
    ),
    "renamed-text.xlsx": (text("x,y\n1,2\n3,4\n"), TWO),
    "renamed-words.xlsx": (text("no table at all\n"), DAMAGED),
    "truncated.xlsx": (lambda: excel(TALL)[:2000], DAMAGED),
    "far-corner.xlsx": (far_corner, "has more than 10,000 columns"),
    "no-workbook.xlsx": (partial(zip_of, a_dot_txt=b"hello"), DAMAGED),
    "empty-book.xlsx": (lambda: excel(polars.DataFrame()), "is empty"),
    "book.ods": (partial(ods, ods_rows(("x", "y"), (1.0, 2.0), (3.0, 4.0))), TWO),
    "repeated.ods": (partial(ods, ODS_BOMB), "has more than"),
    "noise.xls": (b"\xd0\xcf\x11\xe0" + bytes(5000), DAMAGED),
    # ---- Parquet
    "table.parquet": (partial(parquet, TALL), TWO),
    "words.parquet": (partial(parquet, WORDS), Read(2, ("x", "kind"), "a")),
    "gap.parquet": (
        partial(parquet, frame(y=[1.0, None, 2.0], x=[1.0, 2.0, 3.0])), "row 2, column y: is an"
    ),
    "lists.parquet": (partial(parquet, frame(x=[[1.0], [2.0]], y=[1.0, 2.0])), "holds List"),
    "truncated.parquet": (lambda: parquet(TALL)[:-20], DAMAGED),
    "text.parquet": (text("x,y\n1,2\n"), DAMAGED),
    "bomb.parquet": (parquet_bomb, "has more than 20,000,000 cells"),
    "long-words.parquet": (long_words, "has too much text"),
    # ---- JSON
    "records.json": (text('[{"x": 1, "y": 2}, {"x": 3, "y": 4}]'), TWO),
    "columns.json": (text('{"x": [1, 3], "y": [2, 4]}'), TWO),
    "lines.jsonl": (text('{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n'), TWO),
    "rows.json": (text("[[1, 2], [3, 4]]"), Read(2, ("x1", "x2"), 2.0)),
    "missing-key.json": (
        text('[{"x": 1, "y": 2}, {"x": 3}, {"x": 4, "y": 5}]'), "row 2, column y: is an empty cell"
    ),
    "nested.json": (text('[{"x": 1, "y": [2]}]'), "row 1, column y: must be a number or text"),
    "broken.jsonl": (text('{"x": 1, "y": 2}\n{"x": 3'), "is not JSON"),
    "deep.json": (b"[" * 100_000, "is not JSON"),
    "huge-number.json": (
        text('[{"x": 1, "y": 1' + "0" * 400 + '}, {"x": 2, "y": 2}, {"x": 3, "y": 4}]'), "must be"
    ),
    # ---- NumPy
    "matrix.npy": (partial(npy, np.array([[1.0, 2.0], [3.0, 4.0]])), Read(2, ("x1", "y"), 2.0)),
    "fields.npy": (
        partial(npy, np.array([(1, 2.0), (3, 4.0)], "i4,f8")), Read(2, ("f0", "f1"), 2.0)
    ),
    "pickled.npy": (
        partial(npy, np.array([{}, []], dtype=object), allow_pickle=True), "holds Python objects"
    ),
    "gap.npy": (
        partial(npy, np.array([[1.0, np.nan], [3.0, 4.0], [5.0, 7.0]])),
        "row 1, column y: is an empty cell",
    ),
    "truncated.npy": (lambda: npy(np.ones((9, 9)))[:-8], "is damaged"),
    "large-claim.npy": (large_claim, "is damaged"),
    "three-dimensions.npy": (partial(npy, np.ones((2, 2, 2))), "one or two dimensions"),
    "complex.npy": (partial(npy, np.ones((2, 2), complex)), "neither numbers nor text"),
    "arrays.npz": (partial(npz, x=np.array([1.0, 3.0]), y=np.array([2.0, 4.0])), TWO),
    "bomb.npz": (npz_bomb, "is larger than|would be larger"),
    "object.npz": (lambda: npz(x=np.array([{}], dtype=object)), "holds Python objects"),
    "text.npz": (text("x,y\n1,2\n"), DAMAGED),
}  # fmt: skip
