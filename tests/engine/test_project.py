"""One file for an experiment and its run: the same bits after it, and nothing else gets in."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import tomllib
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from engine import EngineError, Experiment, Session
from engine.catalog import OPTIMIZERS
from engine.project import Project, container, opened, read, save
from engine.project.bounds import bounded
from engine.training.keeping import snapshot
from tests.comparison import same
from tests.experiments import flowers, line
from tests.projects import (
    DEEDS,
    Deed,
    alike,
    content_of,
    done,
    edited,
    mutated,
    packed,
    parts_of,
    verdict,
    whole,
)
from tests.strategies import experiments
from tests.there import there

BIG = np.random.default_rng(3).normal(size=(3, 1500))


@pytest.fixture(scope="module")
def content() -> bytes:
    """A file with everything in it."""
    return content_of(whole(done(line(), [("step", 30), ("rate", 3), ("step", 9), ("phase", 0)])))


@settings(max_examples=12)
@given(experiments(), DEEDS)
def test_what_was_saved_and_opened_goes_on_with_the_same_bits(
    experiment: Experiment, deeds: Sequence[Deed]
) -> None:
    goes_on_the_same(experiment, deeds)


@pytest.mark.long
@pytest.mark.soak
@settings(max_examples=100)
@given(experiments(), DEEDS)
def test_so_do_a_hundred_random_projects(experiment: Experiment, deeds: Sequence[Deed]) -> None:
    goes_on_the_same(experiment, deeds)


def goes_on_the_same(experiment: Experiment, deeds: Sequence[Deed]) -> None:
    """Save, open, train on, go back, and compare with the session that was never saved."""
    session = done(experiment, deeds)
    project = whole(session)
    found = read(content_of(project), "x.gradus")
    alike(project, found)
    other = Session.restored(there(found.run))
    same(session, other)
    assert session.run.is_by_hand == other.run.is_by_hand
    assert session.run.furthest == other.run.furthest
    assert session.run.history.first == other.run.history.first
    for step in (session.step_number + 7, session.run.history.first, session.step_number // 2):
        for one in (session, other):
            one.goto(step)
        same(session, other)
    for one in (session, other):
        one.step(11)
    same(session, other)


def test_a_file_says_what_the_contract_says(tmp_path: Path) -> None:
    path = tmp_path / "마을.gradus"
    save(Project(long(), report="안녕"), path)
    with zipfile.ZipFile(path) as found:
        manifest = json.loads(found.read("manifest.json"))
        document = json.loads(found.read("experiment.json"))
        member = document["data"]["columns"]["a"]["member"]
        column = np.load(io.BytesIO(found.read(member)), allow_pickle=False)
        assert found.read("report.md").decode() == "안녕"
        assert set(manifest["members"]) == set(found.namelist()) - {"manifest.json"}
    assert manifest["format"] == "gradus-project/1"
    assert {"program", "torch", "system", "cpu"} <= set(manifest)
    tree = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert manifest["program"] == tree["project"]["version"]  # installed or not
    assert column.dtype.str == "<f8" and column.tolist() == BIG[0].tolist()
    assert opened(path).experiment == long()


def long() -> Experiment:
    """1,500 rows, with a column of gaps that plays no part and one of whole classes."""
    return Experiment.from_dict(
        {
            "format": "gradus-experiment/1",
            "data": {
                "columns": {
                    "a": BIG[0].tolist(),
                    "spare": [None, *BIG[1].tolist()[1:]],
                    "class": [int(value > 0) + 3 for value in BIG[2]],
                },
                "features": ["a"],
                "target": "class",
                "task": "classification",
            },
            "loss": {"name": "bce"},
        }
    )


def test_columns_of_classes_and_gaps_are_the_same_again() -> None:
    session = Session(long())
    session.step(3)
    found = read(content_of(whole(session)), "x.gradus")
    assert found.experiment == long()
    assert there(found.run).moments[0].experiment == long()
    columns = found.experiment.data.table.columns
    assert [type(cell) for cell in columns["class"][:2]] == [int, int]


def test_inline_columns_are_read_too(content: bytes) -> None:
    parts = parts_of(content)
    parts = {name: parts[name] for name in ("experiment.json", "manifest.json")}
    document = json.loads(parts["experiment.json"])
    assert all(isinstance(column, list) for column in document["data"]["columns"].values())
    found = read(packed(parts), "x.gradus")
    assert (found.experiment, found.run) == (line(), None) or found.experiment.title is not None


@pytest.mark.parametrize("rows", [0, 1])
def test_what_cannot_be_trained_yet_is_kept_too(rows: int) -> None:
    for experiment in (line(), flowers()):
        table = experiment.data.table.take(np.arange(rows))
        few = replace(experiment, data=replace(experiment.data, table=table))
        found = read(content_of(Project(few)), "x.gradus").experiment
        assert found.data.table == few.data.table
        assert found.data.classes == few.data.classes


def test_equal_projects_are_equal_files(content: bytes) -> None:
    again = whole(done(line(), [("step", 30), ("rate", 3), ("step", 9), ("phase", 0)]))
    assert content_of(again) == content


def test_a_long_run_keeps_few_keyframes_and_goes_back_soon() -> None:
    session = Session(line())
    session.step(20_000)
    run = snapshot(session)
    assert len(run.moments) < 600
    assert max(np.diff([moment.step for moment in run.moments])) < 200


# ---- refused ---------------------------------------------------------------------------------


def with_name(name: str) -> Callable[[bytes], bytes]:
    """A member of this name is added."""
    return lambda content: packed({**parts_of(content), name: b"x"})


def newer(content: bytes) -> bytes:
    def change(manifest: Any) -> None:
        manifest["format"] = "gradus-project/2"

    parts = parts_of(content)
    document = json.loads(parts["manifest.json"])
    change(document)
    return packed({**parts, "manifest.json": json.dumps(document).encode()}, renewed=False)


def newer_run(content: bytes) -> bytes:
    def change(document: Any) -> None:
        document["run"]["version"] = 2

    return edited(content, "run/run.json", change)


def doubled(content: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as into, pytest.warns(UserWarning, match="Duplicate"):
        into.writestr("report.md", "another")
    return stream.getvalue()


def other_bytes(content: bytes) -> bytes:
    return packed({**parts_of(content), "report.md": b"other"}, renewed=False)


def missing(content: bytes) -> bytes:
    parts = parts_of(content)
    del parts["report.md"]
    return packed(parts, renewed=False)


def not_listed(content: bytes) -> bytes:
    return packed({**parts_of(content), "pictures/late.png": b"x"}, renewed=False)


def with_pickle(content: bytes) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.array([print], dtype=object), allow_pickle=True)
    return packed({**parts_of(content), "data/9.npy": stream.getvalue()})


def with_large_claim(content: bytes) -> bytes:
    stream = io.BytesIO()
    header = {"descr": "<f8", "fortran_order": False, "shape": (2**40,)}
    np.lib.format.write_array_header_1_0(stream, header)
    return packed({**parts_of(content), "data/9.npy": stream.getvalue()})


def a_link(content: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as into:
        part = zipfile.ZipInfo("pictures/away.png")
        part.external_attr = 0o120777 << 16
        into.writestr(part, b"/etc/passwd")
    return stream.getvalue()


def with_two(one: str, other: str) -> Callable[[bytes], bytes]:
    return lambda content: packed({**parts_of(content), one: b"1", other: b"2"})


def uneven(content: bytes) -> bytes:
    def shorter(document: Any) -> None:
        document["data"]["columns"]["y"].pop()

    return edited(content, "experiment.json", shorter)


def with_another_key(content: bytes) -> bytes:
    def change(document: Any) -> None:
        document["data"]["columns"]["x"] = {"member": "data/0.npy", "of": "x"}

    return edited(content, "experiment.json", change)


def from_the_future(content: bytes) -> bytes:
    def change(document: Any) -> None:
        document |= {"format": "gradus-experiment/2", "sound": True}

    return edited(content, "experiment.json", change)


REFUSED: list[tuple[Callable[[bytes], bytes], str]] = [
    (with_name("/etc/passwd"), "/etc/passwd"),
    (with_name("../up.png"), "../up.png"),
    (with_name("pictures/../../up.png"), "pictures/../../up.png"),
    (with_name("C:\\x.png"), "C:"),
    (with_name("run.exe"), "run.exe"),
    (with_name("data/"), "data/"),
    (doubled, "report.md twice"),
    (with_two("pictures/a.png", "pictures/A.png"), "pictures/A.png twice"),
    (with_two("pictures/\u00e9.png", "pictures/e\u0301.png"), "twice"),
    (a_link, "pictures/away.png in it is a link"),
    (uneven, "rows, but"),
    (with_another_key, "unknown key 'of'"),
    (from_the_future, "a newer Gradus"),
    (other_bytes, "report.md in it is not what was saved"),
    (missing, "report.md in its manifest is not in it"),
    (not_listed, "late.png in it is not in its manifest"),
    (with_pickle, "data/9.npy: is no array"),
    (with_large_claim, "data/9.npy: is no array"),
    (newer, "newer"),
    (newer_run, "newer"),
    (lambda _: b"", "is damaged"),
    (lambda content: content[:-30], "is damaged"),
    (lambda _: b"PK\x05\x06" + b"\0" * 18, "is damaged"),
]


@pytest.mark.parametrize(("change", "said"), REFUSED)
def test_what_does_not_belong_there_is_refused_by_name(
    content: bytes, change: Callable[[bytes], bytes], said: str
) -> None:
    error = verdict(change(content))
    assert isinstance(error, EngineError)
    assert said in str(error)
    assert str(error).startswith("file.gradus: ")
    assert "\n" not in str(error)


@pytest.mark.parametrize(("name", "size"), [("report.md", 6), ("experiment.json", 61)])
def test_bombs_are_refused_before_they_are_unpacked(content: bytes, name: str, size: int) -> None:
    bomb = packed({**parts_of(content), name: b" " * (size * 1_000_000)}, renewed=False)
    tracemalloc.start()
    started = time.process_time()
    error = verdict(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(error, EngineError) and "larger than" in str(error)
    assert time.process_time() - started < 1
    assert peak < 2_000_000


def test_many_members_are_refused_before_they_are_listed(content: bytes) -> None:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as into:
        for number in range(container.MOST_MEMBERS + 1):
            into.writestr(f"data/{number + 100}.npy", b"")
    assert "more than" in str(verdict(stream.getvalue()))


def test_parts_that_do_not_fit_each_other_are_refused(content: bytes) -> None:
    def step(document: Any) -> None:
        document["run"]["step"] = 10**6

    def experiment(document: Any) -> None:
        document["run"]["moments"][0]["experiment"] = 99

    def array(document: Any) -> None:
        document["run"]["moments"][-1]["parameters"]["output.weight"] = [0, 10**6]

    def shape(document: Any) -> None:
        last = document["run"]["moments"][-1]
        last["parameters"]["output.weight"] = last["shuffle"]

    for change in (step, experiment, array, shape):
        error = verdict(edited(content, "run/run.json", change))
        assert isinstance(error, EngineError) and "run" in str(error), change


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_an_optimizer_remembers_is_whole_or_refused(name: str) -> None:
    """All that its update counts on, of the kind that it counts on."""
    settings = OPTIMIZERS[name].defaults() | ({"momentum": 0.9} if name == "sgd" else {})
    content = content_of(whole(done(line(optimizer={"name": name, **settings}), [("step", 40)])))
    session = Session.restored(there(read(content, "x.gradus").run))
    session.step(2)

    def states(document: Any) -> list[dict[str, Any]]:
        return [state for m in document["run"]["moments"] for state in m.get("memory", {}).values()]

    remembered = states(json.loads(parts_of(content)["run/run.json"]))[0]
    assert set(OPTIMIZERS[name].memory) <= set(remembered)
    for key in (*remembered, "another"):
        for value in (None, -1, True, [0, 10**6], [1, 0] if key == "step" else 3):

            def other(document: Any, key: str = key, value: Any = value) -> None:
                states(document)[-1][key] = value

            is_number = key in ("rate", "share") and value in (-1, 3) and value is not True
            error = verdict(edited(content, "run/run.json", other))
            assert is_number or isinstance(error, EngineError), (key, value)

    for key in OPTIMIZERS[name].memory:

        def without(document: Any, key: str = key) -> None:
            del states(document)[-1][key]

        assert "memory" in str(verdict(edited(content, "run/run.json", without)))


def untrainable(content: bytes) -> bytes:
    parts = parts_of(content)
    for name in ("experiment.json", "run/experiments.json"):
        document = json.loads(parts[name])
        for experiment in document if isinstance(document, list) else [document]:
            experiment["loss"] = {"name": "cross_entropy"}
        parts[name] = json.dumps(document).encode()
    return packed(parts)


def beyond_its_epoch(content: bytes) -> bytes:
    def change(document: Any) -> None:
        document["run"]["moments"][-1]["batch"] = 1

    return edited(content, "run/run.json", change)


def too_many_moments(content: bytes) -> bytes:
    def change(document: Any) -> None:
        moments = document["run"]["moments"]
        document["run"]["moments"] = [*moments, *[{}] * 5000]

    return edited(content, "run/run.json", change)


def deep_notes(content: bytes) -> bytes:
    return packed({**parts_of(content), "notes.json": b'{"a":' * 400 + b"1" + b"}" * 400})


def half_a_letter(content: bytes) -> bytes:
    return packed({**parts_of(content), "window.json": b'{"views": {"a": ["\\ud800"]}}'})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (untrainable, "loss.name: cross_entropy does not fit"),
        (beyond_its_epoch, "run.moments: does not fit"),
        (too_many_moments, "run.moments: does not fit"),
        (deep_notes, "notes.json: is no project"),
        (half_a_letter, "window.json: holds a character that is none"),
    ],
)
def test_what_could_not_be_trained_on_or_written_again_is_refused(
    content: bytes, change: Callable[[bytes], bytes], said: str
) -> None:
    assert said in str(verdict(change(content)))


def test_other_bytes_in_the_place_of_a_shuffle_are_told(content: bytes) -> None:
    run = there(read(content, "x.gradus").run)
    last = replace(run.moments[-1], shuffle=np.arange(5056, dtype=np.uint8))
    with pytest.raises(EngineError, match="does not fit"):
        Session.restored(replace(run, moments=(*run.moments[:-1], last)))


def open_mutated(content: bytes, seed: int) -> None:
    """One mistake: it opens, or is refused in one sentence, soon."""
    started = time.process_time()
    found = verdict(mutated(content, Random(seed)))
    assert time.process_time() - started < 5
    if isinstance(found, EngineError):
        assert len(str(found)) < 600 and "\n" not in str(found)


def test_three_hundred_mutated_files_open_or_are_refused(content: bytes) -> None:
    for seed in range(300):
        open_mutated(content, seed)


@pytest.mark.long
@pytest.mark.soak
def test_ten_thousand_mutated_files_open_or_are_refused(content: bytes) -> None:
    for seed in range(1000, 11_000):
        open_mutated(content, seed)


@pytest.mark.skipif(sys.platform != "linux", reason="only there such limits hold")
def test_what_takes_more_memory_than_it_may_is_told() -> None:
    with bounded(50_000_000):
        assert len(np.empty(1_000_000)) == 1_000_000
        with pytest.raises(MemoryError):
            np.empty(40_000_000)
    assert len(np.empty(40_000_000)) == 40_000_000


GREEDY = {
    "lists": "[],",
    "groups": '{"":0},',
    "numbers": "1234,",
    "words": '"ab",',
    "wide": "\U0001f600",
}
OPENS = """
import sys
from pathlib import Path
from engine.project.bounds import bounded
from engine.project import opened
from engine.errors import EngineError
try:
    with bounded():
        opened(sys.argv[1])
