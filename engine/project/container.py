"""The zip itself: what is in it is known by name, size and hash before anything is made of it."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

from engine import storage
from engine.errors import EngineError
from engine.files.limits import DAMAGED
from engine.project.limits import (
    FAMILY,
    FORMAT,
    MANIFEST,
    MOST_MEMBERS,
    MOST_UNPACKED,
    most_bytes_of,
    shown,
)

ENCRYPTED = 0x1
DATE = (1980, 1, 1, 0, 0, 0)  # the same project is the same file, whenever it is written
TRIED = 65_536  # bytes of a long member that tell whether packing it is worth while
WORTH = 0.8
NOT_WHAT_IT_SAYS = "is damaged, or not of the kind that its name says"
Elsewhere = Callable[[str], bytes]  # gives the bytes of a hash
Teller = Callable[[float], object]  # is told how far it has come, from 0 to 1
ENDING, ENDING_SIZE = b"PK\x05\x06", 22


def silent(_: float) -> None:
    """Tells nobody."""


def write(
    stream: IO[bytes], members: Iterable[tuple[str, bytes]], about: Mapping[str, Any]
) -> None:
    """Write the members and, after them, the manifest that names them all.

    What is ``elsewhere`` in an autosave (name and hash) lies in a file of its own.
    """
    hashes = {}
    with zipfile.ZipFile(stream, "w", allowZip64=True) as packed:
        for name, content in members:
            hashes[name] = hashlib.sha256(content).hexdigest()
            _add(packed, name, content)
        manifest = {"format": FORMAT, "members": hashes, **about}
        _add(packed, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def _add(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    part = zipfile.ZipInfo(name, DATE)
    part.external_attr = 0o644 << 16
    method = zipfile.ZIP_DEFLATED if _is_worth_packing(content) else zipfile.ZIP_STORED
    packed.writestr(part, content, method, compresslevel=4)


def _is_worth_packing(content: bytes) -> bool:
    if len(content) <= TRIED:
        return True
    middle = len(content) // 2
    tried = content[middle : middle + TRIED]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("tried", tried, zipfile.ZIP_DEFLATED, compresslevel=1)
    return buffer.tell() < WORTH * len(tried)


class Container:
    """The members of a file, each read once and only after all that is said of it is checked."""

    def __init__(
        self, stream: IO[bytes], elsewhere: Elsewhere | None = None, tell: Teller = silent
    ) -> None:
        self._packed = _opened(stream)
        self._parts = {part.filename: part for part in _checked(self._packed.infolist())}
        if MANIFEST not in self._parts:
            raise EngineError(NOT_WHAT_IT_SAYS)
        self.manifest = _manifest(self._bytes(MANIFEST))
        self._hashes = _hashes(self.manifest.get("members"), self._parts)
        self._elsewhere = elsewhere
        self._tell, self._read = tell, 0
        self._size = sum(part.file_size for part in self._parts.values())
        if elsewhere is not None:
            self._hashes = {**_named(self.manifest.get("elsewhere")), **self._hashes}

    def __contains__(self, name: str) -> bool:
        return name in self._hashes

    def __iter__(self) -> Iterator[str]:
        return iter(self._hashes)

    def read(self, name: str) -> bytes:
        """A member's bytes, which are those that the manifest means."""
        content = self._bytes(name)
        if hashlib.sha256(content).hexdigest() != self._hashes[name]:
            raise EngineError("{name} in it is not what was saved", name=shown(name))
        self._read += len(content)
        self._tell(min(1.0, self._read / max(1, self._size)))
        return content

    def _bytes(self, name: str) -> bytes:
        if name not in self._parts and self._elsewhere is not None:
            return self._elsewhere(self._hashes[name])
        part = self._parts[name]
        try:
            with self._packed.open(part) as stream:
                content = stream.read(part.file_size + 1)
        except DAMAGED as error:
            raise EngineError("{name} in it is damaged", name=shown(name)) from error
        if len(content) != part.file_size:
            raise EngineError("{name} in it has another size than it says", name=shown(name))
        return content


def _opened(stream: IO[bytes]) -> zipfile.ZipFile:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - ENDING_SIZE - 65_535))
    content = stream.read()
    end = content.rfind(ENDING)
    if end < 0:
        raise EngineError(NOT_WHAT_IT_SAYS)
    # Each member takes at least 46 bytes of the directory, which is read whole.
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if size != 0xFFFFFFFF and size > MOST_MEMBERS * 500:
        raise EngineError("has more than {most} members", most=MOST_MEMBERS)
    try:
        return zipfile.ZipFile(stream)
    except DAMAGED as error:
        raise EngineError(NOT_WHAT_IT_SAYS) from error


def _checked(parts: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The members, none of which has a name, a size or a way of packing that no project has."""
    if len(parts) > MOST_MEMBERS:
        raise EngineError("has more than {most} members", most=MOST_MEMBERS)
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if as_a_folder_sees(name) in seen:
            raise EngineError("holds {name} twice", name=shown(name))
        seen.add(as_a_folder_sees(name))
        if stat.S_ISLNK(part.external_attr >> 16):
            raise EngineError("{name} in it is a link", name=shown(name))
        if part.orig_filename != name or part.file_size > most_bytes_of(name):
            raise EngineError("{name} in it is larger than it may be", name=shown(name))
        if part.flag_bits & ENCRYPTED:
            raise EngineError("has a password", hint="save it without one")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise EngineError("{name} in it is packed in an unknown way", name=shown(name))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise EngineError(
            "would be larger than {most} MB when unpacked", most=MOST_UNPACKED // 1_000_000
        )
    return parts


def as_a_folder_sees(name: str) -> str:
    """The same for names that are one file where somebody unpacks them."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _manifest(content: bytes) -> Mapping[str, Any]:
    document = storage.parsed_json(_text(content, MANIFEST), MANIFEST)
    found = document.get("format") if isinstance(document, dict) else None
    if found == FORMAT:
        assert isinstance(document, dict)
        return document
    if isinstance(found, str) and found.startswith(FAMILY) and found[len(FAMILY) :].isdecimal():
        raise EngineError("was saved by a newer Gradus", hint="open it with the newest one")
    raise EngineError("is no project of Gradus")


def _named(hashes: Any) -> dict[str, str]:
    if not isinstance(hashes, dict) or not all(isinstance(each, str) for each in hashes.values()):
        raise EngineError("is no project of Gradus")
    return hashes


def _hashes(given: Any, parts: Mapping[str, object]) -> dict[str, str]:
    hashes = _named(given)
    for name in parts:
        if name != MANIFEST and name not in hashes:
            raise EngineError("{name} in it is not in its manifest", name=shown(name))
    for name in hashes:
        if name not in parts or name == MANIFEST:
            raise EngineError("{name} in its manifest is not in it", name=shown(name))
    return hashes


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EngineError("{name} in it is damaged", name=name) from error


def json_of(content: bytes, name: str) -> Any:
    """The document in a member's bytes."""
    return storage.parsed_json(_text(content, name), name)


def text_of(content: bytes, name: str) -> str:
    """The text in a member's bytes."""
    return _text(content, name)
