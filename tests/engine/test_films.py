"""Films hold the frames that were sent, in their order, or are not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from PIL import Image, ImageSequence

from engine import EngineError
from engine.films import FilmWriter, Format

SIZE = (40, 30)
COLORS = ((255, 0, 0), (0, 255, 0), (0, 0, 255))


def pixels(color: tuple[int, int, int]) -> bytes:
    red, green, blue = color
    frame = np.empty((SIZE[1], SIZE[0], 4), dtype=np.uint8)
    frame[:] = (blue, green, red, 255)
    return frame.tobytes()


def settle(writer: FilmWriter) -> None:
    until = monotonic() + 60
    while writer.busy:
        writer.poll()
        assert monotonic() < until


def film(path: Path, form: Format) -> None:
    writer = FilmWriter(path, form, SIZE, 10)
    try:
        for color in COLORS:
            writer.send(pixels(color))
            settle(writer)
        writer.end()
        settle(writer)
        assert writer.done
    finally:
        writer.close()


def shown(path: Path) -> Iterator[tuple[int, ...]]:
    with Image.open(path) as opened:
        for frame in ImageSequence.Iterator(opened):
            found = frame.convert("RGB").getpixel((20, 15))
            assert isinstance(found, tuple)
            yield found


@pytest.mark.parametrize("form", ["gif", "webp"])
def test_a_film_has_its_frames(tmp_path: Path, form: Format) -> None:
    path = tmp_path / f"run.{form}"
    film(path, form)
    for found, sent in zip(shown(path), COLORS, strict=True):
        assert np.abs(np.array(found) - sent).max() <= 8
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    with Image.open(path) as opened:
        opened.load()
        assert opened.info.get("loop") == 0 and opened.size == SIZE


def test_a_sequence_is_a_folder_of_pictures(tmp_path: Path) -> None:
    film(tmp_path / "run", "png")
    names = sorted(one.name for one in (tmp_path / "run").iterdir())
    assert names == ["run-0001.png", "run-0002.png", "run-0003.png"]
    assert [*shown(tmp_path / "run" / names[1])] == [COLORS[1]]
    assert len([*tmp_path.iterdir()]) == 1


@pytest.mark.parametrize("form", ["gif", "png"])
def test_what_is_given_up_leaves_nothing(tmp_path: Path, form: Format) -> None:
    writer = FilmWriter(tmp_path / "run", form, SIZE, 10)
    writer.send(pixels(COLORS[0]))
    settle(writer)
    writer.close()
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("form", ["gif", "png"])
def test_what_cannot_be_written_is_said(tmp_path: Path, form: Format) -> None:
    writer = FilmWriter(tmp_path / "none" / "run", form, SIZE, 10)
    with pytest.raises(EngineError, match=r"written|no such"):
        writer.send(pixels(COLORS[0]))
        settle(writer)
        writer.send(pixels(COLORS[0]))
        settle(writer)
    writer.close()


def test_a_folder_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with pytest.raises(EngineError, match="already"):
        film(tmp_path / "run", "png")
