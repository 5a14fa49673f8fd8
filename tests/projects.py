"""Project files for the tests: random sessions saved, and files that somebody has tampered with."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine import EngineError, Experiment, Session
from engine.catalog import OPTIMIZERS
from engine.experiment.specs import Choice
from engine.frames import Snapshot
from engine.project import Branch, Project, Trained, Turn, container, read, writing
from engine.training.keeping import snapshot

Deed = tuple[str, int]
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["step", "phase", "epoch", "goto", "rate", "optimizer", "put", "rows"]),
        st.integers(0, 40),
    ),
    max_size=8,
)


def content_of(project: Project) -> bytes:
    """The bytes of a project's file."""
    stream = io.BytesIO()
    container.write(stream, writing.members(project), {"program": "test"})
    return stream.getvalue()


def done(experiment: Experiment, deeds: Sequence[Deed]) -> Session:
    """A session in which all of this was done; what cannot be done is left out."""
    session = Session(experiment)
    for deed, number in deeds:
        _do(session, deed, number)
    return session


def _do(session: Session, deed: str, number: int) -> None:
    if deed == "step":
        session.step(number)
    elif deed == "phase":
        session.phase()
    elif deed == "epoch":
        session.epoch()
    elif deed == "goto":
        session.goto(min(number, session.step_number))
    elif deed == "put":
        name, values = next(iter(session.parameters.items()))
        session.set_parameter(name, values * 0.5 + 0.01 * number)
    else:
        changed = _changed(session.experiment, deed, number)
        try:
            session.change(changed)
        except EngineError:
            return


def _changed(experiment: Experiment, deed: str, number: int) -> Experiment:
    if deed == "rate":
        rate = 0.001 * (number + 1)
        return replace(experiment, optimizer=Choice.of(OPTIMIZERS["adam"], lr=rate))
    if deed == "optimizer":
        name = sorted(OPTIMIZERS)[number % len(OPTIMIZERS)]
        return replace(experiment, optimizer=Choice.of(OPTIMIZERS[name], lr=0.01))
    table = experiment.data.table
    more = table.append([table.row(number % table.rows)])
    return replace(experiment, data=replace(experiment.data, table=more))


def whole(session: Session) -> Project:
    """A project that has everything that one can have."""
    experiment, run = session.experiment, snapshot(session)
    return Project(
        experiment,
        run,
        branches=(Branch(np.array([1.0, 2.0]), np.array([3.0, np.nan])),),
        turns=(Turn(2, replace(experiment, title="before"), experiment),),
        pinned=(
            Trained(replace(experiment, title="pinned"), np.array([2.5, np.inf]), 3),
            Trained(
                experiment,
                np.append(_gaps(run.base), run.losses),
                4,
                run,
                "branch",
                "빠른 것",
                "a note",
                hidden=True,
                earlier=((2, replace(experiment, title="earlier")),),
            ),
        ),
        report="# 키와 몸무게\n\n![loss](loss-1.png)\n",
        pictures={"loss-1.png": b"\x89PNG\r\n\x1a\n not really", "손실 1.png": b"more"},
        notes={"guesses": {"race": ["adam", 0.5]}},
        states={"views": {"stage": {"grid": True}}},
    )


def _gaps(count: int) -> NDArray[np.float64]:
    return np.full(count, np.nan)


def alike(one: Project, other: Project) -> None:
    """Two projects hold the same, whatever is in memory."""
    assert one.experiment == other.experiment
    assert (one.report, one.pictures) == (other.report, dict(other.pictures))
    assert (one.notes, one.states, one.turns) == (other.notes, other.states, other.turns)
    for left, right in zip(one.branches, other.branches, strict=True):
        np.testing.assert_array_equal(left.steps, right.steps)
        np.testing.assert_array_equal(left.losses, right.losses)
    for first, second in zip(one.pinned, other.pinned, strict=True):
        assert (first.experiment, first.number) == (second.experiment, second.number)
        assert (first.kind, first.title) == (second.kind, second.title)
        assert (first.note, first.hidden) == (second.note, second.hidden)
        np.testing.assert_array_equal(first.losses, second.losses)
        _same(first.fork, second.fork)
    _same(one.run, other.run)


