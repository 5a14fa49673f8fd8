"""The corpus of files: each is loaded, or refused at once with a sentence that names the file."""

from __future__ import annotations

import random
import re
import resource
import time
from functools import cache
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.files import Options, preview, read, read_table
from tests.corpus import CORPUS, Read

SECONDS = 5.0
MEGABYTES = 1_000


@cache
def content_of(name: str) -> bytes:
    """A file's bytes; some take a second to make."""
    content = CORPUS[name][0]
    return content() if callable(content) else content


def write(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(content_of(name))
    return path


def test_there_are_many() -> None:
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("name", CORPUS)
def test_what_comes_of_it(tmp_path: Path, name: str) -> None:
    path, outcome = write(tmp_path, name), CORPUS[name][1]
    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    if isinstance(outcome, Read):
        table = read_table(path)
        assert table.rows == outcome.rows
        assert table.names == outcome.names
        assert table.columns[table.names[-1]][0] == outcome.last
    else:
        with pytest.raises(EngineError) as caught:
            read_table(path)
        said = str(caught.value)
        assert said.startswith(name)
        assert re.search(outcome, said) or outcome in said
        assert "\n" not in said
    assert time.process_time() - start < SECONDS
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    assert grown / 1024 < MEGABYTES


@pytest.mark.parametrize("name", CORPUS)
def test_a_preview_or_one_sentence(tmp_path: Path, name: str) -> None:
    path, outcome = write(tmp_path, name), CORPUS[name][1]
    try:
        found = preview(path)
    except EngineError as error:
        assert not isinstance(outcome, Read)
        assert str(error).startswith(name)
        return
    refused = found.problem is not None or bool(found.questions)
    assert refused or isinstance(outcome, Read)
    assert all(len(row) == len(found.names) for row in found.rows) or not found.names


@pytest.mark.parametrize("name", CORPUS)
def test_an_experiment_or_one_sentence(tmp_path: Path, name: str) -> None:
    try:
        read(write(tmp_path, name)).check()
    except EngineError as error:
        assert str(error).startswith(name)


AGREED = Options(agreed=frozenset(("rows_lost",)))


@pytest.mark.parametrize(
    ("name", "options", "rows"),
    [
        ("ragged-short.csv", AGREED, 1),
        ("ragged-long.csv", AGREED, 1),
        ("empty-cell.csv", AGREED, 2),
        ("empty-cell.csv", Options().with_column("x", role="target"), 3),
        ("word-among-numbers.csv", AGREED, 2),
        ("gap.xlsx", AGREED, 2),
        ("first-sheet-empty.xlsx", Options(sheet="sheet 2"), 2),
        ("no-header.csv", Options(header=1), 1),
        ("semicolon.csv", Options(delimiter=";"), 2),
    ],
)
def test_corrected(tmp_path: Path, name: str, options: Options, rows: int) -> None:
    path = write(tmp_path, name)
    assert read_table(path, options).rows == rows
    found = preview(path, options)
    assert not found.questions
    assert found.kept == rows


@pytest.mark.parametrize(
    ("fill", "value"), [("mean", 3.5), ("median", 3.0), ("most_common", 1.0), ("drop", None)]
)
def test_a_gap_is_filled(tmp_path: Path, fill: str, value: float | None) -> None:
    path = tmp_path / "gap.csv"
    path.write_text("x,y\n1,2\n1,3\n3,5\n4,6\n8.5,1\n,2\n", encoding="utf-8")
    table = read_table(path, Options().with_column("x", fill=fill))
    filled = [] if value is None else [value]
    assert table.columns["x"].tolist() == [1.0, 1.0, 3.0, 4.0, 8.5, *filled]


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    found = preview(write(tmp_path, "ragged-short.csv"))
    (left_out,) = found.left_out
    assert left_out.line == 3
    assert "has 1 cells" in str(left_out.reason)
    assert [question.id for question in found.questions] == ["rows_lost"]


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="has no sheet 'other'"):
        read_table(write(tmp_path, "book.xlsx"), Options(sheet="other"))


@pytest.mark.parametrize(
    "name", ["book.xlsx", "book.ods", "matrix.npy", "fields.npy", "arrays.npz"]
)
def test_damaged_bytes_are_read_or_refused(tmp_path: Path, name: str) -> None:
    content, draw = write(tmp_path, name).read_bytes(), random.Random(0)
    for _ in range(200):
        damaged = bytearray(content)
        for _ in range(draw.randint(1, 6)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        (tmp_path / name).write_bytes(damaged)
        try:
            read_table(tmp_path / name)
        except EngineError as error:
            assert str(error).startswith(name)
