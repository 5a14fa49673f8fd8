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
    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
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
    assert time.monotonic() - start < SECONDS
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
    assert (found.problem is None) == isinstance(outcome, Read)
    assert len(found.names) == len(found.kinds)
    assert all(len(row) == len(found.names) for row in found.rows)


@pytest.mark.parametrize("name", CORPUS)
def test_an_experiment_or_one_sentence(tmp_path: Path, name: str) -> None:
    try:
        read(write(tmp_path, name)).check()
    except EngineError as error:
        assert str(error).startswith(name)


@pytest.mark.parametrize(
    ("name", "options", "rows"),
    [
        ("ragged-short.csv", Options(ragged="drop"), 1),
        ("ragged-long.csv", Options(ragged="drop"), 1),
        ("empty-cell.csv", Options(missing="drop"), 2),
        ("empty-cell.csv", Options(missing="mean"), 3),
        ("nan-spellings.csv", Options(missing="drop"), 2),
        ("word-among-numbers.csv", Options(missing="drop"), 2),
        ("gap.xlsx", Options(missing="mean"), 3),
        ("first-sheet-empty.xlsx", Options(sheet="sheet 2"), 2),
        ("no-header.csv", Options(header=True), 1),
        ("semicolon.csv", Options(delimiter=";"), 2),
    ],
)
def test_corrected(tmp_path: Path, name: str, options: Options, rows: int) -> None:
    path = write(tmp_path, name)
    assert read_table(path, options).rows == rows
    found = preview(path, options)
    assert found.problem is None
    assert found.total - found.left_out_total == rows


def test_a_gap_is_filled_with_the_mean(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "empty-cell.csv"), Options(missing="mean"))
    assert table.columns["x"].tolist() == [1.0, 2.5, 4.0]


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    found = preview(write(tmp_path, "ragged-short.csv"), Options(ragged="drop"))
    (left_out,) = found.left_out
    assert left_out.line == 3
    assert "has 1 cells" in str(left_out.reason)


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