except (EngineError, MemoryError) as error:
    print(type(error).__name__, str(error).count(chr(10)))
for line in Path("/proc/self/status").read_text().splitlines():
    if line.startswith("VmHWM"):
        print(line.split()[1])
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
@pytest.mark.parametrize("piece", GREEDY.values(), ids=GREEDY)
def test_the_greediest_documents_take_a_gigabyte_at_most(
    content: bytes, tmp_path: Path, piece: str
) -> None:
    count = 59_000_000 // len(piece.encode())
    text = f"[{piece * count}0]" if piece.endswith(",") else f'["{piece * count}"]'
    path = tmp_path / "greedy.gradus"
    path.write_bytes(packed({**parts_of(content), "run/run.json": text.encode()}))
    command = [sys.executable, "-c", OPENS, str(path)]
    started = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    (name, lines), (peak,) = (line.split() for line in done.stdout.splitlines())
    assert name in ("EngineError", "MemoryError") and lines == "0"
    assert int(peak) * 1024 < 1_150_000_000, "with what Python itself takes"
    print(f"{piece}: {int(peak) / 1000:.0f} MB, {time.monotonic() - started:.1f} s")


def test_equal_columns_are_written_once() -> None:
    session = Session(long())
    session.step(2)
    run = snapshot(session)
    table = long().data.table  # as after the way through another process
    again = replace(session.experiment, data=replace(session.experiment.data, table=table))
    parts = parts_of(content_of(Project(again, run)))
    assert len([name for name in parts if name.startswith("data/")]) == 4
    moment = there(run.sharing(table)).moments[0]
    assert moment.experiment.data.table is table