def _same(one: Snapshot | None, other: Snapshot | None) -> None:
    if one is None or other is None:
        assert one is other
    else:
        _same_run(one, other)


def _same_run(one: Snapshot, other: Snapshot) -> None:
    for name in ("experiment", "step", "phases", "furthest", "base"):
        assert getattr(one, name) == getattr(other, name), name
    np.testing.assert_array_equal(one.losses, other.losses)
    assert [moment.step for moment in one.moments] == [moment.step for moment in other.moments]


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every member of a file by its name, the manifest too."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Mapping[str, bytes], *, renewed: bool = True) -> bytes:
    """A file of these members, the manifest's hashes made right again unless told otherwise."""
    found = dict(parts)
    if renewed:
        manifest = json.loads(found.pop("manifest.json"))
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}
        found["manifest.json"] = json.dumps({**manifest, "members": hashes}).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in found.items():
            into.writestr(name, content)
    return stream.getvalue()


def edited(content: bytes, name: str, change: Callable[[Any], Any]) -> bytes:
    """The file with another document in one of its members."""
    parts = parts_of(content)
    document = json.loads(parts[name])
    changed = change(document)
    parts[name] = json.dumps(document if changed is None else changed).encode()
    return packed(parts)


def mutated(content: bytes, random: Random) -> bytes:
    """The file with some mistake in it: of its bytes, of a member's, or of a document's."""
    return random.choice((_bytes_changed, _member_changed, _document_changed))(content, random)


def _bytes_changed(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(changed) or 1)
        deed = random.randrange(4)
        if deed == 0:
            changed[at : at + 1] = random.randbytes(1)
        elif deed == 1:
            del changed[at : at + random.randint(1, 200)]
        elif deed == 2:
            changed[at:at] = random.randbytes(random.randint(1, 50))
        else:
            changed = changed[: max(1, at)]
    return bytes(changed)


def _member_changed(content: bytes, random: Random) -> bytes:
    parts = parts_of(content)
    name = random.choice([name for name in parts if name != "manifest.json"])
    deed = random.randrange(5)
    if deed == 0:
        del parts[name]
    elif deed == 1:
        names = ("../x", "/etc/x", "data/../../y", "x.exe", "run\\y", "data/0.npy ")
        parts[random.choice(names)] = parts.pop(name)
    elif deed == 2:
        other = random.choice(list(parts))
        parts[name], parts[other] = parts[other], parts[name]
    else:
        parts[name] = _bytes_changed(parts[name] or b"x", random)
    if "manifest.json" not in parts or not parts["manifest.json"].startswith(b"{"):
        return packed(parts, renewed=False)
    return packed(parts, renewed=random.random() < 0.8)


def _document_changed(content: bytes, random: Random) -> bytes:
    parts = parts_of(content)
    names = [name for name in parts if name.endswith(".json")]
    name = random.choice(names)
    document = _planted(json.loads(parts[name]), random)
    parts[name] = json.dumps(document).encode()
    keep = name == "manifest.json" or not isinstance(json.loads(parts["manifest.json"]), dict)
    return packed(parts, renewed=not keep)


def _planted(document: Any, random: Random) -> Any:
    """The document with another value somewhere in it."""
    strange: list[Any] = [
        None,
        -1,
        2**70,
        1e308,
        "",
        "x" * 1000,
        [],
        {},
        True,
        [[]],
        {"member": "data/9.npy"},
    ]
    if isinstance(document, dict) and document and random.random() < 0.9:
        key = random.choice(list(document))
        if random.random() < 0.1:
            return {k: v for k, v in document.items() if k != key}
        return {**document, key: _planted(document[key], random)}
    if isinstance(document, list) and document and random.random() < 0.8:
        at = random.randrange(len(document))
        return [*document[:at], _planted(document[at], random), *document[at + 1 :]]
    return random.choice(strange)


def verdict(content: bytes) -> Project | EngineError:
    """What reading says."""
    try:
        return read(content, "file.gradus")
    except EngineError as error:
        return error
