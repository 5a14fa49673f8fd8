"""Twenty thousand files of chance: noise, tables of odd cells, and good files cut or damaged."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.files import preview, read
from engine.files.inspecting import told
from engine.files.sources import TABLES
from tests.corpus import CORPUS, Read
from tests.teaching import SHAPES

FILES, SECONDS, MEGABYTES = 20_000, 5.0, 1_000
CELLS = (
    "", "0", "1", "-3.5", "1e400", "nan", "NA", "?", "inf", "1,234", "1.234,5", "12%", "$5", "x",
    "가", "é", '"', "'=1", "a b", "true", "False", "2024-02-30", "03/04/2024", "12:30", "Jan 2020",
    "1 000", "−4", "#DIV/0!", "\ufeff", "\u200b", "ﾊ", "총계", "Total", "=1+1", "0x10", "5+",
    "9" * 20, "\t", "a,b", ";", "|", "2024년 3월 1일", "20240229",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp949", "cp1252", "shift_jis", "gb18030", "koi8-r")
NAMES = ("", "id", "y", "target", "x", "x", "날짜", "Unnamed: 0", "class", "2020", "1", "a" * 300)


def noise(draw: random.Random) -> tuple[str, bytes]:
    return draw.choice(TABLES), draw.randbytes(draw.choice((0, 1, 7, 60, 900, 20_000)))


def table(draw: random.Random) -> tuple[str, bytes]:
    delimiter = draw.choice((",", ";", "\t", "|", " "))
    width, rows = draw.randint(1, 9), draw.choice((0, 1, 2, 9, 60, 400))
    pools = [draw.sample(CELLS, draw.randint(1, 6)) for _ in range(width)]
    lines = [
        draw.choice(("", "# note", "Title of it", "a" * 200)) for _ in range(draw.randint(0, 2))
    ]
    if draw.random() < 0.8:
        lines.append(delimiter.join(draw.choice(NAMES) for _ in range(width)))
    for _ in range(rows):
        size = width if draw.random() < 0.95 else draw.randint(0, width + 3)
        lines.append(delimiter.join(draw.choice(pools[n % width]) for n in range(size)))
    end = draw.choice(("\n", "\r\n", "\r"))
    content = end.join(lines).encode(draw.choice(ENCODINGS), "replace")
    return draw.choice((".csv", ".tsv", ".txt", ".xls", ".data")), content


def damaged(draw: random.Random) -> tuple[str, bytes]:
    name, content = draw.choice(GOOD)
    changed = bytearray(content)
    for _ in range(draw.randint(0, 8)):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    if draw.random() < 0.6:
        del changed[draw.randrange(len(changed) + 1) :]
    return "".join(Path(name).suffixes[-2:]), bytes(changed)


def _good() -> list[tuple[str, bytes]]:
    found = [(name, shape.content) for name, shape in SHAPES.items()]
    for name, (content, outcome) in CORPUS.items():
        if isinstance(outcome, Read):
            found.append((name, content() if callable(content) else content))
    return [(name, content) for name, content in found if len(content) < 200_000]


GOOD = _good()
KINDS: tuple[Callable[[random.Random], tuple[str, bytes]], ...] = (noise, table, damaged)


def opens_or_says_why(folder: Path, seed: int) -> None:
    """One file of chance is read or refused, soon and without taking much memory."""
    draw = random.Random(seed)
    suffix, content = KINDS[seed % len(KINDS)](draw)
    path = folder / f"chance{suffix}"
    path.write_bytes(content)
    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    for look in (lambda: told(preview(path)), lambda: read(path).check()):
        try:
            look()
        except EngineError as error:
            assert "\n" not in str(error), seed
            assert path.name in str(error), seed
    assert time.process_time() - start < SECONDS, seed
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    assert grown / 1024 < MEGABYTES, seed


def test_files_of_chance(tmp_path: Path) -> None:
    for seed in range(150):
        opens_or_says_why(tmp_path, seed)


@pytest.mark.long
@pytest.mark.soak
def test_twenty_thousand_files_of_chance(tmp_path: Path) -> None:
    for seed in range(FILES):
        opens_or_says_why(tmp_path, seed)
